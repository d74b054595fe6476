"""What everybody may have of a round: its result and its ballots, once the result is confirmed.

One policy (`public_result`) stands before the page, the files and the export, so no door can know
more than another. Nothing is counted here: everything was kept with the result.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from pb.documents.result_files import Json
from pb.records import boards, documents, places, proposals, results
from pb.records.results import Result, ResultLine
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.pabulib import About, Shown, file_of, safe_to_show, shown_by, units, write
from pb.rules.refusals import Code, Conflict, NotFound
from pb.rules.rounds import is_result_public
from pb.rules.tally import Allocation
from pb.rules.tally.election import Channel, Outcome, TieBreak, VoteType
from pb.rules.texts import Bilingual
from pb.services import assemblies, counts, elections

VERSION = 1
"""Of the shape of the facts: higher where a reader of the former one would misread them."""

_COUNTRY = "Kyrgyzstan"


def public_result(round_: Round, now: datetime) -> Result | None:
    """The result of a round as everybody may see it; None until it is confirmed."""
    if not is_result_public(round_.phase(now)):
        return None
    return results.result_of(round_.municipality_id, round_.id)


def result_facts(round_: Round, now: datetime) -> dict[str, Json]:
    """Every figure of a result, in one shape; amounts are whole tyiyn.

    Raises:
        NotFound: NOT_FOUND until the result is confirmed.
    """
    result = _public(round_, now)
    counted: dict[str, Any] = json.loads(result.counted) if result.counted else {}
    ballots = {
        Channel.INTERNET: result.internet,
        Channel.PAPER: result.paper,
        Channel.ASSEMBLY: result.assembly,
    }
    with_channels = shown_by(ballots.values()) is Shown.BALLOTS
    steps = {step["project"]: step for step in counted.get("steps", ())}
    board = boards.board_of(round_.municipality_id, round_.id)
    return {
        "format": "demilge-result",
        "version": VERSION,
        "amounts": "tyiyn",
        "round": _round(round_),
        "rule": {
            "name": result.allocation_rule.value,
            "vote_type": round_.vote_type.value,
            "min_choices": round_.min_choices,
            "max_choices": round_.max_choices,
            "threshold": result.threshold,
            "ties": list[Json](result.ties.split(",")),
            "seed": counted.get("seed"),
            "rules_sha256": round_.rule_set_hash,
        },
        "result": {
            "version": result.version,
            "counted": _instant(result.counted_at),
            "confirmed": _instant(result.confirmed_at),
            "budget": result.budget,
            "cost": result.cost,
            "left": result.left,
            "selected": [
                line.project.number for line in result.lines if line.outcome is Outcome.WON
            ],
            "part_funded": [int(number) for number in counted.get("part_funded", ())],
            "shares": _shares(counted.get("passes", ())),
            "quorum": counted.get("quorum"),
        },
        "turnout": {
            "voters": result.voters,
            "participants": result.participants,
            "ballots": result.ballots,
            "marks": result.marks,
            "by_channel": {channel.value: number for channel, number in ballots.items()},
            # Null where they are told only together with the others: none, a few, all but a few.
            "at_kiosks": result.at_kiosks or None,
            "at_assemblies": result.at_assemblies,
            **_turnout(counted.get("turnout")),
        },
        "projects": [
            _project(
                line,
                steps.get(str(line.project.number), {}),
                with_channels=with_channels,
                with_hands=bool(result.at_assemblies),
            )
            for line in result.lines
        ],
        "assemblies": list[Json](assemblies.facts_of(round_)),
        "board": None if board is None else {"root": board.root.hex(), "sha256": board.sha256},
        "papers": [
            {"name": paper.file_name, "language": paper.language, "sha256": paper.sha256}
            for paper in documents.documents_of_round(round_.municipality_id, round_.id)
        ],
    }


def election_text(round_: Round, now: datetime) -> str:
    """The round as a .pb file of Pabulib: no age, no sex, no order; only totals of few ballots.

    Raises:
        NotFound: NOT_FOUND until the result is confirmed.
        Conflict: HANDS_ARE_NO_BALLOTS; RESULT_STALE while a correction of the count is due.
    """
    result = _public(round_, now)
    if result.at_assemblies:
        raise Conflict(Code.HANDS_ARE_NO_BALLOTS)
    # The ballots are those of now: while a correction is due, the winners would not be theirs.
    counts.require_fresh(round_, result)
    election = replace(
        elections.election_of(round_, proposals.projects_of(round_.id)),
        title=round_.title.read("ky")[0],
    )
    place = places.municipality_by_id(round_.municipality_id)
    about = About(
        country=_COUNTRY if round_.source is None else place.raion_ky,
        unit=place.name_ky,
        instance=round_.edition,
        date_begin=calendar.day_of(round_.voting_opens),
        date_end=calendar.last_day_before(round_.voting_closes),
        # The names of an imported election stay in a language its file did not have to say.
        language="ky" if round_.source is None else "",
        more=tuple(_limits(round_)),
    )
    return write(file_of(election, about, _allocation(result)), safe_to_show(election))


def _public(round_: Round, now: datetime) -> Result:
    result = public_result(round_, now)
    if result is None:
        raise NotFound(Code.NOT_FOUND)
    return result


def _limits(round_: Round) -> Iterator[tuple[str, str]]:
    """What one ballot could hold, by the keys the format has for it."""
    if round_.vote_type is VoteType.CUMULATIVE and round_.points:
        yield "max_sum_points", str(round_.points)
    if round_.vote_type is VoteType.SCORING and round_.points:
        yield "max_points", str(round_.points)
    if round_.within_budget:
        yield "max_sum_cost", units(round_.budget)


def _allocation(result: Result) -> Allocation:
    """The kept result as an export needs it: who won, by what order of ties; without the steps."""
    counted: dict[str, Any] = json.loads(result.counted) if result.counted else {}
    scores = {str(line.project.number): line.score for line in result.lines}
    chosen = [str(line.project.number) for line in result.lines if line.outcome is Outcome.WON]
    mixed: Mapping[str, str] = counted.get("mixed") or {}
    return Allocation(
        rule=result.allocation_rule,
        ties=tuple(TieBreak(name) for name in result.ties.split(",")),
        ballots=result.ballots,
        budget=result.budget,
        scores=tuple(scores.items()),
        selected=tuple(chosen),
        cost=result.cost,
        left=result.left,
        steps=(),
        ballots_by_channel=(),
        votes=tuple(counted.get("votes", scores).items()),
        seed=counted.get("seed") or "",
        mixed=tuple((ref, Fraction(score)) for ref, score in mixed.items()),
    )


def _round(round_: Round) -> Json:
    place = places.municipality_by_id(round_.municipality_id)
    return {
        "name": f"{place.slug}/{round_.slug}",
        "municipality": {"ky": place.name_ky, "ru": place.name_ru},
        "title": _both(round_.title),
        "edition": round_.edition,
        "currency": round_.currency,
        "voting_from": calendar.day_of(round_.voting_opens).isoformat(),
        "voting_to": calendar.last_day_before(round_.voting_closes).isoformat(),
        "source": round_.source,
    }


def _project(
    line: ResultLine, step: Mapping[str, Any], *, with_channels: bool, with_hands: bool
) -> Json:
    project = line.project
    shared = step.get("shared") or {}
    missing = _tyiyn(step.get("missing_money"))
    return {
        "place": line.place,
        "number": project.number,
        "title": _both(project.title),
        "settlement": _both(project.settlement),
        "heading": line.heading_number,
        "cost": project.cost,
        "own_contribution": project.own_contribution,
        "votes": step.get("votes", line.score),
        "score": line.score,
        "by_channel": {
            "internet": line.internet,
            "paper": line.paper,
            "assembly": line.assembly,
        }
        if with_channels
        else None,
        "outcome": line.outcome.value,
        "stage": step.get("stage"),
        "missing_votes": step.get("missing_votes"),
        # Whoever lacks a part of a tyiyn lacks a whole one.
        "missing_money": None if missing is None else -(-missing.numerator // missing.denominator),
        "excluded_by": step.get("excluded_by"),
        "left_before": line.left_before,
        "left_after": line.left_after,
        "tied_with": [int(number) for number in line.tied_with.split(",") if number],
        "tie_broken_by": None if line.tie_broken_by is None else line.tie_broken_by.value,
        "effective_votes": shared.get("effective"),
        "payment": _exact(shared.get("payment")),
        "hands": line.assembly if with_hands else 0,
    }


def _shares(passes: Sequence[Mapping[str, Any]]) -> Json:
    """What one voter's share was, by heading; exact, as "p/q" tyiyn."""
    return [
        {
            "heading": turn["heading"],
            "voters": turn["shares"]["voters"],
            "first": _exact(turn["shares"]["first"]),
            "last": _exact(turn["shares"]["last"]),
            "raises": turn["shares"]["raises"],
        }
        for turn in passes
        if turn["shares"]
    ]


def _turnout(told: Mapping[str, Any] | None) -> dict[str, Json]:
    """The two tables, in which nobody can be recognised; empty where they could not be shown."""
    told = told or {}
    return {
        "villages": [
            {
                "names": [{"ky": ky, "ru": ru} for ky, ru in names],
                "voters": voters,
                "voted": voted,
            }
            for names, voters, voted in told.get("villages", ())
        ],
        "sexes": [
            {"sexes": names, "voters": voters, "voted": voted}
            for names, voters, voted in told.get("sexes", ())
        ],
    }


def _tyiyn(units: str | None) -> Fraction | None:
    """An exact amount, kept in units of the currency, in tyiyn."""
    return None if units is None else Fraction(units) * 100


def _exact(units: str | None) -> str | None:
    amount = _tyiyn(units)
    return None if amount is None else str(amount)


def _both(text: Bilingual) -> Json:
    return {"ky": text.ky, "ru": text.ru}


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")
