"""The root of a roll: the same for the same people in any order, another for any change."""

import hashlib
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules.rolls import leaves


def by_the_book(ordered):
    """RFC 6962, 2.1, as it is written there: split at the largest power of two below n."""
    if len(ordered) == 1:
        return ordered[0]
    split = 1
    while split * 2 < len(ordered):
        split *= 2
    left, right = by_the_book(ordered[:split]), by_the_book(ordered[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def test_a_leaf_is_the_text_that_is_documented():
    text = "\x00pb-roll1\ntogz-archa/2026\n" + "ab" * 32 + "\narcha-tor\n"

    found = leaves.leaf("togz-archa", "2026", b"\xab" * 32, "archa-tor")

    assert found == hashlib.sha256(text.encode()).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70, unique=True))
def test_the_root_is_that_of_the_standard(made):
    assert leaves.root(made) == by_the_book(sorted(made))


def test_the_order_of_the_lines_is_irrelevant():
    made = [bytes([n]) * 32 for n in range(4)]

    assert len({leaves.root(order) for order in permutations(made)}) == 1


def test_a_roll_with_nobody_has_a_root_of_its_own():
    assert leaves.root([]) == hashlib.sha256(b"").digest()


@pytest.mark.parametrize(
    "changed",
    [
        ("other", "2026", b"\xab" * 32, "archa-tor"),
        ("togz-archa", "2027", b"\xab" * 32, "archa-tor"),
        ("togz-archa", "2026", b"\xac" * 32, "archa-tor"),
        ("togz-archa", "2026", b"\xab" * 32, "kyzyl-kopuro"),
    ],
)
def test_any_change_of_a_line_changes_the_root(changed):
    same = leaves.leaf("togz-archa", "2026", b"\x01" * 32, "archa-tor")
    before = leaves.leaf("togz-archa", "2026", b"\xab" * 32, "archa-tor")

    assert leaves.root([same, before]) != leaves.root([same, leaves.leaf(*changed)])
