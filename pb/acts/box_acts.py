"""Opening the box of a station: what was found in it, entered by one and confirmed by another."""

from dataclasses import dataclass
from datetime import datetime

from pb.documents import ballot_papers
from pb.documents.ballot_papers import BoxActFacts
from pb.records import paper_marks, places, rounds, stations
from pb.records.base import db
from pb.records.rounds import Round
from pb.records.stations import BoxAct, Station
from pb.rules.access import Act
from pb.rules.paper_ballots import EXPLANATION_LENGTH, BoxFacts, check_box
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.texts import clean_optional
from pb.services import audit
from pb.services import paper_ballots as guards
from pb.services.actors import Actor, account_of, require
from pb.services.papers import letterhead, signatory
from pb.services.work import unit_of_work

LARGEST = 1_000_000


@dataclass(frozen=True)
class Counts:
    """What whoever opens a box is told beforehand."""

    printed: int
    marks: int


def counts_of(round_: Round, station: Station) -> Counts:
    """The ballots printed for a station and the people marked there."""
    place = round_.municipality_id
    printed = sum(stations.numbers_of_station(place, station.id).values())
    return Counts(printed, paper_marks.marks_at(place, station.id))


def open_box(
    actor: Actor, municipality_id: int, round_slug: str, ref: str, facts: BoxFacts, now: datetime
) -> None:
    """Write down what was found in a box; until another person confirms it, it can be mended.

    From now on nobody is marked at the station any more.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; PAPER_NOT_ALLOWED.
        NotValid: what an explanation may not be, and whatever `check_box` finds.
        Conflict: BOX_CONFIRMED.
    """
    why = clean_optional(facts.explanation, "explanation", EXPLANATION_LENGTH, lines=True)
    for field in ("found", "spoiled", "unused"):
        if not 0 <= getattr(facts, field) <= LARGEST:
            raise NotValid(Code.NUMBER_OUT_OF_RANGE, field, smallest=0, largest=LARGEST)
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.OPEN_BOX, municipality_id, round_, now)
        guards.require_allowed(round_)
        station = stations.station_of(municipality_id, round_.id, ref, hold=True)
        act = stations.act_of(municipality_id, station.id)
        if act is not None and act.confirmed_at is not None:
            raise Conflict(Code.BOX_CONFIRMED)
        now_there = counts_of(round_, station)
        said = BoxFacts(facts.found, facts.spoiled, facts.unused, why, facts.is_void)
        is_void = check_box(said, now_there.printed, now_there.marks)
        if act is None:
            act = BoxAct(municipality_id=municipality_id, round_id=round_.id, station_id=station.id)
            db.session.add(act)
        act.printed, act.marks = now_there.printed, now_there.marks
        act.found, act.spoiled, act.unused = facts.found, facts.spoiled, facts.unused
        act.explanation, act.is_void = why, is_void
        act.entered_by, act.entered_at = account_of(actor), now
        db.session.flush()
        audit.append(
            audit.Tag.BOX_OPENED,
            actor,
            municipality_id,
            now,
            station.ref,
            round=round_slug,
            station=station.number,
            printed=act.printed,
            people=act.marks,
            found=act.found,
            spoiled=act.spoiled,
            unused=act.unused,
            void=int(is_void),
        )


def confirm(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    entered_at: datetime,
    now: datetime,
) -> None:
    """Stand for the act of a box as the second person; its ballots can be entered now.

    `entered_at` is that of the act that was looked at.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; BOX_NEEDS_ANOTHER, STEP_UP_FIRST.
        Conflict: BOX_UNOPENED, BOX_CONFIRMED; ACT_CHANGED where it was entered anew since.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.CONFIRM_BOX, municipality_id, round_, now)
        station = stations.station_of(municipality_id, round_.id, ref, hold=True)
        act = stations.act_of(municipality_id, station.id)
        if act is None:
            raise Conflict(Code.BOX_UNOPENED, station=station.number)
        if act.confirmed_at is not None:
            raise Conflict(Code.BOX_CONFIRMED)
        if act.entered_by == actor.account_id:
            raise NotAllowed(Code.BOX_NEEDS_ANOTHER)
        if act.entered_at != entered_at:
            raise Conflict(Code.ACT_CHANGED)
        act.confirmed_by, act.confirmed_at = account_of(actor), now
        db.session.flush()
        audit.append(
            audit.Tag.BOX_CONFIRMED,
            actor,
            municipality_id,
            now,
            station.ref,
            round=round_slug,
            station=station.number,
        )


def paper(round_: Round, station: Station, language: str) -> bytes:
    """The act of a box as a PDF to be signed: blank numbers where it is not opened yet."""
    place = round_.municipality_id
    act = stations.act_of(place, station.id)
    known = counts_of(round_, station)
    return ballot_papers.box_act(
        BoxActFacts(
            letterhead=letterhead(places.municipality_by_id(place)),
            title=round_.title,
            edition=round_.edition,
            station=station.name,
            station_number=station.number,
            printed=act.printed if act else known.printed,
            marks=act.marks if act else known.marks,
            found=act.found if act else None,
            spoiled=act.spoiled if act else None,
            unused=act.unused if act else None,
            explanation=act.explanation if act else None,
            is_void=bool(act and act.is_void),
            entered_at=act.entered_at if act else None,
            entered_by=signatory(place, act.entered_by) if act else None,
            confirmed_by=signatory(place, act.confirmed_by) if act and act.confirmed_by else None,
        ),
        language,
    )
