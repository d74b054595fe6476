"""Residents in a real browser on a small phone: by a code, and by the state's word."""

import re

import pytest
from playwright.sync_api import expect

from pb.acts.messages import deliver
from pb.gateways.identity import OpenIdProvider, Registration
from pb.rules.messages import Tariff
from tests.openid.pages import GO
from tests.openid.provider import CLIENT_ID, CLIENT_SECRET, serving
from tests.stage import KEYS
from tests.web.browser import say

pytestmark = pytest.mark.browser


def code_sent(application):
    """What the telephone shows."""
    here = application.extensions["pb"]
    deliver(here.sms, KEYS, Tariff(), here.clock.now())
    (sent,) = here.sms.take()
    return re.search(r"\d{6}", sent.text)[0]


def is_as_wide_as_the_phone(page):
    return page.locator("html").evaluate("page => page.scrollWidth <= page.clientWidth")


def choose_village(page):
    # A question by its first field waits for the page; a count is of what has come so far.
    first = page.locator("[name=village]").first
    if first.evaluate("field => field.tagName") == "SELECT":
        first.select_option("archa-tor")
    else:
        page.check("[name=village][value=archa-tor]", force=True)


@pytest.mark.parametrize(("language", "short"), [("ky-KG", "ky"), ("ru-RU", "ru")])
def test_a_resident_signs_in_by_telephone(application, stage, site, open_browser, language, short):
    page = open_browser(language)
    page.goto("/togz-archa/sign-in")
    page.click(f"text={say('I live here: by telephone', short)}")
    page.fill("[name=phone]", "0555 000 101")
    page.click("main form button.btn")
    assert is_as_wide_as_the_phone(page)
    page.fill("[name=code]", code_sent(application))
    page.click("main form button.btn >> nth=0")
    page.fill("[name=name]", "Асанова Айгүл")
    choose_village(page)
    page.click("main form button.btn >> nth=0")

    page.wait_for_url(f"{site}/togz-archa/")
    page.goto("/togz-archa/account")
    assert "Асанова Айгүл" in page.locator("main").inner_text()
    assert is_as_wide_as_the_phone(page)
    page.goto("/togz-archa/my-data")
    assert "0555 ••• 101" in page.locator("main").inner_text()
    assert is_as_wide_as_the_phone(page)


@pytest.fixture
def provider():
    with serving() as found:
        yield found


@pytest.fixture
def by_state(provider):
    """The application with the state's sign-in of the tests."""
    return OpenIdProvider(
        Registration(provider.issuer, CLIENT_ID, CLIENT_SECRET, may_be_plain=True)
    )


class TestByState:
    """With the state's sign-in on."""

    @pytest.fixture
    def identity(self, by_state):
        return by_state

    @pytest.mark.parametrize(("language", "short"), [("ky-KG", "ky"), ("ru-RU", "ru")])
    def test_a_resident_signs_in_by_the_state(
        self, stage, site, provider, open_browser, language, short
    ):
        page = open_browser(language)
        page.goto("/togz-archa/sign-in")
        page.click(f"text={say(GO, short)}")
        page.wait_for_url(f"{provider.issuer}/**")
        page.click("button[value=yes]")
        page.wait_for_url(f"{site}/togz-archa/sign-in/state/join")
        choose_village(page)
        page.click("main form button.btn >> nth=0")
        page.wait_for_url(f"{site}/togz-archa/")

        page.goto("/togz-archa/account")
        said = page.locator("main").inner_text()
        assert say("The state's sign-in named you", short) in said

    def test_whoever_turns_back_at_the_state_is_told_gently(
        self, stage, site, provider, open_browser
    ):
        page = open_browser("ru-RU")
        page.goto("/togz-archa/sign-in")
        page.click(f"text={say(GO, 'ru')}")
        page.click("button[value=no]")

        page.wait_for_url(f"{site}/**")
        expect(page.locator("h1")).to_have_count(1)
        assert not [one for one in page.context.cookies() if one["name"] == "sid"]
