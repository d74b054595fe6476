"""Law and arithmetic, pure: no clock, no random, no database, no web, and no float in any result."""
