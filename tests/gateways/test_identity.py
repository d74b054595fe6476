"""The state's sign-in against a real provider on this machine: the right road, and wrong ones."""

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from pb.gateways.identity import ClaimNames, OpenIdProvider
from pb.rules.refusals import Code, NotAllowed, NotValid, Unavailable
from tests.openid.faults import Fault
from tests.openid.provider import CLIENT_ID, PERSON
from tests.openid.road import BACK, now, refused, signed_in


def test_the_right_road_gives_the_person(gateway, provider):
    identity = signed_in(gateway, provider)

    assert (identity.issuer, identity.subject) == (provider.issuer, PERSON["sub"])
    assert (identity.pin, identity.name) == ("21503198500123", "Айгүл Токтогулова")
    assert (identity.born, identity.sex) == (date(1985, 3, 15), "female")
    assert (identity.phone, identity.is_phone_verified) == ("+996 555 000 001", True)
    assert (identity.acr, identity.amr, identity.level) == ("e-id", ("pin", "hwk"), "e-id")
    assert timedelta(0) < now() - identity.auth_time < timedelta(minutes=1)
    for secret in (identity.subject, identity.pin, "Айгүл", "1985", "996"):
        assert secret not in repr(identity)


def test_begin_asks_as_the_standard_says_and_never_twice_the_same(gateway, provider):
    first, second = gateway.begin(BACK), gateway.begin(BACK)

    asked = {name: values[0] for name, values in parse_qs(urlsplit(first.url).query).items()}
    assert first.url.startswith(f"{provider.issuer}/connect/authorize?")
    assert asked.pop("code_challenge") not in ("", first.verifier)
    assert asked == {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": BACK,
        "scope": "openid profile phone",
        "state": first.state,
        "nonce": first.nonce,
        "code_challenge_method": "S256",
        "response_mode": "query",
    }
    assert len({first.state, first.nonce, first.verifier, *second.kept.values()}) == 6
    assert all(len(value) >= 43 for value in first.kept.values())
    assert first.verifier not in first.url
    assert first.state not in repr(first)


def test_what_is_asked_for_can_be_set(registration, provider):
    ours = replace(
        registration,
        scopes="openid citizen",
        response_mode="form_post",
        token_auth="client_secret_post",
        claims=ClaimNames("citizen_id", "full_name", "born", "sex", "mobile"),
    )
    gateway = OpenIdProvider(ours)
    provider.person = {
        "sub": "s",
        "citizen_id": "10101199000011",
        "full_name": "Бакыт",
        "born": "1990-01-01",
        "sex": "male",
        "mobile": "+996555000002",
    }

    begun = gateway.begin(BACK)
    identity = gateway.finish(begun.kept, provider.walk(begun.url), BACK, now())

    assert "response_mode=form_post" in begun.url
    assert "scope=openid+citizen" in begun.url.replace("%20", "+")
    assert (identity.pin, identity.name, identity.sex) == ("10101199000011", "Бакыт", "male")
    assert (identity.born, identity.phone) == (date(1990, 1, 1), "+996555000002")
    assert not identity.is_phone_verified


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256"])
def test_a_token_signed_in_an_allowed_way_is_believed(gateway, provider, algorithm):
    provider.algorithm = algorithm

    assert signed_in(gateway, provider).subject == PERSON["sub"]


@pytest.mark.parametrize("algorithm", ["RS384", "RS512"])
def test_a_token_signed_in_another_way_is_not(gateway, provider, algorithm, caplog):
    provider.algorithm = algorithm

    with refused(NotValid, Code.OPENID_ANSWER, caplog, "signature"):
        signed_in(gateway, provider)


