"""Signing in as people of the office do it: invitation, password, code, step-up, the end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pb.acts.accounts import invitations
from pb.records import accounts
from pb.records import sessions as records
from pb.records.base import db
from pb.rules.roles import Role
from pb.rules.sessions import IDLE_RESIDENT, IDLE_STAFF
from pb.services import second_factor
from pb.services.actors import PLATFORM
from tests.fingerprint import fingerprint
from tests.office import PASSWORD, insider
from tests.web.browser import apart, say

WRONG = "This name and this password do not fit together. Check both and type them once more."


def enter(browser, person, stage, address="sign-in/office", password=PASSWORD):
    """Both steps through the pages."""
    browser.go(address)
    browser.send({"sign_in_name": person.name, "password": password})
    return browser.send({"code": person.code(stage.now)})


def cookie(browser, name="sid"):
    found = browser.client.get_cookie(name)
    return found.value if found else None


def test_an_invitation_leads_to_a_sign_in_of_ones_own(stage, reader):
    token = invitations.invite(PLATFORM, stage.place, "Н. Эсенова", Role.OPERATOR, stage.now)
    clerk = reader("ru")
    page = clerk.go(f"invitation/{token}")
    assert page.status == 200
    assert "Н. Эсенова" in page.text
    assert any(a.get("src", "").startswith("data:image/svg+xml") for _, a in page.tags)
    secret = page.source.partition('class="secret">')[2].partition("<")[0]

    page = clerk.send(
        {
            "sign_in_name": "esenova.n",
            "password": PASSWORD,
            "repeated": PASSWORD,
            "code": second_factor.code_at(secret, stage.now),
        }
    )

    assert say("Your recovery codes", "ru") in page.text
    assert page.source.count("<li><code") == 8
    stage.clock.put(stage.now + timedelta(seconds=30))
    clerk.go("sign-in/office")
    clerk.send({"sign_in_name": "esenova.n", "password": PASSWORD})
    page = clerk.send({"code": second_factor.code_at(secret, stage.now)})
    assert page.path == "/togz-archa/desk"


def test_a_mistake_in_an_invitation_keeps_the_app_that_was_connected(stage, reader):
    token = invitations.invite(PLATFORM, stage.place, "Н. Эсенова", Role.OPERATOR, stage.now)
    clerk = reader()
    page = clerk.go(f"invitation/{token}")
    secret = page.source.partition('class="secret">')[2].partition("<")[0]
    before = fingerprint()

    page = clerk.send({"sign_in_name": "e", "password": "tiny-one", "repeated": "", "code": "1"})

    assert page.status == 400
    assert secret in page.source
    assert "tiny-one" not in page.source
    assert fingerprint() == before


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_wrong_name_and_a_wrong_password_give_the_same_page(stage, reader, language):
    person = insider(stage, Role.OPERATOR)
    pages = []
    for name in (person.name, "nobody-at-all"):
        browser = reader(language)
        browser.go("sign-in/office")
        pages.append(browser.send({"sign_in_name": name, "password": "wrong one"}))

    first, second = pages
    assert (first.status, second.status) == (400, 400)
    assert say(WRONG, language) in first.text
    assert first.text == second.text
    assert "wrong one" not in first.source


def test_tries_that_follow_too_fast_are_told_how_long_to_wait(stage, reader):
    person = insider(stage, Role.OPERATOR)
    browser = reader("ru")
    browser.go("sign-in/office")
    for _ in range(2):
        page = browser.send({"sign_in_name": person.name, "password": "wrong one"})

    assert page.status == 429
    assert (
        say("The last try failed. Wait %(seconds)s s, then try again.", "ru", seconds=1)
        in page.text
    )


def test_the_password_alone_reaches_nothing(stage, reader):
    person = insider(stage, Role.OPERATOR)
    browser = reader()
    browser.go("sign-in/office")
    browser.send({"sign_in_name": person.name, "password": PASSWORD})

    assert cookie(browser) is None
    assert browser.go("desk").path.endswith("/sign-in")


def test_the_second_step_is_of_the_same_browser_and_ends_after_five_minutes(stage, reader):
    person = insider(stage, Role.OPERATOR)
    first, second = reader(), reader()
    first.go("sign-in/office")
    form = first.send({"sign_in_name": person.name, "password": PASSWORD}).form_with("half")
    half = dict(form.given)["half"]
    stale = say(
        "More than five minutes passed since the password. Begin again with name and password."
    )

    second.go("sign-in/office")
    token = dict(second.page.form_with("password").given)["csrf_token"]
    sent = [("csrf_token", token), ("half", half), ("code", person.code(stage.now))]
    assert stale in second.post("/togz-archa/sign-in/office/code", sent).text

    stage.clock.put(stage.now + timedelta(minutes=5))
    page = first.send({"code": person.code(stage.now)}, form=form)
    assert (page.status, stale in page.text) == (403, True)
    assert cookie(first) is None is cookie(second)


@pytest.mark.parametrize("half", ["", "x", "A" * 400, "é"])
def test_a_half_that_was_never_given_is_refused(stage, reader, half):
    browser = reader()
    browser.go("sign-in/office")
    token = dict(browser.page.form_with("password").given)["csrf_token"]

    page = browser.post(
        "/togz-archa/sign-in/office/code", [("csrf_token", token), ("half", half), ("code", "1")]
    )

    assert page.status == 403


def test_a_new_sign_in_ends_the_older_session_and_says_so(stage, reader):
    person = insider(stage, Role.OPERATOR)
    first, second = reader(), reader()
    enter(first, person, stage)
    stage.clock.put(stage.now + timedelta(seconds=30))

    page = enter(second, person, stage)

    assert say("You were signed in somewhere else. That session has been ended.") in page.text
    assert first.go("desk").path.endswith("/sign-in")


def test_the_token_is_new_at_each_sign_in_and_the_old_one_opens_nothing(stage, reader):
    person = insider(stage, Role.OPERATOR)
    browser = reader()
    enter(browser, person, stage)
    old = cookie(browser)
    browser.go("desk")
    browser.send(press=say("Sign out"))
    assert cookie(browser) is None

    thief = reader()
    thief.client.set_cookie("sid", old)
    assert thief.go("desk").path.endswith("/sign-in")
    stage.clock.put(stage.now + timedelta(seconds=30))
    enter(browser, person, stage)
    assert cookie(browser) != old


@pytest.mark.parametrize(
    ("role", "idle"), [(Role.OPERATOR, IDLE_STAFF), (Role.RESIDENT, IDLE_RESIDENT)]
)
def test_a_session_waits_for_its_owner_only_so_long(stage, signed_in, role, idle):
    browser = signed_in(role)
    browser._code = None
    for _ in range(3):
        stage.clock.put(stage.now + idle - timedelta(seconds=61))
        assert browser.go("account").path == "/togz-archa/account"

    stage.clock.put(stage.now + idle)
    assert browser.go("account").path.endswith("/sign-in")


def test_a_cookie_that_was_put_by_is_too_old_to_be_used(stage, signed_in, reader):
    clerk = signed_in(Role.OPERATOR)
    clerk._code = None
    put_by = cookie(clerk)
    stage.clock.put(stage.now + IDLE_STAFF - timedelta(minutes=1))
    clerk.go("desk")
    stage.clock.put(stage.now + timedelta(minutes=2))

    thief = reader()
    thief.client.set_cookie("sid", put_by)

    assert thief.go("desk").path.endswith("/sign-in")
    assert clerk.go("desk").path == "/togz-archa/desk"


def test_reading_pages_writes_nothing_into_the_session(stage, signed_in):
    clerk = signed_in(Role.OPERATOR)
    before = fingerprint()

    for address in ("desk", "account", "", "proposals"):
        stage.clock.put(stage.now + timedelta(minutes=3))
        clerk.go(address)

    assert fingerprint() == before


def test_a_deed_that_weighs_much_asks_for_the_code_once_more(stage, reader):
    person = insider(stage, Role.HEAD)
    head = reader("ru")
    enter(head, person, stage)
    assert head.go("desk/staff").path == "/togz-archa/desk/staff"

    stage.clock.put(stage.now + timedelta(minutes=5))
    page = head.go("desk/staff/invite")
    assert page.path == "/togz-archa/step-up"
    page = head.send({"code": "000000"})
    assert page.status == 400
    stage.clock.put(stage.now + timedelta(minutes=1))
    page = head.send({"code": person.code(stage.now)})

    assert page.path == "/togz-archa/desk/staff/invite"


def test_a_deed_sent_after_the_five_minutes_is_refused_and_nothing_is_saved(stage, reader):
    person = insider(stage, Role.HEAD)
    head = reader("ru")
    enter(head, person, stage)
    form = head.go("desk/staff/invite").form_with("name")
    stage.clock.put(stage.now + timedelta(minutes=5))
    before = fingerprint()

    page = head.send({"name": "Н. Эсенова", "role": "operator"}, form=form)

    assert page.status == 403
    assert "Н. Эсенова" in page.source
    assert fingerprint() == before


def test_one_ends_ones_own_session_elsewhere(stage, signed_in, reader):
    stage.person(Role.RESIDENT, code="ak-kayin-42")
    here, there = reader().sign_in("ak-kayin-42"), reader().sign_in("ak-kayin-42")

    here.go("account")
    page = here.send(press=say("End it"))

    assert say("That session has been ended.") in page.text
    assert there.go("account").path.endswith("/sign-in")
    other = signed_in(Role.RESIDENT)
    first = select(records.SignInSession.ref).order_by(records.SignInSession.id)
    ref = db.session.scalars(first).first()
    assert other.post(f"/togz-archa/account/sessions/{ref}/end", other_token(other)).status == 404


def other_token(browser):
    return [("csrf_token", dict(browser.go("account").forms[0].given)["csrf_token"])]


def test_a_browser_remembers_who_signed_in_from_it_by_a_hash_only(stage, reader):
    person = insider(stage, Role.OPERATOR)
    browser = reader()
    enter(browser, person, stage)

    kept = cookie(browser, "known")

    assert kept
    assert person.name not in kept
    assert person.actor.ref not in kept


def test_the_cookies_name_nobody(stage, signed_in):
    clerk = signed_in(Role.OPERATOR)

    def read():
        with clerk.client.session_transaction() as session:
            return dict(session)

    assert set(apart(read)) <= {"csrf_token", "_fresh"}
    people = [account for account, _, _ in accounts.staff_of(stage.place)]
    assert people
    for who in people:
        assert not {who.name, who.ref, str(who.id)} & set(cookie(clerk).split("."))
