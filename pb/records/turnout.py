"""How many of the people on a roll voted, by village and by sex: counts, nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from pb.records.ballots import Participation
from pb.records.base import db
from pb.records.residents import RollEntry
from pb.rules.people import Sex
from pb.rules.rolls.states import EntryStatus


@dataclass(frozen=True)
class Count:
    """The people of one village and sex; the sex is None where the roll does not say it."""

    settlement_id: int
    sex: Sex | None
    voters: int
    voted: int


def turnout_of(round_id: int) -> Sequence[Count]:
    """Everybody on the roll of a round, counted; small numbers are for no one's eyes."""
    rows = db.session.execute(
        select(
            RollEntry.settlement_id,
            RollEntry.sex,
            func.count(),
            func.count(Participation.roll_entry_id),
        )
        .outerjoin(
            Participation,
            and_(
                Participation.round_id == RollEntry.round_id,
                Participation.roll_entry_id == RollEntry.id,
            ),
        )
        .where(RollEntry.round_id == round_id, RollEntry.status == EntryStatus.ACTIVE)
        .group_by(RollEntry.settlement_id, RollEntry.sex)
        .order_by(RollEntry.settlement_id, RollEntry.sex)
    )
    return [Count(row[0], row[1], row[2], row[3]) for row in rows]
