"""A round whose people vote by hands at an assembly, through the acts themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pb.acts import assemblies, assembly_acts, assembly_marks
from pb.acts.assemblies import AssemblyFacts
from pb.acts.assembly_acts import ActFacts, Seen
from pb.records import assemblies as records
from pb.records.assemblies import Assembly, AssemblyAct
from pb.records.base import db
from pb.records.residents import RollEntry
from pb.rules.assemblies import Attended, Raised
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter
from pb.rules.rule_sets.choices import AssemblyHands
from pb.rules.terms import Terms
from pb.rules.texts import Bilingual
from pb.services.actors import Actor
from tests.stage import KEYS, Stage, som

CLUB = Bilingual("Арча-Төр клубу", "Клуб Арча-Тёра")
NOBODY = Raised(0, 0, 0)


@dataclass
class AssemblyStage:
    """A voting with an assembly that has begun; its people are on the roll and did not vote."""

    stage: Stage
    people: list[Actor]
    first: Actor
    second: Actor
    member: Actor
    ref: str = ""

    @property
    def place(self) -> int:
        """The municipality."""
        return self.stage.place

    @property
    def assembly(self) -> Assembly:
        """The record of the assembly."""
        return records.assembly_of(self.place, self.stage.round().id, self.ref)

    @property
    def act(self) -> AssemblyAct | None:
        """The record of its act."""
        return records.act_of(self.place, self.assembly.id)

    def facts(self, at: datetime, village: str | None = "archa-tor") -> AssemblyFacts:
        """An assembly to be called."""
        return AssemblyFacts(CLUB, at, village)

    def call(self, at: datetime, village: str | None = "archa-tor") -> str:
        """Announce one more assembly; its public id."""
        facts = self.facts(at, village)
        return assemblies.announce(self.first, self.place, "2026", facts, self.stage.now)

    def line_of(self, person: Actor) -> str:
        """The public id of a person's line."""
        round_id = self.stage.round().id
        entries = db.session.query(RollEntry).filter_by(round_id=round_id).order_by(RollEntry.id)
        return entries.all()[self.people.index(person)].ref

    def mark(self, *people: Actor, by: Actor | None = None) -> int:
        """Mark these people."""
        lines = [self.line_of(person) for person in people]
        given = (by or self.first, self.place, "2026", self.ref, lines, self.stage.now)
        return assembly_marks.mark(*given)

    def take_back(self, *people: Actor, reason: str = "Катар жаңылыш белгиленди.") -> int:
        """Take the marks of these people back."""
        lines = [self.line_of(person) for person in people]
        return assembly_marks.take_back(
            self.first, self.place, "2026", self.ref, lines, reason, KEYS, self.stage.now
        )

    def said(
        self, *hands: tuple[int, int, int], came: tuple[int, int] = (2, 2), **more
    ) -> ActFacts:
        """What the minutes say: the hands for project 1, 2, … and who came of the village."""
        given = {
            "attended": {"archa-tor": Attended(*came)},
            "is_quorate": True,
            "hands": {number: Raised(*one) for number, one in enumerate(hands, start=1)},
            "chair": "Төрага Төрагаев",
            "secretary": "Катчы Катчиева",
            "commission": "Биринчи Б., Экинчи Э., Үчүнчү Ү.",
        }
        return ActFacts(**{**given, **more})

    def enter(self, facts: ActFacts, by: Actor | None = None) -> None:
        """Enter the act."""
        assembly_acts.enter(by or self.first, self.place, "2026", self.ref, facts, self.stage.now)

    def seen(self) -> Seen:
        """The act as the second person sees it now."""
        return Seen(self.act.entered_at, self.act.scan_sha256)

    def confirm(self, by: Actor | None = None, seen: Seen | None = None) -> None:
        """Confirm the act that stands."""
        looked_at = seen or self.seen()
        given = (by or self.second, self.place, "2026", self.ref, looked_at, self.stage.now)
        assembly_acts.confirm(*given)

    def held(self, *hands: tuple[int, int, int], number: int | None = None) -> None:
        """Mark so many people (all by default), enter these hands and confirm them."""
        marked = self.people[:number]
        self.mark(*marked)
        self.enter(self.said(*hands, came=(len(marked), 0)))
        self.confirm()


def with_assembly(
    stage: Stage,
    voters: int = 4,
    hands: AssemblyHands = AssemblyHands.BESIDE,
    quorum: int = 0,
    terms: Terms | None = None,
    costs: tuple[int, ...] = (100_000, 200_000, 300_000),
) -> AssemblyStage:
    """A voting over projects of these costs, an hour into an assembly of the village."""
    terms = terms or Terms(som(1_000_000), som(300_000))
    rules = {Parameter.ASSEMBLY_HANDS: hands.value, Parameter.ASSEMBLY_QUORUM: quorum}
    stage.announced(terms=terms, rules=rules)
    stage.on_ballot(*costs)
    people = stage.voters(voters)
    first, second = stage.person(Role.OPERATOR), stage.person(Role.OPERATOR)
    made = AssemblyStage(stage, people, first, second, stage.person(Role.COMMISSION))
    starts = stage.round().voting_opens + timedelta(hours=9)
    made.ref = made.call(starts)
    stage.go_to(Phase.VOTING)
    stage.clock.put(starts + timedelta(hours=1))
    return made
