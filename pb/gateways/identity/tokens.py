"""What a provider of identities signed: the signature, and every claim that guards it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey, import_key

from pb.gateways.identity.reasons import NotBelieved, Reason

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Never `none`, and never HS*: its key would be a secret both sides know, or the public key."""

LEEWAY = 60
"""Seconds by which the two clocks may differ."""

LONGEST_SUBJECT = 255
"""Characters (OpenID Connect Core 1.0, section 2)."""


class KeyUnknown(NotBelieved):
    """It is signed with a key we do not have; perhaps the provider has changed its keys."""

    def __init__(self) -> None:
        super().__init__(Reason.KEY_UNKNOWN)


def key_set(jwks: Iterable[object]) -> KeySet:
    """The keys of a provider that can sign for it: public ones of RSA and curves, no secrets."""
    keys: list[Any] = []
    for given in jwks:
        try:
            key = import_key(given) if isinstance(given, dict) else None
        except (JoseError, ValueError, TypeError):
            continue
        if isinstance(key, RSAKey | ECKey) and key.get("use") != "enc":
            keys.append(key)
    return KeySet(keys)


def believed(
    token: str,
    keys: KeySet,
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    access_token: str,
    now: datetime,
) -> dict[str, Any]:
    """The claims of an ID token, once all of it holds.

    Raises:
        NotBelieved: naming what does not hold; KeyUnknown where newer keys may help.

    Source: OpenID Connect Core 1.0, sections 3.1.3.7 and 3.1.3.8.
    """
    try:
        opened = jwt.decode(token, keys, algorithms=ALGORITHMS)
    except InvalidKeyIdError as error:
        raise KeyUnknown from error
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise NotBelieved(Reason.SIGNATURE) from error
    claims = CodeIDToken(
        opened.claims,
        opened.header,
        options={"iss": {"value": issuer}, "aud": {"value": client_id}},
        params={"nonce": nonce, "client_id": client_id, "access_token": access_token},
    )
    try:
        _check_subject_and_hash(claims)
        claims.validate(int(now.timestamp()), LEEWAY)
    except (JoseError, ValueError, TypeError) as error:
        raise NotBelieved(Reason.CLAIMS) from error
    return dict(claims)


def _check_subject_and_hash(claims: CodeIDToken) -> None:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise NotBelieved(Reason.SUBJECT)
    if "at_hash" in claims:
        # The library passes over an empty one; what is there has to match.
        if not isinstance(claims["at_hash"], str) or not claims["at_hash"]:
            raise NotBelieved(Reason.AT_HASH)
        try:
            claims.validate_at_hash()
        except JoseError as error:
            raise NotBelieved(Reason.AT_HASH) from error
