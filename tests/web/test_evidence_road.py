"""The road of those who watch a voting: days, what stands out, calls, the names read aloud."""

from datetime import timedelta

import pytest

from pb.rules import calendar
from pb.rules.roles import Role
from tests.paper_stage import with_station
from tests.web.browser import say
from tests.web.forms import errors

DAILY = "rounds/2026/daily"
EVIDENCE = "desk/rounds/2026/evidence"


@pytest.fixture
def paper(stage):
    return with_station(stage, voters=40, stock=20)


@pytest.fixture
def two_days(paper, stage):
    """Two days of voting that are over: by phone, and five people on paper on each."""
    for day in range(2):
        some = paper.people[day * 15 : day * 15 + 15]
        for person in some[:10]:
            stage.vote(person, 1)
        for person in some[10:]:
            paper.mark(person)
        stage.clock.put(stage.now + timedelta(days=1))
    return paper


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_everyone_sees_the_days_that_are_over_and_before_them_why_there_is_none(
    two_days, stage, reader, language
):
    page = reader(language).go(DAILY)

    day = calendar.in_words(calendar.day_of(stage.now - timedelta(days=2)), language)
    last = calendar.in_words(calendar.day_of(stage.now - timedelta(days=1)), language)
    assert day in page.source
    assert last not in page.source.split("<main")[1]
    assert "15" in page.text

    stage.clock.put(stage.round().voting_opens)
    assert say("There is nothing to show yet.", language) in reader(language).go(DAILY).text


def test_the_table_has_a_line_for_each_number(two_days, reader):
    answer = reader().open(f"/togz-archa/{DAILY}.csv").response

    lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0] == "first_day;last_day;channel;from_hour;until_hour;people"
    assert [line.split(";")[2:] for line in lines[1:]] == [
        ["internet", "0", "24", "10"],
        ["paper", "0", "24", "5"],
        ["assembly", "0", "24", "0"],
    ]


def test_a_round_without_a_day_has_a_table_of_nothing_but_its_head(stage, reader):
    stage.announced()

    assert reader().go(DAILY).status == 200
    answer = reader().open(f"/togz-archa/{DAILY}.csv").response
    assert len(answer.data.decode("utf-8-sig").splitlines()) == 1


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.MONITORING])
def test_commission_and_monitoring_see_station_clerk_and_hour(two_days, signed_in, role):
    watcher = signed_in(role, "ru")
    watcher.go(DAILY)
    watcher.click(say("Watch the voting", "ru"))
    page = watcher.click(say("Days, stations, clerks, hours", "ru"))

    assert two_days.first.name in page.text
    assert "Школа Арча-Тёр" in page.text
    assert watcher.go(f"{EVIDENCE}/days?day=2001-01-01").status == 200


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.HEAD, Role.RESIDENT])
def test_nobody_else_watches(two_days, signed_in, role):
    assert signed_in(role).go(f"{EVIDENCE}/days").status == 403


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_what_stands_out_is_noted_by_the_commission_and_read_by_monitoring(
    paper, stage, signed_in, language
):
    stage.clock.put(stage.round().voting_opens + timedelta(hours=22))
    for person in paper.people[:25]:
        stage.vote(person, 1)
    member = signed_in(Role.COMMISSION, language)
    page = member.go(f"{EVIDENCE}/findings")
    assert say("No findings: nothing stands out.", language) in page.text
    stage.clock.put(stage.now + timedelta(days=1))
    member = signed_in(Role.COMMISSION, language)

    page = member.go(f"{EVIDENCE}/findings")
    assert say("Nothing was noted about it yet.", language) in page.text
    (link,) = [href for href, _ in page.links if "/findings/" in href]
    member.go(link.removeprefix("/togz-archa/"))
    page = member.send({"text": "жок"})
    assert (page.status, errors(page)) == (400, {"text"})
    page = member.send({"text": "Кечинде клубдагы элге эскертүү айтылган, чалып тактадык."})
    assert "чалып тактадык" in page.text

    watcher = signed_in(Role.MONITORING, language)
    page = watcher.go(f"{EVIDENCE}/findings")
    assert "чалып тактадык" in page.text
    assert say("Note what you found out", language) not in page.text
    assert member.go(f"{EVIDENCE}/findings/late_jump:2020-01-01").status == 404


@pytest.mark.parametrize(
    ("address", "most"),
    # Eight kinds of things are looked for, each with a question of its own.
    [(EVIDENCE, 10), (f"{EVIDENCE}/days", 10), (f"{EVIDENCE}/findings", 14)],
)
def test_the_pages_ask_few_statements(two_days, reader, signed_in, statements, address, most):
    watcher = signed_in(Role.COMMISSION)
    for browser, asked_for, limit in ((reader(), DAILY, 10), (watcher, address, most)):
        with statements() as asked:
            assert browser.go(asked_for).status == 200
        assert len(asked) <= limit, asked
