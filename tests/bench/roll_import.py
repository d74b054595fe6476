"""What importing a roll costs: python -m tests.bench.roll_import [--people 60000].

Makes a roll of people who do not exist, sends it as an office does, and lets the worker's job
bring it into an SQLite database in a temporary folder: first a new roll, then the same roll once
more over the lines that are there. Prints seconds, and the most memory that was held at one time
by this process and by those it started.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pb import lifecycle
from pb.acts.rolls import uploads
from pb.app import Gateways, create_app
from pb.config import Mode, Settings
from pb.gateways.clock import FixedClock
from pb.gateways.storage import MemoryStorage
from pb.records import jobs, rounds, schema
from pb.rules.jobs import JobState
from pb.rules.roles import Role
from pb.rules.rolls import Column
from pb.services.jobs import Tools
from tests.bench.memory import Watch
from tests.bench.roll import VILLAGES, people, tell, text_of, workbook_of
from tests.conftest import NOON
from tests.stage import KEYS, Stage

PLACES = {Column.PIN: 1, Column.NAME: 2, Column.SETTLEMENT: 3, Column.BORN: 4, Column.SEX: 5,
          Column.ADDRESS: 6, Column.PHONE: None}  # fmt: skip
OURS = ("Арча-Төр", "Кызыл-Көпүрө", "Жаңы-Конуш")


def content_of(number: int, name: str) -> bytes:
    """A file with so many people in the villages of the stage."""
    rows = [
        (*row[:3], OURS[VILLAGES.index(row[3]) % len(OURS)], *row[4:]) for row in people(number)
    ]
    return workbook_of(rows) if name.endswith("xlsx") else text_of(rows, "utf-8")


@contextmanager
def stage_of(folder: str, url: str | None, slug: str) -> Iterator[Stage]:
    """A municipality with an announced round, in a database of its own."""
    url = url or f"sqlite:///{folder}/bench.db"
    schema.migrate(url)
    settings = Settings(
        secret_key="s" * 40,
        pepper="k" * 40,
        database_url=url,
        data_folder=Path(folder),
        mode=Mode.TEST,
    )
    app = create_app(settings, Gateways(storage=MemoryStorage(), clock=FixedClock(NOON)))
    with app.app_context():
        here = app.extensions["pb"]
        stage = Stage(here.clock, here.storage, slug=slug)
        stage.announced()
        yield stage


def bring_in(stage: Stage, content: bytes, name: str) -> tuple[float, float]:
    """Send the file and do the job; seconds of each."""
    clerk = stage.person(Role.OPERATOR)
    began = time.perf_counter()
    uploads.upload(clerk, stage.place, "2026", content, name, KEYS, stage.now)
    uploads.preview(clerk, stage.place, "2026", KEYS)
    ref = uploads.begin(clerk, stage.place, "2026", PLACES, stage.now)
    sent = time.perf_counter()
    lifecycle.run_jobs(Tools(stage.storage, KEYS, stage.clock))
    done = time.perf_counter()
    job = jobs.job_of(stage.place, ref)
    if job.state is not JobState.DONE:
        raise SystemExit(f"WRONG: {job.error} {job.report}")
    return sent - began, done - sent


def measure(number: int, name: str, url: str | None) -> None:
    """Import the roll twice and print a line for each time."""
    with (
        tempfile.TemporaryDirectory() as folder,
        stage_of(folder, url, name.replace(".", "-")) as stage,
    ):
        content = Path(sys.argv[-1]).read_bytes()
        for what in ("new", "again"):
            with Watch() as watch:
                sent, worked = bring_in(stage, content, name)
            found = rounds.voters_on_roll(stage.round().id)
            tell(f"{name:<10}{what:<6}{found:>8}{sent:>8.2f}{worked:>8.2f}{watch.most:>8}")


def main() -> None:
    """Print two lines for each kind of file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=60_000)
    parser.add_argument("--database", help="instead of a new SQLite file; empty")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.people, arguments.measure[0], arguments.database)
        return
    tell("file      what    people  send s  job s  all MB")
    for name in ("roll.csv", "roll.xlsx"):
        with tempfile.NamedTemporaryFile() as file:
            Path(file.name).write_bytes(content_of(arguments.people, name))
            command = [sys.executable, "-m", "tests.bench.roll_import"]
            if arguments.database:
                command += ["--database", arguments.database]
            subprocess.run([*command, "--measure", name, file.name], check=True)


if __name__ == "__main__":
    main()
