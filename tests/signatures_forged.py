"""Signatures that come out by the numbers and are none by RFC 8032, for both verifiers."""

from pb import verify

NOTHING = bytes([1, *bytes(31)])
"""The neutral point as it is written: under it as a key every text would be signed."""

_BASE = verify.point_of(verify.BASE)
_ONE = (1).to_bytes(32, "little")


def _point(x: int, y: int) -> bytes:
    return (y | (x & 1) << 255).to_bytes(32, "little")


FORGED: dict[str, tuple[bytes, bytes]] = {
    "a-key-too-long": (NOTHING + b"\0", NOTHING + bytes(32)),
    "the-order-itself": (NOTHING, NOTHING + verify.L.to_bytes(32, "little")),
    "above-the-order": (
        NOTHING,
        _point(_BASE[0], _BASE[1]) + (verify.L + 1).to_bytes(32, "little"),
    ),
    "the-point-mirrored": (NOTHING, _point(verify.P - _BASE[0], _BASE[1]) + _ONE),
    "the-point-upside-down": (NOTHING, _point(_BASE[0], verify.P - _BASE[1]) + _ONE),
    "both": (NOTHING, _point(verify.P - _BASE[0], verify.P - _BASE[1]) + _ONE),
    "no-point": (NOTHING, b"\xff" * 32 + _ONE),
    "off-the-curve": (NOTHING, b"\x02" + bytes(31) + _ONE),
    "a-coordinate-too-large": ((verify.P + 1).to_bytes(32, "little"), NOTHING + bytes(32)),
    "a-key-of-less-than-nothing": (_point(1, 1), NOTHING + bytes(32)),
    "a-point-of-less-than-nothing": (NOTHING, _point(1, 1) + bytes(32)),
    "too-short": (NOTHING, NOTHING + bytes(31)),
    "too-long": (NOTHING, NOTHING + bytes(33)),
}
"""A key and a signature of b"text" by what is wrong with them."""
