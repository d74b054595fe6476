"""Outcomes of a review with their reasons, and two proposals that become one."""

from datetime import date, timedelta

import pytest

from pb.rules.proposals import Deed, Ground
from pb.rules.refusals import Code, NotValid
from pb.rules.reviews import admitted, due_on, not_admitted, reason, returned

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
    ("term", "due"), [(5, date(2026, 3, 7)), (11, LAST), (12, LAST), (60, LAST)]
)
def test_a_review_is_due_by_the_rules_and_never_after_its_phase(term, due):
    assert due_on(TODAY, term, LAST) == due
