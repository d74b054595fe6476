"""How values are written for a reader: money, days, texts that stand in one language only."""

from datetime import date, datetime
from fractions import Fraction

from flask import Flask
from flask_babel import gettext
from markupsafe import Markup, escape

from pb.rules import calendar, money, numerals
from pb.rules.money import Tyiyn
from pb.rules.texts import Bilingual
from pb.web import names
from pb.web.language import language
from pb.web.static import stylesheet_address
from pb.web.surroundings import now


def set_up(app: Flask) -> None:
    """Give the templates their filters."""
    app.jinja_env.filters.update(
        figures=money.figures,
        som=som,
        day=day,
        moment=moment,
        month_of=month_of,
        weekday=weekday,
        clock=calendar.clock,
        number=money.grouped,
        share=share,
        told=told,
        plain=plain,
        last_day=calendar.last_day_before,
        paragraphs=paragraphs,
        lines=lines,
    )
    app.jinja_env.globals.update(
        name_of=names.of,
        stylesheet_address=stylesheet_address,
        now=now,
        days_left=calendar.days_left,
    )


def som(amount: Tyiyn, currency: str = "KGS") -> str:
    """An amount with its unit, in the reader's language."""
    return money.with_unit(amount, language(), currency)


def day(value: date | datetime, *, year: bool = False) -> Markup:
    """A day in the reader's language; the year where it is asked for. It does not break."""
    when = calendar.day_of(value) if isinstance(value, datetime) else value
    return Markup('<span class="nb">{}</span>').format(
        calendar.in_words(when, language(), year=year)
    )


def moment(value: datetime) -> Markup:
    """A day with its year and the time of day."""
    return Markup("{}, {}").format(day(value, year=True), calendar.clock(value))


def month_of(value: date) -> str:
    """A month with its year: "ноябрь 2026"."""
    return calendar.month_in_words(value, language())


def weekday(value: date) -> str:
    """The name of the day of the week."""
    return calendar.weekday(value, language())


def share(part: int, whole: int) -> str:
    """A share in per cent with one decimal, half up: "21,7"; "0" of nothing."""
    if not whole:
        return "0"
    return numerals.one_decimal(Fraction(part * 100, whole))


def told(text: Bilingual) -> Markup:
    """A text for the reader; where only the other language exists, that one, and saying so."""
    words, kept_in = text.read(language())
    if kept_in == language() or not words:
        return escape(words)
    return Markup('<span lang="{}">{}</span> <span class="untranslated">{}</span>').format(
        kept_in, words, gettext("No translation")
    )


def plain(text: Bilingual) -> str:
    """The same for titles and attributes, where no mark can stand."""
    return text.read(language())[0]


def paragraphs(text: Bilingual) -> Markup:
    """A longer text in paragraphs, in whichever language it stands."""
    words, kept_in = text.read(language())
    mark = Markup(' lang="{}"').format(kept_in) if kept_in != language() else Markup("")
    return Markup("").join(
        Markup("<p{}>{}</p>").format(mark, line) for line in words.split("\n") if line.strip()
    )


def lines(text: str) -> Markup:
    """What somebody wrote, in whatever language, in paragraphs."""
    return Markup("").join(
        Markup("<p>{}</p>").format(line) for line in text.split("\n") if line.strip()
    )
