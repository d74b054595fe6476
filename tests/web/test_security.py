"""What goes with every answer, and what no address, header, cookie or form can do."""

import re

import pytest
from flask import Flask
from sqlalchemy import update

from pb.app import Gateways, create_app
from pb.config import Mode, Settings
from pb.records.accounts import Account
from pb.records.base import db
from pb.rules.roles import Role
from tests.fingerprint import fingerprint
from tests.office import CHEAP, PASSWORD, insider
from tests.web.browser import Browser, apart, say

NO_PAGE = "There is no such page here. Check the address or go to the start page."
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
        " frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


def posts(app: Flask):
    """Every address that takes a form of ours, with names that exist or do not."""
    read = {str(rule) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    for rule in app.url_map.iter_rules():
        abroad = hasattr(app.view_functions[rule.endpoint], "takes_from_elsewhere")
        if "POST" in (rule.methods or ()) and not abroad:
            address = str(rule).replace("<place>", "togz-archa").replace("<round_slug>", "2026")
            yield re.sub(r"<(?:\w+:)?\w+>", "1", address), str(rule) in read


@pytest.mark.parametrize(
    "address",
    ["/togz-archa/", "/togz-archa/promises", "/togz-archa/sign-in", "/nowhere/", "/a/b/c/d", "/"],
)
def test_every_answer_carries_the_headers_that_guard_it(stage, reader, address):
    page = reader().open(address)

    assert {name: page.headers[name] for name in HEADERS} == HEADERS
    assert re.fullmatch("[0-9a-f]{12}", page.headers["X-Request-Id"])
    assert {"Cookie", "Accept-Language", "Accept-Encoding"} <= {
        name.strip() for value in page.headers.getlist("Vary") for name in value.split(",")
    }
    assert "Strict-Transport-Security" not in page.headers


def test_a_form_without_its_token_is_refused_in_words_everywhere(app, stage, signed_in):
    stage.draft("2026")
    clerk = signed_in(Role.OPERATOR, "ru")
    words = say(
        "This form was open for too long or came from elsewhere. Nothing was saved:"
        " go back, reload the page and send it again.",
        "ru",
    )
    before = fingerprint()

    found = list(posts(app))
    for address, _ in found:
        for sent in ([], [("csrf_token", "x")], [("csrf_token", "é" * 3000)]):
            page = clerk.open(address, "POST", data=dict(sent))
            assert (page.status, words in page.text) == (400, True), address
            assert re.fullmatch("[0-9a-f]{12}", page.headers["X-Request-Id"])
    assert len(found) >= 13
    assert fingerprint() == before


def test_the_token_of_another_person_is_refused(stage, signed_in):
    token = signed_in(Role.OPERATOR).token()

    page = signed_in(Role.OPERATOR).post("/togz-archa/sign-out", [("csrf_token", token)])

    assert page.status == 400


def test_an_address_that_takes_only_forms_says_so(app, stage, signed_in):
    clerk = signed_in(Role.OPERATOR)
    words = say("This address does not take such a request. Nothing was changed.")
    before = fingerprint()

    for address, has_page in posts(app):
        if not has_page:
            page = clerk.open(address)
            assert (page.status, words in page.text) == (405, True), address
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        assert clerk.open("/togz-archa/", method).status == 405
    overridden = {"X-HTTP-Method-Override": "DELETE"}
    assert clerk.open("/togz-archa/desk", headers=overridden).status == 200
    assert fingerprint() == before


@pytest.mark.parametrize(
    "target",
    [
        "//evil.kg",
        "https://evil.kg",
        "https:evil.kg",
        "\\evil",
        "/\\evil.kg",
        "/togz-archa\\@evil.kg",
        "/togz-archa/\\evil",
        "javascript:alert(1)",
        "/togz-archa.evil.kg/",
        "///evil.kg",
        "/neighbour/desk",
        "/togz-archa/\r\nSet-Cookie: a=b",
        " /togz-archa/desk",
        "",
    ],
)
def test_signing_in_leads_nowhere_else(stage, reader, target):
    stage.person(Role.RESIDENT, code="a-resident")
    visitor = reader()
    visitor.open("/togz-archa/sign-in", query_string={"next": target})
    form = visitor.page.form_with("code")

    answer = visitor.open(
        "/togz-archa/sign-in",
        "POST",
        query_string={"next": target},
        data=dict(form.filled({"code": "a-resident"})),
    )

    assert answer.status == 303
    assert answer.headers["Location"] == "/togz-archa/"
    assert "a=b" not in str(answer.headers)


def test_signing_in_leads_back_to_where_a_stranger_was_stopped(stage, reader):
    stage.person(Role.OPERATOR, code="the-clerk")
    visitor = reader()

    visitor.go("desk/rounds/new?from=a%26b")
    visitor.send({"code": "the-clerk"})

    assert visitor.page.address == "/togz-archa/desk/rounds/new?from=a%26b"


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "X-Forwarded-Server"])
def test_a_foreign_host_is_neither_shown_nor_followed(stage, reader, header):
    visitor = reader()

    for address in ("/togz-archa/", "/togz-archa/proposals", "/", "/togz-archa/desk"):
        page = visitor.open(address, headers={header: "evil.kg"})
        assert "evil.kg" not in page.response.text
        assert "evil.kg" not in str(page.headers)


