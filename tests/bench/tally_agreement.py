"""Whether another program comes to the same winners: python -m tests.bench.tally_agreement.

Thousands of small elections are counted here and by pabutools, in an environment made for it on
demand, under the rules both define alike: greedy by votes, and equal shares with cost utilities,
for approval ballots. Where they differ, the ties of our count are looked at: only an election in
which something was equal may come out otherwise, because pabutools takes equals by their names.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from pb.rules.money import Tyiyn
from pb.rules.tally import (
    AllocationRule,
    Ballot,
    CountRules,
    Election,
    Project,
    TieBreak,
    VoteType,
    count,
)
from tests.bench.tally import peers_python, say

RULES = (AllocationRule.GREEDY, AllocationRule.EQUAL_SHARES)
PEER_SCRIPT = """
import json, sys
from pabutools.election import Instance, Project, ApprovalProfile, ApprovalBallot, Cost_Sat
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
won = []
for told in json.load(open(sys.argv[1])):
    projects = [Project(f"p{at}", cost) for at, cost in enumerate(told["costs"])]
    instance = Instance(projects, budget_limit=told["budget"])
    profile = ApprovalProfile(
        [ApprovalBallot(projects[at] for at in ballot) for ballot in told["ballots"]])
    rules = (greedy_utilitarian_welfare, method_of_equal_shares)
    won.append([sorted(p.name for p in rule(instance, profile, sat_class=Cost_Sat))
        for rule in rules])
print(json.dumps(won))
"""


def made_up(dice: random.Random) -> dict:
    """Costs, a budget that pays for some of them, and who marked what."""
    costs = [dice.randint(10, 400) for _ in range(dice.randint(2, 8))]
    voters = dice.randint(3, 40)
    everyone = range(len(costs))
    ballots = [
        sorted(dice.sample(everyone, dice.randint(1, min(4, len(costs))))) for _ in range(voters)
    ]
    return {"costs": costs, "budget": int(sum(costs) * dice.uniform(0.3, 0.9)), "ballots": ballots}


def ours(told: dict, rule: AllocationRule) -> tuple[list[str], bool]:
    """Our winners, and whether anything in the count was equal."""
    names = [f"p{at}" for at in range(len(told["costs"]))]
    election = Election(
        tuple(Project(ref, Tyiyn(cost)) for ref, cost in zip(names, told["costs"], strict=True)),
        tuple(Ballot(tuple(names[at] for at in ballot)) for ballot in told["ballots"]),
        Tyiyn(told["budget"]),
        VoteType.APPROVAL,
        rule.value,
        ties=(TieBreak.LISTED_FIRST,),
        options=CountRules(unit=Tyiyn(1)),
    )
    allocation = count(election)
    tied = any(step.tie_broken_by is not None for step in allocation.steps)
    return sorted(allocation.selected), tied


def main() -> int:
    """Count all of them twice and print how often the two agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--elections", type=int, default=2_000)
    parser.add_argument("--keep", type=Path, help="keep the environment in this folder")
    asked = parser.parse_args()
    dice = random.Random(20261122)  # noqa: S311 - made-up elections
    elections = [made_up(dice) for _ in range(asked.elections)]
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        python = peers_python(folder)
        if python is None:
            return 2
        file = folder / "elections.json"
        file.write_text(json.dumps(elections), encoding="utf-8")
        ran = subprocess.run([python, "-c", PEER_SCRIPT, file], stdout=subprocess.PIPE, check=True)
    wrong = 0
    for at, rule in enumerate(RULES):
        same = differ_by_tie = 0
        for told, theirs in zip(elections, json.loads(ran.stdout), strict=True):
            winners, tied = ours(told, rule)
            if winners == theirs[at]:
                same += 1
            elif tied:
                differ_by_tie += 1
            else:
                wrong += 1
                say(f"{rule}: {told}: here {winners}, there {theirs[at]}")
        say(
            f"{rule}: {same} of {len(elections)} alike, {differ_by_tie} differ where projects were"
            " equal."
        )
    say(f"{wrong} differ without a tie.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
