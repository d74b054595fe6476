"""The days of a voting that are over, as everyone may see them, and as those who watch it do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pb.records import daily, kiosk_tickets
from pb.records.daily import Hour, MarkedHour
from pb.records.kiosk_tickets import ByClerk
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules import daily as rules
from pb.rules.rolls.states import DecisionKind
from pb.rules.rounds import LOT
from pb.rules.rule_sets import Parameter
from pb.rules.tally.election import Channel
from pb.services.rules import rules_of

DAY = timedelta(days=1)
HOURS = 24
MOST_DAYS = 60 * DAY
"""After the voting began; marks are brought in within a few days of its end."""


@dataclass(frozen=True)
class Days:
    """Days in a row with the people who took part in them; most often it is one day."""

    first: date
    last: date
    people: dict[Channel, int]
    hours: tuple[tuple[int, int, int], ...]
    """Of the votes by phone: from an hour, until an hour (exclusive), people."""

    @property
    def total(self) -> int:
        """Over all channels."""
        return sum(self.people.values())


@dataclass(frozen=True)
class Published:
    """What everyone may see, and what decides how fine it is."""

    days: tuple[Days, ...]
    smallest: int
    """No number but zero is smaller."""
    lot: int
    """The same for the hours of votes by phone."""
    left_out_from: date | None = None
    """The first of the last days, where too few took part in them for ever to be shown."""


def published(round_: Round, now: datetime) -> Published:
    """The days of a round that are over; a day in which few took part stands with others."""
    smallest = rules_of(round_).number(Parameter.SMALL_CELL)
    if round_.source is not None:
        return Published((), smallest, LOT)
    counts = daily.by_hour(round_.municipality_id, round_.id, _over(now))
    first = calendar.day_of(round_.voting_opens)
    rows = _rows(counts, first, _last_shown(round_, counts, now))
    ended = _ended(round_)
    is_over = ended is not None and ended < calendar.day_of(now)
    spans = rules.days(rows, smallest, is_over=is_over)
    days = tuple(_days(span, first, counts) for span in spans)
    rest = days[-1].last + DAY if days else first
    is_short = is_over and any(calendar.day_of(one.hour) >= rest for one in counts)
    return Published(days, smallest, LOT, rest if is_short else None)


@dataclass(frozen=True)
class Watched:
    """One day as the commission and the monitoring group see it."""

    day: date
    marked: Sequence[MarkedHour]
    enrolled: Sequence[tuple[date, str, int]]
    changed: Sequence[tuple[date, DecisionKind, int]]

    @property
    def total(self) -> int:
        """Everybody who took part that day."""
        return sum(one.people for one in self.marked)


def watched(round_: Round, day: date) -> Watched:
    """Who took part where and by whose hand, hour by hour, on a day that is over."""
    place, since, before = round_.municipality_id, calendar.start_of(day), calendar.end_of(day)
    return Watched(
        day,
        daily.marked_by_hour(place, round_.id, since, before),
        daily.enrolled_by(place, since, before),
        [one for one in daily.roll_changes(place, round_.id, before) if one[0] == day],
    )


def tickets_by_clerk(round_: Round, now: datetime) -> Sequence[ByClerk]:
    """Who gave how many tickets for kiosks on the days that are over, the most first."""
    return kiosk_tickets.by_clerk(round_.municipality_id, round_.id, _over(now))


def days_over(round_: Round, now: datetime) -> list[date]:
    """The days of the voting that are over, the latest first, and those of late marks."""
    first = calendar.day_of(round_.voting_opens)
    last = min(_last_day(round_, now), first + MOST_DAYS)
    return [last - DAY * at for at in range((last - first).days + 1)]


def _over(now: datetime) -> datetime:
    """The instant today began at: what is earlier is of days that are over."""
    return calendar.start_of(calendar.day_of(now))


def _ended(round_: Round) -> date | None:
    """The day after which nobody can be marked any more; None while that is not known."""
    ending = round_.decided_at or round_.cancelled_at
    return None if ending is None else calendar.day_of(ending)


def _last_day(round_: Round, now: datetime) -> date:
    """The last day that counts and is over."""
    yesterday = calendar.day_of(now) - DAY
    ended = _ended(round_)
    return yesterday if ended is None else min(yesterday, ended)


def _last_shown(round_: Round, counts: Sequence[Hour], now: datetime) -> date:
    """The last day of a table: of the voting, or of marks that were brought in late."""
    opens = calendar.day_of(round_.voting_opens)
    last_of_voting = calendar.day_of(round_.voting_closes) - DAY
    used = max((calendar.day_of(one.hour) for one in counts), default=opens)
    return min(_last_day(round_, now), opens + MOST_DAYS, max(last_of_voting, used))


def _rows(counts: Sequence[Hour], first: date, last: date) -> list[rules.Counts]:
    found: dict[tuple[date, Channel], int] = {}
    for one in counts:
        key = (calendar.day_of(one.hour), one.channel)
        found[key] = found.get(key, 0) + one.people
    days = [first + DAY * at for at in range((last - first).days + 1)]
    return [tuple(found.get((day, channel), 0) for channel in Channel) for day in days]


def _days(span: rules.Span, first: date, counts: Sequence[Hour]) -> Days:
    begins, ends = first + DAY * span.first, first + DAY * span.last
    people = dict(zip(Channel, span.counts, strict=True))
    return Days(begins, ends, people, _hours(begins, counts) if begins == ends else ())


def _hours(day: date, counts: Sequence[Hour]) -> tuple[tuple[int, int, int], ...]:
    of_day = [0] * HOURS
    for one in counts:
        if one.channel is Channel.INTERNET and calendar.day_of(one.hour) == day:
            of_day[one.hour.astimezone(calendar.BISHKEK).hour] += one.people
    return tuple((one.first, one.last + 1, one.counts[0]) for one in rules.hours(of_day, LOT))
