"""Public lots that number the projects of a ballot; the guard of projects knows them."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

INSTANT = sa.DateTime(timezone=True)
TABLES = ("ballot_lot", "ballot_ticket")
ENTERED = "id ref municipality_id round_id seed manner_ky manner_ru entered_by entered_at".split()
CONFIRMED = ["confirmed_by", "confirmed_at"]
OF_PROJECT = (
    "id municipality_id round_id proposal_id source_ref was_selected title_ky title_ru"
    " settlement_ky settlement_ru cost own_contribution heading_number"
).split()

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"


def _changed(columns: list[str]) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)


FINAL = (
    (
        "ballot_lot",
        "update",
        f"OLD.is_drawn OR {_changed(ENTERED)}"
        f" OR (OLD.confirmed_at IS NOT NULL AND ({_changed(CONFIRMED)}))",
    ),
    ("ballot_lot", "delete", None),
    ("ballot_ticket", "update", None),
    ("ballot_ticket", "delete", None),
)

# A number changes to that of its ticket, standing aside on the way, under a lot that is confirmed
# and not yet carried out, and before anyone has voted. Nothing else of a project ever changes.
NOT_BY_LOT = (
    f"({_changed(OF_PROJECT)})"  # noqa: S608 - names of our own
    " OR NOT EXISTS (SELECT 1 FROM ballot_lot AS l JOIN ballot_ticket AS t ON t.lot_id = l.id"
    " WHERE l.round_id = NEW.round_id AND l.confirmed_at IS NOT NULL AND NOT l.is_drawn"
    " AND t.project_id = NEW.id AND NEW.number IN (t.number, t.number + 1000000))"
    " OR EXISTS (SELECT 1 FROM participation AS p WHERE p.round_id = NEW.round_id)"
)

# A lot is carried out when every project has the number of its ticket.
NOT_WHOLE = (
    "NEW.is_drawn AND EXISTS (SELECT 1 FROM project AS p"
    " LEFT JOIN ballot_ticket AS t ON t.project_id = p.id AND t.lot_id = NEW.id"
    " WHERE p.round_id = NEW.round_id AND (t.number IS NULL OR t.number <> p.number))"
)


def upgrade() -> None:
    """Add the lots, and let the numbers of projects change by them."""
    _add_lots()
    for table, event, when in FINAL:
        _guard(table, event, when)
    _drop("project", "project_no_update")
    _guard_looking("project", "project_no_update", NOT_BY_LOT, "update of project is final")
    _guard_looking("ballot_lot", "ballot_lot_whole", NOT_WHOLE, "ballot_lot is not whole")
    if _is_postgresql():
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY of_municipality ON {table} USING ({POLICY})")


def downgrade() -> None:
    """Take them away; the projects keep the numbers they have."""
    _drop("project", "project_no_update")
    _guard("project", "update", None)
    for table in reversed(TABLES):
        op.drop_table(table)
    if _is_postgresql():
        for trigger in ("project_no_update", "ballot_lot_whole"):
            op.execute(f"DROP FUNCTION guard_{trigger}()")


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _add_lots() -> None:
    op.create_table(
        "ballot_lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("manner_ky", sa.Text(), nullable=False),
        sa.Column("manner_ru", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("is_drawn", sa.Boolean(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("confirmed_by <> entered_by", name=op.f("ck_ballot_lot_two_people")),
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL)",
            name=op.f("ck_ballot_lot_confirmed_whole"),
        ),
        sa.CheckConstraint(
            "confirmed_at IS NOT NULL OR NOT is_drawn",
            name=op.f("ck_ballot_lot_drawn_if_confirmed"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_ballot_lot_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_ballot_lot_municipality_id_round_id_round"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["account.id"], name=op.f(f"fk_ballot_lot_{column}_account")
            )
            for column in ("entered_by", "confirmed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_lot")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_ballot_lot_municipality_id_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_ballot_lot_ref")),
    )
    confirmed = sa.text("confirmed_at IS NOT NULL")
    op.create_index(
        "uq_ballot_lot_once",
        "ballot_lot",
        ["round_id"],
        unique=True,
        postgresql_where=confirmed,
        sqlite_where=confirmed,
    )
    op.create_table(
        "ballot_ticket",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("was_number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "number >= 1 AND was_number >= 1", name=op.f("ck_ballot_ticket_numbers_from_one")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_ballot_ticket_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "lot_id"],
            ["ballot_lot.municipality_id", "ballot_lot.id"],
            name=op.f("fk_ballot_ticket_municipality_id_lot_id_ballot_lot"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "project_id"],
            ["project.municipality_id", "project.id"],
            name=op.f("fk_ballot_ticket_municipality_id_project_id_project"),
        ),
        sa.PrimaryKeyConstraint("lot_id", "project_id", name=op.f("pk_ballot_ticket")),
        sa.UniqueConstraint("lot_id", "number", name=op.f("uq_ballot_ticket_lot_id_number")),
    )
    for table in TABLES:
        op.create_index(
            op.f(f"ix_{table}_municipality_id"), table, ["municipality_id"], unique=False
        )


def _drop(table: str, trigger: str) -> None:
    op.execute(f"DROP TRIGGER {trigger}{f' ON {table}' if _is_postgresql() else ''}")


def _guard(table: str, event: str, when: str | None) -> None:
    if _is_postgresql():
        condition = f" WHEN ({when})" if when else ""
        op.execute(
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
            f" FOR EACH ROW{condition} EXECUTE FUNCTION refuse_change()"
        )
        return
    condition = f" WHEN {when.replace('IS DISTINCT FROM', 'IS NOT')}" if when else ""
    op.execute(
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW"
        f"{condition} BEGIN SELECT RAISE(ABORT, '{event} of {table} is final'); END"
    )


def _guard_looking(table: str, trigger: str, when: str, refusal: str) -> None:
    """Refuse an update by what stands in other tables, which needs a function on PostgreSQL."""
    if _is_postgresql():
        op.execute(
            f"CREATE FUNCTION guard_{trigger}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN IF {when} THEN RAISE EXCEPTION '{refusal}'; END IF; RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {trigger} BEFORE UPDATE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION guard_{trigger}()"
        )
        return
    op.execute(
        f"CREATE TRIGGER {trigger} BEFORE UPDATE ON {table} FOR EACH ROW"
        f" WHEN {when.replace('IS DISTINCT FROM', 'IS NOT')}"
        f" BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )
