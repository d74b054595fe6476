"""An election counted here as a file for everybody: nothing in it that the format does not know.

Projects stand in the order the count looked at them, so whoever counts the file again, taking
equals as they are listed, comes to the same winners whatever order of ties was declared.
"""

import re
from collections import Counter
from dataclasses import dataclass, fields, replace
from datetime import date

from pb.rules.pabulib.cells import Day, empty, seen
from pb.rules.pabulib.file import PabulibFile
from pb.rules.pabulib.notes import COMMENT, numbered, sentences_of
from pb.rules.pabulib.projects import withdrawn_in
from pb.rules.pabulib.writing import CUSTOM, KEYS, RULES, units
from pb.rules.tally import EQUAL_SHARES, Allocation, Score
from pb.rules.tally.election import (
    AllocationRule,
    Ballot,
    Channel,
    Election,
    Project,
    VoteType,
)
from pb.rules.tally.options import CountRules
from pb.rules.tally.scores import WITH_POINTS
from pb.rules.tally.ties import in_order, order_of

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_NO_CHANGE = CountRules()


@dataclass(frozen=True, slots=True)
class About:
    """What a file tells beside the election. `more` are further keys of META with their texts.

    For ballots with a limit on the summed cost (knapsack) that limit is the key `max_sum_cost`.
    """

    country: str
    unit: str
    instance: str
    date_begin: Day
    date_end: Day
    language: str = "ky"
    more: tuple[tuple[str, str], ...] = ()


def file_of(election: Election, about: About, allocation: Allocation) -> PabulibFile:
    """The election and its result as a file; reading what is written of it gives it back."""
    about = replace(
        about,
        country=_told(about.country),
        unit=_told(about.unit),
        instance=_told(about.instance),
    )
    rule = _rule(election, allocation.rule)
    worth: dict[str, Score] = {**dict(allocation.scores), **dict(allocation.mixed)}
    order = order_of(election.projects, allocation.ties, worth, allocation.seed)
    ordered = [project for project, _, _ in in_order(election.projects, worth, order)]
    ballots = _ballots(election, [project.id for project in ordered])
    public = Election(
        projects=tuple(Project(p.id, p.cost, _line(p.name)) for p in ordered),
        ballots=ballots,
        budget=election.budget,
        vote_type=election.vote_type,
        rule=rule,
        min_choices=election.min_choices,
        max_choices=_most(election),
        threshold=election.threshold,
        title=_told(election.title),
        currency=election.currency,
        withdrawn=withdrawn_in(ordered, rule),
    )
    ids = [project.id for project in ordered]
    votes, scores = dict(allocation.votes), dict(allocation.scores)
    by_marks = election.vote_type in (VoteType.APPROVAL, VoteType.CHOOSE_1)
    return PabulibFile(
        election=public,
        country=about.country,
        unit=about.unit,
        instance=about.instance,
        description=public.title,
        date_begin=about.date_begin,
        date_end=about.date_end,
        language=about.language,
        meta=_meta(public, about, _comment(election, allocation.rule)),
        published=tuple(ref for ref in ids if ref in set(allocation.selected)),
        published_votes=tuple((ref, votes[ref]) for ref in ids),
        published_scores=None if by_marks else tuple((ref, scores[ref]) for ref in ids),
        channel_told=any(ballot.channel is not Channel.INTERNET for ballot in ballots),
    )


def _said(election: Election, rule: AllocationRule) -> CountRules:
    """The choices of the rule set, without those that can do nothing in this election."""
    options = election.options
    ordinal = election.vote_type is VoteType.ORDINAL
    return replace(
        options,
        complete=options.complete and rule in EQUAL_SHARES,
        leftover_to_pot=options.leftover_to_pot and bool(options.headings),
        top_places=options.top_places if ordinal else 0,
        unit=_NO_CHANGE.unit,
    )


def _is_plain(election: Election, rule: AllocationRule) -> bool:
    facts = election.exclusive or election.sits_out
    return _said(election, rule) == _NO_CHANGE and not facts


