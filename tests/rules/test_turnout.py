"""Turnout by parts: nobody is recognised in it, whatever is added up and taken away."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from pb.rules.turnout import Part, published


def parts(*counts):
    return [
        Part((name,), voters, voted)
        for name, (voters, voted) in zip("abcdef", counts, strict=False)
    ]


def test_parts_that_are_large_enough_are_published_as_they_are():
    given_parts = parts((100, 40), (50, 5), (20, 15))

    assert published(given_parts, 5) == tuple(given_parts)


def test_a_part_in_which_few_voted_or_few_did_not_stands_with_the_smallest_large_one():
    few_voted, all_but_few = (
        parts((100, 40), (60, 30), (10, 4)),
        parts((100, 40), (60, 30), (10, 6)),
    )

    for given_parts, voted in ((few_voted, 34), (all_but_few, 36)):
        assert published(given_parts, 5) == (given_parts[0], Part(("c", "b"), 70, voted))


def test_small_parts_stand_together():
    found = published(parts((100, 40), (10, 4), (9, 3)), 5)

    assert found == (Part(("a",), 100, 40), Part(("b", "c"), 19, 7))


def test_nothing_is_published_where_only_the_sum_would_be_left():
    assert published(parts((100, 40), (10, 4)), 5) == ()
    assert published(parts((100, 40)), 5) == ()
    assert published(parts((8, 8), (7, 0)), 5) == ()
    assert published([], 5) == ()


def test_a_village_without_voters_is_no_part():
    assert published(parts((100, 40), (0, 0), (50, 20)), 5) == (
        Part(("a",), 100, 40),
        Part(("c",), 50, 20),
    )


COUNT = st.integers(0, 6).flatmap(lambda voters: st.tuples(st.just(voters), st.integers(0, voters)))


@given(st.lists(COUNT, max_size=4), st.integers(1, 3))
def test_no_small_part_follows_from_all_that_is_published(counts, smallest):
    """Every way the people could have voted that fits what is published, tried one by one."""
    true = parts(*counts)
    found = published(true, smallest)
    if not found:
        return

    fitting = [
        voted
        for voted in product(*(range(part.voters + 1) for part in true))
        if sum(voted) == sum(part.voted for part in true)
        and all(
            sum(n for n, part in zip(voted, true, strict=True) if part.names[0] in group.names)
            == group.voted
            for group in found
        )
    ]

    for at, part in enumerate(true):
        if part.voters and not part.is_large(smallest):
            assert len({voted[at] for voted in fitting}) > 1


@given(st.lists(COUNT, max_size=6), st.integers(1, 3))
def test_what_is_published_is_large_and_adds_up_to_everybody(counts, smallest):
    true = parts(*counts)

    found = published(true, smallest)

    if found:
        assert len(found) > 1
        assert all(group.is_large(smallest) for group in found)
        assert sum(group.voters for group in found) == sum(part.voters for part in true)
        assert sum(group.voted for group in found) == sum(part.voted for part in true)
        named = [name for group in found for name in group.names]
        assert sorted(named) == sorted(part.names[0] for part in true if part.voters)
