"""Sheets are sealed: who has not declared reads nothing, and nobody reads another's marks."""

import pytest

from pb.acts import scoring
from pb.rules import calendar
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.scoring import scoring_of
from tests.commission_stage import Panel
from tests.web.browser import say
from tests.web.forms import errors

FIVES = "5 5 5 5 5"
NINES = "9,3 9,3 9,3 9,3 9,3"
"""Marks nobody else gives, to be looked for."""


@pytest.fixture
def panel(stage):
    return Panel(stage)


@pytest.fixture
def come(reader):
    """The browser of one of the people of the panel, by code."""
    return lambda code, language=None: reader(language).sign_in(code)


def codes_of(panel):
    """The code of each proposal, by its reference."""
    return scoring_of(panel.stage.place, panel.stage.round()).codes


def test_no_declaration_no_access(panel, come):
    panel.at_work(298_000)
    member = come("member-00002")
    code = codes_of(panel)[panel.refs[0]]

    page = member.go(f"rounds/2026/scoring/sheets/{code}")
    assert page.status == 403
    assert "Жогорку көчөнүн" not in page.text
    assert member.go("rounds/2026/scoring/hand-in").status == 403
    assert member.go("rounds/2026/scoring").path.endswith("/declare")


def everything_read_by(browser, panel):
    """All that somebody can get to see of the scoring."""
    pages = [
        "desk", "desk/rounds/2026", "desk/rounds/2026/commission", "rounds/2026/commission",
        "rounds/2026/commission/figures.json", "rounds/2026/scoring", "rounds/2026/scoring/hand-in",
        "rounds/2026/announcement", "rounds/2026/proposals", f"proposals/{panel.refs[0]}",
        f"rounds/2026/scoring/sheets/{codes_of(panel)[panel.refs[0]]}",
    ]  # fmt: skip
    return " ".join(browser.go(page).response.text for page in pages)


def test_nobody_sees_anybodys_marks_before_all_are_opened(stage, panel, come, reader):
    panel.at_work(298_000)
    panel.hand_in(0, NINES)
    for member in (1, 2):
        panel.hand_in(member, FIVES)
    panel.declare(3)
    stage.person(Role.DEPUTY, code="deputy-00001")
    stage.person(Role.RESIDENT, code="resident-001")
    others = ["member-00002", "member-00004", "member-00005", "clerk-000001", "head-0000001",
              "deputy-00001", "resident-001"]  # fmt: skip

    for code in others:
        assert "9,3" not in everything_read_by(come(code), panel), code
        assert "93/10" not in everything_read_by(come(code), panel), code
    assert "9,3" not in everything_read_by(reader(), panel)
    assert "9,3" in everything_read_by(come("member-00001"), panel)
    panel.mark(3, panel.refs[0], FIVES)
    scoring.hand_in(panel.members[3], stage.place, "2026", stage.now)
    panel.hand_in(4, FIVES)
    panel.open()
    panel.rank()

    assert "9,3" in reader().go("rounds/2026/commission").text
    assert "93/10" in reader().go("rounds/2026/commission/figures.json").response.text


def test_the_waiting_page_says_how_many_and_no_marks(stage, panel, come):
    panel.at_work(298_000)
    panel.hand_in(0, NINES)
    panel.hand_in(1, FIVES)

    page = come("member-00002").go("rounds/2026/scoring")
    assert say("%(done)s of %(all)s", done=2, all=5) in page.text
    assert say("Open all sheets") not in page.source
    assert say("Open without waiting") not in page.source
    chair = come("member-00001")
    page = chair.go("rounds/2026/scoring")
    assert "9,3" not in page.text

    page = chair.send({"reason": "кыска"}, press=say("Open without waiting"))
    assert page.status in (400, 409)
    panel.hand_in(2, FIVES)
    chair.go("rounds/2026/scoring")
    page = chair.send({"reason": "кыска"}, press=say("Open without waiting"))
    assert (page.status, errors(page)) == (400, {"reason"})
    why = "Эки мүчө ооруканада, мөөнөт бүтүп баратат."
    page = chair.send({"reason": why}, press=say("Open without waiting"))
    assert say("The sheets are open") in page.text
    chair.send(press=say("Work the result out"))
    assert why in chair.go("rounds/2026/commission").text


def test_while_people_vote_the_sheets_stay_shut_and_the_page_says_so(stage, panel, come):
    panel.at_work(298_000)
    for member in range(5):
        panel.hand_in(member, FIVES)
    stage.go_to(Phase.VOTING)
    member = come("member-00002")

    page = member.go("rounds/2026/scoring")

    assert say("Open all sheets") not in page.source
    assert calendar.in_words(stage.round().schedule.days.voting_to, "ky") in page.text
    token = dict(page.forms[-1].given)["csrf_token"]
    assert member.post("/togz-archa/rounds/2026/scoring/open",
                       [("csrf_token", token), ("reason", "")]).status == 403  # fmt: skip
