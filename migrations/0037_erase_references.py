"""When the disputes are over, two people erase what leads from a person to a ballot."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

INSTANT = sa.DateTime(timezone=True)
TABLES = ("erasure",)

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"

ERASED = (
    "EXISTS (SELECT 1 FROM erasure AS e WHERE e.round_id = OLD.round_id"
    " AND e.erased_at IS NOT NULL)"
)


KEPT = "municipality_id round_id references_erased opened_by opened_at second_by erased_at"


def _changed(names: str) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in names.split())


# What was final stays final but for this: references are set to null, and what stands on a ballot
# that does not count is blanked; its leaf is kept.
LOOSENED = (
    (
        "participation_no_update",
        "participation",
        f"NOT {ERASED} OR NEW.sealed_ref IS NOT NULL"
        f" OR {_changed('municipality_id round_id roll_entry_id channel hour')}",
    ),
    (
        "ballot_no_update",
        "ballot",
        f"NOT {ERASED} OR NEW.lineage IS NOT NULL OR NEW.change_tag IS NOT NULL"  # noqa: S608 - names of our own
        f" OR {_changed('ballot_id municipality_id round_id lot_id channel')}"
        f" OR (({_changed('number marks salt')}) AND NOT (NEW.number IS NULL AND NEW.marks = ''"
        " AND NEW.salt IS NULL AND EXISTS (SELECT 1 FROM ballot_annulment AS a"
        " WHERE a.ballot_id = OLD.ballot_id)))",
    ),
)
GUARDS = (
    (
        "erasure_no_update",
        "erasure",
        "update",
        f"OLD.swept_at IS NOT NULL OR (OLD.erased_at IS NOT NULL AND ({_changed(KEPT)}))",
    ),
    ("erasure_no_delete", "erasure", "delete", "OLD.round_id IS NOT NULL"),
    # The key itself goes with the references, or before anybody has voted.
    (
        "key_lock_no_delete",
        "key_lock",
        "delete",
        "EXISTS (SELECT 1 FROM participation AS p WHERE p.round_id = OLD.round_id)"  # noqa: S608 - names of our own
        f" AND NOT {ERASED}",
    ),
)


def upgrade() -> None:
    """Add the erasure with its guards."""
    _add_erasure()
    for trigger, table, when in LOOSENED:
        op.execute(f"DROP TRIGGER {trigger}{f' ON {table}' if _is_postgresql() else ''}")
        _guard(trigger, table, "update", when)
    for trigger, table, event, when in GUARDS:
        _guard(trigger, table, event, when)
    _wall_off(TABLES)


def downgrade() -> None:
    """Take it away; what was final is final again."""
    for trigger, table, *_ in (*GUARDS, *LOOSENED):
        _unguard(trigger, table)
    for trigger, table, _when in LOOSENED:
        head = f"CREATE TRIGGER {trigger} BEFORE UPDATE ON {table} FOR EACH ROW"
        if _is_postgresql():
            op.execute(f"{head} EXECUTE FUNCTION refuse_change()")
        else:
            op.execute(f"{head} BEGIN SELECT RAISE(ABORT, 'update of {table} is final'); END")
    op.drop_table("erasure")


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _add_erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("references_erased", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("second_by", sa.Integer(), nullable=True),
        sa.Column("erased_at", INSTANT, nullable=True),
        sa.Column("swept_at", INSTANT, nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(second_by IS NULL) = (erased_at IS NULL)", name=op.f("ck_erasure_erased_whole")
        ),
        sa.CheckConstraint("opened_by <> second_by", name=op.f("ck_erasure_two_people")),
        sa.CheckConstraint(
            "swept_at IS NULL OR erased_at IS NOT NULL", name=op.f("ck_erasure_swept_if_erased")
        ),
        sa.CheckConstraint("references_erased >= 0", name=op.f("ck_erasure_number_not_negative")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_erasure_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_erasure_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["account.id"], name=op.f("fk_erasure_opened_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["second_by"], ["account.id"], name=op.f("fk_erasure_second_by_account")
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_erasure")),
    )
    op.create_index(
        op.f("ix_erasure_municipality_id"), "erasure", ["municipality_id"], unique=False
    )


def _guard(trigger: str, table: str, event: str, when: str) -> None:
    """Refuse a change where `when` holds; it may look at other tables, so PostgreSQL needs code."""
    head = f"CREATE TRIGGER {trigger} BEFORE {event.upper()} ON {table} FOR EACH ROW"
    said = f"{event} of {table} is final" if trigger == f"{table}_no_{event}" else trigger
    if not _is_postgresql():
        asked = when.replace("IS DISTINCT FROM", "IS NOT")
        op.execute(f"{head} WHEN {asked} BEGIN SELECT RAISE(ABORT, '{said}'); END")
        return
    row = "OLD" if event == "delete" else "NEW"
    op.execute(
        f"CREATE FUNCTION guard_{trigger}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN IF {when} THEN RAISE EXCEPTION '{said}'; END IF; RETURN {row}; END $$"
    )
    op.execute(f"{head} EXECUTE FUNCTION guard_{trigger}()")


def _unguard(trigger: str, table: str) -> None:
    op.execute(f"DROP TRIGGER {trigger}{f' ON {table}' if _is_postgresql() else ''}")
    if _is_postgresql():
        op.execute(f"DROP FUNCTION guard_{trigger}()")


def _wall_off(tables: tuple[str, ...]) -> None:
    if not _is_postgresql():
        return
    for table in tables:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_municipality ON {table} USING ({POLICY})")
