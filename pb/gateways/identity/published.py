"""What a provider publishes of itself: its addresses and its keys, each kept for an hour."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.requests_client import OAuth2Session
from joserfc.jwk import KeySet

from pb.gateways.identity import tokens
from pb.gateways.identity.claims import ClaimNames
from pb.gateways.identity.reasons import Down, Reason, Trouble

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Registration:
    """How this installation is known to the provider."""

    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    scopes: str = "openid profile phone"
    response_mode: str = "query"
    """How the browser comes back: query, or form_post where the provider insists on it."""
    token_auth: str = "client_secret_basic"  # noqa: S105 - the name of a method
    claims: ClaimNames = field(default_factory=ClaimNames)
    may_be_plain: bool = False
    """Whether http is enough for a provider on this machine: in tests and demonstrations."""


@dataclass(frozen=True)
class Addresses:
    """Where a provider is asked for what."""

    authorize: str
    token: str
    keys: str
    userinfo: str | None
    names_itself: bool
    """Whether it promises to put its name into each answer (RFC 9207)."""


class Publications:
    """The addresses and keys of one provider, as last read.

    Two threads may read them at the same time: that costs a request and harms nothing.
    """

    def __init__(self, registration: Registration) -> None:
        self._us = registration
        self._addresses: tuple[float, Addresses] | None = None
        self._keys: tuple[datetime, KeySet] | None = None

    def addresses(self, talk: OAuth2Session) -> Addresses:
        """Where it is asked.

        Raises:
            Down: its page of addresses is not one, or is another provider's.
        """
        if self._addresses and time.monotonic() - self._addresses[0] < HOUR.total_seconds():
            return self._addresses[1]
        wrong = Down(Reason.DISCOVERY)
        page = f"{self._us.issuer.rstrip('/')}/.well-known/openid-configuration"
        said = asked(talk, page, wrong)
        addresses = Addresses(
            authorize=said.get("authorization_endpoint", ""),
            token=said.get("token_endpoint", ""),
            keys=said.get("jwks_uri", ""),
            userinfo=said.get("userinfo_endpoint"),
            names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        )
        needed = [addresses.authorize, addresses.token, addresses.keys]
        if addresses.userinfo is not None:
            needed.append(addresses.userinfo)
        if said.get("issuer") != self._us.issuer or not all(map(self._is_good, needed)):
            raise wrong
        self._addresses = (time.monotonic(), addresses)
        return addresses

    def keys(self, talk: OAuth2Session, now: datetime, at_most: timedelta) -> KeySet:
        """Its keys, no older than that; a clock that was put back makes them old.

        Raises:
            Down: there are none.
        """
        if self._keys and timedelta(0) <= now - self._keys[0] < at_most:
            return self._keys[1]
        listed = asked(talk, self.addresses(talk).keys, Down(Reason.KEYS)).get("keys")
        keys = tokens.key_set(listed if isinstance(listed, list) else ())
        if not keys.keys:
            raise Down(Reason.KEYS)
        self._keys = (now, keys)
        return keys

    def _is_good(self, address: object) -> bool:
        return isinstance(address, str) and is_safe(address, self._us.may_be_plain)


def is_safe(address: str, may_be_plain: bool) -> bool:
    """Whether nobody on the way can read or change what is said there."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    local = may_be_plain and parts.scheme == "http" and parts.hostname in LOCAL
    return bool(parts.hostname) and (parts.scheme == "https" or local)


def asked(
    talk: OAuth2Session, address: str, wrong: Trouble, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """The object a provider answers with; `wrong` is raised where there is none.

    Raises:
        Down: it says that it is broken.
    """
    answer = talk.get(address, withhold_token=True, headers=headers)
    if answer.status_code >= 500:
        raise Down(Reason.STATUS)
    try:
        said = answer.json() if answer.status_code == 200 else None
    except (ValueError, RecursionError) as error:
        raise wrong from error
    if not isinstance(said, dict):
        raise wrong
    return said
