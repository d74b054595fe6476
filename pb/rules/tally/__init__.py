"""Counting: an Election goes in, an Allocation with every step comes out. Pure and exact."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from pb.rules.money import Tyiyn, total
from pb.rules.refusals import Code, NotValid
from pb.rules.tally import greedy
from pb.rules.tally.election import (
    Allocation,
    AllocationRule,
    Ballot,
    Channel,
    Election,
    Outcome,
    Project,
    Step,
    TieBreak,
    VoteType,
)
from pb.rules.tally.scores import scores_of
from pb.rules.tally.ties import total_order

__all__ = [
    "Allocation",
    "AllocationRule",
    "Ballot",
    "Channel",
    "Election",
    "Outcome",
    "Project",
    "Step",
    "TieBreak",
    "VoteType",
    "check_countable",
    "count",
    "rule_named",
]

Steps = Callable[[Election, Mapping[str, int], Sequence[TieBreak]], Iterable[Step]]

# A rule is counted as soon as it stands here with its function.
_STEPS: dict[AllocationRule, Steps] = {
    AllocationRule.GREEDY: partial(greedy.steps, skip=True),
    AllocationRule.GREEDY_NO_SKIP: partial(greedy.steps, skip=False),
    AllocationRule.GREEDY_THRESHOLD: partial(greedy.steps, skip=True),
}


def rule_named(name: str) -> AllocationRule:
    """The rule under this name.

    Raises:
        NotValid: RULE_UNKNOWN (rule), also for Pabulib's rules that we do not count yet.
    """
    try:
        return AllocationRule(name)
    except ValueError:
        raise NotValid(Code.RULE_UNKNOWN, rule=name[:60]) from None


def check_countable(election: Election) -> AllocationRule:
    """The rule of an election we can count.

    Raises:
        NotValid: RULE_UNKNOWN (rule) or VOTE_TYPE_UNCOUNTED (vote_type).
    """
    rule = rule_named(election.rule)
    scores_of(election)
    return rule


def count(
    election: Election,
    rule: AllocationRule | None = None,
    ties: Sequence[TieBreak] | None = None,
) -> Allocation:
    """Count an election by its own rule and tie-breaks, or by those given.

    The same election always gives the same allocation; the order of its ballots is irrelevant, and
    so is whether equal ballots come one by one or grouped by weight. Amounts in tyiyn.

    Raises:
        NotValid: RULE_UNKNOWN (rule) or VOTE_TYPE_UNCOUNTED (vote_type).
    """
    used = rule_named(election.rule) if rule is None else rule
    asked = total_order(election.ties if ties is None else ties)
    scores = scores_of(election)
    steps = tuple(_STEPS[used](election, scores, asked))
    won = [step for step in steps if step.outcome is Outcome.WON]
    cost = total([step.cost for step in won])
    channels: Counter[Channel] = Counter()
    for ballot in election.ballots:
        channels[ballot.channel] += ballot.weight
    return Allocation(
        rule=used,
        ties=asked,
        ballots=channels.total(),
        budget=election.budget,
        scores=tuple(scores.items()),
        selected=tuple(step.project_id for step in won),
        cost=cost,
        left=Tyiyn(election.budget - cost),
        steps=steps,
        ballots_by_channel=tuple((channel, channels[channel]) for channel in Channel),
    )
