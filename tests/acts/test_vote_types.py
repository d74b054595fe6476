"""Ballots of every type: cast, kept, counted, published on the board, recounted by a stranger."""

import json

import pytest

from pb import verify
from pb.acts import ballots, headings, rounds
from pb.acts.headings import HeadingFacts
from pb.records import boards
from pb.records import results as records
from pb.records.ballots import inbox_of
from pb.rules.ballots import Marks
from pb.rules.refusals import Code, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import LOT, Phase
from pb.rules.rule_sets import Parameter
from pb.rules.tally.election import VoteType
from pb.rules.terms import Terms
from pb.rules.texts import Bilingual
from tests import reviewing
from tests.fingerprint import refused
from tests.records.test_constraints import change as force
from tests.records.test_constraints import refused as held
from tests.stage import som

COSTS = (300_000, 200_000, 250_000, 100_000)
BUDGET = som(500_000)
CASES = {
    "approval": (
        Terms(BUDGET, max_choices=2),
        [Marks((1,)), Marks((2, 3)), Marks((4, 2))],
        ["1", "2,3", "2,4"],
        {1: 1, 2: 2, 3: 1, 4: 1},
    ),
    "one project": (
        Terms(BUDGET, vote_type=VoteType.CHOOSE_1, max_choices=1),
        [Marks((1,)), Marks((2,)), Marks((2,))],
        ["1", "2", "2"],
        {1: 1, 2: 2, 3: 0, 4: 0},
    ),
    "shared points": (
        Terms(BUDGET, vote_type=VoteType.CUMULATIVE, points=5, max_choices=3),
        [Marks((3, 1), (1, 4)), Marks((2,), (3,)), Marks((4, 2, 1), (1, 1, 1))],
        ["1:1,2:1,4:1", "1:4,3:1", "2:3"],
        {1: 5, 2: 4, 3: 1, 4: 1},
    ),
    "points for each": (
        Terms(BUDGET, vote_type=VoteType.SCORING, points=5, max_choices=4),
        [Marks((1, 2, 3, 4), (5, 5, 5, 5)), Marks((3,), (2,)), Marks((4, 2), (1, 1))],
        ["1:5,2:5,3:5,4:5", "2:1,4:1", "3:2"],
        {1: 5, 2: 6, 3: 7, 4: 6},
    ),
    # Of three places the first is worth three points, the second two, the third one.
    "ranking": (
        Terms(BUDGET, vote_type=VoteType.ORDINAL, max_choices=3),
        [Marks((3, 1, 2)), Marks((2,)), Marks((4, 2))],
        ["2", "3>1>2", "4>2"],
        {1: 2, 2: 6, 3: 3, 4: 3},
    ),
    "within the budget": (
        Terms(BUDGET, within_budget=True, max_choices=4),
        [Marks((1, 2)), Marks((2, 4)), Marks((4, 3))],
        ["1,2", "2,4", "3,4"],
        {1: 1, 2: 2, 3: 1, 4: 2},
    ),
}


@pytest.fixture(params=CASES, ids=lambda name: name.replace(" ", "-"))
def case(request, stage):
    """A round of this type in its voting; its voters, ballots, their texts and the scores."""
    terms, marks, texts, scores = CASES[request.param]
    return stage.open_voting(*COSTS, voters=LOT + 5, terms=terms), marks, texts, scores


def cast(stage, voter, marked):
    paper = ballots.issue(stage.round().terms.number_space)
    return ballots.cast(voter, stage.place, "2026", marked, paper, stage.now)


def result_of(stage):
    return records.result_of(stage.place, stage.round().id)


def test_a_ballot_is_kept_as_it_was_marked_and_read_back_so(stage, case):
    voters, marks, texts, _ = case

    receipts = [cast(stage, voter, marked) for voter, marked in zip(voters, marks, strict=False)]

    round_id = stage.round().id
    assert sorted(one.marks for one in inbox_of(round_id)) == texts
    assert [ballots.receipt(round_id, one.ballot_id) for one in receipts] == receipts


