"""Support for a draft before it is sent: who gives it, who counts, what it holds in its place."""

import json
from datetime import timedelta

import pytest

from pb.acts import co_authors, drafting, place_maps, proposals, retention, supporting
from pb.records import proposal_parts, supports
from pb.records import proposals as records
from pb.records.base import db
from pb.rules.proposal_steps import Upkeep
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter
from pb.services.actors import STRANGER
from pb.services.audit import Tag
from tests import groups_made as made
from tests.fingerprint import one_event, refused
from tests.proposals_made import Idea, draft
from tests.records.test_constraints import rows
from tests.stage import som

ASKED = {Parameter.SUPPORT_SIGNATURES: 2}


@pytest.fixture
def author(stage):
    """A resident in a round that asks for the support of two."""
    stage.announced(rules=ASKED)
    stage.go_to(Phase.SUBMISSION)
    return stage.person(Role.RESIDENT)


@pytest.fixture
def ref(stage, author):
    """A whole draft that collects support."""
    ref = draft(author, stage.place, "2026", Idea(), stage.now)
    supporting.open_(author, stage.place, ref, stage.now)
    return ref


def of(stage, ref):
    db.session.expire_all()
    return records.whole_proposal(stage.place, ref)


def give(stage, ref, person=None):
    supporting.give(person or stage.person(Role.RESIDENT), stage.place, ref, stage.now)


def number(stage, ref):
    return supports.number_of(stage.place, of(stage, ref).id)


def test_a_draft_is_sent_once_enough_residents_support_it(stage, author, ref):
    with refused(NotValid, Code.SUPPORT_LACKING, number=0, needed=2, missing=2):
        proposals.submit(author, stage.place, ref, stage.now)
    give(stage, ref)
    with refused(NotValid, Code.SUPPORT_LACKING, number=1, needed=2, missing=1):
        proposals.submit(author, stage.place, ref, stage.now)
    give(stage, ref)

    assert proposals.submit(author, stage.place, ref, stage.now) == 1

    kept = of(stage, ref)
    assert (kept.state, kept.supporters) == (ProposalState.SUBMITTED, 2)
    (version,) = proposal_parts.versions_of(stage.place, kept.id)
    assert json.loads(version.facts)["supporters"] == 2


def test_where_the_rules_ask_for_none_nothing_is_collected_and_it_is_sent(stage):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    author = stage.person(Role.RESIDENT)
    ref = draft(author, stage.place, "2026", Idea(), stage.now)

    with refused(Conflict, Code.SUPPORT_NOT_ASKED):
        supporting.open_(author, stage.place, ref, stage.now)
    proposals.submit(author, stage.place, ref, stage.now)

    assert of(stage, ref).supporters is None


def test_only_a_whole_draft_is_opened_and_by_its_leader_alone(stage, author):
    ref = drafting.start(author, stage.place, "2026", "form-1", "ky", Idea().place, stage.now)
    with refused(NotValid, Code.PROPOSAL_UNFINISHED, steps=6):
        supporting.open_(author, stage.place, ref, stage.now)

    whole = draft(author, stage.place, "2026", Idea(), stage.now)
    other = stage.person(Role.RESIDENT)
    with refused(NotAllowed, Code.NOT_ALLOWED):
        supporting.open_(other, stage.place, whole, stage.now)
    with one_event(Tag.SUPPORT_OPENED):
        supporting.open_(author, stage.place, whole, stage.now)
    with refused(Conflict, Code.SUPPORT_OPEN_ALREADY):
        supporting.open_(author, stage.place, whole, stage.now)


def test_one_person_counts_once_and_may_take_it_back(stage, ref):
    person = stage.person(Role.RESIDENT)
    give(stage, ref, person)

    with refused(Conflict, Code.SUPPORTED_ALREADY):
        give(stage, ref, person)
    with one_event(Tag.SUPPORT_TAKEN_BACK):
        supporting.take_back(person, stage.place, ref, stage.now)
    with refused(Conflict, Code.SUPPORT_MISSING):
        supporting.take_back(person, stage.place, ref, stage.now)

    assert number(stage, ref) == 0


