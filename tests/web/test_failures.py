"""When something breaks: a page in the reader's language, its number, and quiet logs."""

import logging

import pytest
from sqlalchemy import text

from pb.records import proposals as records
from pb.records.base import db
from pb.rules.refusals import Code, Unavailable
from pb.rules.roles import Role
from tests.web.browser import say


@pytest.fixture
def broken(monkeypatch):
    def fails(*_):
        raise ZeroDivisionError("secret of the machine")

    monkeypatch.setattr(records, "counts_by_state", fails)


def test_a_failure_has_a_page_with_its_number_and_no_trace(stage, reader, broken, caplog):
    stage.announced()

    page = reader("ru").go("")

    assert page.status == 500
    assert say("Our mistake", "ru") in page.text
    assert page.headers["X-Request-Id"] in page.text
    assert "secret of the machine" not in page.source
    assert "Traceback" not in page.source
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "ZeroDivisionError" in caplog.text


def test_a_failure_of_the_database_has_a_page_too(stage, signed_in, monkeypatch):
    stage.announced()
    clerk = signed_in(Role.OPERATOR)
    nonsense = text("SELECT nonsense FROM nowhere")
    monkeypatch.setattr(records, "counts_by_state", lambda *_: db.session.execute(nonsense))

    page = clerk.go("")

    assert page.status == 500
    assert page.headers["X-Request-Id"] in page.text
    assert "nonsense" not in page.source


def test_a_failure_before_the_place_is_known_has_a_page_too(stage, signed_in, monkeypatch):
    clerk = signed_in(Role.OPERATOR)

    def fails(*_):
        raise OSError("the disk is gone")

    monkeypatch.setattr("pb.records.sessions.signed_in_at", fails)

    page = clerk.go("desk")

    assert page.status == 500
    assert page.headers["X-Request-Id"] in page.text


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_system_outside_that_is_down_is_no_mistake_of_ours(stage, reader, monkeypatch, language):
    stage.announced()

    def silent(*_):
        raise Unavailable(Code.OPENID_DOWN)

    monkeypatch.setattr(records, "counts_by_state", silent)

    page = reader(language).go("")

    assert page.status == 503
    assert say("Not now", language) in page.text
    assert say("Our mistake", language) not in page.text
    assert ("ЕСИ («Түндүк»)" if language == "ky" else "ЕСИ («Тундук»)") in page.text


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_database_that_goes_before_a_deed_begins_is_asked_for_again(
    stage, reader, monkeypatch, language
):
    stage.announced()

    def gone(*_):
        raise Unavailable(Code.DATABASE_AWAY)

    monkeypatch.setattr(records, "counts_by_state", gone)

    page = reader(language).go("")

    assert page.status == 503
    sentence = "The database did not answer just now. Nothing was saved: try again."
    assert say(sentence, language) in page.text


def test_logs_carry_no_name_no_code_and_no_address(stage, reader, voting, caplog):
    caplog.set_level(logging.DEBUG, "pb")
    code, _ = voting(100_000, 200_000)
    voter = reader()
    voter.go("rounds/2026/ballot")
    voter.send({"code": "wrong-code-1"})
    voter.send({"code": code})
    paper = dict(voter.page.form_with("d").given)["paper"]
    voter.send({"d": ["2"]})
    voter.send(press=say("Cast my vote"))
    page = voter.page

    assert page.path.endswith("/receipt")
    lines = [f"{record.getMessage()} {vars(record)}" for record in caplog.records]
    assert len(lines) >= 6
    for secret in (code, "wrong-code-1", "Үмүт", paper, "/togz-archa", "127.0.0.1", "receipt?"):
        assert not [line for line in lines if secret in line], secret
