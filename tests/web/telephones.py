"""People of tests who sign in by telephone."""

from pb.acts.accounts import grants
from pb.acts.accounts.grants import Opened
from pb.rules.roles import Role
from pb.services.actors import PLATFORM
from tests.stage import KEYS, Stage
from tests.web.browser import Browser, Page

NUMBER = "0555 000 101"


def asked(browser: Browser, number: str = NUMBER) -> Page:
    """The page of the code that was asked for."""
    browser.go("sign-in/phone")
    return browser.send({"phone": number})


def known(stage: Stage, name: str, number: str = NUMBER) -> Opened:
    """Someone who signs in by this number."""
    return grants.open_account(
        PLATFORM, stage.place, name, Role.RESIDENT, stage.now, keys=KEYS, phone=number
    )
