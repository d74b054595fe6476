"""People of the office for tests: invited and let in through the deeds themselves."""

import itertools
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from pb.acts.accounts import invitations
from pb.gateways.passwords import Passwords
from pb.records import accounts
from pb.records.base import db
from pb.records.sessions import SignInSession
from pb.rules.roles import OF_PLATFORM, Role
from pb.services import second_factor
from pb.services.actors import PLATFORM, Actor
from pb.services.credentials import Means
from pb.services.sessions import Door
from tests.stage import KEYS, Stage

CHEAP = Passwords(memory=8, time=1)
"""Hashing that is no protection, and takes no time."""

PASSWORD = "жети токту ак булут тоодо"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Insider:
    """Someone who signs in with a name, a password and an app."""

    name: str
    secret: str
    actor: Actor
    recovery_codes: tuple[str, ...]

    def code(self, now: datetime, later: int = 0) -> str:
        """What the app shows, so many steps later."""
        return second_factor.code_at(self.secret, now + timedelta(seconds=30 * later))


def means(now: datetime, name: str = "asanov.b", **changes: str) -> Means:
    """What someone chooses, all of it good unless changed."""
    secret = changes.pop("secret", second_factor.new_secret())
    chosen = Means(PASSWORD, PASSWORD, secret, second_factor.code_at(secret, now), name)
    return replace(chosen, **changes)


def insider(stage: Stage, role: Role, by: Actor = PLATFORM) -> Insider:
    """A person invited into a role, who used the invitation."""
    place = None if role in OF_PLATFORM else stage.place
    name = f"asanov.b-{next(_numbers)}"
    token = invitations.invite(by, place, "Б. Асанов", role, stage.now)
    chosen = means(stage.now, name)
    let_in = invitations.accept(token, place, chosen, KEYS, CHEAP, stage.now)
    account = accounts.account_by_ref(let_in.account_ref)
    actor = Actor(
        account.id, account.ref, account.name, frozenset({role}), place, is_confirmed=True
    )
    # The code that opened the account is used up: the next one is shown half a minute later.
    stage.clock.put(stage.now + timedelta(seconds=second_factor.STEP))
    return Insider(name, chosen.secret, actor, let_in.recovery_codes)


def door(stage: Stage, role: Role = Role.OPERATOR, *, is_known: bool = False) -> Door:
    """Where a person of a role knocks."""
    return Door(None if role in OF_PLATFORM else stage.place, "Firefox, Linux", is_known)


def session_by_tag(tag: bytes) -> SignInSession:
    """The session a token belongs to, ended or not."""
    return db.session.scalars(select(SignInSession).where(SignInSession.tag == tag)).one()
