"""A count as one JSON object: exact, and the same bytes for the same count on every machine.

Amounts are numbers in units of the currency (1500.05); what may be no such number – a payment, an
effective vote count, a mixed score – is a text of a fraction, "2500000/21".
"""

import json
from fractions import Fraction

from pb.rules.money import Tyiyn
from pb.rules.tally import Allocation, Pass, Score, Shared, Step

TYIYN = 100

Json = None | bool | int | str | list["Json"] | dict[str, "Json"] | Fraction
"""What can be written; a Fraction is a number with at most two digits after the point."""


def text_of(value: Json) -> str:
    """The value as JSON. Written out by hand: the json module knows no exact decimal numbers."""
    if isinstance(value, dict):
        inside = (
            f"{json.dumps(key, ensure_ascii=False)}: {text_of(v)}" for key, v in value.items()
        )
        return "{" + ", ".join(inside) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(text_of, value)) + "]"
    if isinstance(value, Fraction):
        units, hundredths = divmod(abs(value) * TYIYN, TYIYN)
        said = f"{units}.{int(hundredths):02}".rstrip("0").rstrip(".")
        return f"-{said}" if value < 0 else said
    return json.dumps(value, ensure_ascii=False)


def amount(tyiyn: Tyiyn) -> Fraction:
    """An amount in units of the currency."""
    return Fraction(tyiyn, TYIYN)


def exact(value: Fraction | None) -> str | None:
    """A fraction as "p/q", a whole number as "p"."""
    return None if value is None else str(value)


def data_of(allocation: Allocation) -> dict[str, Json]:
    """Everything an allocation says, in a fixed order of keys."""
    return {
        "rule": allocation.rule.value,
        "ballots": allocation.ballots,
        "selected": list(allocation.selected),
        "cost": amount(allocation.cost),
        "budget": amount(allocation.budget),
        "left": amount(allocation.left),
        "ties": [tie.value for tie in allocation.ties],
        "seed": allocation.seed or None,
        "part_funded": list(allocation.part_funded),
        "quorum": None
        if allocation.quorum is None
        else {"needed": allocation.quorum.needed, "met": allocation.quorum.is_met},
        "ballots_by_channel": {
            channel.value: number for channel, number in allocation.ballots_by_channel
        },
        "votes": dict(allocation.votes),
        "scores": dict(allocation.scores),
        "scores_by_channel": {
            channel.value: dict(sums) for channel, sums in allocation.scores_by_channel
        },
        "mixed": {ref: exact(score) for ref, score in allocation.mixed} or None,
        "passes": [_pass(turn) for turn in allocation.passes],
        "steps": [_step(step) for step in allocation.steps],
        **_hands(allocation),
    }


def _hands(allocation: Allocation) -> dict[str, Json]:
    """Of hands only where there were any: a count of ballots alone says nothing of them."""
    if not allocation.hand_voters:
        return {}
    return {"at_assemblies": allocation.hand_voters, "hands": dict(allocation.hands)}


def _pass(turn: Pass) -> Json:
    shares, comparison = turn.shares, turn.comparison
    return {
        "heading": turn.heading or None,
        "budget": amount(turn.budget),
        "left": amount(turn.left),
        "shares": None
        if shares is None
        else {
            "voters": shares.voters,
            "first": _units(shares.first),
            "last": _units(shares.last),
            "raises": shares.raises,
        },
        "comparison": None
        if comparison is None
        else {
            "prefer_shares": comparison.prefer_shares,
            "prefer_greedy": comparison.prefer_greedy,
            "indifferent": comparison.indifferent,
            "greedy": list(comparison.greedy),
            "greedy_wins": comparison.greedy_wins,
        },
    }


def _step(step: Step) -> Json:
    return {
        "place": step.place,
        "project": step.project_id,
        "outcome": step.outcome.value,
        "stage": step.stage.value,
        "heading": step.heading or None,
        "score": _score(step.score),
        "votes": step.votes,
        "cost": amount(step.cost),
        "left_before": amount(step.left_before),
        "left_after": amount(step.left_after),
        "tied_with": list(step.tied_with),
        "tie_broken_by": None if step.tie_broken_by is None else step.tie_broken_by.value,
        "missing_votes": step.missing_votes,
        "missing_money": _units(step.missing_money),
        "excluded_by": step.excluded_by,
        "shared": _shared(step.shared),
    }


def _shared(shared: Shared | None) -> Json:
    if shared is None:
        return None
    return {
        "effective": exact(shared.effective),
        "payment": _units(shared.payment),
        "full": shared.full,
        "all_in": shared.all_in,
        "money": _units(shared.money),
    }


def _score(score: Score) -> Json:
    return score if isinstance(score, int) else exact(score)


def _units(tyiyn: Fraction | None) -> str | None:
    """An amount in tyiyn that may be a fraction, as a text in units of the currency."""
    return None if tyiyn is None else exact(tyiyn / TYIYN)
