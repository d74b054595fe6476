"""Drafting the rules of a municipality, changing the draft, adopting it."""

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from pb.acts import rule_sets as acts
from pb.acts.rule_sets import Resolution
from pb.records import rule_sets
from pb.rules import calendar
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid
from pb.rules.roles import Role
from pb.rules.rule_sets import Parameter, Preset, RuleSet, rule_set_of
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.rules_adopted import PAPER, adopt

P = Parameter


@pytest.fixture
def clerk(stage):
    return stage.person(Role.OPERATOR)


@pytest.fixture
def head(stage):
    return stage.person(Role.HEAD)


@pytest.fixture
def draft(stage, clerk):
    """A draft begun from the contest."""
    return acts.begin(clerk, stage.place, Preset.CONTEST, stage.now)


def today(stage):
    return calendar.day_of(stage.now)


def paper(stage, **changes):
    return replace(Resolution("34-7-1", today(stage), PAPER), **changes)


def photo():
    file = io.BytesIO()
    Image.new("RGB", (1_600, 2_000), (250, 250, 240)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("preset", list(Preset))
def test_begin_keeps_the_preset_as_a_draft_under_which_no_round_is(stage, clerk, preset):
    with one_event(Tag.RULES_DRAFTED) as event:
        version = acts.begin(clerk, stage.place, preset, stage.now)

    kept = rule_sets.version_of(stage.place, version)
    assert (version, kept.preset, kept.rule_set) == (1, preset, rule_set_of(preset))
    assert (kept.is_adopted, kept.sha256) == (False, None)
    assert rule_sets.in_force(stage.place, today(stage)) is None
    assert json.loads(event.facts) == {"preset": preset.value}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OPERATOR, Role.PLATFORM, Role.PUBLIC}))
def test_rules_are_drafted_by_the_clerk_alone(stage, role):
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        acts.begin(person, stage.place, Preset.CONTEST, stage.now)


def test_begin_is_refused_when_a_draft_waits(stage, clerk, draft):
    with refused(Conflict, Code.RULE_DRAFT_EXISTS, version=draft):
        acts.begin(clerk, stage.place, Preset.YOUTH, stage.now)


def test_save_changes_what_was_given_and_nothing_else(stage, clerk, draft):
    with one_event(Tag.RULES_SAVED) as event:
        acts.save(clerk, stage.place, draft, 1, {P.VOTING: 14, P.NOTICE: 10}, stage.now)

    kept = rule_sets.version_of(stage.place, draft)
    assert kept.rule_set.differences(RuleSet.of()) == (P.VOTING,)
    assert kept.saved == 2
    assert json.loads(event.facts) == {"changed": "voting_days"}


def test_save_is_refused_when_the_values_contradict(stage, clerk, draft):
    with refused(NotValid, Code.COMMISSION_EVEN, P.COMMISSION_SIZE_MAX, size=8):
        acts.save(clerk, stage.place, draft, 1, {P.COMMISSION_SIZE_MAX: 8}, stage.now)


def test_save_is_refused_when_somebody_saved_it_in_another_tab(stage, clerk, draft):
    acts.save(clerk, stage.place, draft, 1, {P.VOTING: 14}, stage.now)

    with refused(Conflict, Code.CHANGED_MEANWHILE):
        acts.save(clerk, stage.place, draft, 1, {P.VOTING: 7}, stage.now)


def test_delete_throws_the_draft_away_and_gives_its_number_back(stage, clerk, draft):
    with one_event(Tag.RULES_DELETED):
        acts.delete(clerk, stage.place, draft, stage.now)

    assert rule_sets.versions_of(stage.place) == []
    assert acts.begin(clerk, stage.place, Preset.YOUTH, stage.now) == draft


def test_adopt_freezes_the_rules_with_their_hash_and_the_resolution(stage, draft, head):
    with one_event(Tag.RULES_ADOPTED) as event:
        sha256 = acts.adopt(
            head, stage.place, draft, paper(stage), today(stage), stage.storage, stage.now
        )

    kept = rule_sets.version_of(stage.place, draft)
    assert sha256 == kept.sha256 == RuleSet.of().fingerprint()
    assert (kept.resolution_number, kept.resolution_media_type) == ("34-7-1", "application/pdf")
    assert stage.storage.get(kept.resolution_sha256) == PAPER
    assert rule_sets.in_force(stage.place, today(stage)).version == draft
    assert json.loads(event.facts)["sha256"] == sha256


