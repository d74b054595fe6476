"""The road of a result: counted by one, confirmed by another, printed, and the same everywhere."""

import hashlib
import json
import re

import pytest

from pb.documents.words import catalogue
from pb.records import documents, results
from pb.rules.money import figures, with_unit
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.fingerprint import fingerprint
from tests.web.browser import apart, say

ROUND = "desk/rounds/2026"


@pytest.fixture
def closed(stage):
    """A round whose voting is over: three people chose."""
    people = stage.open_voting(290_000, 300_000, 250_000, 260_000, voters=4)
    for person, choices in zip(people, [(1, 2), (1, 3), (1, 2, 4)], strict=False):
        stage.vote(person, *choices)
    stage.go_to(Phase.COUNTING)
    return stage


def press(browser, button):
    browser.go(ROUND)
    return browser.send(press=say(button))


def at_once(browser, deed):
    """Send what the page does not offer."""
    token = browser.token()
    return browser.post(f"/togz-archa/{ROUND}/{deed}", [("csrf_token", token)])


@pytest.mark.parametrize(
    ("first", "second"), [(Role.OPERATOR, Role.COMMISSION), (Role.COMMISSION, Role.OPERATOR)]
)
def test_one_counts_another_confirms_and_the_protocol_says_what_the_page_says(
    closed, signed_in, reader, first, second
):
    press(signed_in(first), "Count the ballots")
    assert reader().go("rounds/2026/results").text.count(say("The result is not out yet")) == 1

    page = press(signed_in(second), "Confirm the result")

    round_ = closed.round("2026")
    result = results.result_of(closed.place, round_.id)
    papers = documents.documents_of_round(closed.place, round_.id)
    facts = json.loads(papers[0].facts)
    lines = [(line.project.number, line.score, line.project.cost) for line in result.lines]
    assert page.path.endswith("/rounds/2026/results")
    assert lines == [(line["number"], line["score"], line["cost"]) for line in facts["lines"]]
    totals = ("ballots", "participants", "voters", "marks", "cost", "left", "budget")
    assert [facts[name] for name in totals] == [getattr(result, name) for name in totals]
    for number, score, cost in lines:
        row = page.source.partition(f'<th role="rowheader" scope="row">{number}.')[2]
        row = row.partition("</tr>")[0]
        assert f">{score}</td>" in row
        assert figures(cost) in row
    for amount in (result.cost, result.left):
        assert with_unit(amount, "ky").replace("\xa0", " ") in page.text
    voted = catalogue("ky").ngettext("One person voted.", "%(num)s people voted.", 3)
    assert voted % {"num": 3} in page.text


def test_a_protocol_is_downloaded_as_it_was_kept_in_both_languages(closed, signed_in, reader):
    closed.decided()
    stranger = reader("ru")
    page = stranger.go("rounds/2026/results")
    papers = documents.documents_of_round(closed.place, closed.round("2026").id)

    links = [href for href, _ in page.links if href.endswith(".pdf")]
    for href, paper in zip(links, papers, strict=True):
        answer = apart(stranger.client.get, href)

        digest = hashlib.sha256(answer.data).hexdigest()
        assert answer.status_code == 200
        assert answer.data[:5] == b"%PDF-"
        assert digest == paper.sha256 == answer.headers["X-Content-SHA256"]
        assert digest in page.text
        assert answer.headers["Content-Disposition"].endswith(f'-{paper.language}.pdf"')
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert closed.storage.get(digest) == answer.data
    assert [paper.language for paper in papers] == ["ky", "ru"]


def test_nobody_sees_votes_before_the_result_is_confirmed(closed, signed_in, reader):
    press(signed_in(Role.OPERATOR), "Count the ballots")

    for address in ("", "results", "rounds/2026/results", "rounds/2026/proposals"):
        page = reader().go(address)
        assert say("Won") not in page.text
        assert figures(results.result_of(closed.place, closed.round().id).cost) not in page.text


def shown_on(page):
    """The page from its first heading on, but for the tokens of forms, which tell the second."""
    return re.sub(r'"csrf_token"[^>]*value="[^"]*"', "", page.source.partition("<h2")[2])


def test_nobody_sees_how_projects_stand_while_the_voting_goes_on(stage, signed_in, reader):
    people = stage.open_voting(100_000, 200_000)
    clerk = signed_in(Role.OPERATOR)
    before = clerk.go("desk").text
    projects = shown_on(clerk.go(ROUND))
    shown = reader().go("rounds/2026/results").text

    stage.vote(people[0], 1)

    assert clerk.go("desk").text == before
    assert shown_on(clerk.go(ROUND)) == projects
    assert reader().go("rounds/2026/results").text == shown


def test_the_same_person_does_not_confirm_what_he_counted(closed, signed_in):
    clerk = signed_in(Role.COMMISSION)
    press(clerk, "Count the ballots")
    words = say("You counted the ballots, so another person has to confirm the result.")
    assert words in clerk.page.text
    assert say("Confirm the result") not in [b.text for f in clerk.page.forms for b in f.buttons]
    before = fingerprint()

    page = at_once(clerk, "confirm")

    assert page.status == 403
    assert words in page.text
    assert fingerprint() == before


def test_one_of_the_two_is_of_the_commission(closed, signed_in):
    press(signed_in(Role.OPERATOR), "Count the ballots")
    second = signed_in(Role.OPERATOR)
    before = fingerprint()

    page = at_once(second, "confirm")

    assert page.status == 403
    assert (
        say("One of the two, who counts or who confirms, has to be a member of the commission.")
        in page.text
    )
    assert fingerprint() == before


@pytest.mark.parametrize(
    ("role", "deed", "status"),
    [
        (Role.HEAD, "count", 403),
        (Role.HEAD, "confirm", 403),
        (Role.RESIDENT, "count", 403),
        (Role.COMMISSION, "confirm", 409),
        (None, "count", 403),
    ],
)
def test_a_deed_out_of_place_is_refused_in_words(closed, signed_in, reader, role, deed, status):
    someone = signed_in(role) if role else reader()
    before = fingerprint()

    page = at_once(someone, deed)

    assert page.status == status
    assert page.lang == "ky"
    assert fingerprint() == before


def test_ballots_are_counted_once(closed, signed_in):
    clerk = signed_in(Role.OPERATOR)
    form = clerk.go(ROUND).form_with(button=say("Count the ballots"))
    clerk.send(form=form)
    before = fingerprint()

    page = clerk.send(form=form)

    assert page.status == 409
    assert say("The ballots of this round have been counted already.") in page.text
    assert fingerprint() == before


def test_nothing_is_counted_while_people_vote(stage, signed_in):
    people = stage.open_voting(100_000)
    stage.vote(people[0], 1)
    clerk = signed_in(Role.OPERATOR)
    assert say("Count the ballots") not in clerk.go(ROUND).text
    before = fingerprint()

    page = at_once(clerk, "count")

    assert page.status == 403
    assert fingerprint() == before
