"""Whoever sits at the keyboard: asked in their language, signed in as at the pages."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import click
from flask import Flask

from pb.acts import signing_in
from pb.app import surroundings_of
from pb.cli.application import opened, settings_here
from pb.cli.stopping import Stop
from pb.documents.sentences import explain
from pb.documents.words import N_, catalogue
from pb.records import accounts, places, rounds, sessions
from pb.records.base import EVERYWHERE, let_go, narrow
from pb.records.places import Municipality
from pb.rules.refusals import Code, NotAllowed, NotFound, NotValid, Refusal
from pb.rules.roles import Role
from pb.rules.step_up import is_fresh
from pb.services.actors import Actor, account_of
from pb.services.demonstration import looks_like_pass, pass_tag
from pb.services.sessions import Begun, Door, tag_of

T = TypeVar("T")

TRIES = 3
"""How often one question is asked before the command stops."""

DEVICE = "pb"
"""What stands in the list of one's sessions."""

NO_ADDRESS = N_("Write the round as MUNICIPALITY/ROUND, as in its address: %(example)s")
NO_ROUND = N_("There is no round at %(address)s. Take it from the address of its page.")
NO_TERMINAL = N_(
    "Passphrases and codes are typed by their owners at a terminal, never read from a file or"
    " another program. Run this command in a terminal. Nothing was changed."
)
STOPPED = N_("Stopped before the end. Nothing was changed.")
LOOKED = N_("That you looked is written down.")
WHO = N_("Your sign-in name")
PASSWORD = N_("Your password (it is not shown)")
CODE = N_("The code your authenticator app shows now, or a recovery code")
CODE_ANEW = N_(
    "More than five minutes have passed since your code. Type the next one, or a recovery code"
)
PASS_ANEW = N_("More than five minutes have passed since you signed in. Type your pass again")
WELCOME = N_("You are signed in as %(name)s until this command ends.")
REPLACED = N_("You were signed in somewhere else. That session has been ended.")
PICK = N_("Type one of the numbers before the names")
NO_SUCH_NUMBER = N_("There is no such number above. Type one from 1 to %(last)s.")


@dataclass
class Keyboard:
    """A terminal in a municipality, and who has signed in at it."""

    app: Flask
    place: Municipality
    language: str
    token: str = ""
    has_looked: bool = False
    """Whether somebody's data was opened at it."""

    def say(self, sentence: str, **facts: object) -> None:
        """Print a sentence in the language of the terminal."""
        click.echo(self.in_words(sentence, **facts))

    def in_words(self, sentence: str, **facts: object) -> str:
        """A sentence in the language of the terminal."""
        said = catalogue(self.language).gettext(sentence)
        return said % facts if facts else said

    def ask(self, question: str, *, is_hidden: bool = False, **facts: object) -> str:
        """What is typed; never empty. Nothing that was read is held open meanwhile.

        Raises:
            Stop: the input ends.
        """
        let_go()
        answer: str = click.prompt(self.in_words(question, **facts), hide_input=is_hidden)
        return answer

    def ask_until(self, asked: Callable[[], T], check: Callable[[T], object]) -> T:
        """What is typed once it holds; what does not hold is named and asked anew.

        Raises:
            Stop: it did not hold TRIES times.
        """
        for left in reversed(range(TRIES)):
            answer = asked()
            try:
                check(answer)
            except NotValid as refusal:
                if not left:
                    said = explain(refusal, self.language)
                    raise Stop(f"{said} {self.stopped()}") from refusal
                click.echo(explain(refusal, self.language), err=True)
            else:
                return answer
        raise AssertionError("the last try returns or stops")

    def pick(self, question: str, offered: Sequence[tuple[str, str]]) -> str:
        """One of those offered (public id, name), by the number it is listed under.

        Raises:
            Stop: no number of the list was typed TRIES times.
        """
        self.say(question)
        for number, (_, name) in enumerate(offered, start=1):
            click.echo(f"   {number}. {name}")
        for _ in range(TRIES):
            typed = self.ask(PICK)
            if typed.isdecimal() and 1 <= int(typed) <= len(offered):
                return offered[int(typed) - 1][0]
            click.echo(self.in_words(NO_SUCH_NUMBER, last=len(offered)), err=True)
        raise Stop(self.stopped())

    def stopped(self) -> str:
        """What became of it when somebody stops here."""
        return f"{self.in_words(STOPPED)}{self.looked()}"

    def looked(self) -> str:
        """What remains of having looked at somebody's data; empty where nobody has."""
        return f" {self.in_words(LOOKED)}" if self.has_looked else ""

    def actor(self) -> Actor:
        """Who does the next deed; where it was long ago, the second factor is asked anew.

        Raises:
            NotAllowed: SIGN_IN_FIRST where the session has ended meanwhile; as `step_up`.
            Stop: it did not fit TRIES times.
        """
        actor = self.who()
        if not actor.is_confirmed:
            if accounts.credential_of(account_of(actor)) is None:
                self.ask_until(lambda: self.ask(PASS_ANEW), lambda typed: self._renew(actor, typed))
            else:
                self.ask_until(lambda: self.ask(CODE_ANEW), lambda typed: self._step_up(typed))
        return self.who()

    def _step_up(self, code: str) -> None:
        here = surroundings_of(self.app)
        try:
            signing_in.step_up(self.who(), code, here.keys, here.clock.now())
        except NotAllowed as refusal:
            if refusal.code is not Code.TOO_MANY_TRIES:
                raise
            # Too soon is no reason to throw away what was typed before.
            raise NotValid(refusal.code, "code", **refusal.facts) from refusal

    def _renew(self, actor: Actor, code: str) -> None:
        """Begin anew by the pass of a demonstration, which has no second factor to show."""
        here = surroundings_of(self.app)
        account = accounts.account_by_tag(pass_tag(code, here.keys))
        if account is None or account.id != actor.account_id:
            raise NotValid(Code.SIGN_IN_UNKNOWN, "code")
        door = Door(self.place.id, DEVICE)
        self.token = signing_in.sign_in_by_pass(code, here.keys, door, here.clock.now()).token

    def who(self) -> Actor:
        """Who is signed in now, however long ago the second factor was shown.

        Raises:
            NotAllowed: SIGN_IN_FIRST where the session has ended meanwhile.
        """
        let_go()  # a role may have been taken away since the last question
        now = surroundings_of(self.app).clock.now()
        place, who = sessions.signed_in_at(tag_of(self.token), self.place.slug, now)
        if who is None:
            raise NotAllowed(Code.SIGN_IN_FIRST)
        return Actor(
            who.id,
            who.ref,
            who.name,
            who.roles | {Role.PUBLIC},
            place,
            who.session_id,
            who.assurance,
            is_fresh(who.stepped_up_at, now),
        )


