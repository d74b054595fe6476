"""The requests of a run, made beforehand: their signing is not what is measured."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from flask import g, session
from flask_wtf.csrf import generate_csrf

from pb.acts import ballots
from pb.app import create_app
from pb.config import Mode, Settings
from pb.web import sessions, tokens
from tests.bench.town import FLOOR, LEAST, OURS, PROJECTS, SLUG, Town

NUMBER_SPACE = 2_000


@dataclass(frozen=True)
class Letter:
    """One vote of one voter, ready to be sent."""

    path: str
    headers: dict[str, str]
    body: str
    ballot_id: str = ""
    """Of the paper it carries; a floor draws its own."""


def settings_of(url: str, folder: Path) -> Settings:
    """How the application is run: as in production, but reachable without https."""
    return Settings("s" * 40, "k" * 40, url, folder, Mode.TEST)


def ours(town: Town, settings: Settings, number: int) -> list[Letter]:
    """Ballots as the page sends them, of signed-in residents who reviewed their choice."""
    app = create_app(settings)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    path = f"/{SLUG}/rounds/{OURS}/ballot/cast"
    made = []
    with app.test_request_context(path):
        for turn, (_account, ref) in enumerate(islice(town.voters, number)):
            session.clear()
            g.pop("csrf_token", None)
            # As town.py wrote the session of this account.
            token = ref.rjust(43, "x")
            paper = ballots.issue(NUMBER_SPACE)
            signed = tokens.token_for(paper, ref, town.place, OURS)
            form = [("csrf_token", generate_csrf()), ("paper", signed), *_choices(turn)]
            cookies = {
                app.config["SESSION_COOKIE_NAME"]: signer.dumps(dict(session)),
                app.config["SIGN_IN_COOKIE"]: sessions.cookie_of(token, datetime.now(UTC)),
                "language": "ky",
            }
            cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
            made.append(Letter(path, _headers(cookie), urlencode(form), paper.ballot_id))
    return made


def floor(town: Town, number: int) -> list[Letter]:
    """The same ballots with the bare token of the session, without form token and paper."""
    return [
        Letter(
            f"/vote/{FLOOR}", _headers(f"sid={ref.rjust(43, 'x')}"), urlencode([*_choices(turn)])
        )
        for turn, (_account, ref) in enumerate(islice(town.voters, number))
    ]


def least(town: Town, number: int) -> list[Letter]:
    """The same ballots, and whose they are said in the form."""
    return [
        Letter(
            f"/vote/least/{LEAST}", _headers(""), urlencode([("voter", account), *_choices(turn)])
        )
        for turn, (account, _ref) in enumerate(islice(town.voters, number))
    ]


def floor_environment(town: Town, url: str) -> dict[str, str]:
    """What the floor's process has to know."""
    return {"BENCH_URL": url, "BENCH_PLACE": str(town.place), "BENCH_SLUG": SLUG}


def our_environment(settings: Settings) -> dict[str, str]:
    """What the application's process has to know."""
    return {
        "PB_SECRET_KEY": settings.secret_key,
        "PB_PEPPER": settings.pepper,
        "PB_DATABASE_URL": settings.database_url,
        "PB_DATA_FOLDER": str(settings.data_folder),
        "PB_MODE": settings.mode.value,
    }


def _choices(turn: int) -> Iterator[tuple[str, int]]:
    first = turn % (PROJECTS - 30)
    return (("d", 1 + first + step) for step in (0, 10, 29))


def _headers(cookie: str) -> dict[str, str]:
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "text/html",
        "Accept-Encoding": "gzip",
        "Accept-Language": "ky,ru;q=0.7",
    }
    return {**headers, "Cookie": cookie} if cookie else headers
