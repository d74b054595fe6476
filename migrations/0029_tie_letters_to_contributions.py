"""A letter may confirm one contribution of its proposal."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

CHECK = "contribution IS NULL OR (contribution >= 1 AND kind = 'paper_commitment')"


def upgrade() -> None:
    """Add the number of the contribution; letters of before confirm none by name."""
    with op.batch_alter_table("proposal_file") as table:
        table.add_column(sa.Column("contribution", sa.Integer(), nullable=True))
        table.create_check_constraint(op.f("ck_proposal_file_letter_of_one"), sa.text(CHECK))


def downgrade() -> None:
    """Take it away; the letters stay."""
    with op.batch_alter_table("proposal_file") as table:
        table.drop_constraint(op.f("ck_proposal_file_letter_of_one"), type_="check")
        table.drop_column("contribution")