@contextmanager
def seated(address: str, language: str) -> Iterator[tuple[Keyboard, str]]:
    """Somebody signed in at this terminal for the round of an address, and the slug of the round.

    The session ends with the command, and is written down like any other.

    Raises:
        Stop: no terminal, no such round, the input ends, or whatever is refused meanwhile.
    """
    words = catalogue(language)
    place_slug, _slash, slug = address.partition("/")
    if not slug:
        raise Stop(words.gettext(NO_ADDRESS) % {"example": "togz-archa/2026"})
    if sys.stdin is None or not sys.stdin.isatty():
        raise Stop(words.gettext(NO_TERMINAL))
    with opened(settings_here(language), language) as app, _walls():
        try:
            keyboard = Keyboard(app, places.municipality_of(place_slug), language)
            let_go()
            narrow(keyboard.place.id)
            rounds.round_of(keyboard.place.id, slug)
        except NotFound as error:
            raise Stop(words.gettext(NO_ROUND) % {"address": address}) from error
        try:
            begun = _sign_in(keyboard)
            keyboard.token = begun.token
            if begun.replaced:
                keyboard.say(REPLACED)
            try:
                keyboard.say(WELCOME, name=keyboard.who().name)
                yield keyboard, slug
            finally:
                _sign_out(keyboard)
        except click.Abort:
            raise Stop(keyboard.stopped()) from None
        except Refusal as refusal:
            raise Stop(f"{explain(refusal, language)}{keyboard.looked()}") from refusal


@contextmanager
def _walls() -> Iterator[None]:
    """What a command sees of one municipality only, it sees no longer than it lasts."""
    try:
        yield
    finally:
        let_go()
        narrow(EVERYWHERE)


def _sign_in(keyboard: Keyboard) -> Begun:
    here, door = surroundings_of(keyboard.app), Door(keyboard.place.id, DEVICE)
    name = keyboard.ask(WHO)
    is_pass = here.takes_passes and keyboard.place.is_fictional and looks_like_pass(name)
    if is_pass and accounts.account_by_tag(pass_tag(name, here.keys)) is not None:
        return signing_in.sign_in_by_pass(name, here.keys, door, here.clock.now())
    password = keyboard.ask(PASSWORD, is_hidden=True)
    ref = signing_in.check_password(
        name, password, here.keys, here.passwords, door, here.clock.now()
    )
    return signing_in.sign_in(ref, keyboard.ask(CODE), here.keys, door, here.clock.now())


def _sign_out(keyboard: Keyboard) -> None:
    now = surroundings_of(keyboard.app).clock.now()
    _place, who = sessions.signed_in_at(tag_of(keyboard.token), keyboard.place.slug, now)
    if who is not None:
        signing_in.sign_out(keyboard.who(), now)
