"""What `pb count` says beside the result, where a file and its ballots do not tell the same."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pb.cli.counting import count_command

ELECTIONS = Path(__file__).resolve().parents[1] / "elections"


@pytest.fixture
def changed(tmp_path):
    """A fixture of an election with something replaced in it, as a file."""

    def changed(old, new, name):
        text = (ELECTIONS / name).read_text(encoding="utf-8")
        assert old in text
        file = tmp_path / name
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return file

    return changed


def printed(file, *options):
    result = CliRunner().invoke(count_command, [str(file), *options])
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def test_count_counts_the_ballots_and_says_so_when_the_totals_of_the_file_are_others(changed):
    file = changed("1;60;3;14;", "1;60;4;15;", "upai-cumulative.pb")

    lines = printed(file, "--language", "en").splitlines()
    data = json.loads(printed(file, "--json"))

    assert lines[-3] == "This equals the column selected of the file."
    assert lines[-2].endswith("The first is No. 1: 4 in the column, 3 by the ballots.")
    assert lines[-1].endswith("The first is No. 1: 15 in the column, 14 by the ballots.")
    assert data["totals_differ"] == {"votes": ["1"], "score": ["1"]}
    assert data["scores"]["1"] == 14


def test_count_says_so_when_meta_parts_the_money_in_a_way_no_rule_has(changed):
    parted = "rule;greedy\nbudget_per_category;500000,500000\n"
    file = changed("rule;greedy\n", parted, "kyzyl-ozon-greedy.pb")

    assert printed(file, "--language", "en").splitlines()[-1] == (
        "The rule “greedy” does not know these lines of META, and left them aside:"
        " budget_per_category."
    )
