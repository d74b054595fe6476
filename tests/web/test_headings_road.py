"""The road of divided money: said in a draft, read in the announcement, told in the result."""

import pytest

from pb.acts import rounds
from pb.records import proposals, results
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.terms import Terms
from tests.fingerprint import fingerprint
from tests.stage import som
from tests.web.browser import say
from tests.web.forms import errors


@pytest.fixture
def clerk(stage, signed_in):
    stage.draft(terms=Terms(budget=som(600)))
    return signed_in(Role.OPERATOR)


def test_villages_get_money_of_their_own_and_everyone_reads_it(stage, clerk, reader):
    clerk.go("desk/rounds/2026")
    clerk.click(say("Divide the money"))
    clerk.send({"kind": "villages", "village_archa-tor_sum": "300", "category_1_ky": "Жол"})
    rounds.announce(stage.person(Role.HEAD), stage.place, "2026", stage.now)

    for language, village in (("ky", "Арча-Төр"), ("ru", "Арча-Тёр")):
        page = reader(language).go("rounds/2026/announcement")
        assert all(word in page.text for word in (village, say("Common pot", language)))
        assert page.text.count("300") >= 2
    assert clerk.go("desk/rounds/2026/headings").status == 409


def test_categories_come_back_as_they_were_saved(clerk):
    clerk.go("desk/rounds/2026/headings")
    clerk.send(
        {
            "kind": "categories",
            "category_2_ky": "Жол",
            "category_2_ru": "Дороги",
            "category_2_sum": "100,50",
        }
    )

    page = clerk.go("desk/rounds/2026/headings")

    assert 'value="Дороги"' in page.source
    assert 'value="100,50"' in page.source


def test_an_author_chooses_the_category_whose_money_is_asked(stage, clerk, reader):
    clerk.go("desk/rounds/2026/headings")
    money = {"category_1_ky": "Жол", "category_1_ru": "Дороги", "category_1_sum": "600"}
    clerk.send({"kind": "categories", **money})
    rounds.announce(stage.person(Role.HEAD), stage.place, "2026", stage.now)
    stage.go_to(Phase.SUBMISSION)
    person = stage.person(Role.RESIDENT, code="the-author-1")
    author = reader("ru").sign_in("the-author-1")
    author.go("rounds/2026/proposals/new")

    assert "Дороги" in author.page.text
    page = author.send({"title": "Новый мост у школы", "heading": "2"})
    assert errors(page) == {"heading"}
    author.send({"title": "Новый мост у школы", "heading": "1"})

    (kept,) = proposals.proposals_by(stage.place, person.account_id)
    assert kept.heading_number == 1


@pytest.mark.parametrize(
    ("answers", "at"),
    [
        ({"kind": "villages", "village_archa-tor_sum": "0"}, {"village_archa-tor_sum"}),
        ({"kind": "villages", "village_archa-tor_sum": "много"}, {"village_archa-tor_sum"}),
        ({"kind": "villages", "village_archa-tor_sum": "601"}, {"kind"}),
        ({"kind": "categories", "category_1_sum": "5"}, {"category_1_ky"}),
        ({"kind": "categories", "category_1_ky": "Жол", "category_1_sum": "5"}, {"category_1_ru"}),
        ({"kind": "x"}, {"kind"}),
    ],
)
def test_headings_that_cannot_be_are_refused_at_their_field(clerk, answers, at):
    clerk.go("desk/rounds/2026/headings")
    before = fingerprint()

    page = clerk.send(answers)

    assert (page.status, errors(page)) == (400, at)
    assert fingerprint() == before


def test_the_page_of_the_result_leads_through_the_count_and_compares_other_rules(stage, reader):
    voters = stage.open_voting(100_000, 250_000, voters=2)
    for voter in voters:
        stage.vote(voter, 1)
    stage.decided()
    told = results.result_of(stage.place, stage.round().id).explained

    assert len(told) > 4
    for language in ("ky", "ru"):
        page = reader(language).go("rounds/2026/results")
        assert say("What if another rule had been declared?", language) in page.text
        assert say("the same projects", language) in page.text
        for step in told:
            assert " ".join(step.read(language)[0].split()) in page.text
