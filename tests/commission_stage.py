"""A commission for tests: a round it selects in, its members at work, made through the acts."""

from dataclasses import dataclass, field, replace

from pb.acts import commissions, rankings, scoring
from pb.acts.commissions import SeatFacts, SeatingFacts
from pb.records import proposals
from pb.rules import calendar
from pb.rules.commissions.members import Involvement, Seat
from pb.rules.commissions.terms import Measure
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter, Value
from pb.rules.rule_sets.choices import Selector
from pb.services.actors import Actor
from tests import reviewing
from tests.stage import Stage, som

P = Parameter
SEATS = (Seat.DEPUTY, Seat.RESIDENT, Seat.WOMEN, Seat.EXPERT, Seat.EXPERT)
KEYS = ("importance", "participation", "sustainability", "justification", "contribution")
BOTH: dict[Parameter, Value] = {P.SELECTED_BY: Selector.BOTH.value}


def marks(text: str) -> dict[str, str]:
    """Marks under the five criteria in their order: "8 7,5 9 6 10"; "-" is one not given."""
    given = zip(KEYS, text.split(), strict=True)
    return {key: mark for key, mark in given if mark != "-"}


def entered(stage: Stage, mark: str) -> None:
    """A commission that waits for its signature, of five members who are called so."""
    people = [stage.person(Role.COMMISSION, f"{mark} {number}") for number in range(5)]
    seats = tuple(
        SeatFacts(one.ref or "", frozenset({seat})) for one, seat in zip(people, SEATS, strict=True)
    )
    facts = SeatingFacts("14", calendar.day_of(stage.now), seats, people[0].ref)
    clerk = stage.person(Role.OPERATOR)
    commissions.seat(clerk, stage.place, "2026", facts, stage.storage, stage.now)


@dataclass
class Panel:
    """A round that a commission selects in, and five people who may sit on it."""

    stage: Stage
    rules: dict[Parameter, Value] = field(default_factory=dict)
    measure: Measure = Measure.MARKED
    refs: list[str] = field(default_factory=list)
    """The proposals on the ballot, in the order of their numbers."""

    def __post_init__(self) -> None:
        stage = self.stage
        stage.announced(rules={**BOTH, **self.rules})
        self.clerk = stage.person(Role.OPERATOR, code="clerk-000001")
        self.head = stage.person(Role.HEAD, code="head-0000001")
        self.members = [
            stage.person(Role.COMMISSION, f"М. Мүчө-{n}", f"member-0000{n}") for n in range(1, 6)
        ]

    @property
    def chair(self) -> Actor:
        """The one who leads it."""
        return self.members[0]

    def facts(self, **changes: object) -> SeatingFacts:
        """What the act says, all of it right unless changed."""
        seats = tuple(
            SeatFacts(actor.ref or "", frozenset({seat}))
            for actor, seat in zip(self.members, SEATS, strict=True)
        )
        today = calendar.day_of(self.stage.now)
        right = SeatingFacts("14", today, seats, self.chair.ref, self.measure)
        return replace(right, **changes)  # type: ignore[arg-type]

    def seated(self, **changes: object) -> str:
        """Entered by the clerk; the public id of the seating."""
        stage = self.stage
        return commissions.seat(
            self.clerk, stage.place, "2026", self.facts(**changes), stage.storage, stage.now
        )

    def signed(self) -> str:
        """Entered by the clerk and signed by the head."""
        ref = self.seated()
        commissions.sign(self.head, self.stage.place, "2026", ref, self.stage.now)
        return ref

    def at_work(self, *costs: int, authors: list[Actor] | None = None) -> "Panel":
        """Signed, with proposals of these costs on the ballot, in the first hour of discussion."""
        stage = self.stage
        self.signed()
        if authors is None:
            stage.on_ballot(*costs)
        else:
            stage.go_to(Phase.SUBMISSION)
            sent = [
                stage.submitted(author=author, cost=som(cost))
                for author, cost in zip(authors, costs, strict=True)
            ]
            stage.go_to(Phase.REVIEW)
            for ref in sent:
                reviewing.admit(stage, ref, self.clerk)
        projects = proposals.projects_of(stage.round().id)
        self.refs = [project.proposal.ref for project in projects if project.proposal]
        stage.go_to(Phase.DISCUSSION)
        return self

    def declare(self, member: int, *interests: str) -> None:
        """A member declares no interest, or a family tie to these proposals."""
        stage, kind = self.stage, Involvement.FAMILY
        scoring.declare(
            self.members[member],
            stage.place,
            "2026",
            bool(interests),
            dict.fromkeys(interests, kind),
            stage.now,
        )

    def mark(self, member: int, ref: str, text: str) -> bool:
        """Save the marks of a member for one proposal."""
        stage = self.stage
        actor = self.members[member]
        return scoring.save(actor, stage.place, "2026", ref, marks(text), None, stage.now)

    def hand_in(self, member: int, *texts: str) -> None:
        """A member declares nothing, marks each proposal so, and hands in."""
        self.declare(member)
        for ref, text in zip(self.refs, texts, strict=True):
            self.mark(member, ref, text)
        scoring.hand_in(self.members[member], self.stage.place, "2026", self.stage.now)

    def open(self, member: int = 0, reason: str | None = None) -> None:
        """Open all sheets."""
        stage = self.stage
        rankings.open_(self.members[member], stage.place, "2026", reason, stage.now)

    def rank(self, seed: str | None = None) -> None:
        """Work the result out."""
        stage = self.stage
        rankings.rank(self.chair, stage.place, "2026", seed, stage.now)
