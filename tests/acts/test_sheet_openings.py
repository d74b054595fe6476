"""The sheets of a commission are sealed until all have handed in, and open together."""

import json

import pytest

from pb.acts import commissions, scoring
from pb.records import commissions as records
from pb.records import scores
from pb.rules.commissions import figures
from pb.rules.commissions.members import Bar
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow, NotValid
from pb.rules.roles import Role
from pb.services.audit import Tag
from tests.commission_stage import Panel
from tests.fingerprint import one_event, refused
from tests.records.test_constraints import change as force
from tests.records.test_constraints import refused as held
from tests.records.test_constraints import rows

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


def test_the_sheets_open_only_together(stage, panel):
    for member in range(4):
        panel.hand_in(member, FIVES, FIVES)

    with refused(NotNow, Code.SHEETS_SEALED, number=1):
        panel.open(1)
    with refused(NotNow, Code.SHEETS_NOT_OPEN):
        panel.rank()
    panel.hand_in(4, FIVES, FIVES)
    with one_event(Tag.SHEETS_OPENED) as event:
        panel.open(1)

    assert json.loads(event.facts) == {"round": "2026", "excused": 0}
    with refused(Conflict, Code.SHEETS_OPEN):
        panel.open(1)
    with refused(Conflict, Code.SHEETS_OPEN):
        panel.declare(2)
    with refused(Conflict, Code.SHEETS_OPEN):
        panel.seated()


def test_a_member_who_never_declared_is_waited_for(panel):
    for member in (0, 1, 2, 3):
        panel.hand_in(member, FIVES, FIVES)

    with refused(NotNow, Code.SHEETS_SEALED, number=1):
        panel.open(2)


def test_the_chair_does_not_wait_for_ever_but_says_why(stage, panel):
    for member in range(3):
        panel.hand_in(member, FIVES, FIVES)
    panel.declare(3)
    panel.mark(3, panel.refs[0], "10 10 10 10 10")

    for reason in (None, " ", "кыска"):
        with refused(NotValid, Code.REASON_MISSING, "reason"):
            panel.open(0, reason)
    with refused(NotValid, Code.TEXT_TOO_LONG, "reason"):
        panel.open(0, "а" * 2_001)
    panel.open(0, "Эки мүчө ооруканада, мөөнөт бүтүп баратат.")
    panel.rank()

    found = result(stage).applications[0]
    assert found.counted == ("1", "2", "3")
    assert found.left_out == (("4", Bar.EXCUSED), ("5", Bar.NO_DECLARATION))
    assert found.total == 50
    # What the excused member began is neither counted nor published.
    kept = scores.result_of(stage.place, rows("commission")[0]["id"]).figures_text
    assert '"4":{' not in kept
    with held("does not fit"):
        force("score_sheet", note="later")


def test_the_sheets_stay_shut_where_too_few_would_count(panel):
    for member in range(2):
        panel.hand_in(member, FIVES, FIVES)

    with refused(Conflict, Code.COMMISSION_NOT_QUORATE, number=2, needed=3):
        panel.open(0, "Мөөнөт бүтүп баратат, күтө албайбыз.")


def test_too_many_interests_keep_the_sheets_shut_and_another_commission_is_seated(stage, panel):
    for member in range(3):
        panel.declare(member, panel.refs[0])
        panel.mark(member, panel.refs[1], FIVES)
        scoring.hand_in(panel.members[member], stage.place, "2026", stage.now)
    for member in (3, 4):
        panel.hand_in(member, FIVES, FIVES)
    with refused(Conflict, Code.COMMISSION_NOT_QUORATE, application=panel.refs[0], number=2):
        panel.open()

    panel.members = [*panel.members[:2], *(stage.person(Role.COMMISSION) for _ in range(3))]
    ref = panel.seated(act_number="15")
    commissions.sign(panel.head, stage.place, "2026", ref, stage.now)

    with refused(NotAllowed, Code.DECLARATION_MISSING):
        panel.mark(0, panel.refs[0], FIVES)
    all_hand_in(panel)
    panel.open()
