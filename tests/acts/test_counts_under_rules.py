"""What a rule set adds to the count: commission, lot, quorum, shares, the pause of winners."""

import json

import pytest

from pb import lifecycle
from pb.acts import ballot_order, rounds
from pb.records import ballot_lots
from pb.records import results as records
from pb.rules import lots
from pb.rules.refusals import Code, Conflict
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter
from pb.rules.tally.election import AllocationRule, Outcome, TieBreak
from pb.rules.terms import Terms
from pb.rules.texts import Bilingual
from pb.services.elections import extras_of
from tests import reviewing
from tests.commission_stage import Panel
from tests.fingerprint import refused
from tests.stage import KEYS, som

P = Parameter


def counted(stage, slug="2026"):
    stage.go_to(Phase.COUNTING, slug)
    lifecycle.count(stage.person(Role.OPERATOR), stage.place, slug, KEYS, stage.now)
    return records.result_of(stage.place, stage.round(slug).id)


def outcomes(result):
    return {line.project.number: line.outcome for line in result.lines}


def voted(stage, *ballots):
    people = stage.voters(len(ballots) + 2)
    stage.go_to(Phase.VOTING)
    for voter, numbers in zip(people, ballots, strict=False):
        stage.vote(voter, *numbers)


def held(stage, *costs, rules, budget=600, ballots=((1,), (1,), (2,))):
    """A round of so many som under these rules, counted."""
    stage.draft(terms=Terms(budget=som(budget)), rules=rules)
    rounds.announce(stage.person(Role.HEAD), stage.place, "2026", stage.now)
    stage.on_ballot(*costs)
    voted(stage, *ballots)
    return counted(stage)


def test_the_points_of_the_commission_count_with_their_weight(stage):
    panel = Panel(stage, {P.RESIDENTS_WEIGHT: 4_000}).at_work(250_000, 250_000)
    for member in range(5):
        panel.hand_in(member, "5 5 5 5 5", "10 10 10 10 10")
    panel.open()
    panel.rank()
    voted(stage, (1,), (1,), (2,))

    result = counted(stage)

    # Of 100: No. 1 has 60 · 1/2 of the commission and 40 · 2/2 of the vote, No. 2 60 and 40 · 1/2.
    assert json.loads(result.counted)["mixed"] == {"1": "70", "2": "80"}
    assert [line.project.number for line in result.lines] == [2, 1]
    assert [line.score for line in result.lines] == [1, 2]
    assert "commission" in extras_of(stage.round())


def test_a_count_waits_for_the_commission_whose_points_count(stage):
    Panel(stage).at_work(250_000)
    voted(stage, (1,))
    stage.go_to(Phase.COUNTING)
    clerk = stage.person(Role.OPERATOR)
    lifecycle.tick(KEYS, stage.now)

    with refused(Conflict, Code.RANKING_MISSING):
        lifecycle.count(clerk, stage.place, "2026", KEYS, stage.now)


def test_the_lot_that_numbered_the_ballot_decides_between_equals_where_the_rules_say_so(stage):
    ties = (TieBreak.LOT.value, TieBreak.LISTED_FIRST.value)
    stage.draft(terms=Terms(budget=som(600)), rules={P.TIES: ties})
    rounds.announce(stage.person(Role.HEAD), stage.place, "2026", stage.now)
    stage.on_ballot(100, 100, 100)
    stage.go_to(Phase.DISCUSSION)
    clerk, head = stage.person(Role.OPERATOR), stage.person(Role.HEAD)
    manner = Bilingual("Күбөлөрдүн алдында сөөк ташталды.", "Кости бросили при свидетелях.")
    ref = ballot_order.enter(clerk, stage.place, "2026", "352461", manner, stage.now)
    ballot_order.draw(head, stage.place, "2026", ref, stage.now)
    seed = ballot_lots.lots_of(stage.place, stage.round().id)[0].seed
    voted(stage, (1, 2, 3))

    result = counted(stage)

    order = tuple(str(line.project.number) for line in result.lines)
    assert order == lots.drawn(["1", "2", "3"], seed)
    assert {line.tie_broken_by for line in result.lines} == {TieBreak.LOT}
    assert seed in result.explained_ru


def test_nothing_wins_when_too_few_of_the_roll_voted(stage):
    result = held(stage, 100, 200, rules={P.VOTE_QUORUM: 6_100})

    # Five are on the roll: 61 % of them are more than three.
    assert set(outcomes(result).values()) == {Outcome.NO_QUORUM}
    assert (result.cost, result.left) == (0, som(600))


def test_a_share_of_the_ballots_is_needed_to_win(stage):
    result = held(stage, 100, 200, rules={P.MIN_VOTES_SHARE: 5_000})

    assert outcomes(result) == {1: Outcome.WON, 2: Outcome.BELOW_THRESHOLD}


def test_what_is_left_pays_the_next_project_in_part(stage):
    result = held(stage, 400, 250, rules={P.PART_FUNDING: 8_000})

    assert outcomes(result) == {1: Outcome.WON, 2: Outcome.PART_FUNDED}
    assert result.left == 0


def test_a_village_that_won_before_sits_out_as_the_rules_say(stage):
    stage.announced("2025")
    stage.on_ballot(100, slug="2025")
    (voter, *_) = stage.voters(1, "2025")
    stage.go_to(Phase.VOTING, "2025")
    stage.vote(voter, 1, slug="2025")
    stage.decided("2025")
    stage.draft(rules={P.REPEAT_WINNER_PAUSE: 1})
    rounds.announce(stage.person(Role.HEAD), stage.place, "2026", stage.now)
    stage.go_to(Phase.SUBMISSION)
    clerk = stage.person(Role.OPERATOR)
    refs = [
        stage.submitted(settlement=village, title=f"Көпүрө {village}")
        for village in ("archa-tor", "kyzyl-kopuro")
    ]
    stage.go_to(Phase.REVIEW)
    for ref in refs:
        reviewing.admit(stage, ref, clerk)
    voted(stage, (1,), (1,), (2,))

    assert outcomes(counted(stage)) == {1: Outcome.SITS_OUT, 2: Outcome.WON}


@pytest.mark.parametrize("rule", list(AllocationRule))
def test_every_rule_counts_a_round_and_keeps_what_it_found(stage, rule):
    changes = {P.MIN_VOTES: 1} if rule is AllocationRule.GREEDY_THRESHOLD else {}
    result = held(
        stage, 300, 250, 100, rules={P.ALLOCATION: rule.value, **changes},
        ballots=((1, 2), (1,), (3,), (2, 3)),
    )  # fmt: skip

    assert result.allocation_rule is rule
    assert result.cost + result.left == som(600)
    kept = json.loads(result.counted)
    won = [line.project.number for line in result.lines if line.outcome is Outcome.WON]
    assert sorted(map(int, kept["selected"])) == sorted(won)
    assert rule.value not in kept["others"]
    assert len(result.explained) >= 4
