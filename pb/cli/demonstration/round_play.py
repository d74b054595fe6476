"""A round as it is played: drafted, announced, proposed for, reviewed, voted in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pb import lifecycle
from pb.acts import ballots, drafting, place_maps, proposal_files, proposals, rounds
from pb.acts.rolls import freezing, uploads
from pb.acts.rounds import RoundFacts
from pb.cli.demonstration import outline, pictures
from pb.cli.demonstration import place as invented
from pb.cli.demonstration.place import ROUND_TITLE
from pb.cli.demonstration.review_play import Fate, answer
from pb.cli.demonstration.wishes import Wish
from pb.cli.demonstration.world import DEMONSTRATION_RESIDENTS, World
from pb.documents.words import N_
from pb.records import proposals as proposal_records
from pb.records import rounds as round_records
from pb.rules import calendar
from pb.rules.ballots import Marks
from pb.rules.money import with_unit
from pb.rules.proposal_files import FileKind
from pb.rules.rolls import Column
from pb.rules.rounds import Schedule
from pb.rules.terms import Terms
from pb.rules.texts import Bilingual
from pb.services.actors import Actor
from pb.services.jobs import Tools

DRAFTED = N_(
    "Drafted by %(clerk)s, announced by %(head)s on %(day)s: budget %(budget)s, up to"
    " %(ceiling)s for one project, up to %(choices)s choices on a ballot."
)
ON_BALLOT = N_("%(proposals)s proposals came in, %(projects)s stand on the ballot.")
VOTED = N_("Voting from %(first)s to %(last)s. %(voters)s people are on the roll.")
SEALED = N_("%(cast)s ballots were cast, %(sealed)s of them are sealed in the box.")

WORKING = range(10, 17)
"""Hours in which the office does what belongs to it."""

ROLL_FILE = "tizme.csv"
CAPTION = {"ky": "Азыркы абалы, тартылган сүрөт", "ru": "Как сейчас, рисунок"}
COLUMNS = {Column.PIN: 0, Column.NAME: 1, Column.SETTLEMENT: 2}


@dataclass
class RoundPlay:
    """One round of the play; its voting opens on `opens`, eleven days long."""

    world: World
    wishes: Sequence[Wish]
    rules: Terms
    slug: str
    opens: date
    title: Bilingual = ROUND_TITLE

    @property
    def submission_from(self) -> date:
        """The first day proposals are taken."""
        return self.opens - timedelta(days=55)

    @property
    def submission_to(self) -> date:
        """The last one, inclusive."""
        return self.opens - timedelta(days=35)

    @property
    def closes(self) -> date:
        """The last day of the voting, inclusive."""
        return self.opens + timedelta(days=10)

    @property
    def record(self) -> round_records.Round:
        """The record of the round."""
        return round_records.round_of(self.world.place, self.slug)

    def announce(self) -> None:
        """The clerk drafts the round, the head announces it."""
        world = self.world
        world.go_to(self.submission_from - timedelta(days=29))
        facts = RoundFacts(
            self.slug,
            self.slug,
            self.title,
            self.rules.budget,
            self.rules.ceiling,
            self.rules.expected_ballots,
            Schedule.of_days(
                self.submission_from,
                self.submission_to,
                self.opens - timedelta(days=13),
                self.opens,
                self.closes,
                self.opens + timedelta(days=15),
            ),
        )
        rounds.draft(world.operator, world.place, facts, world.now)
        world.go_to(self.submission_from - timedelta(days=28))
        rounds.announce(world.head, world.place, self.slug, world.now)
        world.tell(
            DRAFTED,
            clerk=world.operator.name,
            head=world.head.name,
            day=self._said(calendar.day_of(world.now)),
            budget=with_unit(self.rules.budget, world.language, "KGS"),
            ceiling=with_unit(self.rules.ceiling or self.rules.budget, world.language, "KGS"),
            choices=self.rules.max_choices,
        )

    def propose(self) -> None:
        """Residents send their wishes; the office answers each with its reason."""
        world = self.world
        sent: list[tuple[str, Actor, Wish]] = []
        for number, wish in enumerate(self.wishes):
            world.go_to(self.submission_from + timedelta(days=1 + number), 9 + number % 9)
            ref, author = self.send(wish, number)
            sent.append((ref, author, wish))
        for ref, author, wish in sent:
            fate = Fate(ref, author, wish, self._title(wish), self.work_days)
            answer(world, fate, self.submission_to + timedelta(days=3))
        on_ballot = proposal_records.numbers_on_ballot(self.record.id)
        world.tell(ON_BALLOT, proposals=len(sent), projects=len(on_ballot))

    def send(self, wish: Wish, number: int) -> tuple[str, Actor]:
        """A resident writes a wish and sends it; its public id and who that was."""
        author = self._author(wish.facts.settlement)
        ref = self._write(author, wish, number)
        proposals.submit(author, self.world.place, ref, self.world.now)
        return ref, author

    @property
    def work_days(self) -> tuple[date, date]:
        """When the winners are built."""
        return self.closes + timedelta(days=30), self.closes + timedelta(days=120)

    def _write(self, author: Actor, wish: Wish, number: int) -> str:
        """Step by step, as the page does; every third with a picture."""
        world = self.world
        facts = wish.facts
        ref = drafting.start(
            author,
            world.place,
            self.slug,
            f"demo-{self.slug}-{number}",
            facts.language,
            facts.first,
            world.now,
        )
        for step in facts.others(*self.work_days):
            drafting.save(author, world.place, ref, step, world.now)
        if facts.settlement:
            point = outline.near(facts.settlement, number)
            place_maps.mark(author, world.place, ref, point, world.now)
        if number % 3 == 0:
            proposal_files.add(
                author,
                world.place,
                ref,
                pictures.before(),
                "IMG_20260301.png",
                FileKind.PHOTO,
                CAPTION[facts.language],
                world.storage,
                world.now,
            )
        return ref

    def _author(self, village: str | None) -> Actor:
        """Someone of the village a wish is about; of any, where it is about all of them."""
        world = self.world
        others = world.residents[DEMONSTRATION_RESIDENTS:]
        return world.random.choice([who for who, home in others if village in (None, home)])

    def open_roll(self) -> None:
        """The clerk imports the roll before the voting, two of the commission freeze it."""
        world = self.world
        world.go_to(self.opens - timedelta(days=6))
        villages = {slug: name.ky or "" for slug, name in invented.VILLAGES}
        people = [
            (pin, actor.name, villages[village])
            for (actor, village), pin in zip(world.residents, world.pins, strict=True)
        ]
        clerk, where = world.operator, (world.place, self.slug)
        content = invented.roll_file(people)
        uploads.upload(clerk, *where, content, ROLL_FILE, world.keys, world.now)
        uploads.begin(clerk, *where, COLUMNS, world.now)
        lifecycle.run_jobs(Tools(world.storage, world.keys, world.clock))
        world.go_to(self.opens - timedelta(days=4))
        freezing.propose(world.commission, *where, world.now)
        world.go_to(self.opens - timedelta(days=4), 11)
        freezing.confirm(world.second_member or world.commission, *where, world.now)
        world.tell(
            VOTED,
            first=self._said(self.opens),
            last=self._said(self.closes),
            voters=len(people),
        )

    def vote(
        self,
        voters: Sequence[Actor],
        days: int,
        on: tuple[int, Callable[[], int | None]] | None = None,
    ) -> None:
        """So many people vote over so many days; each night the box takes what is due.

        `on` is what else is done while they vote, on which day (from 0), in working hours; it
        says how many ballots were cast by it.

        Raises:
            LookupError: nobody votes at an hour when that could be done.
        """
        world = self.world
        hours = sorted(
            (world.random.randrange(days), world.random.randrange(8, 21), number)
            for number in range(len(voters))
        )
        sealed = day_before = 0
        cast, waits = len(voters), on
        for day, hour, number in hours:
            if day != day_before:
                sealed += self._tick(day_before)
                day_before = day
            world.go_to(self.opens + timedelta(days=day), hour, number % 60)
            if waits and day >= waits[0] and hour in WORKING:
                cast += waits[1]() or 0
                waits = None
            self.cast(voters[number], *self._choices())
        sealed += self._tick(day_before)
        if waits:
            raise LookupError(f"an hour of work on day {waits[0]} or after it")
        world.tell(SEALED, cast=cast, sealed=sealed)

    def cast(self, voter: Actor, *choices: int) -> None:
        """One ballot, as the page casts it."""
        world = self.world
        paper = ballots.issue(self.rules.number_space)
        ballots.cast(voter, world.place, self.slug, Marks(choices), paper, world.now)

    def _tick(self, day: int) -> int:
        self.world.go_to(self.opens + timedelta(days=day), 23)
        return lifecycle.tick(self.world.keys, self.world.now)

    def _choices(self) -> list[int]:
        """One to three projects, the liked ones more often."""
        liking = {
            number: wish.liking
            for number, wish in enumerate((w for w in self.wishes if w.is_admitted), start=1)
        }
        chosen: list[int] = []
        for _ in range(self.world.random.choice((1, 2, 3, 3, 3))):
            (number,) = self.world.random.choices(list(liking), list(liking.values()))
            del liking[number]
            chosen.append(number)
        return chosen

    def _title(self, wish: Wish) -> str:
        facts = wish.facts
        same = facts.language == ("ru" if self.world.language == "ru" else "ky")
        return facts.title if same else facts.title_in_other or facts.title

    def _said(self, day: date) -> str:
        return calendar.in_words(day, self.world.language, year=True)
