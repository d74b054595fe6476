"""The election a round is counted as: its projects, its ballots, and what its rules add."""

import gc
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from pb.documents.count_data import Json, data_of, text_of
from pb.documents.explanation import explained
from pb.documents.words import LANGUAGES
from pb.records import ballot_lots, ballots, headings, rounds, scores, wins
from pb.records.proposals import Project
from pb.records.rounds import Round
from pb.rules.ballots import counted
from pb.rules.pabulib import withdrawn_in
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.rule_sets import Parameter, RuleSet
from pb.rules.tally import Allocation, AllocationRule, CountRules, Heading, count
from pb.rules.tally.election import Ballot, Channel, Election, TieBreak
from pb.rules.tally.election import Project as Candidate
from pb.rules.terms import count_rules
from pb.services.assemblies import hands_counted
from pb.services.rules import rules_of
from pb.services.turnout import at_kiosks, turnout_of

NO_RULE_OF_ITS_OWN = (AllocationRule.GREEDY_THRESHOLD, AllocationRule.GREEDY_EXCLUSIVE)
"""Greedy with something beside it that a round has or has not: no other rule to compare with."""


def election_of(round_: Round, projects: Sequence[Project]) -> Election:
    """A round with its sealed ballots as the count takes it; amounts in tyiyn.

    Projects go by their numbers and headings by theirs, as texts.

    Raises:
        Conflict: RANKING_MISSING, where the commission's points count and are not worked out.
    """
    options, pausing = _options(round_)
    seed = _seed(round_)
    hands, hand_voters = hands_counted(round_)
    candidates = tuple(
        Candidate(
            str(project.number),
            project.cost,
            project.title.ky or project.title.ru or "",
            project.own_contribution,
            heading="" if project.heading_number is None else str(project.heading_number),
        )
        for project in projects
    )
    return Election(
        projects=candidates,
        ballots=_ballots(round_.id),
        budget=round_.budget,
        vote_type=round_.vote_type,
        rule=round_.allocation_rule.value,
        min_choices=round_.min_choices,
        max_choices=round_.max_choices,
        threshold=round_.threshold,
        # Where no lot was drawn the order goes on to what is said after it.
        ties=tuple(tie for tie in round_.terms.ties if seed or tie is not TieBreak.LOT),
        currency=round_.currency,
        options=options,
        seed=seed,
        voters=None if round_.source else rounds.voters_on_roll(round_.id),
        sits_out=tuple(
            str(project.number)
            for project in projects
            if project.proposal and project.proposal.settlement_id in pausing
        ),
        # A round of our own takes what is withdrawn off the ballot, and its costs are costs.
        withdrawn=withdrawn_in(candidates, round_.allocation_rule) if round_.source else (),
        commission=_points(round_, projects) if options.commission_weight else (),
        hands=tuple(
            (str(project.number), hands.get(project.number, 0))
            for project in projects
            if hand_voters
        ),
        hand_voters=hand_voters,
    )


def extras_of(round_: Round) -> tuple[str, ...]:
    """What counts in a round beside its rule, by name: a board says so to whoever recounts it."""
    options, pausing = _options(round_)
    counting = {
        "headings": options.headings,
        "share": options.threshold_share,
        "quorum": options.quorum_share,
        "early": options.early_win_share,
        "part": options.part_funding,
        "commission": options.commission_weight,
        "pause": pausing,
    }
    return tuple(name for name, is_on in counting.items() if is_on)


@dataclass(frozen=True)
class Told:
    """A count for everyone to read: all of it as JSON, and its steps in sentences by language."""

    counted: str
    explained: dict[str, str]


def told(
    round_: Round, election: Election, allocation: Allocation, projects: Sequence[Project]
) -> Told:
    """What a result tells of itself, worked out once at the count."""
    names = {str(project.number): project.title for project in projects}
    own = headings.headings_of(round_.municipality_id, round_.id)
    said = {}
    for language in LANGUAGES:
        in_words = replace(
            election,
            projects=tuple(
                replace(one, name=names[one.id].read(language)[0]) for one in election.projects
            ),
        )
        called = {str(heading.number): heading.name.read(language)[0] for heading in own}
        said[language] = "\n".join(explained(in_words, allocation, language, called))
    counted: Json = {
        **data_of(allocation),
        "turnout": turnout_of(round_),
        "at_kiosks": at_kiosks(round_, dict(allocation.ballots_by_channel)[Channel.INTERNET]),
        "others": _others(election),
    }
    return Told(text_of(counted), said)


def _others(election: Election) -> Json:
    """Who would have won by other rules: information, never a result."""
    found: dict[str, Json] = {}
    for rule in AllocationRule:
        if rule == election.rule or rule in NO_RULE_OF_ITS_OWN:
            continue
        try:
            allocation = count(election, rule)
        except NotValid:
            # It takes too long: a comparison is not worth holding up a result.
            continue
        found[rule.value] = data_of(allocation)["selected"]
    return found


def top_places_of(round_: Round) -> int:
    """How many first places of a ranking count a point each; 0 where all count."""
    return _options(round_)[0].top_places


def _ballots(round_id: int) -> tuple[Ballot, ...]:
    """The ballots in the box that count, equal ones together."""
    collects = gc.isenabled()
    # A hundred thousand small values are made that stay: going through all of them again and again
    # in search of rings takes longer than making them.
    gc.disable()
    try:
        return tuple(
            Ballot(*counted(marks), channel, weight)
            for marks, channel, weight in ballots.grouped_ballots(round_id)
        )
    finally:
        if collects:
            gc.enable()


def _options(round_: Round) -> tuple[CountRules, frozenset[int]]:
    """What its rules add, and the villages that sit it out; nothing for an imported election."""
    if round_.source is not None:
        return CountRules(), frozenset()
    rule_set = rules_of(round_)
    return count_rules(rule_set, _headings(round_)), _pausing(round_, rule_set)


def _seed(round_: Round) -> str:
    """The seed of the public lot that numbered the ballot; "" where none was drawn."""
    lots = ballot_lots.lots_of(round_.municipality_id, round_.id)
    return next((lot.seed for lot in lots if lot.is_drawn), "")


def _points(round_: Round, projects: Sequence[Project]) -> tuple[tuple[str, int], ...]:
    """The points of the commission as whole numbers: only how they stand to each other counts."""
    found = {
        one.project_id: Fraction(one.points)
        for one in scores.points_of(round_.municipality_id, round_.id)
    }
    if not found:
        raise Conflict(Code.RANKING_MISSING)
    unit = lcm(*(points.denominator for points in found.values()))
    return tuple(
        (str(project.number), int(found[project.id] * unit))
        for project in projects
        if project.id in found
    )


def _headings(round_: Round) -> list[Heading]:
    found = headings.headings_of(round_.municipality_id, round_.id)
    return [Heading(str(heading.number), heading.budget) for heading in found]


def _pausing(round_: Round, rule_set: RuleSet) -> frozenset[int]:
    """The villages that won so many rounds in a row that they sit this one out."""
    number = rule_set.number(Parameter.REPEAT_WINNER_PAUSE)
    if not number:
        return frozenset()
    before = wins.winning_settlements(round_.municipality_id, round_.voting_opens, number)
    return frozenset.intersection(*before) if len(before) == number else frozenset()
