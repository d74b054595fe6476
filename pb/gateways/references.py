"""Sealing the reference from a person to a ballot, and the key that only two of three can use.

HPKE (RFC 9180: X25519, HKDF-SHA-256, ChaCha20-Poly1305) seals; argon2id and AES-256-GCM keep the
private key, locked once for each pair of holders, one lock inside the other.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from pb.rules.disputes import PAIRS, SEATS

SALT = 16
NONCE = 12
MEMORY, TIME, LANES = 65_536, 3, 1
"""KiB, passes, lanes: dearer than a sign-in, because it is done a few times in a round."""

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_USE = b"pb:reference:v1:"


class WrongPassphrase(Exception):  # noqa: N818 - what happened, said plainly
    """One of the two passphrases is not that of its seat, or a byte was changed."""


@dataclass(frozen=True, repr=False)
class LockedKey:
    """A new key as it is kept: nobody can use it without two of the three passphrases."""

    public: bytes
    """X25519, 32 bytes."""
    salts: Mapping[int, bytes]
    """By seat."""
    locked: Mapping[tuple[int, int], bytes]
    """The private key, locked for each pair of seats."""


def make_key(passphrases: Mapping[int, str]) -> LockedKey:
    """Draw the key of a round and lock it for the three holders, by seat; then it is forgotten."""
    private = X25519PrivateKey.generate()
    raw = private.private_bytes_raw()
    salts = {seat: secrets.token_bytes(SALT) for seat in SEATS}
    keys = {seat: _derived(passphrases[seat], salts[seat]) for seat in SEATS}
    locked = {
        (one, other): _lock(keys[one], _lock(keys[other], raw, (one, other)), (one, other))
        for one, other in PAIRS
    }
    return LockedKey(private.public_key().public_bytes_raw(), salts, locked)


def open_key(
    pair: tuple[int, int], phrases: tuple[str, str], salts: tuple[bytes, bytes], locked: bytes
) -> X25519PrivateKey:
    """The private key, by two seats in ascending order with their passphrases.

    Raises:
        WrongPassphrase: never says whose.
    """
    try:
        inner = _unlock(_derived(phrases[0], salts[0]), locked, pair)
        return X25519PrivateKey.from_private_bytes(
            _unlock(_derived(phrases[1], salts[1]), inner, pair)
        )
    except (InvalidTag, ValueError) as error:
        raise WrongPassphrase from error


def seal(public: bytes, round_id: int, reference: bytes) -> bytes:
    """A reference as it stands beside a person; the same one differs each time."""
    sealed: bytes = _SUITE.encrypt(
        reference, X25519PublicKey.from_public_bytes(public), info=_use(round_id)
    )
    return sealed


def unseal(private: X25519PrivateKey, round_id: int, sealed: bytes) -> bytes:
    """The reference.

    Raises:
        WrongPassphrase: it was sealed for another key or round, or changed since.
    """
    try:
        reference: bytes = _SUITE.decrypt(sealed, private, info=_use(round_id))
    except (InvalidTag, ValueError) as error:
        raise WrongPassphrase from error
    return reference


def _use(round_id: int) -> bytes:
    return _USE + str(round_id).encode()


def _derived(phrase: str, salt: bytes) -> bytes:
    return hash_secret_raw(
        phrase.encode("utf-8", "surrogatepass"),
        salt,
        time_cost=TIME,
        memory_cost=MEMORY,
        parallelism=LANES,
        hash_len=32,
        type=Type.ID,
    )


def _lock(key: bytes, content: bytes, pair: tuple[int, int]) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, bytes(pair))


def _unlock(key: bytes, locked: bytes, pair: tuple[int, int]) -> bytes:
    return AESGCM(key).decrypt(locked[:NONCE], locked[NONCE:], bytes(pair))
