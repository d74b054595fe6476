"""What keeps a vote honest: a key three people hold, and calls that ask whether people voted."""

from datetime import date, timedelta

from pb.acts import call_audits, ceremonies
from pb.cli.demonstration.world import World
from pb.documents.words import N_
from pb.records import rounds
from pb.rules.call_audits import Answer
from pb.services.call_audits import drawn_of

HELD = N_("Three holders lock the key of the round; for a trial, their passphrases are:")
PHRASE = N_("%(name)s: %(phrase)s")
CALLED = N_(
    "Calls after the vote: %(people)s people are drawn by dice, %(answered)s answer, all of them"
    " did vote. Protocol No. %(number)s."
)

PHRASES = (
    "арча тоо булак жол",
    "көпүрө короо кечки чай",
    "алма бак суу дарбаза",
)
"""Invented, and printed: nobody's key is behind them."""

DICE = "4 1 6 3 3 5 2 6"
ASKED = 59
MISSED = 7
"""Every seventh call reaches nobody."""


def hold_key(world: World, slug: str, day: date) -> None:
    """Two of the commission and one of the monitoring group lock the key before the voting."""
    world.go_to(day, 16)
    second = world.second_member
    if second is None:
        raise LookupError("a second member of the commission")
    holders = (world.commission, second, world.monitor)
    ceremonies.hold(
        world.commission,
        world.place,
        slug,
        [one.ref or "" for one in holders],
        [(phrase, phrase) for phrase in PHRASES],
        world.clock,
    )
    world.tell(HELD)
    for one, phrase in zip(holders, PHRASES, strict=True):
        world.tell(PHRASE, name=one.name, phrase=phrase)


def call(world: World, slug: str) -> None:
    """The monitoring group throws dice, the commission confirms them, and people are called."""
    world.clock.put(world.now + timedelta(days=1))
    given = (world.place, slug)
    ref = call_audits.enter(world.monitor, *given, DICE, ASKED, world.now)
    call_audits.draw(world.commission, *given, ref, world.now)
    drawn = drawn_of(rounds.round_of(*given))
    if drawn is None:
        raise LookupError(ref)
    answers = {
        place: Answer.NOT_REACHED if place % MISSED == 0 else Answer.VOTED
        for place in range(1, drawn.audit.size + 1)
    }
    world.clock.put(world.now + timedelta(days=3))
    call_audits.write_down(world.monitor, *given, answers, {}, world.now)
    kept = call_audits.close(world.monitor, *given, world.storage, world.now)
    answered = sum(answer is Answer.VOTED for answer in answers.values())
    world.tell(CALLED, people=len(answers), answered=answered, number=kept[0].number)
