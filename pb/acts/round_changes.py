"""Deeds about the days of an announced round: one proposes to move them, another confirms."""

from dataclasses import dataclass
from datetime import datetime

from pb.records import round_changes, rounds
from pb.records.base import db
from pb.records.round_changes import RoundChange
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.changes import REASON_LENGTH, ChangeKind, ChangeState, check_forward
from pb.rules.refusals import Code, Conflict, NotAllowed
from pb.rules.rounds import Schedule
from pb.rules.rule_sets.calendars import Days
from pb.rules.texts import Bilingual, both
from pb.services import audit
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work

INSTANTS = (
    "submission_opens",
    "submission_closes",
    "review_closes",
    "voting_opens",
    "voting_closes",
    "results_due",
)


@dataclass(frozen=True)
class ChangeFacts:
    """What is proposed: all the days of the round as they shall be, and why."""

    kind: ChangeKind
    days: Days
    reason: Bilingual


def propose(
    actor: Actor, municipality_id: int, round_slug: str, facts: ChangeFacts, now: datetime
) -> str:
    """Propose to move days of an announced round forward; returns the public id of the decision.

    Raises:
        NotAllowed, NotFound, NotNow: as usual.
        NotValid: a day that cannot move so, days out of order, a reason not in both languages.
        Conflict: CHANGE_WAITS while another one waits.
    """
    require(actor, Act.PROPOSE_CHANGE, municipality_id)
    reason = both(facts.reason.ky, facts.reason.ru, "reason", REASON_LENGTH)
    with unit_of_work():
        round_ = _held(actor, Act.PROPOSE_CHANGE, municipality_id, round_slug, now)
        old = round_.schedule
        moved = check_forward(old.days, facts.days, calendar.day_of(now))
        new = Schedule.of_days(*vars(facts.days).values())
        if any(one.state is ChangeState.PROPOSED for one in _changes(round_)):
            raise Conflict(Code.CHANGE_WAITS)
        change = RoundChange(
            municipality_id=municipality_id,
            round_id=round_.id,
            kind=facts.kind,
            state=ChangeState.PROPOSED,
            reason_ky=reason.ky or "",
            reason_ru=reason.ru or "",
            proposed_by=account_of(actor),
            proposed_at=now,
            **{f"was_{name}": getattr(old, name) for name in INSTANTS},
            **{name: getattr(new, name) for name in INSTANTS},
        )
        db.session.add(change)
        db.session.flush()
        audit.append(
            audit.Tag.ROUND_CHANGE_PROPOSED,
            actor,
            municipality_id,
            now,
            change.ref,
            round=round_slug,
            moved=",".join(moved),
        )
        return change.ref


def confirm(actor: Actor, municipality_id: int, round_slug: str, ref: str, now: datetime) -> None:
    """Stand for a proposed change as the second person; the days move at once.

    Raises:
        NotAllowed, NotFound, NotNow: as usual; CHANGE_NEEDS_ANOTHER, STEP_UP_FIRST.
        NotValid: DAY_IS_OVER where a day has passed while it waited.
        Conflict: CHANGE_DECIDED.
    """
    with unit_of_work():
        round_, change = _waiting(actor, municipality_id, round_slug, ref, now)
        check_forward(round_.schedule.days, change.after.days, calendar.day_of(now))
        _decide(actor, change, ChangeState.CONFIRMED, now)
        # The guard of the round looks for the confirmed decision.
        db.session.flush()
        for name in INSTANTS:
            setattr(round_, name, getattr(change, name))
        _trace(audit.Tag.ROUND_CHANGE_CONFIRMED, actor, round_, ref, now)


def decline(actor: Actor, municipality_id: int, round_slug: str, ref: str, now: datetime) -> None:
    """Leave the round as it is.

    Raises:
        NotAllowed, NotFound, NotNow: as usual; CHANGE_NEEDS_ANOTHER, STEP_UP_FIRST.
        Conflict: CHANGE_DECIDED.
    """
    with unit_of_work():
        round_, change = _waiting(actor, municipality_id, round_slug, ref, now)
        _decide(actor, change, ChangeState.DECLINED, now)
        _trace(audit.Tag.ROUND_CHANGE_DECLINED, actor, round_, ref, now)


def _held(actor: Actor, act: Act, municipality_id: int, round_slug: str, now: datetime) -> Round:
    round_ = rounds.round_of(municipality_id, round_slug, hold=True)
    require(actor, act, municipality_id, round_, now)
    return round_


def _waiting(
    actor: Actor, municipality_id: int, round_slug: str, ref: str, now: datetime
) -> tuple[Round, RoundChange]:
    require(actor, Act.CONFIRM_CHANGE, municipality_id)
    round_ = _held(actor, Act.CONFIRM_CHANGE, municipality_id, round_slug, now)
    change = round_changes.change_of(municipality_id, round_.id, ref, hold=True)
    if change.state is not ChangeState.PROPOSED:
        raise Conflict(Code.CHANGE_DECIDED)
    if change.proposed_by == account_of(actor):
        raise NotAllowed(Code.CHANGE_NEEDS_ANOTHER)
    return round_, change


def _decide(actor: Actor, change: RoundChange, state: ChangeState, now: datetime) -> None:
    change.state = state
    change.decided_by, change.decided_at = account_of(actor), now


def _changes(round_: Round) -> list[RoundChange]:
    return list(round_changes.changes_of(round_.municipality_id, round_.id))


def _trace(tag: audit.Tag, actor: Actor, round_: Round, ref: str, now: datetime) -> None:
    audit.append(tag, actor, round_.municipality_id, now, ref, round=round_.slug)
