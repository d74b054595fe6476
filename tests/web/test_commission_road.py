"""The road of a commission: seated, signed, declared, marked, sealed, opened, read by everyone."""

import json
import re
from dataclasses import replace

import pytest

from pb.acts import commissions as acts
from pb.records import commissions
from pb.rules import calendar
from pb.rules.commissions.terms import Measure
from pb.rules.roles import Role
from pb.rules.rule_sets import Parameter
from pb.services.scoring import scoring_of
from tests.commission_stage import Panel, marks
from tests.fingerprint import fingerprint
from tests.rules_adopted import PAPER
from tests.web.browser import say
from tests.web.forms import errors

FIVES = "5 5 5 5 5"


@pytest.fixture
def panel(stage):
    return Panel(stage)


@pytest.fixture
def come(reader):
    """The browser of one of the people of the panel, by code."""
    return lambda code, language=None: reader(language).sign_in(code)


def typed(text):
    return {f"mark_{key}": mark for key, mark in marks(text).items()}


def cells(page):
    """What can be read on a page, with a blank between the cells of its tables."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.source).split())


def codes_of(panel):
    """The code of each proposal, by its reference."""
    return scoring_of(panel.stage.place, panel.stage.round()).codes


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_commission_is_seated_by_the_clerk_and_signed_by_the_head(stage, panel, come, language):
    clerk = come("clerk-000001", language)
    clerk.go("desk/rounds/2026")
    clerk.click(say("The commission", language))
    page = clerk.click(say("Enter the act", language))
    assert "М. Мүчө-1" in page.text
    seats = dict(
        zip(panel.members, ("deputy", "resident", "women", "expert", "expert"), strict=True)
    )
    page = clerk.send(
        {
            "act_number": "14",
            "act_day": calendar.day_of(stage.now).isoformat(),
            "chair": panel.chair.ref,
            **{f"seats_{actor.ref}": seat for actor, seat in seats.items()},
        }
    )
    assert say("The commission is entered. The head signs it now.", language) in page.text
    assert say("Sign the commission", language) not in page.source

    head = come("head-0000001", language)
    head.go("desk/rounds/2026/commission")
    page = head.send(press=say("Sign the commission", language))

    assert say("The commission is signed. Everyone can see it now.", language) in page.text
    assert commissions.standing_of(stage.place, stage.round().id).act_number == "14"


def test_a_seating_that_cannot_be_is_refused_and_what_was_typed_is_kept(stage, panel, come):
    clerk = come("clerk-000001")
    clerk.go("desk/rounds/2026/commission/seat")
    before = fingerprint()

    page = clerk.send(
        {
            "act_number": "14-к",
            "act_day": calendar.day_of(stage.now).isoformat(),
            "chair": panel.chair.ref,
            f"seats_{panel.chair.ref}": ["deputy", "women"],
        }
    )

    assert page.status == 400
    said = say("A commission has from %(smallest)s to %(largest)s members; there are %(number)s"
               " now.", smallest=5, largest=9, number=1)  # fmt: skip
    assert said in page.alerts[0]
    form = page.form_with("act_number")
    assert ("act_number", "14-к") in form.given
    assert (f"seats_{panel.chair.ref}", "women") in form.given
    assert fingerprint() == before


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_member_declares_marks_hands_in_and_reads_the_spread(
    stage, panel, come, reader, language
):
    panel.at_work(298_000, 200_000)
    for member in (1, 2, 3, 4):
        panel.hand_in(member, FIVES, "7 7 7 7 7")
    member = come("member-00001", language)
    member.go("desk")
    page = member.click(say("Open", language))
    assert say("Before you score: whose proposals are these to you?", language) in page.text

    page = member.send({"has_interest": "no"})
    assert say("%(done)s of %(all)s scored", language, done=0, all=2) in page.text
    codes = codes_of(panel)
    for code in codes.values():
        assert code in page.text
    page = member.go(f"rounds/2026/scoring/sheets/{codes[panel.refs[0]]}")
    assert "Арча-Төр" not in page.text
    page = member.send(typed("7,5 8 6,5 - -"))
    assert say("%(done)s of %(all)s scored", language, done=0, all=2) in page.text
    member.go(f"rounds/2026/scoring/sheets/{codes[panel.refs[0]]}")
    assert ("mark_importance", "7,5") in member.page.form_with("mark_importance").given
    page = member.send(typed("7,5 8 6,5 9 10"))
    # The way goes on to the sheet that is still to be filled, then to the last look.
    assert page.path.endswith(f"/sheets/{codes[panel.refs[1]]}")
    page = member.send(typed("1 2 3 4 5"))
    assert say("After this you cannot change a mark.", language) in page.text
    page = member.send(press=say("Hand in all my sheets", language))
    assert say("All sheets are handed in", language) in page.text

    page = member.send(press=say("Open all sheets", language))
    assert say("The sheets are open", language) in page.text
    # marks 7,5 and four fives: lowest 5, middle 5, highest 7,5, and one's own
    assert "5 5 7,5 7,5" in cells(page)
    page = member.send(press=say("Work the result out", language))
    assert say("See the result of the commission", language) in page.text

    page = reader(language).go("rounds/2026/commission")
    assert say("How the commission scored", language) in page.text
    # 5 × 5,5 … by hand: importance (7,5 + 4 × 5) / 5 = 5,5, worth 11
    assert "5,5 11" in cells(page)
    assert say("While it was scored it was called %(code)s.", language,
               code=codes[panel.refs[0]]) in page.text  # fmt: skip
    assert "Мүчө-" not in page.text
    assert say("leads the commission", language) in page.text


def test_the_result_can_be_worked_out_again_from_the_file(stage, panel, reader):
    panel.at_work(298_000)
    for member in range(5):
        panel.hand_in(member, FIVES)
    browser = reader()
    assert browser.go("rounds/2026/commission/figures.json").status == 404
    panel.open()
    panel.rank()

    kept = browser.go("rounds/2026/commission/figures.json").response
    criteria = browser.go("rounds/2026/commission/criteria.txt").response

    assert json.loads(kept.text)["figures"][0]["total"] == "50"
    assert kept.headers["X-Content-SHA256"] in browser.go("rounds/2026/commission").source
    assert criteria.headers["X-Content-SHA256"] in browser.page.source


def test_a_mark_off_the_scale_is_refused_at_its_field_and_kept_to_be_mended(panel, come):
    panel.at_work(298_000)
    panel.declare(1)
    member = come("member-00002")
    member.go(f"rounds/2026/scoring/sheets/{codes_of(panel)[panel.refs[0]]}")
    before = fingerprint()

    page = member.send(typed("11 7,5 5 5 5"))

    assert page.status == 400
    assert errors(page) == {"mark_importance"}
    assert ("mark_participation", "7,5") in page.form_with("mark_importance").given
    assert fingerprint() == before
    assert member.send(typed("10 7,5 5 5 5")).status == 200


def test_the_own_idea_is_not_scored(stage, panel, come):
    author = replace(panel.members[1], roles=frozenset({Role.RESIDENT}))
    panel.at_work(298_000, 200_000, authors=[author, stage.person(Role.RESIDENT)])
    member = come("member-00002")
    member.go("rounds/2026/scoring")

    page = member.send({"has_interest": "no"})
    assert say("You do not score it: an interest") in page.text
    page = member.go(f"rounds/2026/scoring/sheets/{codes_of(panel)[panel.refs[0]]}")

    assert page.status == 403


@pytest.mark.parametrize(
    "answers", [{}, {"has_interest": "yes"}, {"has_interest": "no", "tie_{}": "family_tie"}]
)
def test_a_declaration_that_is_none_is_refused(panel, come, answers):
    panel.at_work(298_000)
    code = codes_of(panel)[panel.refs[0]]
    member = come("member-00002")
    member.go("rounds/2026/scoring/declare")
    before = fingerprint()

    page = member.send({name.format(code): value for name, value in answers.items()})

    assert page.status == 400
    assert errors(page) == {"has_interest"}
    assert fingerprint() == before


def test_where_it_is_not_blind_members_see_number_and_village(stage, come, reader):
    open_ = Panel(stage, {Parameter.BLIND_REVIEW: False}, Measure.EVENLY).at_work(298_000)
    for member in range(1, 5):
        open_.hand_in(member, "5 5 5 5 -")
    open_.declare(0)
    member = come("member-00001", "ru")
    page = member.go("rounds/2026/scoring")
    assert "№ 1" in page.text
    assert "Арча-Тёр" in page.text

    page = member.go(f"rounds/2026/scoring/sheets/{codes_of(open_)[open_.refs[0]]}")
    assert "Арча-Тёр" in page.text
    assert say("You give no mark here.", "ru") in page.text
    assert "mark_contribution" not in page.form_with("mark_importance").names
    assert member.go("rounds/2026/scoring/sheets/ZZZZ").status == 404
    member.go(f"rounds/2026/scoring/sheets/{codes_of(open_)[open_.refs[0]]}")
    member.send({**typed("5 5 5 5 -"), "note": "Баасы так эсептелген."})
    member.send(press=say("Hand in all my sheets", "ru"))
    page = member.go(f"rounds/2026/scoring/sheets/{codes_of(open_)[open_.refs[0]]}")
    assert page.path.endswith("/hand-in")
    assert say("This sheet is handed in and can no longer be changed.", "ru") in page.text
    open_.open()
    open_.rank()

    page = reader("ru").go("rounds/2026/commission")
    assert say("While it was scored it was called %(code)s.", "ru", code="") not in page.text
    # 20 000 of 318 000 is 6,29 % of which 50 % would be all: 1,26 points, worth 2,52
    assert "1,26 2,52" in cells(page)


def test_the_act_can_be_downloaded_by_everyone(stage, panel, reader):
    assert reader().go("rounds/2026/commission/act").status == 404
    assert reader().go("rounds/2026/commission/criteria.txt").status == 404
    ref = panel.seated(file=PAPER)
    acts.sign(panel.head, stage.place, "2026", ref, stage.now)

    browser = reader()
    browser.go("rounds/2026/commission")
    kept = browser.open(browser.page.link(say("Download the act")))

    assert kept.response.data == PAPER
    assert "attachment" in kept.headers["Content-Disposition"]


def test_where_no_commission_is_asked_the_pages_say_so(stage, reader, signed_in):
    stage.announced()

    page = reader().go("rounds/2026/commission")
    assert say("By its rules the residents alone select, by vote.") in page.text
    clerk = signed_in(Role.OPERATOR)
    page = clerk.go("desk/rounds/2026/commission")
    assert say("So no commission scores here.") in page.text
    assert clerk.go("desk/rounds/2026/commission/seat").status == 409


def test_the_pages_of_a_commission_ask_few_statements(stage, panel, come, reader, statements):
    panel.at_work(*[100_000] * 12)
    for member in range(4):
        panel.hand_in(member, *[FIVES] * 12)
    panel.declare(4)

    def asked(browser, address):
        with statements() as found:
            assert browser.open(f"/togz-archa/{address}").status == 200
        return len(found)

    code = codes_of(panel)[panel.refs[0]]
    member, clerk = come("member-00005"), come("clerk-000001")
    for address in ("", f"/sheets/{code}", "/hand-in", "/declare"):
        assert asked(member, f"rounds/2026/scoring{address}") <= 10, address
    assert asked(clerk, "desk/rounds/2026/commission") <= 10
    assert asked(reader(), "rounds/2026/commission") <= 10
