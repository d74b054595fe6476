"""Whom the state's word does not let in, and what is written down of it."""

import pytest

from pb.acts import signing_in_by_state as acts
from pb.acts.accounts import grants
from pb.records import identities
from pb.records.accounts import Account
from pb.records.base import db
from pb.records.identities import StateIdentity
from pb.rules.refusals import Code, NotAllowed, NotFound
from pb.rules.roles import Role
from pb.services.actors import PLATFORM
from pb.services.audit import Tag
from pb.services.sessions import Door
from pb.services.work import unit_of_work
from tests.fingerprint import one_event, refused
from tests.state_named import OTHER_PIN, PIN, WOMAN, join, named, resident, residents, sign_in


def other_by_asking(stage):
    return resident(stage, OTHER_PIN), True


def other_by_tie(stage):
    person = resident(stage, OTHER_PIN)
    with unit_of_work():
        identities.tie(person.id, WOMAN.issuer, WOMAN.subject, stage.now)
    return person, False


def number_of_a_neighbour_on_the_list(stage):
    person = resident(stage)
    resident(stage, PIN, name="Өмүров Кубан")
    with unit_of_work():
        identities.tie(person.id, WOMAN.issuer, WOMAN.subject, stage.now)
    return person, False


def number_of_another_account_and_no_line_of_ones_own(stage):
    person = grants.open_account(PLATFORM, stage.place, "Асанов", Role.RESIDENT, stage.now)
    resident(stage, PIN, name="Өмүров Кубан")
    with unit_of_work():
        identities.tie(person.id, WOMAN.issuer, WOMAN.subject, stage.now)
    return person, False


@pytest.mark.parametrize(
    "case",
    [
        other_by_asking,
        other_by_tie,
        number_of_a_neighbour_on_the_list,
        number_of_another_account_and_no_line_of_ones_own,
    ],
)
def test_another_person_in_that_place_is_refused_with_a_trace_for_a_human(stage, case):
    person, asks = case(stage)

    other = refused(NotAllowed, Code.OPENID_OTHER_PERSON, counts="audit_event")
    with one_event(Tag.IDENTITY_REFUSED) as event, other:
        sign_in(stage, whose=person.ref if asks else None)

    assert (event.object_ref, event.actor_ref, event.facts) == (person.ref, None, "{}")


def test_join_refuses_another_person_in_that_place_with_a_trace(stage):
    other_by_tie(stage)

    other = refused(NotAllowed, Code.OPENID_OTHER_PERSON, counts="audit_event")
    with one_event(Tag.IDENTITY_REFUSED), other:
        join(stage)


def test_the_office_does_not_sign_in_by_the_state_alone(stage):
    clerk = stage.person(Role.OPERATOR)
    with unit_of_work():
        identities.tie(clerk.account_id, WOMAN.issuer, WOMAN.subject, stage.now)

    with refused(NotAllowed, Code.PASSWORD_NEEDED):
        sign_in(stage)


def test_a_closed_account_is_refused(stage):
    person = resident(stage, PIN)
    with unit_of_work():
        db.session.get(Account, person.id).is_disabled = True

    with refused(NotAllowed, Code.ACCOUNT_CLOSED):
        sign_in(stage)


def test_nobody_signs_in_by_the_state_on_the_pages_of_the_platform(stage):
    with refused(NotFound, Code.NOT_FOUND):
        acts.sign_in(named(stage), None, Door(None), stage.now)


def test_neither_number_nor_name_nor_subject_stands_in_the_trail_of_deeds(stage):
    join(stage)
    sign_in(stage)

    trail = str(db.session.execute(db.text("SELECT facts, object_ref FROM audit_event")).all())
    for secret in (PIN, "Айгүл", "subject-1"):
        assert secret not in trail
    kept = str([vars(row) for row in (*residents(), *db.session.query(StateIdentity).all())])
    assert PIN not in kept
