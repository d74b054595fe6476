"""Rounds of every type of vote given away: a stranger's count of the file comes to our result."""

import pytest

from pb.records import results
from pb.rules.pabulib import parse, write
from pb.rules.rounds import LOT
from pb.rules.tally import Outcome, count
from pb.services import opendata
from tests.acts.test_vote_types import CASES, COSTS, cast

TIMES = LOT // 3 + 1


@pytest.mark.parametrize("name", CASES)
def test_an_export_is_counted_to_the_result_of_the_round(stage, name):
    terms, marks, _, scores = CASES[name]
    voters = stage.open_voting(*COSTS, voters=3 * TIMES, terms=terms)
    for number, voter in enumerate(voters):
        cast(stage, voter, marks[number % 3])
    stage.decided()
    round_ = stage.round()

    text = opendata.election_text(round_, stage.now)

    read = parse(text)
    again = count(read.election)
    result = results.result_of(stage.place, round_.id)
    assert write(read) == text
    assert dict(again.scores) == {str(ref): score * TIMES for ref, score in scores.items()}
    won = [str(one.project.number) for one in result.lines if one.outcome is Outcome.WON]
    assert list(again.selected) == list(read.published) == won
    assert dict(read.meta)["vote_type"] == round_.vote_type
    facts = opendata.result_facts(round_, stage.now)
    assert {one["number"]: one["score"] for one in facts["projects"]} == {
        ref: score * TIMES for ref, score in scores.items()
    }


@pytest.mark.parametrize(
    ("name", "key", "limit"),
    [
        ("shared points", "max_sum_points", "5"),
        ("points for each", "max_points", "5"),
        ("within the budget", "max_sum_cost", "500000"),
        ("ranking", "max_length", "3"),
    ],
)
def test_an_export_says_what_a_ballot_could_hold(stage, name, key, limit):
    terms, marks, _, _ = CASES[name]
    (voter,) = stage.open_voting(*COSTS, voters=1, terms=terms)
    cast(stage, voter, marks[1])
    stage.decided()

    text = opendata.election_text(stage.round(), stage.now)

    assert f"\n{key};{limit}\n" in text
    assert "Only totals are published" in text
