"""Messages to phones, in both languages at once: a phone does not say what its owner reads."""

from datetime import date, datetime

from pb.rules import calendar
from pb.rules.appeals import AppealAnswer
from pb.rules.messages import composed
from pb.rules.reviews import Outcome

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


def of_mark_taken_back(phone: str | None, *, may_vote: bool) -> str:
    """That the mark of the reader's vote at an assembly is gone again; at most two parts."""
    of_ours = {"phone": f", {phone[:16]}" if phone else ""}
    if may_vote:
        return composed(
            "Жыйындагы белгиңиз алынды / снята отметка о вас на сходе."
            " Эми добуш бере аласыз / можете голосовать: Демилге%(phone)s",
            **of_ours,
        )
    return composed(
        "Жыйындагы белгиңиз алынды / снята отметка о вас на сходе."
        " Сурооңуз болсо / если есть вопросы: Демилге%(phone)s",
        **of_ours,
    )


def of_decision(number: int, phone: str | None) -> str:
    """To the person whose vote it was about: two people decided; at most two parts."""
    return composed(
        "Добушуңуз боюнча чечим / решение о вашем голосе: %(number)s."
        " Себеби / причина: Демилге, «Менин маалыматым»%(phone)s",
        number=str(number),
        phone=f", {phone[:16]}" if phone else "",
    )


def of_opening(number: int, phone: str | None) -> str:
    """To the holder who was not there: two others used the key; at most two parts."""
    return composed(
        "Сизсиз ачкыч колдонулду / без вас применён ключ: %(number)s-чечим / решение."
        " Демилге%(phone)s",
        number=str(number),
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


OUTCOMES = {
    Outcome.ADMITTED: "добуш берүүгө киргизилди / допущено к голосованию",
    Outcome.RETURNED: "%(day)s күнүнө чейин оңдоңуз / исправьте до %(day)s",
    Outcome.NOT_ADMITTED: "киргизилген жок / не допущено",
}
ANSWERS = {
    AppealAnswer.UPHELD: "Негиздүү: сунуш кайра каралат / Обоснована, рассмотрим снова",
    AppealAnswer.DISMISSED: "Канааттандырылган жок / Отклонена",
}


def of_outcome(number: int, outcome: Outcome, mend_by: date | None, phone: str | None) -> str:
    """To the author, what the office decided about the proposal of a register number."""
    day = f"{mend_by:%d.%m}" if mend_by else ""
    return composed(
        "Сунуш / предложение %(number)s: %(outcome)s. Себеби / причина: Демилге%(phone)s",
        number=str(number),
        outcome=OUTCOMES[outcome] % {"day": day},
        phone=f", {phone[:16]}" if phone else "",
    )


def of_estimate(number: int, phone: str | None) -> str:
    """To the author, that the office has put down another cost and waits for a word on it."""
    return composed(
        "Сунуш / предложение %(number)s: башка баа коюлду, жооп бериңиз / другая стоимость,"
        " ответьте: Демилге%(phone)s",
        number=str(number),
        phone=f", {phone[:16]}" if phone else "",
    )


def of_merge_offer(number: int, other: int, phone: str | None) -> str:
    """To the author of one proposal, that another one would merge into it."""
    return composed(
        "%(other)s-сунуш сиздики менен биригүүнү сунуштайт / предложение %(other)s хочет влиться"
        " в ваше %(number)s. Ответ: Демилге%(phone)s",
        number=str(number),
        other=str(other),
        phone=f", {phone[:16]}" if phone else "",
    )


def of_merge_answer(number: int, other: int, phone: str | None, *, accepted: bool) -> str:
    """To the author whose proposal should merge, what the other one said."""
    said = "макул / да, объединены" if accepted else "жок / нет"
    return composed(
        "Сунуш / предложение %(number)s + %(other)s: %(said)s. Демилге%(phone)s",
        number=str(number),
        other=str(other),
        said=said,
        phone=f", {phone[:16]}" if phone else "",
    )


def of_appeal(number: int, answer: AppealAnswer, phone: str | None) -> str:
    """To the author, what was answered to the appeal of a number."""
    return composed(
        "Даттануу / жалоба %(number)s. %(answer)s. Демилге%(phone)s",
        number=str(number),
        answer=ANSWERS[answer],
        phone=f", {phone[:16]}" if phone else "",
    )
