"""The office's answer: admitted, returned, or not admitted, never without a reason."""

import json
from datetime import timedelta

import pytest

from pb.acts import proposals
from pb.records import proposals as records
from pb.rules import calendar
from pb.rules.access import Role
from pb.rules.proposals import Ground, ProposalState
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.rounds import Phase
from pb.rules.texts import Bilingual
from pb.services.actors import PLATFORM, STRANGER
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.proposals_made import Idea, draft
from tests.stage import som

REASON = "Смета жок: ар бир материалдын баасын көрсөтүңүз."


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


def admit(stage, ref, actor):
    return proposals.admit(actor, stage.place, ref, stage.now)


def give_back(stage, ref, actor, reason=REASON, mend_by=...):
    day = today(stage) if mend_by is ... else mend_by
    return proposals.return_(actor, stage.place, ref, reason, "ky", day, stage.now)


def refuse(stage, ref, actor, reason=REASON, ground=Ground.COST_UNJUSTIFIED):
    return proposals.refuse(actor, stage.place, ref, ground, reason, "ru", stage.now)


ANSWERS = [admit, give_back, refuse]


def test_admit_puts_the_proposal_on_the_ballot_as_it_stands(stage, ref, clerk):
    with one_event(Tag.PROPOSAL_ADMITTED) as event:
        number = admit(stage, ref, clerk)

    proposal = records.proposal_of(stage.place, ref)
    project = records.project_of(stage.place, stage.round().id, number)
    assert (proposal.state, proposal.reviewed_by) == (ProposalState.ADMITTED, clerk.account_id)
    assert proposal.reviewed_at == stage.now
    assert (number, project.proposal_id) == (1, proposal.id)
    assert (project.title, project.cost) == (proposal.title, proposal.cost)
    assert project.own_contribution == proposal.own_contribution == som(20_000)
    assert project.settlement == Bilingual("Арча-Төр", "Арча-Тёр")
    assert json.loads(event.facts) == {"number": 1, "cost": project.cost}


def test_admit_numbers_the_projects_of_each_round_from_one(stage, ref, clerk):
    stage.announced("2027")
    stage.on_ballot(100, 200, slug="2027")
    stage.go_to(Phase.REVIEW)

    assert admit(stage, ref, clerk) == 1
    assert records.numbers_on_ballot(stage.round("2027").id) == {1, 2}


def test_return_gives_the_proposal_back_with_reason_and_day(stage, ref, clerk):
    with one_event(Tag.PROPOSAL_RETURNED) as event:
        give_back(stage, ref, clerk)

    kept = records.proposal_of(stage.place, ref)
    assert kept.state is ProposalState.RETURNED
    assert (kept.reason, kept.reason_language, kept.mend_by) == (REASON, "ky", today(stage))
    assert json.loads(event.facts) == {"mend_by": today(stage).isoformat()}
    assert "Смета" not in event.facts


@pytest.mark.parametrize("days", [None, -1, 1_000])
def test_return_is_refused_when_the_day_is_not_within_the_review(stage, ref, clerk, days):
    day = None if days is None else today(stage) + timedelta(days=days)
    last = calendar.last_day_before(stage.round().review_closes)

    with refused(NotValid, Code.RETURN_DATE_MISSING, "mend_by", last=last):
        give_back(stage, ref, clerk, mend_by=day)
    with refused(NotValid, Code.RETURN_DATE_MISSING, "mend_by"):
        give_back(stage, ref, clerk, mend_by=last + timedelta(days=1))


def test_return_lets_the_author_mend_until_the_last_day_of_the_review(stage, ref, clerk):
    last = calendar.last_day_before(stage.round().review_closes)

    give_back(stage, ref, clerk, mend_by=last)

    assert records.proposal_of(stage.place, ref).mend_by == last


def test_refuse_names_a_ground_and_a_reason(stage, ref, clerk):
    with one_event(Tag.PROPOSAL_NOT_ADMITTED) as event:
        refuse(stage, ref, clerk, ground=Ground.NOT_LOCAL)

    kept = records.proposal_of(stage.place, ref)
    assert (kept.state, kept.ground) == (ProposalState.NOT_ADMITTED, Ground.NOT_LOCAL)
    assert (kept.reason, kept.reason_language) == (REASON, "ru")
    assert records.numbers_on_ballot(stage.round().id) == frozenset()
    assert json.loads(event.facts) == {"ground": "not_local"}


def test_refuse_is_refused_when_no_ground_of_the_list_is_named(stage, ref, clerk):
    with refused(NotValid, Code.REASON_MISSING, "ground"):
        refuse(stage, ref, clerk, ground=None)


@pytest.mark.parametrize("answer", [give_back, refuse])
@pytest.mark.parametrize("reason", ["", "   \n ", "Жок.", "." * 9])
def test_no_proposal_is_sent_away_when_the_reason_is_missing(stage, ref, clerk, answer, reason):
    with refused(NotValid, Code.REASON_MISSING, "reason", shortest=10):
        answer(stage, ref, clerk, reason=reason)


@pytest.mark.parametrize("answer", [give_back, refuse])
@pytest.mark.parametrize(
    ("reason", "code"),
    [("ж" * 2_001, Code.TEXT_TOO_LONG), ("Себеби\u200b белгисиз", Code.TEXT_INVISIBLE)],
)
def test_no_proposal_is_sent_away_when_the_reason_cannot_be(
    stage, ref, clerk, answer, reason, code
):
    with refused(NotValid, code, "reason"):
        answer(stage, ref, clerk, reason=reason)


@pytest.mark.parametrize("again", ANSWERS)
@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_is_refused_when_another_was_given_before(stage, ref, clerk, answer, again):
    answer(stage, ref, clerk)
    other = stage.person(Role.OPERATOR)

    with refused(Conflict, Code.PROPOSAL_MOVED_ON):
        again(stage, ref, other)


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("role", [Role.RESIDENT, Role.HEAD, Role.COMMISSION, Role.MONITORING])
def test_an_answer_is_refused_when_the_role_does_not_review(stage, ref, answer, role):
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        answer(stage, ref, person)


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize(
    ("actor", "code"), [(PLATFORM, Code.NOT_ALLOWED), (STRANGER, Code.SIGN_IN_FIRST)]
)
def test_an_answer_is_refused_when_no_person_gives_it(stage, ref, answer, actor, code):
    with refused(NotAllowed, code):
        answer(stage, ref, actor)


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_is_refused_when_the_review_is_over(stage, ref, clerk, answer):
    closes = stage.round().review_closes
    stage.clock.put(closes)
    with refused(NotNow, Code.NOT_OPEN):
        answer(stage, ref, clerk)

    stage.clock.put(closes - timedelta(microseconds=1))
    answer(stage, ref, clerk)


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_draft_cannot_be_answered_before_it_is_sent(stage, ref, clerk, answer):
    stage.go_to(Phase.SUBMISSION)
    author = stage.person(Role.RESIDENT)
    unsent = draft(author, stage.place, "2026", Idea(), stage.now)

    with refused(Conflict, Code.PROPOSAL_MOVED_ON, state=ProposalState.DRAFT):
        answer(stage, unsent, clerk)


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_proposal_is_not_found_when_it_is_another_municipalitys(stage, ref, answer):
    neighbour = stage.neighbour()
    other = neighbour.person(Role.OPERATOR)

    with refused(NotFound, Code.NOT_FOUND):
        answer(stage, ref, other)
    with refused(NotFound, Code.NOT_FOUND):
        answer(neighbour, ref, other)
