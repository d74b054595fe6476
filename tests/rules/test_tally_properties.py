"""What holds for every election, and a second, slow count to compare with."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pb.rules.money import Tyiyn
from pb.rules.tally import (
    AllocationRule,
    Ballot,
    Channel,
    Election,
    Outcome,
    Project,
    TieBreak,
    VoteType,
    count,
)

GREEDY, NO_SKIP, THRESHOLD = RULES = tuple(AllocationRule)[:3]
LISTED_FIRST = TieBreak.LISTED_FIRST
TIES = (TieBreak.LOWER_COST, TieBreak.OWN_SHARE, LISTED_FIRST)


@st.composite
def elections(draw):
    number = draw(st.integers(1, 6))
    ids = [f"p{at}" for at in range(number)]
    small = st.integers(1, 8)
    projects = tuple(
        Project(ref, Tyiyn(draw(small)), own_contribution=Tyiyn(draw(st.integers(0, 4))))
        for ref in ids
    )
    choices = st.lists(st.sampled_from(ids), unique=True, max_size=3).map(tuple)
    ballot = st.builds(Ballot, choices, channel=st.sampled_from(Channel), weight=st.integers(1, 3))
    return Election(
        projects,
        tuple(draw(st.lists(ballot, max_size=6))),
        Tyiyn(draw(st.integers(0, 25))),
        VoteType.APPROVAL,
        rule=draw(st.sampled_from(RULES)).value,
        threshold=draw(st.integers(0, 3)),
        ties=tuple(draw(st.lists(st.sampled_from(TIES), unique=True))),
    )


every = settings(max_examples=80, deadline=None, derandomize=True)


def votes_one_by_one(election):
    votes = dict.fromkeys([project.id for project in election.projects], 0)
    for ballot in election.ballots:
        for _ in range(ballot.weight):
            for choice in ballot.choices:
                votes[choice] += 1
    return votes


def asked_between(one, other, election):
    """The tie-break that puts `one` before or after `other`, found the slow way."""
    for tie in election.ties:
        if tie == "listed-first":
            break
        if tie == "lower-cost" and one.cost != other.cost:
            return tie
        if tie == "own-share" and (
            one.own_contribution * other.cost != other.own_contribution * one.cost
        ):
            return tie
    return LISTED_FIRST


def goes_before(one, other, votes, election):
    if votes[one.id] != votes[other.id]:
        return votes[one.id] > votes[other.id]
    tie = asked_between(one, other, election)
    if tie == "lower-cost":
        return one.cost < other.cost
    if tie == "own-share":
        return one.own_contribution * other.cost > other.own_contribution * one.cost
    return election.projects.index(one) < election.projects.index(other)


def selected_slowly(election):
    """The rule as a clerk would do it with paper: take the best of what remains, and again."""
    votes = votes_one_by_one(election)
    remaining, selected, money = list(election.projects), [], election.budget
    while remaining:
        best = remaining[0]
        for project in remaining[1:]:
            if goes_before(project, best, votes, election):
                best = project
        remaining.remove(best)
        if votes[best.id] < election.threshold:
            continue
        if best.cost <= money:
            selected.append(best.id)
            money -= best.cost
        elif election.rule == "greedy-no-skip":
            break
    return tuple(selected)


@every
@given(elections())
def test_count_agrees_with_the_slow_way_when_counting_anything(election):
    allocation = count(election)

    assert allocation.selected == selected_slowly(election)
    assert dict(allocation.scores) == votes_one_by_one(election)


@every
@given(elections())
def test_count_accounts_for_every_tyiyn_when_counting_anything(election):
    allocation = count(election)

    left = election.budget
    for step in allocation.steps:
        assert step.left_before == left
        spent = step.cost if step.outcome is Outcome.WON else 0
        left = step.left_before - spent
        assert step.left_after == left
    assert allocation.left == left >= 0
    assert allocation.cost + allocation.left == allocation.budget == election.budget


@every
@given(elections())
def test_count_gives_each_project_one_step_when_counting_anything(election):
    allocation = count(election)

    steps = allocation.steps
    assert sorted(step.project_id for step in steps) == sorted(p.id for p in election.projects)
    assert [step.place for step in steps] == list(range(1, len(steps) + 1))
    assert [step.score for step in steps] == sorted((s.score for s in steps), reverse=True)
    assert allocation.selected == tuple(s.project_id for s in steps if s.outcome is Outcome.WON)
    for step in steps:
        assert (step.outcome is Outcome.BELOW_THRESHOLD) == (step.score < election.threshold)
        if step.outcome is Outcome.NO_MONEY:
            assert step.cost > step.left_before


@every
@given(elections())
def test_count_names_the_last_tie_break_asked_when_counting_anything(election):
    by_id = {project.id: project for project in election.projects}
    order = [*election.ties, LISTED_FIRST]

    for step in count(election).steps:
        tied = {other for other, votes in votes_one_by_one(election).items() if votes == step.score}
        assert set(step.tied_with) == tied - {step.project_id}
        asked = [asked_between(by_id[step.project_id], by_id[o], election) for o in step.tied_with]
        assert step.tie_broken_by == max(asked, key=order.index, default=None)


@every
@given(elections(), st.randoms(use_true_random=False))
def test_count_gives_the_same_when_ballots_come_in_another_order(election, luck):
    shuffled = list(election.ballots)
    luck.shuffle(shuffled)

    again = count(with_ballots(election, shuffled))

    assert again == count(election)


@every
@given(elections())
def test_count_gives_the_same_when_equal_ballots_come_one_by_one(election):
    single = [
        Ballot(ballot.choices, channel=ballot.channel)
        for ballot in election.ballots
        for _ in range(ballot.weight)
    ]

    assert count(with_ballots(election, single)) == count(election)


@every
@given(elections())
def test_count_keeps_a_winner_when_it_gets_one_vote_more(election):
    for winner in count(election).selected:
        more = with_ballots(election, [*election.ballots, Ballot((winner,))])

        assert winner in count(more).selected


@every
@given(elections())
def test_count_selects_under_no_skip_only_what_greedy_selects_too(election):
    greedy, stopping = count(election, GREEDY), count(election, NO_SKIP)

    assert greedy.selected[: len(stopping.selected)] == stopping.selected
    assert count(election, THRESHOLD).steps == greedy.steps


def with_ballots(election, ballots):
    return Election(
        election.projects,
        tuple(ballots),
        election.budget,
        election.vote_type,
        rule=election.rule,
        threshold=election.threshold,
        ties=election.ties,
    )
