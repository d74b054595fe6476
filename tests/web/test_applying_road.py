"""A group proposes: chosen in the first step, named on every page, and led by whoever leads it."""

import pytest

from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests import groups_made as made
from tests.web.browser import say
from tests.web.proposal_pages import send

CODE = "leader-000001"


@pytest.fixture
def group(stage):
    """A registered group whose leader signs in by CODE, while proposals are taken."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    leader = made.resident(stage, code=CODE)
    return made.registered(stage, leader, *made.neighbours(stage, 2))


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_leader_sends_and_every_page_names_the_group(stage, reader, group, language):
    leader = reader(language).sign_in(CODE)
    ref = send(leader, language, applicant=f"applicant_groups:{group}")

    assert made.FACTS.name in leader.page.text
    stranger = reader(language)
    page = stranger.go(f"proposals/{ref}")
    assert made.FACTS.name in page.text
    page = stranger.click(made.FACTS.name)
    assert page.path == f"/togz-archa/groups/{group}"
    assert say("Its proposals", language) in page.text
    assert "Жаңы көпүрө" in page.text
    assert made.FACTS.name in stranger.go("rounds/2026/proposals").text
    assert "Жаңы көпүрө" in leader.go(f"my-groups/{group}").text


def test_the_step_shows_the_group_again_and_keeps_it(stage, reader, group):
    leader = reader("ky").sign_in(CODE)
    leader.go("rounds/2026/proposals/new")
    page = leader.send(
        {"title": "Жаңы көпүрө", "applicant": f"applicant_groups:{group}"},
    )
    ref = page.path.split("/")[3]

    page = leader.go(f"proposals/{ref}/steps/place")

    assert dict(page.form_with("title").given)["applicant"] == f"applicant_groups:{group}"
    page = leader.send({"title": "Жаңы темир көпүрө"})
    assert page.path.endswith("/steps/problem"), page.alerts


def test_a_member_is_not_offered_the_group(stage, signed_in, group):
    page = signed_in(Role.RESIDENT).go("rounds/2026/proposals/new")

    assert group not in page.source
    sentence = say(
        "In the name of an initiative group only its leader proposes, once the office has"
        " registered it. The members write along only where you ask them to."
    )
    assert sentence in page.text


def test_whoever_writes_along_reads_who_leads_and_who_may_write(stage, reader, group):
    leader = reader("ru").sign_in(CODE)
    ref = send(leader, "ru", applicant=f"applicant_groups:{group}")

    page = leader.go(f"proposals/{ref}/authors")

    sentence = say("It is sent in the name of the group “%(name)s”. Whoever leads the group leads"
                   " the proposal: with the lead of the group it goes to the next one. Members of"
                   " the group write on it only after they were asked here.", "ru",
                   name=made.FACTS.name)  # fmt: skip
    assert sentence in page.text
