"""What a ballot of a round has to keep to: points, a limit of money, a limit by heading."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0025"

NEW = ("points", "within_budget", "by_heading")
FROZEN_BEFORE = (
    "id municipality_id created_at slug edition currency vote_type allocation_rule ties"
    " expected_ballots announced_at announced_by source rule_set_id rule_set_hash"
).split()
FITS = (
    "by_heading >= 0 AND points >= 0"
    " AND (points = 0 OR vote_type IN ('cumulative', 'scoring'))"
    " AND (NOT within_budget OR vote_type IN ('approval', 'choose-1'))"
)


def upgrade() -> None:
    """Add the columns and freeze them with the announcement."""
    with _guards_put_back():
        with op.batch_alter_table("round") as table:
            for name in ("points", "by_heading"):
                table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
            table.add_column(
                sa.Column("within_budget", sa.Boolean(), nullable=False, server_default=sa.false())
            )
        with op.batch_alter_table("round") as table:
            for name in NEW:
                table.alter_column(name, server_default=None)
            table.create_check_constraint(op.f("ck_round_ballot_fits_type"), sa.text(FITS))
    _freeze([*FROZEN_BEFORE, *NEW])


def downgrade() -> None:
    """Take them away."""
    _freeze(FROZEN_BEFORE)
    with _guards_put_back(), op.batch_alter_table("round") as table:
        table.drop_constraint(op.f("ck_round_ballot_fits_type"), type_="check")
        for name in NEW:
            table.drop_column(name)


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


@contextmanager
def _guards_put_back() -> Iterator[None]:
    """SQLite writes a table anew to change its checks, and would lose or trip over its triggers."""
    if _is_postgresql():
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


def _freeze(columns: list[str]) -> None:
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)
    when = (
        f"(OLD.announced_at IS NOT NULL AND ({changed}))"
        " OR (OLD.decided_at IS NOT NULL AND OLD.decided_at IS DISTINCT FROM NEW.decided_at)"
    )
    op.execute(f"DROP TRIGGER round_no_update{' ON round' if _is_postgresql() else ''}")
    if _is_postgresql():
        op.execute(
            "CREATE TRIGGER round_no_update BEFORE UPDATE ON round"
            f" FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse_change()"
        )
        return
    op.execute(
        "CREATE TRIGGER round_no_update BEFORE UPDATE ON round FOR EACH ROW"
        f" WHEN {when.replace('IS DISTINCT FROM', 'IS NOT')}"
        " BEGIN SELECT RAISE(ABORT, 'update of round is final'); END"
    )
