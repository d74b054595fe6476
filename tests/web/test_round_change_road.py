"""The road of a change: proposed by the clerk, confirmed by the head, read by everyone."""

from datetime import timedelta

import pytest

from pb.rules import calendar
from pb.rules.roles import Role
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


def test_other_money_is_proposed_confirmed_and_then_read_by_everyone(
    stage, clerk, signed_in, reader
):
    clerk.go("desk/rounds/2026")
    clerk.click(say("Change money, name or choices"))
    clerk.send({"budget": "1 200 000", "ceiling": "", "max_choices": "2", **WHY})

    head = signed_in(Role.HEAD)
    head.go("desk/rounds/2026")
    page = head.click(say("Other values"))
    assert all(word in page.text for word in ("1 000 000", "1 200 000", say("the whole budget")))
    page = head.send(press=say("Confirm the change"))
    assert say("The round is changed. Everyone can see it.") in page.text

    assert stage.round().budget == 120_000_000
    assert stage.round().ceiling is None
    for language in ("ky", "ru"):
        page = reader(language).go("rounds/2026/announcement")
        assert all(
            word in page.text for word in ("1 000 000", "1 200 000", WHY[f"reason_{language}"])
        )


def test_a_round_is_cancelled_by_two_and_everyone_reads_why(stage, clerk, signed_in, reader):
    clerk.go("desk/rounds/2026")
    clerk.click(say("Cancel the round"))
    clerk.send(WHY)
    head = signed_in(Role.HEAD)
    head.go("desk/rounds/2026")
    head.click(say("The round is cancelled"))
    head.send(press=say("Confirm the change"))

    for language in ("ky", "ru"):
        stranger = reader(language)
        page = stranger.go("")
        assert say("Cancelled", language) in page.text
        page = stranger.go("rounds/2026/announcement")
        assert WHY[f"reason_{language}"] in page.text
        assert say("This round is cancelled", language) in page.text
        page = stranger.go("rounds/2026/results")
        assert (
            say("The round is cancelled. The reason stands in its announcement.", language)
            in page.text
        )
    page = clerk.go("desk/rounds/2026/changes/cancel")
    assert (
        say("This round was cancelled. The reason stands in its announcement. Nothing was saved.")
        in page.text
    )


@pytest.mark.parametrize(
    ("address", "answers", "at"),
    [
        ("values", {"budget": "0"}, {"budget"}),
        ("values", {"budget": "1.500.000"}, {"budget"}),
        ("values", {"max_choices": "11"}, {"max_choices"}),
        ("values", {"max_choices": ""}, {"max_choices"}),
        ("values", {"title_ky": " "}, {"title_ky"}),
        ("values", {"title_ky": "\u202eаталыш"}, {"title_ky"}),
        ("cancel", {"reason_ru": "коротко"}, {"reason_ru"}),
    ],
)
def test_values_and_a_cancellation_that_cannot_be_are_refused_at_their_field(
    stage, clerk, address, answers, at
):
    clerk.go(f"desk/rounds/2026/changes/{address}")
    before = fingerprint()

    page = clerk.send({**WHY, **answers})

    assert page.status == 400
    assert errors(page) == at
    assert fingerprint() == before
