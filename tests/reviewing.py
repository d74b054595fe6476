"""A review for tests: the deeds of the office one after the other, all of it valid by default."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from pb.acts.reviews import checking, outcomes
from pb.acts.reviews.outcomes import OutcomeFacts
from pb.gateways.keys import Keys
from pb.records import accounts
from pb.records.base import db
from pb.records.messages import Message
from pb.rules import calendar
from pb.rules.checklists import WORKED_OUT, Item, Verdict
from pb.rules.proposals import Ground
from pb.rules.reviews import Outcome
from pb.services import phones
from pb.services.actors import Actor

if TYPE_CHECKING:
    from tests.stage import Stage

KEYS = Keys("k" * 40)
REASON = "Смета жок: ар бир материалдын баасын көрсөтүңүз."
LAW = "ЖӨБ жөнүндө мыйзам, 22-берене"
ALL_MET = {item: (Verdict.MET, None) for item in Item if item not in WORKED_OUT}


def check(stage: "Stage", ref: str, clerk: Actor) -> None:
    """Answer every item that people answer with "met"."""
    checking.check(clerk, stage.place, ref, ALL_MET, stage.now)


def decide(stage: "Stage", ref: str, clerk: Actor, facts: OutcomeFacts) -> int | None:
    """Put an outcome down and make it final."""
    saved = outcomes.put_down(clerk, stage.place, ref, facts, stage.now)
    return outcomes.make_final(clerk, stage.place, ref, saved, KEYS, stage.now)


def admit(stage: "Stage", ref: str, clerk: Actor) -> int | None:
    """Put a proposal on the ballot, with everything checked; its number there."""
    check(stage, ref, clerk)
    return decide(stage, ref, clerk, OutcomeFacts(Outcome.ADMITTED))


def give_back(
    stage: "Stage", ref: str, clerk: Actor, reason: str = REASON, mend_by: date | None = None
) -> None:
    """Return a proposal, to be mended today unless told."""
    day = mend_by or calendar.day_of(stage.now)
    decide(stage, ref, clerk, OutcomeFacts(Outcome.RETURNED, reason, "ky", day))


def refuse(
    stage: "Stage",
    ref: str,
    clerk: Actor,
    reason: str = REASON,
    ground: Ground = Ground.COST_UNJUSTIFIED,
) -> None:
    """Do not admit a proposal."""
    facts = OutcomeFacts(Outcome.NOT_ADMITTED, reason, "ky", ground=ground, legal_ground=LAW)
    decide(stage, ref, clerk, facts)


def give_phone(actor: Actor, phone: str = "+996555123456") -> None:
    """A phone the account can be written to."""
    account = accounts.account_by_id(actor.account_id or 0)
    account.phone_tag, account.phone_locked = KEYS.phone_tag(phone), phones.lock(phone, KEYS)
    db.session.commit()


def told() -> list[str]:
    """The texts that wait in the outbox."""
    rows = db.session.scalars(select(Message).order_by(Message.id))
    return [KEYS.unlock("message", row.body_locked).decode() for row in rows]
