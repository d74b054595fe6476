"""Counting queries over many municipalities, for those who watch a raion, an oblast, the country.

Totals only: no name, no ref of a person, no row that could be followed to one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from pb.records.ballots import Participation
from pb.records.base import db
from pb.records.monitoring import Recommendation
from pb.records.places import Municipality
from pb.records.privacy import Complaint
from pb.records.residents import RollEntry
from pb.records.rounds import Round


@dataclass(frozen=True)
class Figures:
    """How a municipality stands: its latest announced round, and what is owed to people."""

    municipality: Municipality
    round: Round | None
    voters: int
    participants: int
    recommendations: int
    answered: int
    overdue: int
    """Recommendations whose day of answer is over."""
    complaints_overdue: int


def by_municipality(area: str | None, today: date) -> Sequence[Figures]:
    """The figures of every municipality of an area (the Russian name of a raion or an oblast), or
    of the whole country; fictional ones and imported elections stand under their own names.
    """
    query = select(Municipality).where(Municipality.valid_to.is_(None))
    if area is not None:
        query = query.where(or_(Municipality.raion_ru == area, Municipality.oblast_ru == area))
    found = sorted(db.session.scalars(query), key=lambda place: place.name_ky)
    keys = [place.id for place in found]
    latest = (
        select(Round.municipality_id, func.max(Round.id).label("id"))
        .where(Round.municipality_id.in_(keys), Round.announced_at.is_not(None))
        .group_by(Round.municipality_id)
        .subquery()
    )
    rounds = {
        round_.municipality_id: round_
        for round_ in db.session.scalars(select(Round).join(latest, latest.c.id == Round.id))
    }
    ids = [round_.id for round_ in rounds.values()]
    voters = _counts(
        select(RollEntry.round_id, func.count()).where(RollEntry.round_id.in_(ids)),
        RollEntry.round_id,
    )
    participants = _counts(
        select(Participation.round_id, func.count()).where(Participation.round_id.in_(ids)),
        Participation.round_id,
    )
    asked = select(Recommendation.municipality_id, func.count()).where(
        Recommendation.municipality_id.in_(keys), Recommendation.issued_at.is_not(None)
    )
    place_of = Recommendation.municipality_id
    recommendations = _counts(asked, place_of)
    answered = _counts(asked.where(Recommendation.answered_at.is_not(None)), place_of)
    overdue = _counts(
        asked.where(Recommendation.answered_at.is_(None), Recommendation.due_on < today), place_of
    )
    complaints = _counts(
        select(Complaint.municipality_id, func.count()).where(
            Complaint.municipality_id.in_(keys),
            Complaint.answered_at.is_(None),
            Complaint.due_on < today,
        ),
        Complaint.municipality_id,
    )
    return [
        Figures(
            place,
            rounds.get(place.id),
            voters.get(rounds[place.id].id, 0) if place.id in rounds else 0,
            participants.get(rounds[place.id].id, 0) if place.id in rounds else 0,
            recommendations.get(place.id, 0),
            answered.get(place.id, 0),
            overdue.get(place.id, 0),
            complaints.get(place.id, 0),
        )
        for place in found
    ]


def _counts(query: Select[int, int], column: InstrumentedAttribute[int]) -> Mapping[int, int]:
    return {row[0]: row[1] for row in db.session.execute(query.group_by(column))}
