"""The signed paper of a ballot form: what was drawn before the choice, bound to voter and round."""

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from pb.acts.ballots import BallotPaper
from pb.services.actors import Actor

GOOD_FOR = 12 * 3600
"""Seconds; long, because nobody is hurried while voting."""


def token_for(paper: BallotPaper, actor: Actor, round_slug: str) -> str:
    """The paper as the form carries it."""
    bound = [actor.ref, actor.municipality_id, round_slug]
    return str(_signer().dumps([paper.ballot_id, paper.number, bound]))


def paper_of(token: str, actor: Actor, round_slug: str) -> BallotPaper | None:
    """The paper a form came with; None if it was altered, is another's, or is out of date."""
    try:
        ballot_id, number, bound = _signer().loads(token, max_age=GOOD_FOR)
    except (BadData, ValueError, TypeError):
        return None
    if bound != [actor.ref, actor.municipality_id, round_slug]:
        return None
    return BallotPaper(ballot_id, number)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="ballot-paper-v2")
