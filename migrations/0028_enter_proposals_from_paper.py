"""Proposals brought on paper: one person enters them, another compares and confirms."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

INSTANT = sa.DateTime(timezone=True)
SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"

DEEDS = ("entry_submit", "entry_withdraw")
UNDECIDED = "'entry_open', 'entry_waiting', 'entry_sent_back'"
STATES = ("entry_open", "entry_waiting", "entry_sent_back", "entry_confirmed", "entry_dropped",
          "entry_overtaken")  # fmt: skip
PURPOSES = (
    "enrolment", "roll_correction", "roll_question", "paper_vote", "phone_change", "complaint",
    "call_audit", "export", "group_register",
)  # fmt: skip
NEW_PURPOSE = "paper_proposal"

CHECKS = {
    "two_people": "decided_by <> entered_by OR state = 'entry_dropped'",
    "decided_whole": "(decided_by IS NULL) = (decided_at IS NULL)",
    "handed_whole": "(scan_sha256 IS NULL) = (scan_media_type IS NULL)"
    " AND (scan_sha256 IS NULL) = (scan_size IS NULL)"
    " AND (scan_sha256 IS NULL) = (handed_at IS NULL)"
    " AND (scan_sha256 IS NULL) = (version IS NULL)",
    "scanned_if_handed": "state NOT IN ('entry_waiting', 'entry_sent_back', 'entry_confirmed')"
    " OR scan_sha256 IS NOT NULL",
    "decided_by_someone": "state IN ('entry_open', 'entry_waiting') OR decided_by IS NOT NULL",
    "differs_if_back": "state <> 'entry_sent_back' OR differs IS NOT NULL",
}


def _changed(columns: str) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns.split())


KEPT = "id municipality_id ref proposal_id deed entered_by created_at"
OF_PROPOSAL = (
    "paper_entry.municipality_id = NEW.municipality_id"
    " AND paper_entry.proposal_id = NEW.proposal_id"
)
ENDED = "OLD.state IN ('entry_confirmed', 'entry_dropped', 'entry_overtaken')"


def _had_a_hand(account: str) -> str:
    return (
        f"{account} IN (SELECT paper_entry.entered_by FROM paper_entry WHERE {OF_PROPOSAL})"  # noqa: S608
        f" OR {account} IN (SELECT paper_entry.decided_by FROM paper_entry WHERE {OF_PROPOSAL}"
        " AND paper_entry.decided_by IS NOT NULL)"
    )


SENT_OR_TAKEN_BACK = (
    "((NEW.state = 'submitted' AND OLD.state IN ('draft', 'returned'))"  # noqa: S608
    " OR (NEW.state = 'withdrawn' AND OLD.state <> 'withdrawn'))"
    " AND NEW.id IN (SELECT paper_entry.proposal_id FROM paper_entry"
    " WHERE paper_entry.municipality_id = NEW.municipality_id"
    f" AND paper_entry.state IN ({UNDECIDED}))"
)

# Name, table, and when it refuses. What two people have to stand for is neither sent nor taken
# back while one of them is missing; only the author overtakes a paper; and whoever had a hand in
# it neither reviews it nor answers its appeal.
GUARDS = (
    (
        "proposal_by_two",
        "proposal",
        SENT_OR_TAKEN_BACK,
    ),
    (
        "paper_entry_by_author",
        "paper_entry",
        "NEW.state = 'entry_overtaken' AND NOT EXISTS (SELECT 1 FROM proposal"
        " WHERE proposal.id = NEW.proposal_id AND proposal.author_id = NEW.decided_by)",
    ),
    (
        "review_by_another",
        "review",
        "NEW.state = 'final_review' AND OLD.state <> 'final_review'"
        f" AND ({_had_a_hand('NEW.decided_by')})",
    ),
    (
        "appeal_by_another",
        "appeal",
        "NEW.answered_by IS NOT NULL AND OLD.answered_by IS NULL"
        f" AND ({_had_a_hand('NEW.answered_by')})",
    ),
)


def upgrade() -> None:
    """Add the table, guard what two people stand for, let a person be found for it."""
    _add_entries()
    _guard("paper_entry", "update", f"{ENDED} OR {_changed(KEPT)}")
    _guard("paper_entry", "delete", None)
    for name, table, when in GUARDS:
        _add_guard(name, table, when)
    _know_purposes((*PURPOSES, NEW_PURPOSE))
    if _is_postgresql():
        op.execute("ALTER TABLE paper_entry ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE paper_entry FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_municipality ON paper_entry USING ({POLICY})")


def downgrade() -> None:
    """Take it away; looks for a paper become looks to answer a question."""
    if _is_postgresql():
        op.execute("SELECT set_config('pb.municipality', '*', true)")
    for name, table, _when in GUARDS:
        op.execute(f"DROP TRIGGER {name}{f' ON {table}' if _is_postgresql() else ''}")
        if _is_postgresql():
            op.execute(f"DROP FUNCTION guard_{name}()")
    for event in ("update", "delete"):
        _drop("personal_access", event)
    op.execute(
        f"UPDATE personal_access SET purpose = 'complaint' WHERE purpose = '{NEW_PURPOSE}'"  # noqa: S608
    )
    for event in ("update", "delete"):
        _guard("personal_access", event, None)
    _know_purposes(PURPOSES)
    op.drop_table("paper_entry")


def _add_entries() -> None:
    op.create_table(
        "paper_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("deed", _closed("known_deed", *DEEDS), nullable=False),
        sa.Column("state", _closed("known_state", *STATES), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("scan_sha256", sa.Text(), nullable=True),
        sa.Column("scan_media_type", sa.Text(), nullable=True),
        sa.Column("scan_size", sa.Integer(), nullable=True),
        sa.Column("handed_at", INSTANT, nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("differs", sa.Text(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        *(_check(name, rule) for name, rule in CHECKS.items()),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_paper_entry_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["account.id"], name=op.f("fk_paper_entry_entered_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposal.municipality_id", "proposal.id"],
            name=op.f("fk_paper_entry_municipality_id_proposal_id_proposal"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_paper_entry_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_entry")),
        sa.UniqueConstraint(
            "municipality_id", "id", name=op.f("uq_paper_entry_municipality_id_id")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_paper_entry_ref")),
    )
    op.create_index(
        op.f("ix_paper_entry_municipality_id"), "paper_entry", ["municipality_id"], unique=False
    )
    one = sa.text(f"state IN ({UNDECIDED})")
    op.create_index(
        "uq_paper_entry_one_undecided",
        "paper_entry",
        ["proposal_id"],
        unique=True,
        sqlite_where=one,
        postgresql_where=one,
    )


def _check(name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_paper_entry_{name}"))


def _know_purposes(purposes: tuple[str, ...]) -> None:
    """SQLite writes the table anew for this and forgets its guards."""
    for event in ("update", "delete"):
        _drop("personal_access", event)
    with op.batch_alter_table("personal_access", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_personal_access_known_purpose"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_personal_access_known_purpose"),
            "purpose IN (" + ", ".join(f"'{one}'" for one in purposes) + ")",
        )
    for event in ("update", "delete"):
        _guard("personal_access", event, None)


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _closed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _drop(table: str, event: str) -> None:
    op.execute(f"DROP TRIGGER {table}_no_{event}{f' ON {table}' if _is_postgresql() else ''}")


def _guard(table: str, event: str, when: str | None) -> None:
    name = f"{table}_no_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW"
    if _is_postgresql():
        condition = f" WHEN ({when})" if when else ""
        op.execute(f"CREATE TRIGGER {name}{condition} EXECUTE FUNCTION refuse_change()")
        return
    condition = f" WHEN {when.replace('IS DISTINCT FROM', 'IS NOT')}" if when else ""
    op.execute(
        f"CREATE TRIGGER {name}{condition}"
        f" BEGIN SELECT RAISE(ABORT, '{event} of {table} is final'); END"
    )


def _add_guard(name: str, table: str, when: str) -> None:
    # PostgreSQL asks no other table in the condition of a trigger, only inside its function.
    if _is_postgresql():
        op.execute(
            f"CREATE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN IF {when} THEN RAISE EXCEPTION '{table} needs another person'; END IF;"
            " RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION guard_{name}()"
        )
        return
    op.execute(
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN {when}"
        f" BEGIN SELECT RAISE(ABORT, '{table} needs another person'); END"
    )
