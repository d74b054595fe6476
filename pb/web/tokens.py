"""What forms carry from one page to the next, signed or locked, and bound to who may use it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache

from flask import current_app, session
from itsdangerous import BadData, URLSafeTimedSerializer

from pb.acts.ballots import BallotPaper
from pb.acts.signing_in_by_state import Named
from pb.gateways.keys import WrongKey
from pb.rules.sessions import SECOND_STEP, STATE_WAITS
from pb.services import second_factor
from pb.web.surroundings import surroundings

GOOD_FOR = 12 * 3600
"""Seconds; long, because nobody is hurried while voting."""


def token_for(paper: BallotPaper, whose: str | None, place_id: int, round_slug: str) -> str:
    """The paper as the form carries it, for an account or a ticket (its public id), or for nobody.

    Of a stranger it says the place as well.
    """
    bound = [whose, place_id, round_slug]
    return str(_signer().dumps([paper.ballot_id, paper.number, paper.code, bound]))


def paper_of(token: str, whose: str | None, place_id: int, round_slug: str) -> BallotPaper | None:
    """The paper a form came with; None if it was altered, is another's, or is out of date."""
    try:
        ballot_id, number, code, bound = _signer().loads(token, max_age=GOOD_FOR)
    except (BadData, ValueError, TypeError):
        return None
    if bound != [whose, place_id, round_slug]:
        return None
    return BallotPaper(ballot_id, number, code)


def _signer() -> URLSafeTimedSerializer:
    return _signer_with(current_app.config["SECRET_KEY"])


@cache
def _signer_with(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="ballot-paper-v3")


@dataclass(frozen=True)
class Road:
    """A sign-in by the state's word on its way: what the browser keeps meanwhile, locked."""

    place: str
    """The name of the municipality in addresses: the provider comes back to one for all."""
    wanted: str
    """The page to go to in the end; empty where none was."""
    language: str
    """A form sent from another site comes without our cookies, so without the language too."""
    whose: str
    """The public id of the account that asked to be confirmed; empty for a plain sign-in."""
    kept: dict[str, str]
    """What the provider's answer is checked with."""
    person: Named | None = None
    """Whom the state named, once it did, while that person says where they live."""


def road_for(road: Road, now: datetime) -> str:
    """The road as the browser's cookie carries it, for ten minutes."""
    said = asdict(road)
    if road.person:
        said["person"]["pin_tag"] = road.person.pin_tag.hex() if road.person.pin_tag else None
    return _lock("state", [now.isoformat(), json.dumps(said)])


def road_of(token: str, now: datetime) -> Road | None:
    """The road a browser is on; None where it is on none, or for too long."""
    found = _unlock("state", token)
    if len(found) != 2:
        return None
    begun = datetime.fromisoformat(found[0])
    if not begun <= now < begun + STATE_WAITS:
        return None
    said = json.loads(found[1])
    if person := said.pop("person"):
        tag = person.pop("pin_tag")
        person = Named(**person, pin_tag=bytes.fromhex(tag) if tag else None)
    return Road(**said, person=person)


@dataclass(frozen=True)
class Half:
    """Someone whose password fitted, before the second factor."""

    account_ref: str
    name_tag: bytes


def half_for(account_ref: str, name_tag: bytes, now: datetime) -> str:
    """A half sign-in as the next form carries it: locked, for this browser and five minutes."""
    return _lock("half", [account_ref, name_tag.hex(), now.isoformat(), browser()])


def half_of(token: str, now: datetime) -> Half | None:
    """The half sign-in a form came with; None if it is another browser's, altered or too old."""
    found = _unlock("half", token)
    if len(found) != 4 or found[3] != browser():
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


def looked_for(account_ref: str, line: str, latest: str) -> str:
    """That somebody looked up the person of a line, whose latest ticket was this (empty: none)."""
    return _lock("kiosk-look", [account_ref, line, latest])


def looked_of(token: str, account_ref: str, line: str) -> str | None:
    """The latest ticket as of that look; None where this account did not look at this line."""
    found = _unlock("kiosk-look", token)
    return found[2] if len(found) == 3 and found[:2] == [account_ref, line] else None


def browser() -> str:
    """What only this browser holds: the token that guards its forms, a new one at each sign-in."""
    return str(session.get("csrf_token", ""))


def _lock(use: str, parts: list[str]) -> str:
    return urlsafe_b64encode(surroundings().keys.lock(use, "\n".join(parts).encode())).decode()


def _unlock(use: str, token: str) -> list[str]:
    try:
        return surroundings().keys.unlock(use, urlsafe_b64decode(token)).decode().split("\n")
    except (WrongKey, ValueError):
        return []
