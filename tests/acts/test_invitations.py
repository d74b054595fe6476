"""Invitations, recovery, the first administrator."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pb.acts.accounts import invitations
from pb.records import accounts as records
from pb.records import invitations as invitation_records
from pb.records.base import db
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid
from pb.rules.roles import OF_PLATFORM, STAFF, Role
from pb.rules.sessions import INVITATION_LASTS
from pb.rules.staff import GIVES
from pb.services.actors import PLATFORM
from pb.services.audit import Tag
from tests.fingerprint import fingerprint, one_event, refused
from tests.office import CHEAP, insider, means
from tests.stage import KEYS


def invite(stage, role=Role.OPERATOR, by=PLATFORM):
    place = None if role in OF_PLATFORM else stage.place
    return invitations.invite(by, place, "Н. Эсенова", role, stage.now)


def accept(stage, token, **changes):
    return invitations.accept(
        token, stage.place, means(stage.now, **changes), KEYS, CHEAP, stage.now
    )


@pytest.mark.parametrize("role", sorted(STAFF | OF_PLATFORM))
def test_an_invitation_lets_one_person_into_one_role(stage, role):
    place = None if role in OF_PLATFORM else stage.place
    with one_event(Tag.INVITED) as event:
        token = invite(stage, role)
    assert token not in str(vars(event))

    with one_event(Tag.INVITATION_ACCEPTED):
        let_in = invitations.accept(token, place, means(stage.now), KEYS, CHEAP, stage.now)

    account = records.account_by_ref(let_in.account_ref)
    held = (
        {records.platform_role_of(account.id)}
        if place is None
        else records.roles_of(place, account.id)
    )
    assert (account.name, held) == ("Н. Эсенова", {role})
    assert len(set(let_in.recovery_codes)) == 8


def test_the_link_is_kept_as_a_hash_and_the_secrets_are_not_kept_at_all(stage):
    token = invite(stage)
    chosen = means(stage.now)
    let_in = invitations.accept(token, stage.place, chosen, KEYS, CHEAP, stage.now)

    kept = str(
        [row for table in db.metadata.sorted_tables for row in db.session.execute(table.select())]
    )

    for secret in (token, chosen.password, chosen.secret, *let_in.recovery_codes):
        assert secret not in kept
    assert "$argon2id$" in kept


@pytest.mark.parametrize("giver", [Role.HEAD, Role.ADMINISTRATOR])
@pytest.mark.parametrize("role", sorted(Role))
def test_each_may_invite_whom_the_table_lets_them(stage, giver, role):
    by = insider(stage, giver).actor
    place = None if role in OF_PLATFORM else stage.place
    if role in GIVES[giver]:
        assert invitations.invite(by, place, "Н. Эсенова", role, stage.now)
        return

    before = fingerprint()
    with pytest.raises((NotAllowed, NotFound)) as found:
        invitations.invite(by, place, "Н. Эсенова", role, stage.now)
    assert found.value.code in (Code.NOT_YOURS_TO_GIVE, Code.NOT_FOUND)
    assert fingerprint() == before


@pytest.mark.parametrize("role", sorted(set(STAFF) - {Role.HEAD}))
def test_invite_is_refused_when_the_person_is_no_head(stage, role):
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        invite(stage, by=person)


def test_invite_asks_for_the_second_factor_anew(stage):
    head = replace(stage.person(Role.HEAD), is_confirmed=False)

    with refused(NotAllowed, Code.STEP_UP_FIRST):
        invite(stage, by=head)


def test_a_head_invites_into_no_other_municipality(stage):
    head, neighbour = stage.person(Role.HEAD), stage.neighbour()

    with refused(NotFound, Code.NOT_FOUND):
        invitations.invite(head, neighbour.place, "Н. Эсенова", Role.OPERATOR, stage.now)


def test_an_invitation_works_once(stage):
    token = invite(stage)
    accept(stage, token)

    with refused(NotFound, Code.INVITATION_OVER):
        accept(stage, token, sign_in_name="another.name")


def test_an_invitation_ends_after_seven_days_to_the_second(stage):
    token, late = invite(stage), invite(stage)
    stage.clock.put(stage.now + INVITATION_LASTS - timedelta(seconds=1))
    accept(stage, token)
    stage.clock.put(stage.now + timedelta(seconds=1))

    with refused(NotFound, Code.INVITATION_OVER):
        accept(stage, late, sign_in_name="another.name")


def test_an_invitation_that_was_withdrawn_opens_nothing(stage):
    token, head = invite(stage), stage.person(Role.HEAD)
    [invitation] = invitation_records.open_invitations(stage.place, stage.now)

    with one_event(Tag.INVITATION_WITHDRAWN):
        invitations.withdraw(head, stage.place, invitation.ref, stage.now)

    with refused(NotFound, Code.INVITATION_OVER):
        accept(stage, token)
    with refused(Conflict, Code.INVITATION_OVER):
        invitations.withdraw(head, stage.place, invitation.ref, stage.now)


@pytest.mark.parametrize("token", ["", "x", "a" * 32, "\0"])
def test_a_link_that_never_was_is_answered_like_one_that_is_over(stage, token):
    with refused(NotFound, Code.INVITATION_OVER):
        accept(stage, token)


def test_a_link_of_another_municipality_opens_nothing_here(stage):
    token, neighbour = invite(stage), stage.neighbour()

    with refused(NotFound, Code.INVITATION_OVER):
        invitations.accept(token, neighbour.place, means(stage.now), KEYS, CHEAP, stage.now)
    with refused(NotFound, Code.INVITATION_OVER):
        invitations.accept(token, None, means(stage.now), KEYS, CHEAP, stage.now)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"password": "short"}, Code.PASSWORD_TOO_SHORT, "password"),
        ({"password": "x" * 257}, Code.PASSWORD_TOO_LONG, "password"),
        ({"password": "password1234"}, Code.PASSWORD_COMMON, "password"),
        ({"password": "asanov.b2026"}, Code.PASSWORD_COMMON, "password"),
        ({"repeated": "another one it is"}, Code.PASSWORDS_DIFFER, "repeated"),
        ({"code": "000000x"}, Code.CODE_WRONG, "code"),
        ({"code": ""}, Code.CODE_WRONG, "code"),
        ({"sign_in_name": "ab"}, Code.SIGN_IN_NAME_UNREADABLE, "sign_in_name"),
        ({"sign_in_name": "Асанов"}, Code.SIGN_IN_NAME_UNREADABLE, "sign_in_name"),
        ({"sign_in_name": "a b c d"}, Code.SIGN_IN_NAME_UNREADABLE, "sign_in_name"),
    ],
)
def test_accept_is_refused_when_the_means_will_not_do(stage, changes, code, field):
    token = invite(stage)
    if "password" in changes:
        changes = {"repeated": changes["password"], **changes}

    with refused(NotValid, code, field):
        accept(stage, token, **changes)


def test_accept_is_refused_when_somebody_has_the_name(stage):
    taken = insider(stage, Role.DEPUTY)
    token = invite(stage)

    with refused(Conflict, Code.SIGN_IN_NAME_TAKEN, "sign_in_name"):
        accept(stage, token, sign_in_name=taken.name.upper())


def test_create_administrator_opens_an_account_with_the_role_of_the_platform(stage):
    with one_event(Tag.ADMINISTRATOR_CREATED):
        let_in = invitations.create_administrator(
            "А. Бекова", means(stage.now), KEYS, CHEAP, stage.now
        )

    account = records.account_by_ref(let_in.account_ref)
    assert records.platform_role_of(account.id) is Role.ADMINISTRATOR
