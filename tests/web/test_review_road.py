"""The road of a proposal: sent, admitted, returned and mended, or not admitted with its reason."""

import pytest

from pb.records import proposals
from pb.rules import calendar
from pb.rules.access import Role
from pb.rules.proposals import ProposalState
from pb.rules.rounds import Phase
from tests.fingerprint import fingerprint
from tests.stage import som
from tests.web.browser import say
from tests.web.forms import errors
from tests.web.proposal_pages import send, write

REASON = "Баасы негизделген эмес: үч дүкөндүн баасын тиркеңиз."


@pytest.fixture
def clerk(signed_in):
    return signed_in(Role.OPERATOR)


@pytest.fixture
def sent(stage):
    """A proposal the office has to answer."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    ref = stage.submitted()
    stage.go_to(Phase.REVIEW)
    return ref


def state_of(stage, ref):
    return proposals.proposal_of(stage.place, ref).state


def test_a_proposal_is_admitted_from_the_list_of_what_waits(stage, clerk, sent, reader):
    clerk.go("desk")
    clerk.click(say("Review"))

    page = clerk.send({"outcome": "admit"})

    assert page.path.endswith("/desk/rounds/2026")
    assert state_of(stage, sent) is ProposalState.ADMITTED
    assert say("Nothing waits for you") in clerk.go("desk").text
    assert say("Admitted to the ballot") in reader().go(f"proposals/{sent}").text


@pytest.mark.parametrize(
    ("answers", "at"),
    [
        ({}, {"outcome"}),
        ({"outcome": "burn"}, {"outcome"}),
        ({"outcome": "return", "mend_by": "2026-03-10"}, {"reason"}),
        ({"outcome": "return", "mend_by": "2026-03-10", "reason": "кыска"}, {"reason"}),
        ({"outcome": "return", "reason": REASON}, {"mend_by"}),
        ({"outcome": "return", "reason": REASON, "mend_by": "2027-03-13"}, {"mend_by"}),
        ({"outcome": "return", "reason": REASON, "mend_by": "2026-03-01"}, {"mend_by"}),
        ({"outcome": "refuse", "reason": REASON}, {"ground"}),
        ({"outcome": "refuse", "ground": "against_law"}, {"reason"}),
        ({"outcome": "refuse", "ground": "whim", "reason": REASON}, {"ground"}),
        ({"outcome": "refuse", "ground": "against_law", "reason": "\u200b" * 20}, {"reason"}),
    ],
)
def test_no_answer_is_given_without_what_it_needs(stage, clerk, sent, answers, at):
    clerk.go(f"desk/proposals/{sent}")
    before = fingerprint()

    page = clerk.send(answers)

    assert errors(page) == at
    assert dict(page.form_with("reason").given)["reason"] == answers.get("reason", "")
    assert fingerprint() == before


def test_a_returned_proposal_is_mended_and_sent_again(stage, reader, signed_in):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    author = reader("ru").sign_in(_code_of(stage, Role.RESIDENT))
    author.go("")
    author.click(say("Write a proposal", "ru"))
    ref = send(author, "ru", title="Новый мост", cost="250 000 сомов")
    stage.go_to(Phase.REVIEW)
    clerk = signed_in(Role.OPERATOR)
    clerk.go(f"desk/proposals/{ref}")
    last = calendar.last_day_before(stage.round("2026").review_closes).isoformat()
    clerk.send({"outcome": "return", "reason": REASON, "mend_by": last})

    page = author.go(f"proposals/{ref}")
    assert REASON in page.text
    assert 'lang="ky">' + REASON in page.source
    author.click(say("Go on writing", "ru"))
    author.click("4.")
    author.send({"line_1_amount": "240 000"})
    author.send({"cost": "240 000"})
    author.go(f"proposals/{ref}/steps")
    author.send(press=say("Send to the office", "ru"))

    assert state_of(stage, ref) is ProposalState.SUBMITTED
    assert proposals.proposal_of(stage.place, ref).cost == som(240_000)


def _code_of(stage, role):
    stage.person(role, code="the-author-1")
    return "the-author-1"


def test_a_refusal_is_public_with_its_ground_and_reason(stage, clerk, sent, reader):
    clerk.go(f"desk/proposals/{sent}")
    clerk.send({"outcome": "refuse", "ground": "cost_unjustified", "reason": REASON})

    page = reader("ru").go(f"proposals/{sent}")

    assert say("The cost is not justified", "ru") in page.text
    assert REASON in page.text


def test_an_answer_given_twice_is_refused_and_says_how_it_stands(stage, clerk, sent):
    form = clerk.go(f"desk/proposals/{sent}").form_with("outcome")
    clerk.send({"outcome": "admit"}, form=form)
    before = fingerprint()

    page = clerk.send({"outcome": "refuse", "ground": "against_law", "reason": REASON}, form=form)

    assert say("Admitted to the ballot") in page.text
    assert state_of(stage, sent) is ProposalState.ADMITTED
    assert fingerprint() == before


def test_a_draft_of_a_resident_is_not_read_at_the_desk(stage, clerk, reader):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    author = reader().sign_in(_code_of(stage, Role.RESIDENT))
    ref = write(author)

    assert author.page.status == 200
    assert clerk.go(f"desk/proposals/{ref}").status == 404
    assert clerk.go(f"proposals/{ref}").status == 404
    assert "Жаңы көпүрө" not in clerk.go("desk/rounds/2026").text
