"""A count told in whole sentences: what came first, what stayed, and what each loser lacked.

Figures are those of the allocation. A payment or an effective vote count that is no whole number
of tyiyn or hundredths is shown rounded and marked so; the exact fraction stands in the data.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from pb.documents.names import name_of
from pb.documents.reasons import Words, reason
from pb.documents.words import N_
from pb.rules.money import grouped
from pb.rules.numerals import percent
from pb.rules.tally import (
    ALL,
    EQUAL_SHARES,
    Allocation,
    AllocationRule,
    Comparison,
    Election,
    Outcome,
    Pass,
    Shared,
    Stage,
    Step,
    TieBreak,
)

OPENING = N_("Ballots counted: %(ballots)s. Money to share out: %(budget)s.")
OPENING_HANDS = N_("Only raised hands are counted. Money to share out: %(budget)s.")
HANDS = N_(
    "By hands at assemblies voted %(people)s people. Hands raised for the projects: %(hands)s. They"
    " are added to the marks on ballots."
)
HANDS_ALONE = N_(
    "By hands at assemblies voted %(people)s people. Hands raised for the projects: %(hands)s."
)
BY_CHANNEL = N_("Of them %(channel)s: %(number)s.")
QUORUM_MET = N_("Ballots needed for the quorum: %(needed)s. It is met.")
QUORUM_MISSED = N_("Ballots needed for the quorum: %(needed)s. It is not met, so nothing wins.")
PEOPLE_MET = N_("People who have to vote for the quorum: %(needed)s. It is met.")
PEOPLE_MISSED = N_(
    "People who have to vote for the quorum: %(needed)s. It is not met, so nothing wins."
)
THRESHOLD = N_("A project with less than %(score)s cannot win.")
MIXED = N_(
    "The score is %(commission)s percent the points of the commission and %(vote)s percent the"
    " vote, each measured against the best of all projects."
)
LOT = N_(
    "The public lot has the seed “%(seed)s”. Each project draws SHA-256 of the seed, a colon and"
    " its number; the smaller goes first."
)
HEADING = N_("The heading “%(heading)s” has %(budget)s of its own.")
POT = N_("The common pot has %(budget)s.")
SHARE = N_("Voters: %(voters)s. Each of them has an equal share: %(share)s.")
RAISED = N_(
    "The share of each voter was raised as long as all the winners fitted in the budget, up to"
    " %(share)s. Number of raises: %(times)s."
)
SHARES_STAY = N_(
    "Voters better off with equal shares: %(shares)s; with the projects that have the most votes:"
    " %(greedy)s. So the winners of equal shares stay."
)
GREEDY_TAKES = N_(
    "Voters better off with equal shares: %(shares)s; with the projects that have the most votes:"
    " %(greedy)s. So the projects with the most votes win."
)
COMPLETED = N_("What nobody could pay for together goes by the most votes, as far as it reaches.")
FIRST = N_("First the project that stands highest: %(project)s – %(score)s, %(cost)s.")
NEXT = N_("Next: %(project)s – %(score)s, %(cost)s.")
EARLY = N_(
    "Before the votes are looked at: %(project)s, %(cost)s, because its own contribution is large"
    " enough."
)
PASSED_OVER = N_("It is passed over.")
STOPS = N_("By the rule the sharing out stops here.")
FITS = N_("It fits and wins; what is left: %(left)s.")
PAID = N_(
    "Effective vote count: %(effective)s. Its voters pay for it together, each at most"
    " %(payment)s, so it wins; what is left of the budget: %(left)s."
)
PAID_BY_POINTS = N_(
    "Effective score: %(effective)s. Its voters pay for it together, each at most %(payment)s for"
    " every point given to it, so it wins; what is left of the budget: %(left)s."
)
ALL_IN = N_("Pay that much: %(full)s of them; give all they have left, which is less: %(all_in)s.")
TIED = N_("Equal with %(others)s; what decided: %(tie)s.")
NOBODY = N_("Nothing is selected.")
LEFT = N_("In all the winners cost %(cost)s; what is left: %(left)s.")
LOSERS = N_("What the others lacked:")


def explained(
    election: Election,
    allocation: Allocation,
    language: str,
    headings: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """The sentences of a count, a paragraph each: how it began, each step, each loser, the sum.

    `headings` says what to call a heading, where its name in the election is only a key.
    """
    words = Words(election, language)
    yield name_of(allocation.rule, language)
    yield from _opening(election, allocation, words)
    lost = [step for step in allocation.steps if step.outcome is not Outcome.WON]
    for turn in allocation.passes:
        yield from _pot(allocation, turn, (headings or {}).get(turn.heading, turn.heading), words)
        # The common pot has the last turn; a heading may have been left by its losers.
        steps = [step for step in allocation.steps if step.heading == turn.heading]
        stops = allocation.rule is AllocationRule.GREEDY_NO_SKIP
        by_shares = allocation.rule in EQUAL_SHARES and not (
            turn.comparison and turn.comparison.greedy_wins
        )
        yield from _turns(steps, words, by_shares=by_shares, unfit=STOPS if stops else PASSED_OVER)
    if not allocation.selected:
        yield words.say(NOBODY)
    yield words.say(LEFT, cost=words.money(allocation.cost), left=words.money(allocation.left))
    if lost:
        yield words.say(LOSERS)
    for step in lost:
        yield f"{words.project(step.project_id)}: {reason(step, words)}"


def _opening(election: Election, allocation: Allocation, words: Words) -> Iterator[str]:
    by_hand = allocation.hand_voters
    opening = OPENING_HANDS if by_hand and not allocation.ballots else OPENING
    yield words.say(
        opening, ballots=grouped(allocation.ballots), budget=words.money(allocation.budget)
    )
    told = [(channel, number) for channel, number in allocation.ballots_by_channel if number]
    if len(told) > 1:
        for channel, number in told:
            name = name_of(channel, words.language)
            yield words.say(BY_CHANNEL, channel=name, number=grouped(number))
    if by_hand:
        hands = ", ".join(f"{words.number(ref)} – {grouped(n)}" for ref, n in allocation.hands)
        said = HANDS if allocation.ballots else HANDS_ALONE
        yield words.say(said, people=grouped(by_hand), hands=hands)
    if quorum := allocation.quorum:
        met = QUORUM_MET if quorum.is_met else QUORUM_MISSED
        if by_hand:
            met = PEOPLE_MET if quorum.is_met else PEOPLE_MISSED
        yield words.say(met, needed=grouped(quorum.needed))
    if election.threshold:
        yield words.say(THRESHOLD, score=words.score(election.threshold))
    if weight := election.options.commission_weight:
        yield words.say(MIXED, commission=percent(weight), vote=percent(ALL - weight))
    if allocation.seed:
        yield words.say(LOT, seed=allocation.seed)


def _pot(allocation: Allocation, turn: Pass, heading: str, words: Words) -> Iterator[str]:
    if turn.heading:
        yield words.say(HEADING, heading=heading, budget=words.money(turn.budget))
    elif len(allocation.passes) > 1:
        yield words.say(POT, budget=words.money(turn.budget))
    if (shares := turn.shares) and shares.voters:
        voters = grouped(shares.voters)
        yield words.say(SHARE, voters=voters, share=words.about(shares.first))
        if shares.raises:
            yield words.say(RAISED, times=grouped(shares.raises), share=words.about(shares.last))
    if turn.comparison:
        yield _compared(turn.comparison, words)


def _compared(comparison: Comparison, words: Words) -> str:
    return words.say(
        GREEDY_TAKES if comparison.greedy_wins else SHARES_STAY,
        shares=grouped(comparison.prefer_shares),
        greedy=grouped(comparison.prefer_greedy),
    )


def _turns(steps: list[Step], words: Words, *, by_shares: bool, unfit: str) -> Iterator[str]:
    """The projects of one pot as they had their turn; of equal shares only those that won."""
    completing = False
    first = True
    for step in steps:
        if step.stage is Stage.COMPLETION and not completing:
            completing = True
            yield words.say(COMPLETED)
        if step.outcome is Outcome.WON:
            yield f"{_begun(step, words, first=first)} {_won(step, words)}"
        elif step.outcome is Outcome.PART_FUNDED or not by_shares or completing:
            said = [_begun(step, words, first=first), reason(step, words)]
            if step.outcome is Outcome.NO_MONEY:
                said.append(words.say(unfit))
            yield " ".join(said)
        else:
            continue
        first = first and step.stage is Stage.EARLY


def _begun(step: Step, words: Words, *, first: bool) -> str:
    sentence = FIRST if first else NEXT
    if step.stage is Stage.EARLY:
        sentence = EARLY
    facts: Mapping[str, str] = {
        "project": words.project(step.project_id),
        "score": words.score(step.score),
        "cost": words.money(step.cost),
    }
    return words.say(sentence, **facts)


def _won(step: Step, words: Words) -> str:
    said: list[str] = []
    left = words.money(step.left_after)
    if step.shared is not None:
        said += _paid(step.shared, left, words)
    else:
        said.append(words.say(FITS, left=left))
    if step.tie_broken_by is not None:
        said.append(tie(step.tied_with, step.tie_broken_by, words))
    return " ".join(said)


def _paid(shared: Shared, left: str, words: Words) -> Iterator[str]:
    yield words.say(
        PAID_BY_POINTS if words.in_points else PAID,
        effective=words.rounded(100 * (shared.effective or Fraction(0))),
        payment=words.about(shared.payment or Fraction(0)),
        left=left,
    )
    if shared.all_in:
        yield words.say(ALL_IN, full=grouped(shared.full), all_in=grouped(shared.all_in))


def tie(others: tuple[str, ...], broken_by: TieBreak, words: Words) -> str:
    """Who stood equal, and what decided."""
    named = ", ".join(words.number(other) for other in others)
    return words.say(TIED, others=named, tie=name_of(broken_by, words.language))
