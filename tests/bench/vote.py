"""What a vote costs: our application beside the bare floor, under the same server.

    .venv/bin/python -m tests.bench.vote [--rounds 3] [--seconds 5] [--connections 8] [--workers 2]

README.md beside this file says how to read it. Exit 1 if a vote was lost, doubled or refused.
"""

import argparse
import importlib.util
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import letters
from tests.bench.load import Crowd, Run
from tests.bench.servers import ROOT, postmaster, serving
from tests.bench.town import FLOOR, OURS, Town, build

ACCEPTED = {OURS: 303, FLOOR: 201}
NAMES = {OURS: "ours", FLOOR: "floor"}
WARM_UP = 1.5


def main() -> int:
    """Measure and say it."""
    options = _options()
    postgresql = _scripts_postgresql()
    postgresql.exit_on_signals()
    with ExitStack() as stack:
        url = stack.enter_context(postgresql.database(durable=True))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pb-bench-")))
        say(f"building a town of {options.voters} voters, signing their letters …")
        town = build(url, options.voters)
        stack.callback(town.engine.dispose)
        settings = letters.settings_of(url, folder)
        posts = {
            OURS: letters.ours(town, settings, options.voters),
            FLOOR: letters.floor(town, options.voters),
        }
        applications = {
            OURS: ("wsgi:app", letters.our_environment(settings)),
            FLOOR: ("tests.bench.floor:app", letters.floor_environment(town, url)),
        }
        database, crowds = postmaster(town.engine), {}
        for slug, (application, environment) in applications.items():
            log = folder / f"{slug}.log"
            server = stack.enter_context(serving(application, options.workers, environment, log))
            crowds[slug] = Crowd(server, database, posts[slug], options.connections)
        warm = {slug: [crowd.vote(WARM_UP)] for slug, crowd in crowds.items()}
        runs: dict[str, list[Run]] = {slug: [] for slug in crowds}
        for turn in range(options.rounds):
            for slug in sorted(crowds, reverse=bool(turn % 2)):
                runs[slug].append(crowds[slug].vote(options.seconds))
        report(runs)
        checks = [check(town, slug, warm[slug] + runs[slug]) for slug in runs]
        return 0 if all(checks) else 1


def report(runs: dict[str, list[Run]]) -> None:
    """The figures of each variant, and how many times the floor ours are."""
    say(f"{'':6} {'requests/s':>22} {'CPU ms: web + db':>26} {'p50 ms':>8} {'p95 ms':>8}")
    for slug, taken in runs.items():
        rates = [run.rate for run in taken]
        parts = [
            median(part)
            for part in zip(*((r.cpu, r.server, r.database) for r in taken), strict=True)
        ]
        spread = f"{median(rates):.0f} ({min(rates):.0f}–{max(rates):.0f})"
        cpu = f"{parts[0]:.2f}: {parts[1]:.2f} + {parts[2]:.2f}"
        waits = [f"{median(run.wait(percent) for run in taken):8.1f}" for percent in (50, 95)]
        say(f"{NAMES[slug]:6} {spread:>22} {cpu:>26} {' '.join(waits)}")
    figures: dict[str, Callable[[Run], float]] = {
        "CPU": lambda run: run.cpu,
        "requests/s": lambda run: run.rate,
        "p95": lambda run: run.wait(95),
    }
    for name, figure in figures.items():
        ratios = [
            figure(ours) / figure(floor)
            for ours, floor in zip(runs[OURS], runs[FLOOR], strict=True)
        ]
        spread = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        say(f"{name:>10} ours : floor {median(ratios):.2f}  (each round: {spread})")


def check(town: Town, slug: str, runs: list[Run]) -> bool:
    """Whether what was accepted is what lies in the database, and nothing was refused."""
    answers = [status for run in runs for status, _wait in run.answers]
    accepted = answers.count(ACCEPTED[slug])
    marked, laid = town.kept(slug)
    right = accepted == len(answers) == marked == laid
    say(
        f"{NAMES[slug]}: {len(answers)} sent, {accepted} accepted, {marked} people marked,"
        f" {laid} ballots in the inbox: {'right' if right else 'WRONG'}"
    )
    return right


def say(line: str) -> None:
    """Print at once, for whoever is waiting."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="stretches of each variant")
    parser.add_argument("--seconds", type=float, default=5, help="length of each")
    parser.add_argument("--connections", type=int, default=8, help="voters at a time")
    parser.add_argument("--workers", type=int, default=2, help="processes of each server")
    parser.add_argument("--voters", type=int, default=60_000, help="people on the roll")
    options = parser.parse_args()
    limits = {"rounds": 20, "seconds": 60, "connections": 64, "workers": 16, "voters": 500_000}
    for name, largest in limits.items():
        if not 1 <= getattr(options, name) <= largest:
            parser.error(f"--{name} is from 1 to {largest}")
    return options


def _scripts_postgresql() -> Any:
    path = ROOT / "scripts/postgresql.py"
    specification = importlib.util.spec_from_file_location("scripts_postgresql", path)
    if specification is None or specification.loader is None:
        raise RuntimeError(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
