"""What a round is voted and counted under: its own money, and what it takes of a rule set."""

from collections.abc import Sequence
from dataclasses import dataclass

from pb.rules.ballots import BallotRules
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotValid
from pb.rules.rule_sets import Parameter, RuleSet
from pb.rules.rule_sets.choices import AssemblyHands, Selector
from pb.rules.tally import ALL, CountRules, Heading
from pb.rules.tally.election import AllocationRule, TieBreak, VoteType
from pb.rules.tally.scores import WITH_POINTS

MOST_CHOICES = 10
DEFAULT_CHOICES = 3
MOST_PEOPLE = 1_000_000
MOST_POINTS = 100

BALLOTS_A_NUMBER = 10
"""About so many ballots share one control number, so that it proves nothing to a buyer."""


@dataclass(frozen=True)
class Terms:
    """What a round is voted and counted under: its own money, and what it takes of a rule set.

    `budget` and `ceiling` (most that one project may take from it) are in tyiyn; `ceiling` None
    means the budget itself. `threshold` is the least number of votes that may win, inclusive.
    `points`, `within_budget` and `by_heading` are what `BallotRules` says of them, 0 for none.
    `hands` says whether hands raised at an assembly count.
    """

    budget: Tyiyn
    ceiling: Tyiyn | None = None
    vote_type: VoteType = VoteType.APPROVAL
    min_choices: int = 1
    max_choices: int = DEFAULT_CHOICES
    allocation_rule: AllocationRule = AllocationRule.GREEDY
    threshold: int = 0
    ties: tuple[TieBreak, ...] = (TieBreak.OWN_SHARE, TieBreak.LOWER_COST, TieBreak.LISTED_FIRST)
    expected_ballots: int = 1_000
    points: int = 0
    within_budget: bool = False
    by_heading: int = 0
    hands: AssemblyHands = AssemblyHands.NONE

    @classmethod
    def under(
        cls, rule_set: RuleSet, budget: Tyiyn, ceiling: Tyiyn | None, expected_ballots: int
    ) -> "Terms":
        """The terms of a round with this money under the rules of a municipality.

        Where the rules have a ceiling, it holds for a round that names none.

        Raises:
            NotValid: CEILING_ABOVE_RULE.
        """
        highest = Tyiyn(rule_set.number(Parameter.CEILING))
        if highest and ceiling is not None and ceiling > highest:
            raise NotValid(Code.CEILING_ABOVE_RULE, "ceiling", ceiling=highest)
        return cls(
            budget=budget,
            ceiling=ceiling or (Tyiyn(min(highest, budget)) if highest else None),
            vote_type=VoteType(rule_set.chosen(Parameter.VOTE_TYPE)),
            min_choices=rule_set.number(Parameter.MIN_CHOICES),
            max_choices=rule_set.number(Parameter.MAX_CHOICES),
            allocation_rule=AllocationRule(rule_set.chosen(Parameter.ALLOCATION)),
            threshold=rule_set.number(Parameter.MIN_VOTES),
            ties=tuple(TieBreak(tie) for tie in rule_set.several(Parameter.TIES)),
            expected_ballots=expected_ballots,
            points=rule_set.number(Parameter.POINTS),
            within_budget=rule_set.is_on(Parameter.WITHIN_BUDGET),
            by_heading=rule_set.number(Parameter.HEADING_CHOICES),
            hands=AssemblyHands(rule_set.chosen(Parameter.ASSEMBLY_HANDS)),
        )

    def check(self) -> None:
        """Refuse parameters that contradict each other.

        Raises:
            NotValid: MONEY_ZERO, CEILING_ABOVE_BUDGET, NUMBER_OUT_OF_RANGE.
        """
        for field, amount in (("budget", self.budget), ("ceiling", self.ceiling)):
            if amount is not None and amount <= 0:
                raise NotValid(Code.MONEY_ZERO, field)
        if self.ceiling is not None and self.ceiling > self.budget:
            raise NotValid(
                Code.CEILING_ABOVE_BUDGET, "ceiling", ceiling=self.ceiling, budget=self.budget
            )
        least_points, most_points = (1, MOST_POINTS) if self.vote_type in WITH_POINTS else (0, 0)
        for field, number, smallest, largest in (
            ("max_choices", self.max_choices, 1, MOST_CHOICES),
            ("min_choices", self.min_choices, 0, self.max_choices),
            ("threshold", self.threshold, 0, MOST_PEOPLE),
            ("expected_ballots", self.expected_ballots, 1, MOST_PEOPLE),
            ("points", self.points, least_points, most_points),
            ("by_heading", self.by_heading, 0, MOST_CHOICES),
        ):
            if not smallest <= number <= largest:
                raise NotValid(Code.NUMBER_OUT_OF_RANGE, field, smallest=smallest, largest=largest)

    @property
    def ballot_rules(self) -> BallotRules:
        """What a ballot has to keep to."""
        return BallotRules(
            self.min_choices,
            self.max_choices,
            self.vote_type,
            self.points,
            self.budget if self.within_budget else None,
            self.by_heading,
        )

    @property
    def number_space(self) -> int:
        """How many control numbers there are, counted up from SMALLEST_NUMBER."""
        return max(10, -(-self.expected_ballots // BALLOTS_A_NUMBER))


def count_rules(rule_set: RuleSet, headings: Sequence[Heading] = ()) -> CountRules:
    """What the rules of a municipality add to the rule of the count; shares in basis points."""
    by = rule_set.chosen(Parameter.SELECTED_BY)
    weight = {
        Selector.RESIDENTS: 0,
        Selector.COMMISSION: ALL,
        Selector.BOTH: ALL - rule_set.number(Parameter.RESIDENTS_WEIGHT),
    }[Selector(by)]
    return CountRules(
        threshold_share=rule_set.number(Parameter.MIN_VOTES_SHARE),
        quorum_share=rule_set.number(Parameter.VOTE_QUORUM),
        early_win_share=rule_set.number(Parameter.AUTO_WIN_SHARE),
        part_funding=rule_set.number(Parameter.PART_FUNDING),
        headings=tuple(headings),
        leftover_to_pot=rule_set.is_on(Parameter.HEADING_LEFTOVER),
        commission_weight=weight,
        complete=rule_set.is_on(Parameter.SHARES_COMPLETION),
        top_places=rule_set.number(Parameter.TOP_PLACES),
    )
