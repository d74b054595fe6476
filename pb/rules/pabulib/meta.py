"""The META section: what the file says about the election as a whole."""

import re
from dataclasses import dataclass

from pb.rules.money import Tyiyn
from pb.rules.pabulib import cells
from pb.rules.pabulib.cells import Day
from pb.rules.pabulib.problems import PabulibProblem, broken
from pb.rules.pabulib.sections import Sections
from pb.rules.refusals import Code, NotValid
from pb.rules.tally.election import VoteType

MOST_VOTES = 1_000_000
"""Ballots in one file; more than any municipality of Kyrgyzstan has voters."""

OBLIGATORY = (
    "description",
    "country",
    "unit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
)
"""Source: pabulib.org/format."""

_CURRENCY = re.compile("[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Meta:
    """META as read. `budget` in tyiyn; lengths inclusive, None where the file sets no limit.

    `currency` is the ISO 4217 code, "" where the file names none. `pairs` is every key with its
    text, `lines` the line of each key.
    """

    description: str
    country: str
    unit: str
    instance: str
    num_projects: int
    num_votes: int
    budget: Tyiyn
    vote_type: VoteType
    rule: str
    date_begin: Day
    date_end: Day
    min_length: int
    max_length: int | None
    threshold: int
    currency: str
    language: str
    pairs: tuple[tuple[str, str], ...]
    lines: dict[str, int]


def read_meta(sections: Sections) -> Meta:
    """The META section, which must come first.

    Raises:
        NotValid: FILE_BROKEN, or FILE_TOO_LARGE (limit, unit) where more votes are announced than
            one file may hold.
    """
    start, _ = sections.enter("META", "key;value")
    texts: dict[str, str] = {}
    lines: dict[str, int] = {}
    for line, (key, value) in sections.rows():
        cells.edges_clean(cells.all_seen(key, line), line)
        if key in lines:
            raise broken(PabulibProblem.META_TWICE, line, key=key)
        lines[key] = line
        if cells.empty(value):
            continue
        # What nobody sees is no text either.
        if not cells.empty(text := cells.name(cells.edges_clean(value, line), line)):
            texts[key] = text
    for key in OBLIGATORY:
        if key not in texts:
            raise broken(PabulibProblem.META_MISSING, lines.get(key, start), key=key)

    def whole(key: str) -> int | None:
        return cells.whole(texts[key], lines[key], key) if key in texts else None

    def obligatory(key: str) -> int:
        return cells.whole(texts[key], lines[key], key)

    _check_countable(texts, lines)
    num_votes = obligatory("num_votes")
    if num_votes > MOST_VOTES:
        raise NotValid(Code.FILE_TOO_LARGE, limit=MOST_VOTES, unit="votes")
    begin, end = _days(texts, lines)
    currency = texts.get("currency", "")
    if currency and not _CURRENCY.fullmatch(currency):
        raise broken(PabulibProblem.CURRENCY_UNREADABLE, lines["currency"], given=currency)
    return Meta(
        description=texts["description"],
        country=texts["country"],
        unit=texts["unit"],
        instance=texts["instance"],
        num_projects=obligatory("num_projects"),
        num_votes=num_votes,
        budget=cells.amount(texts["budget"], lines["budget"], "budget"),
        vote_type=_vote_type(texts["vote_type"], lines["vote_type"]),
        rule=texts["rule"],
        date_begin=begin,
        date_end=end,
        min_length=whole("min_length") or 0,
        max_length=whole("max_length"),
        threshold=whole("min_project_score_threshold") or 0,
        currency=currency,
        language=texts.get("language", ""),
        pairs=tuple(texts.items()),
        lines=lines,
    )


def _check_countable(texts: dict[str, str], lines: dict[str, int]) -> None:
    """What changes the points of a ballot and is not known here must not be passed over."""
    for key, vote_type, is_known in (
        ("scoring_fn", VoteType.ORDINAL, lambda given: given.casefold() == "borda"),
        ("default_score", VoteType.SCORING, lambda given: cells.says(given, 0)),
    ):
        given = texts.get(key)
        if texts["vote_type"] == vote_type and given is not None and not is_known(given):
            raise broken(PabulibProblem.META_UNCOUNTED, lines[key], key=key, given=given)


def _vote_type(given: str, line: int) -> VoteType:
    try:
        return VoteType(given)
    except ValueError:
        raise broken(PabulibProblem.VOTE_TYPE_UNKNOWN, line, given=given) from None


def _days(texts: dict[str, str], lines: dict[str, int]) -> tuple[Day, Day]:
    begin, end = (cells.day(texts[key], lines[key], key) for key in ("date_begin", "date_end"))
    first_year, last_year = (at if isinstance(at, int) else at.year for at in (begin, end))
    # A bare year may end on any of its days, so only years can be compared with it.
    wrong = last_year < first_year
    if not isinstance(begin, int) and not isinstance(end, int):
        wrong = end < begin
    if wrong:
        raise broken(PabulibProblem.DATES_OUT_OF_ORDER, lines["date_end"])
    return begin, end
