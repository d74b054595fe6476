"""Every setting is explained in README.md, and none is explained that does not exist."""

import re
import sys
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from pb.config import Mode, Settings, SettingsError, Sms

README = Path(__file__).parents[2] / "README.md"
NAMES = {f"PB_{field.name.upper()}": field for field in fields(Settings)}
FULL = {
    "PB_SECRET_KEY": "s" * 32,
    "PB_PEPPER": "k" * 32,
    "PB_DATABASE_URL": "sqlite:////tmp/none.db",
    "PB_DATA_FOLDER": "/tmp/none",  # noqa: S108 - nothing is written there
    "PB_HOSTS": "demilge.example.kg",
}


def rows():
    """The rows of README's settings table: the name, and the rest."""
    if not README.exists():
        pytest.fail("there is no README.md yet, so no setting is explained anywhere")
    text = README.read_text(encoding="utf-8")
    return dict(re.findall(r"^\|\s*`(PB_[A-Z_]+)`\s*\|(.+)\|\s*$", text, re.MULTILINE))


def test_readme_explains_every_setting():
    missing = sorted(set(NAMES) - set(rows()))

    assert not missing, "write a row into README's table of settings: | `PB_NAME` | … |"


def test_readme_explains_no_setting_that_does_not_exist():
    assert not sorted(set(rows()) - set(NAMES))


def test_no_secret_has_a_default():
    for name, field in NAMES.items():
        if "KEY" in name or "PEPPER" in name:
            assert field.default is MISSING
        elif "SECRET" in name:
            assert field.default == "", "without a secret its door is shut"
            assert not field.repr


@pytest.mark.parametrize("name", sorted(FULL))
def test_the_start_stops_and_names_the_setting_when_one_is_missing(name):
    for given in (
        {key: value for key, value in FULL.items() if key != name},
        {**FULL, name: ""},
    ):
        with pytest.raises(SettingsError, match=f"{name} is missing"):
            Settings.from_environment(given)


@pytest.mark.parametrize("name", ["PB_SECRET_KEY", "PB_PEPPER"])
def test_the_start_stops_when_a_key_is_short_enough_to_guess(name):
    with pytest.raises(SettingsError, match=f"{name} is shorter than 32"):
        Settings.from_environment({**FULL, name: "x" * 31})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PB_MODE", "staging"),
        ("PB_TRUSTED_PROXIES", "many"),
        ("PB_TRUSTED_PROXIES", "1.5"),
        ("PB_HOSTS", "https://demilge.example.kg"),
        ("PB_HOSTS", "demilge.example.kg:443"),
        ("PB_HOSTS", "demilge.example.kg, *"),
        ("PB_LIMITS_URL", "postgresql://x"),
        ("PB_OPENID_RESPONSE_MODE", "fragment"),
        ("PB_OPENID_TOKEN_AUTH", "none"),
        ("PB_OPENID_SCOPES", "profile"),
    ],
)
def test_the_start_stops_when_a_setting_cannot_be(name, value):
    with pytest.raises(SettingsError, match="cannot be"):
        Settings.from_environment({**FULL, name: value})


HTTP = {
    "PB_SMS": "http",
    "PB_SMS_URL": "https://sms.example.kg/send",
    "PB_SMS_TOKEN": "t" * 20,
    "PB_SMS_PRICE": "150",
    "PB_SMS_DAILY_CAP": "100000",
}


def test_the_start_goes_on_when_the_gateway_is_described_in_full():
    settings = Settings.from_environment({**FULL, **HTTP})

    assert (settings.sms, settings.sms_price, settings.sms_daily_cap) == (Sms.HTTP, 150, 100_000)
    assert Settings.from_environment(FULL).sms is Sms.NONE


