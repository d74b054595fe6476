"""A real browser without JavaScript, at a real server with a database of its own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from pb.app import Gateways, create_app
from pb.config import Mode, Settings
from pb.gateways.clock import Clock, SystemClock
from pb.gateways.identity import OpenIdProvider
from pb.gateways.storage import MemoryStorage
from pb.records.base import db
from pb.web import limits
from tests.databases import migrate
from tests.office import CHEAP
from tests.stage import Stage

FLAGS = (
    "--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking"
    " --disable-component-update --disable-sync --no-first-run"
).split()
SMALL, WIDE = {"width": 360, "height": 740}, {"width": 1366, "height": 768}


class StageClock(SystemClock):
    """The real clock, which a stage may also ask to stand still: it does not."""

    def put(self, _at: object) -> None:
        """People in a real browser live in real time."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this machine."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("there is no Chromium on this machine: scripts/setup --dev installs it")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def identity() -> OpenIdProvider | None:
    """The state's sign-in; a test that needs one has its own."""
    return None


@pytest.fixture
def clock() -> Clock:
    """The time of the server; a test that walks through the phases of a round has its own."""
    return StageClock()


@pytest.fixture
def application(tmp_path: Path, clock: Clock, identity: OpenIdProvider | None) -> Iterator[Flask]:
    """The application on a database of this test, as a server has it: every commit is real."""
    url = f"sqlite:///{tmp_path}/browser.db"
    migrate(url)
    settings = Settings("s" * 40, "k" * 40, url, tmp_path, Mode.TEST)
    app = create_app(settings, Gateways(MemoryStorage(), clock, CHEAP, identity))
    limits.forget()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def stage(application: Flask) -> Iterator[Stage]:
    """A municipality to begin with."""
    surroundings = application.extensions["pb"]
    with application.app_context():
        yield Stage(surroundings.clock, surroundings.storage)


@pytest.fixture
def site(application: Flask) -> Iterator[str]:
    """Where the application is served."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def open_browser(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """One more person's browser: its language, its size; without JavaScript unless asked."""
    contexts = []

    def fresh(language: str = "ru-RU", *, wide: bool = False) -> Page:
        context = chromium.new_context(
            base_url=site,
            locale=language,
            viewport=WIDE if wide else SMALL,
            java_script_enabled=False,
        )
        context.set_default_timeout(8_000)
        contexts.append(context)
        return context.new_page()

    yield fresh
    for context in contexts:
        context.close()
