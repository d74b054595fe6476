"""What two people decide about a vote: ballots that do not count, marks undone."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

INSTANT = sa.DateTime(timezone=True)
TABLES = ("decision", "ballot_annulment", "participation_void")

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"

DECIDED = "d.decided_at IS NOT NULL AND NOT d.is_dropped"
UNDONE = (
    "EXISTS (SELECT 1 FROM participation_void AS v JOIN decision AS d ON d.id = v.decision_id"  # noqa: S608 - names of our own
    " WHERE v.round_id = OLD.round_id AND v.roll_entry_id = OLD.roll_entry_id"
    f" AND {DECIDED})"
)
KEPT = "id municipality_id ref round_id number kind reason opened_by opened_at"
CHANGED = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in KEPT.split())

# Of an assembly a mark goes as long as it stands at no assembly any more (0034 guards that one).
AT_ASSEMBLY = (
    "(OLD.channel = 'assembly' AND NOT EXISTS (SELECT 1 FROM assembly_mark AS a"
    " WHERE a.round_id = OLD.round_id AND a.roll_entry_id = OLD.roll_entry_id))"
)

# A mark of a person goes once two people undid it.
GUARDS = (
    ("paper_mark_no_delete", "paper_mark", "delete", f"NOT {UNDONE}"),
    (
        "participation_no_delete",
        "participation",
        "delete",
        f"NOT ({UNDONE} OR {AT_ASSEMBLY})",
    ),
    ("decision_no_update", "decision", "update", f"OLD.decided_at IS NOT NULL OR {CHANGED}"),
    (
        "annulment_undecided",
        "ballot_annulment",
        "insert",
        "NEW.decision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decision AS d"  # noqa: S608 - names of our own
        f" WHERE d.id = NEW.decision_id AND d.kind = NEW.kind AND {DECIDED})",
    ),
    *(
        (f"{table}_no_{event}", table, event, "OLD.round_id IS NOT NULL")
        for table, event in (
            ("decision", "delete"),
            ("ballot_annulment", "update"),
            ("ballot_annulment", "delete"),
            ("participation_void", "update"),
            ("participation_void", "delete"),
        )
    ),
)


def upgrade() -> None:
    """Add the decisions with their guards, and let what they undo go."""
    _add_decision()
    _add_ballot_annulment()
    _add_participation_void()
    op.execute(f"DROP TRIGGER paper_mark_no_delete{' ON paper_mark' if _is_postgresql() else ''}")
    for trigger, table, event, when in GUARDS:
        _guard(trigger, table, event, when)
    _wall_off(TABLES)


def downgrade() -> None:
    """Take them away; a mark on paper is final again."""
    for trigger, table, *_ in GUARDS:
        _unguard(trigger, table)
    head = "CREATE TRIGGER paper_mark_no_delete BEFORE DELETE ON paper_mark FOR EACH ROW"
    if _is_postgresql():
        op.execute(f"{head} EXECUTE FUNCTION refuse_change()")
    else:
        op.execute(f"{head} BEGIN SELECT RAISE(ABORT, 'delete of paper_mark is final'); END")
    for table in ("participation_void", "ballot_annulment", "decision"):
        op.drop_table(table)


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _add_decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "void",
                "override",
                "unmark",
                name="known_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("second_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("is_dropped", sa.Boolean(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(second_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_decision_decided_whole")
        ),
        sa.CheckConstraint(
            "NOT is_dropped OR decided_at IS NOT NULL", name=op.f("ck_decision_dropped_by_somebody")
        ),
        sa.CheckConstraint("length(reason) >= 10", name=op.f("ck_decision_has_reason")),
        sa.CheckConstraint("opened_by <> second_by", name=op.f("ck_decision_two_people")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_decision_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_decision_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["account.id"], name=op.f("fk_decision_opened_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["second_by"], ["account.id"], name=op.f("fk_decision_second_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_decision_municipality_id_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_decision_ref")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_decision_round_id_number")),
    )
    op.create_index(
        op.f("ix_decision_municipality_id"), "decision", ["municipality_id"], unique=False
    )


def _add_ballot_annulment() -> None:
    op.create_table(
        "ballot_annulment",
        sa.Column("ballot_id", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "void",
                "override",
                "replaced",
                name="known_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'replaced') = (decision_id IS NULL)",
            name=op.f("ck_ballot_annulment_decided_unless_replaced"),
        ),
        sa.CheckConstraint("length(leaf) = 32", name=op.f("ck_ballot_annulment_leaf_whole")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "decision_id"],
            ["decision.municipality_id", "decision.id"],
            name=op.f("fk_ballot_annulment_municipality_id_decision_id_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_ballot_annulment_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_ballot_annulment_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("ballot_id", name=op.f("pk_ballot_annulment")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_ballot_annulment_decision_id")),
        sa.UniqueConstraint("round_id", "leaf", name=op.f("uq_ballot_annulment_round_id_leaf")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_ballot_annulment_municipality_id"),
        "ballot_annulment",
        ["municipality_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_ballot_annulment_round_id"), "ballot_annulment", ["round_id"], unique=False
    )


def _add_participation_void() -> None:
    op.create_table(
        "participation_void",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("roll_entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "internet",
                "paper",
                "assembly",
                name="known_channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("hour", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "decision_id"],
            ["decision.municipality_id", "decision.id"],
            name=op.f("fk_participation_void_municipality_id_decision_id_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_participation_void_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_participation_void_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "roll_entry_id"],
            ["roll_entry.round_id", "roll_entry.id"],
            name=op.f("fk_participation_void_round_id_roll_entry_id_roll_entry"),
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_participation_void")),
    )
    op.create_index(
        op.f("ix_participation_void_municipality_id"),
        "participation_void",
        ["municipality_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_participation_void_roll_entry_id"),
        "participation_void",
        ["roll_entry_id"],
        unique=False,
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
