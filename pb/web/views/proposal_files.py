"""Photos and papers of a proposal: added, moved, taken out, opened."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import drafting
from pb.acts import proposal_files as acts
from pb.records import paper_entries, proposals, rounds
from pb.records.proposal_parts import ProposalFile
from pb.records.proposals import Proposal
from pb.records.rounds import Round
from pb.rules.access import Act, may
from pb.rules.proposal_demands import lacking, papers_asked
from pb.rules.proposal_files import FileKind
from pb.rules.proposal_steps import Step
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, NotFound
from pb.services import writing
from pb.services.support import is_collecting
from pb.web.access import actor, here, needs, public
from pb.web.downloads import attached
from pb.web.forms.plain import ButtonForm
from pb.web.forms.proposal_files import FileForm, PapersForm
from pb.web.forms.proposal_steps import LATER
from pb.web.limits import Limit, limited
from pb.web.monitoring import picture
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings
from pb.web.views.proposal_steps import after, own, require_writable

bp = Blueprint("proposal_files", __name__, url_prefix="/<place>/proposals/<ref>/files")


@bp.get("")
@needs(Act.MEND_PROPOSAL)
def edit(ref: str) -> str:
    """The step of photos and papers."""
    proposal = own(ref)
    round_ = rounds.round_by_id(here().id, proposal.round_id)
    require_writable(proposal, round_, Step.FILES)
    return _page(ref, FileForm(formdata=None), PapersForm(formdata=None))


@bp.post("/add")
@needs(Act.MEND_PROPOSAL)
@limited(Limit.UPLOAD)
def add(ref: str) -> str | Response:
    """Attach one file; what was kept before stays, whatever becomes of this one."""
    g.form_path = url_for(".edit", place=here().slug, ref=ref)
    form = FileForm()
    form.offer(own(ref).contributions)
    if form.validate_on_submit():
        with refusals_on(form):
            content, name = form.taken()
            acts.add(
                actor(),
                here().id,
                ref,
                content,
                name,
                FileKind(form.kind.data),
                form.caption.data or "",
                surroundings().storage,
                now(),
                form.confirms(),
            )
            flash(gettext("The file is kept."))
            return _to(ref)
    return _page(ref, form, PapersForm(formdata=None))


@bp.post("/bring")
@needs(Act.MEND_PROPOSAL)
def bring(ref: str) -> str | Response:
    """Say which papers come to the office on paper, and go on."""
    own(ref)
    form = PapersForm()
    form.offer(())
    if form.validate_on_submit():
        with refusals_on(form):
            drafting.save(actor(), here().id, ref, form.facts(), now())
            later = request.form.get("then") == LATER
            endpoint, values = ("proposal_steps.check", {}) if later else after(Step.FILES)
            flash(gettext("This step is saved."))
            address = url_for(endpoint, place=here().slug, ref=ref, **values)  # type: ignore[arg-type]
            return redirect(address, 303)
    return _page(ref, FileForm(formdata=None), form)


@bp.post("/<sha256>/remove")
@needs(Act.MEND_PROPOSAL)
def remove(ref: str, sha256: str) -> Response:
    """Take a file out."""
    g.form_path = url_for(".edit", place=here().slug, ref=ref)
    acts.remove(actor(), here().id, ref, sha256, now())
    flash(gettext("The file is taken out."))
    return _to(ref)


@bp.post("/<sha256>/up")
@needs(Act.MEND_PROPOSAL)
def up(ref: str, sha256: str) -> Response:
    """Show a file one place earlier."""
    g.form_path = url_for(".edit", place=here().slug, ref=ref)
    acts.move_up(actor(), here().id, ref, sha256, now())
    return _to(ref)


@bp.get("/<string(length=64):sha256>")
@public
def show(ref: str, sha256: str) -> Response:
    """A photo on the page; a paper only as a download, for its authors and the office."""
    file = _visible(ref, sha256)
    storage = surroundings().storage
    if file.is_picture and sha256 in (file.sha256, file.small_sha256):
        kept = "public, max-age=86400" if file.kind.is_public else "private, max-age=600"
        return picture(sha256, file.media_type, kept)
    if sha256 != file.sha256:
        raise NotFound(Code.NOT_FOUND)
    name = f"{file.kind.value.replace('_', '-')}-{file.number}.pdf"
    return attached(storage.get(file.sha256), file.media_type, name, file.sha256)


def _visible(ref: str, sha256: str) -> ProposalFile:
    proposal = proposals.whole_proposal(here().id, ref)
    file = next((f for f in proposal.files if sha256 in (f.sha256, f.small_sha256)), None)
    if file is None:
        raise NotFound(Code.NOT_FOUND)
    sent = proposal.state is not ProposalState.DRAFT
    if sent and (file.kind.is_public or may(actor().roles, Act.USE_DESK)):
        return file
    if file.kind.is_public and is_collecting(proposal, _round_of(proposal), now()):
        return file
    if writing.writes(proposal, actor().account_id) or _compares(proposal):
        return file
    raise NotFound(Code.NOT_FOUND)


def _round_of(proposal: Proposal) -> Round:
    return rounds.round_by_id(here().id, proposal.round_id)


def _compares(proposal: Proposal) -> bool:
    """Whether the reader may be the second person of a paper that is on its way."""
    may_stand = may(actor().roles, Act.CONFIRM_ENTRY)
    return may_stand and paper_entries.undecided(here().id, proposal.id) is not None


def _page(ref: str, form: FileForm, papers: PapersForm) -> str:
    # Read afresh: a deed that was refused has let go of what was read before it.
    proposal = own(ref)
    round_ = rounds.round_by_id(here().id, proposal.round_id)
    written = writing.writing_of(proposal)
    demands = writing.demands_of(round_, proposal.author_id)
    form.offer(proposal.contributions)
    papers.offer(papers_asked(written, demands))
    if papers.to_bring.data is None:  # it was not this form that was sent
        papers.to_bring.data = [kind.value for kind in written.papers.to_bring]
    return render_template(
        "proposals/files.html",
        form=form,
        papers=papers,
        button=ButtonForm(formdata=None),
        proposal=proposal,
        round=round_,
        lacks=lacking(written, demands),
    )


def _to(ref: str) -> Response:
    return redirect(url_for(".edit", place=here().slug, ref=ref), 303)
