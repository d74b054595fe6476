"""Deeds about an announced round: one proposes to change or cancel it, another confirms."""

from dataclasses import dataclass, replace
from datetime import datetime

from pb.records import results, round_changes, rounds
from pb.records.base import db
from pb.records.round_changes import RoundChange
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.changes import (
    REASON_LENGTH,
    VALUES,
    ChangeKind,
    ChangeState,
    Values,
    check_forward,
    check_values,
)
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow
from pb.rules.rounds import BEFORE_VOTING, Schedule
from pb.rules.rule_sets.calendars import Days
from pb.rules.terms import Terms
from pb.rules.texts import TITLE_LENGTH, Bilingual, both
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
    with unit_of_work():
        round_ = _held(actor, Act.PROPOSE_CHANGE, municipality_id, round_slug, now)
        moved = check_forward(round_.schedule.days, facts.days, calendar.day_of(now))
        change = _change(round_, facts.kind, facts.reason)
        new = Schedule.of_days(*vars(facts.days).values())
        for name in INSTANTS:
            setattr(change, name, getattr(new, name))
        return _propose(actor, round_, change, moved, now)


def propose_values(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    values: Values,
    reason: Bilingual,
    now: datetime,
) -> str:
    """Propose other values for an announced round, up to the voting; returns the public id.

    Raises:
        NotAllowed, NotFound: as usual. NotNow: VALUES_FIXED once the voting has begun.
        NotValid: a value that cannot be, nothing changed, less money than proposals that were
            sent ask for, a name or a reason not in both languages.
        Conflict: CHANGE_WAITS while another one waits.
    """
    require(actor, Act.PROPOSE_CHANGE, municipality_id)
    with unit_of_work():
        round_ = _held(actor, Act.PROPOSE_CHANGE, municipality_id, round_slug, now)
        changed = _checked(round_, values, now)
        change = _change(round_, ChangeKind.TERMS, reason)
        _set_values(change, values)
        return _propose(actor, round_, change, changed, now)


def propose_cancellation(
    actor: Actor, municipality_id: int, round_slug: str, reason: Bilingual, now: datetime
) -> str:
    """Propose not to hold an announced round; returns the public id of the decision.

    Law: what was contributed goes back (Resolution 779 of 2025).

    Raises:
        NotAllowed, NotFound, NotNow: as usual.
        NotValid: a reason not in both languages.
        Conflict: CHANGE_WAITS while another one waits; RESULT_EXISTS: nobody who knows the count
            can make it undone.
    """
    require(actor, Act.PROPOSE_CHANGE, municipality_id)
    with unit_of_work():
        round_ = _held(actor, Act.PROPOSE_CHANGE, municipality_id, round_slug, now)
        _check_uncounted(round_)
        change = _change(round_, ChangeKind.CANCELLATION, reason)
        return _propose(actor, round_, change, ("cancelled",), now)


def confirm(actor: Actor, municipality_id: int, round_slug: str, ref: str, now: datetime) -> None:
    """Stand for a proposed change as the second person; the round is changed at once.

    Raises:
        NotAllowed, NotFound, NotNow: as usual; CHANGE_NEEDS_ANOTHER, STEP_UP_FIRST; what could
            be proposed and no longer can, with what came in between.
        Conflict: CHANGE_DECIDED, RESULT_EXISTS.
    """
    with unit_of_work():
        round_, change = _waiting(actor, municipality_id, round_slug, ref, now)
        if change.kind is ChangeKind.CANCELLATION:
            _check_uncounted(round_)
        elif change.kind is ChangeKind.TERMS:
            _checked(round_, change.values, now)
        else:
            check_forward(round_.schedule.days, change.after.days, calendar.day_of(now))
        _decide(actor, change, ChangeState.CONFIRMED, now)
        # The guards of the round look for the confirmed decision.
        db.session.flush()
        if change.kind is ChangeKind.CANCELLATION:
            round_.cancelled_at = now
        elif change.kind is ChangeKind.TERMS:
            _set_values(round_, change.values)
        else:
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


def _change(round_: Round, kind: ChangeKind, reason: Bilingual) -> RoundChange:
    """A decision that changes nothing yet."""
    reason = both(reason.ky, reason.ru, "reason", REASON_LENGTH)
    standing = {name: getattr(round_, name) for name in (*INSTANTS, *VALUES)}
    return RoundChange(
        municipality_id=round_.municipality_id,
        round_id=round_.id,
        kind=kind,
        state=ChangeState.PROPOSED,
        reason_ky=reason.ky or "",
        reason_ru=reason.ru or "",
        **{f"was_{name}": value for name, value in standing.items()},
        **standing,
    )


def _propose(
    actor: Actor, round_: Round, change: RoundChange, changed: tuple[str, ...], now: datetime
) -> str:
    others = round_changes.changes_of(round_.municipality_id, round_.id)
    if any(one.state is ChangeState.PROPOSED for one in others):
        raise Conflict(Code.CHANGE_WAITS)
    change.proposed_by, change.proposed_at = account_of(actor), now
    db.session.add(change)
    db.session.flush()
    audit.append(
        audit.Tag.ROUND_CHANGE_PROPOSED,
        actor,
        round_.municipality_id,
        now,
        change.ref,
        round=round_.slug,
        kind=change.kind.value,
        changed=",".join(changed),
    )
    return change.ref


def _checked(round_: Round, values: Values, now: datetime) -> tuple[str, ...]:
    """The names of the values that change, where all of them may be so."""
    if round_.phase(now) not in BEFORE_VOTING:
        raise NotNow(Code.VALUES_FIXED, opens=round_.schedule.voting_opens)
    both(values.title_ky, values.title_ru, "title", TITLE_LENGTH)
    new: Terms = replace(
        round_.terms,
        budget=values.budget,
        ceiling=values.ceiling,
        min_choices=values.min_choices,
        max_choices=values.max_choices,
        threshold=values.threshold,
    )
    new.check()
    return check_values(
        round_.values, values, round_changes.most_asked(round_.municipality_id, round_.id)
    )


def _set_values(into: Round | RoundChange, values: Values) -> None:
    for name in VALUES:
        setattr(into, name, getattr(values, name))


def _check_uncounted(round_: Round) -> None:
    if results.result_of(round_.municipality_id, round_.id) is not None:
        raise Conflict(Code.RESULT_EXISTS)


def _trace(tag: audit.Tag, actor: Actor, round_: Round, ref: str, now: datetime) -> None:
    audit.append(tag, actor, round_.municipality_id, now, ref, round=round_.slug)
