"""The command that counts a .pb file without a database."""

import hashlib
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from pb.cli import counting
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
            '"cost": 300000.75, "budget": 300001.75, "left": 1, "ties": ["listed-first"], ',
        ),
        (
            "uch-emchek-choose-1.pb",
            '{"rule": "greedy-no-skip", "ballots": 6, "selected": ["p1", "p2"], '
            '"cost": 700000, "budget": 700000, "left": 0, "ties": ["listed-first"], ',
        ),
    ],
)
def test_count_prints_one_json_object_when_asked(run, file, expected):
    result = run(ELECTIONS / file, "--json")

    assert result.exit_code == 0
    assert result.stdout.startswith(expected)
    assert result.stdout.endswith(', "equals_published": true}\n')
    assert json.loads(result.stdout, parse_float=Decimal)


def test_count_prints_every_step_exactly_when_json_is_asked(run):
    result = run(ELECTIONS / "ten-ulush-add1.pb", "--json")

    data = json.loads(result.stdout, parse_float=Decimal)
    assert data["ties"] == ["lower-cost", "more-votes", "listed-first"]
    assert data["scores"] == {"1": 6, "2": 5, "3": 4, "4": 3}
    assert data["ballots_by_channel"] == {"internet": 10, "paper": 0, "assembly": 0}
    (turn,) = data["passes"]
    assert turn["shares"] == {"voters": 10, "first": "10", "last": "12", "raises": 2}
    assert data["steps"][0] == {
        "place": 1, "project": "1", "outcome": "won", "stage": "rule", "heading": None,
        "score": 6, "votes": 6, "cost": 40, "left_before": 100, "left_after": 60,
        "tied_with": [], "tie_broken_by": None, "missing_votes": None,
        "missing_money": None, "excluded_by": None,
        "shared": {"effective": "6", "payment": "20/3", "full": 6, "all_in": 0, "money": None},
    }  # fmt: skip
    lost = data["steps"][2]
    assert (lost["project"], lost["outcome"]) == ("2", "supporters_short")
    assert (lost["shared"]["money"], lost["missing_money"]) == ("80/3", "10/3")


def test_count_prints_the_same_bytes_whatever_the_order_of_the_ballots(run, tmp_path):
    text = (ELECTIONS / "ten-ulush-add1.pb").read_text(encoding="utf-8")
    head, votes = text.split("voter_id;vote\n")
    turned = tmp_path / "turned.pb"
    turned.write_text(
        head + "voter_id;vote\n" + "\n".join(reversed(votes.splitlines())) + "\n",
        encoding="utf-8",
    )

    for rule in AllocationRule:
        options = ("--json", "--rule", rule, "--ties", "lot", "--seed", "17", "--explain", "ky")
        once = run(ELECTIONS / "ten-ulush-add1.pb", *options)
        assert once.exit_code == 0
        assert once.stdout_bytes == run(turned, *options).stdout_bytes


def test_count_goes_by_the_ties_and_the_lot_it_is_told(run):
    file = ELECTIONS / "teng-dobush-ties.pb"

    cheap = json.loads(run(file, "--json", "--ties", "lower-cost").stdout)
    drawn = json.loads(run(file, "--json", "--ties", "lot", "--seed", "2026").stdout)

    assert cheap["selected"] == ["T2", "T1", "T4"]
    numbers = {
        ref: hashlib.sha256(f"2026:{ref}".encode()).hexdigest() for ref in ("T1", "T2", "T3")
    }
    assert [step["project"] for step in drawn["steps"][:3]] == sorted(numbers, key=numbers.get)
    assert drawn["seed"] == "2026"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--ties", "lot"), "no seed of the lot is given"),
        (("--ties", "dice"), "There is no order of ties “dice”."),
    ],
)
def test_count_stops_when_ties_cannot_be_broken_as_asked(run, options, said):
    result = run(ELECTIONS / "teng-dobush-ties.pb", *options, "--language", "en")

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_count_tells_a_person_at_a_terminal_that_it_goes_on(monkeypatch, capsys):
    assert counting._progress() is None

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    tell = counting._progress()
    for runs in range(1, 251):
        tell(runs)

    assert capsys.readouterr().err == ".."


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_count_leads_through_the_count_in_the_language_asked_for(run, language):
    plain = run(ELECTIONS / "kyzyl-ozon-greedy.pb", "--language", language).stdout
    result = run(ELECTIONS / "kyzyl-ozon-greedy.pb", "--explain", language)

    assert result.exit_code == 0
    assert result.stdout.startswith(plain + "\n")
    assert len(result.stdout.splitlines()) > len(plain.splitlines()) + 8


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
            f"{', '.join(AllocationRule)}. Name one of them with --rule.\n",
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
