"""Places, what decides between equal totals, and the lot anyone can draw again."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.rules import lots
from pb.rules.commissions.ranking import DEFAULT_TIES, TieRule, ranked, total_order
from pb.rules.money import Tyiyn
from pb.rules.quorum import Quorum
from pb.rules.refusals import Code, NotNow, NotValid
from tests.rules.commission_made import application

SEED = "2026-11-25/424"
EQUAL = {"a": Fraction(50), "b": Fraction(50)}
every = settings(max_examples=60, deadline=None, derandomize=True)


def test_ranked_puts_the_highest_total_first():
    totals = {"a": Fraction(50), "b": Fraction(501, 10), "c": Fraction(49)}

    places = ranked([application(ref) for ref in "abc"], totals)

    assert [(place.ref, place.number, place.decided_by) for place in places] == [
        ("b", 1, None), ("a", 2, None), ("c", 3, None),
    ]  # fmt: skip


# `b` is better by exactly what the rule looks at, and worse by all that is asked later.
WORSE = {"registered": 9, "beneficiaries": 1, "own": Tyiyn(0)}


@pytest.mark.parametrize(
    ("better", "decided_by"),
    [
        ({**WORSE, "votes": 1}, TieRule.MORE_VOTES),
        ({**WORSE, "own": Tyiyn(100_01)}, TieRule.OWN_SHARE),
        # as many people for less money
        ({"registered": 9, "asked": Tyiyn(899_99)}, TieRule.BENEFICIARIES),
        ({"registered": 9, "beneficiaries": 51}, TieRule.BENEFICIARIES),
        ({"registered": 0}, TieRule.REGISTERED_FIRST),
    ],
)
def test_ranked_asks_the_tie_rules_in_their_order(better, decided_by):
    places = ranked([application("a"), application("b", **better)], EQUAL)

    assert [place.ref for place in places] == ["b", "a"]
    assert {place.decided_by for place in places} == {decided_by}
    assert [place.tied_with for place in places] == [("a",), ("b",)]


def test_ranked_compares_the_own_contribution_against_the_cost_and_not_by_amount():
    # 100 of 1 000 is 10 %; 150 of 2 000 is 7.5 %
    large = application("b", cost=Tyiyn(2_000_00), own=Tyiyn(150_00))

    places = ranked([large, application("a")], EQUAL)

    assert [place.ref for place in places] == ["a", "b"]


def test_ranked_leaves_to_the_lot_only_what_nothing_else_can_part():
    same = [application("a"), application("b")]

    with pytest.raises(NotNow) as refused:
        ranked(same, EQUAL)

    assert refused.value.code is Code.LOT_NEEDED
    assert refused.value.facts == {"number": 2, "applications": ("a", "b")}
    places = ranked(same, EQUAL, seed=SEED)
    assert {place.decided_by for place in places} == {TieRule.LOT}
    assert tuple(place.ref for place in places) == lots.drawn("ab", SEED)


def test_ranked_draws_the_lot_as_sha256sum_does():
    # printf '%s' '2026-11-25/424:a' | sha256sum, and so on for b, c, d
    assert lots.ticket("a", SEED).startswith("c35d3da7156e")
    assert lots.drawn("abcd", SEED) == ("c", "d", "a", "b")


def test_ranked_asks_in_the_order_of_the_rule():
    one, other = application("a", votes=5), application("b", registered=0)

    places = ranked([one, other], EQUAL, [TieRule.REGISTERED_FIRST, TieRule.MORE_VOTES])

    assert [place.ref for place in places] == ["b", "a"]


def test_total_order_ends_with_the_lot():
    votes, lot = TieRule.MORE_VOTES, TieRule.LOT

    assert total_order([]) == (lot,)
    assert total_order([votes, votes]) == (votes, lot)
    assert total_order([lot, votes]) == (lot,)
    assert total_order(DEFAULT_TIES) == DEFAULT_TIES


small = st.integers(0, 2)


@every
@given(st.lists(st.tuples(small, small, small, small, small), min_size=1, max_size=5), st.data())
def test_ranked_gives_every_place_once_in_any_order_of_applications(facts, data):
    applications = [
        application(
            f"r{number}", votes=votes, own=Tyiyn(own), beneficiaries=people, registered=registered
        )
        for number, (votes, own, people, registered, _) in enumerate(facts)
    ]
    totals = {f"r{number}": Fraction(one[-1]) for number, one in enumerate(facts)}
    ties = data.draw(st.lists(st.sampled_from(TieRule)))

    places = ranked(applications, totals, ties, SEED)

    assert ranked(data.draw(st.permutations(applications)), totals, ties, SEED) == places
    assert [place.number for place in places] == list(range(1, len(applications) + 1))
    for better, worse in itertools.pairwise(places):
        assert better.total >= worse.total
        assert (better.decided_by is None) == (better.tied_with == ())


@pytest.mark.parametrize(
    ("seed", "code"),
    [
        ("", Code.TEXT_MISSING),
        ("  ", Code.TEXT_MISSING),
        (" 41726 ", Code.TEXT_TOO_SHORT),
        ("4" * 101, Code.TEXT_TOO_LONG),
    ],
)
def test_check_seed_refuses_one_that_is_none(seed, code):
    with pytest.raises(NotValid) as refused:
        lots.check_seed(seed)

    assert (refused.value.code, refused.value.field) == (code, "seed")


def test_check_seed_takes_off_the_blanks_around():
    assert lots.check_seed(" 417263 ") == "417263"
    assert lots.check_seed("4" * 100) == "4" * 100


@every
@given(st.sets(st.text(max_size=5), max_size=8), st.text(min_size=6, max_size=20), st.data())
def test_drawn_holds_everything_once_in_an_order_that_needs_only_the_seed(refs, seed, data):
    drawn = lots.drawn(refs, seed)

    assert sorted(drawn) == sorted(refs)
    assert lots.drawn(data.draw(st.permutations(sorted(refs))), seed) == drawn


def test_drawn_is_fair_enough_to_put_each_first_about_equally_often():
    first = [lots.drawn("abc", f"seed {number}")[0] for number in range(3_000)]

    assert all(900 < first.count(ref) < 1_100 for ref in "abc")


@pytest.mark.parametrize(
    ("quorum", "number", "needed"),
    [
        (Quorum(), 5, 3),
        (Quorum(), 4, 3),
        (Quorum(Fraction(1, 2), is_more_than=False), 4, 2),
        (Quorum(Fraction(2, 3), is_more_than=False), 7, 5),
        (Quorum(Fraction(1), is_more_than=False), 7, 7),
        (Quorum(Fraction(1)), 7, 7),
        (Quorum(Fraction(0), is_more_than=False), 7, 1),
    ],
)
def test_quorum_is_a_share_of_those_who_belong(quorum, number, needed):
    assert quorum.of(number) == needed


@pytest.mark.parametrize("share", [Fraction(-1, 2), Fraction(3, 2)])
def test_quorum_is_no_more_than_the_whole(share):
    with pytest.raises(ValueError, match="quorum"):
        Quorum(share)


@pytest.mark.parametrize("facts", [{"cost": Tyiyn(0)}, {"asked": Tyiyn(0)}, {"votes": -1}])
def test_application_fails_loudly_on_what_no_door_lets_through(facts):
    with pytest.raises(ValueError, match="application a"):
        application("a", **facts)


def test_application_may_cost_as_little_as_a_tyiyn():
    assert application("a", cost=Tyiyn(1), asked=Tyiyn(1)).cost == 1
