"""Printing a part of the roll with lines to sign on: everybody on it can see who printed it."""

from datetime import datetime

from pb.documents import ballot_papers
from pb.documents.ballot_papers import SheetFacts, SheetLine
from pb.records import paper_marks, places, rounds, stations
from pb.rules.access import Act
from pb.rules.privacy import Field, Purpose
from pb.rules.refusals import Code, NotValid
from pb.services import paper_ballots as guards
from pb.services.actors import Actor, require
from pb.services.papers import letterhead
from pb.services.privacy import Looking, Subject, opened
from pb.services.work import unit_of_work

A_FILE = 300
"""Lines printed at one go."""
MOST_FILES = 1_000
FIELDS = (Field.NAME, Field.SETTLEMENT, Field.BORN, Field.ADDRESS)


def print_sheets(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    part: int,
    reason: str,
    language: str,
    now: datetime,
) -> bytes:
    """One part (from 1) of the roll of a station as a PDF, leaving a trace at each person on it.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; PAPER_NOT_ALLOWED, STEP_UP_FIRST.
        NotValid: the reason is missing or too short, at "reason"; NUMBER_OUT_OF_RANGE at "part"
            where nobody is on that part any more.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.PRINT_ROLL_SHEETS, municipality_id, round_, now)
        guards.require_allowed(round_)
        station = stations.station_of(municipality_id, round_.id, ref)
        before = (part - 1) * A_FILE
        found = (
            paper_marks.sheet_entries(
                municipality_id, round_.id, station.settlement_id, A_FILE, before
            )
            if 1 <= part <= MOST_FILES
            else ()
        )
        if not found:
            raise NotValid(Code.NUMBER_OUT_OF_RANGE, "part", smallest=1, largest=max(part - 1, 1))
        subjects = [Subject(one.entry.resident_id, one.entry.id, round_.id) for one in found]
        looking = Looking(Purpose.PAPER_VOTE, reason)
        opening = opened(actor, municipality_id, subjects, looking, FIELDS, now)
        lines = []
        for number, one in enumerate(found, start=before + 1):
            born = opening.read(Field.BORN, one.entry.born)
            lines.append(
                SheetLine(
                    number,
                    opening.read(Field.NAME, one.entry.name) or "",
                    born.year if born else None,
                    one.village,
                    opening.read(Field.ADDRESS, one.entry.address),
                    one.has_voted,
                )
            )
        facts = SheetFacts(
            letterhead(places.municipality_by_id(municipality_id)),
            round_.title,
            round_.edition,
            station.name,
            station.number,
            now,
            tuple(lines),
        )
    return ballot_papers.roll_sheets(facts, language)
