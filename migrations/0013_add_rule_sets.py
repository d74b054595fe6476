"""Rule sets, version by version; a round is announced under one of them and keeps its hash."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

INSTANT = sa.DateTime(timezone=True)
WALLED = ("rule_set", "workday_change")
PRESETS = ("preset_contest", "preset_subsidised", "preset_youth", "preset_small_grants")

FROZEN = (
    "id municipality_id created_at slug edition title_ky title_ru currency budget ceiling vote_type"
    " min_choices max_choices allocation_rule threshold ties expected_ballots submission_opens"
    " submission_closes review_closes voting_opens voting_closes results_due announced_at"
    " announced_by source"
).split()
OF_RULES = ["rule_set_id", "rule_set_hash"]

# Only the announcement itself: rounds announced before rule sets were kept stay as they are.
UNRULED = (
    "OLD.announced_at IS NULL AND NEW.announced_at IS NOT NULL AND NEW.source IS NULL"
    " AND NEW.rule_set_hash IS NULL"
)

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"


def upgrade() -> None:
    """Add the tables, tie rounds to them, keep what is adopted."""
    _add_rule_sets()
    _add_workday_changes()
    _drop_guard("round", "update")
    _drop_guard("round", "delete")
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rule_set_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("rule_set_hash", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_round_municipality_id_rule_set_id_rule_set"),
            "rule_set",
            ["municipality_id", "rule_set_id"],
            ["municipality_id", "id"],
        )
        batch_op.create_foreign_key(
            op.f("fk_round_municipality_id_rule_set_id_rule_set_hash_rule_set"),
            "rule_set",
            ["municipality_id", "rule_set_id", "rule_set_hash"],
            ["municipality_id", "id", "sha256"],
        )
        batch_op.create_check_constraint(
            op.f("ck_round_hash_of_rules"), "rule_set_hash IS NULL OR rule_set_id IS NOT NULL"
        )
    op.execute(_guard("round", "update", _frozen([*FROZEN, *OF_RULES])))
    op.execute(_guard("round", "delete", "OLD.announced_at IS NOT NULL"))
    op.execute(_guard("round", "update", UNRULED, "round_not_without_rules"))
    op.execute(_guard("rule_set", "update", "OLD.adopted_at IS NOT NULL"))
    op.execute(_guard("rule_set", "delete", "OLD.adopted_at IS NOT NULL"))
    if op.get_bind().dialect.name == "postgresql":
        for table in WALLED:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY of_municipality ON {table} USING ({POLICY})")


def downgrade() -> None:
    """Take them away; rounds lose the rules they were announced under."""
    _drop_guard("round", "update", "round_not_without_rules")
    _drop_guard("round", "update")
    _drop_guard("round", "delete")
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_round_hash_of_rules"), type_="check")
        batch_op.drop_constraint(
            op.f("fk_round_municipality_id_rule_set_id_rule_set_hash_rule_set"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            op.f("fk_round_municipality_id_rule_set_id_rule_set"), type_="foreignkey"
        )
        batch_op.drop_column("rule_set_hash")
        batch_op.drop_column("rule_set_id")
    op.execute(_guard("round", "update", _frozen(FROZEN)))
    op.execute(_guard("round", "delete", "OLD.announced_at IS NOT NULL"))
    op.drop_table("workday_change")
    op.drop_table("rule_set")


def _add_rule_sets() -> None:
    op.create_table(
        "rule_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "preset",
            sa.Enum(
                *PRESETS, name="known_preset", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("saved", sa.Integer(), nullable=False),
        sa.Column("drafted_by", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("resolution_number", sa.Text(), nullable=True),
        sa.Column("resolution_date", sa.Date(), nullable=True),
        sa.Column("resolution_sha256", sa.Text(), nullable=True),
        sa.Column("resolution_media_type", sa.Text(), nullable=True),
        sa.Column("resolution_size", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("adopted_by", sa.Integer(), nullable=True),
        sa.Column("adopted_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(adopted_at IS NULL) = (sha256 IS NULL)"
            " AND (adopted_at IS NULL) = (resolution_number IS NULL)"
            " AND (adopted_at IS NULL) = (resolution_date IS NULL)"
            " AND (adopted_at IS NULL) = (resolution_sha256 IS NULL)"
            " AND (adopted_at IS NULL) = (resolution_media_type IS NULL)"
            " AND (adopted_at IS NULL) = (resolution_size IS NULL)"
            " AND (adopted_at IS NULL) = (valid_from IS NULL)"
            " AND (adopted_at IS NULL) = (adopted_by IS NULL)",
            name=op.f("ck_rule_set_adopted_whole"),
        ),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_from >= resolution_date",
            name=op.f("ck_rule_set_valid_after_resolution"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_rule_set_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by"], ["account.id"], name=op.f("fk_rule_set_drafted_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["adopted_by"], ["account.id"], name=op.f("fk_rule_set_adopted_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set")),
        sa.UniqueConstraint(
            "municipality_id", "version", name=op.f("uq_rule_set_municipality_id_version")
        ),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_rule_set_municipality_id_id")),
        sa.UniqueConstraint(
            "municipality_id", "id", "sha256", name=op.f("uq_rule_set_municipality_id_id_sha256")
        ),
    )
    with op.batch_alter_table("rule_set", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rule_set_municipality_id"), ["municipality_id"], unique=False
        )


def _add_workday_changes() -> None:
    op.create_table(
        "workday_change",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_worked", sa.Boolean(), nullable=False),
        sa.Column("reason_ky", sa.Text(), nullable=True),
        sa.Column("reason_ru", sa.Text(), nullable=True),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_workday_change_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["account.id"], name=op.f("fk_workday_change_entered_by_account")
        ),
        sa.PrimaryKeyConstraint("municipality_id", "day", name=op.f("pk_workday_change")),
    )


def _changed(columns: list[str]) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)


def _frozen(columns: list[str]) -> str:
    return (
        f"(OLD.announced_at IS NOT NULL AND ({_changed(columns)}))"
        f" OR (OLD.decided_at IS NOT NULL AND {_changed(['decided_at'])})"
    )


def _drop_guard(table: str, event: str, name: str | None = None) -> None:
    on = f" ON {table}" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER {name or f'{table}_no_{event}'}{on}")


def _guard(table: str, event: str, when: str, name: str | None = None) -> str:
    name = name or f"{table}_no_{event}"
    if op.get_bind().dialect.name == "postgresql":
        return (
            f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table}"
            f" FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse_change()"
        )
    return (
        f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} FOR EACH ROW"
        f" WHEN {when.replace('IS DISTINCT FROM', 'IS NOT')}"
        f" BEGIN SELECT RAISE(ABORT, '{event} of {table} is final'); END"
    )
