"""Rolls with people on them: made of a file, frozen by two, changed afterwards by decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

INSTANT = sa.DateTime(timezone=True)

PERSON = (
    "id ref municipality_id round_id pin_tag name name_key born sex settlement_id address"
).split()


def _changed(columns: list[str]) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)


def _frozen(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM voter_roll WHERE voter_roll.round_id = {row}.round_id"  # noqa: S608
        " AND voter_roll.state = 'frozen')"
    )


def _agreed(kind: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM roll_decision AS d WHERE d.id = NEW.decision_id"  # noqa: S608
        " AND d.round_id = NEW.round_id AND d.entry_ref = NEW.ref"
        f" AND d.kind = '{kind}' AND d.state = 'agreed')"
    )


DECIDED = (
    "OLD.decision_id IS DISTINCT FROM NEW.decision_id AND"
    f" ((NEW.status = 'struck' AND {_agreed('strike')})"
    f" OR (NEW.status = 'active' AND NEW.is_added_later AND {_agreed('add')}))"
)

# A frozen roll: a line comes or goes by an agreed decision about this very line, and a person
# the office meets for the first time is tied to the line that is there. Nothing else.
LINES = (
    ("insert", "NEW", f"NOT (NEW.is_added_later AND NEW.status = 'active' AND {_agreed('add')})"),
    (
        "update",
        "OLD",
        f"{_changed(PERSON)}"
        f" OR (OLD.resident_id IS NOT NULL AND ({_changed(['resident_id'])}))"
        f" OR (({_changed(['status', 'is_added_later', 'decision_id'])}) AND NOT ({DECIDED}))",
    ),
    ("delete", "OLD", None),
)

GUARDS = (
    ("voter_roll", "update", "OLD.state = 'frozen'"),
    ("voter_roll", "delete", "OLD.state = 'frozen'"),
    ("roll_decision", "update", "OLD.state <> 'waiting'"),
    ("roll_decision", "delete", None),
)


def _closed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Add the tables, widen the lines, and keep what is final."""
    _add_rolls()
    _add_uploads()
    _add_decisions()
    _widen_lines()
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_job_known_kind"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_job_known_kind"), "kind IN ('check_papers', 'import_roll')"
        )
    for event, row, when in LINES:
        _guard_lines(event, row, when)
    for table, event, when in GUARDS:
        op.execute(_guard(table, event, when))


