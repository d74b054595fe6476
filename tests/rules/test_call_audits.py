"""Who is drawn for the calls, and what their answers prove: anyone gets the same."""

import hashlib
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules import call_audits
from pb.rules.call_audits import SIZES
from pb.rules.refusals import Code, NotValid

ROOT = bytes(range(32))


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("351662", "351662"), (" 3 5 1 6 6 2 ", "351662"), ("3,5,1, 6,6\n2", "351662"),
     ("1" * 60, "1" * 60)],
)  # fmt: skip
def test_dice_are_read_as_they_fell(typed, digits):
    assert call_audits.dice(typed) == digits


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "3 5 1 6 6 0", "abcdef", "1" * 61, "①" * 6]
)
def test_dice_that_cannot_have_fallen_are_refused(typed):
    with pytest.raises(NotValid) as found:
        call_audits.dice(typed)
    assert (found.value.code, found.value.field) == (Code.DICE_UNREADABLE, "dice")


def test_a_stranger_draws_the_same_numbers_with_a_hash_and_nothing_else():
    seed = hashlib.sha256(ROOT + b"351662").hexdigest()
    tickets = {n: hashlib.sha256(f"{seed}:{n}".encode()).hexdigest() for n in range(1, 401)}

    assert call_audits.seed(ROOT, "351662") == seed
    assert call_audits.numbers(seed, 400, 59) == tuple(sorted(tickets, key=tickets.get)[:59])


@given(st.integers(0, 60), st.integers(0, 70))
def test_numbers_are_of_the_list_and_never_twice(people, size):
    found = call_audits.numbers("seed", people, size)

    assert len(set(found)) == len(found) == min(people, size)
    assert set(found) <= set(range(1, people + 1))


def test_other_dice_draw_others_and_the_list_is_in_one_order_however_it_comes():
    refs = [f"ref-{n}" for n in range(50)]

    assert call_audits.numbers("a", 50, 5) != call_audits.numbers("b", 50, 5)
    assert call_audits.in_order(refs) == call_audits.in_order(refs[::-1]) != refs
    assert call_audits.fingerprint(refs) == call_audits.fingerprint(refs[::-1])
    assert call_audits.fingerprint(refs) != call_audits.fingerprint(refs[1:])


@pytest.mark.parametrize(("answered", "thousandths"), [*zip(SIZES, (50, 30, 20, 10), strict=True)])
def test_nobody_denies_and_the_bound_is_the_one_of_the_table(answered, thousandths):
    assert call_audits.bound(answered, 0) == thousandths


@pytest.mark.parametrize(
    ("answered", "denied", "thousandths"),
    # Against tables of Clopper and Pearson (one-sided, 95 %), rounded up to a thousandth.
    [(0, 0, 1000), (1, 0, 950), (10, 0, 259), (10, 1, 395), (59, 1, 78),
     (100, 5, 103), (3, 3, 1000)],
)  # fmt: skip
def test_denials_raise_the_bound(answered, denied, thousandths):
    assert call_audits.bound(answered, denied) == thousandths


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1))))
def test_the_bound_is_the_smallest_share_that_is_unlikely(given_answers):
    answered, denied = given_answers

    def chance(share):
        p = Fraction(share, 1000)
        return sum(comb(answered, k) * p**k * (1 - p) ** (answered - k) for k in range(denied + 1))

    bound = call_audits.bound(answered, denied)
    assert chance(bound) <= Fraction(1, 20) < chance(bound - 1)
