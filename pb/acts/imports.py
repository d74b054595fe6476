"""Importing an election that was held elsewhere: from a .pb file to a round whose voting is over.

Nothing of a voter is kept: of each ballot only its marks and its channel, in an order drawn by lot.
"""

import itertools
import secrets
import unicodedata
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pb.records import places, rounds
from pb.records.ballots import Ballot, Lot
from pb.records.base import db
from pb.records.places import Municipality
from pb.records.proposals import Project
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act, may
from pb.rules.ballots import Marks, in_order, marks_text
from pb.rules.pabulib import PabulibFile
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow, NotValid
from pb.rules.slugs import numbered, slug_from
from pb.rules.tally import check_held
from pb.rules.tally.election import Ballot as Counted
from pb.rules.tally.election import Election, TieBreak, VoteType
from pb.rules.texts import NAME_LENGTH, TITLE_LENGTH
from pb.services import audit
from pb.services.actors import Actor
from pb.services.work import unit_of_work

OLDEST_YEAR = 1900
BALLOTS_AT_ONCE = 5_000
LARGEST_THRESHOLD = 1_000_000_000
"""More votes than a file may hold, and what a column holds."""


@dataclass(frozen=True)
class Imported:
    """Where an imported election stands; `published` are the winners its file itself names."""

    municipality_id: int
    place_slug: str
    round_slug: str
    published: tuple[str, ...] | None


def import_round(
    actor: Actor, file: PabulibFile, file_name: str, sha256: str, now: datetime
) -> Imported:
    """Make of a file a municipality of its own with one round, its projects and its full box.

    Names stay in the language of the file, in both columns, because they are in neither of ours.
    The file tells the days of the voting only, so the steps before it are put on the day before.
    `sha256` is of the bytes of the file, in hex.

    Raises:
        NotAllowed: NOT_ALLOWED for anyone but the platform.
        NotValid: RULE_UNKNOWN, VOTE_TYPE_UNCOUNTED, NUMBER_OUT_OF_RANGE (a year nobody voted in).
        NotNow: ELECTION_NOT_OVER.
        Conflict: ELECTION_EXISTS for a file that was imported before.
    """
    if not may(actor.roles, Act.IMPORT_ROUND):
        raise NotAllowed(Code.NOT_ALLOWED, act=Act.IMPORT_ROUND)
    check_held(file.election)
    voting_opens, voting_closes = _voting(file, now)
    with unit_of_work():
        if rounds.round_imported_from(sha256) is not None:
            raise Conflict(Code.ELECTION_EXISTS)
        place = _place(file, calendar.day_of(voting_opens))
        db.session.add(place)
        db.session.flush()
        round_ = _round(file, place.id, voting_opens, voting_closes, now)
        round_.source = f"{_line(file_name, NAME_LENGTH[1])}, SHA-256 {sha256}"
        db.session.add(round_)
        db.session.flush()
        db.session.add_all(_projects(file, round_))
        ballots = _fill_box(file.election, round_)
        audit.append(
            audit.Tag.ROUND_IMPORTED,
            actor,
            place.id,
            now,
            round_.slug,
            sha256=sha256,
            projects=len(file.election.projects),
            ballots=ballots,
        )
        return Imported(place.id, place.slug, round_.slug, file.published)


def _voting(file: PabulibFile, now: datetime) -> tuple[datetime, datetime]:
    """When the voting opened and closed; a file may tell only years."""
    today = calendar.day_of(now)
    begin, end = file.date_begin, file.date_end
    first = date(begin, 1, 1) if isinstance(begin, int) else begin
    last = date(end, 12, 31) if isinstance(end, int) else end
    if end == today.year:
        last = max(first, today - timedelta(days=1))
    if first.year < OLDEST_YEAR:
        raise NotValid(
            Code.NUMBER_OUT_OF_RANGE, "date_begin", smallest=OLDEST_YEAR, largest=today.year
        )
    if last >= today:
        raise NotNow(Code.ELECTION_NOT_OVER, last=f"{last:%d.%m.%Y}")
    return calendar.start_of(first), calendar.end_of(last)


