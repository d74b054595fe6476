"""The road of a proposal: sent, admitted, returned and mended, or not admitted with its reason."""

import pytest

from pb.records import proposals
from pb.rules import calendar
from pb.rules.checklists import WORKED_OUT, Item
from pb.rules.proposals import ProposalState
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests import reviewing
from tests.fingerprint import fingerprint
from tests.stage import som
from tests.web.browser import say
from tests.web.forms import errors

REASON = "Баасы негизделген эмес: үч дүкөндүн баасын тиркеңиз."
NOTE = "Бул эскертүү ички, элге көрүнбөйт."
LAW = "Бюджет кодекси, 10-берене"
ALL_MET = {item.value: "item_met" for item in Item if item not in WORKED_OUT}


@pytest.fixture
def clerk(signed_in):
    return signed_in(Role.OPERATOR)


@pytest.fixture
def author(stage):
    """The code of the author of what is sent."""
    return stage.person(Role.RESIDENT, code="the-author-1")


@pytest.fixture
def sent(stage, author):
    """A proposal the office has to answer."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    ref = stage.submitted(author=author)
    stage.go_to(Phase.REVIEW)
    return ref


def state_of(stage, ref):
    return proposals.proposal_of(stage.place, ref).state


def put_down(clerk, ref, **answers):
    clerk.go(f"desk/proposals/{ref}/outcome")
    return clerk.send(answers)


def publish(clerk, language="ky"):
    return clerk.send(press=say("Make it final and publish", language))


def returned(stage, clerk, ref):
    last = calendar.last_day_before(stage.round("2026").review_closes).isoformat()
    put_down(clerk, ref, outcome="returned", reason=REASON, mend_by=last)
    publish(clerk)


def refused(clerk, ref, reason=REASON):
    answers = {"ground": "cost_unjustified", "reason": reason, "legal_ground": LAW}
    put_down(clerk, ref, outcome="not_admitted", **answers)
    publish(clerk)


def test_a_proposal_is_admitted_from_the_queue_of_what_waits(stage, clerk, sent, reader):
    clerk.go("desk/reviews")
    clerk.click(say("Review"))
    clerk.click(say("Answer the checklist"))
    clerk.send(ALL_MET)
    clerk.click(say("Put the decision down"))
    page = clerk.send({"outcome": "admitted"})
    assert page.path.endswith(f"/desk/proposals/{sent}/final")
    assert state_of(stage, sent) is ProposalState.SUBMITTED

    page = publish(clerk)

    assert page.path.endswith("/desk/reviews")
    assert state_of(stage, sent) is ProposalState.ADMITTED
    assert say("Nothing waits for you") in clerk.go("desk").text
    shown = reader().go(f"proposals/{sent}").text
    assert say("Admitted to the ballot") in shown
    assert say("The cost is within the ceiling") in shown


def test_nothing_is_admitted_before_the_checklist_is_met(stage, clerk, sent):
    clerk.go(f"desk/proposals/{sent}/checklist")
    clerk.send({**ALL_MET, "item_local": "item_not_sure", "item_papers": ""})

    page = put_down(clerk, sent, outcome="admitted")

    assert errors(page) == {"outcome"}
    for item in (
        "It is a question of local significance",
        "The papers that are asked for are there",
    ):
        assert say(item) in page.alerts[0]
    assert say("It can be done") not in page.alerts[0]


@pytest.mark.parametrize(
    ("answers", "at"),
    [
        ({}, {"outcome"}),
        ({"outcome": "burn"}, {"outcome"}),
        ({"outcome": "returned", "mend_by": "2026-03-10"}, {"reason"}),
        ({"outcome": "returned", "mend_by": "2026-03-10", "reason": "кыска"}, {"reason"}),
        ({"outcome": "returned", "reason": REASON}, {"mend_by"}),
        ({"outcome": "returned", "reason": REASON, "mend_by": "2027-03-13"}, {"mend_by"}),
        ({"outcome": "returned", "reason": REASON, "mend_by": "2026-03-01"}, {"mend_by"}),
        ({"outcome": "not_admitted", "reason": REASON}, {"ground"}),
        ({"outcome": "not_admitted", "ground": "against_law"}, {"reason"}),
        ({"outcome": "not_admitted", "ground": "whim", "reason": REASON}, {"ground"}),
        (
            {"outcome": "not_admitted", "ground": "against_law", "reason": "\u200b" * 20},
            {"reason"},
        ),
        (
            {"outcome": "not_admitted", "ground": "against_law", "reason": REASON},
            {"legal_ground"},
        ),
    ],
)
def test_no_answer_is_put_down_without_what_it_needs(stage, clerk, sent, answers, at):
    clerk.go(f"desk/proposals/{sent}/outcome")
    before = fingerprint()

    page = clerk.send(answers)

    assert errors(page) == at
    assert dict(page.form_with("reason").given)["reason"] == answers.get("reason", "")
    assert fingerprint() == before


def test_a_returned_proposal_is_replied_to_mended_and_admitted(stage, sent, clerk, reader):
    returned(stage, clerk, sent)
    author = reader("ru").sign_in("the-author-1")
    page = author.go(f"proposals/{sent}")
    assert REASON in page.text
    assert 'lang="ky"><p>' + REASON in page.source
    author.click(say("Reply to this return", "ru"))
    assert errors(author.send({"text": "Да"})) == {"text"}
    author.send({"text": "Цены трёх магазинов приложены, посмотрите."})
    author.click(say("Go on writing", "ru"))
    author.click("4.")
    author.send({"line_1_amount": "260 000"})
    author.send({"cost": "240 000"})
    author.go(f"proposals/{sent}/steps")
    author.send(press=say("Send to the office", "ru"))
    assert state_of(stage, sent) is ProposalState.SUBMITTED

    clerk.go(f"desk/proposals/{sent}/checklist")
    clerk.send(ALL_MET)
    put_down(clerk, sent, outcome="admitted")
    publish(clerk)

    shown = reader("ky").go(f"proposals/{sent}").text
    for words in (REASON, "Цены трёх магазинов приложены, посмотрите.",
                  say("Admitted to the ballot")):  # fmt: skip
        assert words in shown
    assert proposals.projects_of(stage.round("2026").id)[0].cost == som(240_000)


def test_the_cost_the_author_agrees_to_stands_beside_the_one_that_was_asked(
    stage, sent, clerk, reader
):
    clerk.go(f"desk/proposals/{sent}/cost")
    assert errors(clerk.send({"cost": "298 000", "reason": REASON})) == {"cost"}
    clerk.send({"cost": "250 000", "reason": REASON})
    assert "250" not in reader().go(f"proposals/{sent}").text
    author = reader("ru").sign_in("the-author-1")
    author.go(f"proposals/{sent}")
    author.click(say("Answer about the cost", "ru"))
    author.send({"consent": "cost_accepted"})
    clerk.go(f"desk/proposals/{sent}/checklist")
    clerk.send(ALL_MET)
    put_down(clerk, sent, outcome="admitted")
    publish(clerk)

    shown = reader("ru").go(f"proposals/{sent}").text.replace("\u00a0", " ")
    assert say("The cost before and after", "ru") in shown
    assert "298 000 сомов" in shown
    assert "250 000 сомов" in shown


def test_a_refusal_is_public_with_its_ground_reason_and_law(clerk, sent, reader):
    refused(clerk, sent)

    page = reader("ru").go(f"proposals/{sent}")

    assert say("The cost is not justified", "ru") in page.text
    assert REASON in page.text
    assert LAW in page.text


def test_drafts_and_notes_are_on_no_page_of_anybody_else(stage, sent, clerk, reader, signed_in):
    clerk.go(f"desk/proposals/{sent}/note")
    clerk.send({"text": NOTE})
    clerk.go(f"desk/proposals/{sent}/checklist")
    clerk.send({"item_local": "item_not_met", "item_local_note": NOTE})
    put_down(
        clerk, sent, outcome="not_admitted", ground="not_local", reason=REASON, legal_ground=LAW
    )
    inside = clerk.go(f"desk/proposals/{sent}").text
    assert NOTE in inside

    people = [reader(), reader().sign_in("the-author-1"), signed_in(Role.COMMISSION)]
    pages = (f"proposals/{sent}", "rounds/2026/proposals", "rounds/2026", "", "my-proposals")
    for person in people:
        for page in pages:
            shown = person.go(page).source
            assert not any(words in shown for words in (NOTE, REASON, LAW)), page
    final = clerk.go(f"desk/proposals/{sent}/final")
    assert say("Not public yet") in final.text
    publish(clerk)
    assert NOTE not in reader().go(f"proposals/{sent}").source


def test_what_another_clerk_put_down_anew_is_looked_at_again(stage, sent, clerk, signed_in):
    put_down(
        clerk, sent, outcome="not_admitted", ground="not_local", reason=REASON, legal_ground=LAW
    )
    other = signed_in(Role.OPERATOR)
    last = calendar.last_day_before(stage.round("2026").review_closes).isoformat()
    put_down(other, sent, outcome="returned", reason=REASON, mend_by=last)

    page = publish(clerk)

    assert page.status == 409
    assert state_of(stage, sent) is ProposalState.SUBMITTED
    assert publish(clerk).path.endswith("/desk/reviews")
    assert state_of(stage, sent) is ProposalState.RETURNED


def test_the_queue_filters_by_round_and_shows_pages(stage, signed_in):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    person = stage.person(Role.RESIDENT)
    for number in range(27):
        stage.submitted(author=person, title=f"Көпүрө оңдоо {number}")
    stage.announced("2027")
    clerk = signed_in(Role.OPERATOR)

    first = clerk.go("desk/reviews").text
    assert "Көпүрө оңдоо 0" in first
    assert "Көпүрө оңдоо 26" not in first
    assert "Көпүрө оңдоо 26" in clerk.go("desk/reviews?page=2").text
    assert say("Everything is answered.") in clerk.go("desk/reviews?round=2027").text


@pytest.mark.parametrize("road", ["reply", "cost", "appeal"])
def test_nobody_but_the_author_finds_the_authors_pages(stage, sent, signed_in, road):
    stranger = signed_in(Role.RESIDENT)

    assert stranger.open(f"/togz-archa/proposals/{sent}/{road}").status == 404


def test_the_pages_of_a_decision_ask_few_statements(stage, sent, signed_in, reader, statements):
    clerk = stage.person(Role.OPERATOR)
    reviewing.refuse(stage, sent, clerk)
    browser, citizen = signed_in(Role.OPERATOR), reader().sign_in("the-author-1")

    for who, page, most in (
        (browser, "desk/reviews", 10),
        (browser, "desk/reports", 10),
        (browser, "appeals", 10),
        # One proposal with all its parts: its lines, contributions, files, versions, questions.
        (browser, f"desk/proposals/{sent}", 16),
        (citizen, f"proposals/{sent}", 16),
        (reader(), f"proposals/{sent}", 16),
    ):
        with statements() as found:
            assert who.open(f"/togz-archa/{page}").status == 200
        assert len(found) <= most, (page, len(found), found)
