"""The files of a result at the door: when they may be had, how they are kept, what they say."""

import csv
import hashlib
import io
import json
import re
from pathlib import Path

from pb import lifecycle
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests import reviewing
from tests.documents.reading import Rows
from tests.results_made import FILES, LANGUAGES, divided, few, got, imported
from tests.stage import KEYS, som
from tests.web.browser import apart, say

DOCUMENTED = Path(__file__).resolve().parents[2] / "docs/result.md"


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
