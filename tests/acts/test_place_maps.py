"""The map of a municipality and the point of a proposal on it."""

import json

import pytest

from pb.acts import place_maps as acts
from pb.cli.demonstration import outline
from pb.records import place_maps
from pb.records import proposals as records
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.proposals_made import Idea, draft

INSIDE, OUTSIDE = (42_468_000, 77_156_000), (41_000_000, 75_000_000)


@pytest.fixture
def drawn(stage):
    acts.draw(stage.person(Role.OPERATOR), stage.place, outline.geojson(), stage.now)


@pytest.fixture
def author(stage):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return stage.person(Role.RESIDENT)


@pytest.fixture
def ref(stage, author):
    return draft(author, stage.place, "2026", Idea(), stage.now)


def mark(stage, actor, ref, point, **more):
    acts.mark(actor, stage.place, ref, point, stage.now, **more)


def point_of(stage, ref):
    proposal = records.proposal_of(stage.place, ref)
    return proposal.latitude, proposal.longitude


def test_draw_keeps_one_map_and_the_last_one(stage):
    clerk = stage.person(Role.OPERATOR)
    with one_event(Tag.MAP_DRAWN) as event:
        acts.draw(clerk, stage.place, outline.geojson(), stage.now)
    first = place_maps.map_of(stage.place).sha256
    smaller = outline.geojson().replace(b"77.02,", b"77.021,")

    acts.draw(clerk, stage.place, smaller, stage.now)

    assert place_maps.map_of(stage.place).sha256 != first
    assert json.loads(event.facts) == {"sha256": first, "villages": 5}
    assert place_maps.map_of(stage.neighbour().place) is None


def test_draw_is_refused_for_others_and_for_no_map(stage):
    clerk, resident = stage.person(Role.OPERATOR), stage.person(Role.RESIDENT)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        acts.draw(resident, stage.place, outline.geojson(), stage.now)
    with refused(NotValid, Code.FILE_MISSING, "file"):
        acts.draw(clerk, stage.place, b"", stage.now)
    with refused(NotValid, Code.MAP_UNREADABLE, "file"):
        acts.draw(clerk, stage.place, b"<svg/>", stage.now)


def test_a_point_is_marked_moved_and_taken_away(stage, drawn, author, ref):
    mark(stage, author, ref, INSIDE)
    assert point_of(stage, ref) == INSIDE
    mark(stage, author, ref, None)
    assert point_of(stage, ref) == (None, None)


def test_a_point_outside_is_taken_only_when_it_is_confirmed(stage, drawn, author, ref):
    with refused(NotValid, Code.POINT_OUTSIDE, "outside"):
        mark(stage, author, ref, OUTSIDE)

    mark(stage, author, ref, OUTSIDE, outside=True)

    assert point_of(stage, ref) == OUTSIDE
    with refused(NotValid, Code.POINT_OFF_EARTH, "latitude"):
        mark(stage, author, ref, (91_000_000, 77_000_000), outside=True)


def test_a_point_is_marked_by_nobody_else_and_not_once_it_is_sent(stage, drawn, author, ref):
    other = stage.person(Role.RESIDENT)
    sent = stage.submitted(author=author)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        mark(stage, other, ref, INSIDE)
    with refused(Conflict, Code.PROPOSAL_MOVED_ON):
        mark(stage, author, sent, INSIDE)
