"""Days worked and days off: the holidays of the country, and what a municipality entered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import workdays as acts
from pb.records import rule_sets
from pb.records.rule_sets import WorkdayChange
from pb.rules import calendar, holidays
from pb.rules.access import Act
from pb.rules.holidays import Holiday
from pb.rules.refusals import Code, NotFound
from pb.web.access import actor, here, needs
from pb.web.forms.fields import YEARS
from pb.web.forms.plain import ButtonForm
from pb.web.forms.rules import WorkdayForm
from pb.web.language import language
from pb.web.refusals import refusals_on
from pb.web.surroundings import now

bp = Blueprint("workdays", __name__, url_prefix="/<place>/desk/workdays")


@dataclass(frozen=True)
class Span:
    """Days off in a row, or one day that was entered."""

    first: date
    last: date
    holiday: Holiday | None
    change: WorkdayChange | None

    def goes_on_with(self, other: "Span") -> bool:
        """Whether the other is the next day of the same holiday."""
        is_next = other.first - self.last == timedelta(days=1)
        untouched = self.change is None and other.change is None
        return is_next and untouched and self.holiday is other.holiday


@bp.get("")
@needs(Act.USE_DESK)
def index() -> str:
    """The days of a year nobody works, and where each of them is from."""
    return _index(WorkdayForm())


@bp.post("/new")
@needs(Act.DRAFT_RULES)
def enter() -> str | Response:
    """Enter a day."""
    g.form_path = url_for(".index", place=here().slug)
    form = WorkdayForm()
    if form.validate_on_submit():
        day: date = form["day"].data
        is_worked = form.kind.data == "worked"
        reason = form.reason.data or ""
        with refusals_on(form):
            acts.enter(actor(), here().id, day, is_worked, reason, language(), now())
            return _to(day.year, gettext("The day is entered."))
    return _index(form)


@bp.post("/<day>/take-back")
@needs(Act.DRAFT_RULES)
def take_back(day: str) -> Response:
    """Take back what was entered for a day."""
    g.form_path = url_for(".index", place=here().slug)
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        raise NotFound(Code.NOT_FOUND) from None
    acts.take_back(actor(), here().id, chosen, now())
    return _to(chosen.year, gettext("The calendar of the country holds for this day again."))


def _index(form: WorkdayForm) -> str:
    this_year = calendar.day_of(now()).year
    asked = request.args.get("year", this_year, int)
    year = asked if asked in YEARS else this_year
    entered = {change.day: change for change in rule_sets.workday_changes(here().id, year)}
    known = holidays.holidays(year)
    return render_template(
        "workdays/index.html",
        form=form,
        button=ButtonForm(),
        year=year,
        spans=_spans(known, entered),
        knows_moon=holidays.knows_the_moon_of(year),
        is_reckoned=year > holidays.RECKONED_AFTER,
    )


def _spans(known: Mapping[date, Holiday], entered: Mapping[date, WorkdayChange]) -> list[Span]:
    """The days of a year in order; days of one holiday that follow each other stand together."""
    found: list[Span] = []
    for day in sorted({*known, *entered}):
        span = Span(day, day, known.get(day), entered.get(day))
        last = found[-1] if found else None
        if last and last.goes_on_with(span):
            found[-1] = replace(last, last=day)
        else:
            found.append(span)
    return found


def _to(year: int, said: str) -> Response:
    flash(said)
    return redirect(url_for(".index", place=here().slug, year=year), 303)
