"""Writing a proposal together: asked by a link, consented to, ended; and what it lets be done."""

from datetime import timedelta

import pytest

from pb.acts import co_authors as acts
from pb.acts import drafting, proposals
from pb.records import proposal_parts
from pb.records import proposals as records
from pb.rules.co_authors import MOST_CO_AUTHORS, Consent
from pb.rules.proposal_steps import Upkeep
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.proposals_made import Idea, draft


@pytest.fixture
def leader(stage):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return stage.person(Role.RESIDENT)


@pytest.fixture
def friend(stage, leader):
    return stage.person(Role.RESIDENT)


@pytest.fixture
def ref(stage, leader):
    return draft(leader, stage.place, "2026", Idea(), stage.now)


def invite(stage, leader, ref):
    return acts.invite(leader, stage.place, ref, stage.now)


def answer(stage, who, token, *, consents=True):
    return acts.answer(who, stage.place, token, stage.now, consents=consents)


def asked(stage, ref):
    proposal = records.proposal_of(stage.place, ref)
    return proposal_parts.co_authors_of(stage.place, proposal.id)


def test_who_consents_sees_the_draft_and_writes_on_it(stage, leader, friend, ref):
    token = invite(stage, leader, ref)
    with one_event(Tag.CO_AUTHOR_CONSENTED):
        assert answer(stage, friend, token) == ref

    drafting.save(friend, stage.place, ref, Upkeep("Мектеп карап турат."), stage.now)

    assert [one.ref for one in records.proposals_by(stage.place, friend.account_id)] == [ref]
    assert records.proposal_of(stage.place, ref).upkeep.ky == "Мектеп карап турат."


def test_only_the_leader_asks_sends_and_withdraws(stage, leader, friend, ref):
    answer(stage, friend, invite(stage, leader, ref))

    with refused(NotAllowed, Code.LEADER_ONLY):
        invite(stage, friend, ref)
    with refused(NotAllowed, Code.LEADER_ONLY):
        proposals.submit(friend, stage.place, ref, stage.now)
    proposals.submit(leader, stage.place, ref, stage.now)
    with refused(NotAllowed, Code.LEADER_ONLY):
        proposals.withdraw(friend, stage.place, ref, stage.now)


def test_a_link_works_once_and_for_fourteen_days(stage, leader, friend, ref):
    used, late = invite(stage, leader, ref), invite(stage, leader, ref)
    answer(stage, friend, used, consents=False)
    third = stage.person(Role.RESIDENT)

    with refused(NotFound, Code.NOT_FOUND):
        answer(stage, third, used)
    with refused(NotFound, Code.NOT_FOUND):
        answer(stage, third, "x" * 32)
    stage.clock.put(stage.now + timedelta(days=14))
    with refused(NotFound, Code.NOT_FOUND):
        answer(stage, third, late)


def test_who_declines_does_not_write(stage, leader, friend, ref):
    answer(stage, friend, invite(stage, leader, ref), consents=False)

    assert [one.state for one in asked(stage, ref)] == [Consent.DECLINED]
    with refused(NotAllowed, Code.NOT_ALLOWED):
        drafting.save(friend, stage.place, ref, Upkeep("Мектеп карап турат."), stage.now)


def test_who_writes_already_is_not_entered_twice(stage, leader, friend, ref):
    token = invite(stage, leader, ref)

    with refused(Conflict, Code.CO_AUTHOR_ALREADY):
        answer(stage, leader, token)
    answer(stage, friend, token)
    again = invite(stage, leader, ref)
    with refused(Conflict, Code.CO_AUTHOR_ALREADY):
        answer(stage, friend, again)


def test_the_leader_takes_back_and_a_co_author_leaves(stage, leader, friend, ref):
    token = invite(stage, leader, ref)
    answer(stage, friend, token)
    open_link = invite(stage, leader, ref)
    consent, invitation = asked(stage, ref)
    third = stage.person(Role.RESIDENT)

    with refused(NotAllowed, Code.LEADER_ONLY):
        acts.end(friend, stage.place, ref, invitation.id, stage.now)
    acts.end(leader, stage.place, ref, invitation.id, stage.now)
    with refused(NotFound, Code.NOT_FOUND):
        answer(stage, third, open_link)
    acts.end(friend, stage.place, ref, consent.id, stage.now)
    with refused(NotAllowed, Code.NOT_ALLOWED):
        drafting.save(friend, stage.place, ref, Upkeep("Мектеп карап турат."), stage.now)


def test_nobody_is_asked_beyond_the_most_or_once_it_is_sent(stage, leader, ref):
    for _ in range(MOST_CO_AUTHORS):
        token = invite(stage, leader, ref)
    third = stage.person(Role.RESIDENT)

    with refused(NotValid, Code.CO_AUTHORS_TOO_MANY, most=MOST_CO_AUTHORS):
        invite(stage, leader, ref)
    proposals.submit(leader, stage.place, ref, stage.now)
    with refused(Conflict, Code.PROPOSAL_MOVED_ON):
        invite(stage, leader, ref)
    with refused(NotFound, Code.NOT_FOUND):
        answer(stage, third, token)
