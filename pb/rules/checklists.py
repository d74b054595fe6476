"""The checklist of a review: what follows from the rules, worked out or answered by people.

What a computer can decide is worked out from the figures; the rest is answered by reviewers. A
proposal is admitted only when every item is met. A written explanation does not make up for an
item: it would let an office admit for one what it refuses another, and who disagrees with an item
has the appeal.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pb.rules.contributions import WHOLE, Kind
from pb.rules.money import ZERO, Tyiyn, total
from pb.rules.refusals import Code, NotValid
from pb.rules.texts import clean_optional

NOTE_LENGTH = (2, 500)


class Item(StrEnum):
    """What is looked at, in the order of the list."""

    LOCAL = "item_local"
    APPLICANT = "item_applicant"
    RESIDENCE = "item_residence"
    PAPERS = "item_papers"
    LAWFUL = "item_lawful"
    FEASIBLE = "item_feasible"
    JUSTIFIED = "item_justified"
    SUMS = "item_sums"
    CEILING = "item_ceiling"
    OWN_SHARE = "item_own_share"
    CONTRIBUTIONS = "item_contributions"


class Verdict(StrEnum):
    """What is found of an item."""

    MET = "item_met"
    NOT_MET = "item_not_met"
    NOT_SURE = "item_not_sure"


WORKED_OUT = frozenset({Item.SUMS, Item.CEILING, Item.OWN_SHARE, Item.CONTRIBUTIONS})
"""What follows from figures; the sums of a proposal from before lines were kept are answered."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The money of a proposal beside what the rules say of it; tyiyn, the minimum in basis points.

    `asked` is what the budget would give, `lines` what the lines of its estimate make up, `covered`
    what the author asked and all promises make up together; None where no lines are kept, and then
    people answer whether the estimate adds up.
    """

    asked: Tyiyn
    ceiling: Tyiyn
    own: Mapping[Kind, Tyiyn]
    own_minimum: int
    kinds: Collection[Kind]
    lines: Tyiyn | None = None
    covered: Tyiyn | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """An item with what is found of it (None: nobody has answered) and the figures behind that."""

    item: Item
    verdict: Verdict | None
    facts: tuple[tuple[str, int], ...] = ()
    is_worked_out: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it holds."""
        return self.verdict is Verdict.MET


def worked_out(figures: Figures) -> dict[Item, Finding]:
    """What the figures alone decide."""
    own = total(list(figures.own.values()))
    whole = Tyiyn(figures.asked + own)
    least = Tyiyn(-(-whole * figures.own_minimum // WHOLE))
    strange = total([amount for kind, amount in figures.own.items() if kind not in figures.kinds])
    found = [
        _figured(
            Item.CEILING,
            figures.asked <= figures.ceiling,
            asked=figures.asked,
            ceiling=figures.ceiling,
        ),
        _figured(Item.OWN_SHARE, own >= least, own=own, least=least, whole=whole),
        _figured(Item.CONTRIBUTIONS, strange == ZERO, strange=strange),
    ]
    if figures.lines is not None:
        covered = figures.asked if figures.covered is None else figures.covered
        same = figures.lines == covered
        found.append(_figured(Item.SUMS, same, lines=figures.lines, asked=covered))
    return {finding.item: finding for finding in found}


def asked_of_people(figures: Figures) -> tuple[Item, ...]:
    """The items that reviewers answer, in the order of the list."""
    known = worked_out(figures)
    return tuple(item for item in Item if item not in known)


def findings(figures: Figures, answers: Mapping[Item, Collection[Verdict]]) -> tuple[Finding, ...]:
    """Every item with what is found of it, in the order of the list.

    `answers` are those of all reviewers: one who says that an item is not met outweighs the
    others, and one who is not sure leaves it open, so nobody is outvoted in silence.
    """
    known = worked_out(figures)
    return tuple(known.get(item) or Finding(item, _common(answers.get(item, ()))) for item in Item)


def check_met(found: Sequence[Finding]) -> None:
    """Refuse to admit what does not meet every item.

    Raises:
        NotValid: ITEMS_NOT_MET, with the items that are not met or still open.
    """
    lacking = tuple(finding.item.value for finding in found if not finding.is_met)
    if lacking:
        raise NotValid(Code.ITEMS_NOT_MET, "outcome", items=lacking)


def note(text: str | None, field: str) -> str | None:
    """The cleaned note of a reviewer at an item; nothing typed is None.

    Raises:
        NotValid: what `texts.clean` finds.
    """
    return clean_optional(text, field, NOTE_LENGTH, lines=True)


def _common(verdicts: Collection[Verdict]) -> Verdict | None:
    for heaviest in (Verdict.NOT_MET, Verdict.NOT_SURE, Verdict.MET):
        if heaviest in verdicts:
            return heaviest
    return None


def _figured(item: Item, is_met: bool, **facts: int) -> Finding:
    verdict = Verdict.MET if is_met else Verdict.NOT_MET
    return Finding(item, verdict, tuple(facts.items()), is_worked_out=True)
