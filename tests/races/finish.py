"""What is raced with, and what is found at the finish."""

from itertools import chain

from sqlalchemy import func, select

from pb.acts import ballots
from pb.records.base import db
from pb.rules.ballots import Marks


def number_of(table, stage):
    place = table.municipality_id == stage.place
    return db.session.scalar(select(func.count()).select_from(table).where(place))


def vote(stage, voter, *choices, paper=None, now=None):
    paper = paper or ballots.issue(100)
    return ballots.cast, (
        voter,
        stage.place,
        "2026",
        Marks(tuple(choices)),
        paper,
        now or stage.now,
    )


def told(answers):
    """All answers of all runners."""
    return list(chain.from_iterable(answers))
