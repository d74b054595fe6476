"""Several people at one change of a round at once: real processes, real commits."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest

from pb.acts import round_changes
from pb.acts.round_changes import ChangeFacts
from pb.rules.changes import ChangeKind
from pb.rules.refusals import Code
from pb.rules.roles import Role
from pb.rules.texts import Bilingual
from tests.races.finish import told
from tests.races.worker import RUNNERS

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(
        not os.environ.get("PB_TEST_DATABASE_URL"), reason="SQLite writes one by one"
    ),
]

WHY = Bilingual("Суу кирип, жол жабылып калды.", "Из-за паводка закрыта дорога.")


def later(stage, number):
    days = stage.round().schedule.days
    moved = replace(days, results_by=days.results_by + timedelta(days=number))
    return ChangeFacts(ChangeKind.EXTENSION, moved, WHY)


def test_one_change_waits_when_eight_clerks_propose_at_once(field):
    stage, race = field
    stage.announced()
    clerks = [stage.person(Role.OPERATOR) for _ in range(RUNNERS)]

    answers = told(
        race(*[[(round_changes.propose,
                 (clerk, stage.place, "2026", later(stage, 1 + number), stage.now))]
               for number, clerk in enumerate(clerks)])
    )  # fmt: skip

    assert answers.count(Code.CHANGE_WAITS) == RUNNERS - 1, answers


def test_a_change_is_decided_once_when_eight_people_decide_at_once(field):
    stage, race = field
    stage.announced()
    clerk = stage.person(Role.OPERATOR)
    ref = round_changes.propose(clerk, stage.place, "2026", later(stage, 3), stage.now)
    members = [stage.person(Role.COMMISSION) for _ in range(RUNNERS)]
    deeds = [round_changes.confirm, round_changes.decline] * (RUNNERS // 2)

    answers = told(
        race(*[[(deed, (member, stage.place, "2026", ref, stage.now))]
               for deed, member in zip(deeds, members, strict=True)])
    )  # fmt: skip

    assert answers.count(Code.CHANGE_DECIDED) == RUNNERS - 1, answers
