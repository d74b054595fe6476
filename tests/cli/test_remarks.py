"""What is said of a .pb file beside its result: when it is counted, and when it is imported."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pb.cli import main

ELECTIONS = Path(__file__).resolve().parents[1] / "elections"
ASIDE = (
    "The rule “greedy” does not know these lines of META, and left them aside: leftover_budget.\n"
)
DIFFER = (
    "The ballots were counted, and the column “score” of the file says otherwise. Projects with"
    " another number there: 1. The first is No. 1: 15 in the column, 14 by the ballots.\n"
)


@pytest.fixture
def run(tmp_path):
    """Run pb in English on an empty, migrated database of its own."""
    environment = {
        "PB_SECRET_KEY": "s" * 40,
        "PB_PEPPER": "k" * 40,
        "PB_HOSTS": "localhost",
        "PB_DATABASE_URL": f"sqlite:///{tmp_path}/pb.db",
        "PB_DATA_FOLDER": str(tmp_path),
    }

    def run(*arguments):
        named = ["--language", "en", *map(str, arguments)]
        return CliRunner(env=environment).invoke(main, named)

    assert run("migrate").exit_code == 0
    return run


@pytest.fixture
def file(tmp_path):
    """An election that is over, with a score too high and a line of META no rule knows."""
    text = (ELECTIONS / "upai-cumulative.pb").read_text(encoding="utf-8")
    text = text.replace("1;60;3;14;", "1;60;3;15;").replace("11.2026", "11.2025")
    file = tmp_path / "upai.pb"
    file.write_text(text.replace("language;", "leftover_budget;5\nlanguage;"), encoding="utf-8")
    return file


def test_import_round_remarks_on_scores_that_differ_and_on_what_was_left_aside(run, file):
    result = run("import-round", file)

    assert (result.exit_code, result.stderr) == (0, "")
    assert DIFFER in result.stdout
    assert ASIDE in result.stdout


def test_import_round_remarks_on_nothing_when_the_file_agrees(run, file):
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(";15;", ";14;").replace("leftover_budget;5\n", ""), "utf-8")

    result = run("import-round", file)

    assert result.exit_code == 0
    assert "says otherwise" not in result.stdout
    assert "left them aside" not in result.stdout


def test_count_remarks_the_same_in_words_and_in_json(run, file):
    words = run("count", file, "--language", "en").stdout
    data = json.loads(run("count", file, "--json").stdout)

    assert DIFFER in words
    assert ASIDE in words
    assert data["left_aside"] == ["leftover_budget"]
    assert data["totals_differ"] == {"score": ["1"]}


def test_count_knows_what_was_withdrawn_when_another_rule_is_asked_for(run, file):
    text = (ELECTIONS / "kyzyl-ozon-greedy.pb").read_text(encoding="utf-8")
    file.write_text(text.replace("1;420000", "1;999999999"), encoding="utf-8")

    data = json.loads(run("count", file, "--json", "--rule", "greedy-no-skip").stdout)

    told = {step["project"]: step["outcome"] for step in data["steps"]}
    assert told["1"] == "sits_out"
    assert "won" in told.values()
