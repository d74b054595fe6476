"""The people of an initiative group: the lead passed on, consent taken back, who may act for it."""

import pytest

from pb.acts.groups import founding, invitations, membership, register
from pb.records import groups
from pb.records.groups import members
from pb.rules.groups import GroupState, Part
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.rules.roles import Role
from pb.services import groups as service
from pb.services.groups.people import seen_by
from tests.groups_made import (
    FACTS,
    NAMES,
    begun,
    close,
    founded,
    group_of,
    joined,
    neighbours,
    refs,
    registered,
)
from tests.stage import KEYS


def refused(deed, *args, kind=Exception):
    with pytest.raises(kind) as found:
        deed(*args)
    return found.value


def test_only_the_leader_leads_and_strangers_find_no_group(stage):
    leader, one, stranger = neighbours(stage)
    ref = begun(stage, leader)
    joined(stage, leader, ref, one)
    deeds = (
        lambda who: invitations.invite(who, stage.place, ref, "", KEYS, stage.now),
        lambda who: founding.change(who, stage.place, ref, FACTS, stage.now),
        lambda who: close(stage, who, ref),
        lambda who: founding.give_up(who, stage.place, ref, "Кереги жок болуп калды", "ky",
                                     stage.now),
        lambda who: membership.offer_lead(who, stage.place, ref, refs(stage, ref)[1], stage.now),
    )  # fmt: skip

    for deed in deeds:
        assert refused(deed, one, kind=NotAllowed).code is Code.NOT_ALLOWED
        assert refused(deed, stranger, kind=NotFound).code is Code.NOT_FOUND
    assert seen_by(one, stage.place, ref).people == ()
    assert [each.name for each in seen_by(leader, stage.place, ref).people] == list(NAMES[:2])
    assert refused(seen_by, stranger, stage.place, ref).code is Code.NOT_FOUND


def test_leave_takes_the_consent_back_but_a_leader_hands_over_first(stage):
    leader, one, _ = people = neighbours(stage)
    ref = founded(stage, *people)

    membership.leave(one, stage.place, ref, stage.now)

    group = group_of(stage, ref)
    assert groups.number_of_members(stage.place, group.id) == 2
    assert refused(membership.leave, one, stage.place, ref, stage.now).code is Code.NOT_FOUND
    assert refused(membership.leave, leader, stage.place, ref, stage.now).code is Code.LEADER_STAYS
    joined(stage, leader, ref, one)
    assert groups.number_of_members(stage.place, group.id) == 3


def test_the_lead_goes_over_only_when_the_other_person_confirms(stage):
    leader, one, other = people = neighbours(stage)
    ref = registered(stage, *people)
    _, first, second = refs(stage, ref)

    membership.offer_lead(leader, stage.place, ref, first, stage.now)
    membership.offer_lead(leader, stage.place, ref, second, stage.now)
    refusal = refused(membership.take_lead, one, stage.place, ref, stage.now, kind=Conflict)
    assert refusal.code is Code.LEAD_MOVED_ON
    membership.take_lead(other, stage.place, ref, stage.now)

    parts = {
        one_.member.ref: one_.member.part
        for one_ in members.standing(stage.place, group_of(stage, ref).id)
    }
    assert [ref_ for ref_, part in parts.items() if part is Part.LEADER] == [second]
    membership.leave(leader, stage.place, ref, stage.now)


def test_the_lead_stays_when_it_is_declined_or_taken_back(stage):
    leader, one, _ = people = neighbours(stage)
    ref = registered(stage, *people)
    _, first, _ = refs(stage, ref)

    for who in (one, leader):
        membership.offer_lead(leader, stage.place, ref, first, stage.now)
        membership.keep_lead(who, stage.place, ref, stage.now)
        assert refused(membership.take_lead, one, stage.place, ref, stage.now)
    assert refused(membership.keep_lead, one, stage.place, ref, stage.now)
    refusal = refused(membership.offer_lead, leader, stage.place, ref, "0" * 12, stage.now)
    assert refusal.code is Code.NOT_FOUND
    assert [one_.ref for one_ in groups.groups_led_by(stage.place, leader.account_id)] == [ref]


def test_a_registered_group_may_send_a_proposal_until_it_falls_below_the_minimum(stage):
    leader, one, _ = people = neighbours(stage)
    ref = founded(stage, *people)

    refusal = refused(service.acting_for, leader, stage.place, ref, stage.now, kind=Conflict)
    assert refusal.code is Code.GROUP_NOT_REGISTERED
    register.register(stage.person(Role.OPERATOR), stage.place, ref, stage.now)
    group = service.acting_for(leader, stage.place, ref, stage.now)
    service.put_to_work(group)
    service.put_to_work(group)
    assert group.state is GroupState.ACTIVE
    assert refused(service.acting_for, one, stage.place, ref, stage.now).code is Code.NOT_ALLOWED

    membership.leave(one, stage.place, ref, stage.now)
    refusal = refused(service.acting_for, leader, stage.place, ref, stage.now, kind=Conflict)
    assert (refusal.code, refusal.facts["number"]) == (Code.GROUP_BELOW_MINIMUM, 2)


def test_people_in_two_groups_of_a_round_are_told_apart_by_the_same_keys(stage):
    people = neighbours(stage, 5)
    one = group_of(stage, founded(stage, *people[:3]))
    other = group_of(stage, founded(stage, *people[2:]))

    seen = service.as_rules_see(members.standing(stage.place, one.id))

    shared = {each.person for each in seen} & service.elsewhere(stage.place, [other.id])
    assert len(shared) == 1
