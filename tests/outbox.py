"""An outbox for tests: messages written as deeds write them, and gateways that fail as told."""

from pb.acts import messages
from pb.gateways.sms import NotSent
from pb.records.base import db
from pb.records.messages import Message
from pb.rules.messages import MessageKind, Tariff
from pb.services.messages import queue
from pb.services.work import unit_of_work
from tests.stage import KEYS

PHONE = "+996555123456"
FREE = Tariff()


class Failing:
    """A gateway that answers as it is told, then takes everything."""

    def __init__(self, *errors, then=None):
        self.errors, self.keys, self.then = list(errors), [], then

    def send(self, _to, _text, dedupe_key):
        self.keys.append(dedupe_key)
        if self.then:
            self.then()
        if self.errors:
            raise NotSent(self.errors.pop(0))
        return "id-1"


def write(stage, number=1, kind=MessageKind.INVITATION, place=None, name="k", text="салам"):
    """So many messages in the outbox, of the stage's municipality unless told: k0, k1, …"""
    with unit_of_work():
        for at in range(number):
            key = f"{name}{at}"
            queue(place or stage.place, kind, PHONE, text, key, KEYS, stage.now)


def row(key="k0"):
    """The record of a message."""
    return db.session.query(Message).filter_by(dedupe_key=key).one()


def deliver(gateway, now, tariff=FREE, keys=KEYS, limit=100):
    """One run."""
    return messages.deliver(gateway, keys, tariff, now, limit)
