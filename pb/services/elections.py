"""The election a round is counted as: its projects, its ballots, and what its rules add."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pb.documents.count_data import Json, data_of, text_of
from pb.documents.explanation import explained
from pb.documents.words import LANGUAGES
from pb.records import ballots, headings, rounds, wins
from pb.records.proposals import Project
from pb.records.rounds import Round
from pb.rules.ballots import marks_of
from pb.rules.refusals import NotValid
from pb.rules.rule_sets import Parameter, RuleSet
from pb.rules.tally import Allocation, AllocationRule, CountRules, Heading, count
from pb.rules.tally.election import Ballot, Election
from pb.rules.tally.election import Project as Candidate
from pb.rules.terms import count_rules
from pb.services.rules import rules_of
from pb.services.turnout import turnout_of

NO_RULE_OF_ITS_OWN = (AllocationRule.GREEDY_THRESHOLD, AllocationRule.GREEDY_EXCLUSIVE)
"""Greedy with something beside it that a round has or has not: no other rule to compare with."""


def election_of(round_: Round, projects: Sequence[Project]) -> Election:
    """A round with its sealed ballots as the count takes it; amounts in tyiyn.

    Projects go by their numbers and headings by theirs, as texts.
    """
    options, sits_out = CountRules(), frozenset[int]()
    if round_.source is None:
        rule_set = rules_of(round_)
        options = count_rules(rule_set, _headings(round_))
        sits_out = _pausing(round_, rule_set)
    return Election(
        projects=tuple(
            Candidate(
                str(project.number),
                project.cost,
                project.title.ky or project.title.ru or "",
                project.own_contribution,
                heading="" if project.heading_number is None else str(project.heading_number),
            )
            for project in projects
        ),
        ballots=tuple(
            Ballot(tuple(str(n) for n in marks_of(marks)), channel=channel, weight=weight)
            for marks, channel, weight in ballots.grouped_ballots(round_.id)
        ),
        budget=round_.budget,
        vote_type=round_.vote_type,
        rule=round_.allocation_rule.value,
        min_choices=round_.min_choices,
        max_choices=round_.max_choices,
        threshold=round_.threshold,
        ties=round_.terms.ties,
        currency=round_.currency,
        options=options,
        voters=None if round_.source else rounds.voters_on_roll(round_.id),
        sits_out=tuple(
            str(project.number)
            for project in projects
            if project.proposal and project.proposal.settlement_id in sits_out
        ),
    )


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


def _headings(round_: Round) -> list[Heading]:
    found = headings.headings_of(round_.municipality_id, round_.id)
    return [Heading(str(heading.number), heading.budget) for heading in found]


def _pausing(round_: Round, rule_set: RuleSet) -> frozenset[int]:
    """The villages that won so many rounds in a row that they sit this one out."""
    number = rule_set.number(Parameter.REPEAT_WINNER_PAUSE)
    if not number:
        return frozenset()
    before = wins.winning_settlements(round_.municipality_id, round_.id, number)
    return frozenset.intersection(*before) if len(before) == number else frozenset()
