"""Joint monitoring: groups, evaluations, recommendations; what is published stays as it is."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INSTANT = sa.DateTime(timezone=True)

PUBLISHED = "EXISTS (SELECT 1 FROM evaluation WHERE state = 'published' AND {})"
FROZEN_ONCE_ISSUED = "evaluation_id number text_ky text_ru issued_at due_on".split()

# Table, what is refused, and when; the text reaches nobody but the log.
GUARDS = (
    ("monitoring_group", "delete", None),
    ("group_member", "delete", None),
    ("evaluation", "update", "OLD.state = 'published'"),
    ("evaluation", "delete", None),
    (
        "recommendation",
        "update",
        "OLD.answer IS NOT NULL OR (OLD.issued_at IS NOT NULL AND ("
        + " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FROZEN_ONCE_ISSUED)
        + "))",
    ),
)

# The parts of an evaluation, and what may no longer be done to them once it is published.
PARTS = (
    ("evaluation_score", "insert update delete"),
    ("evaluation_photo", "insert update delete"),
    ("recommendation", "insert delete"),
)


def upgrade() -> None:
    """Make the tables and set the guards."""
    op.create_table(
        "monitoring_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("name_ky", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), nullable=False),
        sa.Column("constituted_by_ky", sa.Text(), nullable=False),
        sa.Column("constituted_by_ru", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from",
            name=op.f("ck_monitoring_group_ends_after_it_begins"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_monitoring_group_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_group")),
        sa.UniqueConstraint(
            "municipality_id", "id", name=op.f("uq_monitoring_group_municipality_id_id")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_monitoring_group_ref")),
    )
    op.create_index(
        op.f("ix_monitoring_group_municipality_id"),
        "monitoring_group",
        ["municipality_id"],
        unique=False,
    )
    op.create_table(
        "group_member",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("position_ky", sa.Text(), nullable=True),
        sa.Column("position_ru", sa.Text(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_group_member_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "group_id"],
            ["monitoring_group.municipality_id", "monitoring_group.id"],
            name=op.f("fk_group_member_municipality_id_group_id_monitoring_group"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_group_member_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("group_id", "account_id", name=op.f("pk_group_member")),
    )
    op.create_index(
        op.f("ix_group_member_municipality_id"), "group_member", ["municipality_id"], unique=False
    )
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("register_number", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("finding_ky", sa.Text(), nullable=True),
        sa.Column("finding_ru", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                name="known_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR (published_at IS NOT NULL AND published_by IS NOT NULL"
            " AND register_number IS NOT NULL)",
            name=op.f("ck_evaluation_dated_if_published"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR finding_ky IS NOT NULL OR finding_ru IS NOT NULL",
            name=op.f("ck_evaluation_finding_if_published"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "published_by"],
            ["group_member.group_id", "group_member.account_id"],
            name=op.f("fk_evaluation_group_id_published_by_group_member"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "written_by"],
            ["group_member.group_id", "group_member.account_id"],
            name=op.f("fk_evaluation_group_id_written_by_group_member"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "group_id"],
            ["monitoring_group.municipality_id", "monitoring_group.id"],
            name=op.f("fk_evaluation_municipality_id_group_id_monitoring_group"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "project_id"],
            ["project.municipality_id", "project.id"],
            name=op.f("fk_evaluation_municipality_id_project_id_project"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_evaluation_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_evaluation_municipality_id_id")),
        sa.UniqueConstraint(
            "municipality_id",
            "register_number",
            name=op.f("uq_evaluation_municipality_id_register_number"),
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_evaluation_ref")),
    )
    op.create_index(
        op.f("ix_evaluation_municipality_id"), "evaluation", ["municipality_id"], unique=False
    )
    op.create_table(
        "evaluation_photo",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "moment",
            sa.Enum(
                "before",
                "now",
                name="known_moment",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("caption_ky", sa.Text(), nullable=True),
        sa.Column("caption_ru", sa.Text(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("small_sha256", sa.Text(), nullable=False),
        sa.Column("small_size", sa.Integer(), nullable=False),
        sa.Column("small_width", sa.Integer(), nullable=False),
        sa.Column("small_height", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "caption_ky IS NOT NULL OR caption_ru IS NOT NULL",
            name=op.f("ck_evaluation_photo_captioned"),
        ),
        sa.CheckConstraint(
            "width > 0 AND height > 0 AND small_width > 0 AND small_height > 0",
            name=op.f("ck_evaluation_photo_has_a_face"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "evaluation_id"],
            ["evaluation.municipality_id", "evaluation.id"],
            name=op.f("fk_evaluation_photo_municipality_id_evaluation_id_evaluation"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_evaluation_photo_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "position", name=op.f("pk_evaluation_photo")),
        sa.UniqueConstraint(
            "evaluation_id", "sha256", name=op.f("uq_evaluation_photo_evaluation_id_sha256")
        ),
    )
    op.create_index(
        op.f("ix_evaluation_photo_municipality_id"),
        "evaluation_photo",
        ["municipality_id"],
        unique=False,
    )
    op.create_table(
        "evaluation_score",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column(
            "indicator",
            sa.Enum(
                "finished_on_time",
                "as_promised",
                "quality",
                "works_today",
                "money_clear",
                "people_satisfied",
                name="known_indicator",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "value IS NOT NULL OR (remark IS NOT NULL AND length(trim(remark)) >= 10)",
            name=op.f("ck_evaluation_score_reason_if_not_assessed"),
        ),
        sa.CheckConstraint(
            "value IS NULL OR value BETWEEN 1 AND 5", name=op.f("ck_evaluation_score_on_the_scale")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "evaluation_id"],
            ["evaluation.municipality_id", "evaluation.id"],
            name=op.f("fk_evaluation_score_municipality_id_evaluation_id_evaluation"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_evaluation_score_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "indicator", name=op.f("pk_evaluation_score")),
    )
    op.create_index(
        op.f("ix_evaluation_score_municipality_id"),
        "evaluation_score",
        ["municipality_id"],
        unique=False,
    )
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_ky", sa.Text(), nullable=True),
        sa.Column("text_ru", sa.Text(), nullable=True),
        sa.Column("issued_at", INSTANT, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "accepted",
                "partly",
                "refused",
                name="known_answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("reasons_language", sa.Text(), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "answer IS NULL OR answer = 'accepted'"
            " OR (reasons IS NOT NULL AND length(trim(reasons)) >= 10)",
            name=op.f("ck_recommendation_reasons_unless_accepted"),
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)",
            name=op.f("ck_recommendation_answered_whole"),
        ),
        sa.CheckConstraint(
            "(issued_at IS NULL) = (due_on IS NULL)", name=op.f("ck_recommendation_due_if_issued")
        ),
        sa.CheckConstraint(
            "(reasons IS NULL) = (reasons_language IS NULL)"
            " AND (reasons IS NULL OR answer IS NOT NULL)",
            name=op.f("ck_recommendation_reasons_of_an_answer"),
        ),
        sa.CheckConstraint(
            "answer IS NULL OR issued_at IS NOT NULL",
            name=op.f("ck_recommendation_issued_if_answered"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_recommendation_number_from_one")),
        sa.CheckConstraint(
            "text_ky IS NOT NULL OR text_ru IS NOT NULL", name=op.f("ck_recommendation_written")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_recommendation_answered_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "evaluation_id"],
            ["evaluation.municipality_id", "evaluation.id"],
            name=op.f("fk_recommendation_municipality_id_evaluation_id_evaluation"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_recommendation_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint(
            "evaluation_id", "number", name=op.f("uq_recommendation_evaluation_id_number")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_recommendation_ref")),
    )
    op.create_index(
        op.f("ix_recommendation_municipality_id"),
        "recommendation",
        ["municipality_id"],
        unique=False,
    )
    _set_guards()


def downgrade() -> None:
    """Take the tables away, and their guards with them."""
    op.drop_table("recommendation")
    op.drop_table("evaluation_score")
    op.drop_table("evaluation_photo")
    op.drop_table("evaluation")
    op.drop_table("group_member")
    op.drop_table("monitoring_group")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change_once_published()")


def _set_guards() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, event, when in GUARDS:
        op.execute(_guard(table, event, when))
    if postgresql:
        # A trigger's WHEN may not look into another table there, a function may.
        published = PUBLISHED.format("(id = OLD.evaluation_id OR id = NEW.evaluation_id)")
        op.execute(
            "CREATE FUNCTION refuse_change_once_published() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN IF {published} THEN"
            " RAISE EXCEPTION '% of % is final', TG_OP, TG_TABLE_NAME; END IF;"
            " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
    for table, events in PARTS:
        for event in events.split():
            if postgresql:
                op.execute(
                    f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
                    " FOR EACH ROW EXECUTE FUNCTION refuse_change_once_published()"
                )
            else:
                rows = {"insert": "NEW", "delete": "OLD"}.get(event, "OLD NEW").split()
                whose = " OR ".join(f"id = {row}.evaluation_id" for row in rows)
                op.execute(_guard(table, event, PUBLISHED.format(f"({whose})")))


def _guard(table: str, event: str, when: str | None) -> str:
    if op.get_bind().dialect.name == "postgresql":
        condition = f" WHEN ({when})" if when else ""
        return (
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
            f" FOR EACH ROW{condition} EXECUTE FUNCTION refuse_change()"
        )
    condition = f" WHEN {when.replace('IS DISTINCT FROM', 'IS NOT')}" if when else ""
    return (
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
        f" FOR EACH ROW{condition} BEGIN SELECT RAISE(ABORT, '{event} of {table} is final'); END"
    )
