"""Every setting is explained in README.md, and none is explained that does not exist."""

import re
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from pb.config import Mode, Settings, SettingsError

README = Path(__file__).parents[2] / "README.md"
NAMES = {f"PB_{field.name.upper()}": field for field in fields(Settings)}
FULL = {
    "PB_SECRET_KEY": "s" * 32,
    "PB_PEPPER": "k" * 32,
    "PB_DATABASE_URL": "sqlite:////tmp/none.db",
    "PB_DATA_FOLDER": "/tmp/none",  # noqa: S108 - nothing is written there
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
    [("PB_MODE", "staging"), ("PB_TRUSTED_PROXIES", "many"), ("PB_TRUSTED_PROXIES", "1.5")],
)
def test_the_start_stops_when_a_setting_cannot_be(name, value):
    with pytest.raises(SettingsError, match="cannot be"):
        Settings.from_environment({**FULL, name: value})


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
