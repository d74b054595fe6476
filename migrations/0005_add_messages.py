"""The outbox of messages to people, and the jobs done in the background."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "check_papers",
                name="known_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                name="known_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column(
            "error",
            sa.Enum(
                "worker_ended",
                "job_refused",
                "broken",
                name="known_error",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "(state = 'failed') = (error IS NOT NULL)", name=op.f("ck_job_reason_if_failed")
        ),
        sa.CheckConstraint(
            "(state = 'queued') = (started_at IS NULL)", name=op.f("ck_job_dated_if_started")
        ),
        sa.CheckConstraint(
            "(state IN ('done', 'failed')) = (finished_at IS NOT NULL)",
            name=op.f("ck_job_dated_if_finished"),
        ),
        sa.CheckConstraint(
            "state <> 'done' OR report IS NOT NULL", name=op.f("ck_job_report_if_done")
        ),
        sa.CheckConstraint(
            "done >= 0 AND (total IS NULL OR done <= total)", name=op.f("ck_job_done_of_total")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_job_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_job_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("ref", name=op.f("uq_job_ref")),
    )
    op.create_index(op.f("ix_job_municipality_id"), "job", ["municipality_id"], unique=False)
    op.create_index("ix_job_state", "job", ["state"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sign_in_code",
                "invitation",
                "phone_changed",
                "access_notice",
                "access_digest",
                "vote_marked",
                name="known_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("to_tag", sa.LargeBinary(), nullable=False),
        sa.Column("to_locked", sa.LargeBinary(), nullable=True),
        sa.Column("body_locked", sa.LargeBinary(), nullable=True),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sent",
                "failed",
                "dropped",
                name="known_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("tried_at", INSTANT, nullable=True),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("taken_as", sa.Text(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column(
            "last_error",
            sa.Enum(
                "refused",
                "not_let_in",
                "unreachable",
                "gateway_broken",
                "unclear",
                "unreadable",
                "money_spent",
                "expired",
                "taken_out",
                name="known_last_error",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_message_dated_if_sent")
        ),
        sa.CheckConstraint(
            "state <> 'queued' OR body_locked IS NOT NULL",
            name=op.f("ck_message_whole_while_queued"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('failed', 'dropped') OR last_error IS NOT NULL",
            name=op.f("ck_message_reason_if_not_sent"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('sent', 'dropped') OR body_locked IS NULL",
            name=op.f("ck_message_gone_once_sent_or_dropped"),
        ),
        sa.CheckConstraint(
            "(attempts = 0) = (tried_at IS NULL)", name=op.f("ck_message_dated_if_tried")
        ),
        sa.CheckConstraint(
            "(to_locked IS NULL) = (body_locked IS NULL)", name=op.f("ck_message_whole_or_gone")
        ),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_message_cost_not_negative")),
        sa.CheckConstraint(
            "expires_at > created_at", name=op.f("ck_message_expires_after_it_is_made")
        ),
        sa.CheckConstraint("parts BETWEEN 1 AND 2", name=op.f("ck_message_short")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_message_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_message_dedupe_key")),
        sa.UniqueConstraint("ref", name=op.f("uq_message_ref")),
    )
    op.create_index(
        op.f("ix_message_municipality_id"), "message", ["municipality_id"], unique=False
    )
    op.create_index("ix_message_state_next_at", "message", ["state", "next_at"], unique=False)
    op.create_index(
        "ix_message_to_tag_created_at", "message", ["to_tag", "created_at"], unique=False
    )
    op.create_index("ix_message_tried_at", "message", ["tried_at"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("message")
    op.drop_table("job")
