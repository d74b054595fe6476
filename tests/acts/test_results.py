"""The count: by the declared rule, every step kept, once."""

import json
import random
from collections import Counter
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from pb import lifecycle
from pb.acts import results
from pb.records import results as records
from pb.records.ballots import Ballot
from pb.records.base import db
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.tally.election import AllocationRule, Outcome, TieBreak
from pb.rules.terms import Terms
from pb.services.actors import PLATFORM, STRANGER
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.stage import KEYS, som

COSTS = (300, 120, 120, 280, 90, 210, 60)
OWN = som(20_000)
"""What the stage's authors bring themselves."""


def rules(rule=AllocationRule.GREEDY, **changes):
    return Terms(**{"budget": som(600), "allocation_rule": rule, **changes})


def voted(stage, choices, costs=COSTS, terms=None):
    """A closed voting in which each voter chose what stands in `choices`."""
    voters = stage.open_voting(*costs, voters=len(choices) + 2, terms=terms or rules())
    for voter, chosen in zip(voters, choices, strict=False):
        stage.vote(voter, *chosen)
    stage.go_to(Phase.COUNTING)


def counted(stage, actor=None):
    actor = actor or stage.person(Role.OPERATOR)
    assert lifecycle.count(actor, stage.place, "2026", KEYS, stage.now) == 1
    return records.result_of(stage.place, stage.round().id)


def slow_count(choices, costs, terms):
    """The same law told again, without a line of ours: (number, votes, outcome, left) each."""
    votes = Counter(number for chosen in choices for number in chosen)
    waiting, left, stopped, told = set(range(1, len(costs) + 1)), terms.budget, False, []
    while waiting:
        best = waiting.copy()
        most = max(votes[number] for number in best)
        best = {number for number in best if votes[number] == most}
        share = max(Fraction(OWN, som(costs[number - 1])) for number in best)
        best = {n for n in best if Fraction(OWN, som(costs[n - 1])) == share}
        number = min(best)
        cost = som(costs[number - 1])
        if votes[number] < terms.threshold:
            outcome = "below_threshold"
        elif stopped:
            outcome = "after_stop"
        elif cost > left:
            outcome = "no_money"
            stopped = terms.allocation_rule is AllocationRule.GREEDY_NO_SKIP
        else:
            outcome = "won"
            left -= cost
        told.append((number, votes[number], outcome, left))
        waiting.remove(number)
    return told


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("rule", list(AllocationRule)[:3])
def test_count_agrees_with_a_slow_count_that_shares_nothing_with_it(stage, rule, seed):
    draw = random.Random(seed)  # noqa: S311 - made-up voters
    numbers = range(1, len(COSTS) + 1)
    choices = [draw.sample(numbers, draw.randint(1, 3)) for _ in range(25)]
    terms = rules(rule, threshold=5 if rule is AllocationRule.GREEDY_THRESHOLD else 0)
    voted(stage, choices, terms=terms)

    result = counted(stage)

    steps = [(line.project.number, line.score, line.outcome, line.left_after)
             for line in result.lines]  # fmt: skip
    assert steps == slow_count(choices, COSTS, terms)


def test_count_keeps_a_result_whose_money_and_people_add_up(stage):
    voted(stage, [(1, 2), (1,), (2, 7), (1, 4, 5)])

    result = counted(stage)

    won = [line for line in result.lines if line.outcome is Outcome.WON]
    assert result.cost == sum(line.project.cost for line in won)
    assert result.cost + result.left == result.budget == stage.round().budget
    assert result.lines[0].left_before == result.budget
    for before, after in zip(result.lines, result.lines[1:], strict=False):
        assert before.left_after == after.left_before
    assert result.lines[-1].left_after == result.left
    assert (result.voters, result.participants, result.ballots) == (6, 4, 4)
    assert (result.internet, result.paper, result.assembly) == (4, 0, 0)
    assert result.marks == sum(line.score for line in result.lines) == 8
    assert [line.place for line in result.lines] == [1, 2, 3, 4, 5, 6, 7]
    assert (result.confirmed_at, result.confirmed_by) == (None, None)


