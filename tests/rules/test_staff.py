"""Who lets whom in, and what people sign in by."""

import pytest

from pb.rules import staff
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.roles import APART, OF_PLATFORM, STAFF, Role, fit_together


@pytest.mark.parametrize("role", sorted(Role))
def test_the_head_lets_in_the_office_but_no_head_and_nobody_of_the_platform(role):
    gives = staff.may_give(frozenset({Role.HEAD}), role)

    assert gives is (role in STAFF and role is not Role.HEAD)


@pytest.mark.parametrize("role", sorted(Role))
def test_the_administrator_lets_in_heads_observers_and_administrators(role):
    assert staff.may_give(frozenset({Role.ADMINISTRATOR}), role) is (role in STAFF | OF_PLATFORM)


@pytest.mark.parametrize("held", sorted(set(Role) - {Role.HEAD, Role.ADMINISTRATOR, Role.PLATFORM}))
def test_nobody_else_lets_anyone_in(held):
    for role in Role:
        with pytest.raises(NotAllowed) as found:
            staff.require_may_give(frozenset({held}), role)
        assert found.value.code is Code.NOT_YOURS_TO_GIVE


@pytest.mark.parametrize("pair", APART)
def test_a_role_that_watches_over_another_is_refused_naming_both(pair):
    one, other = sorted(pair)

    with pytest.raises(Conflict) as found:
        staff.require_fitting(frozenset({one}), other)

    assert found.value.facts == {"role": other, "held": one}
    assert not fit_together(pair)


@pytest.mark.parametrize("text", ["asanov.b", " Asanov.B ", "n-esenova", "abcd", "a" * 40, "a1.2"])
def test_a_sign_in_name_is_small_latin_letters(text):
    assert staff.sign_in_name(text) == text.strip().lower()


@pytest.mark.parametrize(
    "text", ["", "abc", "a" * 41, "1abc", ".abc", "abc.", "a b c", "асанов", "a@b.kg", "abcd\n\n!"]
)
def test_any_other_sign_in_name_is_refused(text):
    with pytest.raises(NotValid) as found:
        staff.sign_in_name(text)

    assert found.value.field == "sign_in_name"


@pytest.mark.parametrize("held", sorted(STAFF))
def test_what_is_offered_can_be_given_and_fits_what_is_held(held):
    found = staff.offered(frozenset({Role.HEAD}), frozenset({held}))

    assert held not in found
    assert all(fit_together(frozenset({held, role})) for role in found)
    assert set(found) <= staff.GIVES[Role.HEAD]
    assert staff.offered(frozenset({Role.OPERATOR})) == []
