"""Codes that stand for applications: made again from the seed, never twice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.rules.commissions.codes import ALPHABET, codes

SEED = bytes(range(32))
every = settings(max_examples=60, deadline=None, derandomize=True)


def test_codes_are_made_again_from_the_seed_in_any_order():
    refs = [f"r{number}" for number in range(70)]

    made = codes(refs, SEED)

    assert codes(refs[::-1], SEED) == made
    assert len(set(made.values())) == 70
    assert all(len(code) == 4 and set(code) <= set(ALPHABET) for code in made.values())
    assert list(made.values()) == sorted(made.values())  # shown by code, not by arrival
    assert codes(refs, SEED[::-1]) != made


def test_codes_stay_the_same_when_one_more_application_comes():
    assert codes(["r1", "r2"], SEED).items() <= codes(["r1", "r2", "r3"], SEED).items()


def test_codes_are_what_anyone_with_the_seed_works_out():
    # python3: n = int(hmac.new(bytes(range(32)), b"r1", "sha256").hexdigest(), 16), then the
    # alphabet at n % 17, n // 17 % 17, n // 289 % 17 and n // 4913 % 17
    assert codes(["r1"], SEED) == {"r1": "XC7X"}


@every
@given(st.sets(st.integers(0, 10**6), min_size=2, max_size=400), st.binary(min_size=16))
def test_codes_are_never_twice_and_all_of_one_length(numbers, seed):
    made = codes((str(number) for number in numbers), seed)

    assert len(set(made.values())) == len(numbers)
    assert len({len(code) for code in made.values()}) == 1


def test_codes_grow_when_two_would_fall_together():
    refs = [f"r{number}" for number in range(3_000)]  # 83 521 codes of four: some would

    made = codes(refs, SEED)

    assert len(set(made.values())) == 3_000
    assert {len(code) for code in made.values()} == {6}


def test_codes_refuse_a_seed_that_could_be_guessed():
    with pytest.raises(ValueError, match="seed"):
        codes(["r1"], b"2026")
