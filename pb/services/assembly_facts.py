"""The facts of the deeds about assemblies: numbers of people, never who they are."""

FACTS: dict[str, frozenset[str]] = {
    "assembly.called": frozenset({"round", "number", "starts"}),
    "assembly.moved": frozenset({"round", "number", "starts"}),
    "assembly.cancelled": frozenset({"round", "number", "reason"}),
    "assembly.marked": frozenset({"round", "number", "people"}),
    "assembly.taken_back": frozenset({"round", "number", "people", "reason"}),
    "assembly_act.entered": frozenset({"round", "number", "attended", "people", "quorum"}),
    "assembly_act.confirmed": frozenset({"round", "number"}),
    "assembly_act.returned": frozenset({"round", "number", "reason"}),
    "assembly_act.scanned": frozenset({"round", "number", "sha256"}),
}
"""By the text of their tags."""
