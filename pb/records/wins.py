"""Which villages won before: for the pause of those that win again and again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from pb.records.base import db
from pb.records.proposals import Project, Proposal
from pb.records.results import Result, ResultLine
from pb.records.rounds import Round
from pb.rules.tally.election import Outcome


def winning_settlements(
    municipality_id: int, before: datetime, number: int
) -> list[frozenset[int]]:
    """The villages that won something in each of the last so many rounds decided before then."""
    held = db.session.scalars(
        select(Round.id)
        .where(
            Round.municipality_id == municipality_id,
            Round.decided_at < before,
            Round.source.is_(None),
        )
        .order_by(Round.decided_at.desc())
        .limit(number)
    ).all()
    newer = aliased(Result)
    rows = db.session.execute(
        select(Result.round_id, Proposal.settlement_id)
        .join(ResultLine, ResultLine.result_id == Result.id)
        .join(Project, Project.id == ResultLine.project_id)
        .join(Proposal, Proposal.id == Project.proposal_id)
        .where(
            Result.round_id.in_(held),
            ResultLine.outcome == Outcome.WON,
            Proposal.settlement_id.is_not(None),
            ~select(newer.id)
            .where(newer.round_id == Result.round_id, newer.version > Result.version)
            .exists(),
        )
    )
    found: dict[int, set[int]] = {round_id: set() for round_id in held}
    for round_id, settlement_id in rows:
        if settlement_id is not None:
            found[round_id].add(settlement_id)
    return [frozenset(villages) for villages in found.values()]
