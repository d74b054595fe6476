"""Disputed votes at a terminal: two holders take a vote out, where there is no browser."""

import click

from pb.acts import disputes as acts
from pb.acts.rolls import corrections
from pb.app import surroundings_of
from pb.cli.ceremonies import others_of, two_holders
from pb.cli.keyboards import Keyboard, seated
from pb.cli.stopping import Stop
from pb.documents.words import N_
from pb.records import rounds, stations
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.disputes import REASON_LENGTH
from pb.rules.privacy import Purpose
from pb.rules.privacy import reason as check_looking
from pb.rules.texts import clean
from pb.services import disputes, paper_ballots
from pb.services.actors import require
from pb.services.disputes import TwoHolders
from pb.services.privacy import Looking
from pb.services.rolls import Card

PIN = N_("The person's number, as the passport has it")
LOOKING = N_("Why do you look at this person's data? The person reads it")
PERSON = N_("%(name)s, %(village)s, born on %(born)s")
PERSON_UNBORN = N_("%(name)s, %(village)s")
IS_IT = N_("Compare it with the passport. Is it this person?")
YES, NO = N_("Yes, it is"), N_("No")
REASON = N_("What happened, and how do you know? The person reads it")
STATION = N_("At which station does the person vote now?")
NO_STATION = N_(
    "No station is set up for this round, so nobody can vote on paper instead. Nothing was changed."
)
NOT_THIS_PERSON = N_("Then nothing was changed. That you looked is written down.")
PUBLISHED = N_(
    "The board was published: whoever kept it can see which ballot is missing on the new one. Say"
    " so to the person first."
)
DECIDED = N_("Decision No. %(number)s is made.")
OVERRIDDEN = N_("Decision No. %(number)s is made: hand a ballot out.")


@click.group("dispute")
def dispute_group() -> None:
    """Two holders take out a vote that is disputed."""


@dispute_group.command("void")
@click.argument("round_", metavar="MUNICIPALITY/ROUND")
@click.pass_obj
def void_command(language: str, round_: str) -> None:
    """Take out a vote that was cast in another's name."""
    with seated(round_, language) as (keyboard, slug):
        place, found = keyboard.place.id, rounds.round_of(keyboard.place.id, slug)
        _require(keyboard, found)
        line = _line(keyboard, slug)
        if found.decided_at is not None:
            keyboard.say(PUBLISHED)
        why, here = _reason(keyboard), surroundings_of(keyboard.app)

        def decide(two: TwoHolders) -> None:
            given = (place, slug, line, why, two, here.keys)
            number = acts.void(keyboard.actor(), *given, here.clock.now())
            keyboard.say(DECIDED, number=number)

        keyboard.ask_until(lambda: two_holders(keyboard, found), decide)


@dispute_group.command("override")
@click.argument("round_", metavar="MUNICIPALITY/ROUND")
@click.pass_obj
def override_command(language: str, round_: str) -> None:
    """Paper beats the phone: the person votes on paper instead, now."""
    with seated(round_, language) as (keyboard, slug):
        place, found = keyboard.place.id, rounds.round_of(keyboard.place.id, slug)
        here = surroundings_of(keyboard.app)
        _require(keyboard, found)
        disputes.require_overridable(found, here.clock.now())
        known = [
            (one.ref, f"{one.number}. {one.name.read(language)[0]}")
            for one in stations.stations_of(place, found.id)
        ]
        if not known:
            raise Stop(keyboard.in_words(NO_STATION))
        line = _line(keyboard, slug)
        where = keyboard.pick(STATION, known)
        # Now, and not after a reason, two passphrases and a code were typed for nothing.
        paper_ballots.require_marking(stations.station_of(place, found.id, where))
        why = _reason(keyboard)

        def decide(two: TwoHolders) -> None:
            given = (place, slug, line, where, why, two, here.keys)
            number = acts.override(keyboard.actor(), *given, here.clock.now())
            keyboard.say(OVERRIDDEN, number=number)

        keyboard.ask_until(lambda: two_holders(keyboard, found), decide)


def _require(keyboard: Keyboard, round_: Round) -> None:
    """Refuse what two holders cannot decide before anybody's data is opened for it."""
    now = surroundings_of(keyboard.app).clock.now()
    require(keyboard.actor(), Act.DECIDE_DISPUTE, keyboard.place.id, round_, now)
    disputes.require_disputable(round_, now)
    others_of(keyboard, round_)


def _line(keyboard: Keyboard, slug: str) -> str:
    """The public id of the line of the person who came, found by the passport, with a trace."""
    here, place = surroundings_of(keyboard.app), keyboard.place.id
    why = keyboard.ask_until(lambda: keyboard.ask(LOOKING), check_looking)
    looking, cards = Looking(Purpose.COMPLAINT, why), list[Card]()

    def find(pin: str) -> None:
        given = (place, slug, pin, looking, here.keys, here.clock.now(), Act.FIND_DISPUTED)
        cards.append(corrections.find(keyboard.actor(), *given))

    keyboard.ask_until(lambda: keyboard.ask(PIN), find)
    keyboard.has_looked = True
    (card,) = cards
    facts = {"name": card.name, "village": card.village.read(keyboard.language)[0]}
    if card.born is None:
        keyboard.say(PERSON_UNBORN, **facts)
    else:
        born = calendar.in_words(card.born, keyboard.language, year=True)
        keyboard.say(PERSON, born=born, **facts)
    answers = [("yes", keyboard.in_words(YES)), ("no", keyboard.in_words(NO))]
    if keyboard.pick(IS_IT, answers) == "no":
        raise Stop(keyboard.in_words(NOT_THIS_PERSON))
    return card.ref


def _reason(keyboard: Keyboard) -> str:
    return keyboard.ask_until(
        lambda: keyboard.ask(REASON), lambda typed: clean(typed, "reason", REASON_LENGTH)
    )
