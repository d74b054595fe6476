"""The checklist: what figures decide, what people answer, and that nobody is outvoted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.rules.checklists import (
    WORKED_OUT,
    Figures,
    Item,
    Verdict,
    asked_of_people,
    check_met,
    findings,
    note,
    worked_out,
)
from pb.rules.contributions import Kind, check_own_share
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotValid

every = settings(max_examples=80, deadline=None, derandomize=True)
amounts = st.integers(0, 10**9).map(Tyiyn)


def figures(asked=900, ceiling=1_000, own=(100, 0, 0), minimum=1_000, kinds=tuple(Kind), **more):
    return Figures(
        Tyiyn(asked),
        Tyiyn(ceiling),
        {kind: Tyiyn(amount) for kind, amount in zip(Kind, own, strict=True)},
        minimum,
        kinds,
        **more,
    )


def found(**changes):
    return {item: one.verdict for item, one in worked_out(figures(**changes)).items()}


@pytest.mark.parametrize(
    ("changes", "item", "verdict"),
    [
        ({}, Item.CEILING, Verdict.MET),
        ({"asked": 1_000}, Item.CEILING, Verdict.MET),
        ({"asked": 1_001}, Item.CEILING, Verdict.NOT_MET),
        # ten per cent of 900 + 100 is 100
        ({}, Item.OWN_SHARE, Verdict.MET),
        ({"own": (99, 0, 0)}, Item.OWN_SHARE, Verdict.NOT_MET),
        ({"own": (40, 40, 20)}, Item.OWN_SHARE, Verdict.MET),
        ({"own": (0, 0, 0), "minimum": 0}, Item.OWN_SHARE, Verdict.MET),
        ({"kinds": (Kind.CASH,)}, Item.CONTRIBUTIONS, Verdict.MET),
        ({"kinds": (Kind.LABOUR,)}, Item.CONTRIBUTIONS, Verdict.NOT_MET),
        ({"kinds": (), "own": (0, 0, 0)}, Item.CONTRIBUTIONS, Verdict.MET),
        ({"lines": Tyiyn(900)}, Item.SUMS, Verdict.MET),
        ({"lines": Tyiyn(899)}, Item.SUMS, Verdict.NOT_MET),
    ],
)
def test_what_figures_decide_is_worked_out(changes, item, verdict):
    assert found(**changes)[item] is verdict


def test_the_figures_behind_a_finding_are_shown():
    shown = {item: dict(one.facts) for item, one in worked_out(figures(own=(60, 30, 9))).items()}

    assert shown == {
        Item.CEILING: {"asked": 900, "ceiling": 1_000},
        Item.OWN_SHARE: {"own": 99, "least": 100, "whole": 999},
        Item.CONTRIBUTIONS: {"strange": 0},
    }


def test_people_answer_the_rest_and_the_sums_where_no_lines_are_kept():
    assert set(asked_of_people(figures(lines=Tyiyn(900)))) == set(Item) - WORKED_OUT
    assert Item.SUMS in asked_of_people(figures())


@pytest.mark.parametrize(
    ("verdicts", "common"),
    [
        ((), None),
        ((Verdict.MET,), Verdict.MET),
        ((Verdict.MET, Verdict.NOT_SURE), Verdict.NOT_SURE),
        ((Verdict.NOT_SURE, Verdict.NOT_MET, Verdict.MET), Verdict.NOT_MET),
        ((Verdict.MET, Verdict.MET, Verdict.NOT_MET), Verdict.NOT_MET),
    ],
)
def test_the_heaviest_word_of_the_reviewers_counts(verdicts, common):
    found = {one.item: one for one in findings(figures(), {Item.LOCAL: verdicts})}

    assert found[Item.LOCAL].verdict is common


def test_check_met_names_every_item_that_is_lacking():
    answers = {item: (Verdict.MET,) for item in Item if item is not Item.PAPERS}

    with pytest.raises(NotValid) as refused:
        check_met(findings(figures(asked=1_001), answers))

    assert (refused.value.code, refused.value.field) == (Code.ITEMS_NOT_MET, "outcome")
    assert refused.value.facts["items"] == (Item.PAPERS, Item.CEILING, Item.OWN_SHARE)
    check_met(findings(figures(), dict.fromkeys(Item, (Verdict.MET,))))


@every
@given(amounts.filter(bool), amounts, st.integers(0, 10_000))
def test_the_own_share_is_that_of_the_contributions(asked, own, minimum):
    verdict = found(asked=asked, own=(own, 0, 0), minimum=minimum)[Item.OWN_SHARE]

    if verdict is Verdict.MET:
        check_own_share(own, Tyiyn(asked + own), minimum)
    else:
        with pytest.raises(NotValid):
            check_own_share(own, Tyiyn(asked + own), minimum)


def test_a_note_may_be_left_out():
    assert note(" ", "x") is None
    assert note(" Сурайм ", "x") == "Сурайм"
