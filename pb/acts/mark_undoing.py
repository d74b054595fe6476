"""A person was marked on paper by mistake: one asks to undo it, another agrees or declines."""

from datetime import datetime

from pb.gateways.keys import Keys
from pb.records import decisions, privacy, roll_lines, rounds, stations, voids
from pb.records.base import db
from pb.records.decisions import Decision
from pb.records.residents import RollEntry
from pb.records.rounds import Round
from pb.records.voids import Stands
from pb.rules.access import Act
from pb.rules.disputes import REASON_LENGTH, DisputeKind
from pb.rules.refusals import Code, Conflict, NotFound
from pb.rules.tally.election import Channel
from pb.rules.texts import clean
from pb.services import audit, disputes, rolls
from pb.services.actors import Actor, account_of, require
from pb.services.privacy import Looking
from pb.services.rolls import Card
from pb.services.work import unit_of_work


def ask(
    actor: Actor, municipality_id: int, round_slug: str, line_ref: str, reason: str, now: datetime
) -> str:
    """Ask that the mark of a person be undone; the public id of the decision that waits.

    The ballot that was handed out is taken back first and counted as spoiled.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        NotValid: the reason.
        Conflict: NOBODY_VOTED, VOTE_NOT_ON_PAPER, BOX_OPENED; UNDOING_WAITS where it was asked.
    """
    why = clean(reason, "reason", REASON_LENGTH, lines=True)
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug, hold=True)
        require(actor, Act.UNDO_MARK, municipality_id, round_, now)
        entry = roll_lines.line_of(round_.id, line_ref, hold=True)
        stands = _on_paper(round_, entry.id)
        if any(
            decision.decided_at is None
            for decision, _ in voids.voids_of(municipality_id, round_.id, entry.id)
        ):
            raise Conflict(Code.UNDOING_WAITS)
        decision = disputes.write_decision(
            round_, DisputeKind.UNMARK, why, account_of(actor), entry.id, stands, now
        )
        _append(audit.Tag.UNDOING_ASKED, actor, round_, decision, now)
        return decision.ref


def look(
    actor: Actor, municipality_id: int, round_slug: str, ref: str, looking: Looking, now: datetime
) -> Card:
    """Open the card of the person whose mark it is, as the second person, leaving a trace.

    So two people check that it is the same person before the mark goes.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; AGREER_OPENED, STEP_UP_FIRST.
        NotValid: the reason is missing or too short, at "reason".
        Conflict: AGREED_ALREADY.
    """
    with unit_of_work():
        round_, decision = _waiting(actor, municipality_id, round_slug, ref, now)
        disputes.account_beside(actor, decision.opened_by)
        return rolls.card(actor, round_, _entry(round_, decision), looking, now)


def agree(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    line_ref: str,
    keys: Keys,
    now: datetime,
) -> None:
    """Stand for it as the second person: the mark is gone, and the person can vote.

    Only whoever has opened the card of this person since it was asked for can stand for it;
    `line_ref` is the line whose card the page showed last.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; AGREER_OPENED, STEP_UP_FIRST.
        Conflict: AGREED_ALREADY, PERSON_UNSEEN; NOBODY_VOTED, VOTE_NOT_ON_PAPER, BOX_OPENED.
    """
    with unit_of_work():
        round_, decision = _waiting(actor, municipality_id, round_slug, ref, now)
        entry = _entry(round_, decision)
        entry_id, second = entry.id, disputes.account_beside(actor, decision.opened_by)
        opened = privacy.has_opened(municipality_id, second, entry_id, decision.opened_at)
        if line_ref != entry.ref or not opened:
            raise Conflict(Code.PERSON_UNSEEN)
        _on_paper(round_, entry_id)
        decision.second_by = second
        decision.decided_at = now
        db.session.flush()
        voids.take_mark(round_.id, entry_id)
        disputes.tell_of(decision, entry_id, keys, now)
        _append(audit.Tag.UNDOING_AGREED, actor, round_, decision, now)


def decline(actor: Actor, municipality_id: int, round_slug: str, ref: str, now: datetime) -> None:
    """Leave the mark as it is.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; AGREER_OPENED, STEP_UP_FIRST.
        Conflict: AGREED_ALREADY.
    """
    with unit_of_work():
        round_, decision = _waiting(actor, municipality_id, round_slug, ref, now)
        decision.second_by = disputes.account_beside(actor, decision.opened_by)
        decision.decided_at, decision.is_dropped = now, True
        db.session.flush()
        _append(audit.Tag.UNDOING_DECLINED, actor, round_, decision, now)


def _waiting(
    actor: Actor, municipality_id: int, round_slug: str, ref: str, now: datetime
) -> tuple[Round, Decision]:
    round_ = rounds.round_of(municipality_id, round_slug, hold=True)
    require(actor, Act.CONFIRM_UNDOING, municipality_id, round_, now)
    decision = decisions.decision_of(municipality_id, round_.id, ref, hold=True)
    if decision.kind is not DisputeKind.UNMARK:
        raise NotFound(Code.NOT_FOUND)
    if decision.decided_at is not None:
        raise Conflict(Code.AGREED_ALREADY)
    return round_, decision


def _entry(round_: Round, decision: Decision) -> RollEntry:
    void = voids.void_of(round_.municipality_id, decision.id)
    return db.session.get_one(RollEntry, void.roll_entry_id)


def _on_paper(round_: Round, roll_entry_id: int) -> Stands:
    stands = voids.mark_of(round_.id, roll_entry_id, hold=True)
    if stands is None:
        raise Conflict(Code.NOBODY_VOTED)
    if stands.channel is not Channel.PAPER or stands.station_id is None:
        raise Conflict(Code.VOTE_NOT_ON_PAPER, channel=stands.channel)
    stations.station_by_id(round_.municipality_id, stands.station_id, hold=True)
    if stations.act_of(round_.municipality_id, stands.station_id) is not None:
        raise Conflict(Code.BOX_OPENED)
    return stands


def _append(tag: audit.Tag, actor: Actor, round_: Round, decision: Decision, now: datetime) -> None:
    audit.append(
        tag,
        actor,
        round_.municipality_id,
        now,
        decision.ref,
        round=round_.slug,
        number=decision.number,
    )
