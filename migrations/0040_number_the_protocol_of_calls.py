"""The calls after a vote end with a protocol of their own, numbered like the others."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    """Let a paper be the protocol of the calls."""
    _know("kind IN ('protocol', 'evaluation', 'calls')")


def downgrade() -> None:
    """Forbid it again; fails where such a paper was kept, because a paper is never deleted."""
    _know("kind IN ('protocol', 'evaluation')")


def _know(kinds: str) -> None:
    with _guards_put_back(), op.batch_alter_table("document") as table:
        table.drop_constraint(op.f("ck_document_known_kind"), type_="check")
        table.create_check_constraint(op.f("ck_document_known_kind"), kinds)


@contextmanager
def _guards_put_back() -> Iterator[None]:
    """SQLite writes a table anew to change its checks, and would lose or trip over its triggers."""
    if op.get_bind().dialect.name == "postgresql":
        yield
        return
    found = op.get_bind().execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid")
    )
    triggers = [(row.name, row.sql) for row in found]
    for name, _sql in triggers:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _name, statement in triggers:
        op.execute(sa.text(statement.replace(":", r"\:")))
