"""What a request says of itself: its host, its proxy, where its form stood, and a name in it."""

import re
from dataclasses import replace

import pytest
from flask import Flask, request

from pb.app import Gateways, create_app
from pb.config import Mode, Settings, SettingsError
from pb.gateways.identity import OpenIdProvider, Registration
from pb.records.base import db
from pb.rules.roles import Role
from pb.rules.texts import NAME_LENGTH, clean
from pb.web import limits, origins
from tests.fingerprint import fingerprint
from tests.office import CHEAP
from tests.web.browser import Browser, say

WRONG_HOST = (
    "This site is not opened at this address. Open it at the address the office gave you."
    " Nothing was changed."
)
FROM_ELSEWHERE = (
    "This form was open for too long or came from elsewhere. Nothing was saved:"
    " go back, reload the page and send it again."
)


@pytest.fixture
def installed(app, database_url, tmp_path):
    """An application with settings of its own, on the connection of the test."""
    base = Settings("s" * 40, "k" * 40, database_url, tmp_path, Mode.TEST)
    surroundings = app.extensions["pb"]

    def install(identity=None, **changes):
        gateways = Gateways(surroundings.storage, surroundings.clock, CHEAP, identity)
        other = create_app(replace(base, **changes), gateways)
        db._app_engines[other] = db._app_engines[app]
        return other

    return install


def policy(page):
    return dict(
        part.strip().split(" ", 1) for part in page.headers["Content-Security-Policy"].split(";")
    )


def test_forms_may_go_to_the_states_sign_in_only_where_there_is_one(stage, installed, reader):
    provider = OpenIdProvider(Registration("https://login.example.kg:8443/realm", "us", "secret"))
    without = policy(reader().open("/togz-archa/"))

    there = policy(Browser(installed(provider)).open("/togz-archa/"))

    assert without["form-action"] == "'self'"
    assert there.pop("form-action") == "'self' https://login.example.kg:8443"
    assert there == {name: value for name, value in without.items() if name != "form-action"}
    assert "script-src" not in there
    assert there["default-src"] == "'none'"


def test_https_is_asked_for_in_production_even_behind_a_proxy_that_does_not_say_so(
    stage, installed
):
    page = Browser(installed(mode=Mode.PRODUCTION)).open("/togz-archa/?lang=ru")

    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookies = page.headers.getlist("Set-Cookie")
    assert cookies
    assert all("Secure" in cookie for cookie in cookies)


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize(
    "host", ["evil.kg", "evil.kg:443", "demilge.example.kg.evil.kg", "a b", "<svg>", "[::1]"]
)
def test_a_foreign_host_is_refused_in_words_and_not_repeated(stage, installed, host, language):
    stage.person(Role.OPERATOR, code="the-clerk")
    visitor = Browser(installed(hosts=("demilge.example.kg", ".aimak.kg")), language)
    before = fingerprint()

    for method in ("GET", "POST"):
        for address in ("/togz-archa/", "/togz-archa/sign-in", "/", "/nowhere/x?lang=" + language):
            page = visitor.open(address, method, headers={"Host": host}, data={"code": "the-clerk"})
            assert (page.status, page.lang) == (400, language)
            assert say(WRONG_HOST, language) in page.text
            assert host not in page.source
            assert host not in str(page.headers)
            assert re.fullmatch("[0-9a-f]{12}", page.headers["X-Request-Id"])
            assert page.headers["Cache-Control"] == "no-store"
    assert fingerprint() == before


@pytest.mark.parametrize(
    "host", ["demilge.example.kg", "demilge.example.kg:8443", "bel.aimak.kg", "a.b.aimak.kg"]
)
def test_the_sites_own_hosts_are_answered(stage, installed, host):
    visitor = Browser(installed(hosts=("demilge.example.kg", ".aimak.kg")))

    page = visitor.open("/togz-archa/", headers={"Host": host})

    assert (page.status, host.lower() in page.source) == (200, False)


def seen_through(installed, proxies, **headers):
    """What the application believes of the client and the host."""
    app = installed(trusted_proxies=proxies)
    seen = {}

    @app.before_request
    def note():
        seen.update(client=request.remote_addr, host=request.host, secure=request.is_secure)

    named = {name.replace("_", "-"): value for name, value in headers.items()}
    Browser(app).open("/healthz", headers=named, environ_base={"REMOTE_ADDR": "10.0.0.9"})
    return seen


