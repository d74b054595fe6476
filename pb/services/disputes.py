"""What every deed about a disputed vote must use: the key of two holders, marks taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from pb.documents import notices
from pb.gateways import references
from pb.gateways.keys import Keys
from pb.gateways.references import WrongPassphrase
from pb.records import accounts, ceremonies, decisions, places, voids
from pb.records.base import db
from pb.records.decisions import Decision
from pb.records.rounds import Round
from pb.records.voids import ParticipationVoid, Stands
from pb.rules.disputes import SIDES, DisputeKind, check_passphrase, disputes_close
from pb.rules.messages import MessageKind
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services import messages, paper_ballots, phones
from pb.services.actors import Actor, account_of


@dataclass(frozen=True, repr=False)
class TwoHolders:
    """Two holders at one table: who is signed in, and the one beside; it prints no passphrase."""

    own: str
    """The passphrase of whoever is signed in."""
    beside: str
    """The public id of the other holder's account."""
    theirs: str


@dataclass(frozen=True, repr=False)
class Opened:
    """The key of a round for one deed, and who opened it."""

    private: X25519PrivateKey
    second: int
    """The account of the holder beside."""
    third: int
    """The account of the one who was not there, and is told."""


def require_disputable(round_: Round, now: datetime) -> None:
    """Refuse a dispute that comes too late.

    Raises:
        NotNow: DISPUTES_CLOSED.
    """
    if round_.decided_at is not None and now >= disputes_close(round_.decided_at):
        raise NotNow(Code.DISPUTES_CLOSED, closed=disputes_close(round_.decided_at))


def require_overridable(round_: Round, now: datetime) -> None:
    """Refuse to put paper in the place of a vote by phone where nobody can vote on paper now.

    Raises:
        NotNow: VOTING_CLOSED, PAPER_NOT_ALLOWED.
    """
    if round_.phase(now) is not Phase.VOTING:
        raise NotNow(
            Code.VOTING_CLOSED, closed=round_.voting_closes, results_due=round_.results_due
        )
    paper_ballots.require_allowed(round_)


def require_key(round_: Round) -> None:
    """Refuse what needs the key of a round where there is none, before anybody types for it.

    Raises:
        Conflict: CEREMONY_MISSING, REFERENCES_ERASED.
    """
    if ceremonies.ceremony_of(round_.municipality_id, round_.id) is None:
        raise Conflict(Code.CEREMONY_MISSING)
    if not ceremonies.has_locks(round_.municipality_id, round_.id):
        raise Conflict(Code.REFERENCES_ERASED)


def opened_key(actor: Actor, round_: Round, two: TwoHolders) -> Opened:
    """The key of a round, by two of its holders; dear on purpose, so it comes before the deed.

    Raises:
        Conflict: CEREMONY_MISSING, REFERENCES_ERASED.
        NotAllowed: HOLDER_NEEDED.
        NotValid: HOLDER_TWICE or HOLDER_UNFIT at "beside"; PASSPHRASE_WRONG at "own", which never
            says whose.
    """
    place, key = round_.municipality_id, round_.id
    holders = {account.ref: holder for holder, account in ceremonies.holders_of(place, key)}
    if not holders:
        raise Conflict(Code.CEREMONY_MISSING)
    own = next((one for one in holders.values() if one.account_id == actor.account_id), None)
    if own is None:
        raise NotAllowed(Code.HOLDER_NEEDED)
    beside = holders.get(two.beside)
    if beside is None:
        raise NotValid(Code.HOLDER_UNFIT, "beside")
    if beside.seat == own.seat:
        raise NotValid(Code.HOLDER_TWICE, "beside")
    # Whoever left the council or the group stands for nothing here any more.
    if not accounts.roles_of(place, beside.account_id) & SIDES:
        raise NotValid(Code.HOLDER_UNFIT, "beside")
    seats = sorted([(own.seat, two.own, own.salt), (beside.seat, two.theirs, beside.salt)])
    pair = (seats[0][0], seats[1][0])
    lock = ceremonies.lock_for(place, key, pair)
    if lock is None:
        raise Conflict(Code.REFERENCES_ERASED)
    try:
        for phrase in (two.own, two.theirs):
            check_passphrase(phrase, "own")
        private = references.open_key(
            pair, (seats[0][1], seats[1][1]), (seats[0][2], seats[1][2]), lock.locked
        )
    except (WrongPassphrase, NotValid):
        raise NotValid(Code.PASSPHRASE_WRONG, "own") from None
    third = next(one for one in holders.values() if one.seat not in pair)
    return Opened(private, beside.account_id, third.account_id)


def write_decision(
    round_: Round,
    kind: DisputeKind,
    reason: str,
    opened_by: int,
    roll_entry_id: int,
    stands: Stands,
    now: datetime,
    second_by: int | None = None,
) -> Decision:
    """A decision about a mark that stands; decided at once where the second person is there."""
    decision = Decision(
        municipality_id=round_.municipality_id,
        round_id=round_.id,
        number=decisions.next_number(round_.id),
        kind=kind,
        reason=reason,
        opened_by=opened_by,
        opened_at=now,
        second_by=second_by,
        decided_at=now if second_by else None,
    )
    db.session.add(decision)
    db.session.flush()
    db.session.add(
        ParticipationVoid(
            decision_id=decision.id,
            municipality_id=round_.municipality_id,
            round_id=round_.id,
            roll_entry_id=roll_entry_id,
            channel=stands.channel,
            hour=stands.hour,
        )
    )
    db.session.flush()
    return decision


def about_own_votes(municipality_id: int, resident_id: int) -> Sequence[tuple[Decision, str]]:
    """What two people decided about a resident's own votes, for that resident."""
    return voids.decisions_about(municipality_id, resident_id)


def tell_of(decision: Decision, roll_entry_id: int, keys: Keys, now: datetime) -> None:
    """Write to the person whose vote a decision is about, where there is a phone."""
    place = places.municipality_by_id(decision.municipality_id)
    locked = voids.phone_of(decision.round_id, roll_entry_id)
    if locked is not None:
        messages.queue(
            place.id,
            MessageKind.VOTE_MARKED,
            phones.unlock(locked, keys),
            notices.of_decision(decision.number, place.phone),
            f"vote-decided:{decision.ref}",
            keys,
            now,
        )


def tell_third(decision: Decision, third: int, keys: Keys, now: datetime) -> None:
    """Write to the holder who was not there that a reference was opened."""
    place = places.municipality_by_id(decision.municipality_id)
    locked = accounts.account_by_id(third).phone_locked
    if locked is not None:
        messages.queue(
            place.id,
            MessageKind.ACCESS_NOTICE,
            phones.unlock(locked, keys),
            notices.of_opening(decision.number, place.phone),
            f"reference-opened:{decision.ref}",
            keys,
            now,
        )


def sides_of(municipality_id: int, accounts_: Sequence[int]) -> list[tuple[int, frozenset[Role]]]:
    """Accounts with the roles they hold in a municipality, for the rules of holders."""
    return [(one, accounts.roles_of(municipality_id, one)) for one in accounts_]


def account_beside(actor: Actor, opened_by: int) -> int:
    """The account of whoever agrees to what another asked for.

    Raises:
        NotAllowed: AGREER_OPENED.
    """
    account = account_of(actor)
    if account == opened_by:
        raise NotAllowed(Code.AGREER_OPENED)
    return account
