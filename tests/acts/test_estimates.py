"""The cost: the office puts down its own, the author agrees or not, and replies to a return."""

import pytest

from pb.acts import proposals as deeds
from pb.acts.reviews import estimates, outcomes
from pb.records import proposals, reviews
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.reviews import CostConsent
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.audit import Tag
from tests import reviewing
from tests.fingerprint import one_event, refused
from tests.reviewing import KEYS
from tests.stage import som

WHY = "Түтүктүн баасы базарда арзаныраак, дүкөндүн баасы тиркелди."


@pytest.fixture
def author(stage):
    return stage.person(Role.RESIDENT)


@pytest.fixture
def clerk(stage):
    return stage.person(Role.OPERATOR)


@pytest.fixture
def ref(stage, author):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    ref = stage.submitted(author=author)
    stage.go_to(Phase.REVIEW)
    return ref


def estimate(stage, ref, actor, cost=250_000, why=WHY):
    estimates.estimate(actor, stage.place, ref, som(cost), why, "ky", KEYS, stage.now)


def say(stage, ref, actor, consent=CostConsent.ACCEPTED, text=None):
    estimates.answer(actor, stage.place, ref, consent, text, "ky", stage.now)


def reply(stage, ref, actor, text="Баасын оңдодум, караңызчы."):
    outcomes.reply(actor, stage.place, ref, text, "ky", stage.now)


def project_of(stage, number=1):
    return proposals.project_of(stage.place, stage.round().id, number)


def test_the_cost_on_the_ballot_is_the_one_the_author_accepted(stage, ref, author, clerk):
    reviewing.give_phone(author)
    with one_event(Tag.ESTIMATE_MADE) as event:
        estimate(stage, ref, clerk)
    assert event.facts == "{}"
    assert len(reviewing.told()) == 1
    say(stage, ref, author)

    reviewing.admit(stage, ref, clerk)

    review = proposals.proposal_of(stage.place, ref).review
    assert project_of(stage).cost == som(250_000)
    assert (review.cost_before, review.cost_after) == (som(298_000), som(250_000))
    assert proposals.proposal_of(stage.place, ref).cost_agreed == som(250_000)


@pytest.mark.parametrize("consent", [None, CostConsent.DECLINED])
def test_without_the_authors_consent_the_cost_that_was_asked_stands(
    stage, ref, author, clerk, consent
):
    estimate(stage, ref, clerk)
    if consent:
        say(stage, ref, author, consent, "Бул баага түтүк жетпейт.")

    reviewing.admit(stage, ref, clerk)

    assert project_of(stage).cost == som(298_000)


def test_a_later_cost_takes_the_place_of_an_accepted_one(stage, ref, author, clerk):
    estimate(stage, ref, clerk)
    say(stage, ref, author)
    estimate(stage, ref, clerk, 240_000)

    reviewing.admit(stage, ref, clerk)

    assert project_of(stage).cost == som(298_000)


@pytest.mark.parametrize(
    ("cost", "code"),
    [
        (298_000, Code.ESTIMATE_SAME),
        (0, Code.MONEY_ZERO),
        (300_001, Code.COST_ABOVE_CEILING),
    ],
)
def test_a_cost_is_refused_that_could_not_be_asked(stage, ref, clerk, cost, code):
    with refused(NotValid, code, "cost"):
        estimate(stage, ref, clerk, cost)


@pytest.mark.parametrize("why", ["", "Кымбат"])
def test_a_cost_is_refused_without_its_reason(stage, ref, clerk, why):
    with refused(NotValid, Code.REASON_MISSING, "reason"):
        estimate(stage, ref, clerk, why=why)


def test_one_who_declines_says_why(stage, ref, author, clerk):
    estimate(stage, ref, clerk)

    with refused(NotValid, Code.REASON_MISSING, "text"):
        say(stage, ref, author, CostConsent.DECLINED, " ")


def test_the_author_says_it_once(stage, ref, author, clerk):
    estimate(stage, ref, clerk)
    with one_event(Tag.ESTIMATE_ANSWERED):
        say(stage, ref, author)

    with refused(Conflict, Code.ESTIMATE_ANSWERED):
        say(stage, ref, author, CostConsent.DECLINED, "Ойлонуп көрдүм, жетпейт экен.")
    kept = reviews.estimates_of(stage.place, proposals.proposal_of(stage.place, ref).id)
    assert [(one.consent, one.answer) for one in kept] == [(CostConsent.ACCEPTED, None)]


def test_nobody_else_answers_for_the_author(stage, ref, clerk):
    estimate(stage, ref, clerk)
    other = stage.person(Role.RESIDENT)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        say(stage, ref, other)
    with refused(NotAllowed, Code.NOT_ALLOWED):
        say(stage, ref, clerk)


def test_there_is_nothing_to_answer_before_the_office_puts_a_cost_down(stage, ref, author):
    with refused(NotFound, Code.NOT_FOUND):
        say(stage, ref, author)


def test_a_cost_is_not_answered_once_the_review_is_final(stage, ref, author, clerk):
    estimate(stage, ref, clerk)
    reviewing.give_back(stage, ref, clerk)

    with refused(Conflict, Code.PROPOSAL_MOVED_ON):
        say(stage, ref, author)


def test_the_reply_stands_beside_the_return(stage, ref, author, clerk):
    reviewing.give_back(stage, ref, clerk)
    with one_event(Tag.RETURN_REPLIED) as event:
        reply(stage, ref, author)
    deeds.submit(author, stage.place, ref, stage.now)

    [(review, said)] = reviews.published(stage.place, proposals.proposal_of(stage.place, ref).id)
    assert (review.number, said.text) == (1, "Баасын оңдодум, караңызчы.")
    assert event.facts == "{}"


def test_a_reply_is_given_once_and_only_to_a_return(stage, ref, author, clerk):
    with refused(Conflict, Code.REPLY_WITHOUT_RETURN):
        reply(stage, ref, author)
    reviewing.give_back(stage, ref, clerk)
    reply(stage, ref, author)

    with refused(Conflict, Code.REPLY_EXISTS):
        reply(stage, ref, author)


def test_a_reply_is_refused_to_others_too_short_or_too_late(stage, ref, author, clerk):
    reviewing.give_back(stage, ref, clerk)
    other = stage.person(Role.RESIDENT)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        reply(stage, ref, other)
    with refused(NotValid, Code.REASON_MISSING, "text"):
        reply(stage, ref, author, "Ооба")
    stage.go_to(Phase.VOTING)
    with refused(NotNow, Code.NOT_OPEN):
        reply(stage, ref, author)
