"""Two holders open the reference of one disputed vote: its ballot does not count any more."""

from datetime import datetime

from pb.gateways import references
from pb.gateways.keys import Keys
from pb.gateways.references import WrongPassphrase
from pb.records import ballots, decisions, places, roll_lines, rounds, stations, voids
from pb.records.annulments import BallotAnnulment
from pb.records.base import db
from pb.records.decisions import Decision, Traced
from pb.records.paper_marks import PaperMark
from pb.records.residents import RollEntry
from pb.records.rounds import Round
from pb.records.voids import Stands
from pb.rules import board, calendar
from pb.rules.access import Act
from pb.rules.disputes import ANNULS, REASON_LENGTH, DisputeKind
from pb.rules.refusals import Code, Conflict
from pb.rules.rolls.states import EntryStatus
from pb.rules.tally.election import Channel
from pb.rules.texts import clean
from pb.services import audit, disputes, paper_ballots
from pb.services.actors import Actor, account_of, require
from pb.services.disputes import Opened, TwoHolders
from pb.services.work import unit_of_work


def void(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    line_ref: str,
    reason: str,
    two: TwoHolders,
    keys: Keys,
    now: datetime,
) -> int:
    """Take a vote out that was cast in another's name; the number of the decision.

    The person may vote again while the voting lasts. What stood on the ballot is shown to nobody.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; STEP_UP_FIRST, DISPUTES_CLOSED.
        NotValid: the reason, or as `services.disputes.opened_key`.
        Conflict: NOBODY_VOTED, VOTE_NOT_BY_PHONE, REFERENCE_MISSING, REFERENCES_ERASED.
    """
    why = clean(reason, "reason", REASON_LENGTH, lines=True)
    opened = _opened(actor, municipality_id, round_slug, two, now)
    with unit_of_work():
        round_, entry, stands = _held(actor, municipality_id, round_slug, line_ref, now)
        found = _traced(round_, stands, opened)
        decision = disputes.write_decision(
            round_, DisputeKind.VOID, why, account_of(actor), entry.id, stands, now, opened.second
        )
        _annul(round_, found, decision)
        voids.take_mark(round_.id, entry.id)
        _tell(actor, round_, entry, decision, opened, keys, now)
        return decision.number


def override(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    line_ref: str,
    station_ref: str,
    reason: str,
    two: TwoHolders,
    keys: Keys,
    now: datetime,
) -> int:
    """Paper beats the phone: the ballot is taken out and the person marked at a station at once.

    Raises:
        As `void`; besides NotNow: VOTING_CLOSED, PAPER_NOT_ALLOWED; NotFound for a station;
        Conflict: BOX_OPENED, STOCK_MISSING, LINE_STRUCK.
    """
    why = clean(reason, "reason", REASON_LENGTH, lines=True)
    opened = _opened(actor, municipality_id, round_slug, two, now)
    with unit_of_work():
        round_, entry, stands = _held(actor, municipality_id, round_slug, line_ref, now)
        disputes.require_overridable(round_, now)
        station = stations.station_of(municipality_id, round_.id, station_ref, hold=True)
        paper_ballots.require_marking(station)
        if entry.status is EntryStatus.STRUCK:
            raise Conflict(Code.LINE_STRUCK)
        found = _traced(round_, stands, opened)
        kind = DisputeKind.OVERRIDE
        decision = disputes.write_decision(
            round_, kind, why, account_of(actor), entry.id, stands, now, opened.second
        )
        _annul(round_, found, decision)
        voids.take_mark(round_.id, entry.id)
        hour = calendar.hour_of(now)
        ballots.mark_participation(municipality_id, round_.id, entry.id, Channel.PAPER, hour)
        db.session.add(
            PaperMark(
                municipality_id=municipality_id,
                round_id=round_.id,
                roll_entry_id=entry.id,
                station_id=station.id,
                marked_by=account_of(actor),
            )
        )
        db.session.flush()
        _tell(actor, round_, entry, decision, opened, keys, now)
        return decision.number


def _opened(
    actor: Actor, municipality_id: int, round_slug: str, two: TwoHolders, now: datetime
) -> Opened:
    round_ = rounds.round_of(municipality_id, round_slug)
    require(actor, Act.DECIDE_DISPUTE, municipality_id, round_, now)
    disputes.require_disputable(round_, now)
    return disputes.opened_key(actor, round_, two)


def _held(
    actor: Actor, municipality_id: int, round_slug: str, line_ref: str, now: datetime
) -> tuple[Round, RollEntry, Stands]:
    round_ = rounds.round_of(municipality_id, round_slug, hold=True)
    require(actor, Act.DECIDE_DISPUTE, municipality_id, round_, now)
    disputes.require_disputable(round_, now)
    entry = roll_lines.line_of(round_.id, line_ref, hold=True)
    stands = voids.mark_of(round_.id, entry.id, hold=True)
    if stands is None:
        raise Conflict(Code.NOBODY_VOTED)
    if stands.channel is not Channel.INTERNET:
        raise Conflict(Code.VOTE_NOT_BY_PHONE, channel=stands.channel)
    return round_, entry, stands


def _traced(round_: Round, stands: Stands, opened: Opened) -> Traced:
    if stands.sealed_ref is None:
        raise Conflict(Code.REFERENCE_MISSING)
    try:
        lineage = references.unseal(opened.private, round_.id, stands.sealed_ref)
    except WrongPassphrase:
        raise Conflict(Code.REFERENCE_MISSING) from None
    found = decisions.live_ballot(round_.id, lineage=lineage)
    if found is None:
        raise Conflict(Code.REFERENCE_MISSING)
    return found


def _annul(round_: Round, found: Traced, decision: Decision) -> None:
    name = f"{places.municipality_by_id(round_.municipality_id).slug}/{round_.slug}"
    db.session.add(
        BallotAnnulment(
            ballot_id=found.ballot_id,
            municipality_id=round_.municipality_id,
            round_id=round_.id,
            kind=ANNULS[decision.kind],
            decision_id=decision.id,
            leaf=board.ballot_leaf(name, found.number, found.marks, found.salt),
        )
    )
    db.session.flush()


def _tell(
    actor: Actor,
    round_: Round,
    entry: RollEntry,
    decision: Decision,
    opened: Opened,
    keys: Keys,
    now: datetime,
) -> None:
    disputes.tell_of(decision, entry.id, keys, now)
    disputes.tell_third(decision, opened.third, keys, now)
    audit.append(
        audit.Tag.VOTE_ANNULLED,
        actor,
        round_.municipality_id,
        now,
        decision.ref,
        round=round_.slug,
        number=decision.number,
        kind=decision.kind.value,
    )
