"""The pepper: what hashes, locks and signs, kept apart from the database and its backups.

A personal number has so few possible values that a plain hash of it is as good as the number;
only a key that is not beside it helps: 14 digits, of which nine are sex and birthday.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
VERSION = 4
"""Bytes in front of what is locked: which pepper locked it."""


class WrongKey(Exception):  # noqa: N818 - what happened, said plainly
    """What was locked was locked under another pepper or label, or was changed since."""


class Keys:
    """Hashes, locks and signs under one pepper, by a key of its own for each use."""

    def __init__(self, pepper: str) -> None:
        self._pepper = pepper.encode()
        self.version = self._key("version")[:VERSION]
        """Says which pepper this is, and nothing of it."""

    def tag(self, label: str, text: str) -> bytes:
        """HMAC-SHA-256 of a text for one use (32 bytes); equal texts have equal tags."""
        return hmac.digest(self._pepper, f"{label}:v1:{text}".encode(), hashlib.sha256)

    def pin_tag(self, pin: str) -> bytes:
        """What is kept of a personal number (14 digits) instead of the number."""
        return self.tag("pin", pin)

    def phone_tag(self, phone: str) -> bytes:
        """What a phone (E.164) is found by."""
        return self.tag("phone", phone)

    def lock(self, label: str, content: bytes) -> bytes:
        """The content under AES-256-GCM for one use; the same content differs each time."""
        nonce = secrets.token_bytes(NONCE)
        locked = AESGCM(self._key(f"lock:{label}")).encrypt(nonce, content, label.encode())
        return self.version + nonce + locked

    def unlock(self, label: str, locked: bytes) -> bytes:
        """What was locked for the same use.

        Raises:
            WrongKey: another pepper, another use, or a changed byte.
        """
        nonce, rest = locked[VERSION : VERSION + NONCE], memoryview(locked)[VERSION + NONCE :]
        try:
            return AESGCM(self._key(f"lock:{label}")).decrypt(nonce, rest, label.encode())
        except (InvalidTag, ValueError) as error:
            raise WrongKey(label) from error

    def _signer(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._key("sign"))

    @property
    def public_key(self) -> bytes:
        """What our signatures are checked by (Ed25519, 32 bytes)."""
        return self._signer().public_key().public_bytes_raw()

    def sign(self, text: bytes) -> bytes:
        """Our signature of a text (Ed25519, 64 bytes); the same text always has the same."""
        return self._signer().sign(text)

    def _key(self, use: str) -> bytes:
        return hmac.digest(self._pepper, f"key:v1:{use}".encode(), hashlib.sha256)
