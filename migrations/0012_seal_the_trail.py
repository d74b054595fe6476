"""The trail of deeds is sealed in batches: a seal for each, and which events it holds."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

TABLES = ("trail_seal", "sealed_event")


def upgrade() -> None:
    """What was written before is sealed by the next stroke of the clock."""
    op.create_table(
        "trail_seal",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_trail_seal_not_empty")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_trail_seal")),
    )
    op.create_table(
        "sealed_event",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_sealed_event_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["sequence"], ["trail_seal.sequence"], name=op.f("fk_sealed_event_sequence_trail_seal")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_sealed_event")),
    )
    op.create_index(op.f("ix_sealed_event_sequence"), "sealed_event", ["sequence"])
    for table in TABLES:
        for event in ("update", "delete"):
            op.execute(_guard(table, event))


def downgrade() -> None:
    """Forget the seals; the trail stays."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _guard(table: str, event: str) -> str:
    if op.get_bind().dialect.name == "postgresql":
        return (
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    return (
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
        f" FOR EACH ROW BEGIN SELECT RAISE(ABORT, '{event} of {table} is final'); END"
    )
