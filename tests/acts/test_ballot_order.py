"""The order of the ballot by a public lot: one enters the seed, another stands for it, once."""

import hashlib
import json
from dataclasses import replace

import pytest

from pb.acts import ballot_order as acts
from pb.records import ballot_lots, proposals
from pb.records.base import db
from pb.rules import lots
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.texts import Bilingual
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.records.test_constraints import TABLES, rows
from tests.records.test_constraints import change as force
from tests.records.test_constraints import refused as held

SEED = "3 5 1 6 6 2"
MANNER = Bilingual(
    "Клубда, эл алдында алты сөөк ташталды.", "В клубе при людях бросили шесть костей."
)


@pytest.fixture
def discussed(stage):
    """A round with four projects, between its review and its voting."""
    stage.announced()
    stage.on_ballot(100_000, 120_000, 140_000, 160_000)
    stage.go_to(Phase.DISCUSSION)
    return stage


@pytest.fixture
def clerk(stage):
    return stage.person(Role.OPERATOR)


@pytest.fixture
def head(stage):
    return stage.person(Role.HEAD)


def enter(stage, clerk, seed=SEED, manner=MANNER):
    return acts.enter(clerk, stage.place, "2026", seed, manner, stage.now)


def draw(stage, actor, ref):
    acts.draw(actor, stage.place, "2026", ref, stage.now)


def numbered(stage):
    """The public ids of the proposals in the order of their numbers."""
    db.session.expire_all()
    found = proposals.projects_of(stage.round().id)
    return {project.number: project.proposal.ref for project in found}


def test_enter_numbers_nothing_before_another_person_confirms(discussed, clerk, head):
    before = numbered(discussed)

    with one_event(Tag.BALLOT_LOT_ENTERED) as event:
        ref = enter(discussed, clerk, f"  {SEED} ")

    assert numbered(discussed) == before
    assert json.loads(event.facts) == {"round": "2026", "seed": SEED}

    with one_event(Tag.BALLOT_ORDER_DRAWN) as event:
        draw(discussed, head, ref)

    assert json.loads(event.facts) == {"round": "2026", "seed": SEED, "projects": 4}


def test_draw_numbers_the_projects_as_anyone_can_work_out(discussed, clerk, head):
    before = numbered(discussed)

    draw(discussed, head, enter(discussed, clerk))

    # printf '%s' 'SEED:REF' | sha256sum, the smallest first
    by_hand = sorted(
        before.values(), key=lambda ref: hashlib.sha256(f"{SEED}:{ref}".encode()).hexdigest()
    )
    after = numbered(discussed)
    assert list(after) == [1, 2, 3, 4]
    assert list(after.values()) == by_hand == list(lots.drawn(before.values(), SEED))
    lot = ballot_lots.lots_of(discussed.place, discussed.round().id)[0]
    for ticket in ballot_lots.tickets_of(discussed.place, lot.id):
        assert after[ticket.number] == before[ticket.was_number] == ticket.reference


def test_what_was_drawn_is_what_people_vote_on(discussed, clerk, head):
    cost = {project.proposal.ref: project.cost
            for project in proposals.projects_of(discussed.round().id)}  # fmt: skip
    draw(discussed, head, enter(discussed, clerk))
    (voter,) = discussed.voters(1)
    discussed.go_to(Phase.VOTING)

    discussed.vote(voter, 1)
    discussed.decided()

    won = [row for row in rows("result_line") if row["score"] == 1]
    project = proposals.project_of(discussed.place, discussed.round().id, 1)
    assert [row["project_id"] for row in won] == [project.id]
    assert project.cost == cost[numbered(discussed)[1]]


def test_a_commission_member_may_confirm_too(discussed, clerk):
    draw(discussed, discussed.person(Role.COMMISSION), enter(discussed, clerk))

    assert ballot_lots.lots_of(discussed.place, discussed.round().id)[0].is_drawn


@pytest.mark.parametrize(
    ("seed", "manner", "code", "field"),
    [
        ("", MANNER, Code.TEXT_MISSING, "seed"),
        ("3 5 1", MANNER, Code.TEXT_TOO_SHORT, "seed"),
        ("6" * 101, MANNER, Code.TEXT_TOO_LONG, "seed"),
        (SEED, Bilingual(MANNER.ky, None), Code.TITLE_NEEDS_BOTH_LANGUAGES, "manner_ru"),
        (SEED, Bilingual("кыска", MANNER.ru), Code.TEXT_TOO_SHORT, "manner_ky"),
    ],
)
def test_enter_refuses_a_seed_or_words_that_are_none(discussed, clerk, seed, manner, code, field):
    with refused(NotValid, code, field):
        enter(discussed, clerk, seed, manner)


