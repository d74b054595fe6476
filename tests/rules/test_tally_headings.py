"""Money that is counted apart: headings with an amount of their own, and the common pot."""

from dataclasses import replace

from pb.rules.money import Tyiyn
from pb.rules.tally import Ballot, CountRules, Election, Heading, Project, VoteType, count


def an_election(costs, votes, budget, **facts):
    """Projects A, B, C … with these costs in tyiyn, and so many one-choice ballots for each."""
    ids = [chr(ord("A") + number) for number in range(len(costs))]
    projects = tuple(Project(ref, Tyiyn(cost)) for ref, cost in zip(ids, costs, strict=True))
    ballots = tuple(Ballot((ref,), weight=n) for ref, n in zip(ids, votes, strict=True) if n)
    facts = {"vote_type": VoteType.APPROVAL, "rule": "greedy", **facts}
    return Election(projects, ballots, Tyiyn(budget), **facts)


def test_every_heading_that_keeps_its_money_pays_one_project_in_part():
    options = CountRules(
        part_funding=1_000, headings=(Heading("x", Tyiyn(50)), Heading("y", Tyiyn(40)))
    )
    election = an_election([60, 80, 30], [3, 2, 1], 100, options=options)
    names = {"A": "x", "B": "y", "C": ""}
    election = replace(
        election, projects=tuple(replace(p, heading=names[p.id]) for p in election.projects)
    )

    allocation = count(election)

    assert allocation.part_funded == ("A", "B", "C")
    assert (allocation.selected, allocation.left) == ((), 0)
    assert [step.left_before for step in allocation.steps] == [50, 40, 10]


def headed(leftover):
    election = an_election(
        [30, 30, 10, 60, 20],
        [9, 8, 1, 7, 6],
        100,
        options=CountRules(
            headings=(Heading("x", Tyiyn(40)), Heading("y", Tyiyn(50))), leftover_to_pot=leftover
        ),
    )
    names = dict(zip("ABCDE", ["x", "x", "", "y", "y"], strict=True))
    return replace(
        election,
        projects=tuple(replace(p, heading=names[p.id]) for p in election.projects),
    )


def test_headings_are_counted_apart_and_keep_what_they_leave():
    allocation = count(headed(leftover=False))

    assert allocation.selected == ("A", "E", "C")
    assert [(turn.heading, turn.budget, turn.left) for turn in allocation.passes] == [
        ("x", 40, 10), ("y", 50, 30), ("", 10, 0),
    ]  # fmt: skip
    assert (allocation.cost, allocation.left) == (60, 40)


def test_what_headings_leave_goes_to_the_common_pot_where_the_losers_try_again():
    allocation = count(headed(leftover=True))

    # The pot has 10 + 10 + 30: B takes 30, D never fits, C takes 10.
    assert allocation.selected == ("A", "E", "B", "C")
    assert [(turn.heading, turn.budget, turn.left) for turn in allocation.passes] == [
        ("x", 40, 10), ("y", 50, 30), ("", 50, 10),
    ]  # fmt: skip
    assert [step.place for step in allocation.steps] == [1, 2, 3, 4, 5]
    assert (allocation.cost, allocation.left) == (90, 10)
