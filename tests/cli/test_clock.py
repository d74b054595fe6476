"""`pb clock confirm`: a person says that the clock is right after it went back."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from pb.acts import hours
from pb.app import create_app
from pb.cli import main
from pb.config import Settings
from pb.gateways.clock import SystemClock
from tests.cli.test_admin import environment

__all__ = ["environment"]


@pytest.fixture
def gone_back(environment):
    with create_app(Settings.from_environment(environment)).app_context():
        hours.strike(SystemClock().now() + timedelta(hours=1))
    return environment


def run(environment, *arguments, typed=""):
    return CliRunner().invoke(main, ["--language", "ru", *arguments], input=typed, env=environment)


def events(environment):
    engine = create_engine(environment["PB_DATABASE_URL"])
    with engine.connect() as connection:
        found = connection.scalars(text("SELECT tag FROM audit_event")).all()
    engine.dispose()
    return found


def test_clock_confirm_asks_first_and_lets_the_clock_strike_again(gone_back):
    assert run(gone_back, "tick").exit_code != 0

    result = run(gone_back, "clock", "confirm", typed="y\n")

    assert result.exit_code == 0, result.output
    assert events(gone_back) == ["clock.confirmed"]
    assert run(gone_back, "tick").exit_code == 0


def test_clock_confirm_changes_nothing_when_the_answer_is_no(gone_back):
    result = run(gone_back, "clock", "confirm", typed="n\n")

    assert result.exit_code == 2
    assert events(gone_back) == []
    assert run(gone_back, "tick").exit_code != 0


def test_clock_confirm_has_nothing_to_confirm_when_the_clock_is_right(environment):
    result = run(environment, "clock", "confirm")

    assert result.exit_code == 0
    assert events(environment) == []
