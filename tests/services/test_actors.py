"""Who does a deed: both tables are asked, and the municipality first."""

import pytest

from pb.rules.access import Act
from pb.rules.refusals import Code, NotAllowed, NotFound, NotNow
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.actors import PLATFORM, STRANGER, Actor, account_of, require

CLERK = Actor(1, "ref", "Н. Эсенова", frozenset({Role.OPERATOR, Role.PUBLIC}), 7)


def test_require_lets_the_deed_be_done_when_role_and_place_fit():
    require(CLERK, Act.DRAFT_ROUND, 7)
    require(PLATFORM, Act.SEAL_LOT, 7)
    require(STRANGER, Act.READ, 7)


@pytest.mark.parametrize("act", sorted(Act))
def test_require_finds_nothing_when_the_roles_are_held_elsewhere(act):
    with pytest.raises(NotFound) as refused:
        require(CLERK, act, 8)

    assert refused.value.code is Code.NOT_FOUND


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (STRANGER, Code.SIGN_IN_FIRST),
        (PLATFORM, Code.NOT_ALLOWED),
        (CLERK, Code.NOT_ALLOWED),
    ],
)
def test_require_refuses_when_no_role_fits(actor, code):
    with pytest.raises(NotAllowed) as refused:
        require(actor, Act.CAST_BALLOT, 7)

    assert (refused.value.code, refused.value.facts) == (code, {"act": Act.CAST_BALLOT})


def test_require_asks_who_before_it_tells_when(stage):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    round_, resident = stage.round(), stage.person(Role.RESIDENT)

    with pytest.raises(NotAllowed):
        require(resident, Act.COUNT_BALLOTS, stage.place, round_, stage.now)
    with pytest.raises(NotNow):
        require(PLATFORM, Act.COUNT_BALLOTS, stage.place, round_, stage.now)


def test_account_of_refuses_when_there_is_none():
    assert account_of(CLERK) == 1
    for nobody in (STRANGER, PLATFORM):
        with pytest.raises(NotAllowed) as refused:
            account_of(nobody)
        assert refused.value.code is Code.SIGN_IN_FIRST
