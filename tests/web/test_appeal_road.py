"""The road of an appeal: filed, late for everyone to see, upheld by another person, reviewed."""

import pytest

from pb.records import proposals
from pb.rules.checklists import WORKED_OUT, Item
from pb.rules.proposals import ProposalState
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.web.browser import say
from tests.web.forms import errors

REASON = "Баасы негизделген эмес: үч дүкөндүн баасын тиркеңиз."
LAW = "Бюджет кодекси, 10-берене"
ALL_MET = {item.value: "item_met" for item in Item if item not in WORKED_OUT}


@pytest.fixture
def author(stage):
    """The author of what is sent."""
    return stage.person(Role.RESIDENT, code="the-author-1")


def put_down(clerk, ref, **answers):
    clerk.go(f"desk/proposals/{ref}/outcome")
    return clerk.send(answers)


def publish(clerk, language):
    return clerk.send(press=say("Make it final and publish", language))


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_an_appeal_is_overdue_for_everyone_then_upheld_and_reviewed_again(
    stage, author, reader, signed_in, language
):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    ref = stage.submitted(author=author)
    clerk = signed_in(Role.OPERATOR, language)
    refused_as(clerk, ref, language)
    citizen = reader(language).sign_in("the-author-1")
    citizen.go(f"proposals/{ref}")
    citizen.click(say("Appeal against the refusal", language))
    citizen.send({"text": "Баалар тиркелген эле, кайра караңыз."})
    stranger = reader(language)
    assert say("Filed, not registered yet", language) in stranger.go(f"proposals/{ref}").text
    assert "Баалар тиркелген" not in stranger.page.source

    stage.go_to(Phase.DISCUSSION)
    late = "Мөөнөтү" if language == "ky" else "Просрочено"
    assert late in stranger.go(f"proposals/{ref}").text
    assert late in stranger.go("appeals").text

    clerk.go("desk")
    clerk.go("appeals")
    clerk.click(say("Open", language))
    clerk.send(press=say("Register the appeal", language))
    own = say("You decided the refusal, so another person answers the appeal: the head or another"
              " worker.", language)  # fmt: skip
    assert own in clerk.page.text
    head = signed_in(Role.HEAD, language)
    head.go("appeals")
    head.click(say("Open", language))
    assert "Баалар тиркелген" in head.page.text
    assert errors(head.send({"answer": "upheld", "reasons": "Ооба"})) == {"reasons"}
    head.send({"answer": "upheld", "reasons": "Баалар чын эле тиркелген экен."})

    assert "Баалар чын эле тиркелген экен." in stranger.go(f"proposals/{ref}").text
    clerk.go("desk/reviews")
    assert say("after an appeal", language) in clerk.page.text
    clerk.go(f"desk/proposals/{ref}/checklist")
    clerk.send(ALL_MET)
    put_down(clerk, ref, outcome="admitted")
    publish(clerk, language)
    assert proposals.proposal_of(stage.place, ref).state is ProposalState.ADMITTED


def refused_as(clerk, ref, language):
    answers = {"ground": "cost_unjustified", "reason": REASON, "legal_ground": LAW}
    put_down(clerk, ref, outcome="not_admitted", **answers)
    publish(clerk, language)
