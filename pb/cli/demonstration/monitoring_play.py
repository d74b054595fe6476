"""The monitoring group looks at a winner of last year, asks, and is answered."""

from datetime import timedelta

from pb.acts import monitoring
from pb.acts.monitoring import GroupFacts
from pb.cli.demonstration import pictures, visit
from pb.cli.demonstration.place import GROUP
from pb.cli.demonstration.world import World
from pb.documents.words import N_
from pb.records import monitoring as records
from pb.rules import calendar
from pb.rules.monitoring import Answer, Moment, average
from pb.rules.numerals import one_decimal
from pb.rules.texts import Bilingual
from pb.services.actors import PLATFORM

VISITED = N_(
    "%(group)s looked at No. %(number)s on %(day)s: %(average)s of 5 on average,"
    " %(indicators)s indicators, one of them could not be assessed."
)
FOUND = N_("Found: %(finding)s")
ASKED = N_("Asked for: %(text)s")
ACCEPTED = N_("The office accepted it: %(reasons)s")
REFUSED = N_("The office refused it, with reasons: %(reasons)s")
WITHOUT_REASONS = N_("the office answers “no” and gives no reasons")


def play(world: World, round_slug: str, number: int) -> str:
    """Everything from the group's formation to the last answer; the public id of the evaluation."""
    _form_group(world)
    visited_on = world.today - timedelta(days=120)
    world.go_to(visited_on, 17)
    ref = monitoring.draft(world.monitor, world.place, round_slug, number, visited_on, world.now)
    for caption, content, moment in zip(
        visit.CAPTIONS,
        (pictures.before(), pictures.now()),
        (Moment.BEFORE, Moment.NOW),
        strict=True,
    ):
        monitoring.add_photo(
            world.monitor,
            world.place,
            ref,
            content,
            caption,
            "ky",
            world.storage,
            world.now,
            moment,
        )
    world.go_to(visited_on + timedelta(days=2))
    monitoring.record(
        world.monitor,
        world.place,
        ref,
        visit.SCORES,
        visit.FINDING,
        "ky",
        visit.RECOMMENDATIONS,
        world.now,
    )
    monitoring.publish(world.monitor, world.place, ref, world.storage, world.now)
    mean = average(visit.SCORES)
    world.tell(
        VISITED,
        group=GROUP.read(world.language)[0],
        number=number,
        day=calendar.in_words(visited_on, world.language, year=True),
        average=one_decimal(mean) if mean is not None else "–",
        indicators=len(visit.SCORES),
    )
    world.tell(FOUND, finding=visit.FINDING)
    _answer(world, ref)
    return ref


def _form_group(world: World) -> None:
    formed = world.today - timedelta(days=190)
    world.go_to(formed)
    act = Bilingual(
        f"Айылдык кеңештин {calendar.on_paper(formed, 'ky')}ндагы № 14 токтому",
        f"Постановление айылного кенеша № 14 от {formed:%d.%m.%Y}",
    )
    monitoring.form_group(
        PLATFORM, world.place, GroupFacts(GROUP, act, formed), world.group, world.now
    )


def _answer(world: World, ref: str) -> None:
    evaluation = records.evaluation_of(world.place, ref)
    first, second = evaluation.recommendations
    world.go_to(calendar.day_of(world.now) + timedelta(days=8))
    world.tell(ASKED, text=first.text.read(world.language)[0])
    _give(world, first.ref, Answer.ACCEPTED, visit.ACCEPTED)
    world.tell(ACCEPTED, reasons=visit.ACCEPTED)
    world.tell(ASKED, text=second.text.read(world.language)[0])
    world.show_refusal(WITHOUT_REASONS, lambda: _give(world, second.ref, Answer.REFUSED, None))
    _give(world, second.ref, Answer.REFUSED, visit.REFUSED)
    world.tell(REFUSED, reasons=visit.REFUSED)


def _give(world: World, ref: str, answer: Answer, reasons: str | None) -> None:
    monitoring.answer(world.head, world.place, ref, answer, reasons, "ky", world.storage, world.now)
