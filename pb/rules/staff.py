"""Who lets whom in: which roles a person may give, and what a sign-in name looks like."""

import re

from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.roles import STAFF, Role, fit_together

GIVES: dict[Role, frozenset[Role]] = {
    Role.HEAD: STAFF - {Role.HEAD},
    Role.ADMINISTRATOR: STAFF | {Role.OBSERVER, Role.ADMINISTRATOR},
    Role.PLATFORM: frozenset(Role) - {Role.PUBLIC, Role.PLATFORM},
}
"""The head brings in the people of the office, the commission and the monitoring group; the head
comes from the administrator. A resident is let in at the desk or by the state's sign-in instead."""

_SIGN_IN_NAME = re.compile(r"[a-z][a-z0-9.-]{2,38}[a-z0-9]")


def may_give(roles: frozenset[Role], role: Role) -> bool:
    """Whether someone of these roles may give, or take, a role."""
    return any(role in GIVES.get(held, frozenset()) for held in roles)


def offered(roles: frozenset[Role], held: frozenset[Role] = frozenset()) -> list[Role]:
    """The roles of staff somebody of `roles` may give to somebody who holds `held`."""
    return [
        role
        for role in Role
        if role in STAFF - held and may_give(roles, role) and fit_together(held | {role})
    ]


def require_may_give(roles: frozenset[Role], role: Role) -> None:
    """Refuse to let a role be given, or taken, by someone who may not.

    Raises:
        NotAllowed: NOT_YOURS_TO_GIVE.
    """
    if not may_give(roles, role):
        raise NotAllowed(Code.NOT_YOURS_TO_GIVE, "role", role=role)


def require_fitting(held: frozenset[Role], role: Role) -> None:
    """Refuse a role that watches over one the person holds.

    Raises:
        Conflict: ROLES_APART at "role", naming the role held.
    """
    for other in sorted(held):
        if not fit_together(frozenset({other, role})):
            raise Conflict(Code.ROLES_APART, "role", role=role, held=other)


def sign_in_name(text: str) -> str:
    """A name to sign in by: 4 to 40 small Latin letters, digits, dots and hyphens.

    Raises:
        NotValid: SIGN_IN_NAME_UNREADABLE at "sign_in_name".
    """
    name = text.strip().lower()
    if not _SIGN_IN_NAME.fullmatch(name):
        raise NotValid(Code.SIGN_IN_NAME_UNREADABLE, "sign_in_name")
    return name
