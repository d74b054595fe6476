"""Asking another server politely: with patience that ends, up to a size, and never elsewhere."""

import time
from io import BytesIO
from typing import Any

from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import ReadTimeout, RequestException
from urllib3.exceptions import HTTPError

LARGEST = 1024 * 1024
"""Bytes of an answer, unzipped; more is refused before it is read."""
PIECE = 16 * 1024


class TooLarge(NoConnection):
    """The answer is larger than any answer to this question can be."""


class BoundedAdapter(HTTPAdapter):
    """Reads a whole answer within `patience` seconds and `LARGEST` bytes, or gives it up.

    The timeout of requests is for each read, so a server that sends a byte a second would hold
    the thread of a reader for hours.
    """

    def __init__(self, patience: float) -> None:
        super().__init__()
        self._patience = patience

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """The answer, read to its end."""
        until = time.monotonic() + self._patience
        kwargs |= {"stream": True, "timeout": self._patience}
        response = super().send(request, *args, **kwargs)
        try:
            response.raw = BytesIO(_read(response.raw, until))
        except RequestException:
            raise
        except (HTTPError, OSError) as error:
            raise NoConnection(request=request) from error
        return response


def bound(session: Session, patience: float) -> None:
    """Make a session careful: bounded answers, no redirect followed, nothing of the machine.

    Proxies, passwords of .netrc and certificates named in the environment are left alone, because
    nobody but `config` reads it.
    """
    session.trust_env = False
    session.max_redirects = 0
    session.headers["Accept-Encoding"] = "identity"
    for scheme in ("https://", "http://"):
        session.mount(scheme, BoundedAdapter(patience))


def _read(raw: Any, until: float) -> bytes:
    content = bytearray()
    try:
        while piece := raw.read1(PIECE, decode_content=True):
            content += piece
            if len(content) > LARGEST:
                raise TooLarge
            if time.monotonic() > until:
                raise ReadTimeout
    finally:
        raw.close()
    return bytes(content)
