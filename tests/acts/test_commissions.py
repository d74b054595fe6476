"""Seating a commission: entered by one person, signed by another, as the rules of the round say."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from pb.acts import commissions as acts
from pb.acts.accounts import grants
from pb.acts.commissions import SeatFacts
from pb.records import commissions
from pb.records.base import db
from pb.rules.commissions.functions import RoundedFirst
from pb.rules.commissions.members import Seat
from pb.rules.commissions.terms import Measure
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter
from pb.services.actors import PLATFORM
from pb.services.audit import Tag
from tests.commission_stage import Panel
from tests.fingerprint import one_event, refused
from tests.records.test_constraints import change as force
from tests.records.test_constraints import refused as held
from tests.rules_adopted import PAPER


@pytest.fixture
def panel(stage):
    return Panel(stage)


def standing(stage):
    return commissions.standing_of(stage.place, stage.round().id)


def test_seat_holds_nothing_before_another_person_signs(stage, panel):
    with one_event(Tag.COMMISSION_SEATED) as event:
        ref = panel.seated()

    assert standing(stage) is None
    found = commissions.latest_of(stage.place, stage.round().id)
    assert found.ref == ref
    assert json.loads(event.facts) == {
        "round": "2026", "members": 5, "criteria": found.criteria_sha256,
    }  # fmt: skip

    with one_event(Tag.COMMISSION_SIGNED):
        acts.sign(panel.head, stage.place, "2026", ref, stage.now)

    assert standing(stage).signed_by == panel.head.account_id
    seated = commissions.members_of(stage.place, found.id)
    assert [(one.number, one.seats, one.is_chair) for one in seated] == [
        (1, (Seat.DEPUTY,), True),
        (2, (Seat.RESIDENT,), False),
        (3, (Seat.WOMEN,), False),
        (4, (Seat.EXPERT,), False),
        (5, (Seat.EXPERT,), False),
    ]


def test_seat_takes_weights_and_scale_from_the_rules_of_the_round(stage):
    rules = {
        Parameter.WEIGHT_IMPORTANCE: 3_000,
        Parameter.WEIGHT_SUSTAINABILITY: 1_000,
        Parameter.SCORE_SCALE: 5,
    }
    panel = Panel(stage, rules)
    panel.signed()

    criteria = standing(stage).criteria

    assert [int(one.weight) for one in criteria.all()] == [30, 20, 10, 20, 20]
    assert {one.measure.largest for one in criteria.all()} == {5}
    assert criteria.most == 100


def test_seat_keeps_the_file_of_the_act(stage, panel):
    panel.seated(file=PAPER)

    kept = commissions.latest_of(stage.place, stage.round().id)

    assert stage.storage.get(kept.act_sha256) == PAPER


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"act_number": " "}, Code.TEXT_MISSING, "act_number"),
        ({"act_number": "1" * 41}, Code.TEXT_TOO_LONG, "act_number"),
        ({"chair": None}, Code.CHAIR_MISSING, "chair"),
        ({"chair": "somebody"}, Code.CHAIR_MISSING, "chair"),
        ({"file": b"no paper"}, Code.RESOLUTION_FILE_UNREADABLE, "file"),
    ],
)
def test_seat_refuses_what_cannot_be_in_the_act(panel, changes, code, field):
    with refused(NotValid, code, field):
        panel.seated(**changes)


def test_seat_refuses_an_act_of_tomorrow(panel):
    tomorrow = panel.facts().act_day + timedelta(days=1)

    with refused(NotValid, Code.RESOLUTION_IN_FUTURE, "act_day"):
        panel.seated(act_day=tomorrow)


def test_seat_refuses_a_commission_that_is_not_as_the_rules_say(stage, panel):
    people = panel.facts().members
    sixth = stage.person(Role.COMMISSION)

    with refused(NotValid, Code.COMMISSION_SIZE, "members", smallest=5, largest=9, number=4):
        panel.seated(members=people[:4])
    with refused(NotValid, Code.MEMBERS_EVEN, "members", number=6):
        panel.seated(members=(*people, SeatFacts(sixth.ref, frozenset({Seat.EXPERT}))))
    with refused(NotValid, Code.COMMISSION_LACKS, "members", seats=(Seat.DEPUTY,)):
        panel.seated(members=(replace(people[0], seats=frozenset({Seat.EXPERT})), *people[1:]))
    with refused(NotValid, Code.MEMBER_TWICE, "member_5"):
        panel.seated(members=(*people[:4], people[0]))


def test_seat_refuses_whoever_does_not_hold_the_role_here(stage, panel):
    people = panel.facts().members
    resident = stage.person(Role.RESIDENT)
    there = stage.neighbour().person(Role.COMMISSION)

    for stranger in (resident, there):
        with refused(NotValid, Code.MEMBER_UNKNOWN, "members"):
            panel.seated(members=(*people[:4], SeatFacts(stranger.ref, frozenset({Seat.EXPERT}))))


def test_seat_is_refused_where_the_residents_alone_select(stage):
    stage.announced()
    panel = Panel.__new__(Panel)
    vars(panel).update(stage=stage, measure=Measure.MARKED, clerk=stage.person(Role.OPERATOR))
    panel.members = [stage.person(Role.COMMISSION) for _ in range(5)]

    with refused(Conflict, Code.COMMISSION_NOT_ASKED):
        panel.seated()


def test_seat_measures_the_own_contribution_only_as_long_as_proposals_are_taken(stage, panel):
    stage.go_to(Phase.SUBMISSION)
    panel.seated(measure=Measure.EVENLY)
    latest = commissions.latest_of(stage.place, stage.round().id)
    assert isinstance(list(latest.criteria.all())[-1].measure, RoundedFirst)
    stage.go_to(Phase.REVIEW)

    for late in set(Measure) - {Measure.MARKED}:
        with refused(NotNow, Code.CRITERIA_LATE, "measure"):
            panel.seated(measure=late)
    panel.seated(measure=Measure.MARKED)


def test_seat_does_not_measure_what_the_rules_do_not_score(stage):
    rules = {
        Parameter.OWN_CONTRIBUTION_SCORED: False,
        Parameter.WEIGHT_CONTRIBUTION: 0,
        Parameter.WEIGHT_IMPORTANCE: 4_000,
    }
    panel = Panel(stage, rules)

    with refused(NotValid, Code.RULE_NOT_OFFERED, "measure"):
        panel.seated(measure=Measure.STEPS)
    panel.signed()
    assert [one.key for one in standing(stage).criteria.all()] == [
        "importance", "participation", "sustainability", "justification",
    ]  # fmt: skip


def test_sign_is_refused_to_whoever_entered_it(stage, panel):
    both = replace(panel.clerk, roles=panel.clerk.roles | {Role.HEAD})
    ref = panel.seated()

    with refused(NotAllowed, Code.SIGNATURE_NEEDS_ANOTHER):
        acts.sign(both, stage.place, "2026", ref, stage.now)
    with held("two_people"):
        force("commission", signed_by=both.account_id, signed_at=stage.now)


def test_sign_asks_for_the_second_factor_and_the_right_role(stage, panel):
    ref = panel.seated()

    for other in (panel.clerk, panel.chair, stage.person(Role.DEPUTY)):
        with refused(NotAllowed, Code.NOT_ALLOWED):
            acts.sign(other, stage.place, "2026", ref, stage.now)
    with refused(NotAllowed, Code.STEP_UP_FIRST):
        acts.sign(replace(panel.head, is_confirmed=False), stage.place, "2026", ref, stage.now)


def test_seat_is_refused_to_everyone_but_the_clerk(stage, panel):
    facts = panel.facts()
    for other in (panel.head, panel.chair, stage.person(Role.RESIDENT)):
        with refused(NotAllowed, Code.NOT_ALLOWED):
            acts.seat(other, stage.place, "2026", facts, stage.storage, stage.now)
    there = stage.neighbour()
    with refused(NotFound, Code.NOT_FOUND):
        acts.seat(panel.clerk, there.place, "2026", facts, stage.storage, stage.now)


def test_sign_stands_for_the_seating_that_was_looked_at(stage, panel):
    with refused(NotFound, Code.NOT_FOUND):
        acts.sign(panel.head, stage.place, "2026", "nothing", stage.now)
    first = panel.seated()
    second = panel.seated(act_number="15")

    with refused(Conflict, Code.SEATING_CHANGED):
        acts.sign(panel.head, stage.place, "2026", first, stage.now)
    acts.sign(panel.head, stage.place, "2026", second, stage.now)
    with refused(Conflict, Code.COMMISSION_SIGNED):
        acts.sign(panel.head, stage.place, "2026", second, stage.now)


def test_sign_is_refused_where_a_member_lost_the_role_meanwhile(stage, panel):
    ref = panel.seated()
    grants.take_role(PLATFORM, stage.place, panel.members[3].ref, Role.COMMISSION, stage.now)

    with refused(NotValid, Code.MEMBER_UNKNOWN):
        acts.sign(panel.head, stage.place, "2026", ref, stage.now)


def test_a_signed_commission_is_never_changed(stage, panel):
    panel.signed()
    db.session.commit()

    for column in ("act_number", "criteria_text", "criteria_sha256", "code_seed", "signed_by"):
        with held("final"):
            force("commission", **{column: None if column == "signed_by" else "1"})
    with held("final"):
        force("commission_member", seat_names="expert")
    with held("does not fit"):
        db.session.add(
            commissions.CommissionMember(
                municipality_id=stage.place,
                commission_id=standing(stage).id,
                number=6,
                account_id=panel.head.account_id,
                seat_names="expert",
                is_chair=False,
            )
        )
        db.session.flush()


def test_a_later_seating_takes_the_place_of_an_earlier_one(stage, panel):
    panel.signed()
    earlier = standing(stage)

    panel.seated(act_number="15")
    assert standing(stage).id == earlier.id
    latest = commissions.latest_of(stage.place, stage.round().id)
    acts.sign(panel.head, stage.place, "2026", latest.ref, stage.now)

    assert (standing(stage).act_number, standing(stage).version) == ("15", 2)


@pytest.mark.parametrize("phase", [Phase.VOTING, Phase.COUNTING])
def test_nobody_is_seated_once_the_voting_has_begun(stage, panel, phase):
    ref = panel.seated()
    stage.go_to(phase)

    with refused(NotNow, Code.NOT_OPEN):
        panel.seated()
    with refused(NotNow, Code.NOT_OPEN):
        acts.sign(panel.head, stage.place, "2026", ref, stage.now)
