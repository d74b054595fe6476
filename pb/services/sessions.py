"""Sessions: begun for whoever proved to be someone, ended when they have to."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from pb.records import sessions
from pb.records.base import db
from pb.records.sessions import SignInSession
from pb.rules import sessions as rules
from pb.rules.roles import OF_PLATFORM, STAFF, Assurance, Role
from pb.rules.sessions import Ending, Means
from pb.services import audit
from pb.services.actors import Actor


@dataclass(frozen=True)
class Door:
    """Where someone knocks: at a municipality or (None) at the platform, and with what browser.

    `is_known` is true for a browser this very account signed in from before.
    """

    municipality_id: int | None
    device: str = ""
    is_known: bool = False


@dataclass(frozen=True)
class Begun:
    """A session that began; the token goes into the cookie and is kept nowhere."""

    token: str
    account_ref: str
    roles: frozenset[Role]
    """Those held where the door is."""
    replaced: int
    """How many live sessions of the account ended for it."""


def tag_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def begin(
    account_id: int,
    account_ref: str,
    means: Means,
    door: Door,
    now: datetime,
    roles: frozenset[Role],
    *,
    assurance: Assurance | None = None,
    stepped_up: bool = False,
) -> Begun:
    """Begin a session inside the deed that let the person in; of staff only one lives at a time."""
    is_staff = bool(roles & (STAFF | OF_PLATFORM))
    replaced = sessions.end_sessions(account_id, now, Ending.REPLACED) if is_staff else 0
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignInSession(
            tag=tag_of(token),
            municipality_id=door.municipality_id,
            account_id=account_id,
            means=means,
            assurance=assurance,
            is_staff=is_staff,
            device=door.device,
            began_at=now,
            ends_at=now + rules.longest(is_staff),
            stepped_up_at=now if stepped_up else None,
        )
    )
    db.session.flush()
    return Begun(token, account_ref, roles, replaced)


def end(actor: Actor, session_id: int | None, ending: Ending, now: datetime) -> None:
    """End one session inside the deed that ends it, with its trace; once is enough."""
    session = db.session.get_one(SignInSession, session_id)
    if session.ended_at is None:
        session.ended_at, session.ending = now, ending
        audit.append(
            audit.Tag.SESSION_ENDED, actor, actor.municipality_id, now, ending=ending.value
        )
