"""The result in every form it has: the page, JSON, the table, the paper, the board, the export."""

import csv
import hashlib
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pb import lifecycle
from pb.acts import headings, rounds
from pb.acts.headings import HeadingFacts
from pb.documents.names import name_of
from pb.records import documents, places
from pb.records import rounds as records
from pb.rules.access import Role
from pb.rules.money import figures
from pb.rules.pabulib import parse
from pb.rules.pabulib.writing import units
from pb.rules.rounds import Phase
from tests import reviewing
from tests.documents.reading import Pdf, Rows, squeezed
from tests.stage import KEYS, som
from tests.web.browser import apart, say

ELECTIONS = Path(__file__).resolve().parents[1] / "elections"
DOCUMENTED = Path(__file__).resolve().parents[2] / "docs/result.md"
LATER = datetime(2026, 12, 2, 6, tzinfo=UTC)
LANGUAGES = ("ky", "ru")
FILES = ("result.json", "result.csv", "election.pb")


def divided(stage):
    """Money of one village apart, seven projects with ties, 25 ballots."""
    stage.draft()
    clerk, head = stage.person(Role.OPERATOR), stage.person(Role.HEAD)
    own = HeadingFacts("village_archa-tor", som(550_000), "archa-tor")
    headings.divide(clerk, stage.place, "2026", [own], stage.now)
    rounds.announce(head, stage.place, "2026", stage.now)
    stage.on_ballot(290_000, 300_000, 250_000, 260_000)
    stage.go_to(Phase.SUBMISSION)
    refs = [
        stage.submitted(cost=som(cost), title=f"Бөгөт {cost}", settlement="zhany-konush")
        for cost in (200_000, 210_000, 240_000)
    ]
    stage.go_to(Phase.REVIEW)
    for ref in refs:
        reviewing.admit(stage, ref, clerk)
    people = stage.voters(30)
    stage.go_to(Phase.VOTING)
    for at, person in enumerate(people[:25]):
        stage.vote(person, *((1, 5), (2, 6), (3, 5), (4, 6, 7), (1, 7))[at % 5])
    stage.decided()
    return "togz-archa", "2026"


def few(stage):
    """A round in which three people voted."""
    people = stage.open_voting(290_000, 300_000, 250_000, 260_000, voters=4)
    for person, choices in zip(people, [(1, 2), (1, 3), (1, 2, 4)], strict=False):
        stage.vote(person, *choices)
    stage.decided()
    return "togz-archa", "2026"


def unanswered(stage):
    """A round nobody voted in."""
    stage.open_voting(290_000, 300_000)
    stage.decided()
    return "togz-archa", "2026"


def imported(name):
    def made(stage):
        content = (ELECTIONS / name).read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        counted = lifecycle.import_round(parse(content), name, sha256, stage.storage, LATER)
        return counted.imported.place_slug, counted.imported.round_slug

    return made


ROUNDS = {
    "greedy with headings": divided,
    "three ballots": few,
    "no ballot": unanswered,
    "equal shares, raised": imported("ten-ulush-add1.pb"),
    "equal shares or greedy": imported("chong-dolboor-compared.pb"),
    "a threshold": imported("kok-bulung-threshold.pb"),
}


def got(visitor, slug, round_slug, name):
    return apart(visitor.client.get, f"/{slug}/rounds/{round_slug}/{name}")


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


def test_nobody_has_a_file_of_a_result_before_it_is_confirmed(stage, reader):
    people = stage.open_voting(290_000, 300_000)
    stage.vote(people[0], 1)
    visitor = reader()
    said = [got(visitor, "togz-archa", "2026", name).status_code for name in FILES]
    stage.go_to(Phase.COUNTING)
    lifecycle.count(stage.person(Role.OPERATOR), stage.place, "2026", KEYS, stage.now)

    said += [got(visitor, "togz-archa", "2026", name).status_code for name in FILES]

    assert said == [404] * 6
    assert say("The result is not out yet") in visitor.go("rounds/2026/results").text


