"""Other values for an announced round, and a round that is not held: by two people, in public."""

import json
from dataclasses import replace

import pytest

from pb import lifecycle
from pb.acts import round_changes as acts
from pb.records import round_changes
from pb.records.base import db
from pb.records.rounds import rounds_to_seal
from pb.rules.refusals import Code, Conflict, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.audit import Tag
from tests.acts.test_round_changes import DAY, WHY, later
from tests.fingerprint import one_event, refused
from tests.records.test_constraints import change as force
from tests.records.test_constraints import refused as held
from tests.stage import KEYS, som


@pytest.fixture
def voting(stage):
    """A round in the first hour of its voting."""
    stage.open_voting(100_000)
    return stage


@pytest.fixture
def clerk(stage):
    return stage.person(Role.OPERATOR)


@pytest.fixture
def member(stage):
    return stage.person(Role.COMMISSION)


@pytest.fixture
def asked(stage):
    """An announced round with one proposal that was sent and asks for 300 000 som."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    stage.submitted(cost=som(300_000))
    return stage


def values(stage, **others):
    return replace(stage.round().values, **others)


def valued(stage, clerk, **others):
    return acts.propose_values(clerk, stage.place, "2026", values(stage, **others), WHY, stage.now)


def test_propose_values_keeps_old_and_new_and_changes_nothing_yet(asked, clerk):
    old = asked.round().budget

    with one_event(Tag.ROUND_CHANGE_PROPOSED) as event:
        ref = valued(asked, clerk, budget=old + 100, max_choices=5)

    assert asked.round().budget == old
    assert json.loads(event.facts)["changed"] == "budget,max_choices"
    change = round_changes.change_of(asked.place, asked.round().id, ref)
    assert change.changed == [("budget", old, old + 100), ("max_choices", 3, 5)]
    assert change.moved == []


def test_confirm_changes_the_values_at_once(asked, clerk, member):
    old = asked.round().budget
    ref = valued(asked, clerk, budget=old + 100, title_ru="Другое название", threshold=2)

    with one_event(Tag.ROUND_CHANGE_CONFIRMED):
        acts.confirm(member, asked.place, "2026", ref, asked.now)

    db.session.expire_all()
    round_ = asked.round()
    assert (round_.budget, round_.title_ru, round_.threshold) == (old + 100, "Другое название", 2)


@pytest.mark.parametrize(
    ("others", "code", "field"),
    [
        ({}, Code.NOTHING_CHANGES, None),
        ({"budget": 29_999_999, "ceiling": None}, Code.PROPOSALS_ASK_MORE, "budget"),
        ({"ceiling": 29_999_999}, Code.PROPOSALS_ASK_MORE, "ceiling"),
        ({"ceiling": 10**15}, Code.CEILING_ABOVE_BUDGET, "ceiling"),
        ({"budget": 0}, Code.MONEY_ZERO, "budget"),
        ({"max_choices": 11}, Code.NUMBER_OUT_OF_RANGE, "max_choices"),
        ({"min_choices": 4}, Code.NUMBER_OUT_OF_RANGE, "min_choices"),
        ({"title_ky": ""}, Code.TITLE_NEEDS_BOTH_LANGUAGES, "title_ky"),
    ],
)
def test_propose_values_is_refused_at_the_value_that_cannot_be(asked, clerk, others, code, field):
    with refused(NotValid, code, field):
        valued(asked, clerk, **others)


def test_values_stand_once_the_voting_has_begun(voting, clerk):
    with refused(NotNow, Code.VALUES_FIXED):
        valued(voting, clerk, max_choices=2)


def test_confirm_is_refused_when_the_voting_began_while_the_values_waited(asked, clerk, member):
    ref = valued(asked, clerk, max_choices=2)
    asked.go_to(Phase.VOTING)

    with refused(NotNow, Code.VALUES_FIXED):
        acts.confirm(member, asked.place, "2026", ref, asked.now)


def cancelled(stage, clerk, second):
    ref = acts.propose_cancellation(clerk, stage.place, "2026", WHY, stage.now)
    acts.confirm(second, stage.place, "2026", ref, stage.now)
    db.session.expire_all()


def test_a_cancelled_round_takes_no_vote_no_proposal_and_no_count(stage, clerk, member):
    (voter,) = stage.open_voting(100_000, voters=1)

    cancelled(stage, clerk, member)

    assert stage.round().phase(stage.now) is Phase.CANCELLED
    with refused(NotNow, Code.ROUND_CANCELLED):
        stage.vote(voter, 1)
    with refused(NotNow, Code.ROUND_CANCELLED):
        acts.propose(clerk, stage.place, "2026", later(stage, results_by=1), stage.now)
    with refused(NotNow, Code.ROUND_CANCELLED):
        acts.propose_cancellation(clerk, stage.place, "2026", WHY, stage.now)
    stage.clock.put(stage.round().voting_closes + DAY)
    assert rounds_to_seal(stage.now) == []
    with refused(NotNow, Code.ROUND_CANCELLED):
        lifecycle.count(clerk, stage.place, "2026", KEYS, stage.now)


def test_propose_cancellation_alone_changes_nothing(voting, clerk):
    acts.propose_cancellation(clerk, voting.place, "2026", WHY, voting.now)

    assert voting.round().phase(voting.now) is Phase.VOTING


def test_a_counted_round_is_not_cancelled_any_more(voting, clerk, member):
    ref = acts.propose_cancellation(clerk, voting.place, "2026", WHY, voting.now)
    voting.clock.put(voting.round().voting_closes + DAY)
    lifecycle.count(clerk, voting.place, "2026", KEYS, voting.now)

    with refused(Conflict, Code.RESULT_EXISTS):
        acts.confirm(member, voting.place, "2026", ref, voting.now)
    with refused(Conflict, Code.RESULT_EXISTS):
        acts.propose_cancellation(clerk, voting.place, "2026", WHY, voting.now)


def test_the_database_cancels_no_round_and_changes_no_value_without_a_decision(asked, clerk):
    acts.propose_cancellation(clerk, asked.place, "2026", WHY, asked.now)

    with held("final"):
        force("round", cancelled_at=asked.now)
    with held("final"):
        force("round", max_choices=2)


def test_the_database_keeps_a_cancelled_round_cancelled_and_undecided(asked, clerk, member):
    cancelled(asked, clerk, member)

    with held("final"):
        force("round", cancelled_at=None)
    with held("final"):
        force("round", decided_at=asked.now)
