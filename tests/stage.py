"""A stage for tests: a municipality, its people and its rounds, made through the acts themselves.

Everything has a default that is valid; a test says only what it is about.
"""

import itertools
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from pb import lifecycle
from pb.acts import ballots, places, proposals, residents, rounds
from pb.acts.accounts import grants
from pb.acts.places import PlaceFacts
from pb.acts.rounds import RoundFacts
from pb.gateways.clock import FixedClock
from pb.gateways.keys import Keys
from pb.gateways.storage import Storage
from pb.records import places as place_records
from pb.records import rounds as round_records
from pb.rules import calendar
from pb.rules.ballots import Marks
from pb.rules.money import Tyiyn
from pb.rules.roles import Assurance, Role
from pb.rules.rounds import Phase, Schedule
from pb.rules.terms import Terms
from pb.rules.texts import Bilingual
from pb.services.actors import PLATFORM, Actor
from tests import reviewing
from tests.proposals_made import Idea, draft
from tests.rules_adopted import Rules, adopt, of_terms

KEYS = Keys("k" * 40)


def som(amount: int) -> Tyiyn:
    """So many som, in tyiyn."""
    return Tyiyn(amount * 100)


@dataclass
class Stage:
    """A municipality with five villages, and whoever a test asks for."""

    clock: FixedClock
    storage: Storage
    slug: str = "togz-archa"
    place: int = 0
    counter: "itertools.count[int]" = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        if not self.place:
            self.place = self.found(self.slug)

    def found(self, slug: str) -> int:
        """One more municipality; its key."""
        return places.found_municipality(
            PLATFORM,
            PlaceFacts(
                slug,
                Bilingual("Тогуз-Арча", "Тогуз-Арча"),
                Bilingual("айыл аймагы", "айылный аймак"),
                Bilingual("Арчалы району", "Арчалинский район"),
                Bilingual("Ысык-Көл облусу", "Иссык-Кульская область"),
                phone="0700 000 000",
                is_fictional=True,
            ),
            [
                ("archa-tor", Bilingual("Арча-Төр", "Арча-Тёр")),
                ("kyzyl-kopuro", Bilingual("Кызыл-Көпүрө", "Кызыл-Кёпюрё")),
                ("zhany-konush", Bilingual("Жаңы-Конуш", "Джаны-Конуш")),
            ],
            date(2025, 1, 1),
            self.now,
        )

    def neighbour(self) -> "Stage":
        """Another municipality, to prove that nothing crosses over."""
        return replace(self, slug="neighbour", place=self.found("neighbour"))

    @property
    def now(self) -> datetime:
        """What the tests' clock says."""
        return self.clock.now()

    def municipality(self) -> place_records.Municipality:
        """The record of the municipality."""
        return place_records.municipality_by_id(self.place)

    def person(self, role: Role, name: str | None = None, code: str | None = None) -> Actor:
        """Someone with one role here."""
        name = name or f"Үмүт {next(self.counter)}"
        opened = grants.open_account(
            PLATFORM,
            self.place,
            name,
            role,
            self.now,
            Bilingual("кызматкер", "сотрудник"),
            code,
            KEYS,
        )
        return Actor(
            opened.id,
            opened.ref,
            name,
            opened.roles,
            self.place,
            assurance=Assurance.IN_PERSON if role is Role.RESIDENT else None,
            is_confirmed=True,
        )

    def draft(
        self, slug: str = "2026", terms: Terms | None = None, rules: Rules | None = None
    ) -> str:
        """A round nobody has announced yet; its phases last four days each from tomorrow on.

        The rules the terms follow from, and `rules`, are adopted first, where others are in force.
        """
        terms = terms or Terms(budget=som(1_000_000), ceiling=som(300_000))
        adopt(self, {**of_terms(terms), **(rules or {})})
        day = calendar.day_of(self.now)
        days = [day + timedelta(days=n) for n in (1, 4, 8, 12, 15, 20)]
        facts = RoundFacts(
            slug,
            "2026",
            Bilingual("Жергиликтүү демилгелер сынагы", "Конкурс местных инициатив"),
            terms.budget,
            terms.ceiling,
            terms.expected_ballots,
            Schedule.of_days(*days),
        )
        return rounds.draft(self.person(Role.OPERATOR), self.place, facts, self.now)

    def announced(
        self, slug: str = "2026", terms: Terms | None = None, rules: Rules | None = None
    ) -> str:
        """A round that is public; the clock stands before its submission."""
        self.draft(slug, terms, rules)
        rounds.announce(self.person(Role.HEAD), self.place, slug, self.now)
        return slug

    def round(self, slug: str = "2026") -> round_records.Round:
        """The record of a round."""
        return round_records.round_of(self.place, slug)

    def go_to(self, phase: Phase, slug: str = "2026") -> None:
        """Put the clock an hour into a phase of a round."""
        schedule = self.round(slug).schedule
        start = {
            Phase.SUBMISSION: schedule.submission_opens,
            Phase.REVIEW: schedule.submission_closes,
            Phase.DISCUSSION: schedule.review_closes,
            Phase.VOTING: schedule.voting_opens,
            Phase.COUNTING: schedule.voting_closes,
        }[phase]
        self.clock.put(start + timedelta(hours=1))

    def submitted(self, slug: str = "2026", author: Actor | None = None, **changes: object) -> str:
        """A proposal the office has to answer; the round must be open for submission."""
        author = author or self.person(Role.RESIDENT)
        idea = Idea(own_cash=som(20_000), settlement="archa-tor")
        idea = replace(idea, **changes)  # type: ignore[arg-type]
        ref = draft(author, self.place, slug, idea, self.now)
        proposals.submit(author, self.place, ref, self.now)
        return ref

    def on_ballot(self, *costs: int, slug: str = "2026") -> None:
        """Projects 1, 2, … of these costs in som on the ballot; leaves the clock in the review."""
        self.go_to(Phase.SUBMISSION, slug)
        clerk = self.person(Role.OPERATOR)
        refs = [
            self.submitted(slug, cost=som(cost), title=f"Көпүрө оңдоо {number}")
            for number, cost in enumerate(costs, 1)
        ]
        self.go_to(Phase.REVIEW, slug)
        for ref in refs:
            reviewing.admit(self, ref, clerk)

    def voters(self, number: int, slug: str = "2026") -> list[Actor]:
        """Residents on the roll of a round whose voting has not begun."""
        people = [self.person(Role.RESIDENT) for _ in range(number)]
        residents.enter_on_roll(
            PLATFORM,
            self.place,
            self.round(slug).id,
            [(actor.account_id, "archa-tor") for actor in people],
            self.now,
        )
        return people

    def vote(self, voter: Actor, *choices: int, slug: str = "2026") -> ballots.Receipt:
        """Cast a ballot as the page does."""
        paper = ballots.issue(self.round(slug).terms.number_space)
        return ballots.cast(voter, self.place, slug, Marks(choices), paper, self.now)

    def open_voting(
        self, *costs: int, voters: int = 3, slug: str = "2026", terms: Terms | None = None
    ) -> list[Actor]:
        """A round in its voting, with projects of these costs; the people on its roll."""
        self.announced(slug, terms)
        self.on_ballot(*costs, slug=slug)
        people = self.voters(voters, slug)
        self.go_to(Phase.VOTING, slug)
        return people

    def decided(self, slug: str = "2026") -> None:
        """Count and confirm a round whose voting was open: by a clerk and by the commission."""
        self.go_to(Phase.COUNTING, slug)
        lifecycle.count(self.person(Role.OPERATOR), self.place, slug, KEYS, self.now)
        member = self.person(Role.COMMISSION)
        lifecycle.confirm(member, self.place, slug, KEYS, self.storage, self.now)
