"""The result of a commission as a text, and back: every figure, and all that they follow from.

The text is JSON with sorted keys and no blanks; exact numbers are texts ("12/25", "7"). Whoever
reads it works every figure out anew from the marks in it, and it has to come out the same.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pb.rules.commissions import written
from pb.rules.commissions.codes import codes
from pb.rules.commissions.criteria import Criteria
from pb.rules.commissions.members import Member, Seat
from pb.rules.commissions.ranking import Application, TieRule
from pb.rules.commissions.results import (
    ApplicationFigures,
    CommissionResult,
    MarkedFigures,
    MeasuredFigures,
    result_of,
)
from pb.rules.commissions.sheets import ScoreSheet
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotValid
from pb.rules.rule_sets.choices import Sector


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a result follows from; `code_seed` makes the codes of a blind scoring, in hex."""

    criteria: Criteria
    applications: tuple[Application, ...]
    members: tuple[Member, ...]
    sheets: tuple[ScoreSheet, ...]
    ties: tuple[TieRule, ...]
    seed: str | None = None
    code_seed: str | None = None

    @property
    def codes(self) -> dict[str, str]:
        """What the applications were called while they were scored; nothing where by number."""
        if self.code_seed is None:
            return {}
        return codes((one.ref for one in self.applications), bytes.fromhex(self.code_seed))

    @property
    def result(self) -> CommissionResult:
        """Every figure, worked out.

        Raises:
            NotNow, Conflict, NotValid: as `result_of` does.
        """
        return result_of(
            self.criteria,
            self.applications,
            self.members,
            self.sheets,
            ties=self.ties,
            seed=self.seed,
        )


def text_of(facts: Facts) -> str:
    """The facts and every figure that follows from them, as one text.

    Raises:
        NotNow, Conflict, NotValid: as `result_of` does.
    """
    found = facts.result
    handed_in = [sheet for sheet in facts.sheets if sheet.is_handed_in]
    whole = {
        "criteria": written.text_of(facts.criteria),
        "ties": [tie.value for tie in facts.ties],
        "seed": facts.seed,
        "code_seed": facts.code_seed,
        "needed": found.needed,
        "members": [_member(member) for member in facts.members],
        "applications": [
            _application(one.application) | {"marks": _marks(one.application.ref, handed_in)}
            for one in found.applications
        ],
        "figures": [_figures(one) for one in found.applications],
    }
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Facts:
    """The facts a text was made of; its figures are worked out anew and compared.

    Raises:
        NotValid: FIGURES_UNREADABLE where they are no facts, or other figures follow from them.
    """
    try:
        facts = _facts(json.loads(text))
        is_whole = text_of(facts) == text
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotValid(Code.FIGURES_UNREADABLE) from error
    if not is_whole:
        raise NotValid(Code.FIGURES_UNREADABLE)
    return facts


def _facts(whole: Mapping[str, Any]) -> Facts:
    return Facts(
        written.criteria_of(whole["criteria"]),
        tuple(_application_of(one) for one in whole["applications"]),
        tuple(_member_of(one) for one in whole["members"]),
        tuple(
            ScoreSheet(member, one["ref"], _pairs(marks), is_handed_in=True)
            for one in whole["applications"]
            for member, marks in one["marks"].items()
        ),
        tuple(TieRule(tie) for tie in whole["ties"]),
        whole["seed"],
        whole["code_seed"],
    )


def _member(member: Member) -> dict[str, Any]:
    return {
        "ref": member.ref,
        "seats": sorted(member.seats),
        "declared": member.has_declared,
        "conflicts": sorted(member.conflicts),
        "excused": member.is_excused,
    }


def _member_of(given: Mapping[str, Any]) -> Member:
    return Member(
        given["ref"],
        frozenset(Seat(seat) for seat in given["seats"]),
        given["declared"],
        frozenset(given["conflicts"]),
        given["excused"],
    )


def _application(one: Application) -> dict[str, Any]:
    favoured = {} if one.sector is None else {"sector": one.sector.value}
    return favoured | {
        "ref": one.ref,
        "cost": one.cost,
        "asked": one.asked,
        "own": one.own,
        "beneficiaries": one.beneficiaries,
        "registered": one.registered,
        "votes": one.votes,
        "values": {key: str(value) for key, value in one.values},
    }


def _application_of(given: Mapping[str, Any]) -> Application:
    return Application(
        given["ref"],
        Tyiyn(given["cost"]),
        Tyiyn(given["asked"]),
        Tyiyn(given["own"]),
        given["beneficiaries"],
        given["registered"],
        given["votes"],
        _pairs(given["values"]),
        Sector(given["sector"]) if "sector" in given else None,
    )


def _marks(ref: str, sheets: Iterable[ScoreSheet]) -> dict[str, dict[str, str]]:
    return {
        sheet.member: {key: str(mark) for key, mark in sheet.marks}
        for sheet in sheets
        if sheet.application == ref
    }


def _pairs(given: Mapping[str, str]) -> tuple[tuple[str, Fraction], ...]:
    return tuple((key, Fraction(value)) for key, value in given.items())


def _figures(one: ApplicationFigures) -> dict[str, Any]:
    place = one.place
    more = {"bonus": str(one.bonus)} if one.bonus else {}
    return more | {
        "ref": place.ref,
        "place": place.number,
        "exact_total": str(one.exact_total),
        "total": str(one.total),
        "tied_with": list(place.tied_with),
        "decided_by": place.decided_by.value if place.decided_by else None,
        "counted": list(one.counted),
        "left_out": {ref: bar.value for ref, bar in one.left_out},
        "blocks": [
            {
                "key": block.block.key,
                "criteria": _rows(block.criteria),
                "sum": str(block.sum),
                "points": str(block.points),
            }
            for block in one.blocks
        ],
    }


def _rows(rows: Sequence[MarkedFigures | MeasuredFigures]) -> list[dict[str, str]]:
    said = []
    for row in rows:
        figures = {
            "key": row.criterion.key,
            "points": str(row.points),
            "weighted": str(row.weighted),
        }
        if isinstance(row, MarkedFigures):
            figures |= {
                "smallest": str(row.spread.smallest),
                "median": str(row.spread.median),
                "largest": str(row.spread.largest),
                "mean": str(row.mean),
            }
        else:
            figures |= {"value": str(row.value)}
        said.append(figures)
    return said
