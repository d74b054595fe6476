"""Samples of people who are called after a vote, drawn by public dice, and what they answered."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

INSTANT = sa.DateTime(timezone=True)
TABLES = ("call_audit", "call_line")

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"

DRAWN = ("id", "ref", "municipality_id", "round_id", "dice", "root", "people", "fingerprint",
         "size", "entered_by", "entered_at", "confirmed_by", "confirmed_at")  # fmt: skip
ENTERED = ("ref", "municipality_id", "round_id", "dice", "root", "people", "fingerprint", "size",
           "entered_by", "entered_at")  # fmt: skip
LINE = ("audit_id", "place", "number", "round_id", "roll_entry_id", "municipality_id")
CLOSED = (
    "EXISTS (SELECT 1 FROM call_audit AS a WHERE a.id = NEW.audit_id AND a.closed_at IS NOT NULL)"
)
NO_PLACE = (
    "EXISTS (SELECT 1 FROM call_audit AS a WHERE a.id = NEW.audit_id"
    " AND (a.closed_at IS NOT NULL OR NEW.place > a.size))"
)

FINAL = (
    ("call_audit", "update", "OLD.closed_at IS NOT NULL"),
    ("call_audit", "delete", None),
    ("call_line", "delete", None),
)
KEPT = (
    ("call_audit_entered", "call_audit", ENTERED, None),
    ("call_audit_drawn", "call_audit", DRAWN, "OLD.confirmed_at IS NOT NULL"),
    ("call_line_drawn", "call_line", LINE, None),
)


def upgrade() -> None:
    """Add them; what was drawn stays, and after the end the answers do too."""
    _add_call_audit()
    _add_call_line()
    for table, event, when in FINAL:
        _guard(f"{table}_no_{event}", table, event, when)
    distinct = "IS DISTINCT FROM" if _is_postgresql() else "IS NOT"
    for name, table, columns, when in KEPT:
        changed = " OR ".join(f"OLD.{column} {distinct} NEW.{column}" for column in columns)
        _guard(name, table, "update", f"({changed}) AND {when}" if when else changed)
    _guard_by_audit("call_line_closed", "update", CLOSED)
    _guard_by_audit("call_line_place", "insert", NO_PLACE)
    if _is_postgresql():
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY of_municipality ON {table} USING ({POLICY})")


def downgrade() -> None:
    """Take them away."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if _is_postgresql():
        for name in ("call_line_closed", "call_line_place"):
            op.execute(f"DROP FUNCTION guard_{name}()")


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _closed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _add_call_audit() -> None:
    op.create_table(
        "call_audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("dice", sa.Text(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("denied", sa.Integer(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("confirmed_by <> entered_by", name=op.f("ck_call_audit_two_people")),
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL)",
            name=op.f("ck_call_audit_confirmed_whole"),
        ),
        sa.CheckConstraint(
            "(closed_by IS NULL) = (closed_at IS NULL)"
            " AND (closed_by IS NULL) = (answered IS NULL)"
            " AND (closed_by IS NULL) = (denied IS NULL)",
            name=op.f("ck_call_audit_closed_whole"),
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR confirmed_at IS NOT NULL",
            name=op.f("ck_call_audit_closed_if_drawn"),
        ),
        sa.CheckConstraint(
            "size >= 1 AND size <= people", name=op.f("ck_call_audit_some_of_the_people")
        ),
        sa.CheckConstraint(
            "denied >= 0 AND denied <= answered AND answered <= size",
            name=op.f("ck_call_audit_sums_fit"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["account.id"], name=op.f(f"fk_call_audit_{column}_account")
            )
            for column in ("entered_by", "confirmed_by", "closed_by")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_call_audit_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_call_audit_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_audit")),
        sa.UniqueConstraint("ref", name=op.f("uq_call_audit_ref")),
        sa.UniqueConstraint(
            "municipality_id",
            "round_id",
            "id",
            name=op.f("uq_call_audit_municipality_id_round_id_id"),
        ),
    )
    op.create_index(
        op.f("ix_call_audit_municipality_id"), "call_audit", ["municipality_id"], unique=False
    )
    drawn = sa.text("confirmed_at IS NOT NULL")
    op.create_index(
        "uq_call_audit_once",
        "call_audit",
        ["round_id"],
        unique=True,
        postgresql_where=drawn,
        sqlite_where=drawn,
    )


def _add_call_line() -> None:
    answers = ("call_voted", "call_denied", "call_not_reached")
    op.create_table(
        "call_line",
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("roll_entry_id", sa.Integer(), nullable=False),
        sa.Column("answer", _closed("known_answer", *answers), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "place >= 1 AND number >= 1", name=op.f("ck_call_line_counted_from_one")
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_by IS NULL)",
            name=op.f("ck_call_line_answered_by_someone"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_call_line_answered_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id", "audit_id"],
            ["call_audit.municipality_id", "call_audit.round_id", "call_audit.id"],
            name=op.f("fk_call_line_municipality_id_round_id_audit_id_call_audit"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "roll_entry_id"],
            ["roll_entry.round_id", "roll_entry.id"],
            name=op.f("fk_call_line_round_id_roll_entry_id_roll_entry"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_call_line_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("audit_id", "place", name=op.f("pk_call_line")),
        sa.UniqueConstraint(
            "audit_id", "roll_entry_id", name=op.f("uq_call_line_audit_id_roll_entry_id")
        ),
    )
    op.create_index(
        op.f("ix_call_line_municipality_id"), "call_line", ["municipality_id"], unique=False
    )


def _guard(name: str, table: str, event: str, when: str | None) -> None:
    condition = f" WHEN ({when})" if when else ""
    head = f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} FOR EACH ROW{condition}"
    if _is_postgresql():
        op.execute(f"{head} EXECUTE FUNCTION refuse_change()")
        return
    op.execute(f"{head} BEGIN SELECT RAISE(ABORT, '{event} of {table} is final'); END")


def _guard_by_audit(name: str, event: str, when: str) -> None:
    """Refuse an event of a line for what its audit is; asked of another table: by a function."""
    head = f"CREATE TRIGGER {name} BEFORE {event.upper()} ON call_line FOR EACH ROW"
    said = f"{event} of call_line is final"
    if not _is_postgresql():
        op.execute(f"{head} WHEN {when} BEGIN SELECT RAISE(ABORT, '{said}'); END")
        return
    op.execute(
        f"CREATE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {when} THEN RAISE EXCEPTION '{said}'; END IF;"
        " RETURN NEW; END $$"
    )
    op.execute(f"{head} EXECUTE FUNCTION guard_{name}()")
