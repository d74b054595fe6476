"""What may not stand in one rule set together: each contradiction names both its parameters."""

from collections.abc import Iterator

from pb.rules.numerals import percent
from pb.rules.refusals import Code, NotValid
from pb.rules.rule_sets.catalogue import CATALOGUE, WHOLE
from pb.rules.rule_sets.choices import AssemblyHands, Selector
from pb.rules.rule_sets.parameters import Parameter
from pb.rules.rule_sets.sets import RuleSet, check_value
from pb.rules.tally import EQUAL_SHARES
from pb.rules.tally.election import AllocationRule, TieBreak, VoteType
from pb.rules.tally.scores import WITH_POINTS

P = Parameter

WEIGHTS = (
    P.WEIGHT_IMPORTANCE,
    P.WEIGHT_PARTICIPATION,
    P.WEIGHT_SUSTAINABILITY,
    P.WEIGHT_JUSTIFICATION,
    P.WEIGHT_CONTRIBUTION,
)
"""The five criteria of the announcements; their weights make a hundred per cent."""

NOT_ABOVE = (
    (P.COMMISSION_SIZE_MIN, P.COMMISSION_SIZE_MAX),
    (P.MONITORING_SIZE_MIN, P.MONITORING_SIZE_MAX),
    (P.MIN_CHOICES, P.MAX_CHOICES),
    (P.APPEAL_REGISTRATION, P.APPEAL_ANSWER),
)
"""Pairs of which the first may not be above the second."""

_ONLY_WITH = {
    P.POINTS: WITH_POINTS,
    P.TOP_PLACES: (VoteType.ORDINAL,),
    P.WITHIN_BUDGET: (VoteType.APPROVAL, VoteType.CHOOSE_1),
}
"""What says something of a ballot of these types only."""

PLACES = ("{n}", "{item}")
"""A number of a resolution needs one of these, or all resolutions would have the same."""


def check(rule_set: RuleSet) -> None:
    """Refuse a rule set that contradicts itself, at the first parameter that does.

    Raises:
        NotValid: what `contradictions` finds.
    """
    for found in contradictions(rule_set):
        raise found


def contradictions(rule_set: RuleSet) -> Iterator[NotValid]:
    """Everything in a rule set that cannot stand, as a refusal at the parameter to be mended."""
    yield from _beyond_bounds(rule_set)
    yield from _turned_round(rule_set)
    yield from _of_commission(rule_set)
    yield from _of_money(rule_set)
    yield from _of_vote(rule_set)
    pattern = rule_set.chosen(P.RESOLUTION_NUMBERING)
    if not any(place in pattern for place in PLACES):
        yield NotValid(Code.NUMBERING_WITHOUT_NUMBER, P.RESOLUTION_NUMBERING)


def _beyond_bounds(rule_set: RuleSet) -> Iterator[NotValid]:
    for parameter, spec in CATALOGUE.items():
        try:
            check_value(spec, rule_set.values[parameter])
        except NotValid as refusal:
            yield refusal


def _turned_round(rule_set: RuleSet) -> Iterator[NotValid]:
    for least, most in NOT_ABOVE:
        low, high = rule_set.number(least), rule_set.number(most)
        if low > high:
            yield NotValid(
                Code.RULE_ABOVE_RULE, least, least=least.value, low=low, most=most.value, high=high
            )
    own, auto = rule_set.number(P.OWN_CONTRIBUTION_MIN), rule_set.number(P.AUTO_WIN_SHARE)
    if 0 < auto < own:
        yield NotValid(
            Code.RULE_ABOVE_RULE,
            P.OWN_CONTRIBUTION_MIN,
            least=P.OWN_CONTRIBUTION_MIN.value,
            low=percent(own),
            most=P.AUTO_WIN_SHARE.value,
            high=percent(auto),
        )


