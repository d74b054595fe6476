"""The passes of a demonstration: known to everyone, so good for fictional places only."""

import re

from pb.gateways.keys import Keys
from pb.rules.roles import Role

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

PHONES: dict[str, str] = {
    "demo-resident-1": "0555 000 101",
    "demo-resident-2": "0555 000 102",
    "demo-resident-3": "0555 000 102",
}
"""The made-up telephones of the residents who have passes; two of them share one."""

PASSES: tuple[tuple[str, Role, str | None], ...] = tuple(
    (code, role, PHONES.get(code)) for code, role in CODES
)
"""The same with the telephone, where there is one."""

PASS_LENGTH = (8, 64)
_PASS = re.compile(r"[A-Za-z0-9-]+")


def pass_tag(code: str, keys: Keys) -> bytes:
    """What is kept of a pass."""
    return keys.tag("sign-in", code.strip().replace(" ", "").lower())


def looks_like_pass(code: str) -> bool:
    """Whether it could be a pass at all."""
    return PASS_LENGTH[0] <= len(code) <= PASS_LENGTH[1] and bool(_PASS.fullmatch(code.strip()))
