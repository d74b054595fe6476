"""What the commission and the monitoring group watch a voting by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import evidence_sheets
from pb.acts import findings as acts
from pb.documents import evidence_papers
from pb.documents.findings import FINDINGS, Finding
from pb.records import findings as records
from pb.records import rounds
from pb.records.findings import Note
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.anomalies import Flag, FlagKind
from pb.rules.refusals import Code, NotFound
from pb.rules.roles import Role
from pb.rules.rounds import is_open, is_result_public
from pb.services import daily, findings
from pb.services.closing import closing_of, number_read_aloud
from pb.web.access import actor, here, needs
from pb.web.downloads import attached
from pb.web.forms.evidence import NamesForm, NoteForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now

bp = Blueprint("evidence", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/evidence")
PDF = "application/pdf"


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
        tickets=daily.tickets_by_clerk(round_, now()),
    )


@bp.get("/closing")
@needs(Act.SEE_EVIDENCE)
def closing(round_slug: str) -> str:
    """How the box stands now, and the digits for the journal of the commission."""
    round_ = rounds.round_of(here().id, round_slug)
    return render_template("evidence/closing.html", round=round_, act=closing_of(round_, now()))


@bp.get("/closing.pdf")
@needs(Act.SEE_EVIDENCE)
@limited(Limit.EXPORT)
def closing_paper(round_slug: str) -> Response:
    """The same on paper, to be signed."""
    round_ = rounds.round_of(here().id, round_slug)
    content = evidence_papers.closing_act(closing_of(round_, now()), language())
    return attached(content, PDF, f"closing-act-{here().slug}-{round_.slug}.pdf")


@bp.route("/aloud", methods=["GET", "POST"])
@needs(Act.PRINT_READ_ALOUD)
@limited(Limit.UPLOAD)
def aloud(round_slug: str) -> str | Response:
    """The names of people marked who have no telephone, to be printed."""
    round_ = rounds.round_of(here().id, round_slug)
    form = NamesForm()
    if form.validate_on_submit():
        with refusals_on(form):
            part, why = form.part.data or 0, form.reason.data or ""
            content = evidence_sheets.print_aloud(
                actor(), here().id, round_slug, part, why, language(), now()
            )
            return attached(content, PDF, f"read-aloud-{part}.pdf")
    elif not form.is_submitted():
        form.part.data = 1
        form.reason.data = gettext("Your name is read aloud, as there is no telephone.")
    return render_template(
        "evidence/aloud.html",
        round=round_,
        form=form,
        number=number_read_aloud(round_)[0],
        a_file=evidence_sheets.A_FILE,
        is_now=is_open(Act.PRINT_READ_ALOUD, round_.phase(now())),
    )


@dataclass(frozen=True)
class Shown:
    """Something that stands out, in the words of the reader, with its notes."""

    key: str
    said: str
    finding: Finding
    notes: Sequence[Note]
    is_ended: bool = False
    """It does not stand out any more; its notes stay."""


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
    shown = [
        Shown(
            flag.key,
            gettext(FINDINGS[flag.kind].said) % _in_words(flag),
            FINDINGS[flag.kind],
            [one for one in notes if one.flag == flag.key],
        )
        for flag in findings.flags_of(round_, now(), with_result=with_result)
    ]
    return shown + _ended(notes, {one.key for one in shown}, with_result=with_result)


def _ended(notes: Sequence[Note], standing: set[str], *, with_result: bool) -> list[Shown]:
    """What has notes and does not stand out any more, by its key."""
    ended = []
    for key in dict.fromkeys(one.flag for one in notes if one.flag not in standing):
        kind, _, about = key.partition(":")
        if with_result or kind != FlagKind.CHANNEL_GAP:
            said = gettext("Stood out earlier: %(about)s", about=about or kind)
            of_key = [one for one in notes if one.flag == key]
            ended.append(Shown(key, said, FINDINGS[FlagKind(kind)], of_key, is_ended=True))
    return ended


def _in_words(flag: Flag) -> dict[str, str | int]:
    return {
        name: calendar.in_words(fact, language()) if isinstance(fact, date) else fact
        for name, fact in flag.facts.items()
    }
