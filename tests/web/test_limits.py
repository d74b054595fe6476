"""Too often: refused in words with the minutes to wait, for one browser and not for a village."""

import pytest
from flask import Flask

from pb.rules.roles import Role
from pb.web import limits
from pb.web.limits import ALLOWED, Limit, limited
from tests.fingerprint import fingerprint
from tests.web.browser import apart

LIST = "/togz-archa/rounds/2026/proposals"
ONE = {
    "ky": "Бир мүнөт күтүп, кайра аракет кылыңыз.",
    "ru": "Подождите 1 минуту и попробуйте снова.",
}


@pytest.fixture
def round_(stage):
    stage.announced()


def statuses(browser, times, address=f"{LIST}?q=x", **more):
    return [browser.open(address, **more).status for _ in range(times)]


def at(address):
    return {"environ_base": {"REMOTE_ADDR": address}}


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_searching_too_often_is_refused_in_words_with_the_time_to_wait(round_, signed_in, language):
    reader = signed_in(Role.RESIDENT, language)
    before = fingerprint()

    assert set(statuses(reader, 60)) == {200}
    page = reader.open(f"{LIST}?q=x")

    assert (page.status, page.lang) == (429, language)
    assert ONE[language] in page.text
    assert 1 <= int(page.headers["Retry-After"]) <= 60
    assert page.headers["Cache-Control"] == "no-store"
    assert reader.open(LIST).status == 200, "the list itself is not searched"
    assert fingerprint() == before


def test_a_neighbour_behind_the_same_address_is_not_held_up(round_, signed_in, reader):
    eager, neighbour, stranger = signed_in(Role.RESIDENT), signed_in(Role.RESIDENT), reader()

    assert statuses(eager, 61)[-1] == 429
    assert statuses(neighbour, 1) == statuses(stranger, 1) == [200]


def test_an_account_is_one_person_in_two_browsers(round_, stage, reader):
    stage.person(Role.RESIDENT, code="a-resident")
    phone, office = reader().sign_in("a-resident"), reader().sign_in("a-resident")

    assert statuses(phone, 60, **at("198.51.100.1"))[-1] == 200
    assert statuses(office, 1, **at("198.51.100.2")) == [429]


def test_a_browser_is_known_by_its_session_wherever_it_is(round_, reader):
    visitor = reader()
    visitor.go("sign-in")  # a form, and so a session

    assert statuses(visitor, 60, **at("198.51.100.1"))[-1] == 200
    assert statuses(visitor, 1, **at("198.51.100.2")) == [429]


def test_a_whole_village_searches_from_one_address(round_, reader):
    village = at("198.51.100.1")

    assert set(statuses(reader(), 600, **village)) == {200}
    assert statuses(reader(), 1, **village) == [429]
    assert statuses(reader(), 1, **at("198.51.100.2")) == [200]


def test_no_address_and_no_account_stands_in_the_counts(round_, stage, reader):
    stage.person(Role.RESIDENT, code="a-resident")
    visitor = reader().sign_in("a-resident")

    statuses(visitor, 2, **at("198.51.100.7"))

    kept = str(dict(limits.limiter.storage.storage))
    assert "account:" in kept
    assert "address:" in kept
    assert "198.51.100.7" not in kept


def door_of(limit):
    """A view with this limit on it."""

    def view():
        return limit.value

    view.__qualname__ = f"door_{limit}"
    return limited(limit)(view)


DOORS = {limit: door_of(limit) for limit in Limit}


@pytest.fixture
def doors(app):
    """An application with a door for each limit and the surroundings of ours."""
    small = Flask("small")
    small.config.update(SECRET_KEY="s" * 40, RATELIMIT_STORAGE_URI="memory://")
    small.extensions["pb"] = app.extensions["pb"]
    small.login_manager = app.login_manager
    limits.set_up(small)
    for limit, view in DOORS.items():
        small.add_url_rule(f"/{limit}", limit.value, view, methods=["GET", "POST"])
    return small.test_client()


@pytest.mark.parametrize("limit", list(Limit))
def test_each_limit_counts_what_it_is_about_and_nothing_else(doors, limit):
    counted = ALLOWED[limit].methods[0]
    other = "POST" if counted == "GET" else "GET"
    allowed = int(ALLOWED[limit].address.split()[0])

    def ask(times, method=counted, path=limit):
        return [apart(doors.open, f"/{path}", method=method).status_code for _ in range(times)]

    assert set(ask(allowed)) == {200}
    assert ask(1) == [429]
    assert ask(1, method=other) == [200]
    others = [each for each in Limit if each is not limit]
    assert all(ask(1, ALLOWED[each].methods[0], each) == [200] for each in others)


def test_every_limit_has_its_numbers_and_an_address_more_than_a_person():
    assert set(ALLOWED) == set(Limit)
    for allowed in ALLOWED.values():
        person, address = (int(said.split()[0]) for said in (allowed.person, allowed.address))
        assert address >= 10 * person


def test_a_counter_that_does_not_answer_keeps_nobody_out(round_, reader, monkeypatch):
    def gone(*_args, **_kwargs):
        raise ConnectionError("the counter is gone")

    monkeypatch.setattr(limits.limiter.limiter.storage, "incr", gone)
    monkeypatch.setattr(limits.limiter, "_storage_dead", False)

    assert set(statuses(reader(), 600)) == {200}
    assert statuses(reader(), 1) == [429]
