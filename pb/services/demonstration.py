"""The sign-in codes of a demonstration: known to everyone, so good for fictional places only."""

from pb.rules.access import Role

CODES: tuple[tuple[str, Role], ...] = (
    ("demo-resident-1", Role.RESIDENT),
    ("demo-resident-2", Role.RESIDENT),
    ("demo-resident-3", Role.RESIDENT),
    ("demo-operator", Role.OPERATOR),
    ("demo-head", Role.HEAD),
    ("demo-commission", Role.COMMISSION),
    ("demo-monitoring", Role.MONITORING),
)
"""The code, and the role of the person it signs in."""
