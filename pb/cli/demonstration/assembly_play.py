"""Two assemblies of this year's round: one voted by hands, the other is to come."""

from collections.abc import Sequence
from datetime import date, timedelta

from pb.acts import assemblies, assembly_acts, assembly_marks
from pb.acts.assemblies import AssemblyFacts
from pb.acts.assembly_acts import ActFacts, Seen
from pb.cli.demonstration.world import DEMONSTRATION_RESIDENTS, World
from pb.documents.words import N_
from pb.records import assemblies as records
from pb.records import proposals, rounds
from pb.rules import calendar
from pb.rules.assemblies import MOST_TICKED, Attended, Raised
from pb.rules.people import masked
from pb.rules.texts import Bilingual
from pb.services.actors import Actor
from pb.services.assemblies import boxes

HELD = N_(
    "An assembly of the village %(village)s voted by hands: %(people)s people, entered by"
    " %(clerk)s, confirmed by %(commission)s."
)

DAY = 4
"""Of the voting, on which the first is held; what was voted there is entered the next day."""

HERE, THERE = "bel-kuduk", "zhany-konush"
CLUB = Bilingual("Бел-Кудук маданият үйү", "Дом культуры села Бел-Кудук")
SCHOOL = Bilingual("Жаңы-Конуш мектеби", "Школа села Жаны-Конуш")
VILLAGE = Bilingual("Бел-Кудук", "Бел-Кудук")
CAME, LISTENED = 24, 3
"""People who voted there, and those who came though they had voted by telephone."""

LIKED = {5: 21, 11: 15, 1: 12, 2: 8}
"""Hands for the projects of most interest there; for the others one or two."""


def call(world: World, slug: str, opens: date) -> str:
    """The clerk calls both; the public id of the one that is held first."""
    world.go_to(opens - timedelta(days=3), 11)
    refs = [
        assemblies.announce(
            world.operator,
            world.place,
            slug,
            AssemblyFacts(where, calendar.at_hour(opens + timedelta(days=day), 15), village),
            world.now,
        )
        for where, village, day in ((CLUB, HERE, DAY), (SCHOOL, THERE, 8))
    ]
    return refs[0]


def hold(world: World, slug: str, ref: str, voters: Sequence[Actor]) -> None:
    """Some of the village who did not vote by telephone vote by hand; two stand for the act.

    The residents whom a visitor may be stay free to vote, and so do those who vote by telephone.
    """
    round_ = rounds.round_of(world.place, slug)
    assembly = records.assembly_of(world.place, round_.id, ref)
    visitors = [actor for actor, _ in world.residents[:DEMONSTRATION_RESIDENTS]]
    others = {masked(actor.name) for actor in (*visitors, *voters)}
    called = boxes(round_, assembly, MOST_TICKED, 0, marked=False)
    able = [one.ref for one in called if one.channel is None and one.name not in others]
    lines = able[:CAME]
    assembly_marks.mark(world.operator, world.place, slug, ref, lines, world.now)
    marked = len(lines)
    women = (marked + LISTENED) * 3 // 5
    facts = ActFacts(
        attended={HERE: Attended(women, marked + LISTENED - women)},
        is_quorate=True,
        hands={
            project.number: _raised(project.number, marked)
            for project in proposals.projects_of(round_.id)
        },
        chair="Э. Сатыбалдиев",
        secretary="Г. Өмүрова",
        commission="Ж. Төлөев, А. Кадырова, Б. Исаков",
    )
    assembly_acts.enter(world.operator, world.place, slug, ref, facts, world.now)
    act = records.act_of(world.place, assembly.id)
    if act is None:
        raise LookupError(ref)
    seen = Seen(act.entered_at, act.scan_sha256)
    world.clock.put(world.now + timedelta(minutes=30))
    assembly_acts.confirm(world.commission, world.place, slug, ref, seen, world.now)
    world.tell(
        HELD,
        village=VILLAGE.read(world.language)[0],
        people=marked,
        clerk=world.operator.name,
        commission=world.commission.name,
    )


def _raised(number: int, marked: int) -> Raised:
    in_favour = min(LIKED.get(number, 1 + number % 2), marked)
    against = min(number % 3, marked - in_favour)
    return Raised(in_favour, against, min(2, marked - in_favour - against))