@pytest.mark.parametrize("name", sorted(set(HTTP) - {"PB_SMS"}))
def test_the_start_stops_when_the_gateway_lacks_something(name):
    with pytest.raises(SettingsError, match=f"{name} is missing"):
        Settings.from_environment({**FULL, **HTTP, name: ""})


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({**HTTP, "PB_SMS_URL": "http://sms.example.kg/send"}, "has to begin with https"),
        ({**HTTP, "PB_SMS_URL": "http://localhost.evil.kg/"}, "has to begin with https"),
        ({**HTTP, "PB_SMS_PRICE": "-1"}, "cannot be below zero"),
        ({"PB_SMS": "console"}, "cannot be console in production"),
        ({"PB_SMS": "pigeon"}, "cannot be what it says"),
        ({"PB_SMS_PRICE": "1.5"}, "cannot be what it says"),
        ({"PB_QUEUE_URL": "amqp://queue"}, "has to begin with redis"),
    ],
)
def test_the_start_stops_when_messages_could_not_be_sent_as_the_settings_say(given, sentence):
    with pytest.raises(SettingsError, match=sentence):
        Settings.from_environment({**FULL, **given})


def test_the_start_stops_when_redis_is_named_and_its_library_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "redis", None)

    with pytest.raises(SettingsError, match="its library is not installed"):
        Settings.from_environment({**FULL, "PB_QUEUE_URL": "redis://127.0.0.1/0"})


def test_an_installation_is_in_production_unless_it_says_otherwise():
    settings = Settings.from_environment(FULL)

    assert (settings.mode, settings.trusted_proxies) == (Mode.PRODUCTION, 0)
    assert Settings.from_environment({**FULL, "PB_MODE": "demonstration"}).mode is (
        Mode.DEMONSTRATION
    )


def test_a_setting_of_the_environment_reaches_its_field():
    given = {**FULL, "PB_TRUSTED_PROXIES": "2", "PB_LOG_LEVEL": "DEBUG", "PB_OTHER": "x"}

    settings = Settings.from_environment(given)

    assert (settings.trusted_proxies, settings.log_level) == (2, "DEBUG")
    assert settings.database_url == FULL["PB_DATABASE_URL"]
    assert settings.data_folder == Path(FULL["PB_DATA_FOLDER"])


OPENID = {
    "PB_OPENID_ISSUER": "https://login.example.kg",
    "PB_OPENID_CLIENT_ID": "demilge",
    "PB_OPENID_CLIENT_SECRET": "a secret",
}


def test_several_hosts_are_read_in_small_letters():
    given = {**FULL, "PB_HOSTS": " Demilge.example.kg ,.aimak.kg,[::1]"}

    assert Settings.from_environment(given).hosts == ("demilge.example.kg", ".aimak.kg", "[::1]")


@pytest.mark.parametrize("mode", ["demonstration", "test"])
def test_hosts_are_asked_for_in_production_alone(mode):
    given = {**FULL, "PB_MODE": mode, "PB_HOSTS": ""}

    assert Settings.from_environment(given).hosts == ()


@pytest.mark.parametrize("missing", sorted(OPENID))
def test_the_start_stops_when_the_states_sign_in_is_set_by_half(missing):
    half = {**FULL, **OPENID, missing: ""}

    with pytest.raises(SettingsError, match=f"by half: {missing} missing"):
        Settings.from_environment(half)


@pytest.mark.parametrize(
    ("issuer", "mode", "passes"),
    [
        ("https://login.example.kg", "production", True),
        ("https://login.example.kg:8443/realms/kg", "production", True),
        ("http://login.example.kg", "production", False),
        ("http://127.0.0.1:9000", "production", False),
        ("http://127.0.0.1:9000", "test", True),
        ("http://localhost:9000/x", "demonstration", True),
        ("http://127.0.0.1.evil.kg", "test", False),
        ("http://login.example.kg", "test", False),
        ("https://login.example.kg?x=1", "production", False),
        ("https://a@login.example.kg", "production", False),
        ("login.example.kg", "production", False),
    ],
)
def test_the_issuer_is_safe_to_talk_to_or_the_start_stops(issuer, mode, passes):
    given = {**FULL, **OPENID, "PB_OPENID_ISSUER": issuer, "PB_MODE": mode}

    if passes:
        assert Settings.from_environment(given).openid_issuer == issuer
    else:
        with pytest.raises(SettingsError, match="PB_OPENID_ISSUER cannot be"):
            Settings.from_environment(given)
