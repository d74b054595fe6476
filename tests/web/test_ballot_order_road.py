"""The road of a public lot: entered by the clerk, confirmed by the head, drawn again by anyone."""

import hashlib

import pytest

from pb.records import proposals
from pb.records.base import db
from pb.rules import lots
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.fingerprint import fingerprint
from tests.web.browser import say
from tests.web.forms import errors

LOT = {
    "seed": "3 5 1 6 6 2",
    "manner_ky": "Клубда, эл алдында алты сөөк ташталды.",
    "manner_ru": "В клубе при людях бросили шесть костей.",
}


@pytest.fixture
def discussed(stage):
    """A round with three projects, between its review and its voting."""
    stage.announced()
    stage.on_ballot(100_000, 120_000, 140_000)
    stage.go_to(Phase.DISCUSSION)
    return stage


def refs(stage):
    db.session.expire_all()
    return [one.proposal.ref for one in proposals.projects_of(stage.round().id)]


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_lot_is_entered_confirmed_and_drawn_again(discussed, signed_in, reader, language):
    before = refs(discussed)
    clerk = signed_in(Role.OPERATOR, language)
    clerk.go("desk/rounds/2026")
    clerk.click(say("The order of the ballot", language))
    clerk.click(say("Enter the lot", language))
    page = clerk.send(LOT)
    assert say("The lot is entered. Another person confirms it now.", language) in page.text
    assert say("Confirm the lot and number the projects", language) not in page.source
    assert refs(discussed) == before

    head = signed_in(Role.HEAD, language)
    head.go("desk/rounds/2026/order")
    page = head.send(press=say("Confirm the lot and number the projects", language))
    assert say("Drawn by lot", language) in page.text

    assert refs(discussed) == list(lots.drawn(before, LOT["seed"]))
    page = reader(language).go("rounds/2026/order")
    assert LOT["seed"] in page.text
    assert LOT[f"manner_{language}"] in page.text
    for ref in before:
        signs = f"{LOT['seed']}:{ref}"
        assert signs in page.text
        assert hashlib.sha256(signs.encode()).hexdigest()[:16] in page.text
    assert f"printf '%s' '{LOT['seed']}:{refs(discussed)[0]}' | sha256sum" in page.text


def test_an_entry_that_was_mistaken_stays_to_be_read(discussed, signed_in, reader):
    clerk = signed_in(Role.OPERATOR)
    for seed in ("3 5 1 6 6 1", LOT["seed"]):
        clerk.go("desk/rounds/2026/order/enter")
        clerk.send({**LOT, "seed": seed})
    head = signed_in(Role.HEAD)
    head.go("desk/rounds/2026/order")
    head.send(press=say("Confirm the lot and number the projects"))

    page = reader().go("rounds/2026/order")

    assert say("Entered and not confirmed") in page.text
    assert "3 5 1 6 6 1" in page.text


@pytest.mark.parametrize(
    ("answers", "at"),
    [
        ({"seed": ""}, {"seed"}),
        ({"seed": "3 5"}, {"seed"}),
        ({"manner_ky": "кыска"}, {"manner_ky"}),
        ({"manner_ru": ""}, {"manner_ru"}),
    ],
)
def test_a_lot_that_cannot_be_is_refused_at_its_field(discussed, signed_in, answers, at):
    clerk = signed_in(Role.OPERATOR)
    clerk.go("desk/rounds/2026/order/enter")
    before = fingerprint()

    page = clerk.send({**LOT, **answers})

    assert page.status == 400
    assert errors(page) == at
    assert fingerprint() == before


def test_without_a_lot_the_page_says_in_which_order_the_numbers_are(discussed, reader):
    discussed.go_to(Phase.VOTING)

    page = reader().go("rounds/2026/order")

    said = "No lot was drawn before the voting: the numbers are in the order in which the office"
    assert say(f"{said} admitted the proposals.") in page.text
