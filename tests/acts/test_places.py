"""Entering a municipality."""

import json
from dataclasses import replace
from datetime import date

import pytest

from pb.acts import places
from pb.acts.places import PlaceFacts
from pb.records import places as records
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.roles import STAFF, Role
from pb.rules.texts import Bilingual
from pb.services.actors import PLATFORM, STRANGER
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.office import insider

FACTS = PlaceFacts(
    "ak-suu",
    Bilingual("Ак-Суу", "Ак-Суу"),
    Bilingual("айыл аймагы", "айылный аймак"),
    Bilingual("Москва району", "Московский район"),
    Bilingual("Чүй облусу", "Чуйская область"),
)
VILLAGES = [("ak-suu", Bilingual("Ак-Суу", "Ак-Суу")), ("bala-suu", Bilingual("Бала", "Бала"))]


def found(stage, facts=FACTS, villages=VILLAGES, actor=PLATFORM):
    return places.found_municipality(actor, facts, villages, date(2025, 1, 1), stage.now)


def test_found_municipality_keeps_it_with_its_villages_when_the_platform_enters_it(stage):
    with one_event(Tag.MUNICIPALITY_FOUNDED) as event:
        place = found(stage)

    kept = records.municipality_of("ak-suu")
    assert (kept.id, kept.name, kept.raion) == (place, FACTS.name, FACTS.raion)
    assert [village.slug for village in records.settlements_of(place)] == ["ak-suu", "bala-suu"]
    assert (event.municipality_id, event.actor_ref, event.at) == (place, "platform", stage.now)
    assert json.loads(event.facts) == {"slug": "ak-suu", "settlements": 2}


@pytest.mark.parametrize("role", sorted(STAFF | {Role.RESIDENT}))
def test_found_municipality_is_refused_when_anyone_but_the_platform_enters_it(stage, role):
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        found(stage, actor=person)


def test_found_municipality_is_refused_when_a_stranger_enters_it(stage):
    with refused(NotAllowed, Code.SIGN_IN_FIRST):
        found(stage, actor=STRANGER)


def test_an_administrator_enters_a_municipality(stage):
    keeper = insider(stage, Role.ADMINISTRATOR).actor

    found(stage, actor=keeper)
    with refused(NotAllowed, Code.STEP_UP_FIRST):
        found(stage, replace(FACTS, slug="another"), actor=replace(keeper, is_confirmed=False))


@pytest.mark.parametrize("slug", ["admin", "static", "healthz", "readyz"])
def test_no_municipality_takes_the_name_of_another_page(stage, slug):
    with refused(Conflict, Code.SLUG_TAKEN, "slug", slug=slug):
        found(stage, replace(FACTS, slug=slug))


def test_found_municipality_is_refused_when_its_name_in_addresses_is_taken(stage):
    with refused(Conflict, Code.SLUG_TAKEN, "slug", slug=stage.slug):
        found(stage, replace(FACTS, slug=stage.slug))


def test_found_municipality_is_refused_when_its_name_cannot_stand_in_an_address(stage):
    with refused(NotValid, Code.SLUG_UNREADABLE, "slug"):
        found(stage, replace(FACTS, slug="Ак-Суу"))


def test_found_municipality_is_refused_when_it_has_no_russian_name(stage):
    with refused(NotValid, Code.TITLE_NEEDS_BOTH_LANGUAGES, "name_ru"):
        found(stage, replace(FACTS, name=Bilingual("Ак-Суу", None)))


def test_found_municipality_keeps_nothing_when_its_last_village_is_wrong(stage):
    with refused(NotValid, Code.SLUG_UNREADABLE, "slug"):
        found(stage, villages=[*VILLAGES, ("Үч", Bilingual("Үчүнчү", "Третье"))])
