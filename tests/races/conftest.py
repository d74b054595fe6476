"""Where the races are held: a database of their own, eight runners, a starting line."""

import multiprocessing
import os
import secrets
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete, make_url, text

from pb.gateways.clock import FixedClock
from pb.gateways.storage import FolderStorage
from pb.records import schema
from pb.records.base import db
from pb.records.strokes import ClockStroke
from pb.services.work import unit_of_work
from tests.conftest import NOON
from tests.databases import as_application
from tests.races.worker import RUNNERS, get_ready, make_app, run
from tests.stage import Stage


@contextmanager
def own_database(folder):
    """The address of an empty database for the races alone, dropped afterwards."""
    server = os.environ.get("PB_TEST_DATABASE_URL")
    if not server:
        yield f"sqlite:///{folder}/races.db"
        return
    address = make_url(server)
    name = f"{address.database}_races_{secrets.token_hex(4)}"
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        try:
            yield as_application(connection, address, name)
        finally:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """Where the races are held: the database with its schema, and the runners, warmed up."""
    folder = str(tmp_path_factory.mktemp("races"))
    # Runners are forked from a process that has read the code and done nothing else.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([run.__module__])
    with own_database(folder) as url, ExitStack() as stack:
        engine = create_engine(url)
        with engine.connect() as connection:
            schema.upgrade(connection)
        engine.dispose()
        runners = context.Pool(RUNNERS, get_ready, (url, folder, context.Barrier(RUNNERS)))
        stack.callback(runners.join)
        stack.callback(runners.terminate)
        app = make_app(url, folder)
        stack.enter_context(app.app_context())
        stack.callback(lambda: db.engine.dispose())
        yield runners, FolderStorage(Path(folder))


@pytest.fixture
def field(course):
    """A municipality of this race's own, and the race itself: lists of deeds, one a runner."""
    runners, storage = course
    # Every race starts at the same hour, whatever hour had struck when the last one was over.
    with unit_of_work():
        db.session.execute(delete(ClockStroke))
    stage = Stage(FixedClock(NOON), storage, slug=f"race-{secrets.token_hex(4)}")

    def race(*lists, meet_at=None):
        assert len(lists) <= RUNNERS
        longest = max(map(len, lists))
        lists = [*lists, *[[]] * (RUNNERS - len(lists))]
        deeds = [([*one, *[None] * (longest - len(one))], meet_at) for one in lists]
        answers = runners.starmap_async(run, deeds, chunksize=1).get(timeout=60)
        db.session.rollback()
        return [[found for found in each if found is not None] for each in answers]

    yield stage, race
    db.session.remove()
