"""Deeds about the roll of a round: imported, mended, frozen by two, changed by decisions."""
