"""The columns of a roll, and how offices call them in Kyrgyz, Russian and English."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from pb.rules.texts import folded


class Column(StrEnum):
    """What a roll may tell of a person."""

    PIN = "pin"
    NAME = "name"
    SETTLEMENT = "settlement"
    BORN = "born"
    SEX = "sex"
    ADDRESS = "address"
    PHONE = "phone"


REQUIRED = (Column.PIN, Column.NAME, Column.SETTLEMENT)

_CALLED: dict[Column, str] = {
    Column.PIN: (
        "ПИН; ПИН код; ПИНи; ИНН; ЖИН; PIN; INN; жеке номери; жеке идентификациялык номери;"
        " идентификациялык жеке номери; идентификациялык номери; персональный номер;"
        " персональный идентификационный номер; идентификационный номер; personal number"
    ),
    Column.NAME: (
        "аты-жөнү; толук аты-жөнү; шайлоочунун аты-жөнү; фамилиясы, аты, атасынын аты;"
        " аты, фамилиясы; ФАА; ФИО; ФИО избирателя; фамилия, имя, отчество; фамилия имя;"
        " name; full name"
    ),
    Column.SETTLEMENT: (
        "айыл; айылы; айылдын аты; айыл аты; жашаган айылы; калктуу конуш; калктуу пункт; конуш;"
        " село; название села; населённый пункт; нас. пункт; village; settlement"
    ),
    Column.BORN: (
        "туулган күнү; туулган датасы; туулган жылы, айы, күнү; туулган күнү, айы, жылы;"
        " дата рождения; год, месяц, день рождения; число, месяц, год рождения; д.р.;"
        " date of birth; birth date; born"
    ),
    Column.SEX: "жынысы; жыныс; пол; sex; gender",
    Column.ADDRESS: (
        "дареги; дарек; жашаган дареги; жашаган жери; үй дареги; адрес; адреси;"
        " адрес проживания; адрес регистрации; место жительства; домашний адрес; address"
    ),
    Column.PHONE: (
        "телефон; телефону; телефон номери; тел.; уюлдук телефон; уюлдук телефону; байланыш"
        " телефону; номер телефона; мобильный телефон; моб. телефон; phone; mobile"
    ),
}
"""Names of each column, divided by semicolons; compared by letters and digits only."""

_NO_LETTERS = re.compile(r"[\W_]+")
_PARTS = re.compile(r"[/()\n;|]")
# Ten digits are a number of somebody or something, never the name of a column.
_SOMEBODY = re.compile(r"[0-9](?:[\s\-]?[0-9]){9,}|[0-9][.,][0-9]+[Ee]\+?[0-9]+")


def header_key(text: str) -> str:
    """The name of a column for comparing: folded, letters and digits only."""
    return _NO_LETTERS.sub("", folded(text))


_COLUMNS = {
    header_key(name): column for column, names in _CALLED.items() for name in names.split(";")
}


def column_called(text: str) -> Column | None:
    """The column a header names, as a whole or in one of its parts: "Айыл / село", "ПИН (ИНН)"."""
    whole = _COLUMNS.get(header_key(text))
    if whole is not None:
        return whole
    parts = {_COLUMNS.get(header_key(part)) for part in _PARTS.split(text)} - {None}
    # Parts that name two columns name none.
    return parts.pop() if len(parts) == 1 else None


def looks_like_a_person(header: Iterable[str]) -> bool:
    """Whether what should be names of columns is already the row of somebody."""
    return any(_SOMEBODY.search(cell) for cell in header)


def places_of(
    header: Sequence[str], mapping: Mapping[Column, str]
) -> dict[Column, tuple[int, ...]]:
    """Where each column stands, from 0: nowhere, at one place, or at several.

    `mapping` is what a person said and goes before what we recognise: for each column it names,
    only headers that read like the one given count, and these serve no other column. An empty one
    says that the file has no such column.
    """
    wanted = {column: header_key(given) for column, given in mapping.items()}
    taken = set(wanted.values()) - {""}
    places: dict[Column, list[int]] = {column: [] for column in Column}
    for place, cell in enumerate(header):
        key = header_key(cell)
        for column, given in wanted.items():
            if given and given == key:
                places[column].append(place)
        found = None if key in taken else column_called(cell)
        if found is not None and found not in wanted:
            places[found].append(place)
    return {column: tuple(found) for column, found in places.items()}
