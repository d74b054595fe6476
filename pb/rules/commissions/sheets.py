"""Score sheets: one a member and an application, sealed until all that must are handed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pb.rules.commissions.criteria import Criteria, Scale
from pb.rules.commissions.members import Member, who_must_score
from pb.rules.refusals import Code, Conflict, NotNow, NotValid


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The marks of one member for one application, by the key of the criterion."""

    member: str
    application: str
    marks: tuple[tuple[str, Fraction], ...] = ()
    is_handed_in: bool = False

    def mark(self, key: str) -> Fraction | None:
        """The mark under a criterion; None where it was not given yet."""
        return dict(self.marks).get(key)


def filled(
    sheet: ScoreSheet, typed: Mapping[str, str], criteria: Criteria, *, complete: bool = True
) -> ScoreSheet:
    """The sheet with the marks typed into it, in the order of the criteria.

    The place in a form is `mark_importance` and the like. Without `complete` a sheet may be kept
    half done, and a mark typed as nothing is taken out.

    Raises:
        Conflict: SHEET_HANDED_IN.
        NotValid: MARK_MISSING, DECIMAL_UNREADABLE, MARK_OUT_OF_RANGE, CRITERION_UNKNOWN.
    """
    if sheet.is_handed_in:
        raise Conflict(Code.SHEET_HANDED_IN)
    known = {criterion.key for criterion in criteria.marked}
    for key in typed:
        if key not in known:
            raise NotValid(Code.CRITERION_UNKNOWN, f"mark_{key}"[:60], given=key[:40])
    marks = []
    for criterion in criteria.marked:
        field = f"mark_{criterion.key}"
        text = typed.get(criterion.key, "").strip()
        if text and isinstance(criterion.measure, Scale):
            marks.append((criterion.key, criterion.measure.read(text, field)))
        elif complete:
            raise NotValid(Code.MARK_MISSING, field)
    return replace(sheet, marks=tuple(marks))


def handed_in(sheet: ScoreSheet, criteria: Criteria) -> ScoreSheet:
    """The sheet handed in: nothing in it changes any more.

    Raises:
        Conflict: SHEET_HANDED_IN.
        NotValid: MARK_MISSING at the first criterion without a mark.
    """
    if sheet.is_handed_in:
        raise Conflict(Code.SHEET_HANDED_IN)
    for criterion in criteria.marked:
        if sheet.mark(criterion.key) is None:
            raise NotValid(Code.MARK_MISSING, f"mark_{criterion.key}")
    return replace(sheet, is_handed_in=True)


def waited_for(
    members: Sequence[Member], applications: Iterable[str], sheets: Iterable[ScoreSheet]
) -> tuple[tuple[str, str], ...]:
    """The pairs of member and application whose sheet is still to be handed in."""
    here = {(sheet.member, sheet.application) for sheet in sheets if sheet.is_handed_in}
    owed = ((ref, one) for one in applications for ref in who_must_score(members, one))
    return tuple(pair for pair in owed if pair not in here)


def require_open(
    members: Sequence[Member], applications: Iterable[str], sheets: Iterable[ScoreSheet]
) -> None:
    """Refuse to open the sheets while one that must be handed in is not: all open together.

    Raises:
        NotNow: SHEETS_SEALED, with how many are still waited for.
    """
    if waiting := waited_for(members, applications, sheets):
        raise NotNow(Code.SHEETS_SEALED, number=len(waiting))


def readable_by(
    reader: str,
    members: Sequence[Member],
    applications: Sequence[str],
    sheets: Sequence[ScoreSheet],
) -> tuple[ScoreSheet, ...]:
    """The sheets a member may look at: their own at any time, the others once all are open."""
    is_open = not waited_for(members, applications, sheets)
    return tuple(sheet for sheet in sheets if is_open or sheet.member == reader)
