"""The result in every form it has: the page, JSON, the table, the paper, the board, the export."""

import csv
import hashlib
import io
import json

import pytest

from pb.documents.names import name_of
from pb.records import documents, places
from pb.records import rounds as records
from pb.rules.money import figures
from pb.rules.pabulib import parse
from pb.rules.pabulib.writing import units
from tests.documents.reading import Pdf, Rows, squeezed
from tests.results_made import LANGUAGES, ROUNDS, got


def figures_of(facts):
    """What every form must say: by project its votes, cost and outcome; the sums of money."""
    projects = {
        one["number"]: (one["score"], one["cost"], one["outcome"]) for one in facts["projects"]
    }
    result = facts["result"]
    return projects, (result["budget"], result["cost"], result["left"]), result["selected"]


@pytest.mark.parametrize("made", ROUNDS.values(), ids=ROUNDS)
def test_page_files_paper_and_board_say_the_same_of_a_result_in_both_languages(stage, reader, made):
    slug, round_slug = made(stage)
    visitor = reader()
    facts = json.loads(got(visitor, slug, round_slug, "result.json").data)
    projects, (budget, cost, left), selected = figures_of(facts)
    assert len(projects) >= 2
    assert cost + left == budget
    assert sum(projects[number][1] for number in selected) == cost

    table = got(visitor, slug, round_slug, "result.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))
    assert {
        int(row["number"]): (int(row["score"]), int(row["cost_tyiyn"]), row["outcome"])
        for row in rows
    } == projects
    assert [row["number"] for row in rows if row["outcome"] == "won"] == list(map(str, selected))

    for language in LANGUAGES:
        page = reader(language, place=slug).go(f"rounds/{round_slug}/results")
        votes_table = page.source.partition('id="r"')[2].partition("</table>")[0]
        shown = {
            int(cells[0].partition(".")[0]): cells
            for cells in Rows(votes_table).rows
            if len(cells) == 5 and cells[0].partition(".")[0].isdigit()
        }
        assert sorted(shown) == sorted(projects)
        for number, (score, amount, outcome) in projects.items():
            _, votes, _, money, word = shown[number]
            assert (int(votes), word) == (score, name_of(outcome, language))
            assert squeezed(figures(amount)) in squeezed(money)
        for amount in (budget, cost, left):
            assert squeezed(figures(amount)) in squeezed(page.text)
        _same_in_paper(stage, slug, round_slug, language, facts)

    _same_on_board(visitor, slug, round_slug, facts)
    _same_in_export(visitor, slug, round_slug, facts)


def _same_in_paper(stage, slug, round_slug, language, facts):
    round_ = rounds_of(slug, round_slug)
    (paper,) = [
        one
        for one in documents.documents_of_round(round_.municipality_id, round_.id)
        if one.language == language
    ]
    text = "".join(Pdf(stage.storage.get(paper.sha256)).pages)
    listed = {one["name"]: one["sha256"] for one in facts["papers"]}
    assert listed[paper.file_name] == paper.sha256
    for one in facts["projects"]:
        title = squeezed(one["title"][language] or one["title"]["ky"])
        rest = text.rpartition(f"{one['number']}{title}")[2]
        assert squeezed(f"{one['score']}{figures(one['cost'])}") in rest[:600], one
    for amount in (facts["result"]["budget"], facts["result"]["cost"], facts["result"]["left"]):
        assert squeezed(figures(amount)) in text


def rounds_of(slug, round_slug):
    return records.round_of(places.municipality_of(slug).id, round_slug)


def _same_on_board(visitor, slug, round_slug, facts):
    answer = got(visitor, slug, round_slug, "board.jsonl")
    if facts["board"] is None or facts["turnout"]["ballots"] < 20:
        assert answer.status_code == 404
        return
    lines = [json.loads(line) for line in answer.data.splitlines()]
    about, result = lines[0]["round"], lines[-2]["result"]
    projects, (budget, cost, left), selected = figures_of(facts)
    assert (about["budget"], result["cost"], result["left"]) == (budget, cost, left)
    assert result["selected"] == selected
    assert {int(ref): score for ref, score in result["scores"].items()} == {
        number: score for number, (score, _, _) in projects.items()
    }
    assert {one["number"]: one["cost"] for one in about["projects"]} == {
        number: amount for number, (_, amount, _) in projects.items()
    }
    assert lines[-1]["final"]["root"] == facts["board"]["root"]
    assert hashlib.sha256(answer.data).hexdigest() == facts["board"]["sha256"]
    assert sum("ballot" in line for line in lines) == facts["turnout"]["ballots"]


def _same_in_export(visitor, slug, round_slug, facts):
    answer = got(visitor, slug, round_slug, "election.pb")
    projects, (budget, _, _), selected = figures_of(facts)
    if 0 < facts["turnout"]["ballots"] < 20:
        text = answer.data.decode()
        assert "Only totals are published" in text
        assert text.endswith("VOTES\nvoter_id;vote\n")
        assert all(f"\n{number};{units(cost)};{votes};" in text
                   for number, (votes, cost, _) in projects.items())  # fmt: skip
        return
    read = parse(answer.data)
    assert read.election.budget == budget
    assert {int(ref) for ref in read.published} == set(selected)
    votes = dict.fromkeys(projects, 0)
    for ballot in read.election.ballots:
        for ref in ballot.choices:
            votes[int(ref)] += ballot.weight
    assert votes == {number: score for number, (score, _, _) in projects.items()}
