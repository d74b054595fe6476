"""Writing a proposal, page by page; each is kept on the server at once."""

import secrets

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import drafting
from pb.acts import proposals as acts
from pb.records import place_maps, places, proposals, rounds
from pb.records.proposals import Proposal
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.proposal_demands import lacking, papers_asked
from pb.rules.proposal_steps import Step
from pb.rules.proposals import MOVES, Deed, ProposalState, moved
from pb.rules.refusals import Code, NotAllowed, NotFound
from pb.rules.rounds import is_open, require_open
from pb.services import support, writing
from pb.web.access import actor, here, needs
from pb.web.forms.plain import ButtonForm
from pb.web.forms.proposal_money import CostsForm, RowsForm, SourcesForm
from pb.web.forms.proposal_steps import (
    LATER,
    MORE,
    TITLES,
    FirstForm,
    PlaceForm,
    ProblemForm,
    StepForm,
    TranslationForm,
    UpkeepForm,
    WorkForm,
)
from pb.web.language import language
from pb.web.refusals import explain, refusals_on
from pb.web.rounds import public_round
from pb.web.surroundings import now

bp = Blueprint("proposal_steps", __name__)

STEPS = tuple(Step)
FORMS: dict[Step, type[StepForm]] = {
    Step.PLACE: PlaceForm,
    Step.PROBLEM: ProblemForm,
    Step.WORK: WorkForm,
    Step.COSTS: CostsForm,
    Step.SOURCES: SourcesForm,
    Step.UPKEEP: UpkeepForm,
    Step.TRANSLATION: TranslationForm,
}
"""The steps that are words and figures; files have a page of their own."""


TRANSLATED_LATER = (ProposalState.SUBMITTED, ProposalState.ADMITTED, ProposalState.NOT_ADMITTED)
"""States in which only the other language may still be added."""


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"steps": STEPS, "step_titles": TITLES, "explain": explain}


@bp.route("/<place>/rounds/<round_slug>/proposals/new", methods=["GET", "POST"])
@needs(Act.SUBMIT_PROPOSAL)
def new(round_slug: str) -> str | Response:
    """Begin a proposal with its first step; sent twice, it is still one draft."""
    round_ = public_round(round_slug)
    form = FirstForm()
    form.offer(writing.demands_of(round_, actor().account_id or 0), _villages())
    if form.validate_on_submit():
        with refusals_on(form):
            token = (form.token.data or "")[:64] or secrets.token_hex(16)
            spoken = form.language.data
            ref = drafting.start(actor(), here().id, round_slug, token, spoken, form.facts(), now())
            return _begun(ref)
    elif request.method == "GET":
        require_open(Act.SUBMIT_PROPOSAL, round_.phase(now()), round_.schedule)
        form.token.data = secrets.token_hex(16)
        form.language.data = language()
    return render_template("proposals/first.html", form=form, round=round_)


@bp.route("/<place>/proposals/<ref>/steps/<step>", methods=["GET", "POST"])
@needs(Act.MEND_PROPOSAL)
def edit(ref: str, step: str) -> str | Response:
    """One step: shown as it is kept, kept as it is sent."""
    if step == Step.FILES:
        return redirect(url_for("proposal_files.edit", place=here().slug, ref=ref))
    proposal, round_ = _own(ref)
    form = _form_of(step)
    form.offer(writing.demands_of(round_, proposal.author_id), _villages())
    if isinstance(form, RowsForm) and request.form.get("then") == MORE:
        form.add_rows()
    elif form.validate_on_submit():
        with refusals_on(form):
            seen = form.seen.data or None
            drafting.save(actor(), here().id, ref, form.facts(), now(), seen)
            return _onwards(ref, form.step)
    elif request.method == "GET":
        require_writable(proposal, round_, form.step)
        form.show(writing.writing_of(proposal))
    if request.method == "POST":
        # Read afresh: a deed that was refused has let go of what was read before it.
        proposal, round_ = _own(ref)
    return _shown(proposal, round_, form)


@bp.get("/<place>/proposals/<ref>/steps")
@needs(Act.MEND_PROPOSAL)
def check(ref: str) -> str:
    """How far it is: each step with what it says or lacks, and the button that sends it."""
    return _checked(ref, ButtonForm())


