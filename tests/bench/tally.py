"""What a count costs: python -m tests.bench.tally [--largest] [--peer] [--limit 120].

Every figure is of one process of its own, on made-up approval ballots (five of the projects each,
a few of them far more loved than the rest) and on Wieliczka 2023 where PB_ELECTIONS has it. With
--peer the same elections are counted by pabutools, in an environment made for it on demand; it is
never a part of the product. Only ratios of one run may be compared.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from pb.rules.money import Tyiyn
from pb.rules.pabulib import parse
from pb.rules.tally import Ballot, Election, Project, VoteType, count, rule_named

SIZES = {"10k x 50": (10_000, 50), "100k x 150": (100_000, 150), "131,778 x 197": (131_778, 197)}
LARGEST = {"1M x 200": (1_000_000, 200)}
RULES = ("greedy", "equalshares", "equalshares/add1")
WIELICZKA = "Poland_Wieliczka_2023_Green_Budget"
PEER = "pabutools==1.2.3"
SOM = 100
PEER_SCRIPT = """
import json, sys, time
from pabutools.election import Instance, Project, ApprovalProfile, ApprovalBallot, Cost_Sat
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
told = json.load(open(sys.argv[1])); rule = sys.argv[2]
projects = [Project(f"p{at:04d}", cost) for at, cost in enumerate(told["costs"])]
instance = Instance(projects, budget_limit=told["budget"])
profile = ApprovalProfile(
    [ApprovalBallot(projects[at] for at in ballot) for ballot in told["ballots"]])
started = time.process_time()
if rule == "greedy":
    won = greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat)
else:
    won = method_of_equal_shares(instance, profile, sat_class=Cost_Sat,
        voter_budget_increment=1 if rule.endswith("add1") else None)
seconds = time.process_time() - started
print(json.dumps({"seconds": seconds, "winners": sorted(int(p.name[1:]) for p in won)}))
"""


def made_up(voters: int, projects: int) -> Election:
    """Approvals of people of eight districts, the same each time."""
    dice = random.Random(projects)  # noqa: S311 - made-up ballots
    costs = [1_000 * (1 + int(dice.lognormvariate(5.3, 0.8))) for _ in range(projects)]
    district = [dice.randrange(10) for _ in range(projects)]
    loved = [(place + 1) ** -0.7 for place in range(projects)]
    dice.shuffle(loved)
    ids = [str(at) for at in range(projects)]
    weights = [
        [
            love * (4 if where in (here, 8, 9) else 1)
            for love, where in zip(loved, district, strict=True)
        ]
        for here in range(8)
    ]
    ballots = []
    for at in range(voters):
        number = min(10, 1 + int(dice.expovariate(1 / 4)))
        chosen = sorted(set(dice.choices(range(projects), weights[at % 8], k=number)))
        ballots.append(Ballot(tuple(ids[choice] for choice in chosen)))
    return Election(
        tuple(Project(ref, Tyiyn(SOM * cost)) for ref, cost in zip(ids, costs, strict=True)),
        tuple(ballots),
        Tyiyn(SOM * int(sum(costs) * 0.3)),
        VoteType.APPROVAL,
        "greedy",
    )


def election_named(name: str) -> Election:
    """One of the elections by its name."""
    sizes = {**SIZES, **LARGEST}
    if name in sizes:
        return made_up(*sizes[name])
    return parse((Path(os.environ["PB_ELECTIONS"]) / f"{name}.pb").read_bytes()).election


def measure(name: str, rule: str) -> dict[str, object]:
    """CPU seconds of one count and of one read of all ballots, and the most memory held."""
    election = election_named(name)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    marks: dict[str, int] = {}
    for ballot in election.ballots:
        for choice in ballot.choices:
            marks[choice] = marks.get(choice, 0) + ballot.weight
    read = time.process_time() - started
    started = time.process_time()
    allocation = count(election, rule_named(rule))
    seconds = time.process_time() - started
    place = {project.id: at for at, project in enumerate(election.projects)}
    return {
        "seconds": seconds,
        "read": read,
        "before": before / 1024,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "raises": allocation.passes[0].shares.raises if allocation.passes[0].shares else 0,
        "winners": sorted(place[ref] for ref in allocation.selected),
    }


def ours(name: str, rule: str) -> dict:
    """What one count costs in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.tally", "--one", name, rule]
    ran = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return json.loads(ran.stdout)


def peers_python(folder: Path) -> Path | None:
    """An environment with pabutools; None where it cannot be had."""
    python = folder / "venv/bin/python"
    if not python.exists():
        venv.create(folder / "venv", with_pip=True)
        asked = [python, "-m", "pip", "install", "--quiet", PEER]
        if subprocess.run(asked, check=False).returncode:
            say(f"{PEER} cannot be had from the package index; nothing is compared.")
            return None
    return python


def theirs(python: Path, folder: Path, name: str, rule: str, limit: float) -> dict | None:
    """What the same count costs with pabutools; None where it passes the limit."""
    election = election_named(name)
    place = {project.id: at for at, project in enumerate(election.projects)}
    told = {
        "costs": [project.cost // SOM for project in election.projects],
        "budget": election.budget // SOM,
        "ballots": [
            [place[choice] for choice in ballot.choices]
            for ballot in election.ballots
            for _ in range(ballot.weight)
        ],
    }
    file = folder / "election.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    del election, told
    try:
        ran = subprocess.run(
            [python, "-c", PEER_SCRIPT, file, rule],
            stdout=subprocess.PIPE,
            check=True,
            timeout=limit,
        )
    except subprocess.TimeoutExpired:
        return None
    return json.loads(ran.stdout)


def say(line: str) -> None:
    """One line at once, also into a file."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Measure what was asked for and print a line for each count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", action="store_true", help="also a million ballots")
    parser.add_argument("--peer", action="store_true", help="compare with pabutools")
    parser.add_argument("--limit", type=float, default=120, help="seconds for one count of it")
    parser.add_argument("--keep", type=Path, help="keep its environment in this folder")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        say(json.dumps(measure(*asked.one)))
        return
    names = [*SIZES, *(LARGEST if asked.largest else ())]
    folder_of_elections = os.environ.get("PB_ELECTIONS")
    if folder_of_elections and (Path(folder_of_elections) / f"{WIELICZKA}.pb").exists():
        names.insert(0, WIELICZKA)
    else:
        say(f"{WIELICZKA} is not there; PB_ELECTIONS names the folder of real elections.")
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        python = peers_python(folder) if asked.peer else None
        for name in names:
            for rule in RULES:
                _line(name, rule, python, folder, asked.limit)


def _line(name: str, rule: str, python: Path | None, folder: Path, limit: float) -> None:
    mine = ours(name, rule)
    said = (
        f"{name} {rule}: {mine['seconds']:.3f} s CPU, {mine['seconds'] / mine['read']:.1f} reads of"
        f" the ballots ({mine['read']:.3f} s), {mine['raises']} raises, {len(mine['winners'])}"
        f" winners, peak {mine['peak']:.0f} MiB ({mine['before']:.0f} before)"
    )
    if python is not None:
        peer = theirs(python, folder, name, rule, limit)
        if peer is None:
            said += f"; pabutools passed {limit:.0f} s: more than {limit / mine['seconds']:.0f} x"
        else:
            same = "the same" if peer["winners"] == mine["winners"] else "other"
            said += (
                f"; pabutools {peer['seconds']:.2f} s ="
                f" {peer['seconds'] / mine['seconds']:.0f} x, {same} winners"
            )
    say(said)


if __name__ == "__main__":
    main()
