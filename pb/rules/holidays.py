"""Days nobody works in Kyrgyzstan, as data with their source; a municipality adds what is decreed.

Law: the Labour Code of 23.01.2025 No. 23. Since then 23 February, 7 April, 7 and 8 November are
working days, and a holiday that falls on a Saturday or a Sunday moves to no other day.
Source: the production calendar of the Ministry of Labour for 2026, as the press gives it. General
libraries of holidays still follow the code of 2004, so the list is kept here.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SATURDAY = 5


class Holiday(StrEnum):
    """Why nobody works on a day."""

    NEW_YEAR = "holiday_new_year"
    CHRISTMAS = "holiday_christmas"
    WOMEN = "holiday_women"
    NOORUZ = "holiday_nooruz"
    MAY = "holiday_may"
    INDEPENDENCE = "holiday_independence"
    OROZO_AIT = "holiday_orozo_ait"
    KURMAN_AIT = "holiday_kurman_ait"


# Month, first and last day, inclusive.
_EVERY_YEAR = (
    (Holiday.NEW_YEAR, 1, 1, 6),
    (Holiday.CHRISTMAS, 1, 7, 7),
    (Holiday.WOMEN, 3, 8, 8),
    (Holiday.NOORUZ, 3, 21, 21),
    (Holiday.MAY, 5, 1, 9),
    (Holiday.INDEPENDENCE, 8, 31, 31),
)

_BY_THE_MOON = {
    2025: ((Holiday.OROZO_AIT, 3, 30), (Holiday.KURMAN_AIT, 6, 6)),
    2026: ((Holiday.OROZO_AIT, 3, 20), (Holiday.KURMAN_AIT, 5, 27)),
    2027: ((Holiday.OROZO_AIT, 3, 9), (Holiday.KURMAN_AIT, 5, 16)),
    2028: ((Holiday.OROZO_AIT, 2, 26), (Holiday.KURMAN_AIT, 5, 5)),
}
"""The muftiyat announces them shortly before; those after 2026 are reckoned and may shift a day."""

RECKONED_AFTER = 2026


@dataclass(frozen=True)
class Workdays:
    """Which days are worked: weekdays without holidays, with what a municipality has entered.

    `off` and `worked` go before the calendar: a day of a decree, a Saturday worked instead.
    """

    off: Collection[date] = ()
    worked: Collection[date] = ()

    def is_worked(self, day: date) -> bool:
        """Whether a day counts as a working day."""
        if day in self.worked:
            return True
        return day not in self.off and day.weekday() < SATURDAY and day not in holidays(day.year)

    def after(self, day: date, number: int) -> date:
        """The day on which so many working days after `day` are over; `day` does not count."""
        while number > 0:
            day += timedelta(days=1)
            number -= self.is_worked(day)
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days there are from `first` to `last`, both inclusive."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return sum(self.is_worked(day) for day in days)


def holidays(year: int) -> Mapping[date, Holiday]:
    """The holidays of a year, by day."""
    found = {
        date(year, month, day): holiday
        for holiday, month, first, last in _EVERY_YEAR
        for day in range(first, last + 1)
    }
    by_moon = {date(year, month, day): which for which, month, day in _BY_THE_MOON.get(year, ())}
    return found | by_moon


def knows_the_moon_of(year: int) -> bool:
    """Whether the two days by the moon of a year are in the list at all."""
    return year in _BY_THE_MOON
