"""Each wrong answer the provider of the tests can give, and how it makes a wrong token."""

import hmac
import json
from base64 import urlsafe_b64encode
from enum import Enum, auto
from typing import TYPE_CHECKING

from joserfc import jwt
from joserfc.jwk import RSAKey

if TYPE_CHECKING:
    from tests.openid.provider import Provider

Claims = dict[str, object]

STRANGER = RSAKey.generate_key(2048)
"""A key no provider ever published."""


class Fault(Enum):
    """What the provider does wrong."""

    # the ID token
    NO_NONCE = auto()
    OTHER_NONCE = auto()
    UNSIGNED = auto()
    HS256_PUBLIC_KEY = auto()
    HS256_CLIENT_SECRET = auto()
    HS256_PUBLISHED_SECRET = auto()
    UNKNOWN_KID = auto()
    FOREIGN_KEY = auto()
    CHANGED_CLAIM = auto()
    OTHER_ISSUER = auto()
    OTHER_AUDIENCE = auto()
    TWO_AUDIENCES = auto()
    OTHER_PARTY = auto()
    EXPIRED = auto()
    NOT_YET = auto()
    NO_EXPIRY = auto()
    WRONG_HASH = auto()
    EMPTY_HASH = auto()
    NO_SUBJECT = auto()
    EMPTY_SUBJECT = auto()
    NO_TOKEN_AT_ALL = auto()
    # beside it
    USERINFO_OTHER = auto()
    USERINFO_REFUSED = auto()
    # the provider itself
    OTHER_DISCOVERY = auto()
    PLAIN_ENDPOINT = auto()
    NO_KEYS = auto()
    CLIENT_UNKNOWN = auto()
    BROKEN = auto()
    SLOW = auto()
    DRIPPING = auto()
    ELSEWHERE = auto()
    HUGE = auto()
    NO_JSON = auto()
    DEEP = auto()


def wrong_claims(provider: "Provider", claims: Claims) -> Claims:
    """The claims with the one that is at fault."""
    now = int(str(claims["iat"]))
    ours = claims["aud"]
    changes: dict[Fault, Claims] = {
        Fault.NO_NONCE: {"nonce": None},
        Fault.OTHER_NONCE: {"nonce": "of-another-sign-in"},
        Fault.OTHER_ISSUER: {"iss": "https://other.example"},
        Fault.OTHER_AUDIENCE: {"aud": "another-client"},
        Fault.TWO_AUDIENCES: {"aud": [ours, "another-client"]},
        Fault.OTHER_PARTY: {"aud": [ours, "another-client"], "azp": "another-client"},
        Fault.EXPIRED: {"iat": now - 900, "exp": now - 120},
        Fault.NOT_YET: {"iat": now + 600, "exp": now + 900},
        Fault.NO_EXPIRY: {"exp": None},
        Fault.WRONG_HASH: {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        Fault.EMPTY_HASH: {"at_hash": ""},
        Fault.NO_SUBJECT: {"sub": None},
        Fault.EMPTY_SUBJECT: {"sub": ""},
    }
    change = changes.get(provider.fault, {}) if provider.fault else {}
    return {name: value for name, value in {**claims, **change}.items() if value is not None}


def wrong_token(provider: "Provider", claims: Claims) -> str | None:
    """The token, signed as the fault will have it; well signed where it lies elsewhere."""
    pem = provider.rsa.as_pem(private=False)
    match provider.fault:
        case Fault.NO_TOKEN_AT_ALL:
            return None
        case Fault.UNSIGNED:
            return f"{_part({'alg': 'none', 'kid': provider.rsa.kid})}.{_part(claims)}."
        case Fault.HS256_PUBLIC_KEY:
            return _hs256(claims, pem, str(provider.rsa.kid))
        case Fault.HS256_CLIENT_SECRET:
            return _hs256(claims, b"a secret of the tests", str(provider.rsa.kid))
        case Fault.HS256_PUBLISHED_SECRET:
            return _hs256(claims, b"secret-secret-secret-secret", "secret")
        case Fault.UNKNOWN_KID | Fault.FOREIGN_KEY:
            known = provider.fault is Fault.FOREIGN_KEY
            kid = str(provider.rsa.kid) if known else "never-published"
            return jwt.encode({"alg": "RS256", "kid": kid}, claims, STRANGER)
        case Fault.CHANGED_CLAIM:
            head, _, signature = _signed(provider, claims).split(".")
            return f"{head}.{_part({**claims, 'sub': 'somebody-else'})}.{signature}"
    return _signed(provider, claims)


def _signed(provider: "Provider", claims: Claims) -> str:
    key = provider.curve if provider.algorithm == "ES256" else provider.rsa
    header = {"alg": provider.algorithm, "kid": key.kid}
    return jwt.encode(header, claims, key, algorithms=[provider.algorithm])


def _hs256(claims: Claims, secret: bytes, kid: str) -> str:
    # By hand: the library rightly refuses to take a public key for a secret.
    said = f"{_part({'alg': 'HS256', 'kid': kid})}.{_part(claims)}"
    return f"{said}.{_base64(hmac.digest(secret, said.encode(), 'sha256'))}"


def _part(said: object) -> str:
    return _base64(json.dumps(said).encode())


def _base64(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
