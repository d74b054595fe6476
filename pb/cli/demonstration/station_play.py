"""A station of last year's round: ballots on paper, read twice and let in, and a vote by ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pb.acts import (
    ballots,
    box_acts,
    kiosk_tickets,
    kiosk_votes,
    kiosks,
    paper_approvals,
    paper_batches,
    paper_marks,
    stations,
)
from pb.acts.kiosk_votes import Booth
from pb.acts.rolls import corrections
from pb.acts.stations import StationFacts
from pb.cli.demonstration.world import World
from pb.documents.words import N_
from pb.records import rounds
from pb.records import stations as records
from pb.rules.access import Act
from pb.rules.anomalies import FlagKind
from pb.rules.ballots import Marks
from pb.rules.kiosks import IdentityPaper
from pb.rules.paper_ballots import BoxFacts, StationKind
from pb.rules.privacy import Purpose
from pb.rules.roles import Role
from pb.rules.texts import Bilingual
from pb.services.actors import Actor
from pb.services.findings import flags_of
from pb.services.privacy import Looking

OPENED = N_(
    "A station, %(name)s: %(people)s people took a ballot on paper, one voted there by a ticket."
)
READ = N_(
    "%(ballots)s ballots on paper, read by %(clerk)s and again by %(other)s, let in by"
    " %(commission)s: %(invalid)s does not count, and the flags say that %(alike)s in a row are"
    " alike."
)

SCHOOL = Bilingual("Арча-Төр мектеби", "Школа Арча-Тёр")
SECOND = ("Н. Сыдыкова", Bilingual("адис", "специалист"))
STOCK, SPOILED = 16, 1
ALIKE = "1 3"
OTHERS = ("2", "x")
"""What stands on the ballots after those that are alike; x is one that does not count."""

WHY = "Добуш берүүгө участокко келди."


@dataclass
class StationPlay:
    """One station from its opening to its ballots in the box of the round."""

    world: World
    slug: str
    people: Sequence[tuple[Actor, str]]
    """Who come there, with their personal numbers; the last of them votes by a ticket."""
    station: str = ""

    def open_(self) -> int:
        """Print ballots, hand them out, and let one person vote at the kiosk; how many did."""
        world, where = self.world, (self.world.place, self.slug)
        facts = StationFacts(StationKind.POLLING, SCHOOL)
        self.station = stations.add(world.operator, *where, facts, world.now)
        stations.draw_stock(world.operator, *where, self.station, STOCK, world.now)
        *by_paper, by_ticket = self.people
        for _, pin in by_paper:
            line = self._line(pin, Act.MARK_ON_PAPER)
            paper_marks.mark(world.operator, *where, self.station, line, world.now)
        self._by_ticket(by_ticket[1])
        world.tell(OPENED, name=SCHOOL.read(world.language)[0], people=len(by_paper))
        return 1

    def count(self) -> None:
        """Open the box, read its ballots twice, let them in."""
        world, where = self.world, (self.world.place, self.slug)
        first = world.operator
        second = world.person(SECOND[0], Role.OPERATOR, SECOND[1])
        found = len(self.people) - 1
        facts = BoxFacts(found, SPOILED, STOCK - found - SPOILED)
        box_acts.open_box(first, *where, self.station, facts, world.now)
        entered = world.now
        world.clock.put(world.now + timedelta(minutes=10))
        box_acts.confirm(world.commission, *where, self.station, entered, world.now)
        ref = paper_batches.start(first, *where, self.station, found, world.now)
        for clerk in (first, second):
            self._read(clerk, ref, found)
        counted = paper_approvals.approve(world.commission, *where, ref, world.now)
        world.tell(
            READ,
            ballots=found,
            clerk=first.name,
            other=second.name,
            commission=world.commission.name,
            invalid=found - counted,
            alike=self._alike(),
        )

    def _read(self, clerk: Actor, ref: str, found: int) -> None:
        world, where = self.world, (self.world.place, self.slug)
        round_ = rounds.round_of(*where)
        station = records.station_of(world.place, round_.id, self.station)
        numbers = sorted(records.numbers_of_station(world.place, station.id).elements())
        marked = [ALIKE] * (found - len(OTHERS)) + list(OTHERS)
        for at, choices in enumerate(marked, start=1):
            world.clock.put(world.now + timedelta(seconds=9))
            line = f"{numbers[at - 1]} {choices}"
            paper_batches.enter_line(clerk, *where, ref, at, line, world.now)
        paper_batches.finish(clerk, *where, ref, world.now)

    def _alike(self) -> int | date:
        round_ = rounds.round_of(self.world.place, self.slug)
        flags = flags_of(round_, self.world.now, with_result=False)
        return next(one for one in flags if one.kind is FlagKind.IDENTICAL_BALLOTS).facts["run"]

    def _by_ticket(self, pin: str) -> None:
        world, where = self.world, (self.world.place, self.slug)
        token = kiosks.start(world.operator, *where, self.station, world.now)
        slip = kiosk_tickets.issue(
            world.operator,
            *where,
            self.station,
            self._line(pin, Act.ISSUE_TICKET),
            IdentityPaper.CARD,
            world.keys,
            world.now,
            is_compared=True,
            latest="",
        )
        booth = Booth(token, kiosk_votes.enter(*where, token, slip.code, world.keys, world.now))
        space = rounds.round_of(*where).terms.number_space
        kiosk_votes.cast(*where, booth, Marks((1, 2)), ballots.issue(space), world.now)

    def _line(self, pin: str, act: Act) -> str:
        """The public id of a person's line, found by the passport, with its trace."""
        world, looking = self.world, Looking(Purpose.PAPER_VOTE, WHY)
        given = (world.place, self.slug, pin, looking, world.keys, world.now, act)
        return corrections.find(world.operator, *given).ref
