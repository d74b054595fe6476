"""Scoring by a member: interests declared first, marks that fit, sheets handed in whole."""

import json
from dataclasses import replace

import pytest

from pb.acts import rankings, scoring
from pb.records import commissions as records
from pb.records import proposals, scores
from pb.records.base import db
from pb.rules.commissions import figures
from pb.rules.commissions.members import Involvement
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid
from pb.rules.roles import Role
from pb.services.audit import Tag
from tests.commission_stage import Panel
from tests.fingerprint import one_event, refused
from tests.records.test_constraints import TABLES, rows
from tests.records.test_constraints import change as force
from tests.records.test_constraints import refused as held

FIVES = "5 5 5 5 5"


@pytest.fixture
def panel(stage):
    """Five members and two proposals, in the first hour of the discussion."""
    return Panel(stage).at_work(298_000, 200_000)


def result(stage):
    commission = records.standing_of(stage.place, stage.round().id)
    return figures.read(scores.result_of(stage.place, commission.id).figures_text).result


def all_hand_in(panel, *texts):
    for member in range(5):
        panel.hand_in(member, *(texts or (FIVES, FIVES)))


def test_nothing_is_marked_before_interests_are_declared(stage, panel):
    with refused(NotAllowed, Code.DECLARATION_MISSING):
        panel.mark(1, panel.refs[0], FIVES)
    with refused(NotAllowed, Code.DECLARATION_MISSING):
        scoring.hand_in(panel.members[1], stage.place, "2026", stage.now)


def test_declare_leaves_a_trace_without_what_was_declared(stage, panel):
    with one_event(Tag.INTERESTS_DECLARED) as event:
        panel.declare(1, panel.refs[0])

    assert json.loads(event.facts) == {"round": "2026"}
    assert event.object_ref == records.standing_of(stage.place, stage.round().id).ref


def test_declare_asks_for_a_clear_answer(stage, panel):
    def say(has_interest, **interests):
        scoring.declare(panel.members[1], stage.place, "2026", has_interest, interests, stage.now)

    one = {panel.refs[0]: Involvement.WORK}
    with refused(NotValid, Code.INTEREST_UNSAID, "has_interest"):
        say(None)
    with refused(NotValid, Code.INTEREST_CONTRADICTS, "has_interest"):
        say(True)
    with refused(NotValid, Code.INTEREST_CONTRADICTS, "has_interest"):
        say(False, **one)
    with refused(NotFound, Code.NOT_FOUND):
        say(True, elsewhere=Involvement.WORK)
    say(True, **one)


def test_a_declared_interest_keeps_the_member_from_scoring_that_proposal(panel):
    panel.declare(1, panel.refs[0])

    with refused(NotAllowed, Code.CONFLICT_OF_INTEREST):
        panel.mark(1, panel.refs[0], FIVES)
    assert panel.mark(1, panel.refs[1], FIVES)


def test_an_interest_is_never_taken_back_and_a_later_one_drops_the_draft(panel):
    panel.declare(1, panel.refs[0])
    panel.mark(1, panel.refs[1], FIVES)

    panel.declare(1)
    with refused(NotAllowed, Code.CONFLICT_OF_INTEREST):
        panel.mark(1, panel.refs[0], FIVES)

    panel.declare(1, panel.refs[1])
    assert rows("score_sheet") == []
    with refused(NotAllowed, Code.CONFLICT_OF_INTEREST):
        panel.mark(1, panel.refs[1], FIVES)


def test_nobody_scores_their_own_proposal_whatever_they_declare(stage):
    panel = Panel(stage)
    author = replace(panel.members[2], roles=frozenset({Role.COMMISSION, Role.RESIDENT}))
    other = stage.person(Role.RESIDENT)
    panel.at_work(298_000, 200_000, authors=[author, other])

    panel.declare(2)

    with refused(NotAllowed, Code.CONFLICT_OF_INTEREST):
        panel.mark(2, panel.refs[0], FIVES)
    assert panel.mark(2, panel.refs[1], FIVES)


def test_save_keeps_a_sheet_half_done_and_says_whether_it_is_whole(stage, panel):
    panel.declare(1)

    with one_event(Tag.SHEET_SAVED) as event:
        assert not panel.mark(1, panel.refs[0], "7,5 - - - -")
    assert panel.mark(1, panel.refs[0], "7.5 0 10 3 4")

    (sheet,) = rows("score_sheet")
    assert json.loads(sheet["marks_text"]) == {
        "importance": 750,
        "participation": 0,
        "sustainability": 1000,
        "justification": 300,
        "contribution": 400,
    }
    assert json.loads(event.facts) == {"round": "2026"}


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("11 5 5 5 5", Code.MARK_OUT_OF_RANGE, "mark_importance"),
        ("5 5 10,1 5 5", Code.MARK_OUT_OF_RANGE, "mark_sustainability"),
        ("5 -1 5 5 5", Code.DECIMAL_UNREADABLE, "mark_participation"),
        ("5 5 5 7,55 5", Code.DECIMAL_UNREADABLE, "mark_justification"),
        ("5 5 5 5 беш", Code.DECIMAL_UNREADABLE, "mark_contribution"),
    ],
)
def test_save_refuses_a_mark_that_is_none(panel, text, code, field):
    panel.declare(1)

    with refused(NotValid, code, field):
        panel.mark(1, panel.refs[0], text)


