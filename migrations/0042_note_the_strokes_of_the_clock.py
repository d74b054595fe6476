"""The latest hour the clock is known to have reached, so that it cannot go back unseen."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    """Add it; there is at most one row."""
    op.create_table(
        "clock_stroke",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_clock_stroke_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_stroke")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("clock_stroke")
