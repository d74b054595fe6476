"""The desk of proposals brought on paper: typed by one, compared and sent by another."""

import secrets

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import force_locale, gettext
from werkzeug.wrappers import Response

from pb.acts import paper_entries as acts
from pb.records import paper_entries, places, proposal_parts, proposals, rounds, rule_sets
from pb.records.paper_entries import Entered
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.paper_entries import EntryDeed, EntryState, require_move
from pb.rules.proposals import MOVES, ProposalState
from pb.rules.refusals import Code, NotFound
from pb.rules.reviews import Outcome
from pb.rules.rounds import Phase, is_open, require_open
from pb.services import writing
from pb.services.resolutions import PDF
from pb.services.rules import appeal_terms
from pb.web.access import actor, here, needs
from pb.web.downloads import attached
from pb.web.forms.paper_entries import (
    CompareForm,
    DiffersForm,
    HandOverForm,
    PaperFirstForm,
    ScanForm,
)
from pb.web.forms.plain import ButtonForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.paging import Pages
from pb.web.refusals import refusals_on
from pb.web.rounds import public_round
from pb.web.surroundings import now, surroundings

bp = Blueprint("paper_entries", __name__, url_prefix="/<place>/desk")

A_PAGE = 25


@bp.get("/paper-proposals")
@needs(Act.CONFIRM_ENTRY)
def index() -> str:
    """The papers: those that wait first; and the rounds a paper may be entered in now."""
    pages = Pages(request.args.get("page", ""), paper_entries.count(here().id), A_PAGE)
    return render_template(
        "papers/index.html",
        shown=paper_entries.entries(here().id, A_PAGE, pages.offset),
        pages=pages,
        rounds=[one for one in rounds.all_rounds(here().id) if _takes(one.phase(now()))],
    )


@bp.route("/rounds/<round_slug>/paper-proposals/new", methods=["GET", "POST"])
@needs(Act.ENTER_PROPOSAL)
@limited(Limit.LOOK_UP)
def new(round_slug: str) -> str | Response:
    """Who signed the form, and what it begins with."""
    round_ = public_round(round_slug)
    form = PaperFirstForm()
    form.offer(writing.demands_of(round_, None), _villages())
    if form.validate_on_submit():
        with refusals_on(form):
            token = (form.token.data or "")[:64] or secrets.token_hex(16)
            said = (token, form.language.data, form.person(), form.facts())
            ref = acts.begin(actor(), here().id, round_slug, *said, surroundings().keys, now())
            flash(gettext("This step is saved."))
            address = url_for("proposal_steps.edit", place=here().slug, ref=ref, step="problem")
            return redirect(address, 303)
    elif request.method == "GET":
        require_open(Act.ENTER_PROPOSAL, round_.phase(now()), round_.schedule)
        form.token.data, form.language.data = secrets.token_hex(16), language()
        form.reason.data = gettext("The person brought the signed form of a proposal.")
    return render_template("papers/first.html", form=form, round=round_)


@bp.get("/paper-proposals/<ref>")
@needs(Act.CONFIRM_ENTRY)
def show(ref: str) -> str:
    """One paper beside what was typed from it."""
    return _page(ref, CompareForm(formdata=None))


@bp.route("/paper-proposals/<ref>/hand-over", methods=["GET", "POST"])
@needs(Act.ENTER_PROPOSAL)
@limited(Limit.UPLOAD)
def hand_over(ref: str) -> str | Response:
    """Attach the scan and ask another person to compare."""
    form = HandOverForm()
    if form.validate_on_submit():
        with refusals_on(form):
            content, storage = form.content(), surroundings().storage
            signed = bool(form.is_signed.data)
            acts.hand_over(actor(), here().id, ref, content, storage, now(), is_signed=signed)
            return _to(ref, gettext("Handed over. Another person compares it with the scan."))
    elif request.method == "GET":
        require_move(paper_entries.entry_of(here().id, ref).state, EntryState.WAITING)
    return render_template("papers/hand_over.html", form=form, **_about(ref))


@bp.route("/paper-proposals/<ref>/scan", methods=["GET", "POST"])
@needs(Act.CONFIRM_ENTRY)
@limited(Limit.LOOK_UP)
def scan(ref: str) -> str | Response:
    """Open the signed paper, saying why."""
    form = ScanForm()
    if form.validate_on_submit():
        with refusals_on(form):
            storage, why = surroundings().storage, form.reason.data or ""
            kept = acts.open_scan(actor(), here().id, ref, why, storage, now())
            ending = "pdf" if kept.media_type == PDF else "jpg"
            return attached(kept.content, kept.media_type, f"paper.{ending}", kept.sha256)
    elif request.method == "GET":
        form.reason.data = gettext("To compare what was typed with the signed paper.")
    return render_template("papers/scan.html", form=form, **_about(ref))


@bp.post("/paper-proposals/<ref>/confirm")
@needs(Act.CONFIRM_ENTRY)
def confirm(ref: str) -> str | Response:
    """Stand for it as the second person."""
    g.form_path = _at(ref)
    form = CompareForm()
    if form.validate_on_submit():
        with refusals_on(form):
            compared = bool(form.is_compared.data)
            acts.confirm(actor(), here().id, ref, now(), is_compared=compared)
            return _to(ref, gettext("Confirmed. Print the receipt and hand it over."))
    return _page(ref, form)