def test_the_count_and_a_stranger_find_the_same_scores(stage, case):
    voters, marks, _, scores = case
    for number, voter in enumerate(voters[: 3 * (LOT // 3 + 1)]):
        cast(stage, voter, marks[number % 3])
    times = LOT // 3 + 1

    stage.decided()

    result = result_of(stage)
    assert {line.project.number: line.score for line in result.lines} == {
        number: score * times for number, score in scores.items()
    }
    assert all(line.internet == line.score for line in result.lines)
    board = boards.board_of(stage.place, stage.round().id)
    content = stage.storage.get(board.sha256)
    assert [key for key, _ in verify.verify(content)][:2] == ["ok", "won"]
    assert json.loads(content.splitlines()[0])["round"]["vote_type"] == stage.round().vote_type


@pytest.mark.parametrize(
    ("name", "marked", "code"),
    [
        ("one project", Marks((1, 2)), Code.TOO_MANY_CHOICES),
        ("shared points", Marks((1, 2), (3, 3)), Code.POINTS_TOO_MANY),
        ("shared points", Marks((1,)), Code.POINTS_OUT_OF_RANGE),
        ("points for each", Marks((1,), (6,)), Code.POINTS_OUT_OF_RANGE),
        ("ranking", Marks((1, 1)), Code.CHOICE_TWICE),
        ("ranking", Marks((1,), (3,)), Code.POINTS_OUT_OF_RANGE),
        ("within the budget", Marks((1, 3)), Code.CHOICES_TOO_DEAR),
        ("approval", Marks((1,), (3,)), Code.POINTS_OUT_OF_RANGE),
    ],
)
def test_cast_refuses_what_the_round_does_not_allow_and_writes_nothing(stage, name, marked, code):
    voter = stage.open_voting(*COSTS, voters=1, terms=CASES[name][0])[0]

    with refused(NotValid, code, "choices"):
        cast(stage, voter, marked)
    with refused(NotValid, code, "choices"):
        ballots.check(voter, stage.place, "2026", marked, stage.now)


def test_no_more_than_the_limit_is_chosen_of_one_part_of_the_money(stage):
    stage.draft(terms=Terms(BUDGET, by_heading=1, max_choices=3))
    clerk = stage.person(Role.OPERATOR)
    parts = [
        HeadingFacts("category_1", som(300_000), name=Bilingual("Жолдор", "Дороги")),
        HeadingFacts("category_2", som(200_000), name=Bilingual("Мектептер", "Школы")),
    ]
    headings.divide(clerk, stage.place, "2026", parts, stage.now)
    rounds.announce(stage.person(Role.HEAD), stage.place, "2026", stage.now)
    stage.go_to(Phase.SUBMISSION)
    refs = [
        stage.submitted(cost=som(cost), heading=heading)
        for cost, heading in ((100_000, 1), (120_000, 1), (90_000, 2))
    ]
    stage.go_to(Phase.REVIEW)
    for ref in refs:
        reviewing.admit(stage, ref, clerk)
    voter, other = stage.voters(2)
    stage.go_to(Phase.VOTING)

    with refused(NotValid, Code.HEADING_FULL, "choices"):
        cast(stage, voter, Marks((1, 2)))
    cast(stage, voter, Marks((1, 3)))
    cast(stage, other, Marks((2, 3)))

    stage.decided()
    assert {line.project.number: line.score for line in result_of(stage).lines} == {
        1: 1,
        2: 1,
        3: 2,
    }


def test_only_the_first_places_count_where_the_rules_say_so(stage):
    terms = Terms(BUDGET, vote_type=VoteType.ORDINAL, max_choices=3)
    stage.draft(terms=terms, rules={Parameter.TOP_PLACES: 2})
    rounds.announce(stage.person(Role.HEAD), stage.place, "2026", stage.now)
    stage.on_ballot(*COSTS)
    voters = stage.voters(LOT + 1)
    stage.go_to(Phase.VOTING)
    for voter in voters:
        cast(stage, voter, Marks((3, 1, 2)))

    stage.decided()

    assert {line.project.number: line.score for line in result_of(stage).lines} == {
        1: LOT + 1, 2: 0, 3: LOT + 1, 4: 0,
    }  # fmt: skip
    board = boards.board_of(stage.place, stage.round().id)
    content = stage.storage.get(board.sha256)
    assert [key for key, _ in verify.verify(content)][:2] == ["ok", "won"]


@pytest.mark.parametrize(
    "change", [{"points": 5}, {"within_budget": True}, {"by_heading": 2}], ids="-".join
)
def test_what_a_ballot_has_to_keep_to_is_frozen_with_the_announcement(stage, change):
    stage.announced(terms=Terms(BUDGET, vote_type=VoteType.CUMULATIVE, points=3))

    with held("round is final"):
        force("round", **change)


@pytest.mark.parametrize(
    "change",
    [
        {"points": 5, "vote_type": "approval"},
        {"within_budget": True, "vote_type": "ordinal"},
        {"by_heading": -1},
    ],
    ids="-".join,
)
def test_a_draft_cannot_ask_of_a_ballot_what_its_type_has_not(stage, change):
    stage.draft()

    with held("ballot_fits_type"):
        force("round", **change)
