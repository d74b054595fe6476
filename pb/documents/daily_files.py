"""The days of a voting as a table for Excel."""

from collections.abc import Iterable
from datetime import date

from pb.documents.spreadsheets import spreadsheet
from pb.rules.tally.election import Channel

COLUMNS = "first_day last_day channel from_hour until_hour people".split()
"""Of the table; a name is never given to something else, and new ones go to the end."""

Row = tuple[date, date, Channel, int, int, int]
"""The last three: from an hour of Bishkek, until an hour (exclusive), people."""


def daily_csv(rows: Iterable[Row]) -> str:
    """A line for each number that is published."""
    lines = (
        [first.isoformat(), last.isoformat(), channel.value, *hours]
        for first, last, channel, *hours in rows
    )
    return spreadsheet([COLUMNS, *lines])
