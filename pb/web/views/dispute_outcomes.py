"""What follows from a dispute: marks undone, a count corrected, references erased."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb import lifecycle
from pb.acts import erasures, mark_undoing, results
from pb.records import decisions, rounds
from pb.rules.access import Act
from pb.rules.refusals import Code, NotFound
from pb.web.access import actor, here, needs
from pb.web.downloads import attached
from pb.web.forms.disputes import LineForm, LookForm, ReasonForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint(
    "dispute_outcomes", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/disputes"
)


@bp.route("/lines/<line>/undo", methods=["GET", "POST"])
@needs(Act.UNDO_MARK)
def undo(round_slug: str, line: str) -> str | Response:
    """Ask that a mark on paper be undone."""
    round_ = rounds.round_of(here().id, round_slug)
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals_on(form):
            why = form.reason.data or ""
            mark_undoing.ask(actor(), here().id, round_slug, line, why, now())
            return _to(round_slug, gettext("Asked. A member of the commission agrees or declines."))
    return render_template("disputes/undo.html", round=round_, form=form)


@bp.route("/decisions/<ref>", methods=["GET", "POST"])
@needs(Act.CONFIRM_UNDOING)
@limited(Limit.LOOK_UP)
def agree(round_slug: str, ref: str) -> str:
    """Look at what another asked for and, with a reason, at whose mark it is."""
    round_ = rounds.round_of(here().id, round_slug)
    decision = decisions.decision_of(here().id, round_.id, ref)
    form, card = LookForm(), None
    if form.validate_on_submit():
        with refusals_on(form):
            why = form.looking()
            card = mark_undoing.look(actor(), here().id, round_slug, ref, why, now())
    return render_template(
        "disputes/agree.html",
        round=round_,
        decision=decision,
        form=form,
        card=card,
        agreement=LineForm(formdata=None, line=card.ref if card else ""),
    )


@bp.post("/decisions/<ref>/agree")
@needs(Act.CONFIRM_UNDOING)
def agreed(round_slug: str, ref: str) -> Response:
    """Stand for it: the mark of the person who was looked at is undone."""
    g.form_path = url_for(".agree", place=here().slug, round_slug=round_slug, ref=ref)
    line, keys = LineForm().line.data or "", surroundings().keys
    mark_undoing.agree(actor(), here().id, round_slug, ref, line, keys, now())
    return _to(round_slug, gettext("The mark is undone, and the person is told."))


@bp.post("/decisions/<ref>/decline")
@needs(Act.CONFIRM_UNDOING)
def decline(round_slug: str, ref: str) -> Response:
    """Leave the mark as it is."""
    g.form_path = url_for(".agree", place=here().slug, round_slug=round_slug, ref=ref)
    mark_undoing.decline(actor(), here().id, round_slug, ref, now())
    return _to(round_slug, gettext("Declined: the mark stays."))


@bp.post("/correct")
@needs(Act.CORRECT_RESULT)
def correct(round_slug: str) -> Response:
    """Count anew; the count before stays."""
    g.form_path = _index(round_slug)
    results.correct(actor(), here().id, round_slug, now())
    return _to(round_slug, gettext("The ballots are counted. Another person has to confirm."))


@bp.post("/confirm")
@needs(Act.CONFIRM_CORRECTION)
def confirm(round_slug: str) -> Response:
    """Stand for the corrected count as the second person."""
    g.form_path = _index(round_slug)
    around = surroundings()
    given = (here().id, round_slug, around.keys, around.storage, now())
    lifecycle.confirm_correction(actor(), *given)
    return _to(round_slug, gettext("The result is confirmed and the protocol is printed."))


@bp.post("/erase")
@needs(Act.ERASE_REFERENCES)
def ask_erasure(round_slug: str) -> Response:
    """Ask that the references be erased."""
    g.form_path = _index(round_slug)
    erasures.ask(actor(), here().id, round_slug, now())
    return _to(round_slug, gettext("Asked. Another person agrees, and then they are erased."))


@bp.post("/erase/agree")
@needs(Act.ERASE_REFERENCES)
def erase(round_slug: str) -> Response:
    """Erase them as the second person."""
    g.form_path = _index(round_slug)
    number = erasures.agree(actor(), here().id, round_slug, now())
    return _to(round_slug, gettext("Erased: %(number)s references. Sign the act.", number=number))


@bp.get("/erasure.pdf")
@needs(Act.SEE_DISPUTES)
@limited(Limit.EXPORT)
def paper(round_slug: str) -> Response:
    """The act of the erasure on paper, to be signed."""
    round_ = rounds.round_of(here().id, round_slug)
    erasure = decisions.erasure_of(here().id, round_.id)
    if erasure is None:
        raise NotFound(Code.NOT_FOUND)
    content = erasures.paper(round_, erasure, language())
    return attached(content, "application/pdf", f"erasure-{round_slug}.pdf")


def _index(round_slug: str) -> str:
    return url_for("disputes.index", place=here().slug, round_slug=round_slug)


def _to(round_slug: str, said: str) -> Response:
    flash(said)
    return redirect(_index(round_slug), 303)
