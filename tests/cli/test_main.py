"""The command pb: its help, its language, how light it is, and what it says when it cannot."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pb.cli import COMMANDS, language_of, main

ROOT = Path(__file__).resolve().parents[2]
ELECTION = ROOT / "tests/elections/teng-dobush-ties.pb"


def run(*arguments, **environment):
    env = {"PB_SECRET_KEY": None, "PB_DATABASE_URL": None, "LC_ALL": "C.UTF-8"} | environment
    return CliRunner(env=env).invoke(main, [str(argument) for argument in arguments])


def test_help_lists_every_command_in_a_few_lines():
    result = run("--help")

    assert result.exit_code == 0
    assert all(name in result.stdout for name in COMMANDS)
    assert len(result.stdout.splitlines()) < 28


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name):
    result = run(name, "--help")

    assert result.exit_code == 0
    assert "Usage:" in result.stdout


def test_an_unknown_command_is_refused():
    assert run("vote").exit_code == 2


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ky_KG.UTF-8"}, "ky"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "ky_KG.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ru", "LANG": "ky"}, "ru"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_terminal(environment, language):
    assert language_of(environment) == language


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (("count", ELECTION), {"LC_ALL": "en_GB.UTF-8"}),
        (("--language", "en", "count", ELECTION), {"LC_ALL": "ky_KG.UTF-8"}),
        (("--language", "ky", "count", ELECTION, "--language", "en"), {}),
    ],
)
def test_count_speaks_the_language_asked_for(arguments, environment):
    assert "Ballots: 4" in run(*arguments, **environment).stdout


@pytest.mark.parametrize("command", ["migrate", "tick", "serve"])
def test_a_command_stops_with_one_sentence_when_a_setting_is_missing(command):
    result = run(command)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("The setting PB_SECRET_KEY is missing.")
    assert len(result.stderr.splitlines()) == 1


@pytest.fixture
def installation(tmp_path):
    return {
        "PB_SECRET_KEY": "s" * 40,
        "PB_PEPPER": "k" * 40,
        "PB_HOSTS": "localhost",
        "PB_DATABASE_URL": f"sqlite:///{tmp_path}/pb.db",
        "PB_DATA_FOLDER": str(tmp_path),
    }


def test_migrate_makes_the_tables_and_tick_then_finds_nothing_to_do(installation):
    first = run("migrate", **installation)
    second = run("migrate", **installation)
    tick = run("tick", **installation)

    assert first.stdout.startswith("The database was empty; its tables were made")
    assert second.stdout.startswith("The database is at the newest version already")
    assert (tick.exit_code, tick.stdout) == (0, "0 ballots were sealed.\n")


def test_tick_stops_when_the_database_was_not_migrated(installation):
    result = run("tick", **installation)

    assert result.exit_code == 2
    assert "pb migrate" in result.stderr


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////no/such/folder/pb.db"])
def test_a_command_stops_when_there_is_no_database(installation, url):
    for command in ("migrate", "tick"):
        result = run(command, **(installation | {"PB_DATABASE_URL": url}))

        assert result.exit_code == 2
        assert result.stderr.startswith("The database cannot be opened.")
        assert "Traceback" not in result.stderr


def test_counting_loads_neither_the_database_nor_the_web():
    heavy = "{'sqlalchemy', 'flask', 'weasyprint', 'pb.app', 'pb.records', 'pb.web'}"
    code = (
        "import sys\n"
        "from pb.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as end: assert not end.code\n"
        f"sys.exit(str(found) if (found := {heavy} & set(sys.modules)) else 0)"
    )
    subprocess.run(
        [sys.executable, "-c", code, "count", str(ELECTION)],
        check=True,
        cwd=ROOT,
        env=os.environ | {"PB_DATABASE_URL": ""},
    )
