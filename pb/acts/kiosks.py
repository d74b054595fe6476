"""Kiosks: an operator turns a browser into one, and it takes tickets until it is ended."""

import secrets
from datetime import datetime

from pb.records import kiosks, rounds, stations
from pb.records.base import db
from pb.records.kiosks import Hold, Kiosk
from pb.rules.access import Act
from pb.rules.kiosks import KIOSK_LASTS
from pb.rules.refusals import Code, Conflict, NotFound
from pb.rules.sessions import Ending
from pb.services import audit, sessions
from pb.services import casting as guards
from pb.services.actors import Actor, account_of, require
from pb.services.kiosks import running
from pb.services.work import unit_of_work


def start(
    actor: Actor, municipality_id: int, round_slug: str, station_ref: str, now: datetime
) -> str:
    """Begin a kiosk at a station and end the operator's own session; the token of the kiosk.

    The token goes into the browser and is kept nowhere. It gives no right of the operator.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; STEP_UP_FIRST, HANDS_ALONE.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.START_KIOSK, municipality_id, round_, now)
        guards.require_ballots(round_.hands)
        station = stations.station_of(municipality_id, round_.id, station_ref)
        token = secrets.token_urlsafe(32)
        kiosk = Kiosk(
            municipality_id=municipality_id,
            round_id=round_.id,
            station_id=station.id,
            tag=sessions.tag_of(token),
            started_by=account_of(actor),
            started_at=now,
            ends_at=min(now + KIOSK_LASTS, round_.voting_closes),
        )
        db.session.add(kiosk)
        db.session.flush()
        audit.append(
            audit.Tag.KIOSK_STARTED,
            actor,
            municipality_id,
            now,
            kiosk.ref,
            round=round_slug,
            station=station.number,
        )
        if actor.session_id is not None:
            sessions.end(actor, actor.session_id, Ending.SIGNED_OUT, now)
        return token


def end_from_desk(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    station_ref: str,
    ref: str,
    now: datetime,
) -> None:
    """End a kiosk from anywhere; a ballot that was cast there before stands, seen or not.

    Raises:
        NotFound, NotAllowed: as the tables say.
        Conflict: KIOSK_OVER.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.END_KIOSK, municipality_id)
        station = stations.station_of(municipality_id, round_.id, station_ref)
        kiosk = kiosks.kiosk_called(municipality_id, station.id, ref)
        if kiosk is None:
            raise NotFound(Code.NOT_FOUND)
        if kiosk.ended_at is not None:
            raise Conflict(Code.KIOSK_OVER)
        kiosk.ended_at, kiosk.ended_by = now, account_of(actor)
        _note_end(actor, kiosk, round_slug, "desk", now)


def end_here(municipality_id: int, round_slug: str, token: str | None, now: datetime) -> None:
    """End the kiosk at its own keyboard, where nobody is signed in.

    Raises:
        NotFound: NOT_FOUND for another round.
        NotAllowed: KIOSK_ENDED.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        kiosk = running(municipality_id, round_.id, token, now, hold=Hold.ALONE)
        kiosk.ended_at = now
        _note_end(None, kiosk, round_slug, "kiosk", now)


def _note_end(actor: Actor | None, kiosk: Kiosk, round_slug: str, way: str, now: datetime) -> None:
    station = stations.station_by_id(kiosk.municipality_id, kiosk.station_id)
    audit.append(
        audit.Tag.KIOSK_ENDED,
        actor,
        kiosk.municipality_id,
        now,
        kiosk.ref,
        round=round_slug,
        station=station.number,
        way=way,
    )
