"""The people of the office in a real browser: invitation, password, code, out again."""

import pytest

from pb.acts.accounts import invitations
from pb.rules.roles import Role
from pb.services import second_factor
from pb.services.actors import PLATFORM
from tests.office import PASSWORD
from tests.web.browser import say

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "short"), [("ky-KG", "ky"), ("ru-RU", "ru")])
def test_a_clerk_uses_an_invitation_and_signs_in(stage, site, open_browser, language, short):
    token = invitations.invite(PLATFORM, stage.place, "Н. Эсенова", Role.OPERATOR, stage.now)
    page = open_browser(language)
    page.goto(f"/togz-archa/invitation/{token}")
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 100
    page.locator("details summary").click()
    secret = page.locator("code.secret").inner_text()
    page.fill("[name=sign_in_name]", "esenova.n")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=repeated]", PASSWORD)
    page.fill("[name=code]", second_factor.code_at(secret, stage.now))
    page.click("main form button.btn")
    assert page.locator("h1").inner_text() == say("Your recovery codes", short)
    recovery = page.locator(".secrets code").first.inner_text()

    page.click(f"text={say('Written down; sign in', short)}")
    page.fill("[name=sign_in_name]", "esenova.n")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button.btn")
    # The code of this half minute opened the account and is used up: a recovery code does.
    page.fill("[name=code]", recovery)
    page.click("main form button.btn")

    assert page.url == f"{site}/togz-archa/desk"
    assert "Н. Эсенова" in page.locator("header").inner_text()
    cookie = next(one for one in page.context.cookies() if one["name"] == "sid")
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    page.locator("footer button", has_text=say("Sign out", short)).click()
    page.goto("/togz-archa/desk")
    assert "/sign-in" in page.url


def test_nothing_of_the_pages_of_signing_in_is_wider_than_a_small_phone(stage, open_browser):
    stage.person(Role.HEAD, code="the-head")
    page = open_browser("ky-KG")
    page.goto("/togz-archa/sign-in")
    page.fill("[name=code]", "the-head")
    page.click("form:has([name=code]) button.btn")

    for address in ("sign-in", "sign-in/office", "desk/staff", "desk/staff/invite", "account"):
        page.goto(f"/togz-archa/{address}")
        wide = page.locator("html").evaluate("page => page.scrollWidth - page.clientWidth")
        assert wide <= 0, address
