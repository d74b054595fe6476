"""The office's answer: admitted, returned, or not admitted, never without a reason."""

import json
from datetime import timedelta

import pytest

from pb.acts import proposals
from pb.acts.reviews import checking, outcomes
from pb.acts.reviews.outcomes import OutcomeFacts
from pb.records import proposals as records
from pb.records import reviews
from pb.records.base import db
from pb.rules import calendar
from pb.rules.proposals import Ground, ProposalState
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow
from pb.rules.reviews import Outcome, ReviewState
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter
from pb.rules.texts import Bilingual
from pb.services.actors import PLATFORM, STRANGER
from pb.services.audit import Tag
from pb.services.rules import rules_of
from tests import reviewing
from tests.fingerprint import one_event, refused
from tests.proposals_made import Idea, draft
from tests.reviewing import ALL_MET, KEYS, LAW, REASON
from tests.stage import som


@pytest.fixture
def author(stage):
    return stage.person(Role.RESIDENT)


@pytest.fixture
def ref(stage, author):
    """A proposal that waits for its answer, in the review."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    ref = stage.submitted(author=author)
    stage.go_to(Phase.REVIEW)
    return ref


@pytest.fixture
def clerk(stage):
    return stage.person(Role.OPERATOR)


def today(stage):
    return calendar.day_of(stage.now)


def check(stage, ref, actor):
    checking.check(actor, stage.place, ref, ALL_MET, stage.now)


def note(stage, ref, actor):
    checking.note(actor, stage.place, ref, "Баасын дүкөндөн сурадым.", stage.now)


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


def review_of(stage, ref):
    proposal = records.proposal_of(stage.place, ref)
    return reviews.review_of(stage.place, proposal.id, proposal.review_number)


DEEDS = [check, note, put_down, finish]
OUTCOMES = [reviewing.admit, reviewing.give_back, reviewing.refuse]


def test_a_submission_opens_a_review_due_by_the_rules_or_the_end_of_the_phase(stage, ref):
    review = review_of(stage, ref)
    term = rules_of(stage.round()).number(Parameter.SCREENING)
    last = calendar.day_of(review.opened_at) + timedelta(days=term)

    assert (review.number, review.state, review.outcome) == (1, ReviewState.OPEN, None)
    assert review.due_on == last
    assert reviews.count_waiting(stage.place, last) == (1, 0)
    assert reviews.count_waiting(stage.place, last + timedelta(days=1)) == (1, 1)


def test_admit_puts_the_proposal_on_the_ballot_as_it_stands(stage, ref, clerk):
    check(stage, ref, clerk)
    put_down(stage, ref, clerk, Outcome.ADMITTED)
    with one_event(Tag.PROPOSAL_ADMITTED) as event:
        number = finish(stage, ref, clerk)

    proposal = records.proposal_of(stage.place, ref)
    project = records.project_of(stage.place, stage.round().id, number)
    assert (proposal.state, proposal.reviewed_at) == (ProposalState.ADMITTED, stage.now)
    assert proposal.review.decided_by == clerk.account_id
    assert (number, project.proposal_id) == (1, proposal.id)
    assert (project.title, project.cost) == (proposal.title, proposal.cost)
    assert project.own_contribution == proposal.own_contribution == som(20_000)
    assert project.settlement == Bilingual("Арча-Төр", "Арча-Тёр")
    assert json.loads(event.facts) == {"number": 1, "cost": project.cost}


def test_admit_numbers_the_projects_of_each_round_from_one(stage, ref, clerk):
    stage.announced("2027")
    stage.on_ballot(100, 200, slug="2027")
    stage.go_to(Phase.REVIEW)

    assert reviewing.admit(stage, ref, clerk) == 1
    assert records.numbers_on_ballot(stage.round("2027").id) == {1, 2}


def test_what_is_put_down_changes_nothing_before_it_is_final(stage, ref, clerk):
    with one_event(Tag.OUTCOME_PUT_DOWN) as event:
        put_down(stage, ref, clerk, Outcome.NOT_ADMITTED)

    proposal = records.proposal_of(stage.place, ref)
    assert proposal.state is ProposalState.SUBMITTED
    assert (proposal.reason, proposal.ground, proposal.reviewed_at) == (None, None, None)
    assert reviews.published(stage.place, proposal.id) == []
    assert event.facts == "{}"


def test_final_becomes_only_what_was_looked_at(stage, ref, clerk):
    other = stage.person(Role.OPERATOR)
    assert put_down(stage, ref, clerk) == 1
    assert put_down(stage, ref, other, Outcome.NOT_ADMITTED) == 2

    with refused(Conflict, Code.OUTCOME_CHANGED):
        finish(stage, ref, clerk, saved=1)
    finish(stage, ref, clerk, saved=2)

    assert records.proposal_of(stage.place, ref).state is ProposalState.NOT_ADMITTED


def test_final_is_refused_when_nothing_was_put_down(stage, ref, clerk):
    with refused(Conflict, Code.OUTCOME_MISSING):
        finish(stage, ref, clerk, saved=0)


def test_return_gives_the_proposal_back_with_reason_and_day(stage, ref, clerk):
    put_down(stage, ref, clerk)
    with one_event(Tag.PROPOSAL_RETURNED) as event:
        assert finish(stage, ref, clerk) is None

    kept = records.proposal_of(stage.place, ref)
    assert kept.state is ProposalState.RETURNED
    assert (kept.reason, kept.reason_language, kept.mend_by) == (REASON, "ky", today(stage))
    assert json.loads(event.facts) == {"mend_by": today(stage).isoformat()}
    assert "Смета" not in event.facts


def test_return_lets_the_author_mend_until_the_last_day_of_the_review(stage, ref, clerk):
    last = calendar.last_day_before(stage.round().review_closes)

    reviewing.give_back(stage, ref, clerk, mend_by=last)

    assert records.proposal_of(stage.place, ref).mend_by == last


def test_refuse_names_a_ground_a_reason_and_the_law(stage, ref, clerk):
    put_down(stage, ref, clerk, Outcome.NOT_ADMITTED, ground=Ground.NOT_LOCAL, language="ru")
    with one_event(Tag.PROPOSAL_NOT_ADMITTED) as event:
        finish(stage, ref, clerk)

    kept = records.proposal_of(stage.place, ref)
    assert (kept.state, kept.ground) == (ProposalState.NOT_ADMITTED, Ground.NOT_LOCAL)
    assert (kept.reason, kept.reason_language) == (REASON, "ru")
    assert kept.review.legal_ground == LAW
    assert records.numbers_on_ballot(stage.round().id) == frozenset()
    assert json.loads(event.facts) == {"ground": "not_local"}


@pytest.mark.parametrize("again", DEEDS)
@pytest.mark.parametrize("answer", OUTCOMES)
def test_a_review_is_refused_when_the_proposal_is_answered(stage, ref, clerk, answer, again):
    answer(stage, ref, clerk)
    other = stage.person(Role.OPERATOR)

    with refused(Conflict, Code.PROPOSAL_MOVED_ON):
        again(stage, ref, other)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("role", [Role.RESIDENT, Role.HEAD, Role.COMMISSION, Role.MONITORING])
def test_a_review_is_refused_when_the_role_does_not_review(stage, ref, deed, role):
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        deed(stage, ref, person)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize(
    ("actor", "code"), [(PLATFORM, Code.NOT_ALLOWED), (STRANGER, Code.SIGN_IN_FIRST)]
)
def test_a_review_is_refused_when_no_person_does_it(stage, ref, deed, actor, code):
    with refused(NotAllowed, code):
        deed(stage, ref, actor)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_review_is_refused_to_the_author_even_one_who_works_in_the_office(stage, deed):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    person = stage.person(Role.RESIDENT)
    ref = stage.submitted(author=person)
    clerk = stage.person(Role.OPERATOR)
    both = type(person)(
        person.account_id, person.ref, person.name, clerk.roles | person.roles, stage.place
    )

    with refused(NotAllowed, Code.REVIEW_OF_OWN):
        deed(stage, ref, both)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_review_is_refused_when_its_time_is_over(stage, ref, clerk, deed):
    closes = stage.round().review_closes
    stage.clock.put(closes - timedelta(microseconds=1))
    put_down(stage, ref, clerk)
    stage.clock.put(closes)
    with refused(NotNow, Code.NOT_OPEN):
        deed(stage, ref, clerk)

    stage.clock.put(closes - timedelta(microseconds=1))
    deed(stage, ref, clerk)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_draft_is_not_reviewed_before_it_is_sent(stage, ref, clerk, author, deed):
    stage.go_to(Phase.SUBMISSION)
    unsent = draft(author, stage.place, "2026", Idea(), stage.now)

    with refused(Conflict, Code.PROPOSAL_MOVED_ON, state=ProposalState.DRAFT):
        deed(stage, unsent, clerk)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_proposal_is_not_found_when_it_is_another_municipalitys(stage, ref, deed):
    neighbour = stage.neighbour()
    other = neighbour.person(Role.OPERATOR)

    with refused(NotFound, Code.NOT_FOUND):
        deed(stage, ref, other)
    with refused(NotFound, Code.NOT_FOUND):
        deed(neighbour, ref, other)


def test_a_final_review_never_changes(stage, ref, clerk):
    reviewing.give_back(stage, ref, clerk)
    table = reviews.Review.__table__

    for statement in (table.update().values(reason="Башка себеп жазылды."), table.delete()):
        with pytest.raises(Exception, match="final"), db.session.begin_nested():
            db.session.execute(statement)


@pytest.mark.parametrize("answer", OUTCOMES)
def test_the_author_is_told_of_the_answer(stage, author, ref, clerk, answer):
    reviewing.give_phone(author)

    answer(stage, ref, clerk)

    [text] = reviewing.told()
    assert text.startswith("Сунуш / предложение 1: ")
    assert "Смета" not in text


def test_a_mended_proposal_is_reviewed_anew_and_the_return_stays(stage, ref, author, clerk):
    reviewing.give_back(stage, ref, clerk)
    proposals.submit(author, stage.place, ref, stage.now)
    reviewing.admit(stage, ref, clerk)

    proposal = records.proposal_of(stage.place, ref)
    found = reviews.published(stage.place, proposal.id)
    assert [(review.number, review.outcome) for review, _ in found] == [
        (2, Outcome.ADMITTED),
        (1, Outcome.RETURNED),
    ]
    assert found[1][0].reason == REASON