def downgrade() -> None:
    """Take them away; lines of people the office has not met cannot stay."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for event, _row, _when in LINES:
        on = " ON roll_entry" if postgresql else ""
        op.execute(f"DROP TRIGGER roll_entry_no_{event}{on}")
        if postgresql:
            op.execute(f"DROP FUNCTION guard_roll_entry_{event}()")
    op.execute("DELETE FROM job WHERE kind = 'import_roll'")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_job_known_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_job_known_kind"), "kind IN ('check_papers')")
    op.execute("DELETE FROM roll_entry WHERE resident_id IS NULL")
    with op.batch_alter_table("roll_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roll_entry_round_id_name_key"))
        for name in ("is_somebody", "person_is_whole", "added_by_decision", "known_sex",
                     "known_status"):  # fmt: skip
            batch_op.drop_constraint(op.f(f"ck_roll_entry_{name}"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("fk_roll_entry_municipality_id_round_id_decision_id_roll_decision"),
            type_="foreignkey",
        )
        batch_op.drop_constraint(
            batch_op.f("fk_roll_entry_municipality_id_settlement_id_settlement"),
            type_="foreignkey",
        )
        for name in ("ref", "decision_id", "round_id_pin_tag"):
            batch_op.drop_constraint(batch_op.f(f"uq_roll_entry_{name}"), type_="unique")
        for name in ("decision_id", "is_added_later", "status", "address", "settlement_id", "sex",
                     "born", "name_key", "name", "pin_tag", "ref"):  # fmt: skip
            batch_op.drop_column(name)
        batch_op.alter_column("resident_id", existing_type=sa.Integer(), nullable=False)
    op.drop_table("roll_decision")
    op.drop_table("roll_upload")
    op.drop_table("voter_roll")


def _add_rolls() -> None:
    op.create_table(
        "voter_roll",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("state", _closed("known_state", "open", "proposed", "frozen"), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("imported_by", sa.Integer(), nullable=True),
        sa.Column("imported_at", INSTANT, nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", INSTANT, nullable=True),
        sa.Column("frozen_by", sa.Integer(), nullable=True),
        sa.Column("frozen_at", INSTANT, nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("women", sa.Integer(), nullable=True),
        sa.Column("men", sa.Integer(), nullable=True),
        sa.Column("root", sa.LargeBinary(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (proposed_by IS NULL)"
            " AND (proposed_by IS NULL) = (proposed_at IS NULL)",
            name=op.f("ck_voter_roll_proposed_by_someone"),
        ),
        sa.CheckConstraint(
            "(state = 'frozen') = (frozen_by IS NOT NULL)"
            " AND (frozen_by IS NULL) = (frozen_at IS NULL)",
            name=op.f("ck_voter_roll_frozen_by_someone"),
        ),
        sa.CheckConstraint(
            "frozen_by IS NULL OR frozen_by <> proposed_by",
            name=op.f("ck_voter_roll_frozen_by_two"),
        ),
        sa.CheckConstraint(
            "(frozen_by IS NULL) = (number IS NULL) AND (frozen_by IS NULL) = (women IS NULL)"
            " AND (frozen_by IS NULL) = (men IS NULL) AND (frozen_by IS NULL) = (root IS NULL)",
            name=op.f("ck_voter_roll_counted_if_frozen"),
        ),
        sa.CheckConstraint(
            "number IS NULL OR women + men = number", name=op.f("ck_voter_roll_counts_agree")
        ),
        *(_by_account("voter_roll", name) for name in ("imported_by", "proposed_by", "frozen_by")),
        *_of_round("voter_roll"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_voter_roll")),
    )
    _index_municipality("voter_roll")


def _add_uploads() -> None:
    op.create_table(
        "roll_upload",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content_locked", sa.LargeBinary(), nullable=True),
        sa.Column("report_locked", sa.LargeBinary(), nullable=True),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", INSTANT, nullable=False),
        sa.Column("job_ref", sa.Text(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        _by_account("roll_upload", "uploaded_by"),
        *_of_round("roll_upload"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_roll_upload")),
    )
    _index_municipality("roll_upload")


def _add_decisions() -> None:
    op.create_table(
        "roll_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", _closed("known_kind", "add", "strike"), nullable=False),
        sa.Column("state", _closed("known_state", "waiting", "agreed", "declined"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entry_ref", sa.Text(), nullable=True),
        sa.Column("person_locked", sa.LargeBinary(), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(trim(reason)) >= 10 AND length(reason) <= 500",
            name=op.f("ck_roll_decision_says_why"),
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_by IS NULL)"
            " AND (decided_by IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_roll_decision_decided_by_someone"),
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> proposed_by",
            name=op.f("ck_roll_decision_decided_by_two"),
        ),
        sa.CheckConstraint(
            "state <> 'agreed' OR entry_ref IS NOT NULL",
            name=op.f("ck_roll_decision_agreed_about_a_line"),
        ),
        sa.CheckConstraint(
            "state = 'waiting' OR person_locked IS NULL",
            name=op.f("ck_roll_decision_wiped_when_decided"),
        ),
        *(_by_account("roll_decision", name) for name in ("proposed_by", "decided_by")),
        *_of_round("roll_decision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_decision")),
        sa.UniqueConstraint(
            "municipality_id",
            "round_id",
            "id",
            name=op.f("uq_roll_decision_municipality_id_round_id_id"),
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_roll_decision_ref")),
    )
    _index_municipality("roll_decision")


def _widen_lines() -> None:
    with op.batch_alter_table("roll_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ref", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("pin_tag", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("name", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("name_key", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("born", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("settlement_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("address", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("is_added_later", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("decision_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sex", sa.String(length=40), nullable=True))
        batch_op.add_column(
            sa.Column("status", sa.String(length=40), nullable=False, server_default="active")
        )
    # The ids are short and random, like those the product makes.
    random = (
        "substr(md5(random()::text || id), 1, 12)"
        if op.get_bind().dialect.name == "postgresql"
        else "lower(hex(randomblob(6)))"
    )
    op.execute(
        f"UPDATE roll_entry SET ref = {random}, settlement_id = (SELECT resident.settlement_id"  # noqa: S608 - our own text
        " FROM resident WHERE resident.id = roll_entry.resident_id)"
    )
    with op.batch_alter_table("roll_entry", schema=None) as batch_op:
        batch_op.alter_column("ref", existing_type=sa.Text(), nullable=False)
        batch_op.alter_column("settlement_id", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("resident_id", existing_type=sa.Integer(), nullable=True)
        batch_op.alter_column("is_added_later", existing_type=sa.Boolean(), server_default=None)
        batch_op.alter_column("status", existing_type=sa.String(length=40), server_default=None)
        batch_op.create_unique_constraint(batch_op.f("uq_roll_entry_ref"), ["ref"])
        batch_op.create_unique_constraint(batch_op.f("uq_roll_entry_decision_id"), ["decision_id"])
        batch_op.create_unique_constraint(
            batch_op.f("uq_roll_entry_round_id_pin_tag"), ["round_id", "pin_tag"]
        )
        batch_op.create_index(
            batch_op.f("ix_roll_entry_round_id_name_key"), ["round_id", "name_key"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_roll_entry_municipality_id_settlement_id_settlement"),
            "settlement",
            ["municipality_id", "settlement_id"],
            ["municipality_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_roll_entry_municipality_id_round_id_decision_id_roll_decision"),
            "roll_decision",
            ["municipality_id", "round_id", "decision_id"],
            ["municipality_id", "round_id", "id"],
        )
        for name, check in (
            ("known_sex", "sex IN ('female', 'male')"),
            ("known_status", "status IN ('active', 'struck')"),
            ("is_somebody", "pin_tag IS NOT NULL OR resident_id IS NOT NULL"),
            (
                "person_is_whole",
                "(pin_tag IS NULL) = (name IS NULL) AND (pin_tag IS NULL) = (name_key IS NULL)"
                " AND (pin_tag IS NULL) = (born IS NULL) AND (pin_tag IS NULL) = (sex IS NULL)",
            ),
            ("added_by_decision", "NOT is_added_later OR decision_id IS NOT NULL"),
        ):
            batch_op.create_check_constraint(op.f(f"ck_roll_entry_{name}"), check)


def _by_account(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["account.id"], name=op.f(f"fk_{table}_{column}_account")
    )


def _of_round(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f(f"fk_{table}_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f(f"fk_{table}_municipality_id_round_id_round"),
        ),
    )


def _index_municipality(table: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f(f"ix_{table}_municipality_id"), ["municipality_id"], unique=False
        )


def _guard_lines(event: str, row: str, when: str | None) -> None:
    if op.get_bind().dialect.name == "postgresql":
        # The roll is held, so that nothing slips in while another transaction freezes it.
        refused = f"IF {when} THEN" if when else "IF true THEN"
        op.execute(
            f"CREATE FUNCTION guard_roll_entry_{event}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN PERFORM 1 FROM voter_roll WHERE voter_roll.round_id = {row}.round_id"
            f" FOR SHARE; IF {_frozen(row)} THEN {refused}"
            f" RAISE EXCEPTION '{event} of roll_entry is final'; END IF; END IF;"
            f" RETURN {'OLD' if event == 'delete' else 'NEW'}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER roll_entry_no_{event} BEFORE {event.upper()} ON roll_entry"
            f" FOR EACH ROW EXECUTE FUNCTION guard_roll_entry_{event}()"
        )
        return
    condition = f"{_frozen(row)} AND ({when})" if when else _frozen(row)
    op.execute(
        f"CREATE TRIGGER roll_entry_no_{event} BEFORE {event.upper()} ON roll_entry FOR EACH ROW"
        f" WHEN {condition.replace('IS DISTINCT FROM', 'IS NOT')}"
        f" BEGIN SELECT RAISE(ABORT, '{event} of roll_entry is final'); END"
    )


def _guard(table: str, event: str, when: str | None) -> str:
    condition = f" WHEN ({when})" if when else ""
    if op.get_bind().dialect.name == "postgresql":
        return (
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
            f" FOR EACH ROW{condition} EXECUTE FUNCTION refuse_change()"
        )
    return (
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
        f" FOR EACH ROW{condition} BEGIN SELECT RAISE(ABORT, '{event} of {table} is final'); END"
    )
