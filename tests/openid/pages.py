"""The state's sign-in from the pages: to the provider of the tests and back, as a browser goes."""

from urllib.parse import urlencode

from pb.acts.accounts import grants
from pb.records import places
from pb.records.base import db
from pb.records.residents import Resident
from pb.rules.roles import Role
from pb.services.actors import PLATFORM
from pb.services.work import unit_of_work
from tests.openid.provider import PERSON
from tests.stage import KEYS
from tests.web.browser import say

WOMAN = {**PERSON, "pin": "11503198500123"}
OFFERED = "I live here: by the state's sign-in"
GO = "Go to the state's sign-in"
OWN = "Confirm by the state's sign-in"


def begin(browser, button=GO, address="sign-in", language="ky"):
    """Press the button; the address at the provider."""
    page = browser.go(address)
    form = page.form_with(button=say(button, language))
    page = browser.open(form.action, "POST", data=dict(form.given))
    assert page.status == 303
    return page.headers["Location"]


def back(browser, provider, url, go="yes", **changes):
    """Through the provider's page and back with what it sends, changed where told."""
    answer = {**provider.walk(url), **changes}
    return browser.go(f"/sign-in/state/back?{urlencode(answer)}")


def cookie(browser, name="state"):
    found = browser.client.get_cookie(name)
    return found.value if found else None


def resident(stage, pin=None, phone=None):
    person = grants.open_account(
        PLATFORM,
        stage.place,
        "Асанов Бакыт",
        Role.RESIDENT,
        stage.now,
        demonstration_pass=f"pass-{next(stage.counter):05}",
        keys=KEYS,
        phone=phone,
    )
    with unit_of_work():
        db.session.add(
            Resident(
                municipality_id=stage.place,
                account_id=person.id,
                settlement_id=places.settlements_of(stage.place)[0].id,
                pin_tag=KEYS.pin_tag(pin) if pin else None,
                created_at=stage.now,
            )
        )
    return person
