"""Codes sent to the phones of residents, and the people the state's sign-in named."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "sign_in_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("to_tag", sa.LargeBinary(), nullable=False),
        sa.Column("phone_locked", sa.LargeBinary(), nullable=True),
        sa.Column("code_tag", sa.LargeBinary(), nullable=False),
        sa.Column("browser_tag", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "expires_at > created_at", name=op.f("ck_sign_in_code_expires_after_it_is_made")
        ),
        sa.CheckConstraint("tries BETWEEN 0 AND 5", name=op.f("ck_sign_in_code_few_tries")),
        sa.CheckConstraint(
            "used_at IS NULL OR tries > 0", name=op.f("ck_sign_in_code_used_by_a_try")
        ),
        sa.CheckConstraint(
            "phone_locked IS NOT NULL OR used_at IS NOT NULL",
            name=op.f("ck_sign_in_code_phone_until_used"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_sign_in_code_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_code")),
        sa.UniqueConstraint("ref", name=op.f("uq_sign_in_code_ref")),
    )
    for column in ("browser_tag", "created_at", "municipality_id", "to_tag"):
        op.create_index(op.f(f"ix_sign_in_code_{column}"), "sign_in_code", [column], unique=False)

    op.create_table(
        "state_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_state_identity_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_state_identity_issuer_subject")),
    )
    op.create_index(
        op.f("ix_state_identity_account_id"), "state_identity", ["account_id"], unique=False
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("state_identity")
    op.drop_table("sign_in_code")
