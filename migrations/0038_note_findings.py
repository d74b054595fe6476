"""What is measured of a pile before its lines go, and notes about what stood out in a voting."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

INSTANT = sa.DateTime(timezone=True)
TABLES = ("pile_measure", "finding_note")

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"


def upgrade() -> None:
    """Add them; nothing in them is ever changed."""
    _add_pile_measure()
    _add_finding_note()
    for table in TABLES:
        _guard(table, "update")
        _guard(table, "delete")
        if _is_postgresql():
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY of_municipality ON {table} USING ({POLICY})")


def downgrade() -> None:
    """Take them away."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _add_pile_measure() -> None:
    op.create_table(
        "pile_measure",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("longest_run", sa.Integer(), nullable=False),
        sa.Column("first_seconds", sa.Integer(), nullable=True),
        sa.Column("second_seconds", sa.Integer(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("longest_run >= 0", name=op.f("ck_pile_measure_run_not_negative")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "batch_id"],
            ["paper_batch.municipality_id", "paper_batch.id"],
            name=op.f("fk_pile_measure_municipality_id_batch_id_paper_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_pile_measure_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_pile_measure")),
    )
    op.create_index(
        op.f("ix_pile_measure_municipality_id"), "pile_measure", ["municipality_id"], unique=False
    )


def _add_finding_note() -> None:
    op.create_table(
        "finding_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("flag", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("noted_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(trim(text)) >= 10", name=op.f("ck_finding_note_says_something")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_finding_note_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_finding_note_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["account.id"], name=op.f("fk_finding_note_noted_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_note")),
        sa.UniqueConstraint("ref", name=op.f("uq_finding_note_ref")),
    )
    op.create_index(
        op.f("ix_finding_note_municipality_id"), "finding_note", ["municipality_id"], unique=False
    )


def _guard(table: str, event: str) -> None:
    head = f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW"
    if _is_postgresql():
        op.execute(f"{head} EXECUTE FUNCTION refuse_change()")
        return
    op.execute(f"{head} BEGIN SELECT RAISE(ABORT, '{event} of {table} is final'); END")