@pytest.mark.parametrize(
    "changed",
    [
        lambda kept, answer: answer.update(state="of-another-browser"),
        lambda kept, answer: answer.update(state="ө"),
        lambda kept, answer: answer.pop("state"),
        lambda kept, answer: answer.update(state=""),
        lambda kept, answer: kept.clear(),
        lambda kept, answer: kept.update(state=""),
        lambda kept, answer: kept.update(state="", nonce="") or answer.update(state=""),
        lambda kept, answer: kept.pop("nonce"),
        lambda kept, answer: kept.pop("verifier"),
    ],
)
def test_a_sign_in_begun_elsewhere_is_refused_and_the_provider_not_asked(
    gateway, provider, changed, caplog
):
    begun = gateway.begin(BACK)
    kept, answer = begun.kept, provider.walk(begun.url)
    changed(kept, answer)
    asked = len(provider.asked)

    with refused(NotValid, Code.OPENID_STATE, caplog, "state"):
        gateway.finish(kept, answer, BACK, now())
    assert len(provider.asked) == asked


def test_the_code_of_another_person_is_refused(gateway, provider, caplog):
    stolen = provider.walk(gateway.begin(BACK).url)["code"]

    with refused(NotValid, Code.OPENID_ANSWER, caplog, "code_refused"):
        signed_in(gateway, provider, code=stolen)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.NO_NONCE, "claims"),
        (Fault.OTHER_NONCE, "claims"),
        (Fault.UNSIGNED, "signature"),
        (Fault.HS256_PUBLIC_KEY, "signature"),
        (Fault.HS256_CLIENT_SECRET, "signature"),
        (Fault.HS256_PUBLISHED_SECRET, "signature"),
        (Fault.UNKNOWN_KID, "key_unknown"),
        (Fault.FOREIGN_KEY, "signature"),
        (Fault.CHANGED_CLAIM, "signature"),
        (Fault.OTHER_ISSUER, "claims"),
        (Fault.OTHER_AUDIENCE, "claims"),
        (Fault.TWO_AUDIENCES, "claims"),
        (Fault.OTHER_PARTY, "claims"),
        (Fault.EXPIRED, "claims"),
        (Fault.NOT_YET, "claims"),
        (Fault.NO_EXPIRY, "claims"),
        (Fault.WRONG_HASH, "at_hash"),
        (Fault.EMPTY_HASH, "at_hash"),
        (Fault.NO_SUBJECT, "subject"),
        (Fault.EMPTY_SUBJECT, "subject"),
        (Fault.NO_TOKEN_AT_ALL, "token_answer"),
        (Fault.NO_JSON, "token_answer"),
        (Fault.DEEP, "token_answer"),
        (Fault.USERINFO_OTHER, "userinfo_subject"),
        (Fault.USERINFO_REFUSED, "userinfo"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_an_answer_that_proves_nobody_is_refused(gateway, provider, fault, reason, caplog):
    provider.fault = fault

    with refused(NotValid, Code.OPENID_ANSWER, caplog, reason):
        signed_in(gateway, provider)


def test_a_person_who_turns_back_is_told_so_gently(gateway, provider, caplog):
    begun = gateway.begin(BACK)
    answer = provider.walk(begun.url, go="no")

    with refused(NotAllowed, Code.OPENID_TURNED_BACK, caplog, None):
        gateway.finish(begun.kept, answer, BACK, now())


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        ("temporarily_unavailable", Unavailable, Code.OPENID_DOWN),
        ("server_error", Unavailable, Code.OPENID_DOWN),
        ("invalid_scope", NotValid, Code.OPENID_ANSWER),
        ("<svg>", NotValid, Code.OPENID_ANSWER),
    ],
)
def test_an_error_of_the_provider_is_no_sign_in(gateway, provider, error, kind, code, caplog):
    with refused(kind, code, caplog, "provider_error"):
        signed_in(gateway, provider, error=error)


def test_an_answer_without_a_code_is_no_sign_in(gateway, provider, caplog):
    with refused(NotValid, Code.OPENID_ANSWER, caplog, "no_code"):
        signed_in(gateway, provider, code="")
