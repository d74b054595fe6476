"""The road through the provider of the tests, and how a refusal on it looks in the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from pb.gateways.identity import Identity, OpenIdProvider
from pb.rules.refusals import Code, Refusal
from tests.openid.provider import CLIENT_SECRET, PERSON, Provider

BACK = "http://127.0.0.1:5000/togz-archa/sign-in/state"
"""Where the provider sends the browser; nobody listens there, the tests read the address."""


def now() -> datetime:
    return datetime.now(UTC)


def signed_in(gateway: OpenIdProvider, provider: Provider, **changes: str) -> Identity:
    """Through the whole road; `changes` are made to what the browser comes back with."""
    begun = gateway.begin(BACK)
    answer = {**provider.walk(begun.url), **changes}
    return gateway.finish(begun.kept, answer, BACK, now())


@contextmanager
def refused(
    kind: type[Refusal], code: Code, caplog: pytest.LogCaptureFixture, reason: str | None
) -> Iterator[None]:
    """Refused for this, the log has this one word, and nothing of the person or the sign-in."""
    caplog.clear()
    with pytest.raises(Refusal) as found:
        yield
    assert (found.type, found.value.code) == (kind, code)
    lines = [vars(record) for record in caplog.records if record.name.startswith("pb.")]
    assert [line.get("reason") for line in lines] == ([reason] if reason else [])
    for secret in (*map(str, PERSON.values()), CLIENT_SECRET, "code="):
        assert secret == "True" or secret not in str(lines)
    assert not found.value.__cause__
