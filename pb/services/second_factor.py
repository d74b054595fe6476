"""The second factor: one-time codes of an authenticator app (RFC 6238), each taken once."""

import hmac
import io
import secrets
from datetime import datetime

import pyotp
import segno

STEP = 30
"""Seconds."""

AROUND = 1
"""Steps a phone's clock may be off, either way."""

ISSUER = "Demilge"
RECOVERY_CODES = 8
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike on paper."""


def new_secret() -> str:
    """A secret for an app, base32, 160 bits."""
    return pyotp.random_base32()


def address(secret: str, name: str) -> str:
    """What the QR code for the app says."""
    return pyotp.TOTP(secret, name=name, issuer=ISSUER).provisioning_uri()


def drawn(text: str) -> str:
    """A QR code for a terminal, drawn in half blocks."""
    lines = io.StringIO()
    segno.make(text, error="l").terminal(out=lines, compact=True)
    return lines.getvalue()


def step_of(secret: str, code: str, now: datetime, used: int) -> int | None:
    """The time step a code belongs to, when it fits and is later than the last one used."""
    digits = "".join(code.split())
    if not (len(digits) == 6 and digits.isascii() and digits.isdigit()):
        return None
    app = pyotp.TOTP(secret)
    today = int(now.timestamp()) // STEP
    for step in range(today - AROUND, today + AROUND + 1):
        if step > used and hmac.compare_digest(app.generate_otp(step), digits):
            return step
    return None


def code_at(secret: str, now: datetime) -> str:
    """The code an app shows now; for the pages of a demonstration."""
    return pyotp.TOTP(secret).generate_otp(int(now.timestamp()) // STEP)


def new_recovery_codes() -> list[str]:
    """Codes that stand in for the app once each: twelve letters and figures, 59 bits."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
        for _ in range(RECOVERY_CODES)
    ]


def folded_recovery_code(code: str) -> str:
    """A recovery code as it is compared: small letters, without blanks and hyphens."""
    return "".join(code.split()).replace("-", "").lower()
