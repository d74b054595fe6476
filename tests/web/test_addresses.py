"""No address says who a person is: it would stand in logs, histories and the next site's eyes."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.web.browser import say

ROOT = Path(__file__).parents[2]
NO_PAGE = "There is no such page here. Check the address or go to the start page."
PIN = "21503198500123"


@pytest.mark.parametrize(
    "query",
    [f"pin={PIN}", f"q={PIN}", "q=2%201503%201985%2000123", f"q=Айгүл+{PIN}", f"next=/x?pin={PIN}"],
)
def test_an_address_with_a_personal_number_is_no_address(stage, reader, query, caplog):
    stage.announced()
    caplog.set_level("DEBUG")

    for path in ("rounds/2026/proposals", "sign-in", ""):
        page = reader("ru").open(f"/togz-archa/{path}?{query}&lang=ru")
        assert (page.status, say(NO_PAGE, "ru") in page.text) == (404, True)
        assert "500123" not in re.sub(r"\D", "", page.source)
    assert PIN not in caplog.text


@pytest.mark.parametrize(
    "query", ["q=12345678901234567890", "q=2026+мост+1985", "q=41503198500123"]
)
def test_other_figures_may_be_looked_for(stage, reader, query):
    stage.announced()

    assert reader().open(f"/togz-archa/rounds/2026/proposals?{query}").status == 200


PERSONAL = {"pin", "phone", "name", "code", "password", "passport", "email", "born"}


def asked_in_code(source):
    """The names this code takes out of an address."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case (
                ast.Call(
                    func=ast.Attribute(value=ast.Attribute(attr="args")),
                    args=[ast.Constant(value=str(name)), *_],
                )
                | ast.Subscript(
                    value=ast.Attribute(attr="args"), slice=ast.Constant(value=str(name))
                )
            ):
                yield name


def asked_in_form(source):
    """The names a form of this template would put into an address."""
    for form in re.findall(r"<form(?![^>]*method=.post).*?</form>", source, re.DOTALL | re.I):
        yield from re.findall(r"<(?:input|select|textarea)[^>]*\sname=.(\w+)", form)


def put_into_links(source):
    """The names this template hands to `url_for`."""
    tree = Environment(extensions=["jinja2.ext.i18n"]).parse(source)  # noqa: S701 - only read
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "url_for":
            yield from (given.key for given in call.kwargs)


def test_no_address_of_ours_carries_what_is_known_of_a_person(application):
    code = [path.read_text("utf-8") for path in (ROOT / "pb/web").rglob("*.py")]
    pages = [path.read_text("utf-8") for path in (ROOT / "pb/web/templates").rglob("*.html")]

    found = {name for source in code for name in asked_in_code(source)}
    found |= {name for page in pages for name in (*asked_in_form(page), *put_into_links(page))}
    found |= {name for rule in application.url_map.iter_rules() for name in rule.arguments}

    assert {"q", "lang", "village", "page", "next", "ref", "place"} <= found
    assert not found & PERSONAL


@pytest.mark.parametrize(
    ("read", "planted"),
    [
        (asked_in_code, "from flask import request\nrequest.args.get('pin', '')"),
        (asked_in_code, "request.args['pin']"),
        (asked_in_form, "<form action='/x'><input type=text name='pin'></form>"),
        (put_into_links, "{{ url_for('a.b', pin=person.pin) }}"),
    ],
)
def test_a_name_in_an_address_is_found_when_planted(read, planted):
    assert list(read(planted)) == ["pin"]
