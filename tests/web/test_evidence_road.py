"""The road of those who watch a voting: days, what stands out, calls, the names read aloud."""

import hashlib
from datetime import timedelta

import pytest

from pb import lifecycle
from pb.acts import call_audits
from pb.records import boards
from pb.records.base import db
from pb.records.findings import FindingNote
from pb.rules import calendar
from pb.rules.call_audits import Answer
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services import call_audits as services
from tests.paper_stage import with_station
from tests.stage import KEYS
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


def test_notes_stay_when_what_they_are_about_does_not_stand_out_any_more(paper, stage, signed_in):
    note = FindingNote(
        municipality_id=stage.place,
        round_id=stage.round().id,
        flag="late_jump:2020-01-01",
        text="Чалып тактадык, баары туура.",
        noted_by=paper.member.account_id,
        noted_at=stage.now,
    )
    db.session.add(note)
    db.session.commit()

    page = signed_in(Role.COMMISSION).go(f"{EVIDENCE}/findings")

    assert "Чалып тактадык" in page.text
    assert say("It does not stand out any more; what was noted stays.") in page.text


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_calls_from_the_dice_to_what_they_prove(stage, signed_in, reader, language):
    people = stage.open_voting(100_000, 200_000, voters=30)
    for person in people:
        stage.vote(person, 1)
    stage.decided()
    watcher = signed_in(Role.MONITORING, language)
    watcher.go(f"{EVIDENCE}/calls")
    watcher.click(say("Enter the dice", language))
    page = watcher.send({"dice": "3 5 9", "size": "0"})
    assert (page.status, errors(page)) == (400, {"dice"})
    page = watcher.send({"dice": "1 1 1 1 1 1", "size": "0"})
    page = watcher.go(f"{EVIDENCE}/calls/enter")
    page = watcher.send({"dice": "3 5 1 6 6 2", "size": "0"})
    assert "351662" in page.text
    assert say("Confirm the dice and draw", language) not in page.source

    member = signed_in(Role.COMMISSION, language)
    member.go(f"{EVIDENCE}/calls")
    member.click(say("Confirm the dice and draw", language))
    page = member.send(press=say("Draw the people now", language))
    assert page.status == 200
    watcher.go(f"{EVIDENCE}/calls/answers")
    watcher.send({f"call_{place}": "call_voted" for place in range(1, 26)})
    page = watcher.send({f"call_{place}": "call_not_reached" for place in range(26, 31)})
    watcher.go(f"{EVIDENCE}/calls")
    watcher.send(press=say("Close the calls", language))

    page = reader(language).go("rounds/2026/calls")
    assert page.text.count(say("nobody was drawn by it", language)) == 1
    assert "111111" in page.text
    assert "11,3" in page.text
    root = boards.board_of(stage.place, stage.round().id).root
    assert hashlib.sha256(root + b"351662").hexdigest() in page.text


def test_an_answer_another_person_wrote_meanwhile_is_told_and_what_was_ticked_stays(
    stage, signed_in
):
    people = stage.open_voting(100_000, 200_000, voters=3)
    for person in people:
        stage.vote(person, 1)
    stage.decided()
    watcher, member = stage.person(Role.MONITORING), signed_in(Role.COMMISSION)
    given = (stage.place, "2026")
    ref = call_audits.enter(watcher, *given, "351662", 0, stage.now)
    call_audits.draw(stage.person(Role.COMMISSION), *given, ref, stage.now)
    member.go(f"{EVIDENCE}/calls/answers")
    call_audits.write_down(watcher, *given, {1: Answer.DENIED, 2: Answer.DENIED}, {}, stage.now)

    page = member.send({"call_1": "call_voted", "call_3": "call_voted"})
    assert (page.status, errors(page)) == (409, {"call_1"})
    drawn = services.drawn_of(stage.round())
    assert [one.answer for one in services.lines_of(drawn, 3, 0)] == [*[Answer.DENIED] * 2, None]
    assert member.send({}).status == 200

    answers = [Answer.VOTED, Answer.DENIED, Answer.VOTED]
    assert [one.answer for one in services.lines_of(drawn, 3, 0)] == answers


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.MONITORING])
def test_the_closing_act_is_shown_and_printed(two_days, signed_in, role):
    watcher = signed_in(role, "ky")
    page = watcher.go(f"{EVIDENCE}/closing")
    assert "checkpoint.txt" in page.source

    answer = watcher.open(f"/togz-archa/{EVIDENCE}/closing.pdf").response
    assert answer.data.startswith(b"%PDF")


def test_names_are_printed_after_the_close(two_days, stage, signed_in):
    lifecycle.tick(KEYS, stage.now)
    member = signed_in(Role.COMMISSION, "ky")
    assert say("They are printed after the voting.") in member.go(f"{EVIDENCE}/aloud").text
    stage.go_to(Phase.COUNTING)
    member = signed_in(Role.COMMISSION, "ky")
    member.go(f"{EVIDENCE}/aloud")
    page = member.send({"part": "1", "reason": "жок"})
    assert (page.status, errors(page)) == (400, {"reason"})
    answer = member.send({"part": "1", "reason": "Жыйында үн чыгарып окуйбуз."}).response
    assert answer.data.startswith(b"%PDF")
    assert say("Their number: %(number)s.", number=30) in member.go(DAILY).text


@pytest.mark.parametrize(
    ("address", "most"),
    # Eight kinds of things are looked for, each with a question of its own.
    [
        (EVIDENCE, 10),
        (f"{EVIDENCE}/days", 10),
        (f"{EVIDENCE}/findings", 14),
        (f"{EVIDENCE}/calls", 10),
        (f"{EVIDENCE}/closing", 10),
        (f"{EVIDENCE}/aloud", 10),
    ],
)
def test_the_pages_ask_few_statements(two_days, reader, signed_in, statements, address, most):
    watcher = signed_in(Role.COMMISSION)
    for browser, asked_for, limit in ((reader(), DAILY, 10), (watcher, address, most)):
        with statements() as asked:
            assert browser.go(asked_for).status == 200
        assert len(asked) <= limit, asked
