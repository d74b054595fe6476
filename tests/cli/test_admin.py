"""`pb admin create` makes the first administrator from what is typed at the terminal."""

import re

import pytest
from click.testing import CliRunner

from pb.acts import signing_in
from pb.app import create_app
from pb.cli import main
from pb.config import Settings
from pb.gateways.clock import SystemClock
from pb.gateways.keys import Keys
from pb.gateways.passwords import Passwords
from pb.records import accounts, schema
from pb.rules.roles import Role
from pb.services import second_factor
from pb.services.sessions import Door

PASSWORD = "kyzyl alma jashyl jalbyrak"


@pytest.fixture
def environment(tmp_path):
    found = {
        "PB_SECRET_KEY": "s" * 40,
        "PB_PEPPER": "p" * 40,
        "PB_DATABASE_URL": f"sqlite:///{tmp_path}/pb.db",
        "PB_DATA_FOLDER": str(tmp_path),
        "PB_MODE": "test",
    }
    schema.migrate(found["PB_DATABASE_URL"])
    return found


@pytest.fixture
def secret(monkeypatch):
    """What the app is given, known beforehand so that its code can be typed."""
    made = second_factor.new_secret()
    monkeypatch.setattr(second_factor, "new_secret", lambda: made)
    return made


def run(environment, *typed):
    text = "".join(f"{line}\n" for line in typed)
    return CliRunner().invoke(
        main, ["--language", "ru", "admin", "create"], input=text, env=environment
    )


def test_admin_create_asks_and_makes_someone_who_can_sign_in(environment, secret):
    code = second_factor.code_at(secret, SystemClock().now())

    result = run(environment, "А. Бекова", "bekova.a", PASSWORD, PASSWORD, code)

    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    codes = re.findall(r"^   ([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})$", result.output, re.MULTILINE)
    assert len(codes) == 8
    app = create_app(Settings.from_environment(environment))
    with app.app_context():
        now, keys, door = SystemClock().now(), Keys("p" * 40), Door(None)
        ref = signing_in.check_password("bekova.a", PASSWORD, keys, Passwords(), door, now)
        begun = signing_in.sign_in(ref, codes[0], keys, door, now)
        assert begun.roles == {Role.ADMINISTRATOR}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("Б", "bekova.a", PASSWORD, PASSWORD, "x"), "не меньше"),
        (("А. Бекова", "bekova.a", "password1234", "password1234", "x"), "одним из первых"),
        (("А. Бекова", "bekova.a", PASSWORD, "other", "x"), "Пароли различаются"),
        (("А. Бекова", "bekova.a", PASSWORD, PASSWORD, "000000"), "Этот код не подходит"),
    ],
)
def test_admin_create_makes_nobody_when_an_answer_will_not_do(environment, typed, words):
    result = run(environment, *typed)

    assert result.exit_code != 0
    assert words in result.output
    assert "Traceback" not in result.output
    with create_app(Settings.from_environment(environment)).app_context():
        assert not accounts.people_of_platform()
