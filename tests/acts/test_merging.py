"""Two proposals become one: offered by one side, answered by the other, mended, for ever."""

import json
from datetime import timedelta

import pytest

from pb.acts import co_authors, merging, proposals, scoring
from pb.records import merging as records
from pb.records import proposal_parts, reviews
from pb.records import proposals as kept
from pb.records.base import db
from pb.rules import calendar
from pb.rules.merging import MergeState
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.actors import STRANGER
from pb.services.audit import Tag
from tests import groups_made as made
from tests import reviewing
from tests.commission_stage import Panel
from tests.fingerprint import one_event, refused
from tests.proposals_made import Idea, draft
from tests.records.test_constraints import rows
from tests.stage import KEYS

WORDS = "Экөөбүз тең ошол эле көчө жөнүндө жазганбыз."
WHY = "Биздин көчө башка, сметасы да өзүнчө."


@pytest.fixture
def pair(stage):
    """Two residents with a proposal each, while proposals are taken."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return stage.person(Role.RESIDENT), stage.person(Role.RESIDENT)


@pytest.fixture
def refs(stage, pair):
    return [stage.submitted(author=author) for author in pair]


def offer(stage, who, ref, into):
    return merging.offer(who, stage.place, ref, into, WORDS, "ky", KEYS, stage.now)


def accept(stage, who, ref):
    return merging.accept(who, stage.place, ref, KEYS, stage.now)


def decline(stage, who, ref, why=WHY):
    return merging.decline(who, stage.place, ref, why, "ky", KEYS, stage.now)


def merged(stage, pair, refs):
    accept(stage, pair[1], offer(stage, pair[0], refs[0], refs[1]))


def of(stage, ref):
    db.session.expire_all()
    return kept.whole_proposal(stage.place, ref)


def test_both_sides_consent_and_one_lives_on_in_the_other(stage, pair, refs):
    with one_event(Tag.MERGE_OFFERED):
        ref = offer(stage, pair[0], *refs)
    with one_event(Tag.PROPOSALS_MERGED) as event:
        accept(stage, pair[1], ref)

    ended, lives = (of(stage, one) for one in refs)
    assert (ended.state, lives.state) == (ProposalState.MERGED, ProposalState.SUBMITTED)
    for one in (ended, lives):
        (found,) = records.merged_with(stage.place, one.id)
        assert (found.proposal.ref, found.into.ref, found.ended_at) == (*refs, stage.now)
    *_, version = proposal_parts.versions_of(stage.place, lives.id)
    assert json.loads(version.facts)["merged"] == [[1, "Суу түтүгүн жаңыртуу", None]]
    assert json.loads(event.facts) == {"into": refs[1], "sha256": version.sha256}
    assert len(proposal_parts.versions_of(stage.place, ended.id)) == 1


def test_the_other_side_declines_with_a_reason_and_both_stay(stage, pair, refs):
    ref = offer(stage, pair[0], *refs)

    with refused(NotValid, Code.REASON_MISSING, "reason"):
        decline(stage, pair[1], ref, "жок")
    with one_event(Tag.MERGE_DECLINED):
        decline(stage, pair[1], ref)

    assert {of(stage, one).state for one in refs} == {ProposalState.SUBMITTED}
    assert records.offer_of(stage.place, ref).reason == WHY
    assert offer(stage, pair[0], *refs)


def test_an_offer_is_taken_back_until_it_is_answered(stage, pair, refs):
    ref = offer(stage, pair[0], *refs)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        merging.take_back(pair[1], stage.place, ref, stage.now)
    with one_event(Tag.MERGE_TAKEN_BACK):
        merging.take_back(pair[0], stage.place, ref, stage.now)

    gone = {"state": MergeState.TAKEN_BACK}
    with refused(Conflict, Code.MERGE_MOVED_ON, **gone):
        accept(stage, pair[1], ref)
    with refused(Conflict, Code.MERGE_MOVED_ON, **gone):
        decline(stage, pair[1], ref)
    with refused(Conflict, Code.MERGE_MOVED_ON, **gone):
        merging.take_back(pair[0], stage.place, ref, stage.now)


def test_whoever_offers_cannot_answer_and_nobody_else_can(stage, pair, refs):
    ref = offer(stage, pair[0], *refs)

    for person in (pair[0], stage.person(Role.RESIDENT), stage.person(Role.OPERATOR)):
        with refused(NotAllowed, Code.NOT_ALLOWED):
            accept(stage, person, ref)
        with refused(NotAllowed, Code.NOT_ALLOWED):
            decline(stage, person, ref)
    with refused(NotAllowed, Code.SIGN_IN_FIRST):
        accept(stage, STRANGER, ref)


def test_a_co_author_neither_offers_nor_answers(stage, pair, refs):
    friend = stage.person(Role.RESIDENT)
    unsent = draft(pair[0], stage.place, "2026", Idea(), stage.now)
    token = co_authors.invite(pair[0], stage.place, unsent, stage.now)
    co_authors.answer(friend, stage.place, token, stage.now, consents=True)
    proposals.submit(pair[0], stage.place, unsent, stage.now)

    with refused(NotAllowed, Code.LEADER_ONLY):
        offer(stage, friend, unsent, refs[1])


def test_one_person_does_not_stand_on_both_sides(stage, pair, refs):
    second = stage.submitted(author=pair[0])

    with refused(NotAllowed, Code.MERGE_OF_OWN):
        offer(stage, pair[0], refs[0], second)
    with refused(NotValid, Code.MERGE_WITH_ITSELF, "into"):
        offer(stage, pair[0], refs[0], refs[0])


def test_whoever_offered_and_leads_the_other_side_by_now_does_not_consent_to_themselves(stage):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    leader, heir, *rest = made.neighbours(stage, 4)
    group = made.registered(stage, leader, heir, *rest)
    refs = [stage.submitted(author=heir), stage.submitted(author=leader, group=group)]
    ref = offer(stage, heir, *refs)
    made.lead_passed(stage, group, leader, heir)

    with refused(NotAllowed, Code.MERGE_OF_OWN):
        accept(stage, heir, ref)


def test_one_offer_of_a_proposal_stands_at_a_time(stage, pair, refs):
    third = stage.submitted()
    offer(stage, pair[0], *refs)

    with refused(Conflict, Code.MERGE_WAITS):
        offer(stage, pair[0], refs[0], third)


def test_an_offer_comes_too_late_when_the_other_has_its_answer(stage, pair, refs):
    stage.go_to(Phase.REVIEW)
    ref = offer(stage, pair[0], *refs)
    reviewing.admit(stage, refs[1], stage.person(Role.OPERATOR))
    db.session.expire_all()

    with refused(Conflict, Code.PROPOSAL_MOVED_ON, state=ProposalState.ADMITTED):
        accept(stage, pair[1], ref)
    merging.take_back(pair[0], stage.place, ref, stage.now)


def test_nothing_is_merged_once_the_review_is_over(stage, pair, refs):
    ref = offer(stage, pair[0], *refs)
    stage.go_to(Phase.DISCUSSION)

    with refused(NotNow, Code.NOT_OPEN):
        accept(stage, pair[1], ref)
    with refused(NotNow, Code.NOT_OPEN):
        offer(stage, pair[1], refs[1], refs[0])
    decline(stage, pair[1], ref)


def test_proposals_of_other_rounds_drafts_and_neighbours_are_not_found(stage, pair, refs):
    unsent = draft(pair[1], stage.place, "2026", Idea(), stage.now)
    neighbour = stage.neighbour()

    for into in (unsent, "nowhere"):
        with refused(NotFound, Code.NOT_FOUND):
            offer(stage, pair[0], refs[0], into)
    ref = offer(stage, pair[0], *refs)
    with refused(NotFound, Code.NOT_FOUND):
        merging.accept(pair[1], neighbour.place, ref, KEYS, stage.now)


def test_what_merged_is_over_and_what_lives_on_may_merge_again(stage, pair, refs):
    merged(stage, pair, refs)
    third_author = stage.person(Role.RESIDENT)
    third = stage.submitted(author=third_author)

    with refused(Conflict, Code.PROPOSAL_MOVED_ON, state=ProposalState.MERGED):
        proposals.withdraw(pair[0], stage.place, refs[0], stage.now)
    with refused(Conflict, Code.PROPOSAL_MOVED_ON, state=ProposalState.MERGED):
        offer(stage, third_author, third, refs[0])
    accept(stage, third_author, offer(stage, pair[1], refs[1], third))

    assert of(stage, refs[1]).state is ProposalState.MERGED


def test_the_author_has_it_back_once_to_take_in_what_merged(stage, pair, refs):
    with refused(Conflict, Code.NOTHING_MERGED):
        merging.take_in(pair[1], stage.place, refs[1], stage.now)
    stage.clock.put(stage.now + timedelta(minutes=5))
    merged(stage, pair, refs)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        merging.take_in(pair[0], stage.place, refs[1], stage.now)
    with one_event(Tag.PROPOSAL_TAKEN_BACK):
        merging.take_in(pair[1], stage.place, refs[1], stage.now)
    assert of(stage, refs[1]).state is ProposalState.RETURNED
    clerk = stage.person(Role.OPERATOR)
    with refused(Conflict, Code.PROPOSAL_MOVED_ON):
        reviewing.check(stage, refs[1], clerk)

    stage.clock.put(stage.now + timedelta(minutes=5))
    assert proposals.submit(pair[1], stage.place, refs[1], stage.now) == 2
    with refused(Conflict, Code.NOTHING_MERGED):
        merging.take_in(pair[1], stage.place, refs[1], stage.now)
    versions = proposal_parts.versions_of(stage.place, of(stage, refs[1]).id)
    assert [one.number for one in versions] == [1, 2, 3]
    # It waits once, though the first review of it was never decided.
    assert reviews.count_waiting(stage.place, calendar.day_of(stage.now)) == (1, 0)
    stage.go_to(Phase.REVIEW)
    assert reviewing.admit(stage, refs[1], clerk) == 1


@pytest.mark.parametrize("answer", [accept, decline])
def test_the_other_side_is_written_to_each_time(stage, pair, refs, answer):
    for author, phone in zip(pair, ("+996555123456", "+996555123457"), strict=True):
        reviewing.give_phone(author, phone)

    ref = offer(stage, pair[0], *refs)
    assert len(rows("message")) == 1
    answer(stage, pair[1], ref)
    assert len(rows("message")) == 2


def test_whoever_wrote_what_merged_does_not_score_what_lives_on(stage):
    panel = Panel(stage)
    panel.signed()
    stage.go_to(Phase.SUBMISSION)
    member = made.as_(Role.RESIDENT, panel.members[2])
    author = stage.person(Role.RESIDENT)
    refs = [stage.submitted(author=member), stage.submitted(author=author)]
    merged(stage, (member, author), refs)
    stage.go_to(Phase.REVIEW)
    reviewing.admit(stage, refs[1], panel.clerk)
    stage.go_to(Phase.DISCUSSION)

    scoring.declare(panel.members[2], stage.place, "2026", False, {}, stage.now)

    with refused(NotAllowed, Code.CONFLICT_OF_INTEREST):
        panel.mark(2, refs[1], "8 8 8 8 8")
