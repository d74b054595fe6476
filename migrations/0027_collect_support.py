"""Residents may support a draft before it is sent, where the rules ask for it."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"


def upgrade() -> None:
    """Add when a draft was opened for support, how many there were, and who they are."""
    with _guards_put_back(), op.batch_alter_table("proposal") as table:
        table.add_column(sa.Column("support_opened_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("supporters", sa.Integer(), nullable=True))
        table.create_check_constraint(
            op.f("ck_proposal_supporters_if_sent"),
            "supporters IS NULL OR (supporters >= 0 AND state <> 'draft')",
        )
    op.create_table(
        "support",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposal.municipality_id", "proposal.id"],
            name=op.f("fk_support_municipality_id_proposal_id_proposal"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_support_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_support_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("proposal_id", "account_id", name=op.f("pk_support")),
    )
    op.create_index(
        op.f("ix_support_municipality_id"), "support", ["municipality_id"], unique=False
    )
    if _is_postgresql():
        op.execute("ALTER TABLE support ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE support FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_municipality ON support USING ({POLICY})")


def downgrade() -> None:
    """Take it away."""
    op.drop_table("support")
    with _guards_put_back(), op.batch_alter_table("proposal") as table:
        table.drop_constraint(op.f("ck_proposal_supporters_if_sent"), type_="check")
        for name in ("supporters", "support_opened_at"):
            table.drop_column(name)


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


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")
