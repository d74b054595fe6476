"""Looks at personal data: the trace first, then the data; the person is told, may complain."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from pb.acts import privacy as acts
from pb.acts.messages import deliver
from pb.records import privacy as records
from pb.records import residents as resident_records
from pb.records.accounts import Account
from pb.records.base import db
from pb.records.personal import NotOpened, Sealed
from pb.records.privacy import AccessNotice, PersonalAccess
from pb.rules import calendar
from pb.rules.messages import Tariff
from pb.rules.privacy import Field, Notice, Purpose, Way
from pb.rules.refusals import NotAllowed, NotValid
from pb.rules.roles import Role
from pb.services import phones as phones_service
from pb.services import privacy
from pb.services.actors import PLATFORM
from pb.services.audit import Tag
from pb.services.privacy import Looking, Subject
from pb.services.work import unit_of_work
from tests.fingerprint import fingerprint, one_event
from tests.stage import KEYS

WHY = "Тизмеге кирүү арызын текшерүү № 12"


@pytest.fixture
def person(stage):
    """A resident on the roll of a round, with a phone."""
    stage.announced()
    [resident] = stage.voters(1)
    phone = {"phone_tag": KEYS.phone_tag("+996555123456")}
    phone["phone_locked"] = phones_service.lock("+996555123456", KEYS)
    db.session.execute(update(Account).where(Account.id == resident.account_id).values(phone))
    db.session.commit()
    return resident


def subject_of(stage, person):
    return Subject(acts.own_resident(person, stage.place))


def look(
    stage, person, clerk=None, reason=WHY, purpose=Purpose.ROLL_QUESTION, way=Way.CARD, fields=None
):
    with unit_of_work():
        return privacy.opened(
            clerk or stage.person(Role.OPERATOR),
            stage.place,
            [subject_of(stage, person)],
            Looking(purpose, reason, way),
            fields or {Field.NAME, Field.SETTLEMENT},
            stage.now,
        )


def delivered(phones, now):
    """What the worker hands over now."""
    deliver(phones, KEYS, Tariff(), now)
    return phones.take()


def test_a_look_is_written_with_who_when_why_and_what(stage, person):
    clerk = stage.person(Role.OPERATOR, "Н. Эсенова")

    with one_event(Tag.PERSONAL_DATA_OPENED) as event:
        look(stage, person, clerk)

    [(kept, complaint, how)] = records.accesses_to(
        stage.place, acts.own_resident(person, stage.place), 10
    )
    assert (kept.actor_name, kept.position_ky, kept.office) == (
        "Н. Эсенова", "кызматкер", Role.OPERATOR,
    )  # fmt: skip
    assert (kept.at, kept.reason, kept.fields) == (stage.now, WHY, "name,settlement")
    assert (complaint, how, kept.is_grave) == (None, None, False)
    assert json.loads(event.facts) == {"people": 1, "purpose": "roll_question", "way": "card"}
    assert event.object_ref == kept.ref


@pytest.mark.parametrize("reason", ["", "   ", "кыска", "a" * 501])
def test_nothing_is_opened_without_a_reason(stage, person, reason):
    clerk = stage.person(Role.OPERATOR)
    before = fingerprint()

    with pytest.raises(NotValid) as found:
        look(stage, person, clerk, reason)

    assert found.value.field == "reason"
    assert fingerprint() == before


def test_the_database_refuses_a_look_without_a_reason(stage, person):
    look(stage, person)
    row = dict(db.session.execute(select(PersonalAccess.__table__)).mappings().one())

    for reason in ("", "         .         "):
        with pytest.raises(IntegrityError):
            db.session.execute(
                insert(PersonalAccess).values({**row, "id": 99, "ref": "x", "reason": reason})
            )
        db.session.rollback()


@pytest.mark.parametrize("who", ["resident", "platform"])
def test_nobody_without_an_office_opens_anything(stage, person, who):
    actor = {"resident": person, "platform": PLATFORM}[who]
    before = fingerprint()

    with pytest.raises(NotAllowed):
        look(stage, person, actor)

    assert fingerprint() == before


def test_what_is_rolled_back_was_not_opened(stage, person):
    """A failure after the look takes the trace away: so the data must not have been shown."""
    clerk = stage.person(Role.OPERATOR)

    def fails():
        with unit_of_work():
            subjects, looking = [subject_of(stage, person)], Looking(Purpose.ROLL_QUESTION, WHY)
            privacy.opened(clerk, stage.place, subjects, looking, {Field.NAME}, stage.now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()

    assert db.session.scalar(select(PersonalAccess.id)) is None


def test_a_trace_is_never_changed_nor_taken_away(stage, person):
    look(stage, person)

    for statement in (update(PersonalAccess).values(reason="x" * 20), delete(PersonalAccess)):
        with pytest.raises(DatabaseError, match="final"):
            db.session.execute(statement)
        db.session.rollback()


def test_a_closed_value_cannot_be_printed_in_any_way():
    sealed = Sealed("Асанов Бакыт Токтогулович")

    for printed in (str, lambda v: f"{v}", lambda v: f"{v:>30}", lambda v: v.__html__()):
        with pytest.raises(NotOpened):
            printed(sealed)
    assert "Асанов" not in repr(sealed)
    assert "Асанов" not in repr([sealed])
    assert sealed.masked() == "Асанов Б."


def test_an_opening_reads_only_what_its_trace_names(stage, person):
    opening = look(stage, person, fields={Field.NAME})

    assert opening.read(Field.NAME, Sealed("Асанов Бакыт")) == "Асанов Бакыт"
    assert opening.read(Field.NAME, None) is None
    with pytest.raises(ValueError, match="does not name"):
        opening.read(Field.PHONE, Sealed("+996555123456"))


@pytest.mark.parametrize(
    ("purpose", "way", "fields", "grave"),
    [
        (Purpose.ROLL_QUESTION, Way.CARD, {Field.NAME}, False),
        (Purpose.ENROLMENT, Way.CARD, {Field.NAME, Field.ADDRESS, Field.BORN}, False),
        (Purpose.ROLL_QUESTION, Way.PIN, {Field.NAME}, True),
        (Purpose.ROLL_QUESTION, Way.CARD, {Field.PHONE}, True),
        (Purpose.PHONE_CHANGE, Way.CARD, {Field.NAME}, True),
        (Purpose.EXPORT, Way.CARD, {Field.NAME}, True),
        (Purpose.ROLL_QUESTION, Way.EXPORT, {Field.NAME}, True),
    ],
)
def test_a_grave_look_is_told_of_at_once_and_another_in_the_evening(
    stage, person, phones, purpose, way, fields, grave
):
    look(
        stage,
        person,
        stage.person(Role.OPERATOR, "Н. Эсенова"),
        purpose=purpose,
        way=way,
        fields=fields,
    )

    assert acts.tell_at_once(KEYS, stage.now) == int(grave)
    assert acts.tell_of_the_day(KEYS, stage.now) == 0
    evening = calendar.at_hour(calendar.day_of(stage.now), 18)
    assert acts.tell_of_the_day(KEYS, evening - timedelta(seconds=1)) == 0
    assert acts.tell_of_the_day(KEYS, evening) == int(not grave)

    [(_, _, how)] = records.accesses_to(stage.place, acts.own_resident(person, stage.place), 9)
    assert how is (Notice.SMS if grave else Notice.DIGEST)
    [sent] = delivered(phones, evening)
    assert sent.to == "+996555123456"
    assert ("Н. Эсенова" in sent.text) is grave
    assert "маалыматыңыз" in sent.text
    assert "ваши данные" in sent.text


def test_nobody_is_told_twice_and_many_looks_of_a_day_are_one_message(stage, person, phones):
    for _ in range(5):
        look(stage, person)
    evening = calendar.at_hour(calendar.day_of(stage.now), 18)

    told = [acts.tell_of_the_day(KEYS, evening) for _ in range(3)]

    assert told == [5, 0, 0]
    [sent] = delivered(phones, evening)
    assert "5" in sent.text


def test_looks_of_an_evening_are_told_of_the_next_morning(stage, person):
    stage.clock.put(calendar.at_hour(calendar.day_of(stage.now), 23))
    assert acts.tell_of_the_day(KEYS, stage.now) == 0
    look(stage, person)
    before_midnight = stage.now

    assert acts.tell_of_the_day(KEYS, before_midnight + timedelta(hours=2)) == 1


def test_whoever_has_no_phone_finds_the_look_in_the_list(stage, person):
    db.session.execute(update(Account).values(phone_tag=None, phone_locked=None))
    db.session.commit()
    look(stage, person, way=Way.PIN)

    assert acts.tell_at_once(KEYS, stage.now) == 1

    assert db.session.scalar(select(AccessNotice.how)) is Notice.LIST


def test_a_look_at_a_line_of_the_roll_is_the_residents_who_came_later(stage):
    """Looks from before the office met a person are theirs to see as well."""
    stage.announced()
    [person] = stage.voters(1)
    round_id = stage.round().id
    entry = resident_records.roll_entry_of(round_id, person.account_id)
    with unit_of_work():
        privacy.opened(
            stage.person(Role.OPERATOR),
            stage.place,
            [Subject(None, entry, round_id)],
            Looking(Purpose.ENROLMENT, WHY, Way.PIN),
            {Field.NAME},
            stage.now,
        )

    assert records.count_of_accesses_to(stage.place, acts.own_resident(person, stage.place)) == 1
