"""Signing in by the state's word: whom it names is known, found, tied, new, or another."""

import json

import pytest

from pb.acts import residents as roll
from pb.acts.accounts import grants
from pb.records import identities
from pb.records.accounts import RoleGrant
from pb.records.base import db
from pb.records.identities import StateIdentity
from pb.rules.refusals import Code, NotValid
from pb.rules.roles import Assurance, Role
from pb.services.actors import PLATFORM
from pb.services.audit import Tag
from pb.services.work import unit_of_work
from tests.fingerprint import fingerprint, one_event, refused
from tests.stage import KEYS
from tests.state_named import (
    OTHER_PIN,
    PIN,
    WOMAN,
    join,
    named,
    resident,
    residents,
    sign_in,
    who,
)


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
    "pin", [None, "", "31503198500123", "13002198500123", "11503299900123", "1" * 13]
)
def test_a_number_that_cannot_be_is_taken_for_none(stage, pin):
    assert named(stage, pin=pin).pin_tag is None


def test_what_goes_on_of_an_identity_holds_no_number(stage):
    person = named(stage)

    assert person.pin_tag == KEYS.pin_tag(PIN)
    assert PIN not in str(vars(person))
    for secret in ("subject-1", "Айгүл"):
        assert secret not in repr(person)


@pytest.mark.parametrize("name", [None, "12345", "<b>"])
def test_a_name_that_cannot_stand_here_is_asked_for(stage, name):
    assert named(stage, name=name).name is None


def test_whom_nobody_knows_has_to_say_more_and_nothing_is_saved(stage):
    before = fingerprint()

    assert sign_in(stage) is None

    assert fingerprint() == before


def test_join_opens_an_account_that_votes_by_telephone_when_a_number_came(stage):
    with one_event(Tag.RESIDENT_JOINED) as event:
        begun = join(stage, name="is not asked", village="kyzyl-kopuro")

    me = who(begun, stage)
    assert (me.name, me.roles, me.assurance) == (
        "Токтогулова Айгүл",
        {Role.RESIDENT},
        Assurance.STATE,
    )
    (line,) = residents()
    assert (line.account_id, line.pin_tag) == (me.id, KEYS.pin_tag(PIN))
    assert identities.account_of(WOMAN.issuer, WOMAN.subject).id == me.id
    assert json.loads(event.facts) == {"means": "openid", "assurance": "state"}


def test_join_opens_an_account_like_one_by_telephone_when_no_number_came(stage):
    person = named(stage, pin=None, name=None)

    begun = join(stage, person, "Токтогулова Айгүл")

    assert who(begun, stage).assurance is Assurance.PHONE
    assert residents()[0].pin_tag is None


@pytest.mark.parametrize(
    ("name", "village", "code", "field"),
    [
        ("", "archa-tor", Code.TEXT_MISSING, "name"),
        ("1", "archa-tor", Code.TEXT_TOO_SHORT, "name"),
        ("Асанов", "osh", Code.SETTLEMENT_UNKNOWN, "village"),
    ],
)
def test_join_saves_nothing_when_an_answer_does_not_hold(stage, name, village, code, field):
    with refused(NotValid, code, field):
        join(stage, named(stage, name=None), name, village)


def test_join_twice_opens_one_account(stage):
    first, second = join(stage), join(stage)

    assert first.account_ref == second.account_ref
    assert db.session.query(StateIdentity).count() == len(residents()) == 1


def test_whom_we_know_is_let_in_with_one_trace_that_tells_how_the_state_was_shown(stage):
    ref = join(stage).account_ref

    with one_event(Tag.SIGNED_IN) as event:
        begun = sign_in(stage)

    assert (begun.account_ref, who(begun, stage).assurance) == (ref, Assurance.STATE)
    assert json.loads(event.facts) == {"means": "openid", "second": "e-id"}


def test_whom_we_know_is_known_less_surely_when_no_number_comes_this_time(stage):
    join(stage)

    assert who(sign_in(stage, named(stage, pin=None)), stage).assurance is Assurance.PHONE


def test_a_number_that_comes_later_is_kept_with_the_person(stage):
    join(stage, named(stage, pin=None))

    begun = sign_in(stage)

    assert who(begun, stage).assurance is Assurance.STATE
    assert residents()[0].pin_tag == KEYS.pin_tag(PIN)


def test_the_resident_of_the_number_is_found_and_tied(stage):
    person = resident(stage, PIN)

    with one_event(Tag.IDENTITY_TIED) as event:
        begun = sign_in(stage)

    assert (begun.account_ref, who(begun, stage).assurance) == (person.ref, Assurance.STATE)
    assert json.loads(event.facts) == {"assurance": "state", "level": "e-id"}
    assert sign_in(stage, named(stage, pin=None)).account_ref == person.ref


def test_a_resident_without_an_account_gets_one_in_the_name_the_state_gives(stage):
    resident(stage, PIN, account=False)

    begun = sign_in(stage)

    me = who(begun, stage)
    assert (me.name, me.assurance) == ("Токтогулова Айгүл", Assurance.STATE)
    assert [line.account_id for line in residents()] == [me.id]


def test_a_resident_without_an_account_is_asked_for_a_name_when_the_state_gives_none(stage):
    resident(stage, PIN, account=False)
    person = named(stage, name=None)

    assert sign_in(stage, person) is None
    begun = join(stage, person, "Токтогулова Айгүл", village="")

    assert [line.account_id for line in residents()] == [who(begun, stage).id]


def test_someone_who_is_signed_in_is_tied_when_they_ask_for_it(stage):
    person = resident(stage)

    with one_event(Tag.IDENTITY_TIED):
        begun = sign_in(stage, whose=person.ref)

    assert (begun.account_ref, who(begun, stage).assurance) == (person.ref, Assurance.STATE)
    assert [line.pin_tag for line in residents()] == [KEYS.pin_tag(PIN)]


def test_someone_who_asked_is_no_other_when_the_account_has_no_line_of_a_resident(stage):
    account = stage.person(Role.RESIDENT)

    assert sign_in(stage, whose=account.ref) is None
    assert sign_in(stage, whose="nobody") is None


def test_a_resident_of_another_municipality_joins_here_under_the_same_account(stage):
    neighbour = stage.neighbour()
    ref = join(neighbour).account_ref

    assert sign_in(stage) is None
    begun = join(stage)

    assert begun.account_ref == ref
    roles = db.session.query(RoleGrant).filter_by(role=Role.RESIDENT).all()
    assert {grant.municipality_id for grant in roles} == {stage.place, neighbour.place}
    assert len(residents()) == 2


def test_the_number_of_a_resident_elsewhere_finds_nobody_here(stage):
    resident(stage.neighbour(), PIN)

    assert sign_in(stage) is None


def test_whom_the_state_named_stands_on_the_roll_under_the_same_line(stage):
    begun = join(stage)
    stage.announced()
    account = who(begun, stage).id

    roll.enter_on_roll(PLATFORM, stage.place, stage.round().id, [(account, "archa-tor")], stage.now)

    assert len(residents()) == 1