def test_save_refuses_a_criterion_or_a_proposal_that_is_not_there(stage, panel):
    panel.declare(1)
    member, now = panel.members[1], stage.now

    with refused(NotValid, Code.CRITERION_UNKNOWN, "mark_beauty"):
        scoring.save(member, stage.place, "2026", panel.refs[0], {"beauty": "5"}, None, now)
    with refused(NotFound, Code.NOT_FOUND):
        scoring.save(member, stage.place, "2026", "elsewhere", {}, None, now)


def test_whoever_does_not_sit_on_this_commission_marks_nothing(stage, panel):
    sixth, there = stage.person(Role.COMMISSION), stage.neighbour().person(Role.COMMISSION)
    ref, now = panel.refs[0], stage.now

    for actor, kind, code in (
        (sixth, NotAllowed, Code.NOT_SEATED),
        (panel.clerk, NotAllowed, Code.NOT_ALLOWED),
        (panel.head, NotAllowed, Code.NOT_ALLOWED),
        (stage.person(Role.RESIDENT), NotAllowed, Code.NOT_ALLOWED),
        (there, NotFound, Code.NOT_FOUND),
    ):
        with refused(kind, code):
            scoring.declare(actor, stage.place, "2026", False, {}, now)
        with refused(kind, code):
            scoring.save(actor, stage.place, "2026", ref, {}, None, now)
        with refused(kind, code):
            scoring.hand_in(actor, stage.place, "2026", now)
        with refused(kind, code):
            rankings.open_(actor, stage.place, "2026", None, now)
        with refused(kind, code):
            rankings.rank(actor, stage.place, "2026", None, now)


def test_hand_in_takes_whole_sheets_only_and_all_at_once(stage, panel):
    panel.declare(1)
    panel.mark(1, panel.refs[0], FIVES)
    member, now = panel.members[1], stage.now

    with refused(NotValid, Code.MARK_MISSING, "mark_importance"):
        scoring.hand_in(member, stage.place, "2026", now)
    panel.mark(1, panel.refs[1], "5 5 5 5 -")
    with refused(NotValid, Code.MARK_MISSING, "mark_contribution"):
        scoring.hand_in(member, stage.place, "2026", now)
    panel.mark(1, panel.refs[1], FIVES)
    with one_event(Tag.SHEETS_HANDED_IN) as event:
        scoring.hand_in(member, stage.place, "2026", now)

    assert json.loads(event.facts) == {"round": "2026"}
    assert {row["handed_in_at"] for row in rows("score_sheet")} == {now}


def test_a_sheet_that_is_handed_in_never_changes(stage, panel):
    panel.hand_in(1, FIVES, FIVES)

    with refused(Conflict, Code.SHEET_HANDED_IN):
        panel.mark(1, panel.refs[0], "6 6 6 6 6")
    with refused(Conflict, Code.SHEET_HANDED_IN):
        panel.declare(1, panel.refs[0])
    with refused(Conflict, Code.SHEET_HANDED_IN):
        scoring.hand_in(panel.members[1], stage.place, "2026", stage.now)
    with held("final"):
        force("score_sheet", marks_text="{}")
    with held("final"):
        db.session.execute(TABLES["score_sheet"].delete())


def test_the_database_refuses_a_sheet_that_no_deed_may_keep(stage, panel):
    panel.declare(1, panel.refs[0])
    projects = {p.proposal.ref: p.id for p in proposals.projects_of(stage.round().id)}
    declaration = rows("declaration")[0]
    other = rows("commission_member")[2]["id"]
    sheet = {
        "municipality_id": stage.place,
        "member_id": declaration["member_id"],
        "declaration_id": declaration["id"],
        "marks_text": "{}",
        "saved_at": stage.now,
    }

    def add(ref, **changes):
        row = {**sheet, "project_id": projects[ref], **changes}
        db.session.execute(TABLES["score_sheet"].insert(), row)

    with held("does not fit"):  # an interest
        add(panel.refs[0])
    with held("foreign key"):  # another's declaration
        add(panel.refs[1], member_id=other)
    with held("null"):  # no declaration
        add(panel.refs[1], declaration_id=None)
    add(panel.refs[1])
    interest = rows("declared_interest")[0] | {"project_id": projects[panel.refs[1]]}
    with held("does not fit"):  # an interest beside a sheet
        db.session.execute(TABLES["declared_interest"].insert(), interest)
    for table in ("declaration", "declared_interest"):
        with held("final"):
            db.session.execute(TABLES[table].delete())
