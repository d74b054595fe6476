"""The rules of the municipality at the desk: drafted from a preset, changed, adopted."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import rule_sets as acts
from pb.acts.rule_sets import Resolution
from pb.records import rule_sets
from pb.records.rule_sets import RuleSetVersion
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict, NotFound
from pb.rules.rule_sets import Preset, Subject
from pb.web import names
from pb.web.access import actor, here, needs
from pb.web.forms.fields import offered
from pb.web.forms.plain import ButtonForm
from pb.web.forms.rules import AdoptForm, PresetForm, form_of
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.rules import groups
from pb.web.surroundings import now, surroundings

bp = Blueprint("rules", __name__, url_prefix="/<place>/desk/rules")


@bp.get("")
@needs(Act.USE_DESK)
def index() -> str:
    """Every version of the rules, with its state and its resolution."""
    return _index(_preset_form())


@bp.post("/new")
@needs(Act.DRAFT_RULES)
def begin() -> str | Response:
    """Begin a draft from a preset."""
    g.form_path = url_for(".index", place=here().slug)
    form = _preset_form()
    if form.validate_on_submit():
        with refusals_on(form):
            version = acts.begin(actor(), here().id, Preset(form.preset.data), now())
            return _to(version, gettext("The draft of the rules is begun. Go through its parts."))
    return _index(form)


@bp.get("/<int:number>")
@needs(Act.USE_DESK)
def show(number: int) -> str:
    """A version, subject by subject."""
    version = rule_sets.version_of(here().id, number)
    return render_template(
        "rules/show.html",
        version=version,
        groups=groups(version.rule_set, version.preset),
        form=ButtonForm(),
    )


@bp.route("/<int:number>/parts/<subject>", methods=["GET", "POST"])
@needs(Act.DRAFT_RULES)
def edit(number: int, subject: str) -> str | Response:
    """Change the parameters of one subject of a draft."""
    chosen = _subject(subject)
    version = _draft(number)
    form = form_of(chosen)()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.save(actor(), here().id, number, form.seen(), form.values(), now())
            return _to(number, gettext("Your changes are saved."))
    elif request.method == "GET":
        form.show(version.rule_set, version.saved)
    return render_template("rules/edit.html", form=form, version=version, subject=chosen)


@bp.post("/<int:number>/copy")
@needs(Act.DRAFT_RULES)
def copy(number: int) -> Response:
    """Begin a new version as a copy of this one."""
    g.form_path = url_for(".show", place=here().slug, number=number)
    version = acts.copy(actor(), here().id, number, now())
    return _to(version, gettext("A new version is begun as a copy."))


@bp.post("/<int:number>/delete")
@needs(Act.DRAFT_RULES)
def delete(number: int) -> Response:
    """Throw a draft away."""
    g.form_path = url_for(".show", place=here().slug, number=number)
    acts.delete(actor(), here().id, number, now())
    flash(gettext("The draft is deleted."))
    return redirect(url_for(".index", place=here().slug), 303)


@bp.route("/<int:number>/adopt", methods=["GET", "POST"])
@needs(Act.ADOPT_RULES)
@limited(Limit.UPLOAD)
def adopt(number: int) -> str | Response:
    """Enter the resolution of the kenesh: from there on nothing of the rules changes."""
    version = _draft(number)
    form = AdoptForm()
    if form.validate_on_submit():
        resolution = Resolution(form.number.data or "", form["day"].data, form.sent())
        with refusals_on(form):
            acts.adopt(
                actor(),
                here().id,
                number,
                resolution,
                form["valid_from"].data,
                surroundings().storage,
                now(),
            )
            return _to(number, gettext("The rules are adopted. Everyone can read them now."))
    elif request.method == "GET":
        form["valid_from"].data = calendar.day_of(now())
    return render_template("rules/adopt.html", form=form, version=version)


def _index(form: PresetForm) -> str:
    return render_template(
        "rules/index.html",
        versions=rule_sets.versions_of(here().id),
        standing=rule_sets.in_force(here().id, calendar.day_of(now())),
        form=form,
    )


def _preset_form() -> PresetForm:
    form = PresetForm()
    form.preset.choices = offered((preset.value, names.of(preset)) for preset in Preset)
    return form


def _draft(number: int) -> RuleSetVersion:
    version = rule_sets.version_of(here().id, number)
    if version.is_adopted:
        raise Conflict(Code.RULE_SET_ADOPTED)
    return version


def _subject(name: str) -> Subject:
    try:
        return Subject(f"subject_{name}")
    except ValueError:
        raise NotFound(Code.NOT_FOUND) from None


def _to(number: int, said: str) -> Response:
    flash(said)
    return redirect(url_for(".show", place=here().slug, number=number), 303)
