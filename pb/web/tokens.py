"""What forms carry from one page to the next, signed or locked, and bound to who may use it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, session
from itsdangerous import BadData, URLSafeTimedSerializer

from pb.acts.ballots import BallotPaper
from pb.gateways.keys import WrongKey
from pb.rules.sessions import SECOND_STEP
from pb.services import second_factor
from pb.services.actors import Actor
from pb.web.surroundings import surroundings

GOOD_FOR = 12 * 3600
"""Seconds; long, because nobody is hurried while voting."""


def token_for(paper: BallotPaper, actor: Actor, round_slug: str) -> str:
    """The paper as the form carries it."""
    bound = [actor.ref, actor.municipality_id, round_slug]
    return str(_signer().dumps([paper.ballot_id, paper.number, bound]))


def paper_of(token: str, actor: Actor, round_slug: str) -> BallotPaper | None:
    """The paper a form came with; None if it was altered, is another's, or is out of date."""
    try:
        ballot_id, number, bound = _signer().loads(token, max_age=GOOD_FOR)
    except (BadData, ValueError, TypeError):
        return None
    if bound != [actor.ref, actor.municipality_id, round_slug]:
        return None
    return BallotPaper(ballot_id, number)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="ballot-paper-v2")


@dataclass(frozen=True)
class Half:
    """Someone whose password fitted, before the second factor."""

    account_ref: str
    name_tag: bytes


def half_for(account_ref: str, name_tag: bytes, now: datetime) -> str:
    """A half sign-in as the next form carries it: locked, for this browser and five minutes."""
    return _lock("half", [account_ref, name_tag.hex(), now.isoformat(), _browser()])


def half_of(token: str, now: datetime) -> Half | None:
    """The half sign-in a form came with; None if it is another browser's, altered or too old."""
    found = _unlock("half", token)
    if len(found) != 4 or found[3] != _browser():
        return None
    if not datetime.fromisoformat(found[2]) <= now < datetime.fromisoformat(found[2]) + SECOND_STEP:
        return None
    return Half(found[0], bytes.fromhex(found[1]))


def offer_for(whose: str) -> str:
    """A new secret for an app, locked and bound to whom it is offered to; nothing is written."""
    return _lock("totp-offer", [whose, second_factor.new_secret()])


def offered_secret(token: str, whose: str) -> str | None:
    """The secret of an offer to this person; None for any other token."""
    found = _unlock("totp-offer", token)
    return found[1] if len(found) == 2 and found[0] == whose else None


def _browser() -> str:
    # The token that guards this browser's forms: a new one begins at each sign-in.
    return str(session.get("csrf_token", ""))


def _lock(use: str, parts: list[str]) -> str:
    return urlsafe_b64encode(surroundings().keys.lock(use, "\n".join(parts).encode())).decode()


def _unlock(use: str, token: str) -> list[str]:
    try:
        return surroundings().keys.unlock(use, urlsafe_b64decode(token)).decode().split("\n")
    except (WrongKey, ValueError):
        return []
