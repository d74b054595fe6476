"""A mark on paper made by mistake: undone by two who both saw whose it is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pb.acts import box_acts, mark_undoing, paper_marks
from pb.records.ballots import Participation
from pb.records.base import db
from pb.records.privacy import PersonalAccess
from pb.rules.paper_ballots import BoxFacts
from pb.rules.privacy import Purpose
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.audit import Tag
from pb.services.privacy import Looking
from tests.dispute_stage import REASON, with_key, with_paper
from tests.fingerprint import one_event, refused
from tests.roll_stage import give_passport
from tests.stage import KEYS


@pytest.fixture
def dispute(stage):
    return with_key(stage)


def number(table, **known):
    return db.session.scalar(select(func.count()).select_from(table).filter_by(**known))


@pytest.fixture
def mistaken(dispute):
    """A person who was marked at a station by mistake."""
    station, clerk = with_paper(dispute), dispute.stage.person(Role.OPERATOR)
    line, now = dispute.line_of(dispute.people[0]), dispute.stage.now
    paper_marks.mark(clerk, dispute.place, "2026", station, line, now)
    return dispute, clerk, station


def test_a_mark_is_undone_when_two_people_say_so_and_the_person_can_vote(mistaken):
    dispute, clerk, _ = mistaken
    line = dispute.line_of(dispute.people[0])
    with one_event(Tag.UNDOING_ASKED):
        ref = mark_undoing.ask(clerk, dispute.place, "2026", line, REASON, dispute.stage.now)
    assert number(Participation) == 1
    with refused(Conflict, Code.UNDOING_WAITS):
        mark_undoing.ask(clerk, dispute.place, "2026", line, REASON, dispute.stage.now)
    member = dispute.stage.person(Role.COMMISSION)
    dispute.look(member, ref)

    with one_event(Tag.UNDOING_AGREED):
        mark_undoing.agree(member, dispute.place, "2026", ref, line, KEYS, dispute.stage.now)

    assert number(Participation) == 0
    dispute.vote(dispute.people[0], 2)
    with refused(Conflict, Code.AGREED_ALREADY):
        mark_undoing.agree(member, dispute.place, "2026", ref, line, KEYS, dispute.stage.now)


def test_a_mark_stays_when_the_second_person_declines(mistaken):
    dispute, _, _ = mistaken
    line, member = dispute.line_of(dispute.people[0]), dispute.stage.person(Role.COMMISSION)
    ref = mark_undoing.ask(member, dispute.place, "2026", line, REASON, dispute.stage.now)
    with refused(NotAllowed, Code.AGREER_OPENED):
        mark_undoing.agree(member, dispute.place, "2026", ref, line, KEYS, dispute.stage.now)

    other = dispute.stage.person(Role.COMMISSION)
    with refused(Conflict, Code.PERSON_UNSEEN):
        mark_undoing.agree(other, dispute.place, "2026", ref, line, KEYS, dispute.stage.now)
    with one_event(Tag.UNDOING_DECLINED):
        mark_undoing.decline(other, dispute.place, "2026", ref, dispute.stage.now)

    assert number(Participation) == 1


@pytest.mark.parametrize("whom", ["the wrong person", "too early", "another account"])
def test_agree_is_refused_when_this_account_has_not_opened_the_card_since_it_was_asked(
    mistaken, whom
):
    dispute, clerk, station = mistaken
    stage, place = dispute.stage, dispute.place
    lines = [dispute.line_of(person) for person in dispute.people[:2]]
    member, other = stage.person(Role.COMMISSION), stage.person(Role.COMMISSION)
    paper_marks.mark(clerk, place, "2026", station, lines[1], stage.now)
    ref, wrong = (mark_undoing.ask(clerk, place, "2026", line, REASON, stage.now) for line in lines)
    if whom == "too early":
        dispute.look(member, ref)
        mark_undoing.decline(other, place, "2026", ref, stage.now)
        stage.clock.put(stage.now + timedelta(minutes=1))
        ref = mark_undoing.ask(clerk, place, "2026", lines[0], REASON, stage.now)
    elif whom == "another account":
        dispute.look(other, ref)
    else:
        dispute.look(member, wrong)

    with refused(Conflict, Code.PERSON_UNSEEN):
        mark_undoing.agree(member, place, "2026", ref, lines[0], KEYS, stage.now)


def test_the_second_person_sees_whose_mark_it_is_with_a_trace(mistaken):
    dispute, clerk, _ = mistaken
    line, looking = dispute.line_of(dispute.people[0]), Looking(Purpose.COMPLAINT, REASON)
    give_passport(line)
    given = (dispute.place, "2026")
    ref = mark_undoing.ask(clerk, *given, line, REASON, dispute.stage.now)
    member = dispute.stage.person(Role.COMMISSION)
    with refused(NotValid, Code.TEXT_TOO_SHORT, "reason"):
        short = replace(looking, reason="х")
        mark_undoing.look(member, *given, ref, short, dispute.stage.now)
    with refused(NotAllowed, Code.NOT_ALLOWED):
        mark_undoing.look(clerk, *given, ref, looking, dispute.stage.now)

    with one_event(Tag.PERSONAL_DATA_OPENED):
        card = mark_undoing.look(member, *given, ref, looking, dispute.stage.now)

    assert (card.ref, card.name) == (line, "Тестов Бек")
    seen = db.session.scalars(select(PersonalAccess)).one()
    assert (seen.actor_id, seen.reason) == (member.account_id, REASON)


def test_a_mark_is_not_undone_when_the_box_is_open_or_it_was_no_mark_on_paper(mistaken):
    dispute, clerk, station = mistaken
    dispute.vote(dispute.people[1], 1)
    place, now = dispute.place, dispute.stage.now
    with refused(Conflict, Code.VOTE_NOT_ON_PAPER):
        line = dispute.line_of(dispute.people[1])
        mark_undoing.ask(clerk, place, "2026", line, REASON, now)
    dispute.stage.go_to(Phase.COUNTING)
    facts = BoxFacts(1, 0, 2, None, False)
    box_acts.open_box(clerk, place, "2026", station, facts, dispute.stage.now)

    with refused(Conflict, Code.BOX_OPENED):
        line = dispute.line_of(dispute.people[0])
        mark_undoing.ask(clerk, place, "2026", line, REASON, dispute.stage.now)
