"""Who does a deed; asks both tables, WHO and WHEN, before it is done."""

from dataclasses import dataclass
from datetime import datetime

from pb.records.rounds import Round
from pb.rules.access import Act, may
from pb.rules.refusals import Code, NotAllowed, NotFound
from pb.rules.roles import Assurance, Role, fit_together, votes_by_phone
from pb.rules.rounds import require_open
from pb.rules.step_up import STEP_UP


@dataclass(frozen=True)
class Actor:
    """The doer of a deed, as plain values: never a session, never a record.

    `municipality_id` is the municipality the roles are held in; None for the platform, which
    belongs to none, and for someone who has not signed in.
    """

    account_id: int | None
    ref: str | None
    name: str
    roles: frozenset[Role]
    municipality_id: int | None = None
    session_id: int | None = None
    assurance: Assurance | None = None
    is_confirmed: bool = False
    """Whether the second factor was shown in the last minutes."""


PLATFORM = Actor(None, "platform", "", frozenset({Role.PLATFORM}), is_confirmed=True)
"""The terminal of the platform's administrator, and the clock."""

STRANGER = Actor(None, None, "", frozenset({Role.PUBLIC}))


def require(
    actor: Actor,
    act: Act,
    municipality_id: int | None,
    round_: Round | None = None,
    now: datetime | None = None,
) -> None:
    """Refuse a deed that this person may not do here, or not now.

    Raises:
        NotAllowed: SIGN_IN_FIRST for someone unknown, else NOT_ALLOWED; STEP_UP_FIRST where the
            second factor has to be shown anew; ASSURANCE_LOW for a vote by phone.
        NotFound: for an actor of another municipality.
        NotNow: where the phase of the round does not let it be done.
    """
    if actor.municipality_id not in (None, municipality_id):
        raise NotFound(Code.NOT_FOUND)
    if not may(actor.roles, act):
        unknown = actor.account_id is None and Role.PLATFORM not in actor.roles
        raise NotAllowed(Code.SIGN_IN_FIRST if unknown else Code.NOT_ALLOWED, act=act)
    if not fit_together(actor.roles):
        raise NotAllowed(Code.ROLES_APART)
    if act in STEP_UP and not actor.is_confirmed:
        raise NotAllowed(Code.STEP_UP_FIRST)
    if act is Act.CAST_BALLOT and not votes_by_phone(actor.assurance):
        raise NotAllowed(Code.ASSURANCE_LOW)
    if round_ is not None and now is not None:
        require_open(act, round_.phase(now), round_.schedule)


def account_of(actor: Actor) -> int:
    """The account of a doer who must have one.

    Raises:
        NotAllowed: SIGN_IN_FIRST.
    """
    if actor.account_id is None:
        raise NotAllowed(Code.SIGN_IN_FIRST)
    return actor.account_id
