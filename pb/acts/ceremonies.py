"""The ceremony before the voting: three holders lock the key that any two of them can use."""

from collections.abc import Sequence
from datetime import datetime

from pb.gateways import references
from pb.gateways.clock import Clock
from pb.records import accounts, ceremonies, rounds
from pb.records.base import db
from pb.records.ceremonies import Ceremony, KeyHolder, KeyLock
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.disputes import HOLDERS, SEATS, check_holders, check_not_near, check_passphrases
from pb.rules.refusals import Code, NotValid
from pb.services import audit, disputes
from pb.services.actors import Actor, account_of, require
from pb.services.disputes import TwoHolders
from pb.services.work import unit_of_work


def hold(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    holders: Sequence[str],
    phrases: Sequence[tuple[str, str]],
    clock: Clock,
) -> None:
    """Draw the key of a round and lock it for three holders (public ids of accounts, by seat).

    Until somebody has voted it can be held anew, and the key before it is gone.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; STEP_UP_FIRST, VOTING_NEAR.
        NotValid: whatever `check_holders` and `check_passphrases` find.
    """
    round_ = rounds.round_of(municipality_id, round_slug)
    _require(actor, round_, clock.now())
    chosen = _accounts(holders)
    check_holders(disputes.sides_of(municipality_id, chosen))
    agreed = check_passphrases(phrases)
    # Dear on purpose, so nothing is held meanwhile.
    key = references.make_key(dict(zip(SEATS, agreed, strict=True)))
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug, hold=True)
        # Locking took its time, and so may whoever held the round: nobody may be voting by now.
        now = clock.now()
        _require(actor, round_, now)
        # A holder may have left the council meanwhile.
        check_holders(disputes.sides_of(municipality_id, chosen))
        ceremonies.forget(municipality_id, round_.id)
        db.session.flush()
        db.session.add(
            Ceremony(
                municipality_id=municipality_id,
                round_id=round_.id,
                public_key=key.public,
                held_by=account_of(actor),
                held_at=now,
            )
        )
        db.session.flush()
        of_round = {"municipality_id": municipality_id, "round_id": round_.id}
        for seat, account in zip(SEATS, chosen, strict=True):
            db.session.add(
                KeyHolder(**of_round, seat=seat, account_id=account, salt=key.salts[seat])
            )
        for (first, second), locked in key.locked.items():
            db.session.add(KeyLock(**of_round, first_seat=first, second_seat=second, locked=locked))
        db.session.flush()
        audit.append(
            audit.Tag.CEREMONY_HELD,
            actor,
            municipality_id,
            now,
            round_slug,
            round=round_slug,
            key=key.public.hex(),
        )


def check(actor: Actor, municipality_id: int, round_slug: str, two: TwoHolders) -> None:
    """Try two passphrases, so that nobody finds out in a dispute that one is forgotten.

    Nothing is opened and nothing is written.

    Raises:
        NotFound, NotAllowed: as the tables say; STEP_UP_FIRST, HOLDER_NEEDED. The phase does not
            matter: it is tried best before the voting.
        Conflict, NotValid: as `services.disputes.opened_key`.
    """
    round_ = rounds.round_of(municipality_id, round_slug)
    require(actor, Act.DECIDE_DISPUTE, municipality_id)
    disputes.opened_key(actor, round_, two)


def _require(actor: Actor, round_: Round, now: datetime) -> None:
    require(actor, Act.HOLD_CEREMONY, round_.municipality_id, round_, now)
    # Whoever votes first may have read the key before this deed has committed.
    check_not_near(round_.voting_opens, now)


def _accounts(refs: Sequence[str]) -> list[int]:
    if len(refs) != HOLDERS or not all(refs):
        raise NotValid(Code.HOLDERS_NOT_THREE, "holder_1", number=HOLDERS)
    found = []
    for seat, ref in zip(SEATS, refs, strict=True):
        account = accounts.account_by_ref(ref)
        if account is None:
            raise NotValid(Code.HOLDER_UNFIT, f"holder_{seat}")
        found.append(account.id)
    return found
