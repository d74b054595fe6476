"""The facts of the deeds about disputed votes: numbers of decisions, never whose vote it was."""

FACTS: dict[str, frozenset[str]] = {
    "ceremony.held": frozenset({"round", "key"}),
    "vote.annulled": frozenset({"round", "number", "kind"}),
    "ballot.replaced": frozenset({"channel"}),
    "mark_undoing.asked": frozenset({"round", "number"}),
    "mark_undoing.agreed": frozenset({"round", "number"}),
    "mark_undoing.declined": frozenset({"round", "number"}),
    "erasure.asked": frozenset({"round"}),
    "erasure.done": frozenset({"round", "references"}),
}
"""By the text of their tags."""
