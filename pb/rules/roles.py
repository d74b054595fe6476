"""The roles people hold in a municipality, how surely we know a person, who is kept apart."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may be in a municipality; granted per municipality, never by default."""

    PUBLIC = "public"
    RESIDENT = "resident"
    OPERATOR = "operator"
    HEAD = "head"
    DEPUTY = "deputy"
    COMMISSION = "commission"
    MONITORING = "monitoring"
    OBSERVER = "observer"
    """Of a raion, an oblast or the country: looks at totals, belongs to no municipality."""
    ADMINISTRATOR = "administrator"
    """A person who keeps the platform; has no part in any municipality's round."""
    PLATFORM = "platform"
    """The platform itself: its terminal and the clock. Never a voter."""


STAFF = frozenset({Role.OPERATOR, Role.HEAD, Role.DEPUTY, Role.COMMISSION, Role.MONITORING})
"""Roles of a municipality that are signed in to by password and second factor."""

OF_PLATFORM = frozenset({Role.OBSERVER, Role.ADMINISTRATOR})
"""Roles held on the platform as a whole, with the same means of signing in."""

SIGNED_IN = STAFF | OF_PLATFORM | {Role.RESIDENT}
EVERYONE = frozenset(Role)


class Assurance(StrEnum):
    """How surely we know that a session is this person's."""

    PHONE = "phone"
    """L1: a code sent to the phone came back."""
    IN_PERSON = "in_person"
    """L2: besides, the person came to the office with a passport once and signed a slip."""
    STATE = "state"
    """L3: the state's own sign-in named the person by number."""


# One person is never on both sides of a table; checked when a role is granted.
APART: tuple[frozenset[Role], ...] = (
    frozenset({Role.OPERATOR, Role.COMMISSION}),
    frozenset({Role.OPERATOR, Role.MONITORING}),
    frozenset({Role.HEAD, Role.COMMISSION}),
    frozenset({Role.HEAD, Role.MONITORING}),
    *(
        frozenset({outside, inside})
        for outside in (Role.OBSERVER, Role.ADMINISTRATOR, Role.PLATFORM)
        for inside in (*sorted(STAFF), Role.RESIDENT)
    ),
)


def fit_together(roles: frozenset[Role]) -> bool:
    """Whether one person may hold all these roles in one municipality."""
    return not any(pair <= roles for pair in APART)


def votes_by_phone(assurance: Assurance | None) -> bool:
    """Whether we know surely enough who this is to take a vote: the office or the state said so.

    A code sent to a phone and a number typed in are not enough: others know the number too.
    """
    return assurance in (Assurance.IN_PERSON, Assurance.STATE)