@pytest.mark.parametrize(
    "address",
    [
        "/togz-archa/rounds/1' or 1=1/results",
        "/togz-archa/rounds/1%27%20or%201=1--/results",
        "/togz-archa/rounds/../../etc/passwd",
        "/togz-archa/%00",
        "/%00/",
        "/togz-archa/rounds/%00/results",
        "/togz-archa/proposals/%00",
        "/togz-archa/documents/%00.pdf",
        "/togz-archa/documents/..%2f..%2fetc.pdf",
        "/togz-archa/proposals/%ff%fe",
        "/togz-archa/proposals/00000000-0000-0000-0000-000000000000",
        "/togz-archa/rounds/<svg onload=alert(1)>/results",
        "/static/style.000000000000.css",
        "/static/../config.py",
        "/" + "a" * 8_000 + "/",
        "/togz-archa/rounds/" + "ө" * 3_000 + "/results",
        "/.env/",
        "/wp-login.php/",
    ],
    ids=lambda address: address[:40],
)
@pytest.mark.parametrize("who", ["stranger", "resident"])
def test_an_odd_address_is_not_there_and_says_no_more(stage, reader, signed_in, address, who):
    visitor = signed_in(Role.RESIDENT) if who == "resident" else reader()

    page = visitor.open(address)

    assert page.status == 404
    assert say(NO_PAGE) in page.text
    assert "Traceback" not in page.source
    assert "<svg onload" not in page.source
    assert visitor.open(page.switch()).status == 404


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=0",
        "page=99999999999",
        "page=" + "9" * 5_000,
        "page=1e400",
        "page=%00",
        "q=%25_%5C",
        "q=%00",
        "q=" + "a " * 1_000,
        "q=(a%2B)%2B$",
        "village=%27;drop",
        "sort=name;drop&per_page=<svg>",
        "q=<script>alert(1)</script>&village=<svg>",
        "lang=<svg>",
        "q=%ff",
    ],
    ids=lambda query: query[:30],
)
def test_an_odd_question_is_answered_as_far_as_it_can_be(stage, reader, voting, query):
    voting(100_000, 200_000)

    page = reader().open(f"/togz-archa/rounds/2026/proposals?{query}")

    assert page.status == 200
    assert "<svg>" not in page.source
    assert "<script" not in page.source


@pytest.fixture
def production(app, database_url, tmp_path):
    """The application as it runs for people, on the connection of the test."""
    settings = Settings("p" * 40, "k" * 40, database_url, tmp_path, Mode.PRODUCTION)
    surroundings = app.extensions["pb"]
    real = create_app(settings, Gateways(surroundings.storage, surroundings.clock, CHEAP))
    db._app_engines[real] = db._app_engines[app]
    return real


def test_cookies_are_locked_in_production(stage, production):
    person = insider(stage, Role.OPERATOR)
    clerk = Browser(production)
    https = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/"}}
    assert not clerk.open("/togz-archa/sign-in", **https).forms, "passes are for demonstrations"
    form = clerk.open("/togz-archa/sign-in/office?lang=ru", **https).form_with("password")
    language = clerk.page.headers["Set-Cookie"]
    named = {"sign_in_name": person.name, "password": PASSWORD}
    clerk.open("/togz-archa/sign-in/office", "POST", data=dict(form.filled(named)), **https)
    form = clerk.page.form_with("half")
    sent = dict(form.filled({"code": person.code(stage.now)}))

    answer = clerk.open("/togz-archa/sign-in/office/code", "POST", data=sent, **https)

    cookies = {line.partition("=")[0]: line for line in answer.headers.getlist("Set-Cookie")}
    assert answer.status == 303
    assert {"__Host-sid", "__Host-known", "__Host-form"} >= set(cookies)
    assert "__Host-sid" in cookies
    for line in cookies.values():
        flags = {flag.strip() for flag in line.split(";")[1:]}
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= flags
        assert not any(flag.startswith("Domain") for flag in flags)
    assert {"Secure", "HttpOnly"} <= {flag.strip() for flag in language.split(";")[1:]}
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_nothing_planted_in_a_session_survives_signing_in(app, stage, reader):
    stage.person(Role.RESIDENT, code="a-resident")
    visitor = reader()

    def plant():
        with visitor.client.session_transaction() as session:
            session["planted"] = session["receipt"] = {"round": "2026", "ballot": "x"}

    def look():
        with visitor.client.session_transaction() as session:
            return dict(session)

    apart(plant)
    visitor.sign_in("a-resident")

    assert not {"planted", "receipt"} & set(apart(look))


@pytest.mark.parametrize("cookie", ["", "x", "eyJfdXNlcl9pZCI6ImFiYyJ9.aaaa.bbbb", "a" * 3_000])
def test_a_forged_session_is_a_strangers(stage, reader, cookie):
    visitor = reader()
    visitor.client.set_cookie("sid", cookie)

    page = visitor.go("desk")

    assert page.path.endswith("/sign-in")
    assert page.status == 200


def test_a_disabled_account_is_a_strangers(stage, signed_in):
    clerk = signed_in(Role.OPERATOR)

    db.session.execute(update(Account).values(is_disabled=True))
    db.session.commit()

    assert clerk.go("desk").path.endswith("/sign-in")
