"""Counting: an Election goes in, an Allocation with every step comes out. Pure and exact."""

from collections.abc import Callable, Mapping, Sequence

from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotValid
from pb.rules.tally import equal_shares
from pb.rules.tally.allocation import (
    Allocation,
    Comparison,
    Pass,
    Quorum,
    Score,
    Shared,
    Shares,
    Stage,
    Step,
)
from pb.rules.tally.contest import MOST_LOOKS, Watch
from pb.rules.tally.election import (
    AllocationRule,
    Ballot,
    Channel,
    Election,
    Outcome,
    Project,
    TieBreak,
    VoteType,
)
from pb.rules.tally.options import ALL, CountRules, Heading
from pb.rules.tally.passes import Count, bars_of, quorum_of
from pb.rules.tally.scores import mixed, scores_of
from pb.rules.tally.ties import order_of, total_order

__all__ = [
    "ALL",
    "EQUAL_SHARES",
    "MOST_LOOKS",
    "Allocation",
    "AllocationRule",
    "Ballot",
    "Channel",
    "Comparison",
    "CountRules",
    "Election",
    "Heading",
    "Outcome",
    "Pass",
    "Project",
    "Quorum",
    "Score",
    "Shared",
    "Shares",
    "Stage",
    "Step",
    "TieBreak",
    "VoteType",
    "check_held",
    "count",
    "rule_named",
]

EQUAL_SHARES = (
    AllocationRule.EQUAL_SHARES,
    AllocationRule.EQUAL_SHARES_COMPARED,
    AllocationRule.EQUAL_SHARES_ADD1,
    AllocationRule.EQUAL_SHARES_ADD1_COMPARED,
)


def rule_named(
    name: str, among: Sequence[AllocationRule] = tuple(AllocationRule)
) -> AllocationRule:
    """The rule under this name.

    Raises:
        NotValid: RULE_UNKNOWN (rule, rules: those there are).
    """
    rule = next((rule for rule in among if rule == name), None)
    if rule is None:
        raise NotValid(Code.RULE_UNKNOWN, rule=name[:60], rules=", ".join(among))
    return rule


def check_held(election: Election) -> AllocationRule:
    """The rule of an election that can be kept here as a round, with its ballots and its result.

    Raises:
        NotValid: RULE_UNKNOWN (rule, rules) or VOTE_TYPE_UNCOUNTED (vote_type), where points are
            below zero or only the first places of a ranking count.
    """
    rule = rule_named(election.rule)
    below_zero = any(points < 0 for ballot in election.ballots for points in ballot.points)
    if election.options.top_places or below_zero:
        raise NotValid(Code.VOTE_TYPE_UNCOUNTED, vote_type=election.vote_type.value)
    return rule


def count(
    election: Election,
    rule: AllocationRule | None = None,
    ties: Sequence[TieBreak] | None = None,
    *,
    tell: Callable[[int], None] | None = None,
    limit: int = MOST_LOOKS,
) -> Allocation:
    """Count an election by its own rule and tie-breaks, or by those given.

    The same election always gives the same allocation; the order of its ballots is irrelevant, and
    so is whether equal ballots come one by one or grouped by weight. Amounts in tyiyn. `tell` is
    told how many runs of equal shares are done; a count of more than `limit` looks at groups of
    ballots is given up.

    Raises:
        NotValid: RULE_UNKNOWN (rule, rules), LOT_SEED_MISSING, QUORUM_OF_NOBODY,
            HANDS_NOT_WITH_RULE (rule: equal shares need the ballot of each), COUNT_TOO_LONG
            (limit).
    """
    used = rule_named(election.rule) if rule is None else rule
    declared = election.ties if ties is None else tuple(ties)
    asked = total_order((*equal_shares.TIES, *declared) if used in EQUAL_SHARES else declared)
    if TieBreak.LOT in asked and not election.seed:
        raise NotValid(Code.LOT_SEED_MISSING, "seed")
    if election.hands and used in EQUAL_SHARES:
        raise NotValid(Code.HANDS_NOT_WITH_RULE, rule=used)
    if election.options.quorum_share and election.voters is None:
        raise NotValid(Code.QUORUM_OF_NOBODY, "quorum_share")
    scores = scores_of(election)
    weighed = mixed(election, scores.points)
    worth: Mapping[str, Score] = weighed or scores.points
    quorum = quorum_of(election, scores.people)
    passes, steps = Count(
        election=election,
        rule=used,
        scores=scores,
        worth=worth,
        order=order_of(election.projects, asked, worth, election.seed),
        bars=bars_of(election, scores, quorum),
        watch=Watch(limit, tell),
    ).passes()
    cost = Tyiyn(sum(step.left_before - step.left_after for step in steps))
    in_part = (step.project_id for step in steps if step.outcome is Outcome.PART_FUNDED)
    return Allocation(
        rule=used,
        ties=asked,
        ballots=scores.ballots,
        budget=election.budget,
        scores=tuple(scores.points.items()),
        selected=tuple(step.project_id for step in steps if step.outcome is Outcome.WON),
        cost=cost,
        left=Tyiyn(election.budget - cost),
        steps=tuple(steps),
        ballots_by_channel=tuple(scores.ballots_by_channel.items()),
        votes=tuple(scores.votes.items()),
        scores_by_channel=tuple(
            (channel, tuple(sums.items())) for channel, sums in scores.points_by_channel.items()
        ),
        part_funded=tuple(in_part),
        passes=tuple(passes),
        quorum=quorum,
        seed=election.seed if TieBreak.LOT in asked else "",
        mixed=tuple(weighed.items()),
        hands=election.hands,
        hand_voters=election.hand_voters,
    )
