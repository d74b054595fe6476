"""Single lines of a roll: looked up, opened, mended and struck, each with a reason and a trace."""

from datetime import date

import pytest

from pb.acts.rolls import corrections, decisions
from pb.acts.rolls.corrections import LineFacts
from pb.records import ballots, privacy, roll_lines, rounds
from pb.records.base import db
from pb.records.personal import unsealed
from pb.records.privacy import PersonalAccess
from pb.records.residents import Resident
from pb.rules.privacy import Purpose, Way
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.roles import Role
from pb.rules.rolls.states import EntryStatus
from pb.rules.rule_sets import Parameter
from pb.rules.tally.election import Channel
from pb.services.privacy import Looking
from pb.services.rolls import listed, search
from tests.fingerprint import refused
from tests.roll_stage import (
    WHY,
    bring_in,
    file_of,
    frozen,
    imported,
    lines,
    pin,
    row,
)
from tests.rules_adopted import QUICK
from tests.stage import KEYS


@pytest.fixture
def announced(stage):
    stage.announced()
    return stage


def names(stage):
    return [unsealed(line.name) for line in lines(stage) if line.status is EntryStatus.ACTIVE]


def looks():
    return db.session.query(PersonalAccess).order_by(PersonalAccess.id).all()


def find(stage, number, looking=WHY, clerk=None):
    clerk = clerk or stage.person(Role.OPERATOR)
    return corrections.find(clerk, stage.place, "2026", number, looking, KEYS, stage.now)


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.MONITORING])
def test_who_checks_the_roll_opens_a_line_and_changes_nothing(announced, role):
    [line, *_] = imported(announced)
    member = announced.person(role)

    card = corrections.open_line(member, announced.place, "2026", line.ref, WHY, announced.now)

    assert card.name == unsealed(line.name)
    [look] = looks()
    assert look.actor_id == member.account_id
    facts = LineFacts("Асанов Асан", "archa-tor")
    with refused(NotAllowed, Code.NOT_ALLOWED):
        corrections.mend(member, announced.place, "2026", line.ref, facts, WHY, announced.now)


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.RESIDENT])
def test_nobody_else_opens_a_line(announced, role):
    [line, *_] = imported(announced)
    person = announced.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        corrections.open_line(person, announced.place, "2026", line.ref, WHY, announced.now)


def test_find_opens_the_card_and_leaves_a_grave_trace(announced):
    imported(announced)

    card = find(announced, pin(1))

    assert (card.name, card.born, card.village_slug) == (
        "Тестовб Бек",
        date(1985, 3, 15),
        "archa-tor",
    )
    [look] = looks()
    assert (look.way, look.is_grave, look.reason) == (Way.PIN, True, WHY.reason)


def test_find_answers_the_same_for_nobody_and_for_someone_struck(announced):
    [line, *_] = imported(announced)
    clerk = announced.person(Role.OPERATOR)
    corrections.strike(clerk, announced.place, "2026", line.ref, WHY, announced.now)
    struck = next(pin(n, sex=1 + n % 2) for n in range(3)
                  if KEYS.pin_tag(pin(n, sex=1 + n % 2)) == line.pin_tag)  # fmt: skip

    for number in (struck, pin(77)):
        with refused(NotValid, Code.PERSON_NOT_ON_ROLL, "pin"):
            find(announced, number, clerk=clerk)


def test_find_says_from_what_age_one_votes_when_the_person_is_too_young(announced):
    imported(announced)
    clerk = announced.person(Role.OPERATOR)

    with refused(NotValid, Code.UNDER_AGE, "pin", limit=18):
        find(announced, pin(1, born=date(2015, 5, 5)), clerk=clerk)


@pytest.mark.parametrize(
    ("reason", "code"), [("", Code.TEXT_MISSING), ("керек", Code.TEXT_TOO_SHORT)]
)
def test_find_tells_nothing_without_a_reason(announced, reason, code):
    imported(announced)
    clerk = announced.person(Role.OPERATOR)

    for number in (pin(1), pin(77)):
        with refused(NotValid, code, "reason"):
            find(announced, number, Looking(Purpose.ROLL_QUESTION, reason), clerk)


