"""Law and arithmetic, pure: no clock, no random, no database, no web, no float in a result."""
