"""The people of the office and the platform, through the pages: invited, given roles, recovered."""

from datetime import timedelta

import pytest

from pb.acts.accounts import invitations, recovery
from pb.acts.messages import deliver
from pb.documents.background import NAMES
from pb.records import accounts as records
from pb.records import invitations as invitation_records
from pb.records.base import db
from pb.rules.jobs import JobError, JobKind, JobState
from pb.rules.messages import MessageKind, MessageState, SendError, Tariff
from pb.rules.roles import Role
from pb.services import messages, second_factor
from pb.services.actors import PLATFORM
from tests.fingerprint import fingerprint
from tests.office import CHEAP, PASSWORD, insider, means
from tests.stage import KEYS
from tests.web.browser import say


@pytest.fixture
def keeper(stage, reader):
    """The browser of an administrator of the platform, in Russian."""
    person = insider(stage, Role.ADMINISTRATOR)
    browser = reader("ru")
    browser.go("/admin/sign-in/office")
    browser.send({"sign_in_name": person.name, "password": PASSWORD})
    page = browser.send({"code": person.code(stage.now)})
    assert page.path == "/admin/"
    return browser


def link_on(page):
    """The one-time link a page shows, as a path."""
    shown = page.source.partition('class="secret long">')[2].partition("<")[0]
    return "/" + shown.split("/", 3)[3]


def test_the_head_invites_a_clerk_whose_link_works_once(stage, signed_in, reader):
    head = signed_in(Role.HEAD, "ru")
    head.go("desk/staff")
    head.click(say("Invite someone", "ru"))
    page = head.send({"name": "Н. Эсенова", "role": "operator", "position_ru": "секретарь"})
    path = link_on(page)
    assert path.startswith("/togz-archa/invitation/")

    clerk = reader("ru")
    assert "Н. Эсенова" in clerk.go(path).text
    assert "Н. Эсенова" in head.go("desk/staff").text
    head.send(press=say("Withdraw", "ru"))
    page = clerk.go(path)
    assert page.status == 404
    assert "Попросите новое там, где его дали." in page.text


def test_the_head_is_not_offered_roles_that_are_not_the_heads_to_give(signed_in):
    page = signed_in(Role.HEAD).go("desk/staff/invite")

    assert 'value="operator"' in page.source
    for role in ("head", "resident", "administrator", "observer", "platform"):
        assert f'value="{role}"' not in page.source


def test_a_role_is_given_and_taken_on_the_page_of_a_person(stage, signed_in):
    deputy = stage.person(Role.DEPUTY, "К. Орозов")
    head = signed_in(Role.HEAD, "ru")
    page = head.go(f"desk/staff/{deputy.ref}")
    assert "К. Орозов" in page.text

    head.send({"role": "commission"})
    assert records.roles_of(stage.place, deputy.account_id) == {Role.DEPUTY, Role.COMMISSION}
    page = head.go(f"desk/staff/{deputy.ref}")
    assert 'value="operator"' not in page.source, "it would watch over the commission"
    token = dict(page.forms[0].given)["csrf_token"]
    head.post(f"/togz-archa/desk/staff/{deputy.ref}/roles/commission/take", [("csrf_token", token)])
    assert records.roles_of(stage.place, deputy.account_id) == {Role.DEPUTY}


def test_a_closed_account_is_a_strangers_at_once_and_can_be_opened_again(stage, signed_in):
    clerk = signed_in(Role.OPERATOR)
    ref = records.staff_of(stage.place)[0][0].ref
    head = signed_in(Role.HEAD, "ru")

    head.go(f"desk/staff/{ref}")
    head.send(press=say("Close the account", "ru"))
    clerk._code = None
    assert clerk.go("desk").path.endswith("/sign-in")
    head.send(press=say("Open the account again", "ru"))

    assert not db.session.get_one(records.Account, records.account_by_ref(ref).id).is_disabled
    assert clerk.go("desk").path.endswith("/sign-in")


def test_a_recovery_goes_over_two_desks(stage, signed_in, keeper, reader):
    person = insider(stage, Role.OPERATOR)
    head = signed_in(Role.HEAD, "ru")
    head.go(f"desk/staff/{person.actor.ref}")
    head.send(press=say("Ask for a recovery", "ru"))

    page = keeper.go("/admin/")
    assert "Б. Асанов" in page.text
    page = keeper.send(press=say("I know this person and agree", "ru"))
    path = link_on(page)

    page = reader("ru").go(path)
    assert (
        say("Your roles stay as they were. Choose a new password and connect your app again.", "ru")
        in page.text
    )


