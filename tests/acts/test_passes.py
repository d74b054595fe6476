"""The passes of a demonstration."""

import pytest

from pb.acts import signing_in
from pb.gateways.keys import Keys
from pb.rules.refusals import Code, NotValid
from pb.rules.roles import Role
from tests.fingerprint import refused
from tests.office import door
from tests.stage import KEYS


@pytest.mark.parametrize("typed", ["ak-kayin-42", "  ak-kayin-42 ", "AK-Kayin-42"])
def test_a_pass_fits_as_it_is_typed(stage, typed):
    person = stage.person(Role.RESIDENT, code="ak-kayin-42")

    begun = signing_in.sign_in_by_pass(typed, KEYS, door(stage), stage.now)

    assert begun.account_ref == person.ref


@pytest.mark.parametrize(
    "typed", ["", "short", "no-such-pass", "x" * 65, "ак-кайың-42", "a b;c'd--"]
)
def test_a_pass_that_does_not_fit_is_refused_alike(stage, typed):
    stage.person(Role.RESIDENT, code="ak-kayin-42")

    with refused(NotValid, Code.SIGN_IN_UNKNOWN, "code"):
        signing_in.sign_in_by_pass(typed, KEYS, door(stage), stage.now)
    with refused(NotValid, Code.SIGN_IN_UNKNOWN, "code"):
        signing_in.sign_in_by_pass("ak-kayin-42", Keys("x" * 40), door(stage), stage.now)
