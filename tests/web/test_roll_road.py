"""The road of a roll through the pages: imported, opened with a reason, frozen, changed."""

import io
from datetime import date, timedelta

import pytest

from pb.acts import jobs as job_deeds
from pb.gateways.queue import Errand
from pb.records import rolls
from pb.rules.people import covered
from pb.rules.roles import Role
from tests.roll_stage import file_of, frozen, imported, lines, pin, row, work
from tests.web.browser import say

ROLL = "desk/rounds/2026/roll"
NOTHING = "There is nothing in the file. Check whether it is the right one."
NO_TABLE = (
    "This file is not a table. Open it in the program it was made with, and save it as an"
    " Excel workbook (.xlsx) or as CSV."
)
REASON = "Паспортту алып келип сурады"


@pytest.fixture
def announced(stage):
    stage.announced()
    return stage


def upload(browser, content, name="roll.csv"):
    """Send a file through the page."""
    form = browser.go(f"{ROLL}/import").form_with("file")
    data = {**dict(form.given), "file": (io.BytesIO(content), name)}
    page = browser.open(form.action, "POST", data=data, content_type="multipart/form-data")
    return browser._follow(page)


def begin(browser, content):
    """Send a file and confirm what was recognised."""
    upload(browser, content)
    return browser.send({}, press=say("Check and import"))


def test_a_roll_is_sent_looked_at_and_imported_with_its_progress_shown(announced, signed_in, app):
    clerk = signed_in(Role.OPERATOR)
    content = file_of(row(0), row(1, sex=1))

    page = upload(clerk, content)
    assert page.path.endswith("/import/preview")
    assert covered(pin(0)) in page.text
    assert pin(0) not in page.source
    assert "UTF-8" in page.text
    assert say("semicolon") in page.text
    page = clerk.send({}, press=say("Check and import"))
    assert ("meta", {"http-equiv": "refresh", "content": "2"}) in page.tags
    assert say("It begins in a moment.") in page.text
    assert app.extensions["pb"].queue.nudges == [Errand.JOBS]
    work(announced)
    page = clerk.go(f"{ROLL}/import/report")

    assert not [attrs for tag, attrs in page.tags if attrs.get("http-equiv") == "refresh"]
    assert "Тизмеде 2 адам бар" in page.text
    assert pin(0) not in page.source
    assert "roll.csv" in clerk.go(ROLL).text


def test_a_report_names_each_row_its_column_and_the_reason_in_either_language(announced, signed_in):
    bad = file_of(*(row(n, village="Лондон") for n in range(30)), row(40), row(40))
    clerk = signed_in(Role.OPERATOR)
    begin(clerk, bad)

    work(announced)
    page = clerk.go(f"{ROLL}/import/report")

    assert say("Nothing was saved.") in page.text
    assert "Лондон" in page.text
    assert page.source.count("<tr>") == 26
    second = clerk.go(f"{ROLL}/import/report?page=2")
    assert covered(pin(40)) in second.text
    assert pin(40) not in second.source
    russian = clerk.go(f"{ROLL}/import/report?lang=ru")
    assert say("Nothing was saved.", "ru") in russian.text
    assert not lines(announced)


def test_the_report_can_be_taken_away_as_a_file_without_numbers(announced, signed_in):
    clerk = signed_in(Role.OPERATOR)
    begin(clerk, file_of(row(1, "=Тестов"), row(2), row(2)))
    work(announced)

    answer = clerk.go(f"{ROLL}/import/report.csv").response

    text = answer.get_data(as_text=True)
    assert answer.mimetype == "text/csv"
    assert text.startswith("\ufeff")
    assert pin(2) not in text
    assert covered(pin(2)) in text
    assert not any(cell.startswith("=") for line in text.splitlines() for cell in line.split(";"))


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "", "Choose the file with the roll."),
        (b"%PDF-1.4 x", "roll.pdf", NO_TABLE),
        (b"", "roll.csv", NOTHING),
    ],
)
def test_a_file_that_is_no_table_is_refused_at_its_field(announced, signed_in, content, name, said):
    page = upload(signed_in(Role.OPERATOR), content, name)

    assert page.status == 400
    assert say(said) in page.text
    assert {"id": "file-error", "class": "err"} in [attrs for tag, attrs in page.tags]


def test_a_second_import_while_one_runs_is_a_conflict(announced, signed_in):
    clerk = signed_in(Role.OPERATOR)
    begin(clerk, file_of(row(0)))

    page = upload(clerk, file_of(row(1)))

    assert page.status == 409
    assert say("A roll of this round is being imported just now. Wait until that has ended."
               " Nothing was saved.") in page.text  # fmt: skip


def test_an_import_after_the_freeze_is_a_conflict(announced, signed_in):
    frozen(announced)

    page = upload(signed_in(Role.OPERATOR), file_of(row(1)))

    assert page.status == 409


def test_an_import_whose_worker_died_is_shown_as_not_done(announced, signed_in):
    clerk = signed_in(Role.OPERATOR)
    begin(clerk, file_of(row(0)))
    job_deeds.begin_next(announced.now)
    job_deeds.fail_abandoned(announced.now)

    page = clerk.go(f"{ROLL}/import/report")

    assert say("The roll was not imported") in page.text
    assert say("Nothing was saved.") in page.text
    assert clerk.click(say("Try this file once more")).path.endswith("/import/preview")


def look_up(browser, number, reason=REASON):
    browser.go(f"{ROLL}/look-up")
    return browser.send({"pin": number, "reason": reason}, press=say("Find and open"))