def test_mend_writes_the_line_anew_and_leaves_a_trace(announced):
    [line, *_] = imported(announced)
    clerk = announced.person(Role.OPERATOR)
    facts = LineFacts("Үсөнова Өмүр", "kyzyl-kopuro", None)

    corrections.mend(clerk, announced.place, "2026", line.ref, facts, WHY, announced.now)

    assert "Үсөнова Өмүр" in names(announced)
    [found] = search(announced.place, announced.round().id, "усонова ом")
    assert (found.name, found.village.ky) == ("Үсөнова Ө.", "Кызыл-Көпүрө")
    assert [look.purpose for look in looks()] == [Purpose.ROLL_CORRECTION]


def test_mend_and_strike_are_refused_after_the_freeze(announced):
    [line, *_] = frozen(announced)
    clerk = announced.person(Role.OPERATOR)
    facts = LineFacts("Үсөнова Өмүр", "kyzyl-kopuro")

    with refused(Conflict, Code.ROLL_FROZEN):
        corrections.mend(clerk, announced.place, "2026", line.ref, facts, WHY, announced.now)
    with refused(Conflict, Code.ROLL_FROZEN):
        corrections.strike(clerk, announced.place, "2026", line.ref, WHY, announced.now)


def test_a_struck_line_gives_no_vote_and_is_not_counted(announced):
    [line, *_] = imported(announced)
    clerk = announced.person(Role.OPERATOR)

    corrections.strike(clerk, announced.place, "2026", line.ref, WHY, announced.now)

    assert rounds.voters_on_roll(announced.round().id) == 2
    with refused(Conflict, Code.LINE_STRUCK):
        corrections.strike(clerk, announced.place, "2026", line.ref, WHY, announced.now)


def test_the_list_is_masked_and_by_village(announced):
    bring_in(announced, file_of(row(0), row(1, village="Кызыл-Көпүрө"), row(2)))

    shown, number = listed(announced.place, announced.round().id, "kyzyl-kopuro", 1)

    assert ([one.name for one in shown], number) == (["Тестовб Б."], 1)
    assert not looks()


def test_search_takes_no_sign_for_a_pattern(announced):
    imported(announced)

    assert not search(announced.place, announced.round().id, "%")
    assert not search(announced.place, announced.round().id, "_")


def test_whoever_was_looked_at_before_being_enrolled_sees_it(announced):
    [line, *_] = imported(announced)
    clerk = announced.person(Role.OPERATOR)
    corrections.open_line(clerk, announced.place, "2026", line.ref, WHY, announced.now)
    voter = announced.person(Role.RESIDENT)
    resident = Resident(
        municipality_id=announced.place,
        account_id=voter.account_id,
        settlement_id=line.settlement_id,
        created_at=announced.now,
    )
    db.session.add(resident)
    db.session.flush()
    roll_lines.line_of(announced.round().id, line.ref).resident_id = resident.id
    db.session.commit()

    assert privacy.count_of_accesses_to(announced.place, resident.id) == 1


def test_nobody_is_struck_from_a_frozen_roll_who_has_voted(announced):
    [line, *_] = frozen(announced, 2)
    clerk, member = announced.person(Role.OPERATOR), announced.person(Role.COMMISSION)
    place, why, now = announced.place, "Өлгөндүгү тууралуу күбөлүк келди", announced.now
    ref = decisions.propose_strike(clerk, place, "2026", line.ref, why, now)
    round_id = announced.round().id
    ballots.mark_participation(place, round_id, line.id, Channel.PAPER, now)
    db.session.commit()

    with refused(Conflict, Code.LINE_VOTED):
        decisions.agree(member, place, "2026", ref, KEYS, now)


def test_a_youth_round_has_those_on_its_roll_whom_its_rules_let_vote(stage, monkeypatch):
    monkeypatch.setitem(QUICK, Parameter.VOTING_AGE, 14)
    stage.announced()
    pupil, child = date(2011, 1, 10), date(2013, 1, 10)
    bring_in(stage, file_of(row(1), row(2, born=pupil), row(3, born=child)))

    assert rounds.voters_on_roll(stage.round().id) == 2
    assert find(stage, pin(2, born=pupil)).born == pupil
    clerk = stage.person(Role.OPERATOR)
    with refused(NotValid, Code.UNDER_AGE, "pin", limit=14):
        find(stage, pin(3, born=child), clerk=clerk)
