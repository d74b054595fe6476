"""Initiative groups online: founded by people who each confirm, closed, led on, left."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pb.acts.groups import founding, invitations, register
from pb.records import groups
from pb.records.audit import AuditEvent
from pb.records.base import db
from pb.records.groups import members
from pb.records.messages import Message
from pb.rules.groups import INVITATION_LASTS, MOST_INVITATIONS, GroupState
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.roles import Role
from pb.rules.rule_sets import Parameter
from pb.rules.rule_sets.choices import Founding
from pb.services import groups as service
from tests.groups_made import (
    FACTS,
    NAMES,
    begun,
    close,
    group_of,
    invited,
    joined,
    neighbours,
    refs,
    resident,
)
from tests.rules_adopted import PAPER, adopt
from tests.stage import KEYS


def refused(deed, *args, kind=Exception):
    with pytest.raises(kind) as found:
        deed(*args)
    return found.value


def last_event(stage):
    """The tag and the facts of the last deed."""
    found = select(AuditEvent.tag, AuditEvent.facts).where(
        AuditEvent.municipality_id == stage.place
    )
    return tuple(db.session.execute(found.order_by(AuditEvent.id.desc()).limit(1)).one())


def test_start_makes_a_draft_led_by_who_began_it_when_all_is_well(stage):
    leader = resident(stage)

    ref = begun(stage, leader)

    group = group_of(stage, ref)
    assert (group.state, group.name_ky, group.register_number) == (
        GroupState.DRAFT,
        FACTS.name,
        None,
    )
    assert [one.ref for one in groups.groups_led_by(stage.place, leader.account_id)] == [ref]
    assert groups.is_member(stage.place, group.id, leader.account_id)


def test_start_refuses_who_may_not_and_what_cannot_be_written(stage):
    clerk, leader = stage.person(Role.OPERATOR), resident(stage)

    assert refused(begun, stage, clerk, kind=NotAllowed).code is Code.NOT_ALLOWED
    for name in (" ", "А", "Б" * 151, "Суу‮", "С" + "́" * 60):
        facts = service.GroupFacts("ky", name, FACTS.aim)
        refusal = refused(founding.start, leader, stage.place, facts, stage.now, kind=NotValid)
        assert refusal.field == "name", name
    facts = service.GroupFacts("ky", FACTS.name, FACTS.aim, "no-such-village")
    refusal = refused(founding.start, leader, stage.place, facts, stage.now)
    assert (refusal.code, refusal.field) == (Code.SETTLEMENT_UNKNOWN, "settlement")
    assert not groups.own_groups(stage.place, leader.account_id)


def test_change_writes_the_draft_anew_and_refuses_it_once_it_was_founded(stage):
    people = neighbours(stage)
    ref = begun(stage, people[0])
    facts = service.GroupFacts("ru", "Мост через Ак-Суу №2 «Түз»", FACTS.aim, None)

    founding.change(people[0], stage.place, ref, facts, stage.now)

    assert group_of(stage, ref).name_ru == facts.name
    joined(stage, people[0], ref, *people[1:])
    close(stage, people[0], ref)
    refusal = refused(founding.change, people[0], stage.place, ref, facts, stage.now)
    assert refusal.code is Code.GROUP_MOVED_ON


def test_join_makes_a_member_of_whoever_confirms_and_the_code_opens_nothing_more(stage):
    leader, one, other = neighbours(stage)
    ref = begun(stage, leader)
    code = invited(stage, leader, ref)

    offer = invitations.offer_behind(one, stage.place, code.upper(), KEYS, stage.now)
    assert (offer.leader, offer.members) == (NAMES[0], 1)
    assert invitations.join(one, stage.place, code, KEYS, stage.now) == ref

    group = group_of(stage, ref)
    assert groups.is_member(stage.place, group.id, one.account_id)
    for deed in (invitations.join, invitations.decline, invitations.offer_behind):
        refusal = refused(deed, other, stage.place, code, KEYS, stage.now, kind=NotValid)
        assert (refusal.code, refusal.field) == (Code.GROUP_CODE_OVER, "code")


@pytest.mark.parametrize("code", ["", "aaaaa-bbbbb", "'; --", "x" * 5_000, "№№№№№"])
def test_join_refuses_a_code_that_never_was_as_one_that_is_over(stage, code):
    person = resident(stage)

    refusal = refused(invitations.join, person, stage.place, code, KEYS, stage.now, kind=NotValid)

    assert refusal.code is Code.GROUP_CODE_OVER


def test_join_refuses_a_code_that_was_withdrawn_or_whose_time_is_over(stage):
    leader, one, _ = neighbours(stage)
    ref = begun(stage, leader)
    codes = [invited(stage, leader, ref) for _ in range(2)]
    first = groups.invitations_of(stage.place, group_of(stage, ref).id)[-1]

    invitations.withdraw(leader, stage.place, ref, first.ref, stage.now)
    refusal = refused(invitations.withdraw, leader, stage.place, ref, first.ref, stage.now)
    assert refusal.code is Code.INVITATION_OVER
    stage.clock.put(stage.now + INVITATION_LASTS)

    for code in codes:
        refusal = refused(invitations.join, one, stage.place, code, KEYS, stage.now)
        assert refusal.code is Code.GROUP_CODE_OVER


def test_join_refuses_who_is_in_the_group_already_and_keeps_the_code_good(stage):
    leader, one, _ = neighbours(stage)
    ref = begun(stage, leader)
    code = invited(stage, leader, ref)

    refusal = refused(invitations.join, leader, stage.place, code, KEYS, stage.now)

    assert refusal.code is Code.IN_GROUP_ALREADY
    assert invitations.join(one, stage.place, code, KEYS, stage.now) == ref


def test_decline_leaves_nobody_in_the_group_and_no_name_in_the_trail(stage):
    leader, one, _ = neighbours(stage)
    ref = begun(stage, leader)
    code = invited(stage, leader, ref)

    invitations.decline(one, stage.place, code, KEYS, stage.now)

    group = group_of(stage, ref)
    assert groups.number_of_members(stage.place, group.id) == 1
    assert groups.invitations_of(stage.place, group.id)[0].is_declined
    assert last_event(stage) == ("initiative_group.declined", "{}")


def test_a_code_of_one_municipality_opens_nothing_in_another(stage):
    leader = resident(stage)
    code = invited(stage, leader, begun(stage, leader))
    neighbour = stage.neighbour()
    stranger = resident(neighbour)

    refusal = refused(invitations.join, stranger, neighbour.place, code, KEYS, stage.now)

    assert refusal.code is Code.GROUP_CODE_OVER


def test_invite_sends_the_code_to_a_phone_and_answers_alike_for_every_phone(stage):
    leader = resident(stage)
    ref = begun(stage, leader)
    numbers = []

    for number in range(1, 6):
        made = invitations.invite(leader, stage.place, ref, "0555 000 001", KEYS, stage.now)
        numbers.append(made.number)
        assert len(made.code) == 11, number

    kept = db.session.scalars(select(Message.dedupe_key)).all()
    made = groups.invitations_of(stage.place, group_of(stage, ref).id)
    sent = [one.number for one in made if f"group-invitation:{one.ref}" in kept]
    assert (numbers, sorted(sent)) == ([1, 2, 3, 4, 5], [1, 2, 3])


def test_invite_refuses_a_phone_that_is_none_and_the_thirty_first_that_would_wait(stage):
    leader = resident(stage)
    ref = begun(stage, leader)

    for phone, code in (("abc", Code.PHONE_UNREADABLE), ("0312 123 456", Code.PHONE_NOT_MOBILE)):
        refusal = refused(invitations.invite, leader, stage.place, ref, phone, KEYS, stage.now)
        assert (refusal.code, refusal.field) == (code, "phone")
    for _ in range(MOST_INVITATIONS):
        invited(stage, leader, ref)
    refusal = refused(invited, stage, leader, ref, kind=Conflict)
    assert refusal.code is Code.GROUP_INVITATIONS_MANY


def test_close_founds_the_group_with_its_protocol_when_the_rules_are_met(stage):
    leader, *others = neighbours(stage)
    ref = begun(stage, leader)
    joined(stage, leader, ref, *others)

    close(stage, leader, ref, present=refs(stage, ref)[:2])

    group = group_of(stage, ref)
    assert (group.state, group.protocol_number, group.met_as) == (
        GroupState.FOUNDED,
        "1",
        Founding.MEETING,
    )
    there = [one.member.was_present for one in members.standing(stage.place, group.id)]
    assert there == [True, True, False]
    assert [one.group.ref for one in groups.waiting(stage.place)] == [ref]


def test_close_names_what_is_missing_and_saves_nothing(stage):
    people = neighbours(stage, 4)
    leader = people[0]
    ref = begun(stage, leader)
    joined(stage, leader, ref, people[1])
    invited(stage, leader, ref)
    day = stage.now.date()

    refusal = refused(close, stage, leader, ref, kind=NotValid)
    assert refusal.code is Code.GROUP_TOO_SMALL
    assert refusal.facts == {"number": 2, "fewest": 3, "waiting": 1}
    joined(stage, leader, ref, *people[2:])
    for code, changes in (
        (Code.FOUNDING_NOT_QUORATE, {"present": refs(stage, ref)[:2]}),
        (Code.FOUNDING_PAPER_MISSING, {"met_as": Founding.ASSEMBLY}),
        (Code.FOUNDING_IN_FUTURE, {"met_on": day + timedelta(days=2)}),
        (Code.TEXT_MISSING, {"number": " "}),
        (Code.RESOLUTION_FILE_UNREADABLE, {"file": b"<script>"}),
    ):
        with pytest.raises(NotValid) as found:
            close(stage, leader, ref, **changes)
        assert found.value.code is code
    group = group_of(stage, ref)
    assert (group.state, group.met_on, group.paper_sha256) == (GroupState.DRAFT, None, None)


def test_close_asks_for_what_the_rules_of_the_municipality_ask(stage):
    asks = {Parameter.GROUP_MIN_MEMBERS: 4, Parameter.GROUP_FOUNDING: Founding.ASSEMBLY.value}
    adopt(stage, asks)
    people = neighbours(stage, 4)
    ref = begun(stage, people[0])
    joined(stage, people[0], ref, *people[1:3])

    with pytest.raises(NotValid) as meeting_:
        close(stage, people[0], ref)
    with pytest.raises(NotValid) as few:
        close(stage, people[0], ref, met_as=Founding.ASSEMBLY, file=PAPER)
    joined(stage, people[0], ref, people[3])
    close(stage, people[0], ref, met_as=Founding.ASSEMBLY, file=PAPER)

    assert (meeting_.value.code, few.value.code) == (Code.FOUNDING_OTHERWISE, Code.GROUP_TOO_SMALL)
    group = group_of(stage, ref)
    assert (group.state, group.paper_media_type) == (GroupState.FOUNDED, "application/pdf")
    assert register.own_paper(people[0], stage.place, ref, stage.storage).content == PAPER
    with pytest.raises(NotAllowed):
        register.own_paper(people[1], stage.place, ref, stage.storage)