def test_a_person_is_found_by_number_with_a_reason_and_the_number_is_in_no_address(
    announced, signed_in
):
    imported(announced)
    clerk = signed_in(Role.OPERATOR)

    page = look_up(clerk, pin(1))

    assert "Тестовб Бек" in page.text
    assert say("For the aiyl okmotu:") in page.text
    assert not any(pin(1) in path for path in clerk.opened)
    assert pin(1) not in page.source


@pytest.mark.parametrize(
    ("number", "reason", "status", "said"),
    [
        (pin(1), "", 400, "Write an answer here."),
        (pin(77), REASON, 400, "There is nobody with this number on the roll. Compare it with the"
         " passport. If it is right, the person may ask the commission to be added."),
    ],
)  # fmt: skip
def test_looking_up_without_a_reason_or_a_line_shows_nobody(
    announced, signed_in, number, reason, status, said
):
    imported(announced)

    page = look_up(signed_in(Role.OPERATOR), number, reason)

    assert page.status == status
    assert say(said) in page.text
    assert "Тестов" not in page.text


def test_a_child_is_told_from_what_age_one_votes(announced, signed_in):
    imported(announced)

    page = look_up(signed_in(Role.OPERATOR), pin(1, born=date(2015, 5, 5)))

    assert page.status == 400
    assert "18" in page.text


def test_lines_are_masked_until_somebody_says_why(announced, signed_in):
    imported(announced)
    clerk = signed_in(Role.OPERATOR)

    page = clerk.go(f"{ROLL}/lines")
    assert "Тестова Б." in page.text
    assert "Тестова Бек" not in page.text
    page = clerk.click("Тестова Б.")
    assert "Достук" not in page.source
    page = clerk.send({"reason": REASON}, press=say("Open"))
    assert "Достук көчөсү" in page.source
    page = clerk.send({"name": "Үсөнов Бек"}, press=say("Save the line"))

    assert say("The line is mended.") in page.text
    page = clerk.send({"name": "усон"}, press=say("Search"))
    assert "Үсөнов Б." in page.text


def test_two_members_freeze_the_roll_and_everyone_sees_the_root_and_no_name(
    announced, signed_in, reader
):
    imported(announced, 3)
    first, second = signed_in(Role.COMMISSION), signed_in(Role.COMMISSION)
    first.go(f"{ROLL}/freeze")
    first.send({}, press=say("Propose to freeze the roll"))
    assert say("Confirm the freeze") not in [b.text for f in first.go(f"{ROLL}/freeze").forms
                                             for b in f.buttons]  # fmt: skip
    second.go(f"{ROLL}/freeze")
    second.send({}, press=say("Confirm the freeze"))

    page = reader().go("rounds/2026/roll")

    root = rolls.roll_of(announced.round().id).root.hex()
    assert root in page.text
    assert "Тестов" not in page.source


def test_an_addition_goes_from_the_clerk_to_the_commission_to_the_public_counter(
    announced, signed_in, reader
):
    frozen(announced)
    clerk, member = signed_in(Role.OPERATOR), signed_in(Role.COMMISSION)
    clerk.go(f"{ROLL}/additions")
    clerk.send({"pin": pin(50), "name": "Үсөнов Талант", "settlement": "archa-tor",
                "reason": "Жаңы көчүп келген, паспорту көрүлдү"})  # fmt: skip

    member.go(ROLL)
    member.click(say("Decide"))
    assert "Үсөнов Т." in member.page.text
    member.send({}, press=say("Agree"))

    page = reader().go("rounds/2026/roll")
    assert "Жаңы көчүп келген, паспорту көрүлдү" in page.text
    assert "Үсөнов" not in page.source


def test_a_resident_sees_the_own_line_and_a_stranger_is_led_to_the_sign_in(
    announced, signed_in, reader
):
    imported(announced)
    resident = signed_in(Role.RESIDENT)

    assert say("We did not find you on the roll by this account.") in resident.go("my-roll").text
    assert reader().go("my-roll").path.endswith("/sign-in")


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.HEAD])
def test_nobody_who_does_not_check_the_roll_opens_lines(announced, signed_in, role):
    ref = imported(announced)[0].ref
    person = signed_in(role)

    for address in ("lines", f"lines/{ref}", "look-up", "import", "import/report.csv"):
        assert person.go(f"{ROLL}/{address}").status == 403


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.MONITORING])
def test_who_checks_the_roll_opens_a_line_and_is_offered_nothing_more(announced, signed_in, role):
    imported(announced)
    person = signed_in(role)

    person.go("rounds/2026/roll")
    assert "Тестова Бек" not in person.click(say("The lines of the roll")).text
    person.click("Тестова Б.")
    card = person.send({"reason": REASON}, press=say("Open"))

    assert "Тестова Бек" in card.text
    assert say("Mend the line") not in card.text
    assert person.go(f"{ROLL}/import").status == 403


def test_the_clerk_shows_the_second_factor_anew_before_an_import(announced, signed_in):
    clerk = signed_in(Role.OPERATOR)
    announced.clock.put(announced.now + timedelta(minutes=6))

    assert clerk.go(f"{ROLL}/import").path.endswith("/step-up")


def test_a_clerk_is_a_stranger_at_the_roll_of_another_municipality(announced, signed_in):
    announced.neighbour()
    clerk = signed_in(Role.OPERATOR)

    assert clerk.go("/neighbour/desk/rounds/2026/roll").path == "/neighbour/sign-in"
