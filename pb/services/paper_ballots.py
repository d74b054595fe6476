"""What every deed about ballots on paper must use: the rules asked, the box, who reads what."""

from dataclasses import dataclass

from pb.records import paper_batches, paper_marks, proposals, stations
from pb.records.paper_batches import PaperBatch, PaperLine
from pb.records.rounds import Round
from pb.records.stations import BoxAct, Station
from pb.rules.paper_ballots import (
    AGREED,
    OPEN_PASS,
    BatchState,
    Reading,
    StationBallots,
    differences,
)
from pb.rules.refusals import Code, Conflict, NotNow
from pb.rules.rule_sets import Parameter
from pb.rules.rule_sets.choices import AssemblyHands
from pb.services.actors import Actor
from pb.services.rules import rules_of

SHOWN = 8
"""The last lines of a pass that stand under the field."""


def is_allowed(round_: Round) -> bool:
    """Whether the rules of a round let people vote on paper."""
    if round_.source is not None or round_.hands is AssemblyHands.ALONE:
        return False
    return rules_of(round_).is_on(Parameter.PAPER_BALLOTS)


def require_allowed(round_: Round) -> None:
    """Refuse a deed about paper where the rules have none.

    Raises:
        NotNow: PAPER_NOT_ALLOWED.
    """
    if not is_allowed(round_):
        raise NotNow(Code.PAPER_NOT_ALLOWED)


def require_marking(station: Station) -> None:
    """Refuse to mark a person at a station that takes nobody any more, or not yet.

    Raises:
        Conflict: BOX_OPENED; STOCK_MISSING where no ballots were printed for it.
    """
    if stations.act_of(station.municipality_id, station.id) is not None:
        raise Conflict(Code.BOX_OPENED)
    if not stations.numbers_of_station(station.municipality_id, station.id):
        raise Conflict(Code.STOCK_MISSING)


def require_all_entered(round_: Round) -> None:
    """Refuse to count while a box is closed or a batch of one is not approved.

    Raises:
        Conflict: BOX_UNOPENED with the station; BATCHES_WAIT with the station and how many
            ballots of its box are not approved.
    """
    place, key = round_.municipality_id, round_.id
    printed_for = {stock.station_id for stock in stations.stocks_of(place, key)}
    opened = stations.acts_of(place, key)
    approved: dict[int, int] = {}
    for batch in paper_batches.batches_of(place, key):
        if batch.state is BatchState.APPROVED:
            approved[batch.station_id] = approved.get(batch.station_id, 0) + batch.size
    for station in stations.stations_of(place, key):
        if station.id not in printed_for:
            continue
        act = opened.get(station.id)
        if act is None or act.confirmed_at is None:
            raise Conflict(Code.BOX_UNOPENED, station=station.number)
        waits = act.found - approved.get(station.id, 0)
        if waits and not act.is_void:
            raise Conflict(Code.BATCHES_WAIT, station=station.number, ballots=waits)


def ballots_of(round_: Round, station_id: int) -> StationBallots:
    """What a ballot of a station may say."""
    return StationBallots(
        round_.terms.ballot_rules,
        proposals.on_ballot(round_.id),
        frozenset(stations.numbers_of_station(round_.municipality_id, station_id)),
    )


def opened_act(municipality_id: int, station: Station) -> BoxAct:
    """The act of a box whose ballots are entered.

    Raises:
        Conflict: BOX_UNOPENED, BOX_IS_VOID.
    """
    act = stations.act_of(municipality_id, station.id)
    if act is None or act.confirmed_at is None:
        raise Conflict(Code.BOX_UNOPENED, station=station.number)
    if act.is_void:
        raise Conflict(Code.BOX_IS_VOID)
    return act


def left_in_box(municipality_id: int, act: BoxAct) -> int:
    """How many ballots of a box are in no batch yet."""
    batches = paper_batches.batches_of(municipality_id, act.round_id)
    return act.found - sum(one.size for one in batches if one.station_id == act.station_id)


@dataclass(frozen=True)
class Entry:
    """A pass as whoever enters it sees it; of the other one it shows nothing."""

    turn: int
    entered: int
    latest: list[PaperLine]
    is_begun: bool


def own_entry(actor: Actor, batch: PaperBatch) -> Entry | None:
    """The pass this person enters now; None where it is another's, or both are done.

    Whoever read the batch once does not read it a second time.
    """
    turn = OPEN_PASS.get(batch.state)
    if turn is None:
        return None
    passes = paper_batches.passes_of(batch.municipality_id, batch.id)
    own = [one for one in passes.values() if one.operator_id == actor.account_id]
    begun = passes.get(turn)
    if own and own[0].turn != turn:
        return None
    if begun is not None and begun.operator_id != actor.account_id:
        return None
    return Entry(
        turn,
        paper_batches.lines_entered(batch.municipality_id, batch.id, turn),
        paper_batches.latest_of(batch.municipality_id, batch.id, turn, SHOWN),
        begun is not None,
    )


@dataclass(frozen=True)
class Difference:
    """One ballot two people read differently; `agreed` is None until somebody looked at it."""

    line: int
    first: Reading
    second: Reading
    agreed: Reading | None


def differing(batch: PaperBatch) -> list[Difference]:
    """What two people read differently; nothing while one of them still reads."""
    if batch.state in OPEN_PASS or batch.state is BatchState.APPROVED:
        return []
    first, second, agreed = (_read(batch, turn) for turn in (1, 2, AGREED))
    places = differences(list(first.values()), list(second.values()))
    return [Difference(at, first[at], second[at], agreed.get(at)) for at in places]


def agreed_readings(batch: PaperBatch) -> list[Reading]:
    """The ballots of a batch as both read them, or as the paper decided; none before that."""
    if batch.state is not BatchState.RESOLVED:
        return []
    return list((_read(batch, 1) | _read(batch, AGREED)).values())


def _read(batch: PaperBatch, turn: int) -> dict[int, Reading]:
    return paper_batches.readings_of(batch.municipality_id, batch.id, turn)


@dataclass(frozen=True)
class StationLine:
    """A station with its numbers, for the list."""

    station: Station
    printed: int
    marks: int
    act: BoxAct | None
    batches: list[PaperBatch]

    @property
    def approved(self) -> int:
        """How many of its ballots are approved."""
        return sum(one.size for one in self.batches if one.state is BatchState.APPROVED)

    @property
    def left(self) -> int:
        """How many ballots of its box are in no batch yet."""
        found = 0 if self.act is None or self.act.is_void else self.act.found
        return found - sum(one.size for one in self.batches)


def station_lines(round_: Round) -> list[StationLine]:
    """Every station of a round with its numbers, in a handful of queries."""
    place, key = round_.municipality_id, round_.id
    stocks = stations.stocks_of(place, key)
    marks = paper_marks.marks_by_station(place, key)
    opened = stations.acts_of(place, key)
    batches = paper_batches.batches_of(place, key)
    return [
        StationLine(
            one,
            sum(stock.size for stock in stocks if stock.station_id == one.id),
            marks.get(one.id, 0),
            opened.get(one.id),
            [batch for batch in batches if batch.station_id == one.id],
        )
        for one in stations.stations_of(place, key)
    ]
