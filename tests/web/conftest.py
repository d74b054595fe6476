"""What tests of pages may ask for: readers, people who can sign in, a count of statements."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from pb.acts import messages
from pb.gateways.identity import OpenIdProvider, Registration
from pb.gateways.sms import NullGateway
from pb.rules.messages import Tariff
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.terms import Terms
from tests.openid.pages import WOMAN
from tests.openid.provider import CLIENT_ID, CLIENT_SECRET, Provider, serving
from tests.stage import KEYS, Stage
from tests.web.browser import Browser
from tests.web.forms import enter


@pytest.fixture
def reader(app: Flask) -> Callable[..., Browser]:
    """One more browser; `language` is what it asks for in Accept-Language."""

    def fresh(language: str | None = None, place: str = "togz-archa") -> Browser:
        return Browser(app, language, place)

    return fresh


@pytest.fixture
def signed_in(stage: Stage, reader: Callable[..., Browser]) -> Callable[..., Browser]:
    """The browser of a new person of a role, signed in through the page."""

    def person(role: Role, language: str | None = None, code: str | None = None) -> Browser:
        code = code or f"code-{next(stage.counter):05}"
        stage.person(role, code=code)
        return reader(language).sign_in(code)

    return person


@pytest.fixture
def voting(stage: Stage) -> Callable[..., list[str]]:
    """Open the voting over projects of these costs; the codes of the people on the roll."""

    def opened(
        *costs: int, voters: int = 2, slug: str = "2026", terms: Terms | None = None
    ) -> list[str]:
        stage.announced(slug, terms)
        stage.on_ballot(*costs, slug=slug)
        codes = [f"voter-{slug}-{number:03}" for number in range(voters)]
        people = [stage.person(Role.RESIDENT, code=code) for code in codes]
        enter(stage, slug, people)
        stage.go_to(Phase.VOTING, slug)
        return codes

    return opened


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The statements the database is asked meanwhile, but for savepoints, which are the tests'
    own, and for being told whose rows may be seen, which takes the place of a ping."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT set_config")):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def statements() -> Callable[..., object]:
    """A context that lists the statements made inside it."""
    return counted_statements


@pytest.fixture
def code(stage: Stage, phones: NullGateway) -> Callable[[], str]:
    """Take the six figures out of the one message that went out meanwhile."""

    def received() -> str:
        messages.deliver(phones, KEYS, Tariff(), stage.now)
        (sent,) = phones.take()
        return sent.text[:6]

    return received


@pytest.fixture(scope="module")
def served() -> Iterator[Provider]:
    """A provider of identities, once for a file of tests."""
    with serving() as provider:
        yield provider


@pytest.fixture
def provider(served: Provider) -> Iterator[Provider]:
    """The provider, honest again."""
    served.fault, served.person, served.claims = None, dict(WOMAN), {}
    served.patience.clear()
    yield served
    served.patience.set()


@pytest.fixture
def mode() -> str:
    """How the browser comes back; a test may say otherwise."""
    return "query"


@pytest.fixture
def patience() -> float:
    """Seconds for each answer of the provider; a test may say otherwise."""
    return 10.0


@pytest.fixture
def place(
    app: Flask, stage: Stage, provider: Provider, mode: str, patience: float
) -> Iterator[Stage]:
    """The municipality with the state's sign-in on; its clock agrees with the provider's."""
    stage.clock.put(datetime.now(UTC))
    us = Registration(
        provider.issuer, CLIENT_ID, CLIENT_SECRET, response_mode=mode, may_be_plain=True
    )
    here = app.extensions["pb"]
    app.extensions["pb"] = replace(here, identity=OpenIdProvider(us, patience=patience))
    yield stage
    app.extensions["pb"] = here
