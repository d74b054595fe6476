"""Support on the pages: opened by the author, given by neighbours, counted, never named."""

import pytest

from pb.acts import supporting
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter
from tests.proposals_made import Idea, draft
from tests.stage import som
from tests.web.browser import say
from tests.web.conftest import counted_statements
from tests.web.proposal_pages import write


@pytest.fixture(params=["ky", "ru"])
def collecting(request, stage, signed_in):
    """An author whose draft collects the support of two, in one language."""
    stage.announced(rules={Parameter.SUPPORT_SIGNATURES: 2})
    stage.go_to(Phase.SUBMISSION)
    language = request.param
    author = signed_in(Role.RESIDENT, language)
    ref = write(author, language)
    assert say("Send to the office", language) not in author.page.source
    page = author.send(press=say("Open it for support", language))
    assert say("Close the collecting", language) in page.text, page.alerts
    return language, author, ref


def support(person, language, ref):
    person.go(f"proposals/{ref}")
    return person.send(press=say("I support it", language))


def test_neighbours_support_a_draft_until_it_can_be_sent(collecting, signed_in, reader):
    language, author, ref = collecting
    stranger = reader(language)
    page = stranger.go("rounds/2026/support")
    assert "0 / 2" in page.text
    page = stranger.click("Жаңы көпүрө")
    assert say("Sign in and support it", language) in page.text

    for _ in range(2):
        page = support(signed_in(Role.RESIDENT, language), language, ref)
        assert say("Take my support back", language) in page.text, page.alerts

    author.go(f"proposals/{ref}/steps")
    page = author.send(press=say("Send to the office", language))
    assert page.path.endswith("/receipt"), page.alerts
    page = stranger.go(f"proposals/{ref}")
    assert say("Supported before it was sent", language) in page.text
    assert stranger.go("rounds/2026/support").status == 200


def test_support_is_taken_back(collecting, signed_in):
    language, _author, ref = collecting
    person = signed_in(Role.RESIDENT, language)
    support(person, language, ref)

    page = person.send(press=say("Take my support back", language))

    assert say("I support it", language) in page.text, page.alerts


def test_the_author_is_told_what_stays_and_closes_the_collecting(collecting, reader):
    language, author, ref = collecting
    page = author.go(f"proposals/{ref}/steps/place")

    page = author.send({"title": "Темир көпүрө"})
    assert page.status == 409
    assert "Темир көпүрө" in page.source
    author.go(f"proposals/{ref}/steps")
    page = author.send(press=say("Close the collecting", language))

    assert say("Open it for support", language) in page.text, page.alerts
    assert reader(language).go(f"proposals/{ref}").status == 404


def test_a_draft_is_read_by_its_authors_alone_once_the_submission_is_over(
    collecting, stage, reader
):
    _language, author, ref = collecting
    stage.clock.put(stage.round().submission_closes)

    assert reader().go(f"proposals/{ref}").status == 404
    assert author.go(f"proposals/{ref}").status == 200
    assert reader().go("rounds/2026/support").status == 200


def test_a_round_that_asks_for_none_says_so(stage, reader):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)

    page = reader("ru").go("rounds/2026/support")

    assert say("This round asks for no support beforehand.", "ru") in page.text


def test_the_list_asks_the_database_as_often_for_many_as_for_one(stage, reader):
    stage.announced(rules={Parameter.SUPPORT_SIGNATURES: 2})
    stage.go_to(Phase.SUBMISSION)
    counts = []
    for _ in range(2):
        for number in range(3):
            author = stage.person(Role.RESIDENT)
            idea = Idea(cost=som(100_000 + number))
            ref = draft(author, stage.place, "2026", idea, stage.now)
            supporting.open_(author, stage.place, ref, stage.now)
        browser = reader("ky")
        browser.go("rounds/2026/support")
        with counted_statements() as asked:
            browser.go("rounds/2026/support")
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 10, counts
