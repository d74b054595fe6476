"""Questions under proposals, the answers of the author and the office, and reports about them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

INSTANT = sa.DateTime(timezone=True)

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"


def upgrade() -> None:
    """Add both tables."""
    _add_remark()
    _add_remark_report()
    _wall_off("remark")
    _wall_off("remark_report")


def downgrade() -> None:
    """Take them away with everything that was said."""
    op.drop_table("remark_report")
    op.drop_table("remark")


def _add_remark() -> None:
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column(
            "side",
            _closed("known_side", "side_asker", "side_author", "side_office"),
            nullable=False,
        ),
        sa.Column("said_by", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("hidden_at", INSTANT, nullable=True),
        sa.Column("hidden_by", sa.Integer(), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=True),
        sa.Column("hidden_language", sa.Text(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(question_id IS NULL) = (side = 'side_asker')",
            name=op.f("ck_remark_question_or_answer"),
        ),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_by IS NULL)"
            " AND (hidden_at IS NULL OR coalesce(length(hidden_reason), 0) >= 10)",
            name=op.f("ck_remark_hidden_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["hidden_by"], ["account.id"], name=op.f("fk_remark_hidden_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposal.municipality_id", "proposal.id"],
            name=op.f("fk_remark_municipality_id_proposal_id_proposal"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "question_id"],
            ["remark.municipality_id", "remark.id"],
            name=op.f("fk_remark_municipality_id_question_id_remark"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_remark_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["said_by"], ["account.id"], name=op.f("fk_remark_said_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_remark_municipality_id_id")),
        sa.UniqueConstraint("question_id", "side", name=op.f("uq_remark_question_id_side")),
        sa.UniqueConstraint("ref", name=op.f("uq_remark_ref")),
    )
    op.create_index(op.f("ix_remark_municipality_id"), "remark", ["municipality_id"], unique=False)


def _add_remark_report() -> None:
    op.create_table(
        "remark_report",
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("reported_by", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "remark_id"],
            ["remark.municipality_id", "remark.id"],
            name=op.f("fk_remark_report_municipality_id_remark_id_remark"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_remark_report_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["reported_by"], ["account.id"], name=op.f("fk_remark_report_reported_by_account")
        ),
        sa.PrimaryKeyConstraint("remark_id", "reported_by", name=op.f("pk_remark_report")),
    )
    op.create_index(
        op.f("ix_remark_report_municipality_id"), "remark_report", ["municipality_id"], unique=False
    )


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _closed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _wall_off(table: str) -> None:
    if _is_postgresql():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_municipality ON {table} USING ({POLICY})")