def test_the_trail_does_not_tell_who_supported_what_nor_the_minute(stage, ref):
    stage.clock.put(stage.now + timedelta(minutes=17))
    person = stage.person(Role.RESIDENT)
    with one_event(Tag.SUPPORT_GIVEN) as event:
        give(stage, ref, person)

    assert (event.actor_ref, event.object_ref, event.at.minute) == (None, "2026", 0)


def test_whoever_has_a_part_in_it_does_not_count(stage, author):
    leader, friend, *rest = made.neighbours(stage, 4)
    group = made.registered(stage, leader, *rest)
    ref = draft(leader, stage.place, "2026", Idea(group=group), stage.now)
    token = co_authors.invite(leader, stage.place, ref, stage.now)
    co_authors.answer(friend, stage.place, token, stage.now, consents=True)
    supporting.open_(leader, stage.place, ref, stage.now)

    for person in (leader, friend, *rest):
        with refused(NotAllowed, Code.SUPPORT_OF_OWN):
            give(stage, ref, person)


def test_the_office_and_strangers_support_nothing(stage, ref):
    clerk = stage.person(Role.OPERATOR)
    with refused(NotAllowed, Code.NOT_ALLOWED):
        give(stage, ref, clerk)
    with refused(NotAllowed, Code.SIGN_IN_FIRST):
        give(stage, ref, STRANGER)


def test_a_draft_that_collects_nothing_is_not_found_and_a_sent_one_has_moved_on(stage, author, ref):
    closed = draft(author, stage.place, "2026", Idea(), stage.now)
    person = stage.person(Role.RESIDENT)
    with refused(NotFound, Code.NOT_FOUND):
        give(stage, closed, person)
    for _ in range(2):
        give(stage, ref)
    proposals.submit(author, stage.place, ref, stage.now)
    with refused(Conflict, Code.PROPOSAL_MOVED_ON, state=ProposalState.SUBMITTED):
        give(stage, ref, person)


def test_nothing_is_supported_once_the_submission_is_over(stage, author, ref):
    person = stage.person(Role.RESIDENT)
    stage.clock.put(stage.round().submission_closes)

    with refused(NotNow, Code.NOT_OPEN):
        give(stage, ref, person)


def test_what_is_supported_stays_as_it_was_read(stage, author, ref):
    idea = Idea(title="Башка аталыш")
    with refused(Conflict, Code.SUPPORT_COLLECTS):
        drafting.save(author, stage.place, ref, idea.place, stage.now)
    dearer = list(Idea(cost=som(290_000)).others())[3]
    with refused(Conflict, Code.SUPPORT_COLLECTS):
        drafting.save(author, stage.place, ref, dearer, stage.now)
    with refused(Conflict, Code.SUPPORT_COLLECTS):
        place_maps.mark(author, stage.place, ref, None, stage.now)

    drafting.save(author, stage.place, ref, Upkeep("Мектеп карап турат."), stage.now)


def test_closing_lets_go_of_who_supported_it(stage, author, ref):
    give(stage, ref)

    with one_event(Tag.SUPPORT_CLOSED) as event:
        supporting.close(author, stage.place, ref, stage.now)

    assert json.loads(event.facts) == {"number": 1}
    assert rows("support") == []
    with refused(Conflict, Code.SUPPORT_CLOSED):
        supporting.close(author, stage.place, ref, stage.now)
    drafting.save(author, stage.place, ref, Idea(title="Башка аталыш").place, stage.now)


def test_who_supported_what_is_forgotten_ninety_days_after_the_voting(stage, author, ref):
    for _ in range(2):
        give(stage, ref)
    proposals.submit(author, stage.place, ref, stage.now)
    over = stage.round().voting_closes + retention.KEPT_FOR

    retention.forget_old(over)
    assert len(rows("support")) == 2
    retention.forget_old(over + timedelta(seconds=1))

    assert rows("support") == []
    assert of(stage, ref).supporters == 2


def test_the_list_of_a_round_counts_each_draft_that_collects(stage, author, ref):
    give(stage, ref)
    draft(author, stage.place, "2026", Idea(), stage.now)
    round_id = stage.round().id

    found = supports.collecting(stage.place, round_id, 25, 0)

    assert [(one.ref, count) for one, count in found] == [(ref, 1)]
    assert supports.count_collecting(stage.place, round_id) == 1
