"""What the public checker says of our exports: python -m tests.bench.pabulib_checker [--keep DIR].

Makes an environment of its own with pabulib-checker from the package index, writes a file of every
type of vote under every rule, and has the checker read them all. The checker is never a part of the
product, nor of its tests. Exits with 1 where it finds an error, with 2 where it cannot be had.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import venv
from datetime import date
from pathlib import Path

import click

from pb.rules.money import Tyiyn
from pb.rules.pabulib import About, file_of, write
from pb.rules.tally import (
    AllocationRule,
    Ballot,
    Channel,
    CountRules,
    Election,
    Project,
    TieBreak,
    VoteType,
    count,
)

PACKAGE = "pabulib-checker==1.0.8"
ABOUT = About("Kyrgyzstan", "Ак-Өзөн", "2026", date(2026, 11, 10), date(2026, 11, 25))
ASKING = """
import contextlib, io, json, sys
from pabulib.checker import Checker
found = {}
for name in sys.argv[1:]:
    with contextlib.redirect_stdout(io.StringIO()):
        results = Checker().process_files([name])
    for key, told in results.items():
        if isinstance(told, dict) and "results" in told:
            found[name] = told["results"]
print(json.dumps(found))
"""


def a_ballot(dice: random.Random, ids: list[str], vote_type: VoteType) -> Ballot:
    """Marks of one voter; the first projects are the favourites."""
    number = 1 if vote_type is VoteType.CHOOSE_1 else dice.choice([1, 2, 3, 3])
    choices: list[str] = []
    while len(choices) < number:
        ref = ids[int(len(ids) * dice.random() ** 2)]
        if ref not in choices:
            choices.append(ref)
    points: tuple[int, ...] = ()
    if vote_type is VoteType.CUMULATIVE:
        points = {1: (10,), 2: (6, 4), 3: (5, 3, 2)}[number]
    elif vote_type is VoteType.SCORING:
        points = tuple(dice.randint(1, 5) for _ in choices)
    return Ballot(tuple(choices), points, dice.choice(list(Channel)))


def an_export(vote_type: VoteType, rule: AllocationRule) -> str:
    """A village of 300 voters and 12 projects, counted and written."""
    dice = random.Random(f"{vote_type} {rule}")  # noqa: S311 - made-up ballots
    ids = [str(number) for number in range(1, 13)]
    election = Election(
        tuple(
            Project(ref, Tyiyn(100 * dice.randint(50_000, 330_000)), f"Демилге {ref}")
            for ref in ids
        ),
        tuple(a_ballot(dice, ids, vote_type) for _ in range(300)),
        Tyiyn(100 * 1_000_000),
        vote_type,
        rule.value,
        min_choices=1,
        max_choices=1 if vote_type is VoteType.CHOOSE_1 else 3,
        threshold=10 if "threshold" in rule else 0,
        ties=(TieBreak.LOWER_COST, TieBreak.LOT),
        title="Кызыл-Өзөн: демилгелүү бюджет",
        options=CountRules(unit=Tyiyn(100)),
        seed="17",
    )
    more = (("max_sum_cost", "1000000"),) if vote_type is VoteType.APPROVAL else ()
    about = About(**{**{name: getattr(ABOUT, name) for name in ABOUT.__slots__}, "more": more})
    return write(file_of(election, about, count(election)))


def main() -> int:
    """Make the files and the environment, ask, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="keep environment and files in this folder")
    keep = parser.parse_args().keep
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        python = folder / "venv/bin/python"
        if not python.exists():
            venv.create(folder / "venv", with_pip=True)
            wanted = [python, "-m", "pip", "install", "--quiet", PACKAGE]
            if subprocess.run(wanted, check=False).returncode:
                click.echo(f"{PACKAGE} cannot be had from the package index; nothing was checked.")
                return 2
        files = folder / "exports"
        files.mkdir(exist_ok=True)
        for vote_type in VoteType:
            for rule in AllocationRule:
                name = f"{vote_type}_{rule.replace('/', '-')}.pb"
                (files / name).write_text(an_export(vote_type, rule), encoding="utf-8")
        names = sorted(map(str, files.glob("*.pb")))
        told = subprocess.run(
            [python, "-c", ASKING, *names], check=True, capture_output=True, text=True
        )
        return _report(json.loads(told.stdout), len(names))


def _report(found: dict[str, dict[str, dict[str, object]]], asked: int) -> int:
    errors = 0
    for name, told in sorted(found.items()):
        for level in ("errors", "warnings"):
            for kind, details in (told.get(level) or {}).items():
                errors += level == "errors"
                click.echo(
                    f"{Path(name).stem}: {level[:-1]}: {kind}: {next(iter(details.values()))}"
                )
    click.echo(f"{len(found)} of {asked} files read by {PACKAGE}, {errors} errors.")
    return 1 if errors or len(found) != asked else 0


if __name__ == "__main__":
    sys.exit(main())
