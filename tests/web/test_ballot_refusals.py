"""What makes no vote: refused in the reader's language, the choices kept, nothing saved."""

from datetime import timedelta

import pytest

from pb.records import ballots
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.fingerprint import fingerprint
from tests.web.browser import say

BALLOT = "rounds/2026/ballot"
CLOSED = "Voting ended on %(closed)s. Your vote was not taken. The result comes by %(results_due)s."


@pytest.fixture
def codes(voting):
    return voting(100_000, 200_000, 300_000, 150_000)


@pytest.fixture
def voter(codes, reader):
    return reader().sign_in(codes[0])


def at_review(voter, *choices):
    voter.go(BALLOT)
    return voter.send({"d": [str(choice) for choice in choices]})


def in_the_box(stage):
    return sorted(ballot.marks for ballot in ballots.inbox_of(stage.round("2026").id))


def ticked(page):
    return sorted(value for name, value in page.form_with("d").given if name == "d")


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize(
    ("marked", "status", "words", "facts"),
    [
        (
            ["1", "2", "3", "4"],
            400,
            "You may choose up to %(largest)s, but %(chosen)s are marked. Take the extra ones off.",
            {"largest": 3, "chosen": 4},
        ),
        ([], 400, "Choose at least %(smallest)s project.", {"smallest": 1}),
        (
            ["1", "99"],
            400,
            "Project No. %(number)s does not stand on this ballot. Take it off.",
            {"number": 99},
        ),
        (["2", "2"], 400, "Project No. %(number)s is marked twice. Mark it once.", {"number": 2}),
    ],
    ids=["too many", "none", "unknown", "twice"],
)
@pytest.mark.parametrize("step", ["review", "cast"])
def test_a_choice_that_makes_no_ballot_is_refused_in_words(
    codes, reader, language, marked, status, words, facts, step
):
    voter = reader(language).sign_in(codes[0])
    form = voter.go(BALLOT).form_with("d")
    before = fingerprint()

    page = voter.post(form.action.replace("review", step), form.filled({"d": marked}))

    assert page.status == status
    assert page.alerts == [say(words, language, **facts)]
    assert say("What is marked on this page was not taken.", language) in page.text
    assert ticked(page) == [number for number in dict.fromkeys(marked) if number != "99"]
    assert fingerprint() == before


@pytest.mark.parametrize(
    "mark", ["x", "1e3", "-1", "1.0", " 1", "٣", "１", "NaN", "", "\x00", "1 or 1=1", "0", "00"]
)
def test_what_is_no_number_of_a_project_is_refused(voter, mark):
    form = voter.go(BALLOT).form_with("d")
    before = fingerprint()

    page = voter.post(form.action, form.filled({"d": ["2", mark]}))

    assert page.status == 400
    assert ticked(page) == ["2"]
    assert fingerprint() == before


def test_a_number_of_five_thousand_digits_is_refused_in_words(voter):
    form = voter.go(BALLOT).form_with("d")

    page = voter.post(form.action, form.filled({"d": "9" * 5_000}))

    assert page.status == 400


def _altered(token):
    return ("A" if token[0] != "A" else "B") + token[1:]


@pytest.mark.parametrize("step", ["review", "cast"])
@pytest.mark.parametrize("paper", ["altered", "missing", "nonsense", "of another person", "stale"])
def test_a_paper_that_was_not_issued_for_this_vote_is_exchanged(
    codes, reader, stage, monkeypatch, paper, step
):
    voter, other = (reader().sign_in(code) for code in codes)
    form = voter.go(BALLOT).form_with("d")
    token = dict(form.given)["paper"]
    given = {
        "altered": _altered(token),
        "missing": [],
        "nonsense": "..",
        "of another person": dict(other.go(BALLOT).form_with("d").given)["paper"],
        "stale": token,
    }[paper]
    if paper == "stale":
        monkeypatch.setattr("pb.web.tokens.GOOD_FOR", -1)
    before = fingerprint()

    sent = form.filled({"d": ["1", "3"], "paper": given})
    page = voter.post(form.action.replace("review", step), sent)

    assert page.status == 400
    assert page.alerts == [
        say(
            "This ballot form is out of date. Here is a new one with a new number;"
            " your choices are kept."
        )
    ]
    assert ticked(page) == ["1", "3"]
    assert dict(page.form_with("d").given)["paper"] != given
    assert fingerprint() == before


