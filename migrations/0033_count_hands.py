"""Whether a round counts hands raised at assemblies, and how many people its result has of them."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

FROZEN_BEFORE = (
    "id municipality_id created_at slug edition currency vote_type allocation_rule ties"
    " expected_ballots announced_at announced_by source rule_set_id rule_set_hash points"
    " within_budget by_heading"
).split()
KNOWN = "hands IN ('hands_none', 'hands_beside', 'hands_alone')"
FITS = (
    "hands = 'hands_none' OR (vote_type IN ('approval', 'choose-1')"
    " AND allocation_rule NOT LIKE 'equalshares%')"
)


def upgrade() -> None:
    """Add the columns; the first is frozen with the announcement."""
    with _guards_put_back():
        with op.batch_alter_table("round") as table:
            table.add_column(
                sa.Column("hands", sa.String(40), nullable=False, server_default="hands_none")
            )
        with op.batch_alter_table("round") as table:
            table.alter_column("hands", server_default=None)
            table.create_check_constraint(op.f("ck_round_known_hands"), sa.text(KNOWN))
            table.create_check_constraint(op.f("ck_round_hands_fit_vote"), sa.text(FITS))
        with op.batch_alter_table("result") as table:
            table.add_column(
                sa.Column("at_assemblies", sa.Integer(), nullable=False, server_default="0")
            )
        with op.batch_alter_table("result") as table:
            table.alter_column("at_assemblies", server_default=None)
            table.create_check_constraint(
                op.f("ck_result_people_not_negative"), sa.text("at_assemblies >= 0")
            )
    _freeze([*FROZEN_BEFORE, "hands"])
    _guard_result()


def downgrade() -> None:
    """Take them away."""
    _freeze(FROZEN_BEFORE)
    op.execute(f"DROP TRIGGER result_people_no_update{' ON result' if _is_postgresql() else ''}")
    with _guards_put_back():
        with op.batch_alter_table("result") as table:
            table.drop_constraint(op.f("ck_result_people_not_negative"), type_="check")
            table.drop_column("at_assemblies")
        with op.batch_alter_table("round") as table:
            table.drop_constraint(op.f("ck_round_hands_fit_vote"), type_="check")
            table.drop_constraint(op.f("ck_round_known_hands"), type_="check")
            table.drop_column("hands")


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


def _guard_result() -> None:
    head = (
        "CREATE TRIGGER result_people_no_update BEFORE UPDATE ON result FOR EACH ROW"
        " WHEN (OLD.at_assemblies <> NEW.at_assemblies)"
    )
    if _is_postgresql():
        op.execute(f"{head} EXECUTE FUNCTION refuse_change()")
        return
    op.execute(f"{head} BEGIN SELECT RAISE(ABORT, 'update of result is final'); END")
