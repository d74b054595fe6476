"""The desk of enrolment through its pages: the slip, another telephone, the end in time."""

from datetime import timedelta

import pytest

from pb.rules.roles import Role
from tests.roll_stage import imported, pin
from tests.web.browser import say


@pytest.fixture
def announced(stage):
    stage.announced()
    return stage


def test_a_person_is_enrolled_and_the_slip_is_in_their_language(announced, signed_in):
    imported(announced)
    clerk = signed_in(Role.OPERATOR)
    clerk.go("desk/rounds/2026/enrol")
    clerk.send({"pin": pin(1)}, press=say("Find and open"))
    form = clerk.page.form_with("phone")

    page = clerk.send({"phone": "0555 123 456", "slip": "ru"}, form=form)
    assert (page.status, "Тестовб Бек" in page.text) == (400, False)
    page = clerk.send({"phone": "0555 123 456", "slip": "ru", "passport_seen": "y"})

    assert page.lang == "ru"
    assert say("Slip of enrolment", "ru") in page.text
    assert "Тестовб Бек" in page.text
    assert "0555 123 456" in page.text


def test_another_telephone_is_written_down_for_who_is_enrolled(announced, signed_in):
    imported(announced)
    clerk = signed_in(Role.OPERATOR)
    for phone, button in (("0555 123 456", "Enrol"), ("0700 111 222", "Change the telephone")):
        clerk.go("desk/rounds/2026/enrol")
        clerk.send({"pin": pin(1)}, press=say("Find and open"))
        clerk.send({"phone": phone, "passport_seen": "y"},
                   press=say(f"{button} and print the slip"))  # fmt: skip

    assert "0700 111 222" in clerk.page.text
    assert say("Slip of enrolment") in clerk.page.text


def test_a_week_before_the_voting_only_telephones_are_changed(announced, signed_in):
    imported(announced)
    announced.clock.put(announced.round().voting_opens - timedelta(days=7))
    clerk = signed_in(Role.OPERATOR)
    clerk.go("desk/rounds/2026/enrol")
    card = clerk.send({"pin": pin(1)}, press=say("Find and open"))

    assert not [one for one in card.forms if "phone" in one.names]
    assert "кагаз бюллетень менен" in card.text
