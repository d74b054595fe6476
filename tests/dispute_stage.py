"""A voting whose references three holders can open, through the acts themselves."""

from dataclasses import dataclass, field
from datetime import timedelta

from pb.acts import ballots, ceremonies, disputes, mark_undoing, stations
from pb.acts.ballots import BallotPaper, Receipt
from pb.records.base import db
from pb.records.residents import RollEntry
from pb.rules.ballots import Marks
from pb.rules.disputes import WINDOW
from pb.rules.privacy import Purpose
from pb.rules.roles import Role
from pb.services.actors import STRANGER, Actor
from pb.services.disputes import TwoHolders
from pb.services.privacy import Looking
from tests.paper_stage import SCHOOL
from tests.stage import KEYS, Stage

PHRASES = ("Кыркеш тегирмен 41 ат", "Эски көпүрө жанында 7", "Жайлоо суусу муздак эле 3")
REASON = "Адам өзү келип, добуш бербегенин айтты."


@dataclass
class DisputeStage:
    """A round with its key; the people are on the roll and have not voted."""

    stage: Stage
    people: list[Actor] = field(default_factory=list)
    holders: list[Actor] = field(default_factory=list)

    @property
    def place(self) -> int:
        """The municipality."""
        return self.stage.place

    def hold(self) -> None:
        """Draw the key before the voting."""
        ceremonies.hold(
            self.holders[1],
            self.place,
            "2026",
            [one.ref for one in self.holders],
            [(phrase, phrase) for phrase in PHRASES],
            self.stage.clock,
        )

    def two(self, own: int = 0, beside: int = 1, **changed: str) -> TwoHolders:
        """Two holders at one table, by their places."""
        return TwoHolders(
            changed.get("said", PHRASES[own]),
            self.holders[beside].ref,
            changed.get("theirs", PHRASES[beside]),
        )

    def line_of(self, person: Actor) -> str:
        """The public id of a person's line."""
        round_id = self.stage.round().id
        entries = db.session.query(RollEntry).filter_by(round_id=round_id).order_by(RollEntry.id)
        return entries.all()[self.people.index(person)].ref

    def vote(self, person: Actor, *choices: int, is_changeable: bool = False) -> BallotPaper:
        """Cast a ballot; the paper it was cast on."""
        paper = ballots.issue(self.stage.round().terms.number_space)
        ballots.cast(
            person,
            self.place,
            "2026",
            Marks(choices),
            paper,
            self.stage.now,
            is_changeable=is_changeable,
        )
        return paper

    def change(self, code: str, *choices: int, paper: BallotPaper | None = None) -> Receipt:
        """Vote anew with a code."""
        paper = paper or ballots.issue(self.stage.round().terms.number_space)
        return ballots.change(
            STRANGER, self.place, "2026", code, Marks(choices), paper, self.stage.now
        )

    def void(self, person: Actor, two: TwoHolders | None = None, own: int = 0) -> int:
        """Take a vote out as two holders."""
        return disputes.void(
            self.holders[own],
            self.place,
            "2026",
            self.line_of(person),
            REASON,
            two or self.two(),
            KEYS,
            self.stage.now,
        )

    def look(self, person: Actor, ref: str) -> None:
        """Open the card of the person whose mark another asks to undo."""
        looking = Looking(Purpose.COMPLAINT, REASON)
        mark_undoing.look(person, self.place, "2026", ref, looking, self.stage.now)

    def after_disputes(self) -> None:
        """Put the clock after the time in which votes can be disputed."""
        self.stage.clock.put(self.stage.now + WINDOW + timedelta(hours=1))


def with_key(stage: Stage, voters: int = 4, key: bool = True) -> DisputeStage:
    """A voting over three projects; its key was drawn before it, unless told."""
    found = DisputeStage(stage)
    stage.announced()
    stage.on_ballot(100_000, 200_000, 300_000)
    found.people = stage.voters(voters)
    sides = (Role.DEPUTY, Role.COMMISSION, Role.MONITORING)
    found.holders = [stage.person(side, code=f"{stage.slug}-{side.value}") for side in sides]
    if key:
        found.hold()
    stage.clock.put(stage.round().voting_opens + timedelta(hours=1))
    return found


def with_paper(dispute: DisputeStage, stock: int = 3) -> str:
    """A station with so many ballots; its public id."""
    clerk = dispute.stage.person(Role.OPERATOR)
    ref = stations.add(clerk, dispute.place, "2026", SCHOOL, dispute.stage.now)
    if stock:
        stations.draw_stock(clerk, dispute.place, "2026", ref, stock, dispute.stage.now)
    return ref
