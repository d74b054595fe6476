"""Outcomes of a review with their reasons, and two proposals that become one."""

from datetime import date, timedelta

import pytest

from pb.rules.proposals import Deed, Ground, ProposalState
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.reviews import admitted, check_merge, due_on, not_admitted, reason, returned

TODAY, LAST = date(2026, 3, 2), date(2026, 3, 13)
WHY = "Сметада түтүктүн баасы жок, тактап жазыңыз."
LAW = "«Жергиликтүү мамлекеттик администрация жана ЖӨБ органдары жөнүндө» мыйзам, 22-берене"


def test_admitted_needs_no_reason():
    review = admitted()

    assert review.deed is Deed.ADMIT
    assert (review.text, review.ground, review.legal_ground) == (None, None, None)


def test_returned_may_ask_for_mending_today():
    assert returned(WHY, TODAY, TODAY, LAST).mend_by == TODAY


def test_returned_says_what_to_mend_and_by_when():
    review = returned(f"  {WHY}\r\n", LAST, TODAY, LAST)

    assert (review.deed, review.text, review.mend_by) == (Deed.RETURN, WHY, LAST)


@pytest.mark.parametrize("by", [None, TODAY - timedelta(days=1), LAST + timedelta(days=1)])
def test_returned_is_refused_without_a_day_within_the_review(by):
    with pytest.raises(NotValid) as refused:
        returned(WHY, by, TODAY, LAST)

    assert (refused.value.code, refused.value.field) == (Code.RETURN_DATE_MISSING, "mend_by")


@pytest.mark.parametrize("text", ["", "   ", "жок", "кыска сөз"])
def test_returned_is_refused_without_saying_what_to_mend(text):
    with pytest.raises(NotValid) as refused:
        returned(text, LAST, TODAY, LAST)

    assert (refused.value.code, refused.value.field) == (Code.REASON_MISSING, "reason")


def test_not_admitted_has_ground_reason_and_law():
    review = not_admitted(Ground.AGAINST_LAW, WHY, LAW)

    assert review.deed is Deed.NOT_ADMIT
    assert (review.ground, review.text, review.legal_ground) == (Ground.AGAINST_LAW, WHY, LAW)


@pytest.mark.parametrize(
    ("ground", "text", "law", "code", "field"),
    [
        (None, WHY, LAW, Code.REASON_MISSING, "ground"),
        (Ground.NOT_LOCAL, "", LAW, Code.REASON_MISSING, "reason"),
        (Ground.NOT_LOCAL, "болбойт", LAW, Code.REASON_MISSING, "reason"),
        (Ground.NOT_LOCAL, WHY, " ", Code.LEGAL_GROUND_MISSING, "legal_ground"),
        (Ground.NOT_LOCAL, WHY, "мыйзам", Code.LEGAL_GROUND_MISSING, "legal_ground"),
        (Ground.NOT_LOCAL, WHY, LAW * 100, Code.TEXT_TOO_LONG, "legal_ground"),
        (Ground.NOT_LOCAL, WHY + "\u202e", LAW, Code.TEXT_INVISIBLE, "reason"),
    ],
)
def test_not_admitted_is_refused_without_any_of_the_three(ground, text, law, code, field):
    with pytest.raises(NotValid) as refused:
        not_admitted(ground, text, law)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert refused.value.facts.get("shortest", 10) == 10


def test_reason_says_how_long_it_has_to_be():
    with pytest.raises(NotValid) as refused:
        reason("жок", "reasons")

    assert refused.value.facts == {"shortest": 10}


@pytest.mark.parametrize(
    "state", [ProposalState.SUBMITTED, ProposalState.RETURNED, ProposalState.ADMITTED]
)
def test_check_merge_takes_two_that_live_and_both_groups(state):
    check_merge(state, ProposalState.SUBMITTED, is_itself=False, consents=2)


@pytest.mark.parametrize(
    ("one", "into", "is_itself", "consents", "code"),
    [
        (ProposalState.SUBMITTED, ProposalState.SUBMITTED, True, 2, Code.MERGE_WITH_ITSELF),
        (ProposalState.SUBMITTED, ProposalState.ADMITTED, False, 1, Code.MERGE_NEEDS_CONSENT),
        (ProposalState.SUBMITTED, ProposalState.ADMITTED, False, 0, Code.MERGE_NEEDS_CONSENT),
        (ProposalState.NOT_ADMITTED, ProposalState.ADMITTED, False, 2, Code.PROPOSAL_MOVED_ON),
        (ProposalState.SUBMITTED, ProposalState.WITHDRAWN, False, 2, Code.PROPOSAL_MOVED_ON),
        (ProposalState.DRAFT, ProposalState.SUBMITTED, False, 2, Code.PROPOSAL_MOVED_ON),
    ],
)
def test_check_merge_refuses_what_cannot_become_one(one, into, is_itself, consents, code):
    with pytest.raises((NotValid, Conflict)) as refused:
        check_merge(one, into, is_itself=is_itself, consents=consents)

    assert refused.value.code is code
    if code is Code.MERGE_NEEDS_CONSENT:
        assert refused.value.facts == {"number": 2 - consents}


@pytest.mark.parametrize(
    ("term", "due"), [(5, date(2026, 3, 7)), (11, LAST), (12, LAST), (60, LAST)]
)
def test_a_review_is_due_by_the_rules_and_never_after_its_phase(term, due):
    assert due_on(TODAY, term, LAST) == due
