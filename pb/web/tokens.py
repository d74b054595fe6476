"""The signed paper of a ballot form: what was drawn before the choice, bound to its voter."""

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from pb.acts.ballots import BallotPaper
from pb.records.rounds import Round
from pb.services.actors import Actor

GOOD_FOR = 12 * 3600
"""Seconds; long, because nobody is hurried while voting."""


def token_for(paper: BallotPaper, actor: Actor, round_: Round) -> str:
    """The paper as the form carries it."""
    return str(_signer().dumps([paper.ballot_id, paper.number, actor.ref, round_.id]))


def paper_of(token: str, actor: Actor, round_: Round) -> BallotPaper | None:
    """The paper a form came with; None if it was altered, is another's, or is out of date."""
    try:
        ballot_id, number, ref, round_id = _signer().loads(token, max_age=GOOD_FOR)
    except (BadData, ValueError, TypeError):
        return None
    if ref != actor.ref or round_id != round_.id:
        return None
    return BallotPaper(ballot_id, number)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="ballot-paper-v1")
