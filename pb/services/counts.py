"""Counting the ballots in the box: the same facts, the same result, a version of its own."""

from datetime import datetime

from pb.records import ballots, proposals, results, rounds
from pb.records.base import db
from pb.records.results import Result, ResultLine
from pb.records.rounds import Round
from pb.rules.refusals import Code, Conflict
from pb.rules.tally import count as tally
from pb.rules.tally.election import Channel
from pb.services import elections
from pb.services.actors import Actor


def counted(actor: Actor, round_: Round, version: int, now: datetime) -> tuple[Result, str]:
    """Count by the declared rule and keep every step; also the winners, their numbers by comma.

    Raises:
        Conflict: BALLOTS_UNSEALED while ballots still wait in the inbox, ROUND_WITHOUT_PROJECTS.
    """
    municipality_id = round_.municipality_id
    if ballots.inbox_of(round_.id):
        raise Conflict(Code.BALLOTS_UNSEALED)
    projects = proposals.projects_of(round_.id)
    if not projects:
        raise Conflict(Code.ROUND_WITHOUT_PROJECTS)
    election = elections.election_of(round_, projects)
    allocation = tally(election)
    told = elections.told(round_, election, allocation, projects)
    by_channel = dict(allocation.ballots_by_channel)
    result = Result(
        municipality_id=municipality_id,
        round_id=round_.id,
        version=version,
        allocation_rule=allocation.rule,
        ties=",".join(allocation.ties),
        threshold=round_.threshold,
        budget=allocation.budget,
        voters=None if round_.source else rounds.voters_on_roll(round_.id),
        participants=(allocation.ballots if round_.source else ballots.participants(round_.id)),
        ballots=allocation.ballots,
        internet=by_channel[Channel.INTERNET],
        paper=by_channel[Channel.PAPER],
        assembly=by_channel[Channel.ASSEMBLY],
        at_assemblies=allocation.hand_voters,
        marks=sum(score for _, score in allocation.scores),
        cost=allocation.cost,
        left=allocation.left,
        counted=told.counted,
        explained_ky=told.explained["ky"],
        explained_ru=told.explained["ru"],
        counted_at=now,
        counted_by=actor.account_id,
    )
    db.session.add(result)
    db.session.flush()
    points = dict(allocation.scores)
    given = {channel: dict(scores) for channel, scores in allocation.scores_by_channel}
    key = {str(project.number): project.id for project in projects}
    for step in allocation.steps:
        db.session.add(
            ResultLine(
                municipality_id=municipality_id,
                result_id=result.id,
                place=step.place,
                project_id=key[step.project_id],
                score=points[step.project_id],
                internet=given[Channel.INTERNET][step.project_id],
                paper=given[Channel.PAPER][step.project_id],
                assembly=given[Channel.ASSEMBLY][step.project_id],
                outcome=step.outcome,
                heading_number=int(step.heading) if step.heading else None,
                left_before=step.left_before,
                left_after=step.left_after,
                tied_with=",".join(step.tied_with),
                tie_broken_by=step.tie_broken_by,
            )
        )
    return result, ",".join(allocation.selected)


def is_stale(round_: Round, result: Result) -> bool:
    """Whether decisions after a count took votes out of it; never for an imported election."""
    if round_.source is not None:
        return False
    return (result.ballots, result.participants) != (
        ballots.counting(round_.id),
        ballots.participants(round_.id),
    )


def require_fresh(round_: Round, result: Result) -> None:
    """Refuse to stand for a count that decisions have overtaken.

    Raises:
        Conflict: RESULT_STALE.
    """
    if is_stale(round_, result):
        raise Conflict(Code.RESULT_STALE)


def latest(round_: Round) -> Result:
    """The latest count of a round, confirmed or not.

    Raises:
        Conflict: RESULT_MISSING.
    """
    result = results.latest_count(round_.municipality_id, round_.id)
    if result is None:
        raise Conflict(Code.RESULT_MISSING)
    return result
