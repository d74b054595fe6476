"""The key of a round, held by three; a vote by phone carries a reference sealed for it."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

INSTANT = sa.DateTime(timezone=True)
TABLES = ("ceremony", "key_holder", "key_lock")

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"

VOTED = "EXISTS (SELECT 1 FROM participation AS p WHERE p.round_id = {row}.round_id)"

# The key is that of the first vote; the locks go with the erasure, and nothing else ever changes.
GUARDS = (
    *((f"{table}_no_update", table, "update", "OLD.round_id IS NOT NULL") for table in TABLES),
    *((f"{table}_in_use", table, "insert", VOTED.format(row="NEW")) for table in TABLES),
    *((f"{table}_no_delete", table, "delete", VOTED.format(row="OLD")) for table in TABLES[:2]),
)


def upgrade() -> None:
    """Add the key with its guards, and the columns that a vote fills."""
    _add_ceremony()
    _add_key_holder()
    _add_key_lock()
    with _guards_put_back(), op.batch_alter_table("participation") as table:
        table.add_column(sa.Column("sealed_ref", sa.LargeBinary(), nullable=True))
        table.create_check_constraint(
            op.f("ck_participation_sealed_if_internet"),
            "sealed_ref IS NULL OR channel = 'internet'",
        )
    for name in ("ballot_inbox", "ballot"):
        for column in ("lineage", "change_tag"):
            op.add_column(name, sa.Column(column, sa.LargeBinary(), nullable=True))
    for trigger, name, event, when in GUARDS:
        _guard(trigger, name, event, when)
    _wall_off(TABLES)


def downgrade() -> None:
    """Take them away."""
    for trigger, name, _event, _when in GUARDS:
        _unguard(trigger, name)
    for name in reversed(TABLES):
        op.drop_table(name)
    for name in ("ballot", "ballot_inbox"):
        for column in ("change_tag", "lineage"):
            op.drop_column(name, column)
    with _guards_put_back(), op.batch_alter_table("participation") as table:
        table.drop_constraint(op.f("ck_participation_sealed_if_internet"), type_="check")
        table.drop_column("sealed_ref")


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _add_ceremony() -> None:
    op.create_table(
        "ceremony",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("held_by", sa.Integer(), nullable=False),
        sa.Column("held_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(public_key) = 32", name=op.f("ck_ceremony_key_whole")),
        sa.ForeignKeyConstraint(
            ["held_by"], ["account.id"], name=op.f("fk_ceremony_held_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_ceremony_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_ceremony_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_ceremony")),
        sa.UniqueConstraint(
            "municipality_id", "round_id", name=op.f("uq_ceremony_municipality_id_round_id")
        ),
    )
    op.create_index(
        op.f("ix_ceremony_municipality_id"), "ceremony", ["municipality_id"], unique=False
    )


def _add_key_holder() -> None:
    op.create_table(
        "key_holder",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("seat IN (1, 2, 3)", name=op.f("ck_key_holder_known_seat")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_key_holder_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["ceremony.municipality_id", "ceremony.round_id"],
            name=op.f("fk_key_holder_municipality_id_round_id_ceremony"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_key_holder_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("round_id", "seat", name=op.f("pk_key_holder")),
        sa.UniqueConstraint(
            "round_id", "account_id", name=op.f("uq_key_holder_round_id_account_id")
        ),
    )
    op.create_index(
        op.f("ix_key_holder_municipality_id"), "key_holder", ["municipality_id"], unique=False
    )


def _add_key_lock() -> None:
    op.create_table(
        "key_lock",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("first_seat", sa.Integer(), nullable=False),
        sa.Column("second_seat", sa.Integer(), nullable=False),
        sa.Column("locked", sa.LargeBinary(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "first_seat < second_seat AND second_seat <= 3", name=op.f("ck_key_lock_seats_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["ceremony.municipality_id", "ceremony.round_id"],
            name=op.f("fk_key_lock_municipality_id_round_id_ceremony"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_key_lock_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("round_id", "first_seat", "second_seat", name=op.f("pk_key_lock")),
    )
    op.create_index(
        op.f("ix_key_lock_municipality_id"), "key_lock", ["municipality_id"], unique=False
    )


@contextmanager
def _guards_put_back() -> Iterator[None]:
    """SQLite writes a table anew to change its checks, and would lose or trip over its triggers."""
    if _is_postgresql():
        yield
        return
    found = op.get_bind().execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid")
    )
    triggers = [(row.name, row.sql) for row in found]
    for name, _sql in triggers:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _name, statement in triggers:
        op.execute(sa.text(statement.replace(":", r"\:")))


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
