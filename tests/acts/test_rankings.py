"""What a commission found: every figure as it comes out by hand, final, and when it may be done."""

import hashlib
import json

import pytest

from pb.acts import scoring
from pb.records import audit, proposals, scores
from pb.records import commissions as records
from pb.records.base import db
from pb.rules import lots
from pb.rules.commissions import figures
from pb.rules.commissions.members import Bar
from pb.rules.commissions.ranking import TieRule
from pb.rules.commissions.terms import Measure
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, Conflict, NotNow, NotValid
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter
from pb.rules.tally.election import TieBreak
from pb.services.audit import Tag
from tests.commission_stage import Panel
from tests.fingerprint import one_event, refused
from tests.records.test_constraints import TABLES, rows
from tests.records.test_constraints import change as force
from tests.records.test_constraints import refused as held

FIVES = "5 5 5 5 5"


@pytest.fixture
def panel(stage):
    """Five members and two proposals, in the first hour of the discussion."""
    return Panel(stage).at_work(298_000, 200_000)


def result(stage):
    commission = records.standing_of(stage.place, stage.round().id)
    return figures.read(scores.result_of(stage.place, commission.id).figures_text).result


def all_hand_in(panel, *texts):
    for member in range(5):
        panel.hand_in(member, *(texts or (FIVES, FIVES)))


def test_rank_gives_the_figures_that_come_out_by_hand(stage, panel):
    """By hand, on paper.

    Marks of members 1 to 5; member 5 has a relative behind the first proposal.

      first proposal        importance  participation  sustainability  justification  contribution
        member 1                 8           7,5              9              6             10
        member 2                 7            7               8              6             10
        member 3                 9            8               8              7              9
        member 4                10            6               9              5             10
        sum                     34          28,5             34             24             39
        mean of 4                8,5         7,125            8,5            6              9,75
        to hundredths            8,50        7,13             8,50           6,00           9,75
        worth 2 a point         17,00       14,26            17,00          12,00          19,50
      together 79,76; exactly (without rounding the mean) it would be 79,75.

      second proposal: member 5 gives 10 everywhere, the others 7 everywhere
        mean of 5: (4 × 7 + 10) / 5 = 7,6; worth 15,2; five of them 76,00.
    """
    first, second = panel.refs
    for member, text in enumerate(("8 7,5 9 6 10", "7 7 8 6 10", "9 8 8 7 9", "10 6 9 5 10")):
        panel.hand_in(member, text, "7 7 7 7 7")
    panel.declare(4, first)
    panel.mark(4, second, "10 10 10 10 10")
    scoring.hand_in(panel.members[4], stage.place, "2026", stage.now)
    panel.open()

    with one_event(Tag.COMMISSION_RANKED) as event:
        panel.rank()

    best, other = result(stage).applications
    assert (best.application.ref, str(best.total)) == (first, "1994/25")  # 79.76
    assert [str(row.points) for row in best.blocks[0].criteria] == [
        "17/2", "713/100", "17/2", "6", "39/4",
    ]  # fmt: skip
    assert [str(row.weighted) for row in best.blocks[0].criteria] == [
        "17", "713/50", "17", "12", "39/2",
    ]  # fmt: skip
    assert best.counted == ("1", "2", "3", "4")
    assert best.left_out == (("5", Bar.CONFLICT),)
    assert (other.application.ref, other.total) == (second, 76)
    projects = {p.proposal.ref: p.id for p in proposals.projects_of(stage.round().id)}
    assert [
        (one.project_id, one.place, one.points)
        for one in scores.points_of(stage.place, stage.round().id)
    ] == [(projects[first], 1, "1994/25"), (projects[second], 2, "76")]
    (kept,) = rows("commission_result")
    assert kept["sha256"] == hashlib.sha256(kept["figures_text"].encode()).hexdigest()
    assert json.loads(event.facts) == {"round": "2026", "sha256": kept["sha256"]}


def test_rank_measures_the_own_contribution_where_that_was_chosen(stage):
    """The first: 20 000 own of 318 000 is 6,29 %, of 50 % for all 10 points: 1,26, worth 2,52.

    The second: 20 000 of 120 000 is 16,67 %: 3,33 points, worth 6,66. The four marked criteria
    give 5 × 2 = 10 each.
    """
    panel = Panel(stage, measure=Measure.EVENLY).at_work(298_000, 100_000)
    for member in range(5):
        panel.hand_in(member, "5 5 5 5 -", "5 5 5 5 -")
    panel.open()
    panel.rank()

    best, other = result(stage).applications
    assert (best.application.ref, float(best.total)) == (panel.refs[1], 46.66)
    assert (other.application.ref, float(other.total)) == (panel.refs[0], 42.52)
    assert best.application.cost == Tyiyn(120_000_00)


def test_rank_breaks_a_tie_as_the_rules_say(stage, panel):
    all_hand_in(panel)
    panel.open()
    panel.rank()

    places = [one.place for one in result(stage).applications]
    # 20 000 of 220 000 is a larger share than 20 000 of 318 000
    assert [place.ref for place in places] == [panel.refs[1], panel.refs[0]]
    assert {place.decided_by for place in places} == {TieRule.OWN_SHARE}


def test_rank_asks_for_a_public_lot_where_the_rules_leave_nothing_else(stage):
    ties = {Parameter.TIES: (TieBreak.LOT.value, TieBreak.LISTED_FIRST.value)}
    panel = Panel(stage, ties).at_work(298_000, 200_000)
    all_hand_in(panel)
    panel.open()

    with refused(NotNow, Code.LOT_NEEDED, number=2):
        panel.rank()
    panel.rank("3 5 1 6 6 2")

    found = result(stage)
    assert found.seed == "3 5 1 6 6 2"
    places = [one.place for one in found.applications]
    assert tuple(place.ref for place in places) == lots.drawn(panel.refs, found.seed)
    assert {place.decided_by for place in places} == {TieRule.LOT}


def test_rank_keeps_no_seed_that_no_lot_needed(stage, panel):
    all_hand_in(panel)
    panel.open()

    with refused(NotValid, Code.TEXT_TOO_SHORT, "seed"):
        panel.rank("3 5")
    panel.rank("3 5 1 6 6 2")

    assert result(stage).seed is None


def test_a_result_stands_once_and_is_final(stage, panel):
    all_hand_in(panel)
    panel.open()
    panel.rank()

    with refused(Conflict, Code.COMMISSION_RANKED):
        panel.rank()
    for table, column in (
        ("commission_result", "figures_text"),
        ("commission_place", "points_text"),
        ("sheet_opening", "excused"),
    ):
        with held("final"):
            force(table, **{column: "1"})
        with held("final"):
            db.session.execute(TABLES[table].delete())


def test_figures_that_do_not_follow_from_their_marks_are_not_read(stage, panel):
    all_hand_in(panel)
    panel.open()
    panel.rank()
    text = rows("commission_result")[0]["figures_text"]

    for old, new in (
        ('"total":"50"', '"total":"51"'),
        ('"importance":"5"', '"importance":"6"'),
        ('"place":1', '"place":2'),
        (
            "{",
            "[",
        ),
    ):
        assert old in text
        with pytest.raises(NotValid) as found:
            figures.read(text.replace(old, new, 1))
        assert found.value.code is Code.FIGURES_UNREADABLE


@pytest.mark.parametrize(
    ("phase", "scores_now", "opens_now"),
    [
        (Phase.SUBMISSION, False, False),
        (Phase.REVIEW, False, False),
        (Phase.DISCUSSION, True, True),
        (Phase.VOTING, True, False),
        (Phase.COUNTING, True, True),
    ],
)
def test_scoring_and_opening_are_open_in_their_phases_only(stage, phase, scores_now, opens_now):
    panel = Panel(stage).at_work(100_000)
    for member in range(4):
        panel.hand_in(member, FIVES)
    panel.declare(4)
    panel.mark(4, panel.refs[0], FIVES)
    stage.go_to(phase)
    last = panel.members[4]

    if not scores_now:
        with refused(NotNow, Code.NOT_OPEN):
            panel.declare(4)
        with refused(NotNow, Code.NOT_OPEN):
            panel.mark(4, panel.refs[0], FIVES)
        with refused(NotNow, Code.NOT_OPEN):
            scoring.hand_in(last, stage.place, "2026", stage.now)
        return
    scoring.hand_in(last, stage.place, "2026", stage.now)
    if not opens_now:
        with refused(NotNow, Code.NOT_OPEN):
            panel.open()
        with refused(NotNow, Code.NOT_OPEN):
            panel.rank()
        return
    panel.open()
    panel.rank()


def test_a_round_without_a_commission_or_without_proposals_is_not_scored(stage):
    panel = Panel(stage)
    stage.go_to(Phase.DISCUSSION)
    with refused(Conflict, Code.COMMISSION_MISSING):
        panel.declare(0)
    panel.signed()

    with refused(Conflict, Code.NOTHING_TO_SCORE):
        panel.declare(0)


def test_no_event_of_the_trail_says_a_mark_or_a_name(stage, panel):
    panel.hand_in(0, "9,7 5 5 5 5", FIVES)
    for member in range(1, 5):
        panel.hand_in(member, FIVES, FIVES)
    panel.open()
    panel.rank()

    for event in audit.events_of(stage.place):
        if event.tag in ("sheet.saved", "sheets.handed_in", "interests.declared"):
            assert json.loads(event.facts) == {"round": "2026"}
        assert "Мүчө" not in event.facts
        assert "970" not in event.facts
        assert "9,7" not in event.facts
