"""Several deliver at once, several ask at once: each message goes once, no limit is passed."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from pb.acts import jobs, messages
from pb.records.base import db
from pb.records.messages import Message
from pb.rules.jobs import JobKind
from pb.rules.messages import MessageKind, Tariff
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code
from pb.services.actors import PLATFORM
from pb.services.jobs import Begun, ask
from pb.services.messages import queue
from pb.services.work import unit_of_work
from tests.races.finish import number_of, told
from tests.races.worker import RUNNERS
from tests.stage import KEYS

PHONE = "+996555123456"
FREE = Tariff()


@dataclass(frozen=True)
class FileGateway:
    """Writes the key of every message into a file that all runners share."""

    path: str

    def send(self, _to, _text, dedupe_key):
        with open(self.path, "a", encoding="ascii") as file:
            file.write(f"{dedupe_key}\n")
        return dedupe_key


def say(place, kind, phone, key, now):
    with unit_of_work():
        return queue(place, kind, phone, "салам", key, KEYS, now)


@pytest.fixture
def outbox(field, tmp_path):
    """Forty messages, and the file all runners deliver them to."""
    stage, race = field
    with unit_of_work():
        # What another race left is not this one's.
        db.session.execute(db.delete(Message))
        for at in range(40):
            queue(stage.place, MessageKind.INVITATION, PHONE, "салам", f"{stage.slug}-{at}", KEYS,
                  stage.now)  # fmt: skip
    path = tmp_path / "sent"
    path.touch()
    return stage, race, FileGateway(str(path)), lambda: path.read_text("ascii").split()


def test_each_message_goes_once_when_eight_deliver_at_once(outbox):
    stage, race, gateway, sent = outbox

    deliver = (messages.deliver, (gateway, KEYS, FREE, stage.now))
    done = told(race(*[[deliver]] * RUNNERS))

    assert sorted(sent()) == sorted(f"{stage.slug}-{at}" for at in range(40)), done
    assert sum(one.sent for one in done) == 40


def test_the_money_of_the_day_is_never_passed_when_eight_spend_it_at_once(outbox):
    stage, race, gateway, sent = outbox
    tariff = Tariff(Tyiyn(100), Tyiyn(2_599), Tyiyn(2_599))

    deliver = (messages.deliver, (gateway, KEYS, tariff, stage.now))
    done = told(race(*[[deliver]] * RUNNERS))

    assert len(sent()) == len(set(sent())) == 25, done
    assert sum(one.put_off for one in done) == 15


def test_a_phone_gets_one_code_when_eight_are_asked_for_at_once(field):
    stage, race = field
    asks = [
        [(say, (stage.place, MessageKind.SIGN_IN_CODE, PHONE, f"{stage.slug}-{n}", stage.now))]
        for n in range(RUNNERS)
    ]

    answers = told(race(*asks))

    assert answers.count(Code.CODE_TOO_SOON) == RUNNERS - 1, answers
    assert number_of(Message, stage) == 1


def test_an_occasion_is_told_once_when_eight_tell_it_at_once(field):
    stage, race = field
    tell = (say, (stage.place, MessageKind.VOTE_MARKED, PHONE, f"{stage.slug}-vote", stage.now))

    answers = told(race(*[[tell]] * RUNNERS))

    assert sorted(answers) == [False] * (RUNNERS - 1) + [True]
    assert number_of(Message, stage) == 1


def test_each_job_is_begun_once_when_eight_workers_look_at_once(field):
    stage, race = field
    refs = {ask(PLATFORM, stage.place, JobKind.CHECK_PAPERS, stage.now) for _ in range(5)}

    later = stage.now + timedelta(minutes=1)
    answers = told(race(*[[(jobs.begin_next, (later,))]] * RUNNERS))

    begun = [answer.ref for answer in answers if isinstance(answer, Begun)]
    assert sorted(begun) == sorted(refs), answers