def test_draw_is_refused_to_whoever_entered_it(discussed, clerk):
    both = replace(clerk, roles=clerk.roles | {Role.HEAD})
    ref = enter(discussed, both)

    with refused(NotAllowed, Code.BALLOT_LOT_NEEDS_ANOTHER):
        draw(discussed, both, ref)
    with held("two_people"):
        force("ballot_lot", confirmed_by=clerk.account_id, confirmed_at=discussed.now)


def test_entering_and_drawing_ask_for_the_right_role_and_the_second_factor(discussed, clerk, head):
    ref = enter(discussed, clerk)

    for other in (clerk, discussed.person(Role.DEPUTY), discussed.person(Role.RESIDENT)):
        with refused(NotAllowed, Code.NOT_ALLOWED):
            draw(discussed, other, ref)
    for other in (head, discussed.person(Role.COMMISSION)):
        with refused(NotAllowed, Code.NOT_ALLOWED):
            enter(discussed, other)
    with refused(NotAllowed, Code.STEP_UP_FIRST):
        draw(discussed, replace(head, is_confirmed=False), ref)
    there = discussed.neighbour()
    with refused(NotFound, Code.NOT_FOUND):
        acts.draw(head, there.place, "2026", ref, there.now)


def test_draw_stands_for_the_entry_that_was_looked_at_and_an_earlier_one_stays(
    discussed, clerk, head
):
    with refused(NotFound, Code.NOT_FOUND):
        draw(discussed, head, "nothing")
    first = enter(discussed, clerk)
    second = enter(discussed, clerk, "3 5 1 6 6 3")

    with refused(Conflict, Code.BALLOT_LOT_CHANGED):
        draw(discussed, head, first)
    draw(discussed, head, second)
    found = ballot_lots.lots_of(discussed.place, discussed.round().id)
    assert [(one.seed, one.is_drawn) for one in found] == [("3 5 1 6 6 3", True), (SEED, False)]


def test_the_order_is_drawn_once(discussed, clerk, head):
    ref = enter(discussed, clerk)
    draw(discussed, head, ref)

    with refused(Conflict, Code.BALLOT_ORDER_DRAWN):
        draw(discussed, head, ref)
    with refused(Conflict, Code.BALLOT_ORDER_DRAWN):
        enter(discussed, clerk, "another seed")


def test_a_round_without_projects_has_nothing_to_draw(stage, clerk):
    stage.announced()
    stage.go_to(Phase.DISCUSSION)

    with refused(Conflict, Code.BALLOT_EMPTY):
        enter(stage, clerk)


@pytest.mark.parametrize("phase", [Phase.REVIEW, Phase.VOTING, Phase.COUNTING])
def test_the_order_is_drawn_between_review_and_voting_only(discussed, clerk, head, phase):
    ref = enter(discussed, clerk)
    discussed.go_to(phase)

    with refused(NotNow, Code.NOT_OPEN):
        enter(discussed, clerk)
    with refused(NotNow, Code.NOT_OPEN):
        draw(discussed, head, ref)


def test_the_database_lets_numbers_change_by_a_confirmed_lot_only(discussed, clerk, head):
    ref = enter(discussed, clerk)
    db.session.commit()

    with held("final"):  # not confirmed yet
        force("project", number=7)
    with held():  # by nobody
        force("ballot_lot", is_drawn=True)
    with held("not whole"):  # confirmed, and nobody was numbered
        force("ballot_lot", is_drawn=True, confirmed_by=head.account_id, confirmed_at=discussed.now)
    draw(discussed, head, ref)

    for column, value in (("number", 7), ("cost", 1), ("title_ky", "x")):
        with held("final"):
            force("project", **{column: value})
    for table, column in (("ballot_lot", "seed"), ("ballot_ticket", "number")):
        with held("final"):
            force(table, **{column: "9"})
        with held("final"):
            db.session.execute(TABLES[table].delete())
