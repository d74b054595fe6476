"""What a page asks the database: few statements, and as many for a long page as for a short one."""

import pytest

from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests import reviewing

MOST = 10
OF_ONE = 14
"""A page of one proposal with all its parts: lines, promises, files, versions, answers."""


@pytest.fixture
def asked(statements):
    def of(browser, address):
        with statements() as found:
            page = browser.open(f"/togz-archa/{address}")
        assert page.status == 200, page.text
        return found

    return of


def with_proposals(stage, slug, number):
    stage.announced(slug)
    stage.go_to(Phase.SUBMISSION, slug)
    author, clerk = stage.person(Role.RESIDENT), stage.person(Role.OPERATOR)
    refs = [stage.submitted(slug, author, title=f"Көпүрө оңдоо {n}") for n in range(number)]
    for ref in refs[: number // 2]:
        reviewing.admit(stage, ref, clerk)
    return refs


def with_result(stage, slug, number):
    people = stage.open_voting(*[20_000 + n for n in range(number)], voters=2, slug=slug)
    for person in people:
        stage.vote(person, 1, 2, slug=slug)
    stage.decided(slug)


@pytest.mark.parametrize("address", ["proposals", "ballot"])
def test_a_long_list_asks_no_more_than_a_short_one(stage, reader, voting, asked, address):
    counts = []
    for slug, number in (("2026", 5), ("2027", 60)):
        codes = voting(*[10_000] * number, slug=slug)
        counts.append(len(asked(reader().sign_in(codes[0]), f"rounds/{slug}/{address}")))

    assert counts[0] == counts[1] <= MOST


def test_a_long_result_asks_no_more_than_a_short_one(stage, reader, asked):
    counts = []
    for slug, number in (("2026", 5), ("2027", 60)):
        with_result(stage, slug, number)
        counts.append(len(asked(reader(), f"rounds/{slug}/results")))

    assert counts[0] == counts[1] <= MOST


@pytest.mark.parametrize("address", ["desk", "desk/rounds/2026", "desk/rounds/2027"])
def test_the_desk_asks_few_statements_when_much_waits(stage, signed_in, asked, address):
    with_proposals(stage, "2026", 60)
    stage.draft("2027")

    assert len(asked(signed_in(Role.OPERATOR), address)) <= MOST


def test_the_home_asks_few_statements_in_every_phase(stage, reader, asked):
    counts = [len(asked(reader(), ""))]
    with_result(stage, "2025", 30)
    counts.append(len(asked(reader(), "")))
    stage.open_voting(100_000, 200_000, slug="2026")
    counts.append(len(asked(reader(), "")))

    assert max(counts) <= MOST, counts


def test_one_proposal_and_its_review_ask_few_statements(stage, reader, signed_in, asked):
    ref = with_proposals(stage, "2026", 3)[-1]

    assert len(asked(reader(), f"proposals/{ref}")) <= OF_ONE
    assert len(asked(signed_in(Role.OPERATOR), f"desk/proposals/{ref}")) <= OF_ONE


def test_my_proposals_ask_no_more_when_there_are_many(stage, reader, asked):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    counts = []
    for number in (1, 40):
        author = stage.person(Role.RESIDENT, code=f"author-of-{number}")
        for _ in range(number):
            stage.submitted(author=author)
        counts.append(len(asked(reader().sign_in(f"author-of-{number}"), "my-proposals")))

    assert counts[0] == counts[1] <= MOST


def test_the_stylesheet_and_the_promises_do_not_ask_what_they_do_not_need(stage, reader, asked):
    assert len(asked(reader(), "promises")) <= 1
