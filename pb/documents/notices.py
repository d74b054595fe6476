"""Messages to phones, in both languages at once: a phone does not say what its owner reads."""

from datetime import datetime

from pb.rules import calendar
from pb.rules.messages import composed

LONGEST_NAME = 24
"""Signs of a name that fit; the whole name stands on the page."""


def of_look(name: str, at: datetime, phone: str | None) -> str:
    """That somebody looked at the reader's data; at most two parts."""
    when = f"{calendar.day_of(at):%d.%m} {calendar.clock(at)}"
    return composed(
        "%(when)s %(name)s маалыматыңызды ачты / открыл(а) ваши данные."
        " Себеби / причина: Демилге, «Менин маалыматым»%(phone)s",
        when=when,
        name=name[:LONGEST_NAME],
        phone=f", {phone[:16]}" if phone else "",
    )


def of_phone_change(at: datetime, phone: str | None) -> str:
    """To the phone that was somebody's until now; at most two parts."""
    when = f"{calendar.day_of(at):%d.%m}"
    return composed(
        "%(when)s айыл өкмөтүндө бул номер башкасына алмаштырылды / номер заменён на другой."
        " Сиз эмес болсоңуз / если не вы: Демилге%(phone)s",
        when=when,
        phone=f", {phone[:16]}" if phone else "",
    )


def of_vote(phone: str | None) -> str:
    """That a vote was marked in the reader's name; at most two parts."""
    return composed(
        "Сиздин атыңыздан добуш берилди / от вашего имени подан голос."
        " Сиз эмес болсоңуз / если не вы: Демилге%(phone)s",
        phone=f", {phone[:16]}" if phone else "",
    )


def of_group_invitation(name: str, code: str) -> str:
    """That somebody is invited into an initiative group; at most two parts."""
    return composed(
        "Сизди топко чакырышат / вас зовут в группу «%(name)s». Код: %(code)s."
        " Демилге, «Менин топторум»",
        name=name,
        code=code,
    )


def of_looks(number: int, phone: str | None) -> str:
    """How often the reader's data was looked at today; at most two parts."""
    return composed(
        "Бүгүн маалыматыңыз %(number)s жолу ачылды / сегодня ваши данные открывали: %(number)s."
        " Ким, эмнеге: Демилге%(phone)s",
        number=str(number),
        phone=f", {phone[:16]}" if phone else "",
    )
