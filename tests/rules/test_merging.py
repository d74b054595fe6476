"""Merging two proposals: who may consent to it, and which ones it is possible for."""

import pytest

from pb.rules.merging import MergeState, check_merge, check_mergeable, check_sides, check_unanswered
from pb.rules.proposals import MOVES, Deed, ProposalState
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid

LIVE = (ProposalState.SUBMITTED, ProposalState.RETURNED)


@pytest.mark.parametrize("one", LIVE)
@pytest.mark.parametrize("into", LIVE)
def test_two_that_are_not_answered_yet_become_one_when_both_sides_consent(one, into):
    check_merge(one, into, is_itself=False, consents=2)


@pytest.mark.parametrize("gone", [one for one in ProposalState if one not in LIVE])
def test_what_is_not_sent_or_has_its_answer_is_merged_with_nothing(gone):
    assert Deed.MERGE not in MOVES[gone]
    for one, into in ((gone, ProposalState.SUBMITTED), (ProposalState.SUBMITTED, gone)):
        with pytest.raises(Conflict) as refused:
            check_mergeable(one, into, is_itself=False)
        assert refused.value.code is Code.PROPOSAL_MOVED_ON
        assert refused.value.facts["state"] is gone


@pytest.mark.parametrize("consents", [0, 1])
def test_one_consent_is_not_enough(consents):
    with pytest.raises(NotValid) as refused:
        check_merge(*LIVE, is_itself=False, consents=consents)

    assert refused.value.code is Code.MERGE_NEEDS_CONSENT
    assert refused.value.facts == {"number": 2 - consents}


def test_a_proposal_is_not_merged_with_itself():
    with pytest.raises(NotValid) as refused:
        check_mergeable(*LIVE, is_itself=True)

    assert (refused.value.code, refused.value.field) == (Code.MERGE_WITH_ITSELF, "into")


def test_one_person_does_not_stand_on_both_sides():
    check_sides(1, 2)
    with pytest.raises(NotAllowed) as refused:
        check_sides(1, 1)

    assert refused.value.code is Code.MERGE_OF_OWN


@pytest.mark.parametrize("state", [one for one in MergeState if one is not MergeState.OFFERED])
def test_an_offer_is_answered_once(state):
    check_unanswered(MergeState.OFFERED)
    with pytest.raises(Conflict) as refused:
        check_unanswered(state)

    assert refused.value.facts == {"state": state}
