"""Recovery by two people, and one's own means of signing in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from pb.acts import signing_in
from pb.acts.accounts import invitations, own, recovery
from pb.records import accounts as records
from pb.records import invitations as invitation_records
from pb.records.base import db
from pb.records.invitations import Invitation
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.roles import Role
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.office import CHEAP, door, insider, means
from tests.stage import KEYS


def recovered(stage, person):
    """The token of a recovery that two people agreed to."""
    head, keeper = stage.person(Role.HEAD), insider(stage, Role.ADMINISTRATOR)
    recovery.start_recovery(head, stage.place, person.actor.ref, stage.now)
    [asked] = invitation_records.recoveries_to_confirm(stage.now)
    return recovery.confirm_recovery(keeper.actor, stage.place, asked.ref, stage.now)


def test_a_recovery_makes_the_means_anew_and_keeps_name_and_roles(stage):
    person = insider(stage, Role.OPERATOR)
    token = recovered(stage, person)
    chosen = means(stage.now, password="kara suu boiluu terek", repeated="kara suu boiluu terek")

    with one_event(Tag.RECOVERED):
        let_in = invitations.accept(token, stage.place, chosen, KEYS, CHEAP, stage.now)

    assert (let_in.account_ref, let_in.sign_in_name) == (person.actor.ref, person.name)
    assert records.roles_of(stage.place, person.actor.account_id) == {Role.OPERATOR}
    kept = records.credential_of(person.actor.account_id)
    assert CHEAP.fits("kara suu boiluu terek", kept.password_hash)
    assert KEYS.unlock("totp", kept.totp_locked).decode() == chosen.secret
    old = person.recovery_codes[0]
    with refused(NotValid, Code.CODE_WRONG, "code", counts="failed_sign_in"):
        signing_in.sign_in(person.actor.ref, old, KEYS, door(stage), stage.now)


def test_a_recovery_waits_for_its_second_person(stage):
    person, head = insider(stage, Role.OPERATOR), stage.person(Role.HEAD)

    with one_event(Tag.RECOVERY_STARTED):
        recovery.start_recovery(head, stage.place, person.actor.ref, stage.now)

    [asked] = invitation_records.recoveries_to_confirm(stage.now)
    assert asked.tag is None
    with refused(NotAllowed, Code.NOT_ALLOWED):
        recovery.confirm_recovery(head, stage.place, asked.ref, stage.now)
    with refused(Conflict, Code.RECOVERY_EXISTS):
        recovery.start_recovery(head, stage.place, person.actor.ref, stage.now)


def test_nobody_recovers_himself(stage):
    head = stage.person(Role.HEAD)

    with refused(NotAllowed, Code.NOT_YOURSELF):
        recovery.start_recovery(head, stage.place, head.ref, stage.now)


def test_the_administrator_who_asked_does_not_agree_as_well(stage):
    person, keeper = insider(stage, Role.OPERATOR), insider(stage, Role.ADMINISTRATOR)
    recovery.start_recovery(keeper.actor, stage.place, person.actor.ref, stage.now)
    [asked] = invitation_records.recoveries_to_confirm(stage.now)

    with refused(NotAllowed, Code.NOT_YOURSELF):
        recovery.confirm_recovery(keeper.actor, stage.place, asked.ref, stage.now)


def test_the_database_refuses_a_recovery_by_one_person(stage):
    person, head = insider(stage, Role.OPERATOR), stage.person(Role.HEAD)
    recovery.start_recovery(head, stage.place, person.actor.ref, stage.now)

    for values in ({"confirmed_by": head.account_id}, {"tag": b"x" * 32}):
        with pytest.raises(IntegrityError):
            db.session.execute(update(Invitation).where(Invitation.tag.is_(None)).values(**values))
        db.session.rollback()


def test_a_recovery_is_agreed_to_once(stage):
    person = insider(stage, Role.OPERATOR)
    recovered(stage, person)
    second = insider(stage, Role.ADMINISTRATOR)
    [asked] = [
        one
        for one in invitation_records.open_invitations(stage.place, stage.now)
        if one.account_id == person.actor.account_id
    ]

    with refused(Conflict, Code.INVITATION_OVER):
        recovery.confirm_recovery(second.actor, stage.place, asked.ref, stage.now)


NEW = "kyzyl alma jashyl jalbyrak"


def test_change_password_takes_the_new_one_from_then_on(stage):
    person = insider(stage, Role.OPERATOR)

    with one_event(Tag.PASSWORD_CHANGED):
        own.change_password(person.actor, "жети токту ак булут тоодо", NEW, NEW, CHEAP, stage.now)

    kept = records.credential_of(person.actor.account_id).password_hash
    assert CHEAP.fits(NEW, kept)
    assert not CHEAP.fits("жети токту ак булут тоодо", kept)


@pytest.mark.parametrize(
    ("present", "new", "repeated", "code", "field"),
    [
        ("another", NEW, NEW, Code.PASSWORD_WRONG, "present"),
        ("жети токту ак булут тоодо", "short", "short", Code.PASSWORD_TOO_SHORT, "password"),
        ("жети токту ак булут тоодо", NEW, NEW + "!", Code.PASSWORDS_DIFFER, "repeated"),
    ],
)
def test_change_password_is_refused_with_the_place_to_mend(
    stage, present, new, repeated, code, field
):
    person = insider(stage, Role.OPERATOR)

    with refused(NotValid, code, field):
        own.change_password(person.actor, present, new, repeated, CHEAP, stage.now)


def test_nobody_changes_means_of_signing_in_without_showing_them(stage):
    tired = replace(insider(stage, Role.OPERATOR).actor, is_confirmed=False)

    with refused(NotAllowed, Code.STEP_UP_FIRST):
        own.change_password(tired, "жети токту ак булут тоодо", NEW, NEW, CHEAP, stage.now)
    with refused(NotAllowed, Code.STEP_UP_FIRST):
        own.renew_second_factor(tired, "A" * 32, "000000", KEYS, stage.now)
    with refused(NotAllowed, Code.STEP_UP_FIRST):
        own.renew_codes(tired, KEYS, stage.now)


def test_renew_second_factor_takes_the_new_app_only(stage):
    person = insider(stage, Role.OPERATOR)
    fresh = means(stage.now)

    with one_event(Tag.SECOND_FACTOR_RENEWED):
        own.renew_second_factor(person.actor, fresh.secret, fresh.code, KEYS, stage.now)

    stage.clock.put(stage.now + timedelta(seconds=30))
    with refused(NotValid, Code.CODE_WRONG, "code", counts="failed_sign_in"):
        signing_in.sign_in(person.actor.ref, person.code(stage.now), KEYS, door(stage), stage.now)


def test_new_recovery_codes_take_the_place_of_the_old_ones(stage):
    person = insider(stage, Role.OPERATOR)

    with one_event(Tag.RECOVERY_CODES_RENEWED):
        codes = own.renew_codes(person.actor, KEYS, stage.now)

    assert not set(codes) & set(person.recovery_codes)
    with refused(NotValid, Code.CODE_WRONG, "code", counts="failed_sign_in"):
        signing_in.sign_in(person.actor.ref, person.recovery_codes[0], KEYS, door(stage), stage.now)
    stage.clock.put(stage.now + timedelta(minutes=1))
    assert signing_in.sign_in(person.actor.ref, codes[0].upper(), KEYS, door(stage), stage.now)