def test_a_file_is_sent_once_and_then_only_said_to_be_the_same(stage, reader):
    few(stage)
    visitor = reader()

    for name in FILES:
        first = got(visitor, "togz-archa", "2026", name)
        address = f"/togz-archa/rounds/2026/{name}"
        tag = first.headers["ETag"]
        second = apart(visitor.client.get, address, headers={"If-None-Match": tag})
        other = apart(reader("ru").client.get, address)

        assert first.status_code == 200
        assert (second.status_code, second.data) == (304, b"")
        assert other.data == first.data
        assert first.headers["X-Content-SHA256"] == hashlib.sha256(first.data).hexdigest()
        assert first.headers["Content-Disposition"].startswith("attachment")


def test_json_is_canonical_and_says_what_its_amounts_are(stage, reader):
    few(stage)

    text = got(reader(), "togz-archa", "2026", "result.json").data.decode()

    facts = json.loads(text)
    assert text == json.dumps(
        facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ) + "\n"  # fmt: skip
    assert (facts["format"], facts["version"], facts["amounts"]) == ("demilge-result", 1, "tyiyn")
    assert facts["rule"]["rules_sha256"] == stage.round().rule_set_hash
    assert [one["by_channel"] for one in facts["projects"]] == [None] * 4


def names_in(value):
    """Every key in a JSON value, at any depth."""
    if isinstance(value, dict):
        return set(value).union(*map(names_in, value.values()))
    return set().union(*map(names_in, value)) if isinstance(value, list) else set()


def test_every_name_in_the_json_is_documented(stage, reader):
    told = re.findall(r"`([a-z_.0-9]+)`", DOCUMENTED.read_text(encoding="utf-8"))
    said = {part for name in told for part in name.split(".")}

    for made in (divided, imported("ten-ulush-add1.pb")):
        slug, round_slug = made(stage)
        facts = json.loads(got(reader(), slug, round_slug, "result.json").data)

        assert names_in(facts) <= said


def test_the_page_tells_ways_of_voting_with_their_shares(stage, reader):
    slug, round_slug = imported("kyzyl-ozon-greedy.pb")(stage)
    facts = json.loads(got(reader(), slug, round_slug, "result.json").data)

    for language in LANGUAGES:
        page = reader(language, place=slug).go(f"rounds/{round_slug}/results")

        table = page.source.partition(f"<caption>{say('How people voted', language)}")[2]
        rows = Rows(table.partition("</table>")[0]).rows[1:]
        by_channel = facts["turnout"]["by_channel"]
        numbers = [by_channel[name] for name in ("internet", "paper", "assembly")]
        assert [int(cells[1].split(" · ")[0]) for cells in rows] == [n for n in numbers if n]
        assert len(rows) > 1
        assert table.partition("</table>")[0].count("<svg") == len(rows)


def test_a_title_that_is_a_formula_stays_a_text_in_the_table(stage, reader):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    title = '=HYPERLINK("http://x";"Көпүрө")'
    ref = stage.submitted(title=title, title_in_other="+996 Мост", cost=som(100_000))
    stage.go_to(Phase.REVIEW)
    reviewing.admit(stage, ref, stage.person(Role.OPERATOR))
    (voter,) = stage.voters(1)
    stage.go_to(Phase.VOTING)
    stage.vote(voter, 1)
    stage.decided()

    table = got(reader(), "togz-archa", "2026", "result.csv").data

    assert table.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(table.decode("utf-8-sig")), delimiter=";")
    assert row["title_ky"] == f"'{title}"
    assert row["title_ru"] == "'+996 Мост"
    facts = json.loads(got(reader(), "togz-archa", "2026", "result.json").data)
    assert facts["projects"][0]["title"] == {"ky": title, "ru": "+996 Мост"}


def test_a_neighbour_has_no_file_of_this_round(stage, reader):
    few(stage)
    stage.neighbour()

    assert [got(reader(), "neighbour", "2026", name).status_code for name in FILES] == [404] * 3
