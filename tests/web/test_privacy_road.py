"""Who looked at my data: the list of the person, the complaint, the counts for everyone."""

import pytest
from sqlalchemy import update

from pb.acts import privacy as acts
from pb.records import privacy as records
from pb.records.accounts import Account
from pb.records.base import db
from pb.rules.privacy import Field, Purpose, Way
from pb.rules.roles import Role
from pb.services import phones as phones_service
from pb.services import privacy
from pb.services.privacy import Looking, Subject
from pb.services.work import unit_of_work
from tests.stage import KEYS
from tests.web.browser import say
from tests.web.forms import enter

WHY = "Тизмеге кирүү арызын текшерүү № 12"


@pytest.fixture
def resident(stage):
    """A resident on the roll, with a phone and a pass."""
    stage.announced()
    person = stage.person(Role.RESIDENT, "А. Бекова", code="the-resident")
    enter(stage, "2026", [person])
    phone = {
        "phone_tag": KEYS.phone_tag("+996555123456"),
        "phone_locked": phones_service.lock("+996555123456", KEYS),
    }
    db.session.execute(update(Account).where(Account.id == person.account_id).values(phone))
    db.session.commit()
    return person


def look(stage, person, clerk, way=Way.CARD):
    with unit_of_work():
        subject = Subject(acts.own_resident(person, stage.place))
        looking, fields = Looking(Purpose.ROLL_QUESTION, WHY, way), {Field.NAME, Field.BORN}
        privacy.opened(clerk, stage.place, [subject], looking, fields, stage.now)


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_resident_sees_who_looked_when_why_and_at_what(stage, reader, resident, language):
    look(stage, resident, stage.person(Role.OPERATOR, "Н. Эсенова"))

    page = reader(language).sign_in("the-resident").go("my-data")

    for words in ("Н. Эсенова", WHY, "0555 ••• 456"):
        assert words in page.text
    position = "кызматкер" if language == "ky" else "сотрудник"
    assert position in page.text
    for told in ("name", "day of birth", "In the evening, with the SMS of the day"):
        assert say(told, language) in page.text
    assert "555123456" not in page.source.replace(" ", "")


def test_nobody_sees_the_list_of_another_person(stage, reader, signed_in, resident):
    look(stage, resident, stage.person(Role.OPERATOR, "Н. Эсенова"))
    other = stage.person(Role.RESIDENT, code="another-one")
    enter(stage, "2026", [other])

    page = reader().sign_in("another-one").go("my-data")

    assert page.status == 200
    assert WHY not in page.text
    assert say("The list is empty.") in page.text
    assert signed_in(Role.OPERATOR).go("my-data").status == 403
    assert reader().go("my-data").path.endswith("/sign-in")


def test_a_long_list_is_shown_in_pages(stage, reader, resident):
    clerk = stage.person(Role.OPERATOR, "Н. Эсенова")
    for _ in range(27):
        look(stage, resident, clerk)
    browser = reader().sign_in("the-resident")

    first = browser.go("my-data").source.count("Н. Эсенова")
    second = browser.go("my-data?page=2").source.count("Н. Эсенова")
    odd = [browser.go(f"my-data?page={page}").status for page in ("0", "-1", "9" * 99, "x", "٣")]

    assert (first, second) == (25, 2)
    assert set(odd) == {200}


def test_this_is_strange_begins_a_complaint_that_the_head_answers(
    stage, reader, signed_in, resident
):
    look(stage, resident, stage.person(Role.OPERATOR, "Н. Эсенова"))
    person, head = reader("ru").sign_in("the-resident"), signed_in(Role.HEAD, "ru")
    person.go("my-data")
    person.click(say("This is strange", "ru"))
    page = person.send({"text": "Я никакого заявления не писала."})
    assert (
        say("Your complaint is taken. The answer will stand beside this look.", "ru") in page.text
    )

    head.go("desk/complaints")
    [(complaint, _)] = records.complaints_of(stage.place, 5)
    page = head.go(f"desk/complaints/{complaint.ref}")
    assert "Я никакого заявления не писала." in page.text
    assert "А. Бекова" not in page.text
    head.send({"answer": "Заявление подавал ваш сын, копия у нас."})

    assert "Заявление подавал ваш сын" in person.go("my-data").text


def test_a_complaint_may_have_no_words_but_not_a_word_or_two(stage, reader, resident):
    look(stage, resident, stage.person(Role.OPERATOR))
    person = reader("ru").sign_in("the-resident")
    person.go("my-data")
    person.click(say("This is strange", "ru"))

    page = person.send({"text": "эмне"})
    assert page.status == 400
    assert person.send({"text": ""}).path == "/togz-archa/my-data"


def test_an_answer_that_is_late_is_called_so(stage, signed_in, resident):
    look(stage, resident, stage.person(Role.OPERATOR))
    [(access, _, _)] = records.accesses_to(stage.place, acts.own_resident(resident, stage.place), 1)
    acts.complain(resident, stage.place, access.ref, "", stage.now)
    ref = records.complaints_of(stage.place, 5)[0][0].ref
    head = signed_in(Role.HEAD, "ru")
    overdue = say("Overdue since %(day)s", "ru").partition("%")[0]
    assert overdue not in head.go("desk/complaints").text

    stage.clock.put(stage.now.replace(day=stage.now.day + 8))

    assert overdue in head.go("desk/complaints").text
    assert overdue in head.go(f"desk/complaints/{ref}").text


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_everyone_sees_how_often_and_why_but_not_whose(stage, reader, resident, language):
    for _ in range(3):
        look(stage, resident, stage.person(Role.OPERATOR, "Н. Эсенова"))

    page = reader(language).go("privacy")

    assert say("to answer a question about the roll", language) in page.text
    assert say("Clerk of the aiyl okmotu", language) in page.text
    assert "2026" in page.text
    for hidden in (WHY, "А. Бекова", "Н. Эсенова"):
        assert hidden not in page.text


def test_the_counts_of_a_neighbour_are_its_own(stage, reader, resident):
    look(stage, resident, stage.person(Role.OPERATOR))
    stage.neighbour()

    page = reader(place="neighbour").go("privacy")

    assert say("Nobody's data was opened in the last twelve months.") in page.text
