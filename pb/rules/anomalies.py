"""What stands out in a voting: reasons to look, never an accusation.

Every threshold is a named number. Those without another source are the design's own (a municipality
may look earlier or later); nothing is counted or refused by any of them.
"""

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from pb.rules import calendar

IDENTICAL_RUN = 10
"""Ballots in a row with the same marks, from so many on."""
FAST_BALLOTS = 20
FAST_SECONDS = 6
"""A practised clerk needs four seconds for digits alone, and has the paper to turn besides."""
FAST_TYPING = (FAST_BALLOTS - 1) * FAST_SECONDS
"""Seconds from the first to the last of so many ballots: one pause fewer than ballots."""
BAND_SHARE = 90
"""Per cent of an age. Wrocław, 2024: over 300 voters aged almost 100 in one day."""
BAND_TIMES = 2
"""Times the turnout of all."""
BAND_PEOPLE = 10
"""An age of fewer people on the roll shows nothing."""
AGES = (0, 25, 35, 45, 55, 65, 75, 85)
"""The first year of each band of ages."""
STATION_SIGMAS = 3
STATIONS = 4
"""Fewer stations have no mean to speak of."""
GAP_POINTS = 15
"""Between the shares by phone and on paper, in points. Moscow, 2019: 47 against 28 per cent."""
GAP_BALLOTS = 100
"""With fewer ballots of a channel such a gap comes about by chance."""
OPENS, CLOSES = 8, 20
"""Hours of Bishkek in which stations are open. Source: the law on elections."""
LATE_HOUR = 21
LATE_PEOPLE = 20
LATE_PART = 4
"""One part in so many of the day's votes; the three late hours are an eighth of the day."""
NOTE_LENGTH = (10, 1000)


class FlagKind(StrEnum):
    """Everything that is looked for."""

    IDENTICAL_BALLOTS = "identical_ballots"
    FAST_ENTRY = "fast_entry"
    SHARED_PHONE = "shared_phone"
    AGE_TURNOUT = "age_turnout"
    STATION_TURNOUT = "station_turnout"
    CHANNEL_GAP = "channel_gap"
    ODD_HOURS = "odd_hours"
    LATE_JUMP = "late_jump"


@dataclass(frozen=True)
class Flag:
    """One thing that stands out; the key stays the same however often it is looked for."""

    kind: FlagKind
    about: str
    """What it is about: a ref of a pile, a number of a station, a day. Empty for the round."""
    facts: Mapping[str, int | date] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What notes are kept under."""
        return f"{self.kind}:{self.about}" if self.about else self.kind.value


@dataclass(frozen=True)
class Pile:
    """An approved pile of ballots, measured while its lines were still there."""

    ref: str
    station: int
    number: int
    longest_run: int
    seconds: tuple[int | None, int | None]
    """The fastest FAST_BALLOTS lines of each reading; None for fewer lines, or for a file."""


@dataclass(frozen=True)
class Crowd:
    """People on the roll, or at a station, and how many of them voted."""

    name: int
    """The first year of a band of ages, or the number of a station."""
    voters: int
    voted: int


@dataclass(frozen=True)
class Support:
    """The ballots for one project by phone and on paper."""

    project: int
    internet: int
    paper: int


def percent(part: int, whole: int) -> int:
    """A share in whole per cent, half up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def longest_run(marks: Iterable[str | None]) -> int:
    """The most ballots in a row with the same marks; None is a ballot that counts for nothing."""
    runs = (sum(1 for _ in same) for value, same in itertools.groupby(marks) if value is not None)
    return max(runs, default=0)


def fastest(times: Sequence[datetime]) -> int | None:
    """The fewest whole seconds from the first to the last of FAST_BALLOTS lines in a row."""
    pairs = zip(times, times[FAST_BALLOTS - 1 :], strict=False)
    return min((int((last - first).total_seconds()) for first, last in pairs), default=None)


def in_piles(piles: Iterable[Pile]) -> list[Flag]:
    """Ballots that are alike, and readings faster than a hand turns the paper."""
    flags = []
    for pile in piles:
        where: dict[str, int | date] = {"station": pile.station, "pile": pile.number}
        if pile.longest_run >= IDENTICAL_RUN:
            facts = where | {"run": pile.longest_run}
            flags.append(Flag(FlagKind.IDENTICAL_BALLOTS, pile.ref, facts))
        for turn, seconds in enumerate(pile.seconds, start=1):
            if seconds is not None and seconds < FAST_TYPING:
                facts = where | {"turn": turn, "seconds": seconds, "ballots": FAST_BALLOTS}
                flags.append(Flag(FlagKind.FAST_ENTRY, f"{pile.ref}-{turn}", facts))
    return flags


