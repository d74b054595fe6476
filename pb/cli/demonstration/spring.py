"""A round of subsidies between the two contests: a commission scores, a lot numbers the ballot."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from random import Random

from pb.acts import ballot_order, commissions, rankings, scoring
from pb.acts.commissions import SeatFacts, SeatingFacts
from pb.cli.demonstration import paper_play, rules_play
from pb.cli.demonstration.round_play import RoundPlay
from pb.cli.demonstration.wishes import Wish, in_kyrgyz, in_russian, som
from pb.cli.demonstration.world import SEED, World
from pb.documents.words import N_
from pb.records import proposals as proposal_records
from pb.records import scores
from pb.rules import calendar
from pb.rules.commissions.criteria import Usual
from pb.rules.commissions.members import Seat
from pb.rules.commissions.rounding import shown
from pb.rules.roles import Role
from pb.rules.rule_sets import Parameter, Preset, Value
from pb.rules.rule_sets.choices import Sector
from pb.rules.terms import Terms
from pb.rules.texts import Bilingual
from pb.services.actors import Actor

SCORED = N_("%(members)s members scored under codes; the best: “%(title)s”, %(points)s points.")
DRAWN = N_("The ballot is numbered by the public lot “%(seed)s”.")

TITLE = Bilingual("Субсидиялык долбоорлор", "Субсидируемые проекты")
TERMS = Terms(budget=som(500_000), ceiling=som(250_000), expected_ballots=100)
DAYS_AGO, VOTERS, DAYS_OF_VOTING = 200, 60, 11
CHANGES: dict[Parameter, Value] = {
    Parameter.MAX_CHOICES: 3,
    Parameter.SUBMISSION: 20,
    Parameter.MIN_VOTES: 0,
}
"""What the kenesh changed of the preset of subsidies."""

MEMBERS = (
    ("Г. Абдиева", Seat.WOMEN, Bilingual("аялдар кеңешинин төрайымы", "глава совета женщин")),
    ("Д. Кубатов", Seat.YOUTH, Bilingual("жаштар комитети", "комитет молодёжи")),
    ("С. Рысбаев", Seat.EXPERT, Bilingual("куруучу инженер", "инженер-строитель")),
)
"""Those who join the two members there are already."""

SEED_OF_LOT = "4 1 6 2 5 3"
MANNER = Bilingual(
    "Клубда эл алдында алты жолу кубик ташталды", "В клубе при всех шесть раз бросили кубик"
)

WISHES = (
    Wish(
        replace(
            in_kyrgyz(
                "bel-kuduk",
                180_000,
                ("Бел-Кудук: таза суу кудугу", "Бел-Кудук: колодец с чистой водой"),
                (
                    "Айылдын жогору жагында таза суу жок, 41 үй-бүлө сууну арыктан алат.",
                    "Тереңдиги 60 метр кудук казып, насос жана суу колонкасын орнотобуз.",
                ),
                (10_000, 12_000, 24_000),
                205,
            ),
            sector=Sector.WATER,
        ),
        liking=61,
    ),
    Wish(
        replace(
            in_russian(
                "zhany-konush",
                140_000,
                ("Көчөгө бак-дарак тигүү", "Озеленение улицы"),
                (
                    "На новой улице нет ни одного дерева, летом негде укрыться от солнца.",
                    "Посадим 180 саженцев и проведём к ним капельный полив.",
                ),
                (6_000, 8_000, 20_000),
                310,
            ),
            sector=Sector.LANDSCAPING,
        ),
        liking=38,
    ),
    Wish(
        in_kyrgyz(
            "archa-tor",
            210_000,
            ("Клубга үн аппаратурасы", "Звуковая аппаратура для клуба"),
            (
                "Клубдун үн аппаратурасы 2003-жылдан бери эскирген, жыйында сөз угулбайт.",
                "Үн күчөткүч, эки микрофон жана колонкаларды сатып алабыз.",
            ),
            (25_000, 5_000, 0),
            640,
        ),
        liking=44,
    ),
)
ON_PAPER = Wish(
    replace(
        in_kyrgyz(
            "sary-ozon",
            96_000,
            ("Сары-Өзөн: балдар оюнчук аянты", "Сары-Озён: детская площадка"),
            (
                "Айылдагы балдар жолдун четинде ойношот, машиналар ылдам өтөт.",
                "Мектептин жанына селкинчек, сыргалак жана тосмо орнотобуз.",
            ),
            (5_000, 4_000, 12_000),
            130,
        ),
        sector=Sector.PLAYGROUNDS,
    ),
    liking=52,
)
"""Brought by a woman without a telephone, typed by one clerk and compared by the head."""


class SpringPlay(RoundPlay):
    """The round of subsidies; one of its wishes comes on paper."""

    def send(self, wish: Wish, number: int) -> tuple[str, Actor]:
        """A resident sends a wish, or brings it on paper."""
        if wish is ON_PAPER:
            return paper_play.bring(self.world, self.slug, wish, self.work_days)
        return super().send(wish, number)


def play_of(world: World) -> SpringPlay:
    """The round, named after the year its voting was in."""
    opens = world.today - timedelta(days=DAYS_AGO)
    slug = f"{opens.year}-s"
    return SpringPlay(world, (*WISHES, ON_PAPER), TERMS, slug, opens, TITLE)


def play(world: World, round_: SpringPlay) -> None:
    """From the rules of its own to the last day of its voting."""
    world.go_to(round_.submission_from - timedelta(days=40))
    rules_play.adopt(world, Preset.SUBSIDISED, CHANGES, "71")
    round_.announce()
    members = _seat(world, round_)
    round_.propose()
    _score(world, round_, members)
    _number(world, round_)
    round_.open_roll()
    others = world.residents[len(world.residents) - VOTERS * 2 :]
    voters = [actor for actor, _ in world.random.sample(others, VOTERS)]
    round_.vote(voters, DAYS_OF_VOTING)
    # The rules of the contest hold again: the round of this year is under them.
    world.go_to(world.today - timedelta(days=120))
    rules_play.adopt(world, changes=rules_play.WITH_HANDS, number="85")


def _seat(world: World, round_: SpringPlay) -> list[Actor]:
    world.go_to(round_.submission_from - timedelta(days=3))
    second = world.second_member or world.commission
    chosen = [(world.commission, Seat.DEPUTY), (second, Seat.RESIDENT)]
    chosen += [
        (world.person(name, Role.COMMISSION, position), seat) for name, seat, position in MEMBERS
    ]
    seats = tuple(SeatFacts(actor.ref or "", frozenset({seat})) for actor, seat in chosen)
    day = calendar.day_of(world.now)
    facts = SeatingFacts("9", day, seats, world.commission.ref)
    where = (world.place, round_.slug)
    ref = commissions.seat(world.operator, *where, facts, world.storage, world.now)
    commissions.sign(world.head, *where, ref, world.now)
    return [actor for actor, _ in chosen]


def _score(world: World, round_: SpringPlay, members: list[Actor]) -> None:
    where, dice = (world.place, round_.slug), Random(SEED)  # noqa: S311 - a play, not a lot
    projects = proposal_records.projects_of(round_.record.id)
    refs = [one.proposal.ref for one in projects if one.proposal]
    titles = {one.id: one.title for one in projects}
    world.go_to(round_.opens - timedelta(days=12), 14)
    for member in members:
        scoring.declare(member, *where, False, {}, world.now)
        for ref in refs:
            given = {key.value: str(dice.randint(5, 10)) for key in Usual}
            scoring.save(member, *where, ref, given, None, world.now)
        scoring.hand_in(member, *where, world.now)
    world.go_to(round_.opens - timedelta(days=10), 15)
    rankings.open_(members[0], *where, None, world.now)
    rankings.rank(members[0], *where, SEED_OF_LOT, world.now)
    best = scores.points_of(world.place, round_.record.id)[0]
    title = titles[best.project_id].read("ru" if world.language == "ru" else "ky")[0]
    world.tell(SCORED, members=len(members), title=title, points=shown(Fraction(best.points)))


def _number(world: World, round_: SpringPlay) -> None:
    where = (world.place, round_.slug)
    world.go_to(round_.opens - timedelta(days=8), 16)
    ref = ballot_order.enter(world.operator, *where, SEED_OF_LOT, MANNER, world.now)
    ballot_order.draw(world.head, *where, ref, world.now)
    world.tell(DRAWN, seed=SEED_OF_LOT)