def test_count_leaves_one_trace_of_its_own_and_one_of_the_sealing(stage):
    voted(stage, [(1,), (2,)])
    lifecycle.tick(KEYS, stage.now)
    clerk = stage.person(Role.OPERATOR)

    with one_event(Tag.RESULT_COUNTED) as event:
        result = counted(stage, clerk)

    assert event.actor_ref == clerk.ref
    assert json.loads(event.facts) == {
        "version": 1, "ballots": 2, "selected": "2,1,7,5", "cost": result.cost,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ties", "first", "broken_by"),
    [
        ((TieBreak.LOWER_COST, TieBreak.LISTED_FIRST), 3, TieBreak.LOWER_COST),
        ((TieBreak.OWN_SHARE, TieBreak.LISTED_FIRST), 3, TieBreak.OWN_SHARE),
        ((TieBreak.LISTED_FIRST,), 1, TieBreak.LISTED_FIRST),
    ],
)
def test_count_breaks_ties_as_declared_and_says_so(stage, ties, first, broken_by):
    terms = rules(ties=ties, budget=som(300))
    voted(stage, [(1, 3), (1, 3), (2,)], (300, 100, 200), terms)

    result = counted(stage)

    line = result.lines[0]
    assert (line.project.number, line.score, line.outcome) == (first, 2, Outcome.WON)
    assert line.tied_with == str(4 - first)
    assert line.tie_broken_by is broken_by
    assert result.ties == ",".join(dict.fromkeys([*ties, TieBreak.LISTED_FIRST]))
    assert (result.lines[2].tied_with, result.lines[2].tie_broken_by) == ("", None)


def test_count_gives_the_same_when_nobody_voted(stage):
    voted(stage, [])

    result = counted(stage)

    assert (result.ballots, result.participants, result.marks) == (0, 0, 0)
    assert {line.score for line in result.lines} == {0}


def test_count_is_refused_while_a_ballot_still_waits_for_the_box(stage):
    voted(stage, [(1,)])
    clerk = stage.person(Role.OPERATOR)

    with refused(Conflict, Code.BALLOTS_UNSEALED):
        results.count(clerk, stage.place, "2026", stage.now)


def test_count_is_refused_when_nothing_stands_on_the_ballot(stage):
    stage.announced()
    stage.go_to(Phase.COUNTING)
    clerk = stage.person(Role.OPERATOR)

    with refused(Conflict, Code.ROUND_WITHOUT_PROJECTS):
        lifecycle.count(clerk, stage.place, "2026", KEYS, stage.now)


def test_count_is_refused_until_the_very_close_and_seals_nothing(stage):
    voted(stage, [(1,)])
    clerk, closes = stage.person(Role.OPERATOR), stage.round().voting_closes

    stage.clock.put(closes - timedelta(microseconds=1))
    with refused(NotNow, Code.NOT_OPEN):
        lifecycle.count(clerk, stage.place, "2026", KEYS, stage.now)
    stage.clock.put(closes)
    counted(stage, clerk)


def test_count_is_refused_when_it_was_made_before(stage):
    voted(stage, [(1,)])
    counted(stage)
    clerk = stage.person(Role.OPERATOR)

    with refused(Conflict, Code.RESULT_EXISTS):
        lifecycle.count(clerk, stage.place, "2026", KEYS, stage.now)
    with refused(Conflict, Code.RESULT_EXISTS):
        results.count(clerk, stage.place, "2026", stage.now)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.COMMISSION])
def test_count_is_made_by_a_clerk_or_by_the_commission(stage, role):
    voted(stage, [(1,)])
    person = stage.person(role)

    assert counted(stage, person).counted_by == person.account_id


def test_count_is_made_by_nobody_when_the_clock_makes_it(stage):
    voted(stage, [(1,)])

    assert counted(stage, PLATFORM).counted_by is None


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.RESIDENT, Code.NOT_ALLOWED),
        (Role.HEAD, Code.NOT_ALLOWED),
        (Role.MONITORING, Code.NOT_ALLOWED),
        (None, Code.SIGN_IN_FIRST),
    ],
)
def test_count_is_refused_and_seals_nothing_when_the_role_does_not_count(stage, role, code):
    voted(stage, [(1,)])
    person = stage.person(role) if role else STRANGER

    with refused(NotAllowed, code):
        lifecycle.count(person, stage.place, "2026", KEYS, stage.now)


def test_count_finds_no_round_of_another_municipality(stage):
    voted(stage, [(1,)])
    neighbour = stage.neighbour()
    other = neighbour.person(Role.OPERATOR)

    for place in (stage.place, neighbour.place):
        with refused(NotFound, Code.NOT_FOUND):
            lifecycle.count(other, place, "2026", KEYS, stage.now)


def test_count_takes_no_ballot_of_another_round(stage):
    for other in stage.open_voting(100, 200, slug="2027"):
        stage.vote(other, 1, slug="2027")
    voted(stage, [(1,), (2,), (2,)], (100, 200))
    stage.go_to(Phase.COUNTING)
    lifecycle.tick(KEYS, stage.now)

    result = counted(stage)

    assert (result.ballots, result.participants, result.marks) == (3, 3, 3)
    assert len(db.session.scalars(select(Ballot)).all()) == 6
