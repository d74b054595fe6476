"""What the blank form of a round says: its days, its villages, what its rules offer and ask."""

from pb.documents.proposal_forms import FormFacts
from pb.records import places
from pb.records.rounds import Round
from pb.rules import calendar
from pb.services import writing
from pb.services.papers import letterhead


def facts_of(round_: Round) -> FormFacts:
    """The facts of the form of an announced round."""
    villages = places.settlements_of(round_.municipality_id)
    return FormFacts(
        letterhead(places.municipality_by_id(round_.municipality_id)),
        round_.title,
        round_.edition,
        round_.announced_at or round_.submission_opens,
        calendar.last_day_before(round_.submission_closes),
        tuple(village.name for village in villages),
        writing.demands_of(round_, None),
    )
