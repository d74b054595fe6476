"""The facts of the deeds that watch a voting: never who was called, never what was noted."""

FACTS: dict[str, frozenset[str]] = {
    "finding.noted": frozenset({"round", "flag"}),
    "calls.entered": frozenset({"round", "dice"}),
    "calls.drawn": frozenset({"round", "people"}),
    "calls.answered": frozenset({"round", "calls", "undenied"}),
    "calls.closed": frozenset({"round", "asked", "answered", "denied", "protocol"}),
}
"""By the text of their tags."""
