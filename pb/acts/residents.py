"""Deeds about residents and the voter roll."""

from collections.abc import Sequence
from datetime import datetime

from pb.gateways.keys import Keys
from pb.records import places, rounds
from pb.records.base import db
from pb.records.residents import Resident, RollEntry, residents_by_account, residents_on_roll
from pb.rules.access import Act
from pb.rules.refusals import Code, NotValid
from pb.services import audit
from pb.services import rolls as guards
from pb.services.actors import Actor, require
from pb.services.work import unit_of_work


def enter_on_roll(
    actor: Actor,
    municipality_id: int,
    round_id: int,
    people: Sequence[tuple[int | None, str]],
    now: datetime,
) -> int:
    """Enter people on the roll of a round: (account or None, slug of the village) each.

    Someone who is a resident already gets a new line only on this roll, and someone who stands on
    it keeps the one line. Returns how many lines were written.

    Raises:
        NotAllowed, NotNow: as the tables say.
        NotValid: SETTLEMENT_UNKNOWN.
        Conflict: ROLL_FROZEN.
    """
    with unit_of_work():
        # Held: two clerks entering the same person at once would give two lines.
        round_ = rounds.round_by_id(municipality_id, round_id, hold=True)
        require(actor, Act.ENTER_ON_ROLL, municipality_id, round_, now)
        guards.unfrozen(round_.id)
        villages = {place.slug: place.id for place in places.settlements_of(municipality_id)}
        known = residents_by_account(municipality_id)
        on_roll = residents_on_roll(round_id)
        written = 0
        for account_id, village in people:
            if village not in villages:
                raise NotValid(Code.SETTLEMENT_UNKNOWN, "settlement", given=village)
            resident_id = known.get(account_id) if account_id is not None else None
            if resident_id is None:
                resident = Resident(
                    municipality_id=municipality_id,
                    account_id=account_id,
                    settlement_id=villages[village],
                    created_at=now,
                )
                db.session.add(resident)
                db.session.flush()
                resident_id = resident.id
                if account_id is not None:
                    known[account_id] = resident_id
            if resident_id in on_roll:
                continue
            db.session.add(
                RollEntry(
                    municipality_id=municipality_id,
                    round_id=round_id,
                    resident_id=resident_id,
                    settlement_id=villages[village],
                )
            )
            on_roll.add(resident_id)
            written += 1
        audit.append(
            audit.Tag.ROLL_ENTERED,
            actor,
            municipality_id,
            now,
            round_.slug,
            entries=written,
        )
        return written


def introduce(
    actor: Actor,
    municipality_id: int,
    people: Sequence[tuple[int | None, str, str]],
    clerk_id: int | None,
    keys: Keys,
    now: datetime,
) -> None:
    """Make residents of people as if the office had met them: account, village slug, number each.

    For a demonstration: its people are enrolled before the first roll is imported.

    Raises:
        NotAllowed: for anyone but the platform.
        NotValid: SETTLEMENT_UNKNOWN.
    """
    with unit_of_work():
        require(actor, Act.ENTER_ON_ROLL, municipality_id)
        villages = {place.slug: place.id for place in places.settlements_of(municipality_id)}
        for account_id, village, pin in people:
            if village not in villages:
                raise NotValid(Code.SETTLEMENT_UNKNOWN, "settlement", given=village)
            db.session.add(
                Resident(
                    municipality_id=municipality_id,
                    account_id=account_id,
                    settlement_id=villages[village],
                    pin_tag=keys.pin_tag(pin),
                    enrolled_at=now,
                    enrolled_by=clerk_id,
                    created_at=now,
                )
            )
        audit.append(
            audit.Tag.RESIDENTS_INTRODUCED, actor, municipality_id, now, people=len(people)
        )
