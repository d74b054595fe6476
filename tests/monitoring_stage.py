"""What a stage needs for joint monitoring: past winners, a group, evaluations at any point."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

from PIL import Image

from pb.acts import monitoring
from pb.acts.monitoring import GroupFacts
from pb.records import audit
from pb.records import monitoring as records
from pb.records.base import db
from pb.rules import calendar
from pb.rules.monitoring import Answer, Indicator, Score
from pb.rules.roles import Role
from pb.rules.terms import Terms
from pb.rules.texts import Bilingual
from pb.services.actors import PLATFORM, Actor
from pb.services.papers import Paper
from tests.stage import Stage, som

FINDING = "Колонкадан суу келип турат, бирок кечкисин басымы азаят."
ADVICE = ("Насосту кыш түшкүнчө оңдоо керек.", "Эсептегичти айылга көрсөтүү керек.")
WHY_NOT = "Бул жылдын бюджетинде каражат калган жок."
CAPTION = "Колонка жана чака"

ALL_SCORES = tuple(Score(indicator, 4) for indicator in Indicator)


def picture(colour: str = "teal", size: tuple[int, int] = (640, 480)) -> bytes:
    """A photo as a phone sends it."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


def deeds(place: int) -> list[str]:
    """The tags of everything that left a trace."""
    return [event.tag for event in audit.events_of(place)]


@contextmanager
def one_deed(place: int, tag: str, **facts: object) -> Iterator[None]:
    """What is done inside leaves exactly one trace, with these facts."""
    before = deeds(place)
    yield
    assert deeds(place) == [*before, tag]
    last = audit.events_of(place)[-1]
    assert json.loads(last.facts) == facts


@dataclass
class Monitored:
    """A decided round whose first project won and whose second did not, and a group in office."""

    stage: Stage
    members: list[Actor]
    slug: str = "2026"

    @classmethod
    def on(cls, stage: Stage) -> "Monitored":
        """Make all of it; the clock stands in the counting, a day before anything is due."""
        voters = stage.open_voting(200_000, 900_000, terms=Terms(budget=som(1_000_000)))
        for voter in voters:
            stage.vote(voter, 1)
        stage.decided()
        monitored = cls(stage, [stage.person(Role.MONITORING) for _ in range(3)])
        monitored.form_group()
        return monitored

    @property
    def place(self) -> int:
        """The key of the municipality."""
        return self.stage.place

    @property
    def member(self) -> Actor:
        """Someone of the group."""
        return self.members[0]

    @property
    def today(self) -> date:
        """The day of the tests' clock."""
        return calendar.day_of(self.stage.now)

    def form_group(self, members: list[Actor] | None = None, valid_to: date | None = None) -> str:
        """A group of these people, in office since the new year."""
        people = {
            actor.account_id: Bilingual("тургун", "житель")
            for actor in members or self.members
            if actor.account_id
        }
        facts = GroupFacts(
            Bilingual("Тогуз-Арча БМБ тобу", "Группа СМиО Тогуз-Арча"),
            Bilingual("2026-жылдын 14-январындагы № 3 токтом", "Постановление № 3 от 14.01.2026"),
            date(2026, 1, 14),
            valid_to,
        )
        return monitoring.form_group(PLATFORM, self.place, facts, people, self.stage.now)

    def add_member(self, account_id: int | None) -> None:
        """One more member, as no deed would let in: to prove what the deeds after it refuse."""
        group = records.groups_of(self.place)[-1]
        db.session.add(
            records.GroupMember(
                municipality_id=self.place, group_id=group.id, account_id=account_id
            )
        )
        db.session.commit()

    def draft(self, actor: Actor | None = None, project: int = 1, **changes: object) -> str:
        """An evaluation that has begun."""
        given = {"slug": self.slug, "visited_on": self.today} | changes
        return monitoring.draft(
            actor or self.member,
            self.place,
            given["slug"],  # type: ignore[arg-type]
            project,
            given["visited_on"],  # type: ignore[arg-type]
            self.stage.now,
        )

    def record(self, ref: str, actor: Actor | None = None, **changes: object) -> None:
        """Write scores, a finding and two recommendations into a draft."""
        given: dict[str, object] = {
            "scores": ALL_SCORES, "finding": FINDING, "language": "ky", "recommendations": ADVICE,
        }  # fmt: skip
        monitoring.record(
            actor or self.member, self.place, ref, now=self.stage.now, **(given | changes)
        )  # type: ignore[arg-type]

    def add_photo(self, ref: str, actor: Actor | None = None, colour: str = "teal") -> str:
        """Add a photo to a draft."""
        return monitoring.add_photo(
            actor or self.member,
            self.place,
            ref,
            picture(colour),
            CAPTION,
            "ky",
            self.stage.storage,
            self.stage.now,
        )

    def written(self, **changes: object) -> str:
        """A draft that only waits to be published."""
        ref = self.draft()
        self.record(ref, **changes)
        self.add_photo(ref)
        return ref

    def publish(self, ref: str, actor: Actor | None = None) -> Paper:
        """Publish a draft."""
        return monitoring.publish(
            actor or self.member, self.place, ref, self.stage.storage, self.stage.now
        )

    def published(self, **changes: object) -> str:
        """An evaluation everyone can read."""
        ref = self.written(**changes)
        self.publish(ref)
        return ref

    def answer(
        self,
        ref: str,
        actor: Actor | None = None,
        answer: Answer = Answer.ACCEPTED,
        reasons: str | None = None,
        place: int | None = None,
    ) -> Paper | None:
        """Answer a recommendation, for the office."""
        return monitoring.answer(
            actor or self.stage.person(Role.HEAD),
            place or self.place,
            ref,
            answer,
            reasons,
            "ky",
            self.stage.storage,
            self.stage.now,
        )

    def evaluation(self, ref: str) -> records.Evaluation:
        """The record of an evaluation."""
        return records.evaluation_of(self.place, ref)

    def recommendations(self, ref: str) -> list[str]:
        """The public ids of the recommendations of an evaluation."""
        return [asked.ref for asked in self.evaluation(ref).recommendations]

    def wait(self, **time: int) -> None:
        """Move the clock on."""
        self.stage.clock.put(self.stage.now + timedelta(**time))

    def elsewhere(self) -> Actor:
        """A monitor of another municipality."""
        return replace(self.stage, slug="neighbour").neighbour().person(Role.MONITORING)
