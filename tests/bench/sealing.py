"""What sealing costs the voters: votes with the clock's work beside them, and without it.

    .venv/bin/python -m tests.bench.sealing [--rounds 5] [--seconds 3] [--connections 16]
        [--slow-flush] [--workers 2]

The sealer does what the worker does when the clock strikes (`pb.lifecycle.tick`), in a process of
its own, once a second, where the worker takes a minute. `--slow-flush` has every commit wait 2 ms
before it is flushed (commit_delay), as on a slower disk.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from statistics import median

from sqlalchemy import func, select, text

from pb import lifecycle
from pb.app import create_app
from pb.config import Settings
from pb.gateways.keys import Keys
from pb.records.ballots import Ballot
from tests.bench import letters
from tests.bench.load import PATIENCE, Crowd, Run
from tests.bench.servers import postmaster, serving
from tests.bench.town import OURS, Town, build
from tests.bench.vote import ACCEPTED, empty_database, say

EVERY = 1.0
"""Seconds between two strikes of the clock."""


def main() -> int:
    """Measure and say it."""
    options = _options()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pb-bench-")))
        url = stack.enter_context(empty_database("postgresql", folder))
        say(f"building a town of {options.voters} voters, signing their letters …")
        town = build(url, options.voters, [OURS])
        stack.callback(town.engine.dispose)
        if options.slow_flush:
            _slow_down(town)
        settings = letters.settings_of(url, folder)
        posts = letters.ours(town, settings, options.voters)
        environment = letters.our_environment(settings)
        server = stack.enter_context(
            serving("wsgi:app", options.workers, environment, folder / "log", options.threads)
        )
        crowd = Crowd(server, postmaster(town.engine), posts, options.connections)
        runs: list[Run] = [crowd.vote(1.5)]
        ratios = []
        for turn in range(options.rounds):
            rates = {}
            for is_sealed in (bool(turn % 2), not turn % 2):
                with sealing(settings) if is_sealed else _nothing():
                    runs.append(crowd.vote(options.seconds))
                rates[is_sealed] = runs[-1].rate
            ratios.append(rates[True] / rates[False])
            say(f"with {rates[True]:6.0f}  without {rates[False]:6.0f}  {ratios[-1]:.2f}")
        say(f"votes/s with sealing : without {median(ratios):.2f}")
        return 0 if _check(town, runs) else 1


@contextmanager
def sealing(settings: Settings) -> Iterator[None]:
    """The clock strikes in a process of its own, from its first time on."""
    context = get_context("spawn")
    ends, struck = context.Event(), context.Value("i", 0)
    sealer = context.Process(target=_seal, args=(settings, ends, struck), daemon=True)
    sealer.start()
    deadline = time.monotonic() + PATIENCE
    while not struck.value and sealer.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    try:
        yield
    finally:
        ends.set()
        sealer.join(PATIENCE)
    if sealer.exitcode:
        raise RuntimeError("the sealer failed")


def _seal(settings: Settings, ends: Event, struck: "Synchronized[int]") -> None:
    app, keys = create_app(settings), Keys(settings.pepper)
    while not ends.wait(EVERY if struck.value else 0):
        with app.app_context():
            lifecycle.tick(keys, datetime.now(UTC))
        struck.value += 1


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _slow_down(town: Town) -> None:
    with town.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for setting in ("commit_delay = 2000", "commit_siblings = 0"):
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))


def _check(town: Town, runs: list[Run]) -> bool:
    answers = [status for run in runs for status, _wait in run.answers]
    accepted = answers.count(ACCEPTED[OURS])
    marked, waiting = town.kept(OURS)
    with town.engine.connect() as connection:
        sealed = connection.scalar(select(func.count()).select_from(Ballot)) or 0
    right = accepted == len(answers) == marked == waiting + sealed
    say(
        f"{len(answers)} sent, {accepted} accepted, {marked} people marked, {waiting} ballots wait,"
        f" {sealed} are in the box: {'right' if right else 'WRONG'}"
    )
    return right


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1, help="of each worker")
    parser.add_argument("--voters", type=int, default=60_000)
    parser.add_argument("--slow-flush", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
