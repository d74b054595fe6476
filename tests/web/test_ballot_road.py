"""The road of a voter, without JavaScript: sign in, mark, look once more, cast, read it back."""

import re

import pytest

from pb.acts import ballots as acts
from pb.records import ballots
from tests.fingerprint import fingerprint
from tests.web.browser import apart, say

BALLOT = "rounds/2026/ballot"
CLOSED = "Voting ended on %(closed)s. Your vote was not taken. The result comes by %(results_due)s."
NOTHING_YET = "Nothing is cast yet. After the next button it stands."
COSTS = (100_000, 200_000, 300_000, 150_000)


@pytest.fixture
def codes(voting):
    return voting(*COSTS)


@pytest.fixture
def voter(codes, reader):
    return reader().sign_in(codes[0])


def at_review(voter, *choices):
    voter.go(BALLOT)
    return voter.send({"d": [str(choice) for choice in choices]})


def cast(voter, *choices):
    at_review(voter, *choices)
    return voter.send(press=say("Cast my vote"))


def in_the_box(stage):
    round_ = stage.round("2026")
    return sorted(ballot.marks for ballot in ballots.inbox_of(round_.id))


def control_number(page):
    return re.search(r'class="ctrl"><b>(\d+)</b>', page.source)[1]


def ticked(page):
    return [value for name, value in page.form_with("d").given if name == "d"]


def test_a_vote_is_cast_in_five_pages_when_the_way_begins_at_sign_in(codes, reader, stage):
    voter = reader()

    voter.go(BALLOT)
    voter.send({"code": codes[0]})
    voter.send({"d": ["1", "3"]})
    voter.send(press=say("Cast my vote"))

    assert voter.page.path.endswith("/ballot/receipt")
    assert say("Your vote was taken") in voter.page.text
    assert len(voter.opened) <= 5
    assert in_the_box(stage) == ["1,3"]


def test_the_look_before_casting_shows_the_choice_and_writes_nothing(voter):
    before = fingerprint()

    page = at_review(voter, 2, 4)

    assert say(NOTHING_YET) in page.text
    assert "Көпүрө оңдоо 2" in page.text
    assert "Көпүрө оңдоо 4" in page.text
    assert "Көпүрө оңдоо 1" not in page.text
    assert fingerprint() == before


def test_a_control_number_stays_the_same_from_the_form_to_the_receipt(voter):
    number = control_number(voter.go(BALLOT))

    reviewed = voter.send({"d": "1"})
    changed = voter.send(press=say("Change my choice"))
    voter.send({"d": "2"})
    receipt = voter.send(press=say("Cast my vote"))

    pages = (reviewed, changed, receipt)
    assert [control_number(page) for page in pages] == [number] * 3


def test_a_choice_is_still_marked_when_it_is_to_be_changed(voter, stage):
    at_review(voter, 1, 4)

    page = voter.send(press=say("Change my choice"))

    assert sorted(ticked(page)) == ["1", "4"]
    voter.send({"d": ["2"]})
    voter.send(press=say("Cast my vote"))
    assert in_the_box(stage) == ["2"]


def test_a_double_click_gives_one_vote_and_the_same_receipt(voter, stage):
    form = at_review(voter, 1, 2).form_with("paper")
    first = voter.send(form=form, press=say("Cast my vote"))

    second = voter.send(form=form, press=say("Cast my vote"))

    assert second.text == first.text
    assert in_the_box(stage) == ["1,2"]


def test_going_back_and_sending_the_form_again_gives_the_same_receipt(voter, stage):
    blank = voter.go(BALLOT).form_with("d")
    voter.send({"d": ["1", "2"]})
    first = voter.send(press=say("Cast my vote"))

    voter.send({"d": ["1", "2"]}, form=blank)
    second = voter.send(press=say("Cast my vote"))

    assert second.text == first.text
    assert in_the_box(stage) == ["1,2"]


def test_other_choices_are_refused_when_the_paper_was_cast(voter, stage):
    blank = voter.go(BALLOT).form_with("d")
    voter.send({"d": "1"})
    voter.send(press=say("Cast my vote"))
    before = fingerprint()

    voter.send({"d": "2"}, form=blank)
    page = voter.send(press=say("Cast my vote"))

    assert page.status == 409
    assert say("by the internet") in page.text
    assert fingerprint() == before


def test_the_second_tab_is_refused_when_the_first_has_voted(voter, stage):
    one = at_review(voter, 1).form_with("paper")
    two = at_review(voter, 2).form_with("paper")
    voter.send(form=one, press=say("Cast my vote"))
    before = fingerprint()

    page = voter.send(form=two, press=say("Cast my vote"))

    assert page.status == 409
    assert in_the_box(stage) == ["1"]
    assert fingerprint() == before


def test_a_blank_ballot_is_refused_to_whoever_has_voted(voter):
    cast(voter, 1)

    page = voter.go(BALLOT)

    assert page.status == 409
    assert page.lang == "ky"
    assert say("by the internet") in page.text


def test_signing_out_leaves_nothing_of_the_vote_on_the_phone(codes, voter, reader):
    cast(voter, 1)
    voter.send(press=say("Done, sign out"))

    assert say("Sign in") in voter.page.text
    assert "2026" not in str(voter.client.get_cookie("sid"))
    voter.sign_in(codes[1])
    assert voter.go(f"{BALLOT}/receipt").status == 404
    assert voter.go(BALLOT).status == 200


def test_a_receipt_is_read_afresh_from_the_database(voter, stage, monkeypatch):
    cast(voter, 1, 2)
    kept = acts.receipt
    monkeypatch.setattr(acts, "receipt", lambda *keys: acts.Receipt("", 123, kept(*keys).marks))

    page = voter.go(f"{BALLOT}/receipt")

    assert control_number(page) == "123"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_writes_nothing(voter, method):
    before = fingerprint()

    for address in ("", BALLOT, f"{BALLOT}/receipt", f"{BALLOT}/cast", "sign-out"):
        voter.open(f"/togz-archa/{address}", method)

    assert fingerprint() == before
    assert apart(voter.client.get_cookie, "sid") is not None
