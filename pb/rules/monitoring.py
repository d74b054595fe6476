"""Joint monitoring: the indicators, the scale, and the answer each recommendation is owed.

Law: the model regulation on joint monitoring and evaluation (05.09.2019, No. 01-18/84). Its text
was not to be had, so indicators, scale, size of a group and the term to answer are defaults of
ours (domain dossier, 2 and 11.3), to be replaced by the text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from pb.rules import calendar
from pb.rules.holidays import Workdays
from pb.rules.refusals import Code, NotValid
from pb.rules.texts import clean_optional

SMALLEST = 1
LARGEST = 5
"""The scale, from "very bad" to "very good", both inclusive."""

SHORTEST_REASON = 10
REMARK_LENGTH = (1, 1_000)
FINDING_LENGTH = (20, 5_000)
RECOMMENDATION_LENGTH = (10, 1_000)
CAPTION_LENGTH = (3, 150)
ANSWER_LENGTH = (1, 2_000)
"""Shortest and longest, in characters, both inclusive."""

GROUP_SIZE = (3, 15)
MOST_PHOTOS = 6
MOST_RECOMMENDATIONS = 10
DAYS_TO_ANSWER = 14
"""Working days the office has to answer, counted from the day after the publication."""


class Indicator(StrEnum):
    """What a group looks at, in this order; each has a question in words at the doors."""

    FINISHED_ON_TIME = "finished_on_time"
    AS_PROMISED = "as_promised"
    QUALITY = "quality"
    WORKS_TODAY = "works_today"
    MONEY_CLEAR = "money_clear"
    PEOPLE_SATISFIED = "people_satisfied"


class EvaluationState(StrEnum):
    """Where an evaluation stands; what is published never changes."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Moment(StrEnum):
    """What a photo shows: the place as it was, or as it is."""

    BEFORE = "before"
    NOW = "now"


class Answer(StrEnum):
    """What the office makes of a recommendation; another answer than "accepted" needs reasons."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REFUSED = "refused"


@dataclass(frozen=True)
class Score:
    """One indicator assessed; `value` None means it could not be, and the remark says why."""

    indicator: Indicator
    value: int | None
    remark: str | None = None


def check_scores(scores: Sequence[Score], *, complete: bool = True) -> tuple[Score, ...]:
    """The scores in the order of the indicators, remarks cleaned; with `complete` all of them.

    The place in a form is `score_quality` for a value and `remark_quality` for a remark.

    Raises:
        NotValid: INDICATOR_TWICE, SCORE_UNREADABLE (off the scale), SCORE_NEEDS_REASON (not
            assessed, and no reason of ten characters), INDICATORS_MISSING, or what
            `texts.clean` finds.
    """
    checked: dict[Indicator, Score] = {}
    for score in scores:
        if score.indicator in checked:
            raise NotValid(
                Code.INDICATOR_TWICE, f"score_{score.indicator}", indicator=score.indicator
            )
        checked[score.indicator] = _check(score)
    missing = tuple(indicator for indicator in Indicator if indicator not in checked)
    if complete and missing:
        raise NotValid(
            Code.INDICATORS_MISSING,
            f"score_{missing[0]}",
            missing=missing,
            number=len(missing),
            needed=len(Indicator),
        )
    return tuple(checked[indicator] for indicator in Indicator if indicator in checked)


def average(scores: Iterable[Score]) -> Fraction | None:
    """The mean of the values given, exactly; None where nothing could be assessed."""
    values = [score.value for score in scores if score.value is not None]
    return Fraction(sum(values), len(values)) if values else None


def answer_due(issued: datetime, worked: Workdays) -> date:
    """The last day (of Bishkek, inclusive) on which a recommendation is answered in time."""
    return worked.after(calendar.day_of(issued), DAYS_TO_ANSWER)


def days_late(due: date, now: datetime) -> int:
    """How many days an answer still missing is overdue; 0 while its term lasts."""
    return max(0, (calendar.day_of(now) - due).days)


def check_answer(answer: Answer, reasons: str | None) -> str | None:
    """The cleaned reasons of an answer; "accepted" may stand without.

    Raises:
        NotValid: ANSWER_NEEDS_REASONS at `reasons`, or what `texts.clean` finds.
    """
    cleaned = clean_optional(reasons, "reasons", ANSWER_LENGTH, lines=True)
    if answer is not Answer.ACCEPTED and len(cleaned or "") < SHORTEST_REASON:
        raise NotValid(
            Code.ANSWER_NEEDS_REASONS,
            "reasons",
            answer=answer,
            shortest=SHORTEST_REASON,
            length=len(cleaned or ""),
        )
    return cleaned


def check_visit(visited_on: date, voting_closes: datetime, now: datetime) -> None:
    """Refuse a day of a visit that cannot be: before the project was chosen, or yet to come.

    Raises:
        NotValid: VISIT_OUT_OF_RANGE at `visited_on`, with the days it must lie between, inclusive.
    """
    earliest, latest = calendar.day_of(voting_closes), calendar.day_of(now)
    if not earliest <= visited_on <= latest:
        raise NotValid(
            Code.VISIT_OUT_OF_RANGE,
            "visited_on",
            given=visited_on,
            earliest=earliest,
            latest=latest,
        )


def check_recommendations(texts: Sequence[str]) -> tuple[str, ...]:
    """The recommendations cleaned, in their order, without the fields left empty.

    The place in a form is `recommendation_1` and on.

    Raises:
        NotValid: NUMBER_OUT_OF_RANGE for too many, or what `texts.clean` finds.
    """
    if len(texts) > MOST_RECOMMENDATIONS:
        raise NotValid(
            Code.NUMBER_OUT_OF_RANGE, "recommendation_1", smallest=0, largest=MOST_RECOMMENDATIONS
        )
    cleaned = (
        clean_optional(text, f"recommendation_{number}", RECOMMENDATION_LENGTH, lines=True)
        for number, text in enumerate(texts, 1)
    )
    return tuple(text for text in cleaned if text is not None)


def _check(score: Score) -> Score:
    name = f"remark_{score.indicator}"
    if score.value is not None and not SMALLEST <= score.value <= LARGEST:
        raise NotValid(
            Code.SCORE_UNREADABLE,
            f"score_{score.indicator}",
            indicator=score.indicator,
            given=str(score.value)[:40],
            smallest=SMALLEST,
            largest=LARGEST,
        )
    remark = clean_optional(score.remark, name, REMARK_LENGTH, lines=True)
    if score.value is None and len(remark or "") < SHORTEST_REASON:
        raise NotValid(
            Code.SCORE_NEEDS_REASON,
            name,
            indicator=score.indicator,
            shortest=SHORTEST_REASON,
            length=len(remark or ""),
        )
    return Score(score.indicator, score.value, remark)
