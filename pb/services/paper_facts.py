"""The facts of the deeds about ballots on paper: numbers of papers, never what stands on one."""

FACTS: dict[str, frozenset[str]] = {
    "station.added": frozenset({"round", "number", "kind"}),
    "ballot_stock.drawn": frozenset({"round", "station", "first", "last"}),
    "ballot_stock.printed": frozenset({"round", "station", "first", "last"}),
    "paper.marked": frozenset({"round", "station"}),
    "box.opened": frozenset(
        {"round", "station", "printed", "people", "found", "spoiled", "unused", "void"}
    ),
    "box.confirmed": frozenset({"round", "station"}),
    "paper_batch.started": frozenset({"round", "station", "number", "size"}),
    "paper_line.entered": frozenset({"turn", "line"}),
    "paper_line.undone": frozenset({"turn", "line"}),
    "paper_pass.finished": frozenset({"turn", "size", "way"}),
    "paper_batch.resolved": frozenset({"differences"}),
    "paper_batch.sent_back": frozenset({"reason"}),
    "paper_batch.approved": frozenset({"counted", "invalid", "differences"}),
    "paper_batch.scan_added": frozenset({"sha256"}),
}
"""By the text of their tags."""