def _rule(election: Election, rule: AllocationRule) -> str:
    """The rule by the name the format has for it."""
    if not _is_plain(election, rule):
        return CUSTOM
    if rule in (AllocationRule.GREEDY, AllocationRule.GREEDY_THRESHOLD):
        with_threshold = AllocationRule.GREEDY_THRESHOLD
        return (with_threshold if election.threshold else AllocationRule.GREEDY).value
    return AllocationRule.GREEDY.value if rule is AllocationRule.GREEDY_EXCLUSIVE else rule.value


def _comment(election: Election, rule: AllocationRule) -> str:
    """What a rule set adds, in words; "" where it adds nothing."""
    if _is_plain(election, rule):
        return ""
    options = _said(election, rule)
    said = [
        f"{field.name} {getattr(options, field.name)}"
        for field in fields(options)
        if field.name not in ("headings", "unit")
        and getattr(options, field.name) != getattr(_NO_CHANGE, field.name)
    ]
    said += [f"heading {_line(h.name)} {units(h.budget)}" for h in options.headings]
    said += ["at most one of " + " and ".join(group) for group in election.exclusive]
    said += [f"sits out {ref}" for ref in election.sits_out]
    return f"Counted by {rule} with: {', '.join(said)}."


def _most(election: Election) -> int | None:
    if election.vote_type is VoteType.CHOOSE_1:
        return 1
    number = len(election.projects)
    return None if election.max_choices is None else min(election.max_choices, number)


def _meta(public: Election, about: About, comment: str) -> tuple[tuple[str, str], ...]:
    sums = [sum(ballot.points) for ballot in public.ballots]
    more = dict(about.more)
    notes = [*sentences_of(more.get(COMMENT, "")), *([comment] if comment else [])]
    cumulative = public.vote_type is VoteType.CUMULATIVE
    told = {
        "max_sum_points": str(max([*sums, 1])) if cumulative else "",
        **more,
        "description": public.title,
        "country": about.country,
        "unit": about.unit,
        "instance": about.instance,
        "num_projects": str(len(public.projects)),
        "num_votes": str(sum(ballot.weight for ballot in public.ballots)),
        "budget": units(public.budget),
        "vote_type": public.vote_type.value,
        "rule": public.rule if public.rule in RULES else CUSTOM,
        "date_begin": _day(about.date_begin),
        "date_end": _day(about.date_end),
        "min_length": str(public.min_choices or ""),
        "max_length": str(public.max_choices or ""),
        "min_project_score_threshold": str(public.threshold or ""),
        "language": about.language,
        "currency": public.currency,
        "fully_funded": "1" if sum(p.cost for p in public.projects) <= public.budget else "",
        COMMENT: numbered(notes),
    }
    place = {key: number for number, key in enumerate(KEYS)}
    return tuple(
        sorted(
            ((key, value) for key, value in told.items() if value),
            key=lambda pair: place.get(pair[0], len(KEYS)),
        )
    )


def _day(day: Day) -> str:
    return f"{day:%d.%m.%Y}" if isinstance(day, date) else str(day)


def _ballots(election: Election, ids: list[str]) -> tuple[Ballot, ...]:
    """Equal ballots together, in the order in which a reader has them."""
    place = {ref: number for number, ref in enumerate(ids)}
    weights: Counter[tuple[tuple[int, ...], tuple[int, ...], Channel]] = Counter()
    for ballot in election.ballots:
        chosen = [place[choice] for choice in ballot.choices]
        points = ballot.points
        if election.vote_type in WITH_POINTS:
            pairs = sorted(zip(chosen, points, strict=True))
            chosen, points = [at for at, _ in pairs], tuple(value for _, value in pairs)
        elif election.vote_type is not VoteType.ORDINAL:
            chosen.sort()
        weights[tuple(chosen), points, ballot.channel] += ballot.weight
    return tuple(
        Ballot(tuple(ids[at] for at in chosen), points, channel, weight)
        for (chosen, points, channel), weight in sorted(weights.items())
    )


def _told(text: str) -> str:
    """A line that META must have, which readers may not take for nothing."""
    line = _line(text)
    return "–" if empty(line) else line


def _line(text: str) -> str:
    """A name on one line, in which nothing looks like a tag."""
    return _TAG.sub("‹", seen(text))
