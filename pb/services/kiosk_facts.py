"""The facts of the deeds about kiosks: stations, never who was given a ticket."""

FACTS: dict[str, frozenset[str]] = {
    "kiosk.started": frozenset({"round", "station"}),
    "kiosk.ended": frozenset({"round", "station", "way"}),
    "kiosk_ticket.issued": frozenset({"round", "station", "shown", "again"}),
    "kiosk_ticket.withdrawn": frozenset({"round", "station"}),
}
"""By the text of their tags."""
