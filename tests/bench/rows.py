"""What a count costs from the rows of the database.

    .venv/bin/python -m tests.bench.rows [--database sqlite] [--ballots 131778] [--projects 197]

The ballots that `tally.py` makes up are brought in as an election held elsewhere. Then equal ones
are put together by the database, read and counted by greedy, again and again. `read` is one read
of the ballots as there.
"""

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from pb.acts import imports
from pb.app import create_app
from pb.records import rounds
from pb.records.base import db
from pb.records.proposals import projects_of
from pb.rules.pabulib import parse
from pb.rules.roles import Role
from pb.rules.tally import Election, count
from pb.services.actors import Actor
from pb.services.elections import election_of
from tests.bench import letters
from tests.bench.tally import SOM, made_up, say
from tests.bench.town import OURS, build
from tests.bench.vote import empty_database

TIMES = 5
PLATFORM = Actor(None, None, "", frozenset({Role.PLATFORM}))


def main() -> int:
    """Measure and say it."""
    asked = _options()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pb-bench-")))
        url = stack.enter_context(empty_database(asked.database, folder))
        stack.callback(build(url, 1, [OURS]).engine.dispose)
        stack.enter_context(create_app(letters.settings_of(url, folder)).app_context())
        # The server that counts holds no other election beside it, so neither is one held here.
        placed, expected = _bring_in(made_up(asked.ballots, asked.projects))
        runs = [_run(placed, expected) for _ in range(TIMES)]
    for at, name in enumerate(("from rows to result", "CPU of it", "of that the count", "read")):
        say(f"{name:>20} {median(run[at] for run in runs):.3f} s")
    return 0


def _bring_in(election: Election) -> tuple[imports.Imported, list[int]]:
    lines = [
        "META", "key;value", "description;made up", "country;Nowhere", "unit;Made-up",
        "instance;2025", f"num_projects;{len(election.projects)}",
        f"num_votes;{len(election.ballots)}", f"budget;{election.budget // SOM}",
        "vote_type;approval", "rule;greedy", "date_begin;01.06.2025", "date_end;15.06.2025",
        "PROJECTS", "project_id;cost",
        *(f"{int(one.id) + 1};{one.cost // SOM}" for one in election.projects),
        "VOTES", "voter_id;vote",
    ]  # fmt: skip
    for voter, ballot in enumerate(election.ballots):
        marks = ",".join(str(int(choice) + 1) for choice in ballot.choices)
        lines.append(f"{voter};{marks}")
    text = "\n".join(lines).encode()
    sha256 = hashlib.sha256(text).hexdigest()
    file, now = parse(text), datetime.now(UTC)
    placed = imports.import_round(PLATFORM, file, "made-up.pb", sha256, now)
    db.session.remove()
    return placed, [score for _, score in count(election).scores]


def _run(placed: imports.Imported, expected: list[int]) -> tuple[float, float, float, float]:
    round_ = rounds.round_of(placed.municipality_id, placed.round_slug)
    began, busy = time.perf_counter(), time.process_time()
    read = election_of(round_, projects_of(round_.id))
    counting = time.process_time()
    allocation = count(read)
    ended = time.process_time()
    clock = time.perf_counter() - began
    if [score for _, score in allocation.scores] != expected:
        raise RuntimeError("the rows do not say what was brought in")
    return clock, ended - busy, ended - counting, _timed(lambda: _one_read(read))


def _one_read(election: Election) -> dict[str, int]:
    marks: dict[str, int] = {}
    for ballot in election.ballots:
        for choice in ballot.choices:
            marks[choice] = marks.get(choice, 0) + ballot.weight
    return marks


def _timed(work: Callable[[], object]) -> float:
    """The processor time of this process for a piece of work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--ballots", type=int, default=131_778)
    parser.add_argument("--projects", type=int, default=197)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
