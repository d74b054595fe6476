"""The trail of deeds sealed in batches: what was changed afterwards does not fit any more."""

# ruff: noqa: S608 - every statement is written here, nothing comes from outside

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select, text

from pb import lifecycle
from pb.acts import trail
from pb.acts.trail import Checked
from pb.records.audit import AuditEvent
from pb.records.base import db
from pb.records.trail import SealedEvent, TrailSeal
from pb.rules.roles import Role
from tests.stage import KEYS


def events():
    return db.session.query(AuditEvent).count()


def sealed_twice(stage):
    """Two batches, and one event that is not sealed yet."""
    first = trail.seal(KEYS, stage.now)
    stage.announced()
    second = trail.seal(KEYS, stage.now)
    stage.person(Role.RESIDENT)
    return first, second


def unguarded(table, statement, **values):
    """What somebody with the whole database in hand can do: past the guards."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    else:
        for event in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER {table}_no_{event}"))
    connection.execute(text(statement), values)
    db.session.expire_all()


def test_every_event_is_sealed_once_and_a_second_stroke_seals_nothing(stage):
    number = events()

    assert trail.seal(KEYS, stage.now) == number
    assert trail.seal(KEYS, stage.now) == 0

    held = db.session.scalars(select(SealedEvent.event_id)).all()
    assert sorted(held) == sorted(db.session.scalars(select(AuditEvent.id)).all())
    assert trail.check(KEYS) == Checked(1, number, 0)


def test_seals_are_signed_and_each_holds_the_one_before(stage):
    first, second = sealed_twice(stage)
    key = Ed25519PublicKey.from_public_bytes(KEYS.public_key)

    for seal in db.session.scalars(select(TrailSeal)):
        key.verify(seal.signature, seal.head.text())
    assert trail.check(KEYS) == Checked(2, first + second, 1)


def test_an_event_that_came_late_with_a_small_id_is_sealed_all_the_same(stage):
    late = events() + 1
    stage.person(Role.RESIDENT)
    unguarded("audit_event", "UPDATE audit_event SET id = id + 1000 WHERE id >= :id", id=late)
    trail.seal(KEYS, stage.now)
    values = "municipality_id, at, tag, actor_ref, object_ref, facts FROM audit_event LIMIT 1"
    columns = "id, municipality_id, at, tag, actor_ref, object_ref, facts"
    db.session.execute(
        text(f"INSERT INTO audit_event ({columns}) SELECT :id, {values}"), {"id": late + 1}
    )
    db.session.commit()

    assert trail.seal(KEYS, stage.now) == 1
    assert trail.check(KEYS).unsealed == 0


CHANGED = "WHERE tag = 'round.announced'"


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("audit_event", f"UPDATE audit_event SET facts = '{{}}' {CHANGED}"),
        ("audit_event", f"UPDATE audit_event SET actor_ref = NULL {CHANGED}"),
        (
            "audit_event",
            f"UPDATE audit_event SET tag = 'round.drafted' {CHANGED}",
        ),
        ("sealed_event", "DELETE FROM sealed_event WHERE sequence = 2"),
        ("trail_seal", "UPDATE trail_seal SET root = previous WHERE sequence = 2"),
        ("trail_seal", "UPDATE trail_seal SET previous = root WHERE sequence = 2"),
        ("trail_seal", "UPDATE trail_seal SET signature = root WHERE sequence = 2"),
    ],
)
def test_what_is_changed_afterwards_is_found_and_nothing_is_built_on_it(stage, table, statement):
    first, _ = sealed_twice(stage)

    unguarded(table, statement)

    found = trail.check(KEYS)
    assert (found.broken, found.seals, found.events) == (2, 1, first)


def test_on_a_changed_trail_nothing_more_is_sealed(stage, caplog):
    sealed_twice(stage)
    unguarded("audit_event", f"UPDATE audit_event SET facts = '{{}}' {CHANGED}")
    db.session.commit()

    assert trail.seal(KEYS, stage.now) == 0

    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [
        "the trail of deeds was changed"
    ]


def test_the_clock_seals_the_trail(stage):
    lifecycle.tick(KEYS, stage.now)

    assert trail.check(KEYS).unsealed == 0


def test_a_long_trail_is_sealed_in_several_batches(stage, monkeypatch):
    monkeypatch.setattr(trail, "BATCH", 3)
    for _ in range(5):
        stage.person(Role.RESIDENT)

    number = events()

    assert trail.seal_all(KEYS, stage.now) == number

    sizes = db.session.scalars(select(TrailSeal.size).order_by(TrailSeal.sequence)).all()
    assert set(sizes[:-1]) == {3}
    assert sum(sizes) == number
    assert trail.check(KEYS).broken is None