def test_nobody_confirms_a_recovery_at_the_desk_of_the_municipality(stage, signed_in):
    person = insider(stage, Role.OPERATOR)
    head = stage.person(Role.HEAD)
    recovery.start_recovery(head, stage.place, person.actor.ref, stage.now)
    ref = invitation_records.recoveries_to_confirm(stage.now)[0].ref
    other = signed_in(Role.HEAD)
    token = other.token()

    address = f"/admin/municipalities/{stage.slug}/recoveries/{ref}/confirm"
    assert other.post(address, [("csrf_token", token)]).status == 403


def test_the_administrator_enters_a_municipality_and_invites_its_head(stage, keeper):
    keeper.go("/admin/")
    keeper.click(say("Enter a municipality", "ru"))
    words = {
        "slug": "ak-suu",
        "name_ky": "Ак-Суу",
        "name_ru": "Ак-Суу",
        "raion_ky": "Ак-Суу району",
        "raion_ru": "Ак-Суйский район",
        "oblast_ky": "Ысык-Көл облусу",
        "oblast_ru": "Иссык-Кульская область",
        "valid_from": "2025-01-01",
        "villages": "Ак-Суу; Ак-Суу\nКаракол; Каракол\n",
    }
    page = keeper.send({**words, "villages": "Ак-Суу"})
    assert page.status == 400

    page = keeper.send(words)
    assert page.path == "/admin/municipalities/ak-suu"
    assert "Каракол" in page.text
    keeper.click(say("Invite the head", "ru"))
    page = keeper.send({"name": "Ж. Токтогулов", "role": "head"})
    assert link_on(page).startswith("/ak-suu/invitation/")


def observe(stage, reader, area):
    """The browser of an observer of an area."""
    token = invitations.invite(PLATFORM, None, "С. Орозова", Role.OBSERVER, stage.now, area=area)
    chosen = means(stage.now, "orozova.s")
    invitations.accept(token, None, chosen, KEYS, CHEAP, stage.now)
    stage.clock.put(stage.now + timedelta(seconds=30))
    observer = reader("ru")
    observer.go("/admin/sign-in/office")
    observer.send({"sign_in_name": "orozova.s", "password": PASSWORD})
    return observer, observer.send({"code": second_factor.code_at(chosen.secret, stage.now)})


@pytest.mark.parametrize(
    ("area", "shown"),
    [
        ("", True),
        ("Арчалинский район", True),
        ("Иссык-Кульская область", True),
        ("Нарынская область", False),
    ],
)
def test_an_observer_sees_totals_of_the_area_and_nobody(stage, reader, voting, area, shown):
    voting(100_000, voters=3)

    observer, page = observe(stage, reader, area)

    assert page.path == "/admin/oversight"
    assert ("Тогуз-Арча" in page.text) is shown
    assert "Үмүт" not in page.text
    if shown:
        assert "3 избирателя" in page.text
    assert observer.go("/admin/").status == 403
    assert observer.go("/admin/background").status == 403
    assert observer.go("desk").path.endswith("/sign-in")


def test_the_administrator_sees_the_outbox_and_what_is_in_trouble(stage, keeper, phones):
    for number in range(3):
        key = f"occasion-{number}"
        messages.queue(
            stage.place, MessageKind.ACCESS_NOTICE, "+996555123456", "Салам", key, KEYS, stage.now
        )
    db.session.commit()
    stage.clock.put(stage.now + timedelta(minutes=11))

    page = keeper.go("/admin/background")
    assert say("A look at data", "ru") in page.text
    assert "pb work" in page.text, "nobody delivers"
    assert "555123456" not in page.source

    deliver(phones, KEYS, Tariff(), stage.now)
    assert len(phones.take()) == 3
    page = keeper.go("/admin/background")
    assert say("Sent", "ru") in page.text
    assert "pb work" not in page.text


def test_the_administrator_has_the_papers_compared(stage, keeper):
    keeper.go("/admin/background")

    page = keeper.send(press=say("Compare every paper with its hash", "ru"))

    assert say("The papers are being compared; the result will stand below.", "ru") in page.text
    assert say("Waits", "ru") in page.text


def test_nobody_else_looks_into_the_outbox(stage, signed_in, reader):
    browsers = (reader(), signed_in(Role.HEAD), signed_in(Role.OPERATOR))
    before = fingerprint()

    for browser in browsers:
        assert "/admin/sign-in" in browser.open("/admin/background").headers["Location"]
    assert fingerprint() == before


@pytest.mark.parametrize(
    "values", [MessageKind, MessageState, SendError, JobKind, JobState, JobError]
)
def test_everything_of_the_background_has_a_name(values):
    assert set(NAMES[values]) == set(values)
