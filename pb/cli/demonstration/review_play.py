"""The office's side of the play: each wish is checked, answered, and argued about."""

from dataclasses import dataclass
from datetime import date, timedelta

from pb.acts import appeals, drafting, proposals, questions
from pb.acts.reviews import checking, outcomes
from pb.acts.reviews.outcomes import OutcomeFacts
from pb.cli.demonstration.wishes import Wish
from pb.cli.demonstration.world import World
from pb.documents.words import N_
from pb.rules.appeals import AppealAnswer
from pb.rules.checklists import WORKED_OUT, Item, Verdict
from pb.rules.reviews import Outcome
from pb.services.actors import Actor

RETURNED = N_("Returned to its author – “%(title)s”: %(reason)s")
MENDED = N_("Mended by its author and admitted – “%(title)s”")
NOT_ADMITTED = N_("Not admitted – “%(title)s”: %(reason)s")
APPEALED = N_("Its author appealed, the head answered – “%(title)s”")

MENDING_DAYS = 5
ALL_MET = {item: (Verdict.MET, None) for item in Item if item not in WORKED_OUT}


@dataclass(frozen=True)
class Fate:
    """A wish that was sent: its public id, its author, its title for the telling."""

    ref: str
    author: Actor
    wish: Wish
    title: str
    work_days: tuple[date, date]
    """First and last day of the work."""


def answer(world: World, fate: Fate, day: date) -> None:
    """Review a wish from a day on, as its fate says."""
    wish, ref, place = fate.wish, fate.ref, world.place
    world.go_to(day)
    if wish.question and wish.answer:
        asker = world.residents[0][0]
        asked = questions.ask(asker, place, ref, wish.question, "ky", world.now)
        questions.answer(world.operator, place, asked, wish.answer, "ky", world.now)
    if wish.returned:
        mend_by = day + timedelta(days=MENDING_DAYS + 2)
        _decide(world, ref, OutcomeFacts(Outcome.RETURNED, wish.returned, "ky", mend_by))
        world.tell(RETURNED, title=fate.title, reason=wish.returned)
    if wish.mended:
        world.go_to(day + timedelta(days=MENDING_DAYS))
        for step in wish.facts.others(*fate.work_days, wish.mended):
            drafting.save(fate.author, place, ref, step, world.now)
        proposals.submit(fate.author, place, ref, world.now)
    if wish.ground and wish.reason:
        language = wish.facts.language
        _decide(
            world,
            ref,
            OutcomeFacts(Outcome.NOT_ADMITTED, wish.reason, language, None, wish.ground, wish.law),
        )
        world.tell(NOT_ADMITTED, title=fate.title, reason=wish.reason)
    if wish.appeal:
        _appeal(world, fate, day)
    if wish.is_admitted:
        checking.check(world.operator, place, ref, ALL_MET, world.now)
        _decide(world, ref, OutcomeFacts(Outcome.ADMITTED))
        if wish.returned:
            world.tell(MENDED, title=fate.title)


def _decide(world: World, ref: str, facts: OutcomeFacts) -> None:
    who, place = world.operator, world.place
    saved = outcomes.put_down(who, place, ref, facts, world.now)
    outcomes.make_final(who, place, ref, saved, world.keys, world.now)


def _appeal(world: World, fate: Fate, day: date) -> None:
    """The author appeals; the clerk registers it, the head answers: nobody twice on one side."""
    wish, place, language = fate.wish, world.place, fate.wish.facts.language
    world.go_to(day + timedelta(days=1))
    ref = appeals.file(
        fate.author, place, fate.ref, wish.appeal or "", language, world.now, is_text_public=True
    )
    appeals.register(world.operator, place, ref, world.now)
    world.go_to(day + timedelta(days=4))
    given, keys = AppealAnswer.DISMISSED, world.keys
    appeals.answer(world.head, place, ref, given, wish.dismissed, language, keys, world.now)
    world.tell(APPEALED, title=fate.title)
