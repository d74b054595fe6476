"""The outbox: messages to people, written in the transaction of the deed they tell of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Table,
    delete,
    func,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, Stamped, db, hold_key, new_ref
from pb.records.base import kind as closed
from pb.rules.messages import MessageKind, MessageState, SendError
from pb.rules.money import ZERO, Tyiyn
from pb.rules.refusals import Code, NotFound


class Message(Stamped, Base):
    """One message to one phone; the phone and the text are gone once it needs them no more."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    """Who pays for it; null for messages of the platform."""
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    """Names the occasion: the same occasion is told once, and the gateway takes it once."""
    kind: Mapped[MessageKind] = mapped_column(closed(MessageKind, "known_kind"))
    language: Mapped[str]
    to_tag: Mapped[bytes]
    """What a phone is counted by."""
    to_locked: Mapped[bytes | None]
    body_locked: Mapped[bytes | None]
    """Both null once it was sent or dropped: a code must not lie around."""
    parts: Mapped[int]
    """In how many parts it is sent: each has its price."""
    state: Mapped[MessageState] = mapped_column(
        closed(MessageState, "known_state"), default=MessageState.QUEUED
    )
    attempts: Mapped[int] = mapped_column(default=0)
    """Tries that were begun."""
    next_at: Mapped[datetime]
    """Not tried before."""
    expires_at: Mapped[datetime]
    """Exclusive: from then on it is not worth sending."""
    tried_at: Mapped[datetime | None]
    """When the latest try was begun: the day its money belongs to."""
    sent_at: Mapped[datetime | None]
    taken_as: Mapped[str | None]
    """The id the gateway gave it, to compare with its bill."""
    cost: Mapped[Tyiyn] = mapped_column(default=ZERO)
    """Money of the latest try, unless it is known that nothing went."""
    last_error: Mapped[SendError | None] = mapped_column(closed(SendError, "known_last_error"))

    __table_args__ = (
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", "dated_if_sent"),
        CheckConstraint("(to_locked IS NULL) = (body_locked IS NULL)", "whole_or_gone"),
        CheckConstraint(
            "state NOT IN ('sent', 'dropped') OR body_locked IS NULL", "gone_once_sent_or_dropped"
        ),
        CheckConstraint("state <> 'queued' OR body_locked IS NOT NULL", "whole_while_queued"),
        CheckConstraint(
            "state NOT IN ('failed', 'dropped') OR last_error IS NOT NULL", "reason_if_not_sent"
        ),
        CheckConstraint("(attempts = 0) = (tried_at IS NULL)", "dated_if_tried"),
        CheckConstraint("parts BETWEEN 1 AND 2", "short"),
        CheckConstraint("cost >= 0", "cost_not_negative"),
        CheckConstraint("expires_at > created_at", "expires_after_it_is_made"),
        Index("ix_message_state_next_at", "state", "next_at"),
        Index("ix_message_to_tag_created_at", "to_tag", "created_at"),
        Index("ix_message_tried_at", "tried_at"),
    )


@dataclass(frozen=True)
class Trouble:
    """A message that was not sent, or not yet."""

    ref: str
    kind: MessageKind
    state: MessageState
    error: SendError
    tries: int
    made_at: datetime


@dataclass(frozen=True)
class Overview:
    """The state of the outbox."""

    counts: dict[tuple[MessageState, MessageKind], int]
    oldest_queued_at: datetime | None
    spent: Tyiyn
    """Since the instant asked about."""
    troubles: tuple[Trouble, ...]
    """The latest first."""

    def number(self, state: MessageState) -> int:
        """How many messages are in a state, of any kind."""
        return sum(count for (in_state, _), count in self.counts.items() if in_state is state)


_TABLE = cast(Table, Message.__table__)
_ADD = {
    name: insert_(_TABLE)
    .on_conflict_do_nothing(index_elements=["dedupe_key"])
    .returning(_TABLE.c.id)
    for name, insert_ in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}
_PURSE = 0x70_62_70_75
"""The key of the lock that whoever spends money holds; any number nobody else locks."""


def add(**columns: object) -> bool:
    """Write a message into the transaction that is open; False where its occasion was written."""
    connection = db.session.connection()
    statement = _ADD[connection.dialect.name]
    return connection.execute(statement, {"ref": new_ref(), **columns}).first() is not None


def codes_since(to_tag: bytes, kinds: frozenset[MessageKind], since: datetime) -> list[datetime]:
    """When a phone was written such messages after an instant; nobody writes it one meanwhile."""
    hold_key(int.from_bytes(to_tag[:8], "big", signed=True))
    return list(
        db.session.scalars(
            select(Message.created_at).where(
                Message.to_tag == to_tag, Message.kind.in_(kinds), Message.created_at > since
            )
        )
    )


def hold_purse() -> None:
    """Let nobody else spend money on messages before this transaction ends."""
    hold_key(_PURSE)


def next_due_everywhere(now: datetime) -> Message | None:
    """The message to be tried next, in any municipality; first what expires first.

    Held; one that somebody else holds is passed over.
    """
    return db.session.scalar(
        select(Message)
        .where(
            Message.state == MessageState.QUEUED, Message.next_at <= now, Message.expires_at > now
        )
        .order_by(Message.expires_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def expired_everywhere(now: datetime, limit: int) -> Sequence[Message]:
    """Messages that were not sent in time and still hold their text; held."""
    return db.session.scalars(
        select(Message)
        .where(
            Message.state.in_((MessageState.QUEUED, MessageState.FAILED)),
            Message.body_locked.is_not(None),
            Message.expires_at <= now,
        )
        .order_by(Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def message_of(ref: str, *, hold: bool = False) -> Message:
    """A message by its public id, in any municipality: for the platform alone.

    Raises:
        NotFound: NOT_FOUND.
    """
    query = select(Message).where(Message.ref == ref)
    found = db.session.scalar(query.with_for_update() if hold else query)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def spent_by(municipality_id: int | None, since: datetime) -> Tyiyn:
    """What a municipality has spent on messages since an instant (inclusive), in tyiyn."""
    return _spent(since, Message.municipality_id == municipality_id)


def spent_everywhere(since: datetime) -> Tyiyn:
    """What the whole installation has spent on messages since an instant (inclusive)."""
    return _spent(since, true())


def overview(municipality_id: int, since: datetime, troubles: int = 20) -> Overview:
    """The state of one municipality's messages; `since` begins the day the money is of."""
    return _overview(Message.municipality_id == municipality_id, since, troubles)


