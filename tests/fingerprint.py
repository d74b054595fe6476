"""What the whole database holds, to prove that a refused deed left nothing behind."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from pb.records.audit import AuditEvent
from pb.records.base import Base, db
from pb.rules.refusals import Code, Refusal
from pb.services.audit import Tag


def fingerprint() -> dict[str, tuple[int, str]]:
    """For each table how many rows it holds, and a hash over all of them in any order."""
    found = {}
    for table in Base.metadata.sorted_tables:
        rows = sorted(repr(tuple(row)) for row in db.session.execute(select(table)))
        found[table.name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found


@contextmanager
def refused(
    kind: type[Refusal], code: Code, field: str | None = None, *, counts: str = "", **facts: object
) -> Iterator[None]:
    """Whatever happens inside is refused for exactly this, and every table stays as it was.

    `counts` names the one table that may count the try.
    """
    before = fingerprint()
    with pytest.raises(Refusal) as found:
        yield
    assert (found.type, found.value.code, found.value.field) == (kind, code, field)
    assert {name: found.value.facts.get(name) for name in facts} == facts
    after = fingerprint()
    assert {**after, counts: 0} == {**before, counts: 0}
    assert not counts or after[counts] != before[counts]


@contextmanager
def one_event(tag: Tag) -> Iterator[SimpleNamespace]:
    """Whatever happens inside leaves exactly one trace; its columns can be read afterwards."""
    last = db.session.scalar(select(AuditEvent.id).order_by(AuditEvent.id.desc()).limit(1)) or 0
    event = SimpleNamespace()
    yield event
    table = AuditEvent.__table__
    rows = db.session.execute(select(table).where(table.c.id > last)).mappings().all()
    assert [row["tag"] for row in rows] == [tag.value]
    vars(event).update(rows[0])
