"""How a text reaches a phone: a gateway over HTTP, the console of a developer, or nowhere."""

import json
import sys
from dataclasses import dataclass
from typing import IO, Protocol

import requests
from urllib3.exceptions import HTTPError, NewConnectionError

from pb.rules.messages import SendError

CONNECT_SECONDS, ANSWER_SECONDS = 5, 15
LONGEST_ANSWER = 64 * 1024
LONGEST_ID = 200

OURS_TO_MEND = frozenset({401, 403, 404, 405, 407, 408, 429})
"""Refusals that are about us or about now, not about the message: it is tried again."""


class NotSent(Exception):  # noqa: N818 - what happened, said plainly
    """The gateway did not take a message, or it is not known whether it did."""

    def __init__(self, error: SendError) -> None:
        super().__init__(error)
        self.error = error


class SmsGateway(Protocol):
    """Something that takes texts for phones."""

    def send(self, to: str, text: str, dedupe_key: str) -> str:
        """Hand over a text for a phone (E.164); the id the gateway gave it.

        The same key may come twice, for the same text; a gateway that knows keys sends it once.

        Raises:
            NotSent: it was not taken, or no answer came.
        """


class ConsoleGateway:
    """Prints every message where a developer can read it; never in production."""

    def __init__(self, is_production: bool, output: IO[str] | None = None) -> None:
        """Refuse to be made where real people would wait for what is only printed.

        Raises:
            ValueError: in production.
        """
        if is_production:
            raise ValueError("messages are not printed in production")
        self._output = output or sys.stdout

    def send(self, to: str, text: str, dedupe_key: str) -> str:
        """Print the message; its id is its own key."""
        print(f"SMS {to}: {text}", file=self._output, flush=True)
        return dedupe_key


@dataclass(frozen=True)
class Taken:
    """A message that was handed over."""

    to: str
    text: str
    dedupe_key: str


class NullGateway:
    """Sends nothing and remembers it: for tests."""

    def __init__(self) -> None:
        self._taken: list[Taken] = []

    def send(self, to: str, text: str, dedupe_key: str) -> str:
        """Remember the message."""
        self._taken.append(Taken(to, text, dedupe_key))
        return f"null-{dedupe_key}"

    def take(self) -> list[Taken]:
        """What was handed over since it was asked last."""
        taken, self._taken = self._taken, []
        return taken


class HttpGateway:
    """Posts each message as JSON to one address, as a bearer of a token.

    Sent: `{"to", "text", "sender", "dedupe_key"}`, the key also as the header Idempotency-Key.
    An answer 2xx with `{"id": …}` means taken. 4xx means refused for good, but for what is about
    us or about now (a wrong token, too many requests). Everything else is tried again. Redirects
    are not followed: a phone goes to nobody but the address of the settings.
    """

    def __init__(
        self,
        url: str,
        token: str,
        sender: str,
        timeout: tuple[float, float] = (CONNECT_SECONDS, ANSWER_SECONDS),
    ) -> None:
        self._url = url
        self._sender = sender
        self._timeout = timeout
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}

    def send(self, to: str, text: str, dedupe_key: str) -> str:
        """Hand over a text for a phone (E.164); the id the gateway gave it.

        Raises:
            NotSent: it was not taken, or no answer came. It tells neither the phone nor the text.
        """
        content = {"to": to, "text": text, "sender": self._sender, "dedupe_key": dedupe_key}
        with requests.Session() as session:
            # Nothing of the environment: neither a proxy nor a password from the home folder.
            session.trust_env = False
            try:
                with session.post(
                    self._url,
                    json=content,
                    headers={**self._headers, "Idempotency-Key": dedupe_key},
                    timeout=self._timeout,
                    allow_redirects=False,
                    stream=True,
                ) as answer:
                    return _id_in(answer)
            except (requests.RequestException, HTTPError) as error:
                # Without its cause: that one repeats what was sent.
                raise NotSent(_what_happened(error)) from None


def _id_in(answer: requests.Response) -> str:
    status = answer.status_code
    if 400 <= status < 500:
        raise NotSent(SendError.NOT_LET_IN if status in OURS_TO_MEND else SendError.REFUSED)
    if 300 <= status < 400:
        raise NotSent(SendError.NOT_LET_IN)
    if status >= 500:
        raise NotSent(SendError.GATEWAY_BROKEN)
    try:
        said = json.loads(answer.raw.read(LONGEST_ANSWER, decode_content=True))
    except ValueError:
        raise NotSent(SendError.UNCLEAR) from None
    taken_as = said.get("id") if isinstance(said, dict) else None
    if not isinstance(taken_as, str | int) or not 0 < len(str(taken_as)) <= LONGEST_ID:
        raise NotSent(SendError.UNCLEAR)
    return str(taken_as)


def _what_happened(error: Exception) -> SendError:
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError):
        return SendError.UNREACHABLE
    cause = getattr(error.args[0], "reason", None) if error.args else None
    never_connected = isinstance(cause, NewConnectionError)
    return SendError.UNREACHABLE if never_connected else SendError.UNCLEAR
