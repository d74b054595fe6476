"""The ceremony of the key at a terminal: three hold it, any two try whether they still can."""

import click

from pb.acts import ceremonies as acts
from pb.app import surroundings_of
from pb.cli.keyboards import Keyboard, seated
from pb.documents.names import name_of
from pb.documents.words import N_
from pb.records import accounts, ceremonies, rounds
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.disputes import SEATS, SIDES, check_holders, check_not_near, check_passphrases
from pb.rules.refusals import Code, NotAllowed, NotValid
from pb.services import disputes
from pb.services.actors import require
from pb.services.disputes import TwoHolders

INTRODUCTION = N_(
    "Three people sit at this computer, from at least two of these sides: the council, the"
    " commission, the monitoring group. Each types a passphrase of their own, twice, while"
    " the others look away, and writes it down at home."
)
ANEW = N_(
    "A key was drawn already. This replaces it; the passphrases typed then are worth nothing after"
    " it."
)
HOLDERS = {1: N_("First holder"), 2: N_("Second holder"), 3: N_("Third holder")}
PHRASE = N_("%(name)s: passphrase (at least 12 characters; it is not shown)")
AGAIN = N_("%(name)s: the same passphrase once more")
DRAWN = N_("The key is drawn and locked. Any two of the three open it.")
OWN = N_("Your passphrase (it is not shown)")
BESIDE = N_("The holder beside you")
THEIRS = N_("The passphrase of the holder beside you (it is not shown)")
UNOPENED = N_(
    "The lock of %(own)s and %(beside)s stays shut. Nothing was lost by it: the key is kept as it"
    " was. Which of the two passphrases is wrong is told to nobody."
)
TRIED = N_("The two passphrases open the key. Nothing was opened.")


@click.group("ceremony")
def ceremony_group() -> None:
    """The key of a round, which any two of three holders open."""


@ceremony_group.command("hold")
@click.argument("round_", metavar="MUNICIPALITY/ROUND")
@click.pass_obj
def hold_command(language: str, round_: str) -> None:
    """Draw the key of a round before the three who will hold it.

    A member of the commission signs in; then each holder types a passphrase twice, unseen.
    """
    with seated(round_, language) as (keyboard, slug):
        place, clock = keyboard.place.id, surroundings_of(keyboard.app).clock
        found = rounds.round_of(place, slug)
        require(keyboard.actor(), Act.HOLD_CEREMONY, place, found, clock.now())
        check_not_near(found.voting_opens, clock.now())
        keyboard.say(INTRODUCTION)
        if ceremonies.ceremony_of(place, found.id) is not None:
            keyboard.say(ANEW)
        chosen = _holders(keyboard)
        phrases: list[tuple[str, str]] = []
        for _, name in chosen:
            phrases.append(_phrase(keyboard, name, phrases))
        refs = [ref for ref, _ in chosen]
        acts.hold(keyboard.actor(), place, slug, refs, phrases, clock)
        keyboard.say(DRAWN)


@ceremony_group.command("try")
@click.argument("round_", metavar="MUNICIPALITY/ROUND")
@click.pass_obj
def try_command(language: str, round_: str) -> None:
    """Try whether two passphrases open the key; nothing is opened.

    One of the two holders signs in. Both may type three times.
    """
    with seated(round_, language) as (keyboard, slug):
        place = keyboard.place.id
        require(keyboard.actor(), Act.DECIDE_DISPUTE, place)
        found = rounds.round_of(place, slug)
        names = dict(others_of(keyboard, found))

        def check(two: TwoHolders) -> None:
            try:
                acts.check(keyboard.actor(), place, slug, two)
            except NotValid as refusal:
                # Another refusal says itself what is wrong, and of whom.
                if refusal.code is Code.PASSPHRASE_WRONG:
                    who = {"own": keyboard.who().name, "beside": names[two.beside]}
                    keyboard.say(UNOPENED, **who)
                raise

        keyboard.ask_until(lambda: two_holders(keyboard, found), check)
        keyboard.say(TRIED)


def two_holders(keyboard: Keyboard, round_: Round) -> TwoHolders:
    """The holder who is signed in and the one beside, with what both type.

    Raises:
        Conflict: CEREMONY_MISSING, REFERENCES_ERASED.
        NotAllowed: HOLDER_NEEDED.
        Stop: the input ends, or nobody was picked.
    """
    others = others_of(keyboard, round_)
    typed = keyboard.ask(OWN, is_hidden=True)
    beside = keyboard.pick(BESIDE, others)
    return TwoHolders(typed, beside, keyboard.ask(THEIRS, is_hidden=True))


def others_of(keyboard: Keyboard, round_: Round) -> list[tuple[str, str]]:
    """Public ids and names of the holders beside the one who is signed in.

    Raises:
        Conflict: CEREMONY_MISSING, REFERENCES_ERASED.
        NotAllowed: HOLDER_NEEDED.
    """
    disputes.require_key(round_)
    own = keyboard.who().account_id
    held = ceremonies.holders_of(keyboard.place.id, round_.id)
    if own not in {account.id for _, account in held}:
        raise NotAllowed(Code.HOLDER_NEEDED)
    return [(account.ref, account.name) for _, account in held if account.id != own]


def _holders(keyboard: Keyboard) -> list[tuple[str, str]]:
    """Public ids and names by seat; whoever may not hold the key is named before anybody types."""
    place = keyboard.place.id
    people = {
        account.ref: (account, name_of(grant.role, keyboard.language))
        for account, grant, _ in accounts.staff_of(place)
        if grant.role in SIDES
    }
    chosen: list[str] = []
    for seat in SEATS:
        free = [
            (ref, f"{account.name}, {role}")
            for ref, (account, role) in people.items()
            if ref not in chosen
        ]
        if not free:
            break
        chosen.append(keyboard.pick(HOLDERS[seat], free))
    check_holders(disputes.sides_of(place, [people[ref][0].id for ref in chosen]))
    return [(ref, people[ref][0].name) for ref in chosen]


def _phrase(keyboard: Keyboard, name: str, before: list[tuple[str, str]]) -> tuple[str, str]:
    """A passphrase as one holder typed it both times; `before` are those of the others."""

    def typed() -> tuple[str, str]:
        once = keyboard.ask(PHRASE, is_hidden=True, name=name)
        return once, keyboard.ask(AGAIN, is_hidden=True, name=name)

    return keyboard.ask_until(typed, lambda pair: check_passphrases([*before, pair]))
