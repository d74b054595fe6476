"""Rolls of people who do not exist, as tables in memory."""

from datetime import date

from pb.rules.rolls import Format, Row, Table, check

TODAY = date(2026, 3, 2)
HEADER = ("ПИН", "Аты-жөнү", "Айыл", "Туулган күнү", "Жынысы", "Дареги", "Телефон")
VILLAGES = {"Ак-Суу": "Ак-Суу", "Жаңы-Турмуш": "Жаңы-Турмуш", "Кара-Булак": "Кара-Булак"}

GOOD = (
    "21503198500123",
    "Асанов Бакыт",
    "Ак-Суу",
    "15.03.1985",
    "эркек",
    "Достук, 1",
    "0555123456",
)
OTHER = ("10102199000001", "Бекова Айгүл", "Жаңы-Турмуш", "1990-02-01", "аял", "", "")


def good(**changed):
    """A good row with some of its cells replaced, by the names of columns."""
    names = ("pin", "name", "settlement", "born", "sex", "address", "phone")
    return tuple(changed.get(name, cell) for name, cell in zip(names, GOOD, strict=True))


def table(*rows, header=HEADER, marks=None):
    """A table whose header is row 1; `marks` are those of the first row under it."""
    made = [
        Row(number, tuple(cells), tuple(marks or ()) if number == 2 else ())
        for number, cells in enumerate(rows, start=2)
    ]
    return Table(Row(1, tuple(header)), iter(made), tuple(made[:5]), Format.CSV)


def checked(*rows, header=HEADER, marks=None, settlements=VILLAGES, **options):
    """The report on a table of these rows."""
    return check(table(*rows, header=header, marks=marks), settlements, TODAY, **options)
