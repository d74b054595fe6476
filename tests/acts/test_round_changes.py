"""Changing an announced round: by two people, with a reason; days move forward only."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from pb.acts import round_changes as acts
from pb.acts.round_changes import ChangeFacts
from pb.records import round_changes
from pb.records.base import db
from pb.rules import calendar
from pb.rules.changes import ChangeKind, ChangeState, suspended
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.texts import Bilingual
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.records.test_constraints import change as force
from tests.records.test_constraints import refused as held

WHY = Bilingual("Суу кирип, жол жабылып калды.", "Из-за паводка закрыта дорога.")
DAY = timedelta(days=1)


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


def later(stage, **days):
    """The days of the round with some of them so many days later."""
    standing = stage.round().schedule.days
    moved = {name: getattr(standing, name) + timedelta(days=n) for name, n in days.items()}
    return ChangeFacts(ChangeKind.EXTENSION, replace(standing, **moved), WHY)


def proposed(stage, clerk, **days):
    facts = later(stage, **(days or {"voting_to": 3, "results_by": 3}))
    return acts.propose(clerk, stage.place, "2026", facts, stage.now)


def test_propose_changes_nothing_until_another_person_confirms(voting, clerk):
    before = voting.round().schedule

    with one_event(Tag.ROUND_CHANGE_PROPOSED) as event:
        ref = proposed(voting, clerk)

    assert voting.round().schedule == before
    assert json.loads(event.facts) == {
        "round": "2026",
        "kind": "change_extension",
        "changed": "voting_to,results_by",
    }
    change = round_changes.change_of(voting.place, voting.round().id, ref)
    assert [name for name, _was, _is in change.moved] == ["voting_to", "results_by"]


@pytest.mark.parametrize("role", [Role.HEAD, Role.COMMISSION])
def test_confirm_moves_the_days_at_once_and_the_voting_lasts_longer(voting, clerk, role):
    old_end = voting.round().voting_closes
    ref = proposed(voting, clerk)
    second = voting.person(role)

    with one_event(Tag.ROUND_CHANGE_CONFIRMED):
        acts.confirm(second, voting.place, "2026", ref, voting.now)

    db.session.expire_all()
    assert voting.round().voting_closes == old_end + 3 * DAY
    voting.clock.put(old_end + timedelta(hours=1))
    assert voting.round().phase(voting.now) is Phase.VOTING
    change = round_changes.change_of(voting.place, voting.round().id, ref)
    assert (change.state, change.decided_by) == (ChangeState.CONFIRMED, second.account_id)


def test_a_suspension_moves_everything_that_has_not_come(voting, clerk, member):
    standing = voting.round().schedule.days
    days = suspended(standing, 4, calendar.day_of(voting.now))
    facts = ChangeFacts(ChangeKind.SUSPENSION, days, WHY)

    ref = acts.propose(clerk, voting.place, "2026", facts, voting.now)
    acts.confirm(member, voting.place, "2026", ref, voting.now)

    db.session.expire_all()
    found = voting.round().schedule.days
    assert found.voting_from == standing.voting_from
    assert (found.voting_to, found.results_by) == (
        standing.voting_to + 4 * DAY,
        standing.results_by + 4 * DAY,
    )


def test_confirm_is_refused_to_whoever_proposed_it(voting):
    head = voting.person(Role.HEAD)
    ref = proposed(voting, head)

    with refused(NotAllowed, Code.CHANGE_NEEDS_ANOTHER):
        acts.confirm(head, voting.place, "2026", ref, voting.now)
    with refused(NotAllowed, Code.CHANGE_NEEDS_ANOTHER):
        acts.decline(head, voting.place, "2026", ref, voting.now)


def test_confirm_asks_for_the_second_factor_and_the_right_role(voting, clerk, member):
    ref = proposed(voting, clerk)
    other = voting.person(Role.OPERATOR)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        acts.confirm(other, voting.place, "2026", ref, voting.now)
    with refused(NotAllowed, Code.STEP_UP_FIRST):
        acts.confirm(replace(member, is_confirmed=False), voting.place, "2026", ref, voting.now)


def test_decline_leaves_the_days_and_makes_room_for_another_change(voting, clerk, member):
    before = voting.round().schedule
    ref = proposed(voting, clerk)

    with one_event(Tag.ROUND_CHANGE_DECLINED):
        acts.decline(member, voting.place, "2026", ref, voting.now)

    assert voting.round().schedule == before
    with refused(Conflict, Code.CHANGE_DECIDED):
        acts.confirm(member, voting.place, "2026", ref, voting.now)
    assert proposed(voting, clerk)


@pytest.mark.parametrize(
    ("days", "code", "field"),
    [
        ({"voting_to": -1}, Code.DAY_MOVES_BACK, "voting_to"),
        ({"voting_from": 1}, Code.DAY_IS_OVER, "voting_from"),
        ({"submission_to": 1}, Code.DAY_IS_OVER, "submission_to"),
        ({"voting_to": 90}, Code.DATES_OUT_OF_ORDER, "results_by"),
        ({"voting_to": 0}, Code.NOTHING_MOVES, None),
    ],
)
def test_propose_is_refused_at_the_day_that_cannot_move_so(voting, clerk, days, code, field):
    facts = later(voting, **days)

    with refused(NotValid, code, field):
        acts.propose(clerk, voting.place, "2026", facts, voting.now)


def test_propose_is_refused_without_a_reason_in_both_languages(voting, clerk):
    facts = replace(later(voting, results_by=1), reason=Bilingual("Суу кирип кетти.", None))

    with refused(NotValid, Code.TITLE_NEEDS_BOTH_LANGUAGES, "reason_ru"):
        acts.propose(clerk, voting.place, "2026", facts, voting.now)


def test_propose_is_refused_while_another_change_waits(voting, clerk):
    proposed(voting, clerk)
    facts = later(voting, results_by=1)

    with refused(Conflict, Code.CHANGE_WAITS):
        acts.propose(clerk, voting.place, "2026", facts, voting.now)


def test_confirm_is_refused_when_the_voting_ended_while_it_waited(voting, clerk, member):
    ref = proposed(voting, clerk)
    voting.clock.put(voting.round().voting_closes)

    with refused(NotValid, Code.DAY_IS_OVER, "voting_to"):
        acts.confirm(member, voting.place, "2026", ref, voting.now)


def test_the_days_of_a_draft_and_of_a_decided_round_are_moved_otherwise_or_not_at_all(stage, clerk):
    stage.draft()
    facts = later(stage, results_by=1)

    with refused(NotNow, Code.NOT_OPEN):
        acts.propose(clerk, stage.place, "2026", facts, stage.now)


def test_a_change_is_not_found_when_it_is_another_municipalitys(voting, clerk):
    ref = proposed(voting, clerk)
    neighbour = voting.neighbour()
    neighbour.announced()
    stranger = neighbour.person(Role.COMMISSION)

    for place in (voting.place, neighbour.place):
        with refused(NotFound, Code.NOT_FOUND):
            acts.confirm(stranger, place, "2026", ref, voting.now)


# --- what the database itself holds -----------------------------------------------------------


def test_the_database_moves_no_day_without_a_confirmed_decision(voting, clerk):
    end = voting.round().voting_closes
    proposed(voting, clerk)

    with held("final"):
        force("round", voting_closes=end + 3 * DAY, results_due=end + 30 * DAY)


def test_the_database_moves_days_to_those_of_the_decision_and_to_no_others(voting, clerk, member):
    ref = proposed(voting, clerk)
    acts.confirm(member, voting.place, "2026", ref, voting.now)
    end = voting.round().voting_closes

    for moved in (end + DAY, end - DAY):
        with held("final"):
            force("round", voting_closes=moved)
    with held("final"):
        force("round", budget=1)


@pytest.mark.parametrize("column", ["state", "reason_ky", "voting_closes", "decided_by"])
def test_a_decided_change_is_never_changed_and_never_deleted(voting, clerk, member, column):
    ref = proposed(voting, clerk)
    acts.decline(member, voting.place, "2026", ref, voting.now)

    with held("final"):
        force("round_change", **{column: None})


def test_one_person_is_never_both_signatures_of_a_change(voting, clerk):
    proposed(voting, clerk)

    with held("two_people"):
        force(
            "round_change",
            state="change_confirmed",
            decided_by=clerk.account_id,
            decided_at=voting.now,
        )
