"""The checks that scripts/test runs, in order; PostgreSQL lives only as long as its tests."""

import os
import re
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from postgresql import VARIABLE, NoPostgreSQL, database, ending, exit_on_signals

BIN = Path(".venv/bin")
ON_SQLITE = ["pytest", "-q", "-m", "not postgresql and not browser"]
IN_BROWSER = ["pytest", "-q", "-m", "browser", "tests/browser"]
ON_POSTGRESQL = ["pytest", "-q", "-m", "not browser"]
IN_PARALLEL = ["-n", "logical", "--maxprocesses", "4", "--dist", "worksteal"]
# what touches a database, and so is tested on both engines
DATABASE_FOLDERS = ("acts", "records", "services", "flows", "web", "cli", "migrations", "races")

QUICK_CHECKS = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["mypy", "--no-error-summary"],
    "import walls": ["lint-imports", "--no-logo"],
}


def run(command: list[str], url: str | None = None) -> tuple[bool, str]:
    """Shows what the command prints; whether it passed, and the counts of its last lines."""
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    if url:
        environment[VARIABLE] = url
    colour = ["--color=yes"] if command[0] == "pytest" and sys.stdout.isatty() else []
    child = subprocess.Popen(
        [BIN / command[0], *command[1:], *colour], env=environment, stdout=subprocess.PIPE
    )
    shown = b""
    with ending(child):
        while chunk := os.read(child.stdout.fileno(), 4096):
            sys.stdout.buffer.write(chunk)
            sys.stdout.flush()
            shown = (shown + chunk)[-500:]
        code = child.wait()
    counts = re.findall(r"\d+ (?:passed|failed|errors?|skipped)", shown.decode(errors="replace"))
    return code == 0, ", ".join(counts)


def run_on_postgresql(arguments: list[str]) -> tuple[bool, str]:
    """Pytest with a server of its own."""
    try:
        with database() as url:
            return run([*ON_POSTGRESQL, *arguments], url)
    except NoPostgreSQL as why:
        print(f"No PostgreSQL for the tests: {why}.")
        return False, ""


def run_step(name: str, arguments: list[str]) -> tuple[bool, str]:
    """One check by its name."""
    if name in QUICK_CHECKS:
        return run(QUICK_CHECKS[name])
    if name == "tests on SQLite":
        return run([*ON_SQLITE, *(arguments or IN_PARALLEL)])
    if name == "tests in a browser":
        return run([*IN_BROWSER, *arguments])
    folders = [
        f"tests/{name}" for name in DATABASE_FOLDERS if any(Path("tests", name).rglob("test_*.py"))
    ]
    if not (arguments or folders):
        return True, "no folder of tests uses a database yet"
    return run_on_postgresql(arguments or [*folders, *IN_PARALLEL])


def main(arguments: list[str]) -> int:
    exit_on_signals()
    keep_going = "--keep-going" in arguments
    only_postgresql = "--postgresql" in arguments
    arguments = [word for word in arguments if word not in ("--keep-going", "--postgresql")]
    steps = [*QUICK_CHECKS, "tests on SQLite", "tests in a browser", "tests on PostgreSQL"]
    if only_postgresql:
        steps = steps[-1:]
    elif arguments:
        steps = ["tests in a browser" if "tests/browser" in arguments[0] else "tests on SQLite"]

    start, failed, summary = time.monotonic(), [], []
    for name in steps:
        print(f"\n== {name}", flush=True)
        began = time.monotonic()
        passed, counts = run_step(name, arguments)
        print(f"   {'passed' if passed else 'FAILED'} in {time.monotonic() - began:.1f} s")
        if counts:
            summary.append(f"{name}: {counts}")
        if not passed:
            failed.append(name)
            if not keep_going:
                break

    seconds = f"{time.monotonic() - start:.0f} s"
    print(
        "\n"
        + "; ".join([f"FAILED: {', '.join(failed)}" if failed else "All passed", *summary, seconds])
    )
    return 1 if failed else 0


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main(sys.argv[1:]))
