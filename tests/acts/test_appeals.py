"""Appeals: filed in the window, registered in a working day, answered by another person."""

import json
from datetime import date, timedelta
from itertools import product

import pytest

from pb.acts import appeals
from pb.records import appeals as records
from pb.records import proposals, reviews
from pb.rules import calendar
from pb.rules.appeals import AppealAnswer, AppealState
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.audit import Tag
from tests import reviewing
from tests.fingerprint import one_event, refused
from tests.reviewing import KEYS

TEXT = "Долбоор бүт айылга керек, комиссия муну карабай койду."
WHY = "Комиссия смета боюнча жаңы баа алды."


@pytest.fixture
def author(stage):
    return stage.person(Role.RESIDENT)


@pytest.fixture
def clerk(stage):
    return stage.person(Role.OPERATOR)


@pytest.fixture
def head(stage):
    return stage.person(Role.HEAD)


@pytest.fixture
def ref(stage, author, clerk):
    """A proposal that was refused on the first day of its submission."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    ref = stage.submitted(author=author)
    reviewing.refuse(stage, ref, clerk)
    return ref


def file(stage, ref, author, text=TEXT, **more):
    more.setdefault("is_text_public", False)
    return appeals.file(author, stage.place, ref, text, "ky", stage.now, **more)


def register(stage, appeal, actor):
    return appeals.register(actor, stage.place, appeal, stage.now)


def answer(stage, appeal, actor, given=AppealAnswer.DISMISSED, why=WHY):
    appeals.answer(actor, stage.place, appeal, given, why, "ru", KEYS, stage.now)


def of(stage, appeal):
    return records.appeal_of(stage.place, appeal)[0]


@pytest.fixture
def appeal(stage, ref, author):
    return file(stage, ref, author)


def test_file_keeps_the_authors_text_and_the_terms_of_the_rules(stage, ref, author, clerk):
    with one_event(Tag.APPEAL_FILED) as event:
        kept = of(stage, file(stage, ref, author))

    # filed on Tuesday the 3rd of March: registered by the 4th, answered in fourteen working days
    # of the 4th, without Orozo Ait on the 20th
    assert (kept.filed_on, kept.register_by) == (date(2026, 3, 3), date(2026, 3, 4))
    assert kept.answer_by == date(2026, 3, 25)
    assert (kept.state, kept.text, kept.is_text_public) == (AppealState.FILED, TEXT, False)
    assert (kept.refused_by, kept.number) == (clerk.account_id, None)
    assert json.loads(event.facts) == {"register_by": "2026-03-04", "answer_by": "2026-03-25"}


def test_file_is_refused_when_the_window_is_over(stage, ref, author):
    last = date(2026, 3, 17)
    stage.clock.put(calendar.end_of(last))

    with refused(NotNow, Code.APPEAL_TERM_OVER, day=last):
        file(stage, ref, author)
    stage.clock.put(calendar.end_of(last) - timedelta(microseconds=1))

    assert of(stage, file(stage, ref, author)).filed_on == last


def test_file_is_refused_a_second_time(stage, ref, author, appeal):
    with refused(Conflict, Code.APPEAL_EXISTS):
        file(stage, ref, author)


@pytest.mark.parametrize("text", ["", "  \n", "Жок"])
def test_file_is_refused_when_it_says_nothing(stage, ref, author, text):
    with refused(NotValid, Code.REASON_MISSING, "text"):
        file(stage, ref, author, text)


@pytest.mark.parametrize("state", ["submitted", "admitted", "returned"])
def test_file_is_refused_when_there_is_no_refusal(stage, ref, author, clerk, state):
    other = stage.submitted(author=author)
    if state == "admitted":
        reviewing.admit(stage, other, clerk)
    if state == "returned":
        reviewing.give_back(stage, other, clerk)

    with refused(Conflict, Code.APPEAL_WITHOUT_REFUSAL):
        file(stage, other, author)


def test_file_is_refused_to_anybody_but_the_author(stage, ref):
    other = stage.person(Role.RESIDENT)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        file(stage, ref, other)


def test_register_gives_numbers_from_one(stage, appeal, author, clerk):
    second = stage.submitted(author=author)
    reviewing.refuse(stage, second, clerk)
    other = file(stage, second, author)

    with one_event(Tag.APPEAL_REGISTERED) as event:
        assert register(stage, appeal, clerk) == 1
    assert register(stage, other, clerk) == 2
    assert json.loads(event.facts) == {"number": 1, "late": 0}
    assert of(stage, appeal).state is AppealState.REGISTERED


def test_register_late_is_seen_and_wins_no_time(stage, appeal, clerk):
    due = of(stage, appeal).answer_by
    stage.clock.put(stage.now + timedelta(days=6))
    assert of(stage, appeal).days_overdue(calendar.day_of(stage.now)) == 5

    register(stage, appeal, clerk)

    assert of(stage, appeal).answer_by == due
    assert of(stage, appeal).days_overdue(calendar.day_of(stage.now)) == 0


def test_register_early_brings_the_answer_nearer(stage, appeal, clerk):
    due = of(stage, appeal).answer_by

    register(stage, appeal, clerk)

    assert of(stage, appeal).answer_by == due - timedelta(days=1)


def test_dismissed_leaves_the_refusal_as_it_is(stage, ref, appeal, author, clerk, head):
    reviewing.give_phone(author)
    register(stage, appeal, clerk)
    with one_event(Tag.APPEAL_ANSWERED) as event:
        answer(stage, appeal, head)

    kept = of(stage, appeal)
    assert (kept.state, kept.answer) == (AppealState.ANSWERED, AppealAnswer.DISMISSED)
    assert (kept.reasons, kept.reasons_language, kept.answered_by) == (WHY, "ru", head.account_id)
    assert proposals.proposal_of(stage.place, ref).state is ProposalState.NOT_ADMITTED
    assert json.loads(event.facts) == {"answer": "dismissed", "late": 0}
    assert reviewing.told()[-1].startswith("Даттануу / жалоба 1. ")


def test_upheld_opens_another_review_that_may_end_until_the_voting(stage, ref, appeal, clerk, head):
    register(stage, appeal, clerk)
    stage.go_to(Phase.DISCUSSION)

    answer(stage, appeal, head, AppealAnswer.UPHELD)

    proposal = proposals.proposal_of(stage.place, ref)
    review = reviews.review_of(stage.place, proposal.id, 2)
    assert (proposal.state, proposal.review_number) == (ProposalState.SUBMITTED, 2)
    assert review.is_after_appeal
    assert review.due_on <= calendar.last_day_before(stage.round().voting_opens)
    assert reviewing.admit(stage, ref, clerk) == 1


def test_a_refusal_after_an_appeal_may_be_appealed_again(stage, ref, appeal, author, clerk, head):
    register(stage, appeal, clerk)
    answer(stage, appeal, head, AppealAnswer.UPHELD)
    reviewing.refuse(stage, ref, clerk)

    assert file(stage, ref, author) != appeal


def test_upheld_is_refused_once_the_voting_has_opened_and_dismissed_is_not(
    stage, appeal, clerk, head
):
    register(stage, appeal, clerk)
    stage.go_to(Phase.VOTING)

    with refused(NotNow, Code.NOT_OPEN):
        answer(stage, appeal, head, AppealAnswer.UPHELD)
    answer(stage, appeal, head)


def test_answer_is_refused_to_whoever_decided_the_refusal(stage, appeal, clerk):
    register(stage, appeal, clerk)

    with refused(NotAllowed, Code.APPEAL_NEEDS_ANOTHER):
        answer(stage, appeal, clerk)
    answer(stage, appeal, stage.person(Role.OPERATOR))


@pytest.mark.parametrize("why", ["", "  ", "Жок."])
def test_answer_is_refused_without_reasons(stage, appeal, clerk, head, why):
    register(stage, appeal, clerk)

    with refused(NotValid, Code.REASON_MISSING, "reasons"):
        answer(stage, appeal, head, why=why)


MOVES = {
    AppealState.FILED: {"register"},
    AppealState.REGISTERED: {"answer"},
    AppealState.ANSWERED: set(),
}


@pytest.mark.parametrize(
    ("state", "deed"),
    [(state, deed) for state, deed in product(MOVES, ("register", "answer"))
     if deed not in MOVES[state]],
)  # fmt: skip
def test_an_appeal_is_refused_whatever_its_state_does_not_allow(
    stage, appeal, clerk, head, state, deed
):
    if state is not AppealState.FILED:
        register(stage, appeal, clerk)
    if state is AppealState.ANSWERED:
        answer(stage, appeal, head)

    with refused(Conflict, Code.APPEAL_MOVED_ON, state=state):
        register(stage, appeal, head) if deed == "register" else answer(stage, appeal, head)


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.COMMISSION, Role.MONITORING])
@pytest.mark.parametrize("deed", [register, answer])
def test_an_appeal_is_not_tended_by_a_role_that_does_not(stage, appeal, deed, role):
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        deed(stage, appeal, person)


@pytest.mark.parametrize("deed", [register, answer])
def test_an_appeal_is_not_found_when_it_is_another_municipalitys(stage, appeal, deed):
    other = stage.neighbour()
    head = other.person(Role.HEAD)

    with refused(NotFound, Code.NOT_FOUND):
        deed(other, appeal, head)


def test_overdue_is_counted_for_everyone(stage, appeal, clerk):
    today = calendar.day_of(stage.now)
    assert records.count(stage.place, today) == records.Counts(1, 1, 0)
    late = today + timedelta(days=2)
    assert records.count(stage.place, late) == records.Counts(1, 1, 1)

    register(stage, appeal, clerk)

    assert records.count(stage.place, late) == records.Counts(1, 1, 0)
    assert records.count(stage.place, date(2026, 3, 25)) == records.Counts(1, 1, 1)
