"""Stations where people vote on paper: ballots printed for them, marks, acts of their boxes."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

INSTANT = sa.DateTime(timezone=True)
TABLES = ("station", "ballot_stock", "printed_number", "paper_mark", "box_act")

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"

FINAL = (
    ("station", "update", None),
    ("station", "delete", None),
    ("ballot_stock", "update", None),
    ("ballot_stock", "delete", None),
    ("printed_number", "update", None),
    ("printed_number", "delete", None),
    ("paper_mark", "update", None),
    ("paper_mark", "delete", None),
    ("box_act", "update", "OLD.confirmed_at IS NOT NULL"),
    ("box_act", "delete", None),
)

OPENED = "EXISTS (SELECT 1 FROM box_act AS b WHERE b.station_id = NEW.station_id)"

# No stub has the number of another one, and nothing is printed or marked for an opened box.
LOOKING = (
    (
        "stock_overlaps",
        "ballot_stock",
        "insert",
        "NEW.first <= NEW.last",
        "EXISTS (SELECT 1 FROM ballot_stock AS s WHERE s.round_id = NEW.round_id"  # noqa: S608 - names of our own
        f" AND s.first <= NEW.last AND s.last >= NEW.first) OR {OPENED}",
    ),
    (
        "mark_without_vote",
        "paper_mark",
        "insert",
        "NEW.round_id IS NOT NULL",
        "NOT EXISTS (SELECT 1 FROM participation AS p WHERE p.round_id = NEW.round_id"  # noqa: S608 - names of our own
        " AND p.roll_entry_id = NEW.roll_entry_id AND p.channel = 'paper')"
        f" OR {OPENED}",
    ),
)


def upgrade() -> None:
    """Add them, with their guards."""
    _add_station()
    _add_ballot_stock()
    _add_printed_number()
    _add_paper_mark()
    _add_box_act()
    for table, event, when in FINAL:
        _guard(table, event, when)
    for trigger, table, event, narrowed, when in LOOKING:
        _guard_looking(trigger, table, event, narrowed, when)
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
        for trigger, *_ in LOOKING:
            op.execute(f"DROP FUNCTION guard_{trigger}()")


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _closed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _add_station() -> None:
    op.create_table(
        "station",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", _closed("known_kind", "polling_station", "home_visits"), nullable=False),
        sa.Column("name_ky", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=True),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by"], ["account.id"], name=op.f("fk_station_added_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_station_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "settlement_id"],
            ["settlement.municipality_id", "settlement.id"],
            name=op.f("fk_station_municipality_id_settlement_id_settlement"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_station_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station")),
        sa.UniqueConstraint(
            "municipality_id", "round_id", "id", name=op.f("uq_station_municipality_id_round_id_id")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_station_ref")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_station_round_id_number")),
    )
    op.create_index(
        op.f("ix_station_municipality_id"), "station", ["municipality_id"], unique=False
    )


def _add_ballot_stock() -> None:
    op.create_table(
        "ballot_stock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("drawn_by", sa.Integer(), nullable=False),
        sa.Column("drawn_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "first >= 1 AND last >= first", name=op.f("ck_ballot_stock_numbers_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["drawn_by"], ["account.id"], name=op.f("fk_ballot_stock_drawn_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id", "station_id"],
            ["station.municipality_id", "station.round_id", "station.id"],
            name=op.f("fk_ballot_stock_municipality_id_round_id_station_id_station"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_ballot_stock_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_stock")),
        sa.UniqueConstraint(
            "municipality_id", "id", name=op.f("uq_ballot_stock_municipality_id_id")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_ballot_stock_ref")),
        sa.UniqueConstraint("round_id", "first", name=op.f("uq_ballot_stock_round_id_first")),
    )
    op.create_index(
        op.f("ix_ballot_stock_municipality_id"), "ballot_stock", ["municipality_id"], unique=False
    )


def _add_printed_number() -> None:
    op.create_table(
        "printed_number",
        sa.Column("stock_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("copies >= 1", name=op.f("ck_printed_number_some_copies")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "stock_id"],
            ["ballot_stock.municipality_id", "ballot_stock.id"],
            name=op.f("fk_printed_number_municipality_id_stock_id_ballot_stock"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_printed_number_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("stock_id", "number", name=op.f("pk_printed_number")),
    )
    op.create_index(
        op.f("ix_printed_number_municipality_id"),
        "printed_number",
        ["municipality_id"],
        unique=False,
    )


def _add_paper_mark() -> None:
    op.create_table(
        "paper_mark",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("roll_entry_id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("marked_by", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["marked_by"], ["account.id"], name=op.f("fk_paper_mark_marked_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id", "station_id"],
            ["station.municipality_id", "station.round_id", "station.id"],
            name=op.f("fk_paper_mark_municipality_id_round_id_station_id_station"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_paper_mark_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "roll_entry_id"],
            ["participation.round_id", "participation.roll_entry_id"],
            name=op.f("fk_paper_mark_round_id_roll_entry_id_participation"),
        ),
        sa.PrimaryKeyConstraint("round_id", "roll_entry_id", name=op.f("pk_paper_mark")),
    )
    op.create_index(
        op.f("ix_paper_mark_municipality_id"), "paper_mark", ["municipality_id"], unique=False
    )
    op.create_index(op.f("ix_paper_mark_station_id"), "paper_mark", ["station_id"], unique=False)


def _add_box_act() -> None:
    op.create_table(
        "box_act",
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("printed", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("spoiled", sa.Integer(), nullable=False),
        sa.Column("unused", sa.Integer(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL)",
            name=op.f("ck_box_act_confirmed_whole"),
        ),
        sa.CheckConstraint("confirmed_by <> entered_by", name=op.f("ck_box_act_two_people")),
        sa.CheckConstraint(
            "explanation IS NOT NULL OR NOT is_void", name=op.f("ck_box_act_void_explained")
        ),
        sa.CheckConstraint(
            "found + spoiled + unused <= printed", name=op.f("ck_box_act_no_more_than_printed")
        ),
        sa.CheckConstraint(
            "found >= 0 AND spoiled >= 0 AND unused >= 0", name=op.f("ck_box_act_not_negative")
        ),
        sa.CheckConstraint(
            "is_void OR found <= marks", name=op.f("ck_box_act_no_more_than_marked")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["account.id"], name=op.f("fk_box_act_confirmed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["account.id"], name=op.f("fk_box_act_entered_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id", "station_id"],
            ["station.municipality_id", "station.round_id", "station.id"],
            name=op.f("fk_box_act_municipality_id_round_id_station_id_station"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_box_act_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("station_id", name=op.f("pk_box_act")),
    )
    op.create_index(
        op.f("ix_box_act_municipality_id"), "box_act", ["municipality_id"], unique=False
    )


def _guard(table: str, event: str, when: str | None) -> None:
    condition = f" WHEN ({when})" if when else ""
    head = f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW"
    if _is_postgresql():
        op.execute(f"{head}{condition} EXECUTE FUNCTION refuse_change()")
        return
    op.execute(f"{head}{condition} BEGIN SELECT RAISE(ABORT, '{event} of {table} is final'); END")


def _guard_looking(trigger: str, table: str, event: str, narrowed: str, when: str) -> None:
    """Refuse by what stands in other tables, which needs a function on PostgreSQL."""
    head = f"CREATE TRIGGER {trigger} BEFORE {event.upper()} ON {table} FOR EACH ROW"
    if not _is_postgresql():
        op.execute(
            f"{head} WHEN {narrowed} AND ({when}) BEGIN SELECT RAISE(ABORT, '{trigger}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION guard_{trigger}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN IF {when} THEN RAISE EXCEPTION '{trigger}'; END IF; RETURN NEW; END $$"
    )
    op.execute(f"{head} WHEN ({narrowed}) EXECUTE FUNCTION guard_{trigger}()")