def shared_phones(people_per_phone: Iterable[int], allowed: int) -> list[Flag]:
    """Telephones that more than one person voted by; `allowed` is what the rules let share one."""
    shared = [people for people in people_per_phone if people > 1]
    if not shared:
        return []
    facts = {"phones": len(shared), "people": sum(shared), "most": max(shared), "allowed": allowed}
    return [Flag(FlagKind.SHARED_PHONE, "", facts)]


def of_ages(bands: Sequence[Crowd]) -> list[Flag]:
    """Ages of which nearly all voted, or more than twice as many as of everybody."""
    voters, voted = sum(one.voters for one in bands), sum(one.voted for one in bands)
    flags = []
    for one in bands:
        is_full = one.voted * 100 >= one.voters * BAND_SHARE
        is_above = one.voted * voters > BAND_TIMES * voted * one.voters
        if one.voters >= BAND_PEOPLE and (is_full or is_above):
            facts = {
                "from_age": one.name,
                "share": percent(one.voted, one.voters),
                "average": percent(voted, voters),
                "people": one.voted,
            }
            flags.append(Flag(FlagKind.AGE_TURNOUT, str(one.name), facts))
    return flags


def of_stations(stations: Sequence[Crowd]) -> list[Flag]:
    """Stations whose turnout on paper is above the mean of the others by three deviations.

    By the others, because one of few stations pulls mean and deviation up to itself: among ten
    none could ever stand out. Whole numbers only: thousandths, and squares instead of a root.
    """
    shares = [1000 * one.voted // one.voters if one.voters else 0 for one in stations]
    flags = []
    for at, one in enumerate(stations):
        others = shares[:at] + shares[at + 1 :]
        number, total = len(others), sum(others)
        above = number * shares[at] - total
        spread = number * sum(share * share for share in others) - total * total
        if number + 1 >= STATIONS and above > 0 and above * above > STATION_SIGMAS**2 * spread:
            # Stations that are all alike have no deviation: a point above them is nothing.
            if above < number * 50:
                continue
            facts = {
                "station": one.name,
                "share": percent(one.voted, one.voters),
                "average": percent(total, 1000 * number),
            }
            flags.append(Flag(FlagKind.STATION_TURNOUT, str(one.name), facts))
    return flags


def of_channels(projects: Iterable[Support], internet: int, paper: int) -> list[Flag]:
    """Projects whose share by phone is far from that on paper; the totals are of ballots."""
    if min(internet, paper) < GAP_BALLOTS:
        return []
    flags = []
    for one in projects:
        gap = abs(one.internet * paper - one.paper * internet) * 100
        if gap >= GAP_POINTS * internet * paper:
            facts = {
                "project": one.project,
                "internet": percent(one.internet, internet),
                "paper": percent(one.paper, paper),
            }
            flags.append(Flag(FlagKind.CHANNEL_GAP, str(one.project), facts))
    return flags


def odd_hours(
    marks: Iterable[tuple[datetime, int, int]], is_worked: Callable[[date], bool]
) -> list[Flag]:
    """Marks (hour, station, people) while no station is open, or on a day nobody works."""
    found: dict[tuple[date, int], int] = {}
    for hour, station, people in marks:
        day, clock = calendar.day_of(hour), hour.astimezone(calendar.BISHKEK).hour
        if not OPENS <= clock < CLOSES or not is_worked(day):
            found[day, station] = found.get((day, station), 0) + people
    return [
        Flag(
            FlagKind.ODD_HOURS,
            f"{day.isoformat()}-{station}",
            {"day": day, "station": station, "people": people},
        )
        for (day, station), people in sorted(found.items())
    ]


def late_jumps(hours: Collection[tuple[datetime, int]]) -> list[Flag]:
    """Days of which a large part voted late in the evening; (hour, people) over all channels."""
    late: dict[date, int] = {}
    total: dict[date, int] = {}
    for hour, people in hours:
        day = calendar.day_of(hour)
        total[day] = total.get(day, 0) + people
        if hour.astimezone(calendar.BISHKEK).hour >= LATE_HOUR:
            late[day] = late.get(day, 0) + people
    return [
        Flag(
            FlagKind.LATE_JUMP,
            day.isoformat(),
            {"day": day, "people": people, "in_all": total[day], "hour": LATE_HOUR},
        )
        for day, people in sorted(late.items())
        if people >= LATE_PEOPLE and people * LATE_PART >= total[day]
    ]
