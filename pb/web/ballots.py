"""What the pages of a ballot show alike, whether it is cast or changed with its code."""

from typing import Any

from flask import render_template, session

from pb.acts import ballots as acts
from pb.acts.ballots import BallotPaper
from pb.records import headings, proposals
from pb.records.proposals import Project
from pb.records.rounds import Round
from pb.rules.ballots import Marks, own_order
from pb.rules.refusals import Code, NotFound, Refusal
from pb.web import marks, tokens
from pb.web.forms.plain import ButtonForm
from pb.web.rounds import public_round


def blank(
    round_: Round, paper: BallotPaper, typed: marks.Typed, whose: str | None
) -> dict[str, Any]:
    """What a blank ballot shows: the projects in its own order, and what was typed before.

    `whose` is the public id of the account or the ticket it is for.
    """
    found = {project.number: project for project in proposals.projects_of(round_.id)}
    parts = headings.headings_of(round_.municipality_id, round_.id) if round_.by_heading else ()
    return {
        "round": round_,
        "projects": [found[number] for number in own_order(found, paper.ballot_id)],
        # What the parts of the money are called, where a ballot is limited by them.
        "headings": {one.number: one.name for one in parts},
        "paper": paper,
        "token": tokens.token_for(paper, whose, round_.municipality_id, round_.slug),
        "given": typed.by_number,
        "form": ButtonForm(),
    }


def paper_again(round_: Round, paper: BallotPaper | None, refusal: Refusal) -> BallotPaper:
    """The paper to go on with after a refusal: a new one where the one sent is too old or used."""
    if paper is None or refusal.code is Code.BALLOT_FORM_STALE:
        return acts.issue(round_.terms.number_space)
    return paper


def chosen(round_: Round, marked: Marks) -> list[Project]:
    """The marked projects in the order of the marks."""
    found = {project.number: project for project in proposals.projects_of(round_.id)}
    return [found[number] for number in marked.choices]


def review(round_: Round, paper: BallotPaper, marked: Marks, token: str) -> str:
    """The page where the choice is looked at once more; `token` is the paper as it was signed."""
    shown = marks.of(marked, round_.vote_type)
    return render_template(
        "ballots/review.html",
        round=round_,
        chosen=chosen(round_, marked),
        given=shown.by_number,
        fields=marks.fields(shown),
        paper=paper,
        token=token,
        form=ButtonForm(),
    )


def receipt(round_slug: str, key: str = "receipt") -> str:
    """The page of the ballot this browser sent last, as the database holds it, read afresh.

    `key` is where the session keeps which one: a kiosk shares it with no other road.

    Raises:
        NotFound: NOT_FOUND where it sent none in this round.
        Conflict: BALLOT_FORM_STALE where it does not count any more.
    """
    kept: dict[str, Any] = session.get(key, {})
    if kept.get("round") != round_slug:
        raise NotFound(Code.NOT_FOUND)
    round_ = public_round(round_slug)
    read = acts.receipt(round_.id, kept["ballot"])
    return render_template(
        "ballots/receipt.html",
        round=round_,
        chosen=chosen(round_, read.marks),
        given=marks.of(read.marks, round_.vote_type).by_number,
        receipt=read,
        code=kept.get("code"),
        form=ButtonForm(),
    )
