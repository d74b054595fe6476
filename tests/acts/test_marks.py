"""Everyone in whose name a vote was marked is told of it, once the hour is over, and once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pb import lifecycle
from pb.acts import marks
from pb.documents import notices
from pb.records.accounts import Account
from pb.records.ballots import mark_participation
from pb.records.base import db
from pb.records.marks import MarkNotice
from pb.records.messages import Message
from pb.records.residents import roll_entry_of
from pb.rules import calendar
from pb.rules.messages import parts
from pb.rules.privacy import Notice
from pb.rules.tally.election import Channel
from tests.outbox import deliver
from tests.stage import KEYS

HOUR = timedelta(hours=1)


def give_phone(person, phone):
    account = db.session.get(Account, person.account_id)
    account.phone_tag = KEYS.phone_tag(phone)
    account.phone_locked = KEYS.lock("phone", phone.encode())
    db.session.commit()


@pytest.fixture
def voters(stage):
    """Two people with a phone of their own and one without, while the voting lasts."""
    people = stage.open_voting(100_000, voters=3)
    give_phone(people[0], "+996555000001")
    give_phone(people[1], "+996555000002")
    return people


def notices_kept():
    return sorted(db.session.scalars(select(MarkNotice.how)))


def test_a_vote_is_told_of_when_its_hour_is_over_and_only_once(stage, voters, phones):
    for person in voters:
        stage.vote(person, 1)

    assert marks.tell_of_marks(KEYS, stage.now) == 0
    later = calendar.hour_of(stage.now) + HOUR
    assert marks.tell_of_marks(KEYS, later) == 3
    assert marks.tell_of_marks(KEYS, later) == 0
    deliver(phones, later)

    text = notices.of_vote("0700 000 000")
    assert sorted((sent.to, sent.text) for sent in phones.take()) == [
        ("+996555000001", text), ("+996555000002", text),
    ]  # fmt: skip
    assert notices_kept() == [Notice.LIST, Notice.SMS, Notice.SMS]


def test_a_vote_on_paper_is_told_of_as_well(stage, voters, phones):
    entry = roll_entry_of(stage.round().id, voters[0].account_id)
    hour = calendar.hour_of(stage.now)
    mark_participation(stage.place, stage.round().id, entry, Channel.PAPER, hour)
    db.session.commit()

    lifecycle.tick(KEYS, hour + HOUR)
    deliver(phones, hour + HOUR)

    assert [sent.to for sent in phones.take()] == ["+996555000001"]


def test_what_a_worker_slept_through_is_told_of_all_the_same(stage, voters, phones):
    stage.vote(voters[0], 1)
    much_later = calendar.hour_of(stage.now) + timedelta(days=3)

    lifecycle.tick(KEYS, much_later)
    deliver(phones, much_later)

    assert len(phones.take()) == 1


def test_the_cast_itself_writes_no_message_and_the_outbox_tells_no_minute(stage, voters):
    stage.vote(voters[0], 1)
    assert db.session.query(Message).count() == 0

    lifecycle.tick(KEYS, calendar.hour_of(stage.now) + HOUR + timedelta(minutes=7))

    message = db.session.query(Message).one()
    assert message.created_at == calendar.hour_of(stage.now)
    assert "at" not in {column.name for column in MarkNotice.__table__.columns}


def test_the_message_of_a_vote_fits_and_says_whom_to_call():
    text = notices.of_vote("0700 000 000")

    assert parts(text) <= 2
    assert text.endswith("Демилге, 0700 000 000")


def test_many_votes_are_told_of_in_one_stroke_of_the_clock(stage, voters, monkeypatch):
    monkeypatch.setattr(marks, "AT_ONCE", 2)
    for person in voters:
        stage.vote(person, 1)

    lifecycle.tick(KEYS, calendar.hour_of(stage.now) + HOUR)

    assert len(notices_kept()) == 3


def test_nobody_is_told_of_a_vote_of_long_ago(stage, voters):
    stage.vote(voters[0], 1)

    lifecycle.tick(KEYS, stage.round().voting_closes + timedelta(days=30))

    assert notices_kept() == []
