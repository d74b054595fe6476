"""Every address says who may open it, and none appears or vanishes unnoticed.

After a change of addresses write the list anew, and read the difference before it is committed:

    PB_WRITE_ROUTES=1 scripts/test tests/house/test_routes.py
"""

import os
from pathlib import Path

import pytest
from flask import Flask

from pb.rules.access import Act
from pb.web.access import needs, public

LIST = Path(__file__).with_name("routes.txt")
SAFE = {"GET", "HEAD", "OPTIONS"}


def routes(app):
    """Each rule of the application with the act its view declares, or None."""
    return [
        (rule, getattr(app.view_functions[rule.endpoint], "declared_act", None))
        for rule in app.url_map.iter_rules()
    ]


def undeclared(app):
    return [rule.rule for rule, act in routes(app) if not isinstance(act, Act)]


def listed(app):
    """Address, methods and declared act of each route, one a line, sorted."""
    return sorted(
        f"{rule.rule:<60} {','.join(sorted(rule.methods - {'HEAD', 'OPTIONS'})):<10} {act}"
        for rule, act in routes(app)
    )


def test_every_address_declares_who_may_open_it(application):
    assert not undeclared(application), "mark the view with @public or @needs(Act.…)"


def test_an_address_is_found_when_it_declares_nothing():
    app = Flask("small", static_folder=None)
    app.add_url_rule("/open", "open", public(lambda: "a"))
    app.add_url_rule("/kept", "kept", needs(Act.DRAFT_ROUND)(lambda: "b"))
    app.add_url_rule("/forgotten", "forgotten", lambda: "c")

    assert undeclared(app) == ["/forgotten"]


def test_only_signing_in_and_out_takes_anything_from_the_public(application):
    taking = {
        rule.endpoint
        for rule, act in routes(application)
        if rule.methods - SAFE and act in (Act.READ, Act.SIGN_IN)
    }

    assert taking == {
        "sign_in.sign_in",
        "sign_in.office",
        "sign_in.second_factor",
        "sign_in_by_phone.phone",
        "sign_in_by_phone.code",
        "sign_in_by_phone.who",
        "sign_in_by_phone.join",
        "sign_in_by_state.begin",
        "sign_in_by_state.back",
        "sign_in_by_state.join",
        "sign_in.sign_out",
        "invitations.accept",
    }


def test_only_the_answer_of_the_state_s_sign_in_is_taken_from_another_site(application):
    views = application.view_functions.items()

    assert [name for name, view in views if hasattr(view, "takes_from_elsewhere")] == [
        "sign_in_by_state.back"
    ]


def test_no_address_names_a_row_by_its_counter(application):
    counted = [
        rule.rule
        for rule, _ in routes(application)
        if any(name == "id" or name.endswith("_id") for name in rule.arguments)
    ]

    assert not counted


def test_the_addresses_are_those_of_the_printed_list(application):
    found = listed(application)
    if os.environ.get("PB_WRITE_ROUTES"):
        LIST.write_text("\n".join(found) + "\n", encoding="utf-8")
    if not LIST.exists():
        pytest.fail(f"there is no list yet. {__doc__}")

    assert found == LIST.read_text(encoding="utf-8").splitlines(), __doc__
