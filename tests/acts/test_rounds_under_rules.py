"""Rounds drafted and announced under the rules in force, and what prints their hash."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from pb.acts import rounds
from pb.acts import rule_sets as acts
from pb.acts.rounds import RoundFacts
from pb.records import results, rule_sets
from pb.records.base import db
from pb.records.documents import documents_of_round
from pb.rules import calendar
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Schedule
from pb.rules.rule_sets import Parameter, Preset
from pb.rules.texts import Bilingual
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.rules_adopted import QUICK, adopt
from tests.stage import som

P = Parameter


@pytest.fixture
def clerk(stage):
    return stage.person(Role.OPERATOR)


@pytest.fixture
def head(stage):
    return stage.person(Role.HEAD)


def today(stage):
    return calendar.day_of(stage.now)


def facts(stage, **changes):
    day = today(stage)
    days = [day + timedelta(days=n) for n in (1, 4, 8, 12, 15, 20)]
    kept = RoundFacts(
        "2026",
        "2026",
        Bilingual("Айыл бюджети", "Бюджет села"),
        som(1_000_000),
        None,
        500,
        Schedule.of_days(*days),
    )
    return replace(kept, **changes)


def test_a_round_is_not_drafted_when_no_rules_are_in_force(stage, clerk):
    acts.begin(clerk, stage.place, Preset.CONTEST, stage.now)

    with refused(Conflict, Code.RULE_SET_MISSING):
        rounds.draft(clerk, stage.place, facts(stage), stage.now)


def test_a_round_takes_its_vote_and_count_from_the_rules(stage, clerk):
    adopt(stage, {P.MAX_CHOICES: 5, P.MIN_VOTES: 12, P.CEILING: som(40_000)})

    rounds.draft(clerk, stage.place, facts(stage), stage.now)

    terms = stage.round().terms
    assert (terms.max_choices, terms.threshold, terms.ceiling) == (5, 12, som(40_000))
    assert stage.round().rule_set_hash is None


def test_a_round_is_refused_a_ceiling_above_the_rules(stage, clerk):
    adopt(stage, {P.CEILING: som(40_000)})

    with refused(NotValid, Code.CEILING_ABOVE_RULE, "ceiling", ceiling=som(40_000)):
        rounds.draft(clerk, stage.place, facts(stage, ceiling=som(40_001)), stage.now)


def test_a_round_is_refused_days_shorter_than_the_rules(stage, clerk):
    adopt(stage, {P.SUBMISSION: 5})

    with refused(NotValid, Code.TERM_SHORTER_THAN_RULE, "submission_to", days=5):
        rounds.draft(clerk, stage.place, facts(stage), stage.now)


def test_announce_freezes_the_rules_with_their_hash_on_the_round(stage):
    stage.draft()
    head = stage.person(Role.HEAD)

    with one_event(Tag.ROUND_ANNOUNCED) as event:
        rounds.announce(head, stage.place, "2026", stage.now)

    standing = rule_sets.in_force(stage.place, today(stage))
    kept = stage.round()
    assert (kept.rule_set_id, kept.rule_set_hash) == (standing.id, standing.sha256)
    assert kept.rule_set_hash == standing.rule_set.fingerprint()
    assert json.loads(event.facts)["rule_set"] == standing.sha256


def test_announce_is_refused_when_other_rules_came_into_force(stage, head, clerk):
    stage.draft()
    version = adopt(stage, {P.VOTING: 2})

    with refused(Conflict, Code.RULE_SET_OUTDATED, version=version):
        rounds.announce(head, stage.place, "2026", stage.now)

    rounds.redraft(clerk, stage.place, "2026", facts(stage), stage.now)
    rounds.announce(head, stage.place, "2026", stage.now)


def test_announce_is_refused_when_people_would_hear_of_it_too_late(stage, clerk, head):
    adopt(stage, {P.NOTICE: 3})
    rounds.draft(clerk, stage.place, facts(stage), stage.now)

    with refused(NotValid, Code.NOTICE_TOO_SHORT, "submission_from", number=3):
        rounds.announce(head, stage.place, "2026", stage.now)


def test_rules_of_later_do_not_touch_a_round_that_is_announced(stage):
    stage.announced()
    before = stage.round().rule_set_hash

    adopt(stage, {P.MAX_CHOICES: 7})

    db.session.expire_all()
    assert stage.round().rule_set_hash == before
    assert stage.round().terms.max_choices == QUICK[P.MAX_CHOICES]


def test_the_protocol_prints_the_rules_and_their_hash(stage):
    for voter in stage.open_voting(100_000, voters=22):
        stage.vote(voter, 1)
    stage.decided()

    round_ = stage.round()
    assert results.result_of(stage.place, round_.id).confirmed_at
    for document in documents_of_round(stage.place, round_.id):
        said = json.loads(document.facts)["rules"]
        assert said["sha256"] == round_.rule_set_hash
        assert said["resolution_number"] == "62"
