"""What cannot be put down as the end of a review: a reason, a day or a ground is missing."""

from datetime import timedelta

import pytest

from pb.acts.reviews import outcomes
from pb.acts.reviews.outcomes import OutcomeFacts
from pb.rules import calendar
from pb.rules.proposals import Ground
from pb.rules.refusals import Code, NotValid
from pb.rules.reviews import Outcome
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.fingerprint import refused
from tests.reviewing import KEYS, LAW, REASON


@pytest.fixture
def ref(stage):
    """A proposal that waits for its answer, in the review."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    ref = stage.submitted()
    stage.go_to(Phase.REVIEW)
    return ref


@pytest.fixture
def clerk(stage):
    return stage.person(Role.OPERATOR)


def today(stage):
    return calendar.day_of(stage.now)


def put_down(stage, ref, actor, outcome=Outcome.RETURNED, **changes):
    facts = {"reason": REASON, "language": "ky"}
    if outcome is Outcome.RETURNED:
        facts["mend_by"] = today(stage)
    if outcome is Outcome.NOT_ADMITTED:
        facts |= {"ground": Ground.COST_UNJUSTIFIED, "legal_ground": LAW}
    facts = OutcomeFacts(outcome, **(facts | changes))
    return outcomes.put_down(actor, stage.place, ref, facts, stage.now)


def finish(stage, ref, actor, saved=1):
    return outcomes.make_final(actor, stage.place, ref, saved, KEYS, stage.now)


@pytest.mark.parametrize("days", [None, -1, 1_000])
def test_return_is_refused_when_the_day_is_not_within_the_review(stage, ref, clerk, days):
    day = None if days is None else today(stage) + timedelta(days=days)
    last = calendar.last_day_before(stage.round().review_closes)

    with refused(NotValid, Code.RETURN_DATE_MISSING, "mend_by", last=last):
        put_down(stage, ref, clerk, mend_by=day)
    with refused(NotValid, Code.RETURN_DATE_MISSING, "mend_by"):
        put_down(stage, ref, clerk, mend_by=last + timedelta(days=1))


def test_return_is_refused_when_its_day_passed_before_it_was_made_final(stage, ref, clerk):
    put_down(stage, ref, clerk)
    stage.clock.put(stage.now + timedelta(days=1))

    with refused(NotValid, Code.RETURN_DATE_MISSING, "mend_by"):
        finish(stage, ref, clerk)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"ground": None}, Code.REASON_MISSING, "ground"),
        ({"reason": ""}, Code.REASON_MISSING, "reason"),
        ({"reason": "." * 9}, Code.REASON_MISSING, "reason"),
        ({"reason": "ж" * 2_001}, Code.TEXT_TOO_LONG, "reason"),
        ({"reason": "Себеби\u200b белгисиз"}, Code.TEXT_INVISIBLE, "reason"),
        ({"legal_ground": ""}, Code.LEGAL_GROUND_MISSING, "legal_ground"),
        ({"legal_ground": "22-берене"}, Code.LEGAL_GROUND_MISSING, "legal_ground"),
    ],
)
def test_no_proposal_is_refused_when_a_ground_or_the_reason_is_missing(
    stage, ref, clerk, changes, code, field
):
    with refused(NotValid, code, field):
        put_down(stage, ref, clerk, Outcome.NOT_ADMITTED, **changes)


@pytest.mark.parametrize("reason", ["", "   \n ", "Жок.", "." * 9])
def test_no_proposal_is_returned_when_the_reason_is_missing(stage, ref, clerk, reason):
    with refused(NotValid, Code.REASON_MISSING, "reason", shortest=10):
        put_down(stage, ref, clerk, reason=reason)
