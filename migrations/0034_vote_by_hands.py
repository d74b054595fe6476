"""Village assemblies that vote by hands: called, marked on the roll, confirmed by two."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

INSTANT = sa.DateTime(timezone=True)
TABLES = ("assembly", "assembly_mark", "assembly_act", "assembly_attendance", "assembly_vote")

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"

FINAL = (
    ("assembly", "delete", None),
    ("assembly_mark", "update", None),
    ("assembly_act", "insert", "NEW.confirmed_at IS NOT NULL"),
    ("assembly_act", "update", "OLD.confirmed_at IS NOT NULL"),
    ("assembly_act", "delete", None),
    ("assembly_attendance", "update", None),
    ("assembly_vote", "update", None),
)

ACT = "FROM assembly_act AS a WHERE a.assembly_id = {row}.assembly_id"
STANDING = f"EXISTS (SELECT 1 {ACT} AND a.returned_at IS NULL)"
CONFIRMED = f"EXISTS (SELECT 1 {ACT} AND a.confirmed_at IS NOT NULL)"
OPEN = f"EXISTS (SELECT 1 {ACT} AND a.confirmed_at IS NULL AND a.returned_at IS NULL)"
VOTES = "FROM assembly_vote AS v WHERE v.assembly_id = NEW.assembly_id"

LOOKING = (
    (
        "assembly_without_hands",
        "assembly",
        "insert",
        "NEW.number >= 1",
        "NOT EXISTS (SELECT 1 FROM round AS r WHERE r.id = NEW.round_id"
        " AND r.hands <> 'hands_none')",
    ),
    # What was cancelled or confirmed is over; nobody stays marked where nothing is held.
    (
        "assembly_over",
        "assembly",
        "update",
        "OLD.id = NEW.id",
        "OLD.cancelled_at IS NOT NULL OR NEW.taken_back < OLD.taken_back"
        " OR EXISTS (SELECT 1 FROM assembly_act AS a"
        " WHERE a.assembly_id = OLD.id AND a.confirmed_at IS NOT NULL)"
        " OR (NEW.cancelled_at IS NOT NULL AND EXISTS (SELECT 1 FROM assembly_mark AS m"
        " WHERE m.assembly_id = OLD.id))",
    ),
    # A mark stands beside a vote at an assembly, as long as the minutes are not entered.
    (
        "hand_without_vote",
        "assembly_mark",
        "insert",
        "NEW.round_id IS NOT NULL",
        "NOT EXISTS (SELECT 1 FROM participation AS p WHERE p.round_id = NEW.round_id"  # noqa: S608 - names of our own
        " AND p.roll_entry_id = NEW.roll_entry_id AND p.channel = 'assembly')"
        " OR EXISTS (SELECT 1 FROM assembly AS o WHERE o.id = NEW.assembly_id"
        f" AND o.cancelled_at IS NOT NULL) OR {STANDING.format(row='NEW')}",
    ),
    (
        "hand_settled",
        "assembly_mark",
        "delete",
        "OLD.round_id IS NOT NULL",
        STANDING.format(row="OLD"),
    ),
    (
        "attendance_settled",
        "assembly_attendance",
        "insert",
        "NEW.women >= 0",
        f"NOT {OPEN.format(row='NEW')}",
    ),
    (
        "attendance_kept",
        "assembly_attendance",
        "delete",
        "OLD.women >= 0",
        CONFIRMED.format(row="OLD"),
    ),
    # No more hands for a project than people were marked.
    (
        "hands_over_marked",
        "assembly_vote",
        "insert",
        "NEW.in_favour >= 0",
        f"NOT {OPEN.format(row='NEW')} OR NEW.in_favour + NEW.against + NEW.abstained"
        f" > coalesce((SELECT a.voters {ACT.format(row='NEW')}), 0)",
    ),
    ("hands_kept", "assembly_vote", "delete", "OLD.in_favour >= 0", CONFIRMED.format(row="OLD")),
    # All of it fits when the second person stands for it.
    (
        "act_not_confirmable",
        "assembly_act",
        "update",
        "OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL",
        "NEW.attended <> coalesce((SELECT sum(w.women + w.men) FROM assembly_attendance AS w"  # noqa: S608 - names of our own
        " WHERE w.assembly_id = NEW.assembly_id), 0)"
        " OR NEW.voters <> (SELECT count(*) FROM assembly_mark AS m"
        " WHERE m.assembly_id = NEW.assembly_id)"
        " OR EXISTS (SELECT 1 FROM assembly AS o WHERE o.id = NEW.assembly_id"
        " AND o.cancelled_at IS NOT NULL)"
        f" OR EXISTS (SELECT 1 {VOTES}"
        " AND v.in_favour + v.against + v.abstained > NEW.voters)"
        f" OR (NOT NEW.is_quorate AND EXISTS (SELECT 1 {VOTES}))"
        f" OR coalesce((SELECT sum(v.in_favour) {VOTES}), 0) > NEW.voters"
        " * (SELECT r.max_choices FROM round AS r WHERE r.id = NEW.round_id)",
    ),
)


def upgrade() -> None:
    """Add them, with their guards."""
    _add_assembly()
    _add_mark()
    _add_act()
    _add_figures()
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


def _key(table: str, own: list[str], other: str, theirs: list[str]) -> sa.ForeignKeyConstraint:
    named = op.f(f"fk_{table}_{'_'.join(own)}_{other}")
    return sa.ForeignKeyConstraint(own, [f"{other}.{one}" for one in theirs], name=named)


def _of_municipality(table: str) -> sa.ForeignKeyConstraint:
    return _key(table, ["municipality_id"], "municipality", ["id"])


def _of_account(table: str, column: str) -> sa.ForeignKeyConstraint:
    return _key(table, [column], "account", ["id"])


def _of_round(table: str) -> sa.ForeignKeyConstraint:
    both = ["municipality_id", "round_id", "assembly_id"]
    return _key(table, both, "assembly", ["municipality_id", "round_id", "id"])


def _index(table: str, column: str = "municipality_id") -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _add_assembly() -> None:
    op.create_table(
        "assembly",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=True),
        sa.Column("place_ky", sa.Text(), nullable=False),
        sa.Column("place_ru", sa.Text(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("taken_back", sa.Integer(), nullable=False),
        sa.Column("announced_by", sa.Integer(), nullable=False),
        sa.Column("announced_at", INSTANT, nullable=False),
        sa.Column("cancelled_by", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", INSTANT, nullable=True),
        sa.Column("cancelled_why", sa.Text(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(cancelled_at IS NULL) = (cancelled_by IS NULL)"
            " AND (cancelled_at IS NULL) = (cancelled_why IS NULL)",
            name=op.f("ck_assembly_cancelled_whole"),
        ),
        sa.CheckConstraint(
            "cancelled_at IS NULL OR cancelled_at < starts_at OR cancelled_by <> announced_by",
            name=op.f("ck_assembly_cancelled_by_another"),
        ),
        sa.CheckConstraint("taken_back >= 0", name=op.f("ck_assembly_taken_back_counted")),
        _of_account("assembly", "announced_by"),
        _of_account("assembly", "cancelled_by"),
        _key(
            "assembly",
            ["municipality_id", "round_id"],
            "round",
            ["municipality_id", "id"],
        ),
        _key(
            "assembly",
            ["municipality_id", "settlement_id"],
            "settlement",
            ["municipality_id", "id"],
        ),
        _of_municipality("assembly"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assembly")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_assembly_municipality_id_id")),
        sa.UniqueConstraint(
            "municipality_id",
            "round_id",
            "id",
            name=op.f("uq_assembly_municipality_id_round_id_id"),
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_assembly_ref")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_assembly_round_id_number")),
    )
    _index("assembly")


def _add_mark() -> None:
    op.create_table(
        "assembly_mark",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("roll_entry_id", sa.Integer(), nullable=False),
        sa.Column("assembly_id", sa.Integer(), nullable=False),
        sa.Column("marked_by", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        _of_account("assembly_mark", "marked_by"),
        _of_round("assembly_mark"),
        _of_municipality("assembly_mark"),
        _key(
            "assembly_mark",
            ["round_id", "roll_entry_id"],
            "participation",
            ["round_id", "roll_entry_id"],
        ),
        sa.PrimaryKeyConstraint("round_id", "roll_entry_id", name=op.f("pk_assembly_mark")),
    )
    _index("assembly_mark")
    _index("assembly_mark", "assembly_id")


def _add_act() -> None:
    op.create_table(
        "assembly_act",
        sa.Column("assembly_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("on_roll", sa.Integer(), nullable=False),
        sa.Column("is_quorate", sa.Boolean(), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=False),
        sa.Column("chair", sa.Text(), nullable=False),
        sa.Column("secretary", sa.Text(), nullable=False),
        sa.Column("commission", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("returned_by", sa.Integer(), nullable=True),
        sa.Column("returned_at", INSTANT, nullable=True),
        sa.Column("returned_why", sa.Text(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("scan_sha256", sa.Text(), nullable=True),
        sa.Column("scan_type", sa.Text(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "voters >= 0 AND attended >= voters AND on_roll >= attended",
            name=op.f("ck_assembly_act_people_fit"),
        ),
        sa.CheckConstraint(
            "is_quorate OR voters = 0", name=op.f("ck_assembly_act_nobody_votes_without_quorum")
        ),
        sa.CheckConstraint("confirmed_by <> entered_by", name=op.f("ck_assembly_act_two_people")),
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL)",
            name=op.f("ck_assembly_act_confirmed_whole"),
        ),
        sa.CheckConstraint(
            "(returned_at IS NULL) = (returned_by IS NULL)"
            " AND (returned_at IS NULL) = (returned_why IS NULL)",
            name=op.f("ck_assembly_act_returned_whole"),
        ),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR returned_at IS NULL",
            name=op.f("ck_assembly_act_confirmed_or_returned"),
        ),
        sa.CheckConstraint(
            "(scan_sha256 IS NULL) = (scan_type IS NULL)", name=op.f("ck_assembly_act_scan_whole")
        ),
        _of_account("assembly_act", "entered_by"),
        _of_account("assembly_act", "returned_by"),
        _of_account("assembly_act", "confirmed_by"),
        _of_round("assembly_act"),
        _of_municipality("assembly_act"),
        sa.PrimaryKeyConstraint("assembly_id", name=op.f("pk_assembly_act")),
    )
    _index("assembly_act")


def _add_figures() -> None:
    op.create_table(
        "assembly_attendance",
        sa.Column("assembly_id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("women", sa.Integer(), nullable=False),
        sa.Column("men", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "women >= 0 AND men >= 0", name=op.f("ck_assembly_attendance_not_negative")
        ),
        *_of_assembly_and("assembly_attendance", "settlement"),
        sa.PrimaryKeyConstraint(
            "assembly_id", "settlement_id", name=op.f("pk_assembly_attendance")
        ),
    )
    _index("assembly_attendance")
    op.create_table(
        "assembly_vote",
        sa.Column("assembly_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("abstained", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "in_favour >= 0 AND against >= 0 AND abstained >= 0",
            name=op.f("ck_assembly_vote_not_negative"),
        ),
        *_of_assembly_and("assembly_vote", "project"),
        sa.PrimaryKeyConstraint("assembly_id", "project_id", name=op.f("pk_assembly_vote")),
    )
    _index("assembly_vote")


def _of_assembly_and(table: str, other: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    pair = ["municipality_id", "id"]
    return (
        _key(table, ["municipality_id", "assembly_id"], "assembly", pair),
        _key(table, ["municipality_id", f"{other}_id"], other, pair),
        _of_municipality(table),
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
    row = "OLD" if event == "delete" else "NEW"
    op.execute(
        f"CREATE FUNCTION guard_{trigger}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN IF {when} THEN RAISE EXCEPTION '{trigger}'; END IF; RETURN {row}; END $$"
    )
    op.execute(f"{head} WHEN ({narrowed}) EXECUTE FUNCTION guard_{trigger}()")
