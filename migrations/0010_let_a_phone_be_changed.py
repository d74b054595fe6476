"""When and by whom the phone of a resident was changed: it does not vote for some days after."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Nobody's phone was changed so far."""
    with op.batch_alter_table("resident", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("phone_changed_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("phone_changed_by", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_resident_phone_changed_by_account"),
            "account",
            ["phone_changed_by"],
            ["id"],
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_resident_phone_changed_by_someone"),
            "(phone_changed_at IS NULL) = (phone_changed_by IS NULL)",
        )


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("resident", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_resident_phone_changed_by_someone"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("fk_resident_phone_changed_by_account"), type_="foreignkey"
        )
        batch_op.drop_column("phone_changed_by")
        batch_op.drop_column("phone_changed_at")
