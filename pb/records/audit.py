"""The trail of deeds: rows are added in the deed's own transaction and never changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ForeignKey, Table, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, db
from pb.records.statements import Statement


class AuditEvent(Base):
    """One deed. It says who by a ref, never by a name, and never what a ballot holds."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    """Null for deeds of the platform that concern no municipality."""
    at: Mapped[datetime]
    tag: Mapped[str]
    actor_ref: Mapped[str | None]
    """Null where naming the person would tell who voted when."""
    object_ref: Mapped[str | None]
    facts: Mapped[str]
    """JSON, keys sorted."""


# Without asking for the key: every deed writes one.
_ADD = Statement(
    insert(cast(Table, AuditEvent.__table__)).inline(),
    ("municipality_id", "at", "tag", "actor_ref", "object_ref", "facts"),
)


def add_event(
    municipality_id: int | None,
    at: datetime,
    tag: str,
    actor_ref: str | None,
    object_ref: str | None,
    facts: str,
) -> None:
    """Write one event in the transaction that is open."""
    _ADD.send(
        municipality_id=municipality_id,
        at=at,
        tag=tag,
        actor_ref=actor_ref,
        object_ref=object_ref,
        facts=facts,
    )


def events_of(municipality_id: int | None, tag: str | None = None) -> Sequence[AuditEvent]:
    """The events of a municipality in the order they were written."""
    query = select(AuditEvent).where(AuditEvent.municipality_id == municipality_id)
    if tag is not None:
        query = query.where(AuditEvent.tag == tag)
    return db.session.scalars(query.order_by(AuditEvent.id)).all()
