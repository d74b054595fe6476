"""The facts of the deeds that watch a voting: never who was called, never what was noted."""

FACTS: dict[str, frozenset[str]] = {
    "finding.noted": frozenset({"round", "flag"}),
}
"""By the text of their tags."""