FORWARDED = {
    "X_Forwarded_For": "6.6.6.6, 198.51.100.7",
    "X_Forwarded_Host": "evil.kg, demilge.example.kg",
    "X_Forwarded_Proto": "http, https",
}


def test_what_a_stranger_says_of_proxies_is_not_believed(stage, installed):
    seen = seen_through(installed, 0, **FORWARDED)

    assert seen == {"client": "10.0.0.9", "host": "localhost", "secure": False}


def test_one_proxy_is_believed_in_its_own_word_alone(stage, installed):
    seen = seen_through(installed, 1, **FORWARDED)

    assert seen == {"client": "198.51.100.7", "host": "demilge.example.kg", "secure": True}


def test_a_foreign_host_is_refused_behind_a_proxy_too(stage, installed):
    app = installed(trusted_proxies=1, hosts=("demilge.example.kg",))

    page = Browser(app).open("/togz-archa/", headers={"X-Forwarded-Host": "evil.kg"})

    assert (page.status, "evil.kg" in page.source) == (400, False)


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize(
    "said",
    [
        {"Origin": "null"},
        {"Origin": "https://evil.kg"},
        {"Origin": "http://localhost.evil.kg"},
        {"Origin": "http://[::1"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
    ids=str,
)
def test_a_form_from_elsewhere_is_refused_even_with_its_token(stage, reader, said, language):
    stage.person(Role.OPERATOR, code="the-clerk")
    visitor = reader(language)
    form = visitor.open("/togz-archa/sign-in").form_with("code")
    sent = dict(form.filled({"code": "the-clerk"}))
    before = fingerprint()

    page = visitor.open("/togz-archa/sign-in", "POST", headers=said, data=sent)

    assert page.status == 400
    assert say(FROM_ELSEWHERE, language) in page.text
    assert fingerprint() == before
    assert visitor.go("desk").path.endswith("/sign-in")


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://localhost:8443"},
        {"Sec-Fetch-Site": "none"},
    ],
    ids=str,
)
def test_a_form_of_ours_is_taken(stage, reader, said):
    stage.person(Role.OPERATOR, code="the-clerk")
    visitor = reader()
    form = visitor.open("/togz-archa/sign-in").form_with("code")

    sent = dict(form.filled({"code": "the-clerk"}))
    page = visitor.open("/togz-archa/sign-in", "POST", headers=said, data=sent)

    assert page.status == 303


def test_a_page_may_be_opened_from_elsewhere(stage, reader):
    said = {"Sec-Fetch-Site": "cross-site", "Origin": "https://news.example.kg"}

    assert reader().open("/togz-archa/", headers=said).status == 200


def test_only_an_address_that_says_so_takes_a_form_from_elsewhere():
    app = Flask("small")
    app.config.update(SECRET_KEY="s" * 40, MAX_FORM_MEMORY_SIZE=1000)
    origins.set_up(app)

    @origins.from_elsewhere
    def answer():
        return request.form["state"]

    app.add_url_rule("/answer", view_func=answer, methods=["POST"])
    app.add_url_rule("/other", "other", lambda: "x", methods=["POST"])
    said = {"Origin": "https://login.example.kg", "Sec-Fetch-Site": "cross-site"}

    answers = [
        app.test_client().post(path, data={"state": "s"}, headers=said)
        for path in ("/answer", "/other")
    ]

    assert [answer.status_code for answer in answers] == [200, 400]
    assert answers[0].text == "s"


@pytest.mark.parametrize("cookie", ["sid=" + "a" * 100_000, "a=b; " * 20_000, "=;;;=", "\x80" * 9])
def test_an_odd_cookie_is_a_strangers(stage, reader, cookie):
    page = reader().open("/togz-archa/", headers={"Cookie": cookie})

    assert page.status == 200


@pytest.mark.parametrize("name", ["Айгүл\r\nBcc: all@example.org", "Айгүл\nX-Y: z", "Айгүл\rЖ"])
def test_a_name_never_has_a_second_line(name):
    # No letter is sent yet; what will be its header is one line from the day it is typed.
    assert not set(clean(name, "name", NAME_LENGTH)) & {"\r", "\n"}


def test_the_start_stops_when_the_library_of_the_counter_is_missing(installed, monkeypatch):
    def missing(_app):
        raise limits.ConfigurationError("'redis' prerequisite not available")

    monkeypatch.setattr(limits.limiter, "init_app", missing)

    with pytest.raises(SettingsError, match="its library is not installed"):
        installed(limits_url="redis://localhost/0")
