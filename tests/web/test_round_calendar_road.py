"""The calendar that follows from the rules: offered, shown, and the announcement it stands on."""

from datetime import timedelta

import pytest

from pb.records import rule_sets
from pb.rules import calendar
from pb.rules.roles import Role
from pb.rules.rule_sets import Parameter, RuleSet
from tests.fingerprint import fingerprint
from tests.rules_adopted import adopt
from tests.web.browser import say
from tests.web.forms import a_round

P = Parameter


@pytest.fixture
def clerk(signed_in):
    return signed_in(Role.OPERATOR)


def test_the_days_by_the_rules_are_offered_and_shown_without_saving(stage, clerk):
    adopt(stage, {P.NOTICE: 10, P.SUBMISSION: 20, P.SCREENING: 15, P.DISCUSSION: 5, P.VOTING: 10})
    page = clerk.go("desk/rounds/new")
    offered = dict(page.form_with("budget").given)
    # As worked out by hand in tests/rules/test_rule_calendars.py.
    assert offered["announced_on"] == "2026-03-02"
    assert (offered["submission_from"], offered["voting_to"]) == ("2026-03-17", "2026-05-05")
    assert "шейшемби" in page.text
    before = fingerprint()

    page = clerk.send({"announced_on": "2026-03-03"}, press=say("Set the days by the rules"))

    moved = dict(page.form_with("budget").given)
    assert moved["submission_from"] == "2026-03-18"
    assert not page.alerts
    assert fingerprint() == before


def test_the_calendar_of_typed_days_is_shown_and_the_days_stay(stage, clerk):
    adopt(stage)
    clerk.go("desk/rounds/new")
    answers = a_round(stage)
    before = fingerprint()

    page = clerk.send(answers, press=say("Show the calendar"))

    kept = dict(page.form_with("budget").given)
    assert {name: kept[name] for name in answers} == answers
    assert say("The calendar of these days") in page.text
    assert fingerprint() == before


def test_a_round_is_drafted_like_an_earlier_one(stage, clerk):
    stage.announced("2025")

    form = clerk.go("desk/rounds/new?like=2025").form_with("budget")

    given = dict(form.given)
    assert given["title_ru"] == stage.round("2025").title_ru
    assert (given["slug"], given["edition"]) == ("", "")
    assert given["submission_from"] > calendar.day_of(stage.now).isoformat()
    assert clerk.go("desk/rounds/new?like=1999").status == 404


def test_a_day_off_is_entered_and_moves_the_calendar(stage, clerk):
    adopt(stage, {P.NOTICE: 1})
    clerk.go("desk/workdays")
    tomorrow = (calendar.day_of(stage.now) + timedelta(days=1)).isoformat()
    clerk.send({"day": tomorrow, "kind": "off", "reason": "Министрлер кабинетинин токтому"})
    assert "Министрлер кабинетинин токтому" in clerk.page.text

    offered = dict(clerk.go("desk/rounds/new").form_with("budget").given)
    assert offered["submission_from"] == "2026-03-05"

    clerk.go("desk/workdays")
    clerk.send(
        press=next(b.text for f in clerk.page.forms for b in f.buttons if "take-back" in f.action)
    )
    assert rule_sets.workday_changes(stage.place) == []


@pytest.mark.parametrize("year", ["1999", "abc", "-1", "99999", "2030", "2027"])
def test_any_year_has_a_page(clerk, year):
    assert clerk.go(f"desk/workdays?year={year}").status == 200


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_announcement_says_what_when_and_by_which_rules(stage, reader, language):
    stage.announced()
    standing = rule_sets.version_of(stage.place, 1)

    page = reader(language).go("rounds/2026/announcement")

    assert standing.sha256 in page.text
    assert say("The rules in short", language) in page.text
    assert page.source.count('role="rowheader"') >= 6
    assert standing.rule_set != RuleSet.of()


def test_the_announcement_of_a_draft_is_not_there(stage, reader):
    stage.draft()

    assert reader().go("rounds/2026/announcement").status == 404