def test_adopt_writes_a_photo_of_the_resolution_anew(stage, draft, head):
    sent = paper(stage, file=photo())

    acts.adopt(head, stage.place, draft, sent, today(stage), stage.storage, stage.now)

    kept = rule_sets.version_of(stage.place, draft)
    assert kept.resolution_media_type == "image/jpeg"
    assert stage.storage.get(kept.resolution_sha256).startswith(b"\xff\xd8")
    assert max(Image.open(io.BytesIO(stage.storage.get(kept.resolution_sha256))).size) == 1_280


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", Code.RESOLUTION_FILE_MISSING),
        (b"%PDF-1.7\n1 0 obj", Code.RESOLUTION_FILE_UNREADABLE),
        (b"MZ\x90 program", Code.RESOLUTION_FILE_UNREADABLE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Code.RESOLUTION_FILE_UNREADABLE),
        (PAPER.replace(b"/Catalog", b"/Catalog/OpenAction 2 0 R"), Code.RESOLUTION_FILE_UNREADABLE),
        (PAPER.replace(b"/Catalog", b"/JavaScript (x)"), Code.RESOLUTION_FILE_UNREADABLE),
        (PAPER.replace(b"/Root", b"/Encrypt 5 0 R/Root"), Code.RESOLUTION_FILE_UNREADABLE),
        (b"%PDF-" + b"0" * 12_000_000 + b"%%EOF", Code.RESOLUTION_FILE_TOO_LARGE),
    ],
)
def test_adopt_is_refused_when_the_file_is_no_resolution(stage, draft, head, file, code):
    sent = paper(stage, file=file)

    with refused(NotValid, code, "file"):
        acts.adopt(head, stage.place, draft, sent, today(stage), stage.storage, stage.now)


def test_adopt_is_refused_when_the_days_cannot_be(stage, draft, head):
    day, where = today(stage), (stage.place, draft)
    later = paper(stage, day=day + timedelta(days=1))

    with refused(NotValid, Code.RESOLUTION_IN_FUTURE, "day", today=day):
        acts.adopt(head, *where, later, later.day, stage.storage, stage.now)
    with refused(NotValid, Code.RULES_BEFORE_RESOLUTION, "valid_from", day=day):
        acts.adopt(head, *where, paper(stage), day - timedelta(days=1), stage.storage, stage.now)
    with refused(NotValid, Code.TEXT_MISSING, "number"):
        acts.adopt(head, *where, paper(stage, number=" "), day, stage.storage, stage.now)


def test_adopt_asks_the_head_for_the_second_factor_anew(stage, clerk, draft, head):
    args = (stage.place, draft, paper(stage), today(stage), stage.storage, stage.now)

    with refused(NotAllowed, Code.STEP_UP_FIRST):
        acts.adopt(replace(head, is_confirmed=False), *args)
    with refused(NotAllowed, Code.NOT_ALLOWED):
        acts.adopt(clerk, *args)


def test_adopted_rules_are_neither_changed_nor_deleted_nor_adopted_again(stage, clerk, head):
    version = adopt(stage)

    with refused(Conflict, Code.RULE_SET_ADOPTED):
        acts.save(clerk, stage.place, version, 2, {P.VOTING: 14}, stage.now)
    with refused(Conflict, Code.RULE_SET_ADOPTED):
        acts.delete(clerk, stage.place, version, stage.now)
    with refused(Conflict, Code.RULE_SET_ADOPTED):
        acts.adopt(head, stage.place, version, paper(stage), today(stage), stage.storage, stage.now)


def test_copy_begins_a_new_version_with_the_same_values(stage, clerk):
    version = adopt(stage, {P.VOTING: 14})

    copied = acts.copy(clerk, stage.place, version, stage.now)

    old, new = (rule_sets.version_of(stage.place, one) for one in (version, copied))
    assert (new.version, new.rule_set, new.preset) == (2, old.rule_set, old.preset)
    assert not new.is_adopted


def test_rules_come_into_force_on_their_day_and_the_later_version_wins(stage, clerk, head):
    first = adopt(stage)
    second = acts.copy(clerk, stage.place, first, stage.now)
    start = today(stage) + timedelta(days=10)
    acts.adopt(head, stage.place, second, paper(stage), start, stage.storage, stage.now)

    assert rule_sets.in_force(stage.place, start - timedelta(days=1)).version == first
    assert rule_sets.in_force(stage.place, start).version == second


def test_rules_are_not_found_when_they_are_another_municipalitys(stage, draft):
    neighbour = stage.neighbour()
    clerk, head = neighbour.person(Role.OPERATOR), neighbour.person(Role.HEAD)
    sent = paper(stage)

    for place in (stage.place, neighbour.place):
        with refused(NotFound, Code.NOT_FOUND):
            acts.save(clerk, place, draft, 1, {P.VOTING: 14}, stage.now)
        with refused(NotFound, Code.NOT_FOUND):
            acts.delete(clerk, place, draft, stage.now)
        with refused(NotFound, Code.NOT_FOUND):
            acts.copy(clerk, place, draft, stage.now)
        with refused(NotFound, Code.NOT_FOUND):
            acts.adopt(head, place, draft, sent, today(stage), stage.storage, stage.now)
