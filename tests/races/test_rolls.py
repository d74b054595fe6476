"""Clerks and the commission at one roll at once: real processes, real commits, on either engine."""

import os

import pytest

from pb.acts import enrolment
from pb.acts.enrolment import EnrolmentFacts
from pb.acts.rolls import corrections, decisions, freezing, uploads
from pb.acts.rolls.decisions import PersonFacts
from pb.records import roll_lines, rolls, rounds
from pb.records.accounts import Account
from pb.records.base import db
from pb.rules.refusals import Code
from pb.rules.roles import Role
from pb.rules.rolls import leaves
from pb.rules.rolls.states import RollState
from tests.races.finish import told
from tests.races.worker import RUNNERS
from tests.roll_stage import COLUMNS, WHY, freeze, imported, lines, pin, roll_of_people, send
from tests.stage import KEYS

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(
        not os.environ.get("PB_TEST_DATABASE_URL"), reason="SQLite writes one by one"
    ),
]


def test_one_import_begins_when_eight_clerks_press_at_once(field):
    stage, race = field
    stage.announced()
    send(stage, roll_of_people(stage))
    clerks = [stage.person(Role.OPERATOR) for _ in range(RUNNERS)]

    answers = told(race(*[[(uploads.begin, (clerk, stage.place, "2026", COLUMNS, stage.now))]
                          for clerk in clerks]))  # fmt: skip

    assert answers.count(Code.ROLL_IMPORT_RUNS) == RUNNERS - 1, answers


def test_a_roll_that_is_frozen_has_the_number_and_the_root_of_its_lines(field):
    """Strikes against the confirmation of the freeze: whichever comes first, they agree."""
    stage, race = field
    stage.announced()
    found = imported(stage, RUNNERS)
    freezing.propose(stage.person(Role.COMMISSION), stage.place, "2026", stage.now)
    clerks = [stage.person(Role.OPERATOR) for _ in range(RUNNERS - 1)]
    strikes = [
        [(corrections.strike, (clerk, stage.place, "2026", line.ref, WHY, stage.now))]
        for clerk, line in zip(clerks, found, strict=False)
    ]
    member = stage.person(Role.COMMISSION)

    answers = told(race(*strikes, [(freezing.confirm, (member, stage.place, "2026", stage.now))]))

    roll = rolls.roll_of(stage.round().id)
    assert set(answers) <= {Code.ROLL_FROZEN, Code.FREEZE_NOT_PROPOSED}, answers
    if roll.state is RollState.FROZEN:
        assert answers.count(Code.ROLL_FROZEN) == RUNNERS - 1
        assert roll.number == rounds.voters_on_roll(stage.round().id)
        assert roll.root == leaves.root(
            leaves.leaf(stage.slug, "2026", tag, village)
            for tag, village in roll_lines.tags_and_villages(stage.round().id)
        )


def test_a_person_is_added_once_when_eight_clerks_propose_it_at_once(field):
    stage, race = field
    stage.announced()
    imported(stage)
    freeze(stage)
    facts = PersonFacts(pin(50), "Үсөнов Талант", "archa-tor")
    why = "Жаңы көчүп келген, паспорту көрүлдү"
    clerks = [stage.person(Role.OPERATOR) for _ in range(RUNNERS)]

    answers = told(
        race(*[[(decisions.propose_addition,
                 (clerk, stage.place, "2026", facts, why, KEYS, stage.now))]
               for clerk in clerks])
    )  # fmt: skip

    assert answers.count(Code.DECISION_WAITS) == RUNNERS - 1, answers


def test_a_change_is_agreed_to_once_when_eight_members_agree_at_once(field):
    stage, race = field
    stage.announced()
    imported(stage)
    freeze(stage)
    facts = PersonFacts(pin(50), "Үсөнов Талант", "archa-tor")
    why = "Жаңы көчүп келген, паспорту көрүлдү"
    clerk = stage.person(Role.OPERATOR)
    ref = decisions.propose_addition(clerk, stage.place, "2026", facts, why, KEYS, stage.now)
    members = [stage.person(Role.COMMISSION) for _ in range(RUNNERS)]

    answers = told(
        race(*[[(decisions.agree, (member, stage.place, "2026", ref, KEYS, stage.now))]
               for member in members])
    )  # fmt: skip

    assert answers.count(Code.DECISION_MADE) == RUNNERS - 1, answers
    assert len(lines(stage)) == 4


def test_a_person_is_enrolled_once_when_eight_clerks_do_it_at_once(field):
    stage, race = field
    stage.announced()
    ref = imported(stage)[0].ref
    facts = EnrolmentFacts("0555 123 456", passport_seen=True)
    clerks = [stage.person(Role.OPERATOR) for _ in range(RUNNERS)]
    before = db.session.query(Account).count()

    answers = told(
        race(*[[(enrolment.enrol, (clerk, stage.place, "2026", ref, facts, KEYS, stage.now))]
               for clerk in clerks])
    )  # fmt: skip

    assert answers.count(Code.ENROLLED_ALREADY) == RUNNERS - 1, answers
    assert db.session.query(Account).count() == before + 1
