"""Two steps with plain values: `begin` sends a browser to the provider, `finish` says who came.

What `begin` gives is kept in the browser's own signed cookie; nothing of it is kept here.
"""

import hmac
import logging
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc.jwk import KeySet
from requests.exceptions import HTTPError, RequestException, TooManyRedirects

from pb.gateways.identity import http, tokens
from pb.gateways.identity.claims import Identity, identity_of
from pb.gateways.identity.published import (
    HOUR,
    MINUTE,
    Addresses,
    Publications,
    Registration,
    asked,
)
from pb.gateways.identity.reasons import Down, NotBelieved, Reason, Trouble
from pb.gateways.identity.tokens import KeyUnknown
from pb.rules.refusals import Code, NotAllowed, NotValid, Unavailable

logger = logging.getLogger(__name__)

AT_ONCE = 4
"""Talks at a time in one process: when the provider hangs, the other threads still serve."""


@dataclass(frozen=True)
class Begun:
    """A sign-in that was begun; all but the address stays with the browser that began it."""

    url: str = field(repr=False)
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)

    @property
    def kept(self) -> dict[str, str]:
        """What `finish` needs back, for a signed cookie of ten minutes."""
        return {"state": self.state, "nonce": self.nonce, "verifier": self.verifier}


class OpenIdProvider:
    """One provider, asked through the code flow with PKCE."""

    def __init__(self, registration: Registration, patience: float = 5.0) -> None:
        self._us = registration
        self._patience = patience
        """Seconds for each answer."""
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._published = Publications(registration)

    @property
    def origin(self) -> str:
        """The beginning of the provider's addresses, for the policy of our pages."""
        parts = urlsplit(self._us.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def posts_back(self) -> bool:
        """Whether the browser comes back with a form of the provider's site, not with a link."""
        return self._us.response_mode == "form_post"

    def begin(self, redirect_uri: str) -> Begun:
        """The address at the provider a browser is sent to, and what has to be kept meanwhile.

        Raises:
            Unavailable: OPENID_DOWN.
        """
        state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
        with _refusals(), self._talk() as talk:
            url, _ = talk.create_authorization_url(
                self._published.addresses(talk).authorize,
                state=state,
                code_verifier=verifier,
                nonce=nonce,
                redirect_uri=redirect_uri,
                response_mode=self._us.response_mode,
            )
        return Begun(url, state, nonce, verifier)

    def finish(
        self, kept: Mapping[str, str], answer: Mapping[str, str], redirect_uri: str, now: datetime
    ) -> Identity:
        """Who came back. `kept` is empty where the browser kept nothing.

        Raises:
            NotValid: OPENID_STATE (not the browser that began, or too late), OPENID_ANSWER.
            NotAllowed: OPENID_TURNED_BACK (the person did not go on).
            Unavailable: OPENID_DOWN.
        """
        state, nonce, verifier = (kept.get(name, "") for name in ("state", "nonce", "verifier"))
        if not (state and nonce and verifier and _same(state, answer.get("state", ""))):
            _note(Reason.STATE)
            raise NotValid(Code.OPENID_STATE)
        if answer.get("error") == "access_denied":
            raise NotAllowed(Code.OPENID_TURNED_BACK)
        with _refusals(), self._talk() as talk:
            addresses = self._published.addresses(talk)
            code = self._code(answer, addresses)
            given = self._tokens(talk, addresses.token, code, verifier, redirect_uri)
            signed = self._signed(talk, given, nonce, now)
            told = _told(talk, addresses.userinfo, given["access_token"], signed["sub"])
            return identity_of(signed, told, self._us.claims)

    def _code(self, answer: Mapping[str, str], addresses: Addresses) -> str:
        said = answer.get("iss")
        if said != self._us.issuer and (said is not None or addresses.names_itself):
            raise NotBelieved(Reason.RESPONSE_ISSUER)
        if answer.get("error") in ("temporarily_unavailable", "server_error"):
            raise Down(Reason.PROVIDER_ERROR)
        if "error" in answer:
            raise NotBelieved(Reason.PROVIDER_ERROR)
        if not answer.get("code"):
            raise NotBelieved(Reason.NO_CODE)
        return answer["code"]

    def _tokens(
        self, talk: OAuth2Session, address: str, code: str, verifier: str, back: str
    ) -> dict[str, str]:
        try:
            answer = talk.fetch_token(
                address,
                grant_type="authorization_code",
                code=code,
                code_verifier=verifier,
                redirect_uri=back,
            )
        except OAuthError as error:
            if error.error in ("invalid_client", "unauthorized_client"):
                raise Down(Reason.CLIENT_REFUSED) from error
            raise NotBelieved(Reason.CODE_REFUSED) from error
        except HTTPError as error:
            raise Down(Reason.STATUS) from error
        except RequestException:
            raise
        except (ValueError, TypeError, RecursionError) as error:
            raise NotBelieved(Reason.TOKEN_ANSWER) from error
        given = {name: answer.get(name) for name in ("access_token", "id_token", "token_type")}
        if not all(isinstance(value, str) and value.isascii() for value in given.values()):
            raise NotBelieved(Reason.TOKEN_ANSWER)
        if given["token_type"].lower() != "bearer" or not given["access_token"].isprintable():
            raise NotBelieved(Reason.TOKEN_ANSWER)
        return given

    def _signed(
        self, talk: OAuth2Session, given: Mapping[str, str], nonce: str, now: datetime
    ) -> dict[str, Any]:
        def read(keys: KeySet) -> dict[str, Any]:
            return tokens.believed(
                given["id_token"],
                keys,
                issuer=self._us.issuer,
                client_id=self._us.client_id,
                nonce=nonce,
                access_token=given["access_token"],
                now=now,
            )

        try:
            return read(self._published.keys(talk, now, HOUR))
        except KeyUnknown:
            # Providers change their keys; but no forger makes us ask for them all day.
            return read(self._published.keys(talk, now, MINUTE))

    @contextmanager
    def _talk(self) -> Iterator[OAuth2Session]:
        """A connection of its own, so that no cookie of one person's sign-in meets another's."""
        if not self._room.acquire(blocking=False):
            raise Down(Reason.BUSY)
        try:
            with OAuth2Session(
                self._us.client_id,
                self._us.client_secret,
                token_endpoint_auth_method=self._us.token_auth,
                scope=self._us.scopes,
                code_challenge_method="S256",
            ) as talk:
                http.bound(talk, self._patience)
                yield talk
        finally:
            self._room.release()


def _told(
    talk: OAuth2Session, address: str | None, access_token: str, subject: str
) -> dict[str, Any]:
    """What the provider tells of the person beside the token; it must be the same person."""
    if address is None:
        return {}
    bearer = {"Authorization": f"Bearer {access_token}"}
    told = asked(talk, address, NotBelieved(Reason.USERINFO), bearer)
    if told.get("sub") != subject:
        raise NotBelieved(Reason.USERINFO_SUBJECT)
    return told


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode(errors="replace"))


def _note(reason: Reason) -> None:
    logger.warning("the state's sign-in was refused", extra={"reason": reason.value})


@contextmanager
def _refusals() -> Iterator[None]:
    """Whatever goes wrong becomes one of two refusals, and the log has one word for it.

    Nothing of the cause goes on with them: addresses in it carry the code of the sign-in.
    """
    try:
        yield
    except (Trouble, RequestException) as error:
        _note(_reason_of(error))
        if isinstance(error, NotBelieved):
            raise NotValid(Code.OPENID_ANSWER) from None
        raise Unavailable(Code.OPENID_DOWN) from None


def _reason_of(error: Exception) -> Reason:
    if isinstance(error, Trouble):
        return error.reason
    if isinstance(error, http.TooLarge):
        return Reason.TOO_LARGE
    return Reason.REDIRECT if isinstance(error, TooManyRedirects) else Reason.CONNECTION
