"""The road of ballots on paper through the pages: station, marks, box, two readings, the count."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from pb.acts import residents
from pb.records import boards
from pb.records import stations as station_records
from pb.records.ballots import Ballot
from pb.records.base import db
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.actors import PLATFORM
from tests.roll_stage import imported, pin
from tests.web.browser import say
from tests.web.forms import errors

VERIFY = Path(__file__).parents[2] / "pb/verify.py"
PAPER = "desk/rounds/2026/paper"


@pytest.fixture
def by_phone(stage):
    """A voting with six people who come to the station; who else stands on the roll, by phone."""
    stage.announced()
    imported(stage, 6)
    stage.on_ballot(100_000, 200_000, 300_000)
    people = [stage.person(Role.RESIDENT) for _ in range(3)]
    rows = [(one.account_id, "archa-tor") for one in people]
    residents.enter_on_roll(PLATFORM, stage.place, stage.round().id, rows, stage.now)
    stage.go_to(Phase.VOTING)
    return people


@pytest.fixture
def clerk(by_phone, signed_in):
    return signed_in(Role.OPERATOR, "ru")


@pytest.fixture
def at_station(clerk):
    """The page of a station with eight ballots."""
    assert say("There is no station yet.", "ru") in clerk.go(PAPER).text
    clerk.click(say("Add a station", "ru"))
    clerk.send({
        "kind": "polling_station", "name_ky": "Арча-Төр мектеби", "name_ru": "Школа Арча-Тёр",
        "settlement": "archa-tor",
    })  # fmt: skip
    clerk.send({"size": "8"})
    return clerk.page.path


def mark(clerk, station, number):
    clerk.go(f"{station}/mark")
    clerk.send({"pin": pin(number, sex=1 + number % 2)})


def numbers(stage):
    """The control numbers of the ballots of the one station."""
    (station,) = station_records.stations_of(stage.place, stage.round().id)
    return sorted(station_records.numbers_of_station(stage.place, station.id).elements())


def type_lines(clerk, *lines):
    for line in lines:
        clerk.send({"line": line})


def test_a_station_refuses_what_is_no_station_and_keeps_what_was_typed(clerk):
    clerk.go(f"{PAPER}/stations/new")
    page = clerk.send({"name_ky": "Мектеп, Достук көчөсү", "name_ru": ""})

    assert (page.status, errors(page)) == (400, {"kind", "name_ru"})
    assert dict(page.form_with("name_ky").given)["name_ky"] == "Мектеп, Достук көчөсү"


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_ballots_are_printed_in_both_languages(clerk, at_station, language):
    page = clerk.go(at_station)
    form = page.form_with(
        button=say(f"Print in {'Kyrgyz' if language == 'ky' else 'Russian'}", "ru")
    )
    answer = clerk.post(form.action, [*form.given, ("language", language)])

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.response.data.startswith(b"%PDF")


def test_a_person_is_marked_once_and_who_voted_by_phone_is_named_at_the_table(
    stage, clerk, at_station
):
    mark(clerk, at_station, 0)
    assert say("Compare it with the passport", "ru") in clerk.page.text
    marked = clerk.send(press=say("Mark: the person takes a ballot", "ru"))
    mark(clerk, at_station, 0)
    again = clerk.send(press=say("Mark: the person takes a ballot", "ru"))

    said = "Marked: hand the ballot out. People marked here: %(number)s."
    assert say(said, "ru", number=1) in marked.text
    assert again.status == 409
    assert "уже проголосовал: на бумаге" in again.text


def test_the_whole_road_from_the_station_to_a_board_anyone_can_recount(
    stage, by_phone, clerk, at_station, signed_in, tmp_path
):
    for person in by_phone:
        stage.vote(person, 1, 3)
    for number in range(3):
        mark(clerk, at_station, number)
        clerk.send(press=say("Mark: the person takes a ballot", "ru"))
    one, two, three = numbers(stage)[:3]

    # The box: what was found has to add up, and another person stands for it.
    stage.go_to(Phase.COUNTING)
    clerk.go(at_station)
    clerk.click(say("Enter the act of the box", "ru"))
    page = clerk.send({"found": "3", "spoiled": "1", "unused": "3"})
    assert (page.status, errors(page)) == (400, {"explanation"})
    clerk.send({"found": "3", "spoiled": "1", "unused": "4"})
    member = signed_in(Role.COMMISSION, "ky")
    member.go(at_station)
    member.click(say("Look at the act and confirm it"))
    member.send(press=say("Confirm the act"))

    # The first reading, with a slip of the hand and a line taken back.
    clerk.go(at_station)
    clerk.click(say("Take the next pile", "ru"))
    clerk.send({"size": "3"})
    pile = clerk.page.path
    clerk.click(say("Read the pile", "ru"))
    wrong = clerk.send({"line": f"{one} 1 9"})
    assert wrong.status == 400
    assert dict(wrong.form_with("line").given)["line"] == f"{one} 1 9"
    type_lines(clerk, f"{one} 1 2", f"{two} 3", "-", f"{two} 2", f"{three} x")
    clerk.send(press=say("The pile is read to the end", "ru"))

    # The second one, by somebody who sees nothing of the first.
    second = signed_in(Role.OPERATOR, "ky")
    second.go(f"{pile}/read")
    assert "0 / 3" in second.page.text
    assert say("The last lines") not in second.page.text
    type_lines(second, f"{one} 1 2", f"{two} 2 3", f"{three} x")
    second.send(press=say("The pile is read to the end"))

    # The paper decides, a third person approves, and the count goes on.
    second.click(say("Look the differences up"))
    assert f"{two} 2 3" in second.page.text
    second.send({"line_2": f"{two} 2"})
    waits = clerk.go("desk/rounds/2026").form_with(button=say("Count the ballots", "ru"))
    early = clerk.post(waits.action, waits.given)
    assert early.status == 409
    assert "Ещё не утверждено" in early.text or "ещё не утверждено" in early.text
    member.go(f"{pile}/approve")
    member.send(press=say("Approve"))

    clerk.go("desk/rounds/2026")
    clerk.send(press=say("Count the ballots", "ru"))
    member.go("desk/rounds/2026")
    member.send(press=say("Confirm the result"))

    channels = sorted(db.session.scalars(select(Ballot.channel)))
    assert channels == ["internet"] * 3 + ["paper"] * 2
    board = tmp_path / "board.jsonl"
    kept = boards.board_of(stage.place, stage.round().id)
    board.write_bytes(stage.storage.get(kept.sha256))
    told = subprocess.run(
        [sys.executable, VERIFY, board, "--language", "ru"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr
    page = clerk.go("rounds/2026/results")
    assert say("On paper: %(number)s.", "ru", number=2) in page.text


def test_a_file_names_each_line_that_cannot_be_kept(stage, clerk, at_station, signed_in):
    mark(clerk, at_station, 0)
    clerk.send(press=say("Mark: the person takes a ballot", "ru"))
    stage.go_to(Phase.COUNTING)
    clerk.go(f"{at_station}/box")
    clerk.send({"found": "1", "spoiled": "0", "unused": "7"})
    member = signed_in(Role.COMMISSION)
    member.go(f"{at_station}/box/confirm")
    member.send()
    clerk.go(f"{at_station}/batches")
    clerk.send({"size": "1"})
    clerk.click(say("Send it as a file", "ru"))
    form = clerk.page.form_with("file")

    sent = {name: value for name, value in form.given if name != "file"}
    sent["file"] = (io.BytesIO(b"99999;1\n"), "pile.csv")
    page = clerk.open(form.action, "POST", data=sent)

    assert page.status == 400
    assert "99999" in page.text
    assert errors(page) == {"file"}


def test_the_page_of_a_reading_is_small_and_asks_little(
    stage, clerk, at_station, signed_in, statements
):
    mark(clerk, at_station, 0)
    clerk.send(press=say("Mark: the person takes a ballot", "ru"))
    stage.go_to(Phase.COUNTING)
    clerk.go(f"{at_station}/box")
    clerk.send({"found": "1", "spoiled": "0", "unused": "7"})
    member = signed_in(Role.COMMISSION)
    member.go(f"{at_station}/box/confirm")
    member.send()
    clerk.go(f"{at_station}/batches")
    clerk.send({"size": "1"})

    with statements() as asked:
        page = clerk.go(f"{clerk.page.path}/read")
    with statements() as of_list:
        clerk.go(PAPER)

    assert len(page.source) < 8_000
    assert len(asked) <= 10, asked
    assert len(of_list) <= 10, of_list