@bp.post("/<place>/proposals/<ref>/submit")
@needs(Act.MEND_PROPOSAL)
def submit(ref: str) -> str | Response:
    """Send a proposal to the office."""
    g.form_path = url_for(".check", place=here().slug, ref=ref)
    form = ButtonForm()
    if form.validate_on_submit():
        with refusals_on(form):
            number = acts.submit(actor(), here().id, ref, now(), _version_seen())
            flash(gettext("Sent to the office. Its register number is %(number)s.", number=number))
            return redirect(url_for("proposals.receipt", place=here().slug, ref=ref), 303)
    return _checked(ref, form)


def require_writable(proposal: Proposal, round_: Round, step: Step) -> None:
    """Refuse to open a step that could not be kept now.

    Raises:
        Conflict: PROPOSAL_MOVED_ON where the office has it already, or it has its end.
        NotNow: NOT_OPEN.
    """
    translates = step is Step.TRANSLATION
    phase = round_.phase(now())
    act = writing.act_of_writing(proposal, phase)
    if proposal.state is not ProposalState.DRAFT:
        act = Act.TRANSLATE_PROPOSAL if translates else act
        if not translates or proposal.state not in TRANSLATED_LATER:
            moved(proposal.state, Deed.SUBMIT)
    require_open(act, phase, round_.schedule)


def own(ref: str) -> Proposal:
    """A proposal of the one who asks: led, or written along.

    Raises:
        NotFound: also for a proposal of others, so that a draft is not even known to be there.
        NotAllowed: where something was sent.
    """
    proposal = proposals.whole_proposal(here().id, ref)
    if writing.writes(proposal, actor().account_id):
        return proposal
    if request.method == "GET":
        raise NotFound(Code.NOT_FOUND)
    raise NotAllowed(Code.NOT_ALLOWED, act=Act.MEND_PROPOSAL)


def after(step: Step) -> tuple[str, dict[str, str]]:
    """The page that follows a step."""
    place = STEPS.index(step) + 1
    if place == len(STEPS):
        return "proposal_steps.check", {}
    return "proposal_steps.edit", {"step": STEPS[place].value}


def _own(ref: str) -> tuple[Proposal, Round]:
    proposal = own(ref)
    return proposal, rounds.round_by_id(here().id, proposal.round_id)


def _form_of(step: str) -> StepForm:
    try:
        return FORMS[Step(step)]()
    except (ValueError, KeyError):
        raise NotFound(Code.NOT_FOUND) from None


def _shown(proposal: Proposal, round_: Round, form: StepForm) -> str:
    written = writing.writing_of(proposal)
    demands = writing.demands_of(round_, proposal.author_id)
    clashes = g.get("refused_status") == 409
    return render_template(
        "proposals/step.html",
        form=form,
        proposal=proposal,
        round=round_,
        demands=demands,
        written=written,
        lacks=lacking(written, demands),
        beside=form.kept_beside(written) if clashes else (),
        refused=g.get("refused_status"),
    )


def _checked(ref: str, form: ButtonForm) -> str:
    proposal, round_ = _own(ref)
    written = writing.writing_of(proposal)
    demands = writing.demands_of(round_, proposal.author_id)
    phase = round_.phase(now())
    can_send = Deed.SUBMIT in MOVES[proposal.state]
    return render_template(
        "proposals/check.html",
        form=form,
        proposal=proposal,
        round=round_,
        written=written,
        lacks=lacking(written, demands),
        papers=papers_asked(written, demands),
        leads=proposal.author_id == actor().account_id,
        entry=writing.typed_by(proposal, actor().account_id),
        support=support.standing_of(proposal, round_, actor().account_id, now()),
        is_open=can_send and is_open(writing.act_of_writing(proposal, phase), phase),
    )


def _villages() -> list[tuple[str, str]]:
    return [
        (village.slug, village.name.read(language())[0])
        for village in places.settlements_of(here().id)
    ]


def _version_seen() -> int | None:
    seen = request.form.get("version", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None


def _begun(ref: str) -> Response:
    """Where there is a map, the place is marked on it next."""
    if request.form.get("then") == LATER or place_maps.map_of(here().id) is None:
        return _onwards(ref, Step.PLACE)
    flash(gettext("This step is saved."))
    return redirect(url_for("place_maps.point", place=here().slug, ref=ref), 303)


def _onwards(ref: str, step: Step) -> Response:
    later = request.form.get("then") == LATER
    endpoint, values = ("proposal_steps.check", {}) if later else after(step)
    flash(gettext("This step is saved."))
    address = url_for(endpoint, place=here().slug, ref=ref, **values)  # type: ignore[arg-type]
    return redirect(address, 303)
