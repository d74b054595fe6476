"""What the commission and the monitoring group watch a voting by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import findings as acts
from pb.documents.findings import FINDINGS, Finding
from pb.records import findings as records
from pb.records import rounds
from pb.records.findings import Note
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.anomalies import Flag
from pb.rules.refusals import Code, NotFound
from pb.rules.roles import Role
from pb.rules.rounds import is_open, is_result_public
from pb.services import daily, findings
from pb.web.access import actor, here, needs
from pb.web.forms.evidence import NoteForm
from pb.web.language import language
from pb.web.refusals import refusals_on
from pb.web.surroundings import now

bp = Blueprint("evidence", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/evidence")


@bp.get("")
@needs(Act.SEE_EVIDENCE)
def index(round_slug: str) -> str:
    """Everything there is to watch it by, and what is to be done with it."""
    round_ = rounds.round_of(here().id, round_slug)
    return render_template("evidence/index.html", round=round_, phase=round_.phase(now()))


@bp.get("/days")
@needs(Act.SEE_EVIDENCE)
def days(round_slug: str) -> str:
    """One day that is over: who took part where and by whose hand, hour by hour."""
    round_ = rounds.round_of(here().id, round_slug)
    over = daily.days_over(round_, now())
    asked = request.args.get("day", "")
    chosen = next((day for day in over if day.isoformat() == asked), over[0] if over else None)
    return render_template(
        "evidence/days.html",
        round=round_,
        days=over,
        watched=None if chosen is None else daily.watched(round_, chosen),
    )


@dataclass(frozen=True)
class Shown:
    """Something that stands out, in the words of the reader, with its notes."""

    key: str
    said: str
    finding: Finding
    notes: Sequence[Note]


@bp.get("/findings")
@needs(Act.SEE_EVIDENCE)
def anomalies(round_slug: str) -> str:
    """What stands out, what it may mean, what to do, and what was found out."""
    round_ = rounds.round_of(here().id, round_slug)
    return render_template(
        "evidence/findings.html",
        round=round_,
        shown=_shown(round_),
        is_now=is_open(Act.NOTE_FINDING, round_.phase(now())),
    )


@bp.route("/findings/<flag>", methods=["GET", "POST"])
@needs(Act.NOTE_FINDING)
def note(round_slug: str, flag: str) -> str | Response:
    """Write down what was found out about one of them."""
    round_ = rounds.round_of(here().id, round_slug)
    shown = next((one for one in _shown(round_) if one.key == flag), None)
    if shown is None:
        raise NotFound(Code.NOT_FOUND)
    form = NoteForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.note(actor(), here().id, round_slug, flag, form.text.data or "", now())
            flash(gettext("The note is kept; it cannot be changed any more."))
            where = url_for(".anomalies", place=here().slug, round_slug=round_slug)
            return redirect(where, 303)
    return render_template("evidence/note.html", round=round_, one=shown, form=form)


def _shown(round_: Round) -> list[Shown]:
    with_result = is_result_public(round_.phase(now())) or Role.COMMISSION in actor().roles
    notes = records.notes_of(here().id, round_.id)
    return [
        Shown(
            flag.key,
            gettext(FINDINGS[flag.kind].said) % _in_words(flag),
            FINDINGS[flag.kind],
            [one for one in notes if one.flag == flag.key],
        )
        for flag in findings.flags_of(round_, now(), with_result=with_result)
    ]


def _in_words(flag: Flag) -> dict[str, str | int]:
    return {
        name: calendar.in_words(fact, language()) if isinstance(fact, date) else fact
        for name, fact in flag.facts.items()
    }
