"""The scan of the signed minutes: beside the numbers it was made of, and seen when confirmed."""

import pytest

from pb.acts import assembly_acts
from pb.rules.refusals import Code, Conflict
from tests.acts.test_assemblies import refused
from tests.assembly_stage import with_assembly
from tests.rules_adopted import PAPER

NONE = (0, 0, 0)


@pytest.fixture
def held(stage):
    """Three of four people are marked."""
    made = with_assembly(stage)
    made.mark(*made.people[:3])
    return made


def test_a_scan_is_kept_until_the_act_is_confirmed(held):
    stage = held.stage

    def attach():
        given = (held.first, held.place, "2026", held.ref, PAPER, stage.storage, stage.now)
        assembly_acts.attach_scan(*given)

    refused(Conflict, Code.ASSEMBLY_ACT_MISSING, attach)
    held.enter(held.said(NONE, NONE, NONE))
    attach()
    assert assembly_acts.scan(held.place, stage.round().id, held.ref, stage.storage)[1] == PAPER
    held.confirm()
    refused(Conflict, Code.ASSEMBLY_ACT_CONFIRMED, attach)


def test_confirm_is_refused_when_the_scan_was_changed_meanwhile(held):
    held.enter(held.said(NONE, NONE, NONE))
    seen = held.seen()
    given = (held.first, held.place, "2026", held.ref, PAPER, held.stage.storage, held.stage.now)
    assembly_acts.attach_scan(*given)

    refused(Conflict, Code.ACT_CHANGED, held.confirm, None, seen)
    held.confirm()


def test_a_scan_does_not_stay_beside_other_numbers(held):
    held.enter(held.said((3, 0, 0), NONE, NONE))
    given = (held.first, held.place, "2026", held.ref, PAPER, held.stage.storage, held.stage.now)
    assembly_acts.attach_scan(*given)

    held.enter(held.said((2, 1, 0), NONE, NONE))

    assert (held.act.scan_sha256, held.act.scan_type) == (None, None)
