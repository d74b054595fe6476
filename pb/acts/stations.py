"""Stations of a round: added, given ballots with numbered stubs, printed."""

import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from pb.documents import ballot_papers
from pb.documents.ballot_papers import BallotFacts, CoverFacts
from pb.records import places, proposals, rounds, stations
from pb.records.base import db
from pb.records.paper_batches import PaperBatch
from pb.records.rounds import Round
from pb.records.stations import BallotStock, PrintedNumber, Station
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.paper_ballots import (
    MOST_IN_STOCK,
    MOST_STATIONS,
    STATION_NAME_LENGTH,
    StationKind,
    drawn_numbers,
)
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.texts import Bilingual, both
from pb.services import audit
from pb.services import paper_ballots as guards
from pb.services.actors import Actor, account_of, require
from pb.services.papers import letterhead
from pb.services.work import unit_of_work


@dataclass(frozen=True)
class StationFacts:
    """A station to be added."""

    kind: StationKind
    name: Bilingual
    settlement: str | None = None
    """Slug of the village whose people vote here; None where all may."""


def add(
    actor: Actor, municipality_id: int, round_slug: str, facts: StationFacts, now: datetime
) -> str:
    """Add a station to a round; its public id.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; PAPER_NOT_ALLOWED.
        NotValid: a name not in both languages; SETTLEMENT_UNKNOWN.
        Conflict: STATIONS_TOO_MANY.
    """
    name = both(facts.name.ky, facts.name.ru, "name", STATION_NAME_LENGTH)
    with unit_of_work():
        round_ = _held(actor, Act.SET_UP_STATIONS, municipality_id, round_slug, now)
        known = stations.stations_of(municipality_id, round_.id)
        if len(known) >= MOST_STATIONS:
            raise Conflict(Code.STATIONS_TOO_MANY, most=MOST_STATIONS)
        station = Station(
            municipality_id=municipality_id,
            round_id=round_.id,
            number=len(known) + 1,
            kind=facts.kind,
            name_ky=name.ky,
            name_ru=name.ru,
            settlement_id=_settlement(municipality_id, facts.settlement),
            added_by=account_of(actor),
            added_at=now,
        )
        db.session.add(station)
        db.session.flush()
        audit.append(
            audit.Tag.STATION_ADDED,
            actor,
            municipality_id,
            now,
            station.ref,
            round=round_slug,
            number=station.number,
            kind=station.kind.value,
        )
        return station.ref


def draw_stock(
    actor: Actor, municipality_id: int, round_slug: str, ref: str, size: int, now: datetime
) -> str:
    """Give a station so many ballots more; stubs go on counting through the whole round.

    Their control numbers are drawn now, so that no one knows them before, and nobody's choice can
    depend on them.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; PAPER_NOT_ALLOWED.
        NotValid: STOCK_OUT_OF_RANGE at "size".
        Conflict: BOX_OPENED; BALLOT_EMPTY where no project stands on the ballot.
    """
    if not 1 <= size <= MOST_IN_STOCK:
        raise NotValid(Code.STOCK_OUT_OF_RANGE, "size", largest=MOST_IN_STOCK)
    with unit_of_work():
        round_ = _held(actor, Act.PRINT_BALLOTS, municipality_id, round_slug, now)
        station = stations.station_of(municipality_id, round_.id, ref, hold=True)
        if stations.act_of(municipality_id, station.id) is not None:
            raise Conflict(Code.BOX_OPENED)
        if not proposals.numbers_on_ballot(round_.id):
            raise Conflict(Code.BALLOT_EMPTY)
        known = stations.stocks_of(municipality_id, round_.id)
        first = known[-1].last + 1 if known else 1
        stock = BallotStock(
            municipality_id=municipality_id,
            round_id=round_.id,
            station_id=station.id,
            first=first,
            last=first + size - 1,
            drawn_by=account_of(actor),
            drawn_at=now,
        )
        db.session.add(stock)
        db.session.flush()
        space = round_.terms.number_space
        drawn = drawn_numbers((secrets.randbelow(space) for _ in range(size)), space)
        db.session.add_all(
            PrintedNumber(
                municipality_id=municipality_id, stock_id=stock.id, number=number, copies=copies
            )
            for number, copies in sorted(drawn.items())
        )
        _append(actor, audit.Tag.STOCK_DRAWN, round_, station, stock, now)
        return stock.ref


def print_stock(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    stock_ref: str,
    language: str,
    now: datetime,
) -> bytes:
    """The ballots of a stock as a PDF, the control numbers in an order nobody keeps.

    Printed again, the ballots have the same numbers on other stubs: only one printing is used.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; PAPER_NOT_ALLOWED.
    """
    with unit_of_work():
        round_ = _held(actor, Act.PRINT_BALLOTS, municipality_id, round_slug, now)
        station = stations.station_of(municipality_id, round_.id, ref)
        stock = stations.stock_of(municipality_id, station.id, stock_ref)
        numbers = stations.numbers_of_stock(municipality_id, stock.id)
        facts = _ballot_facts(round_, station, stock, numbers)
        _append(actor, audit.Tag.BALLOTS_PRINTED, round_, station, stock, now)
    return ballot_papers.ballots(facts, language)


def cover(round_: Round, batch: PaperBatch, language: str) -> bytes:
    """The cover of a pile of ballots as a PDF, to be signed by whoever reads and approves it."""
    station = stations.station_by_id(round_.municipality_id, batch.station_id)
    place = places.municipality_by_id(round_.municipality_id)
    facts = CoverFacts(
        letterhead(place),
        round_.title,
        round_.edition,
        station.name,
        station.number,
        batch.number,
        batch.size,
    )
    return ballot_papers.batch_cover(facts, language)


def _ballot_facts(
    round_: Round, station: Station, stock: BallotStock, numbers: Counter[int]
) -> BallotFacts:
    shuffled = sorted(numbers.elements())
    secrets.SystemRandom().shuffle(shuffled)
    place = places.municipality_by_id(round_.municipality_id)
    return BallotFacts(
        letterhead=letterhead(place),
        title=round_.title,
        edition=round_.edition,
        station=station.name,
        station_number=station.number,
        voting_from=calendar.day_of(round_.voting_opens),
        voting_to=calendar.last_day_before(round_.voting_closes),
        rules=round_.terms.ballot_rules,
        projects=tuple(
            (one.number, one.title, one.settlement, one.cost)
            for one in proposals.projects_of(round_.id)
        ),
        currency=round_.currency,
        ballots=tuple(zip(range(stock.first, stock.last + 1), shuffled, strict=True)),
    )


def _settlement(municipality_id: int, slug: str | None) -> int | None:
    if slug is None:
        return None
    found = places.settlement_of(municipality_id, slug)
    if found is None:
        raise NotValid(Code.SETTLEMENT_UNKNOWN, "settlement", given=slug)
    return found.id


def _held(actor: Actor, act: Act, municipality_id: int, round_slug: str, now: datetime) -> Round:
    round_ = rounds.round_of(municipality_id, round_slug, hold=True)
    require(actor, act, municipality_id, round_, now)
    guards.require_allowed(round_)
    return round_


def _append(
    actor: Actor,
    tag: audit.Tag,
    round_: Round,
    station: Station,
    stock: BallotStock,
    now: datetime,
) -> None:
    audit.append(
        tag,
        actor,
        round_.municipality_id,
        now,
        stock.ref,
        round=round_.slug,
        station=station.number,
        first=stock.first,
        last=stock.last,
    )