def test_a_vote_is_taken_with_the_paper_that_came_in_exchange(voter, stage):
    form = voter.go(BALLOT).form_with("d")
    voter.post(form.action, form.filled({"d": ["1", "3"], "paper": "stale"}))

    voter.send()
    page = voter.send(press=say("Cast my vote"))

    assert say("Your vote was taken") in page.text
    assert in_the_box(stage) == ["1,3"]


def test_a_paper_of_one_round_is_not_taken_in_another(codes, reader, stage, voting):
    voting(100_000, slug="2027")
    voter = reader().sign_in("voter-2027-000")
    paper = dict(voter.go("rounds/2027/ballot").form_with("d").given)["paper"]
    voter = reader().sign_in(codes[0])
    stage.go_to(Phase.VOTING)
    form = voter.go(BALLOT).form_with("d")

    page = voter.post(form.action, form.filled({"d": "1", "paper": paper}))

    assert page.status == 400


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (Phase.DISCUSSION, "Voting has not begun. It opens on %(opens)s. Your vote was not taken."),
        (
            Phase.COUNTING,
            CLOSED,
        ),
    ],
)
def test_no_ballot_is_given_out_of_hours(voter, stage, phase, words):
    stage.go_to(phase)

    page = voter.go(BALLOT)

    assert page.status == 403
    assert say(words).partition("%")[0] in page.text


def test_a_vote_is_refused_when_the_hour_struck_meanwhile(voter, stage):
    stage.clock.put(stage.round("2026").voting_closes - timedelta(minutes=5))
    form = at_review(voter, 1).form_with("paper")
    stage.clock.put(stage.round("2026").voting_closes)
    before = fingerprint()

    page = voter.send(form=form, press=say("Cast my vote"))

    assert page.status == 403
    assert say(CLOSED).partition("%")[0] in page.text
    assert fingerprint() == before


def test_a_vote_is_taken_in_the_last_instant(voter, stage):
    stage.clock.put(stage.round("2026").voting_closes - timedelta(minutes=5))
    form = at_review(voter, 1).form_with("paper")
    stage.clock.put(stage.round("2026").voting_closes - timedelta(microseconds=1))

    page = voter.send(form=form, press=say("Cast my vote"))

    assert say("Your vote was taken") in page.text


def test_whoever_is_not_on_the_roll_is_told_where_to_go(codes, signed_in):
    stranger_to_roll = signed_in(Role.RESIDENT, "ru")

    page = stranger_to_roll.go(BALLOT)

    assert page.status == 403
    assert page.lang == "ru"
    assert (
        say(
            "We did not find you on the roll of this round."
            " Come to the office with your passport or call the commission.",
            "ru",
        )
        in page.text
    )


def test_the_office_has_no_ballot(codes, signed_in):
    page = signed_in(Role.OPERATOR).go(BALLOT)

    assert page.status == 403
    assert say("Your role does not let you do this here. Nothing was changed.") in page.text


def test_a_stranger_who_sends_a_ballot_is_asked_to_sign_in(codes, reader):
    stranger = reader()
    token = stranger.token()
    before = fingerprint()

    page = stranger.post(f"/togz-archa/{BALLOT}/cast", [("csrf_token", token), ("d", "1")])

    assert page.status == 403
    assert say("Sign in first. Nothing was changed.") in page.text
    assert fingerprint() == before


def test_no_ballot_of_a_draft_round_is_there_for_anyone(stage, signed_in):
    stage.draft("2027")
    resident = signed_in(Role.RESIDENT)
    sent = [("csrf_token", resident.token()), ("d", "1")]
    address = "/togz-archa/rounds/2027/ballot"

    assert resident.go("rounds/2027/ballot").status == 404
    for step in ("review", "change", "cast"):
        assert resident.post(f"{address}/{step}", sent).status == 404
