"""Kiosks that take tickets, the tickets, and which participations came by one."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"

INSTANT = sa.DateTime(timezone=True)
TABLES = ("kiosk", "kiosk_ticket", "kiosk_mark")

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"


def _changed(columns: str) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns.split())


STARTED = "id municipality_id ref round_id station_id tag started_by started_at ends_at"
GIVEN = (
    "id municipality_id ref round_id station_id roll_entry_id code_tag shown issued_by issued_at"
    " expires_at"
)
UNDONE = (
    "EXISTS (SELECT 1 FROM participation_void AS v JOIN decision AS d ON d.id = v.decision_id"
    " WHERE v.round_id = OLD.round_id AND v.roll_entry_id = OLD.roll_entry_id"
    " AND d.decided_at IS NOT NULL AND NOT d.is_dropped)"
)

# What ended stays ended, what was used stays used, and a mark goes only with an undone vote.
GUARDS = (
    ("kiosk_no_update", "kiosk", "update", f"OLD.ended_at IS NOT NULL OR {_changed(STARTED)}"),
    ("kiosk_no_delete", "kiosk", "delete", "OLD.round_id IS NOT NULL"),
    (
        "kiosk_ticket_no_update",
        "kiosk_ticket",
        "update",
        f"OLD.used_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL OR {_changed(GIVEN)}",
    ),
    ("kiosk_ticket_no_delete", "kiosk_ticket", "delete", "OLD.round_id IS NOT NULL"),
    (
        "kiosk_mark_unfounded",
        "kiosk_mark",
        "insert",
        "NOT EXISTS (SELECT 1 FROM participation AS p WHERE p.round_id = NEW.round_id"
        " AND p.roll_entry_id = NEW.roll_entry_id AND p.channel = 'internet')"
        " OR NOT EXISTS (SELECT 1 FROM kiosk_ticket AS t WHERE t.id = NEW.ticket_id"
        " AND t.used_at IS NOT NULL)",
    ),
    ("kiosk_mark_no_update", "kiosk_mark", "update", "OLD.round_id IS NOT NULL"),
    ("kiosk_mark_no_delete", "kiosk_mark", "delete", f"NOT {UNDONE}"),
)


def upgrade() -> None:
    """Add them, with their guards."""
    _add_kiosk()
    _add_kiosk_ticket()
    _add_kiosk_mark()
    for trigger, table, event, when in GUARDS:
        _guard(trigger, table, event, when)
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
        for trigger, *_ in GUARDS:
            op.execute(f"DROP FUNCTION guard_{trigger}()")


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _add_kiosk() -> None:
    op.create_table(
        "kiosk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("wrong_since", INSTANT, nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > started_at", name=op.f("ck_kiosk_lasts")),
        sa.CheckConstraint(
            "ended_by IS NULL OR ended_at IS NOT NULL", name=op.f("ck_kiosk_ended_whole")
        ),
        sa.CheckConstraint("wrong_codes >= 0", name=op.f("ck_kiosk_not_negative")),
        sa.CheckConstraint(
            "(wrong_codes = 0) = (wrong_since IS NULL)",
            name=op.f("ck_kiosk_wrong_since_some_time"),
        ),
        *_accounts("kiosk", "started_by", "ended_by"),
        *_places("kiosk"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk")),
        sa.UniqueConstraint("ref", name=op.f("uq_kiosk_ref")),
        sa.UniqueConstraint("municipality_id", "tag", name=op.f("uq_kiosk_municipality_id_tag")),
    )
    op.create_index(op.f("ix_kiosk_municipality_id"), "kiosk", ["municipality_id"], unique=False)


def _add_kiosk_ticket() -> None:
    papers = ("identity_card", "travel_passport", "military_card")
    op.create_table(
        "kiosk_ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("roll_entry_id", sa.Integer(), nullable=False),
        sa.Column("code_tag", sa.LargeBinary(), nullable=False),
        sa.Column(
            "shown",
            sa.Enum(
                *papers, name="known_paper", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("issued_by", sa.Integer(), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("expires_at > issued_at", name=op.f("ck_kiosk_ticket_lasts")),
        sa.CheckConstraint(
            "(withdrawn_by IS NULL) = (withdrawn_at IS NULL)",
            name=op.f("ck_kiosk_ticket_withdrawn_whole"),
        ),
        sa.CheckConstraint(
            "used_at IS NULL OR withdrawn_at IS NULL",
            name=op.f("ck_kiosk_ticket_used_or_withdrawn"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "roll_entry_id"],
            ["roll_entry.round_id", "roll_entry.id"],
            name=op.f("fk_kiosk_ticket_round_id_roll_entry_id_roll_entry"),
        ),
        *_accounts("kiosk_ticket", "issued_by", "withdrawn_by"),
        *_places("kiosk_ticket"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_ticket")),
        sa.UniqueConstraint("ref", name=op.f("uq_kiosk_ticket_ref")),
        sa.UniqueConstraint(
            "municipality_id", "code_tag", name=op.f("uq_kiosk_ticket_municipality_id_code_tag")
        ),
        sa.UniqueConstraint(
            "municipality_id",
            "round_id",
            "roll_entry_id",
            "id",
            name=op.f("uq_kiosk_ticket_municipality_id_round_id_roll_entry_id_id"),
        ),
    )
    for column in ("municipality_id", "station_id"):
        op.create_index(op.f(f"ix_kiosk_ticket_{column}"), "kiosk_ticket", [column], unique=False)
    live = sa.text("used_at IS NULL AND withdrawn_at IS NULL")
    op.create_index(
        "uq_kiosk_ticket_live",
        "kiosk_ticket",
        ["round_id", "roll_entry_id"],
        unique=True,
        postgresql_where=live,
        sqlite_where=live,
    )


def _add_kiosk_mark() -> None:
    op.create_table(
        "kiosk_mark",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("roll_entry_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id", "roll_entry_id", "ticket_id"],
            [
                "kiosk_ticket.municipality_id",
                "kiosk_ticket.round_id",
                "kiosk_ticket.roll_entry_id",
                "kiosk_ticket.id",
            ],
            name="fk_kiosk_mark_ticket",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_kiosk_mark_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "roll_entry_id"],
            ["participation.round_id", "participation.roll_entry_id"],
            name=op.f("fk_kiosk_mark_round_id_roll_entry_id_participation"),
        ),
        sa.PrimaryKeyConstraint("round_id", "roll_entry_id", name=op.f("pk_kiosk_mark")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_kiosk_mark_ticket_id")),
    )
    op.create_index(
        op.f("ix_kiosk_mark_municipality_id"), "kiosk_mark", ["municipality_id"], unique=False
    )


def _accounts(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], ["account.id"], name=op.f(f"fk_{table}_{column}_account"))
        for column in columns
    ]


def _places(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id", "station_id"],
            ["station.municipality_id", "station.round_id", "station.id"],
            name=op.f(f"fk_{table}_municipality_id_round_id_station_id_station"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f(f"fk_{table}_municipality_id_municipality"),
        ),
    ]


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
