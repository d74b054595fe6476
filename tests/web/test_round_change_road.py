"""The road of a change: proposed by the clerk, confirmed by the head, read by everyone."""

from datetime import timedelta

import pytest

from pb.rules import calendar
from pb.rules.access import Role
from tests.fingerprint import fingerprint
from tests.web.browser import say
from tests.web.forms import errors

WHY = {
    "reason_ky": "Суу кирип, жол жабылып калды.",
    "reason_ru": "Из-за паводка закрыта дорога.",
}


@pytest.fixture
def clerk(stage, signed_in):
    stage.announced()
    return signed_in(Role.OPERATOR)


def test_a_change_is_proposed_confirmed_and_then_public(stage, clerk, signed_in, reader):
    old = stage.round().schedule.days
    clerk.go("desk/rounds/2026")
    clerk.click(say("Move the days of the round"))
    new = (old.results_by + timedelta(days=5)).isoformat()
    page = clerk.send({"results_by": new, **WHY})
    assert say("The change is proposed. Another person has to confirm it.") in page.text
    assert WHY["reason_ky"] not in reader("ky").go("rounds/2026/announcement").text

    head = signed_in(Role.HEAD)
    head.go("desk/rounds/2026")
    head.click(say("More time"))
    head.send(press=say("Confirm the change"))

    assert stage.round().schedule.days.results_by == old.results_by + timedelta(days=5)
    for language, why in (("ky", WHY["reason_ky"]), ("ru", WHY["reason_ru"])):
        page = reader(language).go("rounds/2026/announcement")
        assert why in page.text
        for day in (old.results_by, old.results_by + timedelta(days=5)):
            assert " ".join(calendar.in_words(day, language, year=True).split()) in page.text


def test_a_round_that_stood_still_moves_by_days(stage, clerk):
    old = stage.round().schedule.days
    clerk.go("desk/rounds/2026/changes/new")

    clerk.send({"kind": "change_suspension", "number": "4", **WHY})
    page = clerk.click(say("The round stood still"))

    moved = old.voting_to + timedelta(days=4)
    assert calendar.in_words(moved, "ky", year=True) in page.text
    assert say("Confirm the change") not in page.source


@pytest.mark.parametrize(
    ("answers", "at"),
    [
        ({"results_by": "2026-03-03"}, {"results_by"}),
        ({"results_by": ""}, {"results_by"}),
        ({"reason_ru": ""}, {"reason_ru"}),
        ({"reason_ky": "кыска"}, {"reason_ky"}),
        ({"kind": "change_suspension", "number": "0"}, {"number"}),
        ({"kind": "change_suspension", "number": "61"}, {"number"}),
        ({"kind": "x"}, {"kind"}),
    ],
)
def test_a_change_that_cannot_be_is_refused_at_its_field(stage, clerk, answers, at):
    clerk.go("desk/rounds/2026/changes/new")
    before = fingerprint()

    page = clerk.send({**WHY, **answers})

    assert page.status == 400
    assert errors(page) == at
    assert fingerprint() == before
