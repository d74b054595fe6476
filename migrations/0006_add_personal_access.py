"""Confirmed phones, residents the office has met, and who looked at whose data."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

INSTANT = sa.DateTime(timezone=True)

ROLES = (
    "public resident operator head deputy commission monitoring observer administrator platform"
).split()

GUARDS = (
    ("personal_access", "update", None),
    ("personal_access", "delete", None),
    ("complaint", "update", "OLD.answered_at IS NOT NULL"),
    ("complaint", "delete", None),
    ("access_notice", "update", None),
    ("access_notice", "delete", None),
)


def upgrade() -> None:
    """Add the columns and the tables, and keep what is final."""
    op.create_table(
        "personal_access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("position_ky", sa.Text(), nullable=True),
        sa.Column("position_ru", sa.Text(), nullable=True),
        sa.Column(
            "office",
            sa.Enum(
                *ROLES, name="known_office", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("roll_entry_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum(
                "enrolment",
                "roll_correction",
                "roll_question",
                "paper_vote",
                "phone_change",
                "complaint",
                "call_audit",
                "export",
                name="known_purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "way",
            sa.Enum(
                "card",
                "pin",
                "export",
                name="known_way",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("is_grave", sa.Boolean(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(roll_entry_id IS NULL) = (round_id IS NULL)",
            name=op.f("ck_personal_access_entry_of_a_round"),
        ),
        sa.CheckConstraint("length(trim(reason)) >= 10", name=op.f("ck_personal_access_says_why")),
        sa.CheckConstraint(
            "resident_id IS NOT NULL OR roll_entry_id IS NOT NULL",
            name=op.f("ck_personal_access_is_about_a_person"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_personal_access_actor_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "resident_id"],
            ["resident.municipality_id", "resident.id"],
            name=op.f("fk_personal_access_municipality_id_resident_id_resident"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_personal_access_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_personal_access_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "roll_entry_id"],
            ["roll_entry.round_id", "roll_entry.id"],
            name=op.f("fk_personal_access_round_id_roll_entry_id_roll_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_access")),
        sa.UniqueConstraint(
            "municipality_id", "id", name=op.f("uq_personal_access_municipality_id_id")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_personal_access_ref")),
    )
    with op.batch_alter_table("personal_access", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_personal_access_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_personal_access_resident_id"), ["resident_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_personal_access_roll_entry_id"), ["roll_entry_id"], unique=False
        )

    op.create_table(
        "access_notice",
        sa.Column("access_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                *("sms_at_once", "daily_digest", "list_only"),
                name="known_notice",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["access_id"],
            ["personal_access.id"],
            name=op.f("fk_access_notice_access_id_personal_access"),
        ),
        sa.PrimaryKeyConstraint("access_id", name=op.f("pk_access_notice")),
    )
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("access_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)",
            name=op.f("ck_complaint_answered_by_someone"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_complaint_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_complaint_answered_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "access_id"],
            ["personal_access.municipality_id", "personal_access.id"],
            name=op.f("fk_complaint_municipality_id_access_id_personal_access"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_complaint_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("access_id", name=op.f("uq_complaint_access_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_complaint_ref")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_municipality_id"), ["municipality_id"], unique=False
        )

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("phone_tag", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("phone_locked", sa.LargeBinary(), nullable=True))
        batch_op.create_index(batch_op.f("ix_account_phone_tag"), ["phone_tag"], unique=False)
        batch_op.create_check_constraint(
            op.f("ck_account_phone_is_whole"), "(phone_tag IS NULL) = (phone_locked IS NULL)"
        )

    with op.batch_alter_table("resident", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pin_tag", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("enrolled_at", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("enrolled_by", sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_resident_municipality_id_pin_tag"), ["municipality_id", "pin_tag"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_resident_enrolled_by_account"), "account", ["enrolled_by"], ["id"]
        )
        batch_op.create_check_constraint(
            op.f("ck_resident_enrolled_by_someone"), "(enrolled_at IS NULL) = (enrolled_by IS NULL)"
        )
    for table, event, when in GUARDS:
        op.execute(_guard(table, event, when))


def downgrade() -> None:
    """Take them away, and the guards with their tables."""
    with op.batch_alter_table("resident", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_resident_enrolled_by_someone"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_resident_enrolled_by_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_resident_municipality_id_pin_tag"), type_="unique")
        batch_op.drop_column("enrolled_by")
        batch_op.drop_column("enrolled_at")
        batch_op.drop_column("pin_tag")

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_account_phone_is_whole"), type_="check")
        batch_op.drop_index(batch_op.f("ix_account_phone_tag"))
        batch_op.drop_column("phone_locked")
        batch_op.drop_column("phone_tag")

    op.drop_table("complaint")
    op.drop_table("access_notice")

    op.drop_table("personal_access")


def _guard(table: str, event: str, when: str | None) -> str:
    condition = f" WHEN ({when})" if when else ""
    if op.get_bind().dialect.name == "postgresql":
        return (
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
            f" FOR EACH ROW{condition} EXECUTE FUNCTION refuse_change()"
        )
    return (
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
        f" FOR EACH ROW{condition} BEGIN SELECT RAISE(ABORT, '{event} of {table} is final'); END"
    )
