"""The whole way of a proposal, every move that is not on it, and outcomes with their reasons."""

from datetime import date, timedelta

import pytest

from pb.rules import proposals
from pb.rules.proposals import Ground, ProposalState
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.reviews import (
    STAGES,
    Deed,
    Stage,
    admitted,
    check_merge,
    moved,
    not_admitted,
    reason,
    returned,
)

# From where, by which deed, to where. Nothing else moves a proposal.
WAY = """
    draft              submit          submitted
    submitted          admit           admitted
    submitted          return          returned
    submitted          not_admit       not_admitted
    submitted          withdraw        withdrawn
    submitted          merge           merged
    returned           submit          submitted
    returned           withdraw        withdrawn
    returned           merge           merged
    not_admitted       uphold_appeal   submitted
    admitted           put_to_vote     in_vote
    admitted           withdraw        withdrawn
    admitted           merge           merged
    in_vote            rank            ranked
    ranked             declare_winner  won
    ranked             put_in_reserve  reserve
    ranked             declare_lost    lost
    reserve            declare_winner  won
    reserve            declare_lost    lost
    won                sign_contract   contracted
    contracted         start_work      in_implementation
    in_implementation  accept_work     accepted_work
    accepted_work      report          reported
    reported           monitor         monitored
"""
ALLOWED = {
    (stage, deed): to for stage, deed, to in (row.split() for row in WAY.strip().splitlines())
}
NOT_ALLOWED = [
    pytest.param(stage, deed, id=f"{stage}-{deed}")
    for stage in Stage
    for deed in Deed
    if (stage.value, deed.value) not in ALLOWED
]
TODAY, LAST = date(2026, 3, 2), date(2026, 3, 13)
WHY = "Сметада түтүктүн баасы жок, тактап жазыңыз."
LAW = "«Жергиликтүү мамлекеттик администрация жана ЖӨБ органдары жөнүндө» мыйзам, 22-берене"


@pytest.mark.parametrize(("step", "to"), ALLOWED.items())
def test_moved_goes_the_printed_way(step, to):
    stage, deed = step

    assert moved(Stage(stage), Deed(deed)) == to


@pytest.mark.parametrize(("stage", "deed"), NOT_ALLOWED)
def test_moved_refuses_every_deed_that_is_not_on_the_way(stage, deed):
    with pytest.raises(Conflict) as refused:
        moved(stage, deed)

    assert refused.value.code is Code.PROPOSAL_MOVED_ON
    assert refused.value.facts == {"state": stage, "deed": deed}


def test_every_deed_and_every_stage_is_walked():
    assert len(NOT_ALLOWED) + len(ALLOWED) == len(Stage) * len(Deed)
    assert set(STAGES) == set(Stage)
    assert {deed for _, deed in ALLOWED} == set(Deed)


def test_every_stage_but_the_draft_can_be_reached_from_it():
    reached = {Stage.DRAFT}
    while more := {to for stage in reached for to in STAGES[stage].values()} - reached:
        reached |= more

    assert reached == set(Stage)


def test_the_moves_that_deeds_exist_for_lie_on_the_way():
    for state, others in proposals.MOVES.items():
        assert Stage(state) in STAGES
        assert {Stage(other) for other in others} <= set(STAGES[Stage(state)].values())
    assert {state.value for state in ProposalState} <= {stage.value for stage in Stage}


def test_a_proposal_is_withdrawn_only_before_the_vote():
    may = {stage for stage in Stage if Deed.WITHDRAW in STAGES[stage]}

    assert may == {Stage.SUBMITTED, Stage.RETURNED, Stage.ADMITTED}


def test_admitted_needs_no_reason():
    review = admitted()

    assert review.deed is Deed.ADMIT
    assert (review.text, review.ground, review.legal_ground) == (None, None, None)


def test_returned_may_ask_for_mending_today():
    assert returned(WHY, TODAY, TODAY, LAST).mend_by == TODAY


def test_returned_says_what_to_mend_and_by_when():
    review = returned(f"  {WHY}\r\n", LAST, TODAY, LAST)

    assert (review.deed, review.text, review.mend_by) == (Deed.RETURN, WHY, LAST)


