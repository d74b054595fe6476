"""The names read aloud and the act of the evening: who stands on them, what they leave."""

from datetime import timedelta

import pytest

from pb import lifecycle
from pb.acts import evidence_sheets
from pb.documents import evidence_papers
from pb.records import boards
from pb.records.accounts import Account
from pb.records.base import db
from pb.records.privacy import PersonalAccess
from pb.rules import calendar
from pb.rules.refusals import Code, NotAllowed, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.audit import Tag
from pb.services.closing import closing_of, number_read_aloud
from tests.documents.reading import Pdf, say, squeezed
from tests.fingerprint import one_event, refused
from tests.stage import KEYS

WHY = "Атыңыз жыйында окулат, телефонуңуз жок."


@pytest.fixture
def told(stage):
    """25 people voted, two of them have a telephone; everybody was told."""
    people = stage.open_voting(100_000, 200_000, voters=25)
    for number, person in enumerate(people[:2]):
        phone = f"+99655500000{number}"
        account = db.session.get(Account, person.account_id)
        account.phone_tag = KEYS.phone_tag(phone)
        account.phone_locked = KEYS.lock("phone", phone.encode())
    db.session.commit()
    for person in people:
        stage.vote(person, 1)
    stage.clock.put(stage.now + timedelta(hours=1))
    lifecycle.tick(KEYS, stage.now)
    return people


def test_names_of_people_without_a_telephone_are_printed_by_village(told, stage):
    member = stage.person(Role.COMMISSION)
    stage.go_to(Phase.COUNTING)

    with one_event(Tag.PERSONAL_DATA_OPENED):
        content = evidence_sheets.print_aloud(member, stage.place, "2026", 1, WHY, "ky", stage.now)

    text = "".join(Pdf(content).pages)
    assert squeezed("Арча-Төр") in text
    assert squeezed(told[2].name) in text
    assert db.session.query(PersonalAccess).count() == 23
    assert number_read_aloud(stage.round()) == (23, False)


def test_names_are_refused_to_others_before_the_close_and_past_the_end(told, stage):
    member = stage.person(Role.COMMISSION)
    with refused(NotNow, Code.NOT_OPEN):
        evidence_sheets.print_aloud(member, stage.place, "2026", 1, WHY, "ky", stage.now)
    stage.go_to(Phase.COUNTING)
    watcher = stage.person(Role.MONITORING)
    with refused(NotAllowed, Code.NOT_ALLOWED):
        evidence_sheets.print_aloud(watcher, stage.place, "2026", 1, WHY, "ky", stage.now)
    for part in (0, 2, 10**9):
        with refused(NotValid, Code.NUMBER_OUT_OF_RANGE, "part", smallest=1, largest=1):
            evidence_sheets.print_aloud(member, stage.place, "2026", part, WHY, "ky", stage.now)


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_act_of_the_evening_has_the_digits_that_stand_for_every_lot(told, stage, language):
    opened = calendar.day_of(stage.round().voting_opens)
    facts = closing_of(stage.round(), calendar.at_hour(opened, 19))
    assert (facts.total, facts.without_phone) == (0, 0)

    facts = closing_of(stage.round(), calendar.at_hour(opened, 20))

    last = boards.last_seal(stage.round().id)
    assert facts.digits == last.link("togz-archa/2026").hex()[:16]
    assert facts.groups.replace(" ", "") == facts.digits
    assert (facts.lots, facts.total, facts.without_phone) == (1, 25, 23)
    text = "".join(Pdf(evidence_papers.closing_act(facts, language)).pages)
    assert facts.digits in text
    assert squeezed(say(language, "Member of the monitoring group")) in text


def test_a_list_of_nobody_is_not_printed(stage):
    stage.open_voting(100_000, voters=1)
    member = stage.person(Role.COMMISSION)
    stage.go_to(Phase.COUNTING)

    with refused(NotValid, Code.NOBODY_ON_LIST, "part"):
        evidence_sheets.print_aloud(member, stage.place, "2026", 1, WHY, "ky", stage.now)


def test_the_act_says_that_nothing_is_signed_yet(stage):
    stage.open_voting(100_000, voters=1)

    facts = closing_of(stage.round(), stage.now)

    assert (facts.lots, facts.digits, facts.total) == (0, "", 0)
    assert "–" in "".join(Pdf(evidence_papers.closing_act(facts, "ky")).pages)
