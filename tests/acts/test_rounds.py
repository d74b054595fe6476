"""Drafting a round, changing the draft, announcing it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from pb.acts import rounds
from pb.acts.rounds import RoundFacts
from pb.records import rounds as records
from pb.rules import calendar
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase, Schedule
from pb.rules.tally.election import AllocationRule, TieBreak
from pb.rules.terms import Terms
from pb.rules.texts import Bilingual
from pb.services.actors import PLATFORM, STRANGER
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.rules_adopted import adopt, of_terms
from tests.stage import som

RULES = Terms(
    budget=som(2_000_000),
    ceiling=som(500_000),
    min_choices=1,
    max_choices=5,
    allocation_rule=AllocationRule.GREEDY_THRESHOLD,
    threshold=12,
    ties=(TieBreak.LOWER_COST, TieBreak.LISTED_FIRST),
    expected_ballots=700,
)


def facts(stage, **changes):
    day = calendar.day_of(stage.now)
    days = [day + timedelta(days=n) for n in (0, 3, 6, 7, 9, 12)]
    title = Bilingual("Айыл бюджети", "Бюджет села")
    kept = RoundFacts(
        "spring",
        "2026",
        title,
        RULES.budget,
        RULES.ceiling,
        RULES.expected_ballots,
        Schedule.of_days(*days),
    )
    return replace(kept, **changes)


@pytest.fixture(autouse=True)
def rules(stage):
    """The rules in force, from which RULES follow."""
    return adopt(stage, of_terms(RULES))


def test_draft_keeps_the_round_as_it_was_said(stage):
    said, clerk = facts(stage), stage.person(Role.OPERATOR)

    with one_event(Tag.ROUND_DRAFTED) as event:
        slug = rounds.draft(clerk, stage.place, said, stage.now)

    kept = records.round_of(stage.place, slug)
    assert (kept.slug, kept.edition, kept.title) == ("spring", "2026", said.title)
    assert (kept.terms, kept.schedule) == (RULES, said.schedule)
    assert kept.phase(stage.now) is Phase.DRAFT
    assert json.loads(event.facts) == {"budget": RULES.budget, "rule": "greedy-threshold"}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OPERATOR, Role.PLATFORM, Role.PUBLIC}))
def test_draft_is_refused_when_the_role_is_not_the_clerks(stage, role):
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        rounds.draft(person, stage.place, facts(stage), stage.now)


@pytest.mark.parametrize(
    ("actor", "code"), [(PLATFORM, Code.NOT_ALLOWED), (STRANGER, Code.SIGN_IN_FIRST)]
)
def test_draft_is_refused_when_no_person_does_it(stage, actor, code):
    with refused(NotAllowed, code):
        rounds.draft(actor, stage.place, facts(stage), stage.now)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"slug": "Жаз"}, Code.SLUG_UNREADABLE, "slug"),
        ({"edition": " "}, Code.TEXT_MISSING, "edition"),
        ({"title": Bilingual("Айыл бюджети", "")}, Code.TITLE_NEEDS_BOTH_LANGUAGES, "title_ru"),
        ({"title": Bilingual("Айыл", "Бюджет села")}, Code.TEXT_TOO_SHORT, "title_ky"),
        ({"expected_ballots": 0}, Code.NUMBER_OUT_OF_RANGE, "expected_ballots"),
        ({"budget": som(0)}, Code.MONEY_ZERO, "budget"),
        ({"ceiling": som(2_000_001)}, Code.CEILING_ABOVE_BUDGET, "ceiling"),
    ],
)
def test_draft_is_refused_at_the_field_that_contradicts(stage, changes, code, field):
    clerk = stage.person(Role.OPERATOR)

    with refused(NotValid, code, field):
        rounds.draft(clerk, stage.place, facts(stage, **changes), stage.now)


def test_draft_is_refused_when_the_name_is_taken_here_but_not_when_taken_elsewhere(stage):
    stage.draft("spring")
    clerk = stage.person(Role.OPERATOR)
    neighbour = stage.neighbour()

    with refused(Conflict, Code.SLUG_TAKEN, "slug", slug="spring"):
        rounds.draft(clerk, stage.place, facts(stage), stage.now)
    assert neighbour.draft("spring") == "spring"


def test_redraft_changes_everything_but_the_name_in_addresses(stage):
    stage.draft("2026")
    clerk = stage.person(Role.OPERATOR)
    adopt(stage, of_terms(RULES))
    said = facts(stage, slug="other")

    with one_event(Tag.ROUND_DRAFTED):
        rounds.redraft(clerk, stage.place, "2026", said, stage.now)

    kept = stage.round("2026")
    assert (kept.terms, kept.schedule, kept.title) == (RULES, said.schedule, said.title)
    assert not records.slug_is_taken(stage.place, "other")


def test_redraft_is_refused_when_the_round_is_announced(stage):
    stage.announced()
    clerk = stage.person(Role.OPERATOR)

    with refused(Conflict, Code.ROUND_FROZEN):
        rounds.redraft(clerk, stage.place, "2026", facts(stage), stage.now)


def test_redraft_leaves_the_draft_as_it_was_when_one_thing_contradicts(stage):
    stage.draft()
    clerk = stage.person(Role.OPERATOR)
    said = facts(stage, title=Bilingual("Айыл бюджети", None))

    with refused(NotValid, Code.TITLE_NEEDS_BOTH_LANGUAGES, "title_ru"):
        rounds.redraft(clerk, stage.place, "2026", said, stage.now)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.HEAD])
def test_announce_makes_the_round_public(stage, role):
    stage.draft()
    person = stage.person(role)

    with one_event(Tag.ROUND_ANNOUNCED) as event:
        rounds.announce(person, stage.place, "2026", stage.now)

    kept = stage.round()
    assert kept.phase(stage.now) is Phase.ANNOUNCED
    assert (kept.announced_at, kept.announced_by) == (stage.now, person.account_id)
    assert [one.slug for one in records.announced_rounds(stage.place)] == ["2026"]
    assert event.actor_ref == person.ref
    assert json.loads(event.facts)["voting_closes"] == kept.voting_closes.isoformat()


def test_announce_is_refused_when_it_was_announced_before(stage):
    stage.announced()
    head = stage.person(Role.HEAD)

    with refused(Conflict, Code.ROUND_FROZEN):
        rounds.announce(head, stage.place, "2026", stage.now)


def test_announce_is_refused_when_submission_would_have_begun_yesterday(stage):
    stage.draft()
    head = stage.person(Role.HEAD)
    first = calendar.day_of(stage.round().submission_opens)

    stage.clock.put(calendar.start_of(first + timedelta(days=1)))
    with refused(NotValid, Code.DATE_IN_PAST, "submission_from", day=first):
        rounds.announce(head, stage.place, "2026", stage.now)

    stage.clock.put(calendar.start_of(first + timedelta(days=1)) - timedelta(microseconds=1))
    rounds.announce(head, stage.place, "2026", stage.now)


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.COMMISSION, Role.MONITORING])
def test_announce_is_refused_when_the_role_does_not_stand_for_rounds(stage, role):
    stage.draft()
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        rounds.announce(person, stage.place, "2026", stage.now)


def test_a_round_is_not_found_when_it_is_another_municipalitys(stage):
    stage.draft()
    neighbour = stage.neighbour()
    clerk, head = neighbour.person(Role.OPERATOR), neighbour.person(Role.HEAD)
    said = facts(stage)

    for place in (stage.place, neighbour.place):
        with refused(NotFound, Code.NOT_FOUND):
            rounds.redraft(clerk, place, "2026", said, stage.now)
        with refused(NotFound, Code.NOT_FOUND):
            rounds.announce(head, place, "2026", stage.now)
    with refused(NotFound, Code.NOT_FOUND):
        rounds.draft(clerk, stage.place, said, stage.now)