def _of_commission(rule_set: RuleSet) -> Iterator[NotValid]:
    for parameter in (P.COMMISSION_SIZE_MIN, P.COMMISSION_SIZE_MAX):
        size = rule_set.number(parameter)
        if size % 2 == 0:
            yield NotValid(Code.COMMISSION_EVEN, parameter, size=size)
    total = sum(rule_set.number(weight) for weight in WEIGHTS)
    if total != WHOLE:
        yield NotValid(Code.WEIGHTS_NOT_WHOLE, WEIGHTS[0], total=percent(total))
    weight = rule_set.number(P.RESIDENTS_WEIGHT)
    if rule_set.chosen(P.SELECTED_BY) == Selector.BOTH and weight in (0, WHOLE):
        yield NotValid(
            Code.WEIGHT_LEAVES_NOBODY,
            P.RESIDENTS_WEIGHT,
            weight=percent(weight),
            selected_by=P.SELECTED_BY.value,
        )
    bonus, sectors = rule_set.number(P.PRIORITY_BONUS), rule_set.several(P.PRIORITY_SECTORS)
    if bonus and not sectors:
        yield _needs(P.PRIORITY_SECTORS, P.PRIORITY_BONUS)
    if sectors and not bonus:
        yield _needs(P.PRIORITY_BONUS, P.PRIORITY_SECTORS)


def _of_money(rule_set: RuleSet) -> Iterator[NotValid]:
    is_scored = rule_set.is_on(P.OWN_CONTRIBUTION_SCORED)
    if rule_set.number(P.WEIGHT_CONTRIBUTION) and not is_scored:
        yield _needs(P.OWN_CONTRIBUTION_SCORED, P.WEIGHT_CONTRIBUTION)
    if not rule_set.several(P.CONTRIBUTION_KINDS):
        for asking in (P.OWN_CONTRIBUTION_MIN, P.AUTO_WIN_SHARE, P.OWN_CONTRIBUTION_SCORED):
            if rule_set.values[asking]:
                yield _needs(P.CONTRIBUTION_KINDS, asking)
                return


def _of_vote(rule_set: RuleSet) -> Iterator[NotValid]:
    by_threshold = rule_set.chosen(P.ALLOCATION) == AllocationRule.GREEDY_THRESHOLD
    if by_threshold and not rule_set.number(P.MIN_VOTES):
        yield _needs(P.MIN_VOTES, P.ALLOCATION)
    yield from _of_ballot(rule_set)
    yield from _of_hands(rule_set)
    ties = rule_set.several(P.TIES)
    if ties and ties[-1] != TieBreak.LISTED_FIRST:
        yield NotValid(Code.TIES_UNDECIDED, P.TIES, last=TieBreak.LISTED_FIRST.value)


def _of_ballot(rule_set: RuleSet) -> Iterator[NotValid]:
    vote_type = rule_set.chosen(P.VOTE_TYPE)
    points, most = rule_set.number(P.POINTS), rule_set.number(P.MAX_CHOICES)
    if vote_type == VoteType.CHOOSE_1 and most > 1:
        yield NotValid(Code.NUMBER_OUT_OF_RANGE, P.MAX_CHOICES, smallest=1, largest=1)
    if vote_type in WITH_POINTS and not points:
        yield _needs(P.POINTS, P.VOTE_TYPE)
    fewest = rule_set.number(P.MIN_CHOICES)
    if vote_type == VoteType.CUMULATIVE and 0 < points < fewest:
        yield NotValid(
            Code.RULE_ABOVE_RULE,
            P.MIN_CHOICES,
            least=P.MIN_CHOICES.value,
            low=fewest,
            most=P.POINTS.value,
            high=points,
        )
    for parameter, types in _ONLY_WITH.items():
        if rule_set.values[parameter] and vote_type not in types:
            yield NotValid(
                Code.RULE_NOT_WITH_TYPE,
                parameter,
                parameter=parameter.value,
                vote_type=vote_type,
            )


def _of_hands(rule_set: RuleSet) -> Iterator[NotValid]:
    """A raised hand marks a project, and nobody knows whose it was: no points, no shares."""
    if rule_set.chosen(P.ASSEMBLY_HANDS) == AssemblyHands.NONE:
        return
    vote_type, rule = rule_set.chosen(P.VOTE_TYPE), rule_set.chosen(P.ALLOCATION)
    if not VoteType(vote_type).is_marked:
        yield NotValid(Code.HANDS_NOT_WITH_TYPE, P.ASSEMBLY_HANDS, vote_type=vote_type)
    if rule in EQUAL_SHARES:
        yield NotValid(Code.HANDS_NOT_WITH_RULE, P.ASSEMBLY_HANDS, rule=rule)


def _needs(missing: Parameter, asking: Parameter) -> NotValid:
    return NotValid(Code.RULE_NEEDS_RULE, missing, missing=missing.value, asking=asking.value)
