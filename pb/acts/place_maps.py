"""Deeds about the map of a municipality: drawn by the office, marked by authors."""

import hashlib
from datetime import datetime

from pb.records import place_maps, rounds
from pb.records.base import db
from pb.records.place_maps import PlaceMapRow
from pb.rules import maps
from pb.rules.access import Act
from pb.rules.maps import PlaceMap, Point
from pb.rules.proposals import Deed, ProposalState, moved
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.rounds import require_open
from pb.services import audit, writing
from pb.services.actors import Actor, require
from pb.services.work import unit_of_work


def draw(actor: Actor, municipality_id: int, content: bytes, now: datetime) -> None:
    """Keep the outline of the municipality from a file of GeoJSON, in place of any older one.

    Raises:
        NotAllowed: as the tables say.
        NotValid: FILE_MISSING, MAP_TOO_LARGE, MAP_UNREADABLE.
    """
    require(actor, Act.DRAW_MAP, municipality_id)
    if not content:
        raise NotValid(Code.FILE_MISSING, "file")
    drawn = maps.read(content)
    text = drawn.text()
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    with unit_of_work():
        row = place_maps.map_of(municipality_id) or PlaceMapRow(municipality_id=municipality_id)
        row.shapes, row.sha256, row.created_at = text, sha256, now
        db.session.add(row)
        audit.append(
            audit.Tag.MAP_DRAWN,
            actor,
            municipality_id,
            now,
            sha256=sha256,
            villages=len(drawn.villages),
        )


def mark(
    actor: Actor,
    municipality_id: int,
    ref: str,
    point: Point | None,
    now: datetime,
    *,
    outside: bool = False,
) -> None:
    """Mark where a proposal is meant, or take the mark away.

    `outside` says that the author knows the point lies outside the municipality.

    Raises:
        NotAllowed, NotNow, NotFound, Conflict: as for writing a step.
        NotValid: POINT_OFF_EARTH; POINT_OUTSIDE at `outside`, unless it is confirmed.
    """
    with unit_of_work():
        proposal = writing.held_by_writer(actor, municipality_id, ref, Act.MEND_PROPOSAL)
        round_ = rounds.round_by_id(municipality_id, proposal.round_id)
        phase = round_.phase(now)
        require_open(writing.act_of_writing(proposal, phase), phase, round_.schedule)
        moved(proposal.state, Deed.SUBMIT)
        if proposal.state is ProposalState.DRAFT and proposal.support_opened_at is not None:
            raise Conflict(Code.SUPPORT_COLLECTS)
        if point is not None:
            _check(municipality_id, point, outside=outside)
        proposal.latitude, proposal.longitude = point or (None, None)
        proposal.version += 1
        audit.append(audit.Tag.PROPOSAL_SAVED, actor, municipality_id, now, ref, step="point")


def _check(municipality_id: int, point: Point, *, outside: bool) -> None:
    latitude, longitude = point
    if abs(latitude) > 90 * maps.MILLION or abs(longitude) > 180 * maps.MILLION:
        raise NotValid(Code.POINT_OFF_EARTH, "latitude")
    row = place_maps.map_of(municipality_id)
    if row is not None and not outside and not PlaceMap.read(row.shapes).holds(point):
        raise NotValid(Code.POINT_OUTSIDE, "outside")