@pytest.mark.parametrize("by", [None, TODAY - timedelta(days=1), LAST + timedelta(days=1)])
def test_returned_is_refused_without_a_day_within_the_review(by):
    with pytest.raises(NotValid) as refused:
        returned(WHY, by, TODAY, LAST)

    assert (refused.value.code, refused.value.field) == (Code.RETURN_DATE_MISSING, "mend_by")


@pytest.mark.parametrize("text", ["", "   ", "жок", "кыска сөз"])
def test_returned_is_refused_without_saying_what_to_mend(text):
    with pytest.raises(NotValid) as refused:
        returned(text, LAST, TODAY, LAST)

    assert (refused.value.code, refused.value.field) == (Code.REASON_MISSING, "reason")


def test_not_admitted_has_ground_reason_and_law():
    review = not_admitted(Ground.AGAINST_LAW, WHY, LAW)

    assert review.deed is Deed.NOT_ADMIT
    assert (review.ground, review.text, review.legal_ground) == (Ground.AGAINST_LAW, WHY, LAW)


@pytest.mark.parametrize(
    ("ground", "text", "law", "code", "field"),
    [
        (None, WHY, LAW, Code.REASON_MISSING, "ground"),
        (Ground.NOT_LOCAL, "", LAW, Code.REASON_MISSING, "reason"),
        (Ground.NOT_LOCAL, "болбойт", LAW, Code.REASON_MISSING, "reason"),
        (Ground.NOT_LOCAL, WHY, " ", Code.LEGAL_GROUND_MISSING, "legal_ground"),
        (Ground.NOT_LOCAL, WHY, "мыйзам", Code.LEGAL_GROUND_MISSING, "legal_ground"),
        (Ground.NOT_LOCAL, WHY, LAW * 100, Code.TEXT_TOO_LONG, "legal_ground"),
        (Ground.NOT_LOCAL, WHY + "\u202e", LAW, Code.TEXT_INVISIBLE, "reason"),
    ],
)
def test_not_admitted_is_refused_without_any_of_the_three(ground, text, law, code, field):
    with pytest.raises(NotValid) as refused:
        not_admitted(ground, text, law)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert refused.value.facts.get("shortest", 10) == 10


def test_reason_says_how_long_it_has_to_be():
    with pytest.raises(NotValid) as refused:
        reason("жок", "reasons")

    assert refused.value.facts == {"shortest": 10}


@pytest.mark.parametrize("stage", [Stage.SUBMITTED, Stage.RETURNED, Stage.ADMITTED])
def test_check_merge_takes_two_that_live_and_both_groups(stage):
    check_merge(stage, Stage.SUBMITTED, is_itself=False, consents=2)


@pytest.mark.parametrize(
    ("one", "into", "is_itself", "consents", "code"),
    [
        (Stage.SUBMITTED, Stage.SUBMITTED, True, 2, Code.MERGE_WITH_ITSELF),
        (Stage.SUBMITTED, Stage.ADMITTED, False, 1, Code.MERGE_NEEDS_CONSENT),
        (Stage.SUBMITTED, Stage.ADMITTED, False, 0, Code.MERGE_NEEDS_CONSENT),
        (Stage.IN_VOTE, Stage.ADMITTED, False, 2, Code.PROPOSAL_MOVED_ON),
        (Stage.SUBMITTED, Stage.WITHDRAWN, False, 2, Code.PROPOSAL_MOVED_ON),
        (Stage.DRAFT, Stage.SUBMITTED, False, 2, Code.PROPOSAL_MOVED_ON),
    ],
)
def test_check_merge_refuses_what_cannot_become_one(one, into, is_itself, consents, code):
    with pytest.raises((NotValid, Conflict)) as refused:
        check_merge(one, into, is_itself=is_itself, consents=consents)

    assert refused.value.code is code
    if code is Code.MERGE_NEEDS_CONSENT:
        assert refused.value.facts == {"number": 2 - consents}
