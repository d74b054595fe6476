"""How each person was told that a vote was marked in their name."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"


def upgrade() -> None:
    """Votes from before are told of by the next stroke of the clock."""
    op.create_table(
        "mark_notice",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("roll_entry_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "how IN ('sms_at_once', 'daily_digest', 'list_only')",
            name=op.f("ck_mark_notice_known_notice"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "roll_entry_id"],
            ["participation.round_id", "participation.roll_entry_id"],
            name=op.f("fk_mark_notice_round_id_roll_entry_id_participation"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_mark_notice_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_mark_notice_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("round_id", "roll_entry_id", name=op.f("pk_mark_notice")),
    )
    op.create_index(op.f("ix_mark_notice_municipality_id"), "mark_notice", ["municipality_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE mark_notice ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE mark_notice FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_municipality ON mark_notice USING ({POLICY})")


def downgrade() -> None:
    """Forget who was told."""
    op.drop_table("mark_notice")
