"""The world of the play: its clock, its people, and how each step is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

import click

from pb.acts import places, residents
from pb.acts.accounts import grants
from pb.cli.demonstration import place as invented
from pb.documents.sentences import explain
from pb.documents.words import N_, catalogue
from pb.gateways.clock import FixedClock
from pb.gateways.keys import Keys
from pb.gateways.storage import FolderStorage
from pb.rules import calendar
from pb.rules.refusals import Refusal
from pb.rules.roles import Assurance, Role
from pb.rules.texts import UNWRITTEN, Bilingual
from pb.services.actors import PLATFORM, Actor
from pb.services.demonstration import CODES, PHONES
from pb.services.work import unit_of_work

SEED = 2026
REFUSED = N_("Refused – %(what)s: %(sentence)s")

DEMONSTRATION_RESIDENTS = 3
"""They have sign-in codes, and leave this year's ballot to the visitor."""


@dataclass
class World:
    """Everything the play needs; `today` is the real day in Bishkek."""

    clock: FixedClock
    storage: FolderStorage
    keys: Keys
    language: str
    today: date
    place: int = 0
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - a play, not a lot
    residents: list[tuple[Actor, str]] = field(default_factory=list)
    """Everyone on the roll with their village; the first three have sign-in codes."""
    pins: list[str] = field(default_factory=list)
    """Their personal numbers, in the same order."""
    staff: dict[Role, Actor] = field(default_factory=dict)
    second_member: Actor | None = None
    """Of the commission."""
    group: dict[int, Bilingual] = field(default_factory=dict)
    """The monitoring group: account and whom the person stands for."""

    @property
    def now(self) -> datetime:
        """What the clock of the play says."""
        return self.clock.now()

    @property
    def operator(self) -> Actor:
        """The clerk of the aiyl okmotu."""
        return self.staff[Role.OPERATOR]

    @property
    def head(self) -> Actor:
        """The head of the aiyl okmotu."""
        return self.staff[Role.HEAD]

    @property
    def commission(self) -> Actor:
        """A member of the commission."""
        return self.staff[Role.COMMISSION]

    @property
    def monitor(self) -> Actor:
        """The head of the monitoring group."""
        return self.staff[Role.MONITORING]

    def go_to(self, day: date, hour: int = 10, minute: int = 0) -> None:
        """Put the clock to a day and hour in Bishkek."""
        self.clock.put(calendar.start_of(day) + timedelta(hours=hour, minutes=minute))

    def say(self, message: str, **facts: object) -> None:
        """Tell a step of the play in the reader's language."""
        text = catalogue(self.language).gettext(message)
        click.echo(text % facts if facts else text)

    def tell(self, message: str, **facts: object) -> None:
        """Tell a part of a step."""
        click.echo(f"   {catalogue(self.language).gettext(message) % facts}")

    def show_refusal(self, what: str, deed: Callable[[], object]) -> None:
        """Try what may not be done, and tell the sentence it is refused with."""
        try:
            deed()
        except Refusal as refusal:
            words = catalogue(self.language).gettext(what)
            self.tell(REFUSED, what=words, sentence=explain(refusal, self.language))
        else:
            raise RuntimeError(f"not refused: {what}")

    def found(self) -> None:
        """Enter the municipality and everyone in it, in one go."""
        codes: dict[Role, list[str]] = {}
        for code, role in CODES:
            codes.setdefault(role, []).append(code)
        with unit_of_work():
            self.place = places.found_municipality(
                PLATFORM,
                invented.PLACE,
                invented.VILLAGES,
                date(self.today.year - 3, 1, 1),
                self.now,
            )
            for role, (name, position) in (
                (Role.OPERATOR, invented.OPERATOR),
                (Role.HEAD, invented.HEAD),
                (Role.COMMISSION, invented.COMMISSION),
            ):
                self.staff[role] = self.person(name, role, position, codes[role][0])
            self.second_member = self.person(
                invented.SECOND_MEMBER[0], Role.COMMISSION, invented.SECOND_MEMBER[1]
            )
            for name, position in invented.MONITORING:
                signs_in = codes[Role.MONITORING][0] if not self.group else None
                member = self.person(name, Role.MONITORING, position, signs_in)
                self.staff.setdefault(Role.MONITORING, member)
                self.group[member.account_id or 0] = position
            villages = [slug for slug, size in invented.ROLL.items() for _ in range(size)]
            self.random.shuffle(villages)
            own = [*codes[Role.RESIDENT], *[None] * len(villages)]
            for number, village in enumerate(villages):
                name = invented.resident_name(number)
                actor = self.person(name, Role.RESIDENT, code=own[number])
                self.residents.append((actor, village))
                self.pins.append(invented.resident_pin(number, self.today.year))
            known = [
                (actor.account_id, village, pin)
                for (actor, village), pin in zip(self.residents, self.pins, strict=True)
            ]
            clerk = self.operator.account_id
            residents.introduce(PLATFORM, self.place, known, clerk, self.keys, self.now)

    def person(
        self, name: str, role: Role, position: Bilingual = UNWRITTEN, code: str | None = None
    ) -> Actor:
        """Somebody with a role here, and a sign-in code where there is one."""
        opened = grants.open_account(
            PLATFORM,
            self.place,
            name,
            role,
            self.now,
            position,
            code,
            self.keys,
            PHONES.get(code or ""),
        )
        return Actor(
            opened.id,
            opened.ref,
            name,
            opened.roles,
            self.place,
            assurance=Assurance.IN_PERSON,
            is_confirmed=True,
        )
