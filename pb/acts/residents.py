"""Deeds about residents and the voter roll."""

from collections.abc import Sequence
from datetime import datetime

from pb.records import places, rounds
from pb.records.base import db
from pb.records.residents import Resident, RollEntry
from pb.rules.access import Act
from pb.rules.refusals import Code, NotValid
from pb.services import audit
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

    Someone who is a resident already gets a new line only on this roll. Returns how many lines
    were written.

    Raises:
        NotAllowed, NotNow: as the tables say.
        NotValid: SETTLEMENT_UNKNOWN.
    """
    with unit_of_work():
        round_ = rounds.round_by_id(municipality_id, round_id)
        require(actor, Act.ENTER_ON_ROLL, municipality_id, round_, now)
        villages = {place.slug: place.id for place in places.settlements_of(municipality_id)}
        known = {
            resident.account_id: resident.id
            for resident in db.session.query(Resident)
            .filter(Resident.municipality_id == municipality_id, Resident.account_id.is_not(None))
            .all()
        }
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
            db.session.add(
                RollEntry(
                    municipality_id=municipality_id, round_id=round_id, resident_id=resident_id
                )
            )
        audit.append(
            audit.Tag.ROLL_ENTERED,
            actor,
            municipality_id,
            now,
            round_.slug,
            entries=len(people),
        )
        return len(people)
