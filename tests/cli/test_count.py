"""The command that counts a .pb file without a database."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from pb.cli.counting import count_command
from pb.rules.tally import AllocationRule

ELECTIONS = Path(__file__).resolve().parents[1] / "elections"


@pytest.fixture
def run():
    def run(*arguments):
        return CliRunner().invoke(count_command, [str(argument) for argument in arguments])

    return run


@pytest.fixture
def changed(tmp_path):
    """A fixture of an election with something replaced in it, as a file."""

    def changed(old, new, name="kyzyl-ozon-greedy.pb"):
        text = (ELECTIONS / name).read_text(encoding="utf-8")
        assert old in text
        file = tmp_path / name
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return file

    return changed


def test_count_prints_the_result_when_the_file_is_good(run):
    result = run(ELECTIONS / "kyzyl-ozon-greedy.pb", "--language", "en")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.replace("\u00a0", " ").splitlines() == [
        "Кызыл-Өзөн айыл аймагы, демилгелүү бюджет",
        "Rule: greedy",
        "Ballots: 12",
        "Budget: 1 000 000 som",
        "",
        "Selected, in the order chosen:",
        "1. No. 1. Төмөнкү көчөгө жарык – 8 votes, 420 000 som",
        '2. No. 3. Балдар аянтчасы "Күн нуру" – 5 votes, 300 000 som',
        "3. No. 5. Китепкана: чатыр; эшик, терезе – 2 votes, 280 000 som",
        "",
        "They cost: 1 000 000 som",
        "Left: 0 som",
        "This equals the column selected of the file.",
    ]


def test_count_says_so_when_the_result_differs_from_the_published_one(run):
    result = run(ELECTIONS / "kyzyl-ozon-greedy.pb", "--rule", "greedy-no-skip", "--language", "en")

    assert result.exit_code == 0
    assert "Rule: greedy-no-skip" in result.stdout
    assert result.stdout.endswith("This differs from the column selected of the file.\n")


def test_count_says_so_when_nothing_is_published_and_nothing_is_selected(run, tmp_path):
    text = (ELECTIONS / "ak-torpu-no-skip.pb").read_text(encoding="utf-8")
    for mark in (";selected", ";0", ";1"):
        text = text.replace(f"{mark}\n", "\n")
    file = tmp_path / "ак-төрпү.pb"
    file.write_text(text.replace("budget;500000", "budget;1"), encoding="utf-8")

    lines = run(file, "--language", "en").stdout.splitlines()

    assert "Nothing is selected." in lines
    assert lines[-2:] == ["Left: 1", "The file has no column selected to compare with."]


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_count_prints_whole_sentences_in_each_language(run, language):
    result = run(ELECTIONS / "teng-dobush-ties.pb", "--language", language)

    assert result.exit_code == 0
    assert "%(" not in result.stdout
    assert "Аялдама" in result.stdout


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (
            "kok-bulung-threshold.pb",
            '{"rule": "greedy-threshold", "ballots": 6, "selected": ["K-01", "K-02"], '
            '"cost": 300000.75, "budget": 300001.75, "left": 1, "ties": ["listed-first"], '
            '"equals_published": true}',
        ),
        (
            "uch-emchek-choose-1.pb",
            '{"rule": "greedy-no-skip", "ballots": 6, "selected": ["p1", "p2"], '
            '"cost": 700000, "budget": 700000, "left": 0, "ties": ["listed-first"], '
            '"equals_published": true}',
        ),
    ],
)
def test_count_prints_one_json_object_when_asked(run, file, expected):
    result = run(ELECTIONS / file, "--json")

    assert result.exit_code == 0
    assert result.stdout == expected + "\n"
    assert json.loads(result.stdout, parse_float=Decimal)


@pytest.mark.parametrize(
    ("left", "text"), [("0.05", "0.05"), ("0.5", "0.5"), ("10", "10"), ("100.00", "100")]
)
def test_count_prints_exact_amounts_when_money_is_left(run, changed, left, text):
    budget = Decimal(1_000_000) + Decimal(left)

    result = run(changed("budget;1000000", f"budget;{budget}"), "--json", "--rule", "greedy")

    assert f'"left": {text}, ' in result.stdout


@pytest.mark.parametrize(
    ("equal", "old", "new"),
    [(False, "Өрттөн коргонуу бурчу;0", "Өрттөн;1"), (None, "selected", "chosen")],
)
def test_count_tells_in_json_whether_the_published_result_is_the_same(
    run, changed, equal, old, new
):
    result = run(changed(old, new), "--json")

    assert json.loads(result.stdout)["equals_published"] is equal


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "1;420000",
            "1;-420000",
            "Line 20: the amount “-420000” (“cost”) is below zero. Write an amount above zero. "
            "Nothing was imported.\n",
        ),
        (
            "rule;greedy",
            "rule;greedy-custom",
            "The rule “greedy-custom” cannot be counted here. The rules that can be counted: "
            f"{', '.join(AllocationRule)}.\n",
        ),
        (
            "num_votes;12",
            "num_votes;2000000",
            "There are more than 1\u00a0000\u00a0000 ballots in the file. Nothing was imported.\n",
        ),
    ],
)
def test_count_stops_with_one_sentence_when_the_file_cannot_be_counted(
    run, changed, old, new, said
):
    result = run(changed(old, new), "--language", "en")

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)


def test_count_stops_when_the_rule_asked_for_is_unknown(run):
    result = run(ELECTIONS / "teng-dobush-ties.pb", "--rule", "lottery", "--json")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "lottery" in result.stderr


def test_count_stops_when_the_file_is_too_large(run, tmp_path):
    file = tmp_path / "large.pb"
    file.write_bytes(b"\n" * 20_000_001)

    result = run(file, "--language", "en")

    assert result.exit_code == 2
    assert result.stderr == "The file is larger than 20 megabytes. Nothing was imported.\n"


def test_count_stops_when_there_is_no_such_file(run, tmp_path):
    missing, unreadable = tmp_path / "жок.pb", tmp_path / "loop.pb"
    unreadable.symlink_to(unreadable)

    assert said(run, missing) == f"There is no file “{missing}”. Check the name and the folder.\n"
    assert said(run, tmp_path) == f"“{tmp_path}” is a folder. Name a file in it.\n"
    assert "cannot be opened" in said(run, unreadable)


def said(run, file):
    result = run(file, "--language", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


def test_count_needs_no_database_and_no_web_when_imported():
    heavy = "{'sqlalchemy', 'flask', 'weasyprint', 'pb.app', 'pb.records'}"

    subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, pb.rules.pabulib, pb.documents.problems, pb.rules.tally;"
            f"sys.exit(str(found) if (found := {heavy} & set(sys.modules)) else 0)",
        ],
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
