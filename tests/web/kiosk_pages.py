"""The pages of a kiosk for tests: a station, a clerk who gives tickets, a browser made a kiosk."""

import re

import pytest

from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.roll_stage import imported, lines, pin
from tests.web.browser import say

PAPER = "desk/rounds/2026/paper"
KIOSK = "rounds/2026/kiosk"
PROJECTS = 3


@pytest.fixture(params=["ky", "ru"])
def language(request):
    return request.param


@pytest.fixture
def people(stage):
    """A voting with four people on the roll, none of whom has an account."""
    stage.announced()
    imported(stage, 4)
    stage.on_ballot(*[100_000] * PROJECTS)
    stage.go_to(Phase.VOTING)
    return lines(stage)


@pytest.fixture
def clerk(people, signed_in, language):
    return signed_in(Role.OPERATOR, language)


@pytest.fixture
def station(clerk):
    """The page of a station without ballots on paper."""
    clerk.go(f"{PAPER}/stations/new")
    clerk.send({
        "kind": "polling_station", "name_ky": "Арча-Төр мектеби", "name_ru": "Школа Арча-Тёр",
        "settlement": "archa-tor",
    })  # fmt: skip
    return clerk.page.path


@pytest.fixture
def kiosk(station, signed_in, language):
    """A browser that another operator made a kiosk of the station."""
    browser = signed_in(Role.OPERATOR, language)
    browser.go(station)
    browser.click(say("Kiosk and tickets", language))
    browser.click(say("Make this computer a kiosk", language))
    browser.send(press=say("Sign me out and start the kiosk", language))
    browser._code = None  # nobody comes back to a kiosk by signing in
    return browser


def give(clerk, station, number):
    """Give the person of a number a ticket; its code."""
    clerk.go(f"{station}/kiosk/ticket")
    clerk.send({"pin": pin(number, sex=1 + number % 2)})
    page = clerk.send({"shown": "identity_card", "is_compared": "y"})
    return re.search(r'slip-code"><code>([A-Z0-9-]{9})<', page.source)[1]


def vote(kiosk, code, language, *choices):
    kiosk.send({"code": code})
    kiosk.send({"d": [str(one) for one in choices]})
    return kiosk.send(press=say("Cast my vote", language))
