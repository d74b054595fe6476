"""What the check of a roll found, as it is kept locked beside the file until both are deleted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pb.gateways.keys import Keys
from pb.rules.refusals import NotValid
from pb.rules.rolls import (
    Column,
    FileProblem,
    Found,
    RollProblem,
    RollReport,
    RollWarning,
    unreadable,
)

LABEL = "roll-report"


@dataclass(frozen=True, repr=False)
class Kept:
    """A report read back; `refusal` is why the file could not be read to its end."""

    rows: int
    good: int
    left_out: int
    problems: tuple[Found, ...]
    warnings: tuple[Found, ...]
    hidden: int
    """Rows that findings speak of which are not listed one by one."""
    refusal: NotValid | None = None


def locked(report: RollReport, keys: Keys) -> bytes:
    """A report under the pepper: it repeats words of names and ends of personal numbers."""
    totals = sum(report.problem_totals.values()) + sum(report.warning_totals.values())
    named = sum(one.facts.get("number", 1) for one in (*report.problems, *report.warnings))
    told = {
        "rows": report.rows,
        "good": report.good,
        "left_out": report.left_out,
        "problems": [_plain(found) for found in report.problems],
        "warnings": [_plain(found) for found in report.warnings],
        "hidden": totals - named,
    }
    return keys.lock(LABEL, json.dumps(told, ensure_ascii=False).encode())


def locked_refusal(refusal: NotValid, keys: Keys) -> bytes:
    """Why a file could not be read to its end, under the pepper."""
    return keys.lock(LABEL, json.dumps({"unreadable": refusal.facts}).encode())


def unlocked(content: bytes, keys: Keys) -> Kept:
    """A report as it was locked.

    Raises:
        WrongKey: it was locked under another pepper.
    """
    told = json.loads(keys.unlock(LABEL, content))
    if "unreadable" in told:
        facts = dict(told["unreadable"])
        problem = FileProblem(facts.pop("problem"))
        return Kept(0, 0, 0, (), (), 0, unreadable(problem, **facts))
    return Kept(
        told["rows"],
        told["good"],
        told["left_out"],
        tuple(_found(each, RollProblem) for each in told["problems"]),
        tuple(_found(each, RollWarning) for each in told["warnings"]),
        told["hidden"],
    )


def _plain(found: Found) -> list[Any]:
    facts = {
        name: {"day": fact.isoformat()} if isinstance(fact, date) else fact
        for name, fact in found.facts.items()
    }
    return [found.row, found.column, found.kind, facts]


def _found(plain: list[Any], kinds: type[RollProblem] | type[RollWarning]) -> Found:
    row, column, kind, facts = plain
    return Found(row, Column(column) if column else None, kinds(kind), _facts(facts))


def _facts(plain: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name, fact in plain.items():
        if isinstance(fact, list):
            facts[name] = tuple(fact)
        elif isinstance(fact, dict):
            facts[name] = date.fromisoformat(fact["day"])
        else:
            facts[name] = fact
    return facts
