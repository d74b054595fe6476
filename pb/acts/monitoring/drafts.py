"""What every deed on a draft asks first."""

from datetime import datetime

from pb.records import involvement, monitoring
from pb.records.monitoring import Evaluation
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict, NotAllowed
from pb.services.actors import Actor, account_of, require


def held_draft(actor: Actor, municipality_id: int, ref: str, now: datetime) -> Evaluation:
    """A draft with all its parts, kept from others, for a member of the group it belongs to.

    Raises:
        NotFound, NotNow: as the tables say.
        NotAllowed: NOT_ALLOWED for someone outside the group, after its mandate is over, and for
            whoever has a part in the proposal.
        Conflict: EVALUATION_PUBLISHED.
    """
    require(actor, Act.RECORD_EVALUATION, municipality_id)
    evaluation = monitoring.evaluation_of(municipality_id, ref, hold=True)
    require(actor, Act.RECORD_EVALUATION, municipality_id, evaluation.round, now)
    member = monitoring.is_member(municipality_id, evaluation.group_id, account_of(actor))
    if not (member and evaluation.group.is_in_office(calendar.day_of(now))):
        raise NotAllowed(Code.NOT_ALLOWED, act=Act.RECORD_EVALUATION)
    refuse_own(actor, municipality_id, evaluation.project_id)
    if evaluation.is_published:
        raise Conflict(Code.EVALUATION_PUBLISHED)
    return evaluation


def refuse_own(actor: Actor, municipality_id: int, project_id: int) -> None:
    """Keep whoever has a part in a proposal from judging what came of it.

    Raises:
        NotAllowed: NOT_ALLOWED.
    """
    if account_of(actor) in involvement.people_behind(municipality_id, project_id):
        raise NotAllowed(Code.NOT_ALLOWED, act=Act.RECORD_EVALUATION)
