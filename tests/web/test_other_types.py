"""What is sent as anything but a form: refused in words before it is read, with nothing saved."""

import pytest

from pb.rules.roles import Role
from tests.fingerprint import fingerprint
from tests.rules_adopted import adopt
from tests.web.browser import say

FORMS_ONLY = (
    "Only forms of this site are taken here, no JSON and no other files. Nothing was saved."
)

BODIES = {
    "invalid UTF-8": b'{"code": "\xff\xfe"}',
    "a key twice": b'{"code": "a", "code": "b"}',
    "a number beyond measure": b'{"code": 1e400}',
    "ten thousand deep": b"[" * 10_000 + b"]" * 10_000,
    "a list for an object": b'["code"]',
    "a word for yes": b'{"passport_seen": "true"}',
    "fields nobody asked for": b'{"is_admin": true, "tenant_id": 2, "state": "decided"}',
}


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/octet-stream"])
def test_a_body_that_is_no_form_is_refused_in_words(stage, reader, kind, body, language):
    stage.person(Role.OPERATOR, code="the-clerk")
    visitor = reader(language)
    visitor.open("/togz-archa/sign-in")
    before = fingerprint()

    page = visitor.open("/togz-archa/sign-in", "POST", data=body, content_type=kind)

    assert page.status == 415
    assert say(FORMS_ONLY, language) in page.text
    assert fingerprint() == before


def test_a_body_of_no_type_is_refused_too(stage, reader):
    visitor = reader()

    page = visitor.open("/togz-archa/sign-in", "POST", data=b"code=x", content_type="")

    assert page.status == 415


def test_fields_nobody_asked_for_change_nothing_in_a_form(stage, signed_in):
    adopt(stage)
    clerk = signed_in(Role.OPERATOR)
    form = clerk.go("desk/rounds/new").form_with("budget")
    sent = [*form.filled({}), ("is_admin", "1"), ("municipality_id", "2"), ("state", "decided")]
    before = fingerprint()

    page = clerk.open(form.action, "POST", data=dict(sent))

    assert page.status == 400
    assert fingerprint() == before
