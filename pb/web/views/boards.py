"""The board of a round: what is signed while the voting lasts, and all of it after the count."""

import base64
from pathlib import Path

from flask import Blueprint, Response, render_template

import pb
from pb.records import boards, decisions
from pb.records.boards import Board
from pb.records.rounds import Round
from pb.rules import board as rules
from pb.rules.refusals import Code, NotFound
from pb.rules.rounds import LOT
from pb.web.access import actor, here, public
from pb.web.downloads import attached
from pb.web.rounds import public_round
from pb.web.surroundings import now, surroundings

bp = Blueprint("boards", __name__)

PROGRAM, PAGE = (
    Path(pb.__file__).with_name(name).read_bytes() for name in ("verify.py", "verify.html")
)
"""The stranger's verifiers, served as they stand: for a terminal, and for any browser."""


@bp.get("/<place>/rounds/<round_slug>/board")
@public
def show(round_slug: str) -> str:
    """What can be checked now, and how."""
    round_ = public_round(round_slug)
    found = boards.board_of(here().id, round_.id)
    seals = boards.seals_of(round_.id)
    erasure = decisions.erasure_of(here().id, round_.id)
    return render_template(
        "boards/show.html",
        round=round_,
        phase=round_.phase(now()),
        board=found,
        may_open=found is not None and _may_open(found),
        lots=len(seals),
        head=_head(round_)[1],
        journal=rules.JOURNAL,
        smallest=LOT,
        decisions=decisions.annulling_of(here().id, round_.id),
        erased_at=erasure.erased_at if erasure else None,
    )


@bp.get("/<place>/rounds/<round_slug>/board.jsonl")
@public
def download(round_slug: str) -> Response:
    """The board, byte for byte as it was published.

    Raises:
        NotFound: NOT_FOUND before that, and to the public where so few voted that ballots of
            people might be recognised.
    """
    round_ = public_round(round_slug)
    found = boards.board_of(here().id, round_.id)
    if found is None or not _may_open(found):
        raise NotFound(Code.NOT_FOUND)
    content = surroundings().storage.get(found.sha256)
    name = f"board-{here().slug}-{round_.slug}.jsonl"
    return attached(content, "application/jsonl", name, found.sha256)


@bp.get("/<place>/rounds/<round_slug>/checkpoint.txt")
@public
def checkpoint(round_slug: str) -> Response:
    """What a witness keeps: the head of the chain of lots, signed."""
    round_ = public_round(round_slug)
    lots, head = _head(round_)
    text = rules.checkpoint(f"{here().slug}/{round_.slug}", lots, head)
    keys = surroundings().keys
    signature = base64.b64encode(keys.sign(text.encode())).decode()
    return Response(f"{text}\n{keys.public_key.hex()} {signature}\n", mimetype="text/plain")


@bp.get("/verify.py")
@public
def program() -> Response:
    """The program that recounts a board on anyone's computer."""
    return attached(PROGRAM, "text/x-python", "verify.py")


@bp.get("/verify.html")
@public
def page() -> Response:
    """The page that recounts a board in any browser, without this site; it is kept, not opened."""
    return attached(PAGE, "text/html", "verify.html")


def _may_open(found: Board) -> bool:
    return rules.may_open(actor().roles, found.ballots)


def _head(round_: Round) -> tuple[int, bytes]:
    """How many lots were signed, and the hash that stands for all of them."""
    last = boards.last_seal(round_.id)
    if last is None:
        return 0, rules.FIRST
    return last.sequence, last.link(f"{here().slug}/{round_.slug}")
