"""What the pages of a proposal show of its versions."""

import json
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from pb.records.proposal_parts import ProposalVersion
from pb.rules.differences import Piece, differences
from pb.rules.money import Tyiyn, with_unit
from pb.rules.proposal_steps import LENGTHS
from pb.web import names
from pb.web.language import language

LABELS = {
    "title": _l("Name"),
    "problem": _l("The problem"),
    "gains": _l("Who gains by it"),
    "solution": _l("What will be done"),
    "timetable": _l("Order of the work"),
    "upkeep": _l("Upkeep afterwards"),
    "risks": _l("Risks"),
}


@dataclass(frozen=True)
class TextChange:
    """One text of a proposal in one language, as two versions have it."""

    label: Any
    language: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Revision:
    """A version beside the one before it."""

    version: ProposalVersion
    cost_before: Tyiyn | None
    """None where it did not change, or for the first version."""
    texts: tuple[TextChange, ...]
    lists: tuple[tuple[Any, tuple[Piece, ...]], ...]
    """Budget lines and contributions, each list written out as text."""


def revisions(versions: list[ProposalVersion]) -> list[Revision]:
    """Every version with what it changed, the latest first."""
    found = []
    before: ProposalVersion | None = None
    for version in versions:
        found.append(_beside(before, version))
        before = version
    return found[::-1]


def _beside(before: ProposalVersion | None, after: ProposalVersion) -> Revision:
    if before is None:
        return Revision(after, None, (), ())
    old, new = json.loads(before.facts), json.loads(after.facts)
    texts = tuple(
        TextChange(LABELS[name], spoken, differences(was, is_))
        for name in LENGTHS
        for spoken in ("ky", "ru")
        if (was := old[name][spoken] or "") != (is_ := new[name][spoken] or "")
    )
    lists = tuple(
        (label, differences(was, is_))
        for label, write in (
            (gettext("Budget lines"), _lines),
            (gettext("Contributions"), _contributions),
            (gettext("Place, people and days"), _rest),
            (gettext("Merged into it"), _merged),
        )
        if (was := write(old)) != (is_ := write(new))
    )
    changed = before.cost if before.cost != after.cost else None
    return Revision(after, changed, texts, lists)


def _lines(facts: dict[str, Any]) -> str:
    return "\n".join(f"{title}: {_som(amount)}" for title, amount in facts["lines"])


def _contributions(facts: dict[str, Any]) -> str:
    return "\n".join(
        f"{names.of(party)}, {names.of(kind)}{f', {what}' if what else ''}: {_som(pledged)}"
        for party, kind, what, pledged, *_labour in facts["contributions"]
    )


def _merged(facts: dict[str, Any]) -> str:
    return "\n".join(f"№ {number} {ky or ru}" for number, ky, ru in facts.get("merged", ()))


def _rest(facts: dict[str, Any]) -> str:
    village = facts["settlement"]
    here = village[language() == "ru"] if village else gettext("All the villages")
    said = [here, facts["address"], facts["beneficiaries"], *facts["works"]]
    if group := facts.get("group"):
        said.append(f"№ {group[0]} {group[1] or group[2]}")
    said += [names.of(facts[name]) for name in ("applicant", "initiative", "sector") if facts[name]]
    return "\n".join(str(one) for one in said if one)


def _som(amount: int) -> str:
    return with_unit(Tyiyn(amount), language())
