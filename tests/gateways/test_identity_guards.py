"""The state's sign-in where the provider is in trouble, changes its keys or says odd things."""

import time
from dataclasses import replace
from datetime import date, timedelta
from threading import Thread

import pytest

from pb.gateways.identity import OpenIdProvider
from pb.rules.refusals import Code, NotValid, Unavailable
from tests.openid.faults import Fault
from tests.openid.provider import PERSON
from tests.openid.road import BACK, now, refused, signed_in


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.OTHER_DISCOVERY, "discovery"),
        (Fault.PLAIN_ENDPOINT, "discovery"),
        (Fault.NO_KEYS, "keys"),
        (Fault.CLIENT_UNKNOWN, "client_refused"),
        (Fault.BROKEN, "status"),
        (Fault.SLOW, "connection"),
        (Fault.DRIPPING, "connection"),
        (Fault.ELSEWHERE, "redirect"),
        (Fault.HUGE, "too_large"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_a_provider_in_trouble_is_said_to_be_down_and_holds_nobody(
    gateway, hasty, provider, fault, reason, caplog
):
    waits = fault in (Fault.SLOW, Fault.DRIPPING)
    provider.fault = fault
    began = time.monotonic()

    with refused(Unavailable, Code.OPENID_DOWN, caplog, reason):
        signed_in(hasty if waits else gateway, provider)
    assert time.monotonic() - began < 5
    assert "elsewhere" not in provider.asked


def test_a_provider_that_is_not_there_is_down(registration, caplog):
    gateway = OpenIdProvider(replace(registration, issuer="http://127.0.0.1:1"))

    with refused(Unavailable, Code.OPENID_DOWN, caplog, "connection"):
        gateway.begin(BACK)


def test_a_plain_provider_is_not_asked_for_a_code_outside_tests(registration, caplog):
    gateway = OpenIdProvider(replace(registration, may_be_plain=False))

    with refused(Unavailable, Code.OPENID_DOWN, caplog, "discovery"):
        gateway.begin(BACK)


def test_a_hanging_provider_takes_four_threads_at_most(gateway, provider, caplog):
    begun = [gateway.begin(BACK) for _ in range(4)]
    answers = [provider.walk(one.url) for one in begun]
    provider.asked.clear()
    provider.fault = Fault.SLOW
    found = []

    def wait(kept, answer):
        found.append(gateway.finish(kept, answer, BACK, now()).subject)

    waiting = [
        Thread(target=wait, args=(one.kept, answer))
        for one, answer in zip(begun, answers, strict=True)
    ]
    for thread in waiting:
        thread.start()
    while provider.asked.count("token") < 4:
        time.sleep(0.01)
    with refused(Unavailable, Code.OPENID_DOWN, caplog, "busy"):
        gateway.begin(BACK)
    assert found == []
    provider.patience.set()
    for thread in waiting:
        thread.join()

    assert found == [PERSON["sub"]] * 4
    assert gateway.begin(BACK)


def test_changed_keys_are_asked_for_again_but_not_more_than_once_a_minute(
    gateway, provider, caplog
):
    signed_in(gateway, provider)
    begun = [gateway.begin(BACK) for _ in range(3)]
    provider.change_keys()
    answers = [provider.walk(one.url) for one in begun]
    provider.asked.clear()

    with refused(NotValid, Code.OPENID_ANSWER, caplog, "key_unknown"):
        gateway.finish(begun[0].kept, answers[0], BACK, now())
    assert "jwks" not in provider.asked
    later = now() + timedelta(seconds=61)
    assert gateway.finish(begun[1].kept, answers[1], BACK, later).subject == PERSON["sub"]
    assert gateway.finish(begun[2].kept, answers[2], BACK, later).subject == PERSON["sub"]
    assert provider.asked.count("jwks") == 1


def test_a_key_that_was_withdrawn_is_not_believed_after_an_hour(gateway, provider, caplog):
    signed_in(gateway, provider)
    old = provider.rsa
    begun = [gateway.begin(BACK) for _ in range(2)]
    answers = [provider.walk(one.url) for one in begun]
    provider.change_keys()
    provider.rsa = old
    provider.published = [provider.curve]

    assert gateway.finish(begun[0].kept, answers[0], BACK, now()).subject == PERSON["sub"]
    provider.claims = {"exp": int(now().timestamp()) + 9_000}
    with refused(NotValid, Code.OPENID_ANSWER, caplog, "key_unknown"):
        gateway.finish(begun[1].kept, answers[1], BACK, now() + timedelta(minutes=61))


def test_a_code_is_good_once(gateway, provider, caplog):
    begun = gateway.begin(BACK)
    answer = provider.walk(begun.url)
    gateway.finish(begun.kept, answer, BACK, now())

    with refused(NotValid, Code.OPENID_ANSWER, caplog, "code_refused"):
        gateway.finish(begun.kept, answer, BACK, now())


def test_a_code_is_nothing_without_its_verifier(gateway, provider, caplog):
    begun = gateway.begin(BACK)
    answer = provider.walk(begun.url)
    kept = {**begun.kept, "verifier": gateway.begin(BACK).verifier}

    with refused(NotValid, Code.OPENID_ANSWER, caplog, "code_refused"):
        gateway.finish(kept, answer, BACK, now())


@pytest.mark.parametrize("said", ["https://other.example", "", None])
def test_an_answer_in_the_name_of_another_provider_is_refused(gateway, provider, said, caplog):
    begun = gateway.begin(BACK)
    answer = provider.walk(begun.url) | {"iss": said}
    if said is None:
        del answer["iss"]

    with refused(NotValid, Code.OPENID_ANSWER, caplog, "response_issuer"):
        gateway.finish(begun.kept, answer, BACK, now())


@pytest.mark.parametrize(
    "name",
    [
        "Айгүл\r\nBcc: all@example.org",
        "Айгүл\nТокто",
        "Ай\x00гүл",
        "Ай\u202eгүл",
        "А",
        "я" * 121,
        7,
    ],
)
def test_a_name_that_is_none_is_refused(gateway, provider, name, caplog):
    provider.person["name"] = name

    with refused(NotValid, Code.OPENID_ANSWER, caplog, "name"):
        signed_in(gateway, provider)


def test_a_name_in_parts_is_put_together(gateway, provider):
    del provider.person["name"]
    provider.person |= {"family_name": "Токтогулова", "given_name": " Айгүл "}

    assert signed_in(gateway, provider).name == "Токтогулова Айгүл"


def test_what_the_provider_does_not_say_is_not_known(gateway, provider):
    provider.person = {"sub": PERSON["sub"]}
    provider.claims = {"acr": None, "amr": None, "auth_time": None}

    identity = signed_in(gateway, provider)

    assert identity.subject == PERSON["sub"]
    assert (identity.pin, identity.name, identity.born) == (None, None, None)
    assert (identity.sex, identity.phone, identity.is_phone_verified) == (None, None, False)
    assert (identity.acr, identity.amr, identity.auth_time, identity.level) == (None, (), None, "")


@pytest.mark.parametrize(
    ("claim", "value", "read", "found"),
    [
        ("pin", "2150319850012З", "pin", None),
        ("pin", "２１５０３１９８５００１２３", "pin", None),
        ("pin", "21503198500123\n", "pin", None),
        ("pin", 21503198500123, "pin", None),
        ("pin", ["21503198500123"], "pin", None),
        ("birthdate", "1985-02-31", "born", None),
        ("birthdate", "0000-03-15", "born", None),
        ("birthdate", "19850315", "born", None),
        ("birthdate", "2004-02-29", "born", date(2004, 2, 29)),
        ("gender", "F", "sex", None),
        ("gender", ["female"], "sex", None),
        ("phone_number", "+996<svg>", "phone", None),
        ("phone_number", "996\r\n555", "phone", None),
        ("phone_number_verified", "true", "is_phone_verified", False),
    ],
)
def test_a_claim_nobody_can_read_is_not_there(gateway, provider, claim, value, read, found):
    provider.person[claim] = value

    assert getattr(signed_in(gateway, provider), read) == found


@pytest.mark.parametrize(
    ("claims", "read", "found"),
    [
        ({"acr": "x" * 101, "amr": ["pwd"]}, "level", "pwd"),
        ({"acr": "a\nb"}, "acr", None),
        ({"amr": ["pwd", 7, "otp"]}, "amr", ("pwd", "otp")),
        ({"auth_time": 10**30}, "auth_time", None),
    ],
)
def test_a_level_nobody_can_read_is_not_there(gateway, provider, claims, read, found):
    provider.claims = claims

    assert getattr(signed_in(gateway, provider), read) == found


def test_two_personal_numbers_are_none(gateway, provider, caplog):
    provider.claims = {"pin": "10101199000011"}

    with refused(NotValid, Code.OPENID_ANSWER, caplog, "pin_differs"):
        signed_in(gateway, provider)
