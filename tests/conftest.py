"""What every test may ask for: the application on a real database, each test undone afterwards."""

import os
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from pb.app import Gateways, create_app
from pb.config import Mode, Settings
from pb.gateways.clock import FixedClock
from pb.gateways.sms import NullGateway
from pb.gateways.storage import MemoryStorage
from pb.records.base import EVERYWHERE, db, narrow
from pb.web import limits
from tests.databases import as_application, migrate
from tests.office import CHEAP
from tests.stage import Stage

NOON = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
"""Noon in Bishkek on the day the tests' clock starts at."""


def pytest_configure() -> None:
    """No test reaches beyond this machine: its connections go to itself, or they fail the test."""
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, _staying_here(getattr(socket.socket, name)))


def _staying_here(connect: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            pytest.fail(f"a test reached for {address}")
        return connect(self, address)

    return guarded


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database of this worker's own, made by the migrations."""
    server = os.environ.get("PB_TEST_DATABASE_URL")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    if not server:
        url = f"sqlite:///{tmp_path_factory.mktemp('database')}/test.db"
        migrate(url)
        yield url
        return
    address = make_url(server)
    name = f"{address.database}_{worker}"
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
        url = as_application(connection, address, name)
    admin.dispose()
    migrate(url)
    yield url


@pytest.fixture(scope="session")
def application(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application, made once; ask for `app` instead to have what a test does undone."""
    settings = Settings(
        secret_key="s" * 40,
        pepper="k" * 40,
        database_url=database_url,
        data_folder=Path(tmp_path_factory.mktemp("data")),
        mode=Mode.TEST,
    )
    app = create_app(
        settings, Gateways(storage=MemoryStorage(), clock=FixedClock(NOON), passwords=CHEAP)
    )
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(application: Flask) -> Iterator[Flask]:
    """The application on one connection whose transaction is rolled back after the test."""
    application.extensions["pb"].clock.put(NOON)
    limits.forget()
    application.extensions["pb"].queue.nudges.clear()
    with application.app_context():
        engine = db.engine
        with engine.connect() as connection:
            transaction = connection.begin()
            engines = db._app_engines[application]
            engines[None] = connection
            try:
                yield application
            finally:
                try:
                    narrow(EVERYWHERE)
                finally:  # one test that left its transaction broken breaks no other
                    db.session.remove()
                    engines[None] = engine
                    transaction.rollback()
    refuse_unasked(application.extensions["pb"].sms)


@pytest.fixture
def phones(app: Flask) -> NullGateway:
    """Where messages go; a test takes out whatever was sent, or it fails."""
    return app.extensions["pb"].sms


def refuse_unasked(gateway: NullGateway) -> None:
    """Fail where something was sent that no test asked about."""
    if unasked := gateway.take():
        pytest.fail(f"{len(unasked)} messages were sent that the test does not ask about")


@pytest.fixture
def stage(app: Flask) -> Stage:
    """A builder of municipalities, people and rounds, through the same deeds as the pages."""
    surroundings = app.extensions["pb"]
    return Stage(surroundings.clock, surroundings.storage)