def _place(file: PabulibFile, since: date) -> Municipality:
    meta = dict(file.meta)
    parts = [file.unit]
    district, part = meta.get("district"), meta.get("subunit")
    parts += [name for name in (district, part) if name and name not in parts]
    # "Rejon nr 11" says nothing beside "Rejon nr 11, 250".
    if district and part and part.startswith(district):
        parts = [file.unit, part]
    name = _line(", ".join(parts), NAME_LENGTH[1])
    base = slug_from(name, "place")
    slugs = (numbered(base, number) for number in itertools.count(1))
    country = _line(file.country, NAME_LENGTH[1])
    return Municipality(
        slug=next(slug for slug in slugs if not places.slug_is_taken(slug)),
        name_ky=name,
        name_ru=name,
        kind_ky="",
        kind_ru="",
        raion_ky=country,
        raion_ru=country,
        oblast_ky="",
        oblast_ru="",
        valid_from=since,
    )


def _round(
    file: PabulibFile,
    municipality_id: int,
    voting_opens: datetime,
    voting_closes: datetime,
    now: datetime,
) -> Round:
    election = file.election
    before = voting_opens - timedelta(days=1)
    title = _line(file.description, TITLE_LENGTH[1])
    # No ballot can have more marks than there are projects, whatever the file allows.
    most = min(election.max_choices or len(election.projects), len(election.projects))
    return Round(
        municipality_id=municipality_id,
        slug=slug_from(file.instance, "round"),
        edition=_line(file.instance, NAME_LENGTH[1]),
        title_ky=title,
        title_ru=title,
        currency=election.currency,
        budget=election.budget,
        ceiling=None,
        vote_type=election.vote_type,
        min_choices=min(election.min_choices, most),
        max_choices=1 if election.vote_type is VoteType.CHOOSE_1 else most,
        allocation_rule=check_held(election),
        threshold=min(election.threshold, LARGEST_THRESHOLD),
        ties=TieBreak.LISTED_FIRST.value,
        expected_ballots=_ballots(election),
        submission_opens=before,
        submission_closes=voting_opens,
        review_closes=voting_opens,
        voting_opens=voting_opens,
        voting_closes=voting_closes,
        results_due=voting_closes,
        announced_at=before,
        created_at=now,
    )


def _projects(file: PabulibFile, round_: Round) -> Iterator[Project]:
    for number, project in enumerate(file.election.projects, start=1):
        title = _line(project.name, TITLE_LENGTH[1]) or project.id
        yield Project(
            municipality_id=round_.municipality_id,
            round_id=round_.id,
            number=number,
            source_ref=project.id,
            was_selected=None if file.published is None else project.id in file.published,
            title_ky=title,
            title_ru=title,
            cost=project.cost,
            own_contribution=project.own_contribution,
        )


def _marks(ballot: Counted, number: Mapping[str, int], vote_type: VoteType) -> str:
    marks = Marks(tuple(number[choice] for choice in ballot.choices), ballot.points)
    return marks_text(in_order(marks, vote_type), vote_type)


def _fill_box(election: Election, round_: Round) -> int:
    """Put every ballot into the box as one lot; returns how many there are."""
    number = {project.id: place for place, project in enumerate(election.projects, start=1)}
    box = [
        kept
        for ballot in election.ballots
        for kept in itertools.repeat(
            (ballot.channel, _marks(ballot, number, election.vote_type)),
            ballot.weight,
        )
    ]
    if not box:
        return 0
    secrets.SystemRandom().shuffle(box)
    lot = Lot(municipality_id=round_.municipality_id, round_id=round_.id, sequence=1, size=len(box))
    db.session.add(lot)
    db.session.flush()
    for start in range(0, len(box), BALLOTS_AT_ONCE):
        db.session.execute(
            db.insert(Ballot.__table__),
            [
                {
                    "ballot_id": str(uuid.uuid4()),
                    "municipality_id": round_.municipality_id,
                    "round_id": round_.id,
                    "lot_id": lot.id,
                    "channel": channel,
                    "number": None,
                    "marks": marks,
                }
                for channel, marks in box[start : start + BALLOTS_AT_ONCE]
            ],
        )
    return len(box)


def _ballots(election: Election) -> int:
    return sum(ballot.weight for ballot in election.ballots)


def _line(text: str, longest: int) -> str:
    """A name from a file on one line: what nobody can see taken out, what is too long cut."""
    seen = "".join(
        character
        for character in unicodedata.normalize("NFC", text)
        if unicodedata.category(character)[0] != "C"
    ).strip()
    return seen if len(seen) <= longest else seen[: longest - 1].rstrip() + "…"
