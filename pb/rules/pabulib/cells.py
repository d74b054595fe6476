"""What stands in single cells: whole numbers, amounts, days, names."""

import re
import unicodedata
from datetime import date

from pb.rules.money import LARGEST, Tyiyn
from pb.rules.pabulib.problems import PabulibProblem, broken

Day = date | int
"""A day, or only a year where the file tells no more."""

_WHOLE = re.compile(r"[0-9]{1,12}")
# Other programs write points as "5.0": it is the same whole number.
_POINTS = re.compile(r"(-?[0-9]{1,12})(?:\.0+)?")
# Noughts after the hundredths say nothing.
_AMOUNT = re.compile(r"([0-9]{1,30})(?:\.([0-9]{1,2})0*)?")
_TOO_FINE = re.compile(r"[0-9]+\.[0-9]{3,}")
_COMMA = re.compile(r"-?[0-9 ]*[0-9],[0-9., ]*")
_NEGATIVE = re.compile(r"-[0-9]+(?:\.[0-9]*)?")
_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_YEAR = re.compile(r"[12][0-9]{3}")
# A sign a browser would take for the beginning of a tag; "< 5 km" and "A<3" are only signs.
_TAG = re.compile(r"<[A-Za-z/!?]")
_WHITE = re.compile(r"\s+")
# Signs nobody sees, which names copied out of other programs are full of. Those that turn the
# direction of writing would show a clerk another text than the one that is counted.
_UNSEEN = ("Cc", "Cf")


def empty(cell: str) -> bool:
    """Whether the cell says nothing; pabutools writes "none" for that."""
    return cell.strip() in ("", "none", "None")


def whole(cell: str, line: int, what: str) -> int:
    """A whole number from 0, in ASCII digits; `what` is the key or column it stands under.

    Raises:
        NotValid: FILE_BROKEN: NUMBER_UNREADABLE.
    """
    if not _WHOLE.fullmatch(cell):
        raise broken(PabulibProblem.NUMBER_UNREADABLE, line, what=what, given=cell)
    return int(cell)


def points(cell: str, line: int, what: str = "points") -> int:
    """Points given to a project: a whole number, which may be negative when scoring.

    Raises:
        NotValid: FILE_BROKEN: NUMBER_UNREADABLE.
    """
    if not (found := _POINTS.fullmatch(cell)):
        raise broken(PabulibProblem.NUMBER_UNREADABLE, line, what=what, given=cell)
    return int(found[1])


def says(cell: str, number: int) -> bool:
    """Whether a cell of points is this number, in whatever way it is written."""
    found = _POINTS.fullmatch(cell)
    return found is not None and int(found[1]) == number


def amount(cell: str, line: int, what: str) -> Tyiyn:
    """An amount in units of the currency, as hundredths of it: "1500.5" is 150050 tyiyn.

    Raises:
        NotValid: FILE_BROKEN: COST_UNREADABLE, COST_COMMA, COST_NEGATIVE, COST_TOO_FINE,
            COST_TOO_LARGE; for nothing at all COST_ZERO, or BUDGET_ZERO under "budget".
    """
    if not (found := _AMOUNT.fullmatch(cell)):
        problem = PabulibProblem.COST_UNREADABLE
        for pattern, mended in (
            (_TOO_FINE, PabulibProblem.COST_TOO_FINE),
            (_COMMA, PabulibProblem.COST_COMMA),
            (_NEGATIVE, PabulibProblem.COST_NEGATIVE),
        ):
            if pattern.fullmatch(cell):
                problem = mended
        raise broken(problem, line, what=what, given=cell)
    units, hundredths = found.groups(default="")
    tyiyn = int(units) * 100 + int(hundredths.ljust(2, "0"))
    if not tyiyn:
        budget = what == "budget"
        raise broken(PabulibProblem.BUDGET_ZERO if budget else PabulibProblem.COST_ZERO, line)
    if tyiyn > LARGEST:
        raise broken(PabulibProblem.COST_TOO_LARGE, line, what=what, given=cell)
    return Tyiyn(tyiyn)


def day(cell: str, line: int, what: str) -> Day:
    """A day as DD.MM.YYYY, where a nought in front may be missing, or a year as YYYY.

    Raises:
        NotValid: FILE_BROKEN: DATE_UNREADABLE.
    """
    if _YEAR.fullmatch(cell):
        return int(cell)
    if found := _DAY.fullmatch(cell):
        of_month, month, year = map(int, found.groups())
        try:
            return date(year, month, of_month)
        except ValueError:
            pass  # the 31st of a month of thirty: no more a date than letters are
    raise broken(PabulibProblem.DATE_UNREADABLE, line, what=what, given=cell)


def seen(text: str) -> str:
    """What is seen of a text, in one line with single blanks."""
    if not text.isprintable():
        shown = (sign for sign in text if sign.isspace() or not _is_unseen(sign))
        text = "".join(shown)
    return _WHITE.sub(" ", text).strip()


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in _UNSEEN


def name(cell: str, line: int) -> str:
    """A name in one line, without a single tag and without signs nobody sees.

    Line breaks and runs of blanks become one blank.

    Raises:
        NotValid: FILE_BROKEN: HTML_IN_NAME.
    """
    clean = seen(cell)
    if _TAG.search(clean):
        raise broken(PabulibProblem.HTML_IN_NAME, line, given=clean)
    return clean


def all_seen(cell: str, line: int) -> str:
    """The cell itself, where everything in it can be seen.

    Raises:
        NotValid: FILE_BROKEN: CONTROL_CHARACTER.
    """
    if not cell.isprintable():
        for sign in filter(_is_unseen, cell):
            raise broken(PabulibProblem.CONTROL_CHARACTER, line, character=f"U+{ord(sign):04X}")
    return cell


def edges_clean(cell: str, line: int) -> str:
    """The cell itself, where no blank stands at its edges.

    Raises:
        NotValid: FILE_BROKEN: SPACES_AROUND.
    """
    if cell != cell.strip():
        raise broken(PabulibProblem.SPACES_AROUND, line, given=cell)
    return cell
