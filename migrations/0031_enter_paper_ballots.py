"""Piles of ballots on paper, read by two; nothing reaches the inbox but what a third approved."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

INSTANT = sa.DateTime(timezone=True)
TABLES = ("paper_batch", "paper_pass", "paper_line")

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"

FINAL = (
    ("paper_batch", "update", "OLD.state = 'approved'"),
    ("paper_batch", "delete", None),
    ("paper_line", "update", None),
)

OF_BOX = "FROM box_act AS b WHERE b.station_id = NEW.station_id"
OF_STATION = "FROM paper_batch AS o WHERE o.station_id = NEW.station_id AND o.id <> NEW.id"
OF_PASSES = "FROM paper_pass AS p WHERE p.batch_id = NEW.id"

LOOKING = (
    # A pile is of a box that was opened and confirmed, and all piles together are no more than it.
    (
        "batch_without_box",
        "paper_batch",
        "insert",
        "NEW.size >= 1",
        "NEW.state <> 'first_pass' OR NEW.size + coalesce((SELECT sum(o.size) FROM paper_batch AS o"  # noqa: S608 - names of our own
        " WHERE o.station_id = NEW.station_id), 0) > coalesce((SELECT b.found"
        f" {OF_BOX} AND b.confirmed_at IS NOT NULL AND NOT b.is_void), 0)",
    ),
    # Two read it to the end, a third approves, and no more votes count than people were marked.
    (
        "batch_not_approvable",
        "paper_batch",
        "update",
        "NEW.state = 'approved'",
        "NEW.approved_by = NEW.resolved_by"  # noqa: S608 - names of our own
        f" OR EXISTS (SELECT 1 {OF_PASSES} AND p.operator_id = NEW.approved_by)"
        f" OR (SELECT count(*) {OF_PASSES} AND p.finished_at IS NOT NULL) < 2"
        f" OR NEW.counted + coalesce((SELECT sum(o.counted) {OF_STATION}), 0)"
        " > (SELECT count(*) FROM paper_mark AS m WHERE m.station_id = NEW.station_id)",
    ),
    (
        "line_of_finished_pass",
        "paper_line",
        "insert",
        "NEW.line >= 1",
        "EXISTS (SELECT 1 FROM paper_batch AS o"
        " WHERE o.id = NEW.batch_id AND (o.state = 'approved' OR NEW.line > o.size))"
        " OR EXISTS (SELECT 1 FROM paper_pass AS p WHERE p.batch_id = NEW.batch_id"
        " AND p.turn = NEW.turn AND p.finished_at IS NOT NULL)",
    ),
    (
        "paper_not_approved",
        "ballot_inbox",
        "insert",
        "NEW.channel = 'paper'",
        "(SELECT count(*) FROM ballot_inbox AS i"
        " WHERE i.round_id = NEW.round_id AND i.channel = 'paper')"
        " + (SELECT count(*) FROM ballot AS i"
        " WHERE i.round_id = NEW.round_id AND i.channel = 'paper')"
        " >= coalesce((SELECT sum(o.counted) FROM paper_batch AS o"
        " WHERE o.round_id = NEW.round_id), 0)",
    ),
)


def upgrade() -> None:
    """Add them, with their guards; the inbox asks them too."""
    _add_paper_batch()
    _add_paper_pass()
    _add_paper_line()
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
    on = " ON ballot_inbox" if _is_postgresql() else ""
    op.execute(f"DROP TRIGGER paper_not_approved{on}")
    for table in reversed(TABLES):
        op.drop_table(table)
    if _is_postgresql():
        for trigger, *_ in LOOKING:
            op.execute(f"DROP FUNCTION guard_{trigger}()")


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _closed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _add_paper_batch() -> None:
    op.create_table(
        "paper_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            _closed(
                "known_state", "first_pass", "second_pass", "differences", "resolved", "approved"
            ),
            nullable=False,
        ),
        sa.Column("started_by", sa.Integer(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("differences", sa.Integer(), nullable=True),
        sa.Column("resolved_by", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", INSTANT, nullable=True),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("invalid", sa.Integer(), nullable=True),
        sa.Column("scan_sha256", sa.Text(), nullable=True),
        sa.Column("scan_type", sa.Text(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'approved') = (approved_by IS NOT NULL)"
            " AND (state = 'approved') = (approved_at IS NOT NULL)"
            " AND (state = 'approved') = (counted IS NOT NULL)"
            " AND (state = 'approved') = (invalid IS NOT NULL)",
            name=op.f("ck_paper_batch_approved_whole"),
        ),
        sa.CheckConstraint(
            "(scan_sha256 IS NULL) = (scan_type IS NULL)", name=op.f("ck_paper_batch_scan_whole")
        ),
        sa.CheckConstraint(
            "counted + invalid = size", name=op.f("ck_paper_batch_every_ballot_told")
        ),
        sa.CheckConstraint("size >= 1", name=op.f("ck_paper_batch_not_empty")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["account.id"], name=op.f("fk_paper_batch_approved_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id", "station_id"],
            ["station.municipality_id", "station.round_id", "station.id"],
            name=op.f("fk_paper_batch_municipality_id_round_id_station_id_station"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_paper_batch_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by"], ["account.id"], name=op.f("fk_paper_batch_resolved_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["account.id"], name=op.f("fk_paper_batch_started_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batch")),
        sa.UniqueConstraint(
            "municipality_id", "id", name=op.f("uq_paper_batch_municipality_id_id")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_paper_batch_ref")),
        sa.UniqueConstraint("station_id", "number", name=op.f("uq_paper_batch_station_id_number")),
    )
    op.create_index(
        op.f("ix_paper_batch_municipality_id"), "paper_batch", ["municipality_id"], unique=False
    )


def _add_paper_pass() -> None:
    op.create_table(
        "paper_pass",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("turn IN (1, 2)", name=op.f("ck_paper_pass_two_passes")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "batch_id"],
            ["paper_batch.municipality_id", "paper_batch.id"],
            name=op.f("fk_paper_pass_municipality_id_batch_id_paper_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_paper_pass_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["account.id"], name=op.f("fk_paper_pass_operator_id_account")
        ),
        sa.PrimaryKeyConstraint("batch_id", "turn", name=op.f("pk_paper_pass")),
        sa.UniqueConstraint(
            "batch_id", "operator_id", name=op.f("uq_paper_pass_batch_id_operator_id")
        ),
    )
    op.create_index(
        op.f("ix_paper_pass_municipality_id"), "paper_pass", ["municipality_id"], unique=False
    )


def _add_paper_line() -> None:
    op.create_table(
        "paper_line",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "number IS NOT NULL OR marks = 'x'", name=op.f("ck_paper_line_numbered_if_valid")
        ),
        sa.CheckConstraint("line >= 1", name=op.f("ck_paper_line_counted_from_one")),
        sa.CheckConstraint("turn IN (1, 2, 3)", name=op.f("ck_paper_line_known_turn")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "batch_id"],
            ["paper_batch.municipality_id", "paper_batch.id"],
            name=op.f("fk_paper_line_municipality_id_batch_id_paper_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_paper_line_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("batch_id", "turn", "line", name=op.f("pk_paper_line")),
    )
    op.create_index(
        op.f("ix_paper_line_municipality_id"), "paper_line", ["municipality_id"], unique=False
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