def overview_everywhere(since: datetime, troubles: int = 20) -> Overview:
    """The state of the whole outbox, for the platform alone."""
    return _overview(true(), since, troubles)


def _overview(where: ColumnElement[bool], since: datetime, troubles: int) -> Overview:
    counts = db.session.execute(
        select(Message.state, Message.kind, func.count())
        .where(where)
        .group_by(Message.state, Message.kind)
    )
    oldest = db.session.scalar(
        select(func.min(Message.created_at)).where(where, Message.state == MessageState.QUEUED)
    )
    wrong = db.session.scalars(
        select(Message)
        .where(
            where,
            Message.last_error.is_not(None),
            Message.state != MessageState.SENT,
        )
        .order_by(Message.id.desc())
        .limit(troubles)
    )
    return Overview(
        {(state, kind_): number for state, kind_, number in counts},
        oldest,
        _spent(since, where),
        tuple(
            Trouble(row.ref, row.kind, row.state, row.last_error, row.attempts, row.created_at)
            for row in wrong
            if row.last_error
        ),
    )


def _spent(since: datetime, where: ColumnElement[bool]) -> Tyiyn:
    spent = select(func.coalesce(func.sum(Message.cost), 0)).where(where, Message.tried_at >= since)
    return Tyiyn(int(db.session.scalar(spent) or 0))


def are_any_over_before_everywhere(instant: datetime) -> bool:
    """Whether a message was over before an instant, in any municipality."""
    return db.session.scalar(select(Message.id).where(_over_before(instant)).limit(1)) is not None


def forget_everywhere(before: datetime) -> None:
    """Delete those that were over before an instant, in every municipality."""
    db.session.execute(delete(Message).where(_over_before(before)))


def _over_before(instant: datetime) -> ColumnElement[bool]:
    return (Message.state != MessageState.QUEUED) & (Message.expires_at < instant)