@bp.route("/paper-proposals/<ref>/send-back", methods=["GET", "POST"])
@needs(Act.CONFIRM_ENTRY)
def send_back(ref: str) -> str | Response:
    """Say what differs from the paper."""
    form = DiffersForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.send_back(actor(), here().id, ref, form.differs.data or "", now())
            return _to(ref, gettext("Sent back to whoever entered it."))
    elif request.method == "GET":
        require_move(paper_entries.entry_of(here().id, ref).state, EntryState.SENT_BACK)
    return render_template("papers/differs.html", form=form, **_about(ref))


@bp.post("/paper-proposals/<ref>/drop")
@needs(Act.ENTER_PROPOSAL)
def drop(ref: str) -> Response:
    """End a paper that was begun in error."""
    g.form_path = _at(ref)
    acts.drop(actor(), here().id, ref, now())
    flash(gettext("The paper is dropped. Nothing was sent."))
    return redirect(url_for(".index", place=here().slug), 303)


@bp.post("/paper-proposals/<ref>/again/<deed>")
@needs(Act.ENTER_PROPOSAL)
def again(ref: str, deed: str) -> Response:
    """Take up the next paper of the same author: mended, or to withdraw."""
    g.form_path = _at(ref)
    if deed not in (EntryDeed.SUBMIT, EntryDeed.WITHDRAW):
        raise NotFound(Code.NOT_FOUND)
    proposal = paper_entries.entered(here().id, ref).proposal
    entry = acts.open_again(actor(), here().id, proposal.ref, EntryDeed(deed), now())
    return _to(entry.ref, gettext("Another paper of this author is begun."))


@bp.get("/paper-proposals/<ref>/receipt")
@needs(Act.CONFIRM_ENTRY)
def receipt(ref: str) -> str:
    """The receipt, to be printed and handed over, in the language of the author."""
    found = paper_entries.entered(here().id, ref)
    kept = proposal_parts.versions_of(here().id, found.proposal.id)
    if not kept:
        raise NotFound(Code.NOT_FOUND)
    proposal = proposals.whole_proposal(here().id, found.proposal.ref)
    sent = [one for one in kept if one.at <= (proposal.submitted_at or one.at)]
    with force_locale(proposal.language):
        g.language = proposal.language
        return render_template(
            "proposals/receipt.html",
            proposal=proposal,
            round=rounds.round_by_id(here().id, proposal.round_id),
            version=sent[-1],
            to_bring=writing.writing_of(proposal).papers.to_bring,
            entry=found.entry,
        )


@bp.get("/paper-proposals/<ref>/letter")
@needs(Act.CONFIRM_ENTRY)
def letter(ref: str) -> str:
    """The last decision as a letter, for an author nobody can write a message to."""
    found = paper_entries.entered(here().id, ref)
    proposal = proposals.proposal_of(here().id, found.proposal.ref)
    review = proposal.answered
    if review is None:
        raise NotFound(Code.NOT_FOUND)
    round_ = rounds.round_by_id(here().id, proposal.round_id)
    last = None
    if review.outcome is Outcome.NOT_ADMITTED and review.final_at is not None:
        worked = rule_sets.workdays_of(here().id)
        last = worked.after(calendar.day_of(review.final_at), appeal_terms(round_).window)
    with force_locale(proposal.language):
        g.language = proposal.language
        about = {"found": found, "proposal": proposal, "round": round_, "review": review}
        return render_template("papers/letter.html", appeal_until=last, day=_today(), **about)


def _page(ref: str, form: CompareForm) -> str:
    found = paper_entries.entered(here().id, ref)
    proposal = proposals.whole_proposal(here().id, found.proposal.ref)
    if proposal.state is ProposalState.DRAFT and not found.entry.is_undecided:
        # The paper is put aside: a draft is its author's alone.
        raise NotFound(Code.NOT_FOUND)
    round_ = rounds.round_by_id(here().id, proposal.round_id)
    phase = round_.phase(now())
    can = {deed for deed in EntryDeed if deed.deed in MOVES[proposal.state]}
    if not is_open(Act.WITHDRAW_PROPOSAL, phase):
        can.discard(EntryDeed.WITHDRAW)
    if proposal.state is not ProposalState.RETURNED or not is_open(Act.MEND_PROPOSAL, phase):
        can.discard(EntryDeed.SUBMIT)
    return render_template(
        "papers/show.html",
        found=found,
        proposal=proposal,
        round=round_,
        form=form,
        button=ButtonForm(formdata=None),
        is_mine=found.entry.entered_by == actor().account_id,
        can=() if paper_entries.undecided(here().id, proposal.id) else sorted(can),
        answered=proposal.answered is not None,
    )


def _about(ref: str) -> dict[str, Entered]:
    return {"found": paper_entries.entered(here().id, ref)}


def _takes(phase: Phase) -> bool:
    return is_open(Act.ENTER_PROPOSAL, phase)


def _villages() -> list[tuple[str, str]]:
    return [(one.slug, one.name.read(language())[0]) for one in places.settlements_of(here().id)]


def _today() -> object:
    return calendar.day_of(now())


def _at(ref: str) -> str:
    return url_for(".show", place=here().slug, ref=ref)


def _to(ref: str, said: str) -> Response:
    flash(said)
    return redirect(_at(ref), 303)
