"""A round with a kiosk at a station, through the acts themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from pb.acts import kiosk_tickets, kiosk_votes, kiosks, stations
from pb.acts.kiosk_tickets import Slip
from pb.acts.kiosk_votes import Booth
from pb.acts.stations import StationFacts
from pb.records.ballots import inbox_of
from pb.rules.ballots import Marks
from pb.rules.kiosks import IdentityPaper
from pb.rules.paper_ballots import StationKind
from pb.rules.refusals import Code, Refusal
from pb.rules.texts import Bilingual
from pb.services import casting
from pb.services.actors import Actor
from pb.services.casting import BallotPaper, Receipt
from pb.services.kiosks import latest_ticket
from tests.paper_stage import PaperStage, with_station
from tests.stage import KEYS, Stage

CLUB = StationFacts(StationKind.POLLING, Bilingual("Айыл клубу", "Сельский клуб"))


@dataclass
class KioskStage:
    """A voting with a station where one kiosk runs; its people hold no ticket yet."""

    paper: PaperStage
    token: str

    @property
    def stage(self) -> Stage:
        """Where it plays."""
        return self.paper.stage

    @property
    def place(self) -> int:
        """The municipality."""
        return self.stage.place

    @property
    def people(self) -> list[Actor]:
        """Those on the roll."""
        return self.paper.people

    @property
    def clerk(self) -> Actor:
        """Who gives the tickets."""
        return self.paper.first

    def ticket(self, person: Actor, station: str = "", **more: bool) -> Slip:
        """Look a person up and give them a ticket."""
        line = self.paper.line_of(person)
        return kiosk_tickets.issue(
            self.clerk,
            self.place,
            "2026",
            station or self.paper.station,
            line,
            IdentityPaper.CARD,
            KEYS,
            self.stage.now,
            is_compared=more.get("is_compared", True),
            latest=latest_ticket(self.stage.round().id, line),
        )

    def enter(self, code: str, token: str | None = None) -> Booth:
        """Type a code at the kiosk."""
        token = token or self.token
        now = self.stage.now
        return Booth(token, kiosk_votes.enter(self.place, "2026", token, code, KEYS, now))

    def cast(self, booth: Booth, *choices: int, paper: BallotPaper | None = None) -> Receipt:
        """Cast a ballot as the page does."""
        paper = paper or self.blank()
        now = self.stage.now
        return kiosk_votes.cast(self.place, "2026", booth, Marks(choices or (1,)), paper, now)

    def blank(self) -> BallotPaper:
        """A blank ballot."""
        return casting.issue(self.stage.round().terms.number_space)

    def another_kiosk(self, station: str = "") -> str:
        """Start one more kiosk; its token."""
        where = station or self.paper.station
        return kiosks.start(self.clerk, self.place, "2026", where, self.stage.now)

    def another_station(self) -> str:
        """Add a station; its public id."""
        return stations.add(self.clerk, self.place, "2026", CLUB, self.stage.now)


@dataclass
class Given:
    """A ticket as a model of the voting knows it."""

    who: int
    where: int
    slip: Slip
    booth: Booth | None = None
    """Where its person sits, once the code was typed."""
    paper: BallotPaper | None = None
    marked: tuple[int, ...] = ()
    over: Code | None = None
    """What whoever types it now is refused with."""


def with_kiosk(stage: Stage, voters: int = 3) -> KioskStage:
    """A voting over three projects with a station and a kiosk there."""
    paper = with_station(stage, voters=voters)
    token = kiosks.start(paper.first, stage.place, "2026", paper.station, stage.now)
    return KioskStage(paper, token)


def refusal(deed: Callable[..., object], *given: object, **more: object) -> Refusal:
    """What a deed is refused with."""
    with pytest.raises(Refusal) as refused:
        deed(*given, **more)
    return refused.value


def later(kiosk: KioskStage, how_long: timedelta) -> None:
    """Let time pass."""
    kiosk.stage.clock.put(kiosk.stage.now + how_long)


def votes(kiosk: KioskStage) -> list[str]:
    """The marks of the ballots that wait, in no order that tells whose they are."""
    return sorted(one.marks for one in inbox_of(kiosk.stage.round().id))
