"""A round with people who vote on paper, through the acts themselves."""

from dataclasses import dataclass, field

from pb.acts import box_acts, paper_approvals, paper_batches, paper_marks, stations
from pb.acts.stations import StationFacts
from pb.records import paper_batches as batch_records
from pb.records import stations as station_records
from pb.records.base import db
from pb.records.paper_batches import PaperBatch
from pb.records.residents import RollEntry
from pb.rules.paper_ballots import BoxFacts, StationKind
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.texts import Bilingual
from pb.services.actors import Actor
from tests.stage import Stage

SCHOOL = StationFacts(
    StationKind.POLLING, Bilingual("Арча-Төр мектеби", "Школа Арча-Тёр"), "archa-tor"
)


@dataclass
class PaperStage:
    """A voting with a station; its people are on the roll and hold no ballot yet."""

    stage: Stage
    people: list[Actor]
    first: Actor
    second: Actor
    member: Actor
    station: str = ""
    numbers: list[int] = field(default_factory=list)
    """The control numbers printed for the station, each as often as it was."""

    @property
    def place(self) -> int:
        """The municipality."""
        return self.stage.place

    def line_of(self, person: Actor) -> str:
        """The public id of a person's line."""
        round_id = self.stage.round().id
        entries = db.session.query(RollEntry).filter_by(round_id=round_id).order_by(RollEntry.id)
        return entries.all()[self.people.index(person)].ref

    def mark(self, person: Actor, by: Actor | None = None) -> int:
        """Hand a ballot out."""
        return paper_marks.mark(
            by or self.first,
            self.place,
            "2026",
            self.station,
            self.line_of(person),
            self.stage.now,
        )

    def open_box(self, found: int, spoiled: int = 0, unused: int | None = None, **more: object):
        """Open the box after the close, enter the act and confirm it."""
        self.stage.go_to(Phase.COUNTING)
        rest = len(self.numbers) - found - spoiled if unused is None else unused
        facts = BoxFacts(found, spoiled, rest, **more)  # type: ignore[arg-type]
        box_acts.open_box(self.first, self.place, "2026", self.station, facts, self.stage.now)
        now = self.stage.now
        box_acts.confirm(self.member, self.place, "2026", self.station, now, now)

    def batch(self, size: int) -> str:
        """Take a pile out of the box."""
        return paper_batches.start(
            self.first, self.place, "2026", self.station, size, self.stage.now
        )

    def record(self, ref: str) -> PaperBatch:
        """The record of a batch."""
        return batch_records.batch_of(self.place, self.stage.round().id, ref)

    def type(self, ref: str, operator: Actor, *lines: str) -> None:
        """Type these lines one after another."""
        for number, line in enumerate(lines, start=1):
            paper_batches.enter_line(
                operator, self.place, "2026", ref, number, line, self.stage.now
            )

    def read(self, ref: str, operator: Actor, *lines: str) -> None:
        """Type a whole pass and finish it."""
        self.type(ref, operator, *lines)
        paper_batches.finish(operator, self.place, "2026", ref, self.stage.now)

    def entered(self, *lines: str) -> str:
        """A batch of these ballots that both read the same."""
        ref = self.batch(len(lines))
        self.read(ref, self.first, *lines)
        self.read(ref, self.second, *lines)
        return ref

    def approve(self, ref: str, by: Actor | None = None) -> int:
        """Let it into the inbox."""
        return paper_approvals.approve(by or self.member, self.place, "2026", ref, self.stage.now)


def with_station(stage: Stage, voters: int = 4, stock: int = 6) -> PaperStage:
    """A voting over three projects with one station and its ballots."""
    people = stage.open_voting(100_000, 200_000, 300_000, voters=voters)
    first, second = stage.person(Role.OPERATOR), stage.person(Role.OPERATOR)
    paper = PaperStage(stage, people, first, second, stage.person(Role.COMMISSION))
    paper.station = stations.add(first, stage.place, "2026", SCHOOL, stage.now)
    if stock:
        stations.draw_stock(first, stage.place, "2026", paper.station, stock, stage.now)
    station = station_records.station_of(stage.place, stage.round().id, paper.station)
    printed = station_records.numbers_of_station(stage.place, station.id)
    paper.numbers = sorted(printed.elements())
    return paper
