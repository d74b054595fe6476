"""What a vote costs: our application beside the bare floors, under the same server.

    .venv/bin/python -m tests.bench.vote [--database sqlite] [--pgbench] [--rounds 3] [--seconds 5]
        [--connections 16] [--workers 2]

README.md beside this file says how to read it. Exit 1 if a vote was lost, doubled or refused.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles

from tests.bench import letters, pgbench
from tests.bench.load import SECONDS, Crowd, Run
from tests.bench.servers import postmaster, scripts_postgresql, serving
from tests.bench.town import FLOOR, LEAST, OURS, PGBENCH, Town, build

ACCEPTED = {OURS: 303, FLOOR: 201, LEAST: 201}
NAMES = {OURS: "ours", FLOOR: "floor", LEAST: "least"}
WARM_UP = 1.5
LONGEST = 0.25
"""Seconds nobody waits longer than for the writer of SQLite."""


def main() -> int:
    """Measure and say it."""
    options = _options()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pb-bench-")))
        url = stack.enter_context(empty_database(options.database, folder))
        say(f"building a town of {options.voters} voters, signing their letters …")
        town = build(url, options.voters, [*NAMES, *([PGBENCH] if options.pgbench else [])])
        stack.callback(town.engine.dispose)
        crowds = _crowds(stack, town, url, folder, options)
        warm = {slug: [crowd.vote(WARM_UP)] for slug, crowd in crowds.items()}
        runs: dict[str, list[Run]] = {slug: [] for slug in crowds}
        bare: list[float] = []
        for turn in range(options.rounds):
            for slug in sorted(crowds, key=list(NAMES).index, reverse=bool(turn % 2)):
                runs[slug].append(crowds[slug].vote(options.seconds))
            if options.pgbench:
                bare.append(pgbench.rate(town, url, folder, options.connections, options.seconds))
        report(runs)
        if options.database == "sqlite":
            _report_waits(folder / "waits")
        if bare:
            shares = [ours.rate / rate for ours, rate in zip(runs[OURS], bare, strict=True)]
            spread = ", ".join(f"{share:.1%}" for share in shares)
            say(f"pgbench: {median(bare):.0f} votes/s; ours {median(shares):.1%} of it ({spread})")
        checks = [check(town, slug, warm[slug] + runs[slug]) for slug in runs]
        return 0 if all(checks) else 1


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database that keeps what it says it has kept."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/bench.db"
        return
    postgresql = scripts_postgresql()
    postgresql.exit_on_signals()
    with postgresql.database(durable=True) as url:
        yield url


def _crowds(
    stack: ExitStack, town: Town, url: str, folder: Path, options: argparse.Namespace
) -> dict[str, Crowd]:
    settings = letters.settings_of(url, folder)
    ours = ("wsgi:app", letters.our_environment(settings))
    if options.database == "sqlite":
        ours = ("tests.bench.waits:app", ours[1] | {"BENCH_WAITS": str(folder / "waits")})
    floor = ("tests.bench.floor:app", letters.floor_environment(town, url))
    posts = {
        OURS: (ours, letters.ours(town, settings, options.voters)),
        FLOOR: (floor, letters.floor(town, options.voters)),
        LEAST: (floor, letters.least(town, options.voters)),
    }
    database = postmaster(town.engine) if options.database == "postgresql" else None
    crowds = {}
    for slug, ((application, environment), made) in posts.items():
        log = folder / f"{slug}.log"
        # A floor has one connection for each process, and so one thread.
        threads = options.threads if slug == OURS else 1
        server = stack.enter_context(
            serving(application, options.workers, environment, log, threads)
        )
        crowds[slug] = Crowd(server, database, made, options.connections)
    return crowds


def report(runs: dict[str, list[Run]]) -> None:
    """The figures of each variant, and how many times the floors ours are."""
    say(
        f"{'':6} {'requests/s':>22} {'CPU ms: web + db':>26}"
        f" {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'longest':>8}"
    )
    for slug, taken in runs.items():
        rates = [run.rate for run in taken]
        parts = [
            median(part)
            for part in zip(*((r.cpu, r.server, r.database) for r in taken), strict=True)
        ]
        spread = f"{median(rates):.0f} ({min(rates):.0f}–{max(rates):.0f})"
        cpu = f"{parts[0]:.2f}: {parts[1]:.2f} + {parts[2]:.2f}"
        waits = [f"{median(run.wait(percent) for run in taken):8.1f}" for percent in (50, 95, 99)]
        longest = max(run.longest for run in taken)
        say(f"{NAMES[slug]:6} {spread:>22} {cpu:>26} {' '.join(waits)} {longest:8.1f}")
    figures: dict[str, Callable[[Run], float]] = {
        "CPU": lambda run: run.cpu,
        "requests/s": lambda run: run.rate,
        "p95": lambda run: run.wait(95),
    }
    for beside in (FLOOR, LEAST):
        for name, figure in figures.items():
            ratios = [
                figure(ours) / figure(floor)
                for ours, floor in zip(runs[OURS], runs[beside], strict=True)
            ]
            spread = ", ".join(f"{ratio:.2f}" for ratio in ratios)
            say(f"{name:>10} ours : {NAMES[beside]} {median(ratios):.2f}  (each round: {spread})")


def _report_waits(file: Path) -> None:
    """How long our votes stood in the queue before the writer, from the first to the last."""
    waits = [wait for (wait,) in SECONDS.iter_unpack(file.read_bytes())]
    percents = quantiles(waits, n=100, method="inclusive")
    p50, p95, p99 = (percents[percent - 1] * 1000 for percent in (50, 95, 99))
    late = sum(wait > LONGEST for wait in waits)
    say(
        f"waits for the writer: p50 {p50:.1f} ms, p95 {p95:.1f}, p99 {p99:.1f},"
        f" longest {max(waits) * 1000:.1f}; {late} of {len(waits)} above {LONGEST * 1000:.0f} ms"
    )


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
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--pgbench", action="store_true", help="the same statements by pgbench")
    parser.add_argument("--rounds", type=int, default=3, help="stretches of each variant")
    parser.add_argument("--seconds", type=float, default=5, help="length of each")
    parser.add_argument("--connections", type=int, default=16, help="voters at a time")
    parser.add_argument("--workers", type=int, default=2, help="processes of each server")
    parser.add_argument("--threads", type=int, default=1, help="of each of our workers")
    parser.add_argument("--voters", type=int, default=60_000, help="people on the roll")
    options = parser.parse_args()
    limits = {
        "rounds": 20,
        "seconds": 60,
        "connections": 64,
        "workers": 16,
        "threads": 16,
        "voters": 500_000,
    }
    for name, largest in limits.items():
        if not 1 <= getattr(options, name) <= largest:
            parser.error(f"--{name} is from 1 to {largest}")
    if options.pgbench and options.database != "postgresql":
        parser.error("--pgbench needs PostgreSQL")
    return options


if __name__ == "__main__":
    sys.exit(main())
