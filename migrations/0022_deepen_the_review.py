"""Reviews get rows of their own: what was decided moves there from the proposal; then appeals."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

INSTANT = sa.DateTime(timezone=True)
TABLES = "review review_check review_note review_estimate review_reply appeal".split()
MESSAGES = ("sign_in_code invitation phone_changed access_notice access_digest vote_marked").split()
NEW_MESSAGES = ["proposal_answered", "appeal_answered"]
GROUNDS = "not_local cost_unjustified against_law not_feasible papers_missing".split()

# Refusals from before name no act: saying so is true, and a made-up act would not be.
NOT_NAMED = "Көрсөтүлгөн эмес / Не указано"

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"


# What was filed never changes, what was registered neither, and an answer is the last word.
FILED = (
    "id ref municipality_id proposal_id review_id refused_by text language is_text_public filed_on"
    " register_by"
).split()
REGISTERED = "answer_by number registered_on registered_by".split()

DECIDED = "'admitted', 'returned', 'not_admitted'"
CHECKS = {
    "reason_if_refused": "state NOT IN ('returned', 'not_admitted')"
    " OR coalesce(length(reason), 0) >= 10",
    "ground_if_not_admitted": "state <> 'not_admitted' OR ground IS NOT NULL",
    "mend_by_if_returned": "state <> 'returned' OR mend_by IS NOT NULL",
    "reviewer_if_reviewed": f"state NOT IN ({DECIDED}) OR reviewed_by IS NOT NULL",
}

# Of a proposal that left after it was decided, and of one sent again, the answer was never kept.
MOVE_DECIDED = f"""
    INSERT INTO review (municipality_id, proposal_id, number, opened_at, due_on, is_after_appeal,
        state, outcome, ground, reason, reason_language, legal_ground, mend_by, drafted_by, saved,
        cost_before, cost_after, decided_by, final_at)
    SELECT p.municipality_id, p.id, 1, p.submitted_at, DUE, FALSE,
        'final_review', p.state, p.ground, p.reason, p.reason_language,
        CASE WHEN p.state = 'not_admitted' THEN NOT_NAMED END, p.mend_by, p.reviewed_by, 1,
        p.cost, CASE WHEN p.state = 'admitted' THEN p.cost END, p.reviewed_by, p.reviewed_at
    FROM proposal AS p JOIN round AS r ON r.id = p.round_id WHERE p.state IN ({DECIDED})
"""  # noqa: S608 - words of our own
OPEN_WAITING = """
    INSERT INTO review (municipality_id, proposal_id, number, opened_at, due_on, is_after_appeal,
        state, saved)
    SELECT p.municipality_id, p.id, 1, p.submitted_at, DUE, FALSE, 'open_review', 0
    FROM proposal AS p JOIN round AS r ON r.id = p.round_id
    WHERE p.state NOT IN ('draft', 'admitted', 'returned', 'not_admitted')
"""
MOVE_BACK = f"""
    UPDATE proposal SET (reviewed_at, reviewed_by, ground, reason, reason_language, mend_by) = (
        SELECT r.final_at, r.decided_by, r.ground, r.reason, r.reason_language, r.mend_by
        FROM review AS r WHERE r.proposal_id = proposal.id AND r.number = proposal.review_number)
    WHERE state IN ({DECIDED})
"""  # noqa: S608 - words of our own


def _changed(columns: list[str]) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)


def upgrade() -> None:
    """Add the tables, move what was decided, and guard what is final."""
    _see_everything()
    _add_review()
    _add_review_check()
    _add_review_note()
    _add_review_estimate()
    _add_review_reply()
    _add_appeal()
    with _guards_put_back():
        _known_messages([*MESSAGES, *NEW_MESSAGES])
        with op.batch_alter_table("proposal") as table:
            table.add_column(
                sa.Column("review_number", sa.Integer(), nullable=False, server_default="0")
            )
        _move()
        with op.batch_alter_table("proposal") as table:
            table.alter_column("review_number", server_default=None)
            for name in CHECKS:
                table.drop_constraint(op.f(f"ck_proposal_{name}"), type_="check")
            table.drop_constraint(op.f("ck_proposal_known_ground"), type_="check")
            table.drop_constraint(op.f("fk_proposal_reviewed_by_account"), type_="foreignkey")
            for name in _columns():
                table.drop_column(name.name)
            table.create_check_constraint(
                op.f("ck_proposal_reviewed_if_not_draft"), "state = 'draft' OR review_number >= 1"
            )
    _guard("review", "update", "OLD.state = 'final_review'")
    _guard("review", "delete", "OLD.state = 'final_review'")
    _guard("review_note", "update", None)
    _guard("review_note", "delete", None)
    _guard(
        "appeal",
        "update",
        f"OLD.answered_on IS NOT NULL OR {_changed(FILED)}"
        f" OR (OLD.registered_on IS NOT NULL AND ({_changed(REGISTERED)}))",
    )
    _guard("appeal", "delete", None)
    for name in TABLES:
        _wall_off(name)


def downgrade() -> None:
    """Move the last answers back; earlier ones, notes and appeals are lost."""
    _see_everything()
    with _guards_put_back():
        with op.batch_alter_table("proposal") as table:
            table.drop_constraint(op.f("ck_proposal_reviewed_if_not_draft"), type_="check")
            for column in _columns():
                table.add_column(column)
        op.execute(MOVE_BACK)
        with op.batch_alter_table("proposal") as table:
            table.drop_column("review_number")
            table.create_foreign_key(
                op.f("fk_proposal_reviewed_by_account"), "account", ["reviewed_by"], ["id"]
            )
            known = ", ".join(f"'{ground}'" for ground in GROUNDS)
            table.create_check_constraint(
                op.f("ck_proposal_known_ground"), sa.text(f"ground IN ({known})")
            )
            for name, check in CHECKS.items():
                table.create_check_constraint(op.f(f"ck_proposal_{name}"), sa.text(check))
        known = ", ".join(f"'{kind}'" for kind in NEW_MESSAGES)
        op.execute(f"DELETE FROM message WHERE kind IN ({known})")  # noqa: S608 - our own words
        _known_messages(MESSAGES)
    for name in reversed(TABLES):
        op.drop_table(name)


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


def _see_everything() -> None:
    if _is_postgresql():
        # The owner of the tables stands behind the wall of migration 0009 like everybody else.
        op.execute("SELECT set_config('pb.municipality', '*', true)")


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("reviewed_at", INSTANT, nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_language", sa.Text(), nullable=True),
        sa.Column("mend_by", sa.Date(), nullable=True),
    ]


def _move() -> None:
    # The end is exclusive and midnight in Bishkek: the last day of the review is before it.
    due = (
        "CAST((r.review_closes - INTERVAL '1 second') AT TIME ZONE 'Asia/Bishkek' AS date)"
        if _is_postgresql()
        else "date(r.review_closes, '-1 second', '+6 hours')"
    )
    for statement in (MOVE_DECIDED, OPEN_WAITING):
        op.execute(statement.replace("DUE", due).replace("NOT_NAMED", f"'{NOT_NAMED}'"))
    op.execute("UPDATE proposal SET review_number = 1 WHERE state <> 'draft'")


def _known_messages(kinds: list[str]) -> None:
    known = "kind IN (" + ", ".join(f"'{kind}'" for kind in kinds) + ")"
    with op.batch_alter_table("message") as table:
        table.drop_constraint(op.f("ck_message_known_kind"), type_="check")
        table.create_check_constraint(op.f("ck_message_known_kind"), sa.text(known))


def _add_review() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_after_appeal", sa.Boolean(), nullable=False),
        sa.Column("state", _closed("known_state", "open_review", "final_review"), nullable=False),
        sa.Column(
            "outcome",
            _closed("known_outcome", "admitted", "returned", "not_admitted"),
            nullable=True,
        ),
        sa.Column(
            "ground",
            _closed(
                "known_ground",
                "not_local",
                "cost_unjustified",
                "against_law",
                "not_feasible",
                "papers_missing",
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_language", sa.Text(), nullable=True),
        sa.Column("legal_ground", sa.Text(), nullable=True),
        sa.Column("mend_by", sa.Date(), nullable=True),
        sa.Column("drafted_by", sa.Integer(), nullable=True),
        sa.Column("saved", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=True),
        sa.Column("cost_before", sa.BigInteger(), nullable=True),
        sa.Column("cost_after", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("final_at", INSTANT, nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'final_review') = (final_at IS NOT NULL)"
            " AND (state = 'final_review') = (decided_by IS NOT NULL)",
            name=op.f("ck_review_final_whole"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome <> 'not_admitted' OR (ground IS NOT NULL"
            " AND coalesce(length(legal_ground), 0) >= 10)",
            name=op.f("ck_review_grounds_if_not_admitted"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome <> 'returned' OR mend_by IS NOT NULL",
            name=op.f("ck_review_mend_by_if_returned"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome = 'admitted' OR coalesce(length(reason), 0) >= 10",
            name=op.f("ck_review_reason_unless_admitted"),
        ),
        sa.CheckConstraint(
            "state = 'open_review' OR outcome IS NOT NULL", name=op.f("ck_review_outcome_if_final")
        ),
        sa.CheckConstraint(
            "coalesce(cost_before, 1) > 0 AND coalesce(cost_after, 1) > 0",
            name=op.f("ck_review_cost_positive"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_review_number_from_one")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_review_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by"], ["account.id"], name=op.f("fk_review_drafted_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposal.municipality_id", "proposal.id"],
            name=op.f("fk_review_municipality_id_proposal_id_proposal"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_review_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint(
            "municipality_id",
            "id",
            "decided_by",
            name=op.f("uq_review_municipality_id_id_decided_by"),
        ),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_review_municipality_id_id")),
        sa.UniqueConstraint("proposal_id", "number", name=op.f("uq_review_proposal_id_number")),
    )
    op.create_index(op.f("ix_review_municipality_id"), "review", ["municipality_id"], unique=False)


def _add_review_check() -> None:
    op.create_table(
        "review_check",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column(
            "item",
            _closed(
                "known_item",
                "item_local",
                "item_applicant",
                "item_residence",
                "item_papers",
                "item_lawful",
                "item_feasible",
                "item_justified",
                "item_sums",
                "item_ceiling",
                "item_own_share",
                "item_contributions",
            ),
            nullable=False,
        ),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            _closed("known_verdict", "item_met", "item_not_met", "item_not_sure"),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "review_id"],
            ["review.municipality_id", "review.id"],
            name=op.f("fk_review_check_municipality_id_review_id_review"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_review_check_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["account.id"], name=op.f("fk_review_check_reviewer_id_account")
        ),
        sa.PrimaryKeyConstraint("review_id", "item", "reviewer_id", name=op.f("pk_review_check")),
    )
    op.create_index(
        op.f("ix_review_check_municipality_id"), "review_check", ["municipality_id"], unique=False
    )


def _add_review_note() -> None:
    op.create_table(
        "review_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "review_id"],
            ["review.municipality_id", "review.id"],
            name=op.f("fk_review_note_municipality_id_review_id_review"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_review_note_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["account.id"], name=op.f("fk_review_note_reviewer_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_note")),
    )
    op.create_index(
        op.f("ix_review_note_municipality_id"), "review_note", ["municipality_id"], unique=False
    )


def _add_review_estimate() -> None:
    op.create_table(
        "review_estimate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_language", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column(
            "consent", _closed("known_consent", "cost_accepted", "cost_declined"), nullable=True
        ),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answer_language", sa.Text(), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(consent IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_review_estimate_answered_whole"),
        ),
        sa.CheckConstraint("cost > 0", name=op.f("ck_review_estimate_cost_positive")),
        sa.CheckConstraint("length(reason) >= 10", name=op.f("ck_review_estimate_reason_given")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_review_estimate_made_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "review_id"],
            ["review.municipality_id", "review.id"],
            name=op.f("fk_review_estimate_municipality_id_review_id_review"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_review_estimate_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_estimate")),
    )
    op.create_index(
        op.f("ix_review_estimate_municipality_id"),
        "review_estimate",
        ["municipality_id"],
        unique=False,
    )


def _add_review_reply() -> None:
    op.create_table(
        "review_reply",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "review_id"],
            ["review.municipality_id", "review.id"],
            name=op.f("fk_review_reply_municipality_id_review_id_review"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_review_reply_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_review_reply")),
    )
    op.create_index(
        op.f("ix_review_reply_municipality_id"), "review_reply", ["municipality_id"], unique=False
    )


def _add_appeal() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("refused_by", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("is_text_public", sa.Boolean(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("register_by", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("registered_by", sa.Integer(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answer", _closed("known_answer", "upheld", "dismissed"), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("reasons_language", sa.Text(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answered_on IS NULL) = (answer IS NULL)"
            " AND (answered_on IS NULL) = (answered_by IS NULL)"
            " AND (answered_on IS NULL OR registered_on IS NOT NULL)"
            " AND (answered_on IS NULL OR coalesce(length(reasons), 0) >= 10)",
            name=op.f("ck_appeal_answered_whole"),
        ),
        sa.CheckConstraint(
            "(registered_on IS NULL) = (number IS NULL)"
            " AND (registered_on IS NULL) = (registered_by IS NULL)",
            name=op.f("ck_appeal_registered_whole"),
        ),
        sa.CheckConstraint("answered_by <> refused_by", name=op.f("ck_appeal_two_people")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_appeal_answered_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposal.municipality_id", "proposal.id"],
            name=op.f("fk_appeal_municipality_id_proposal_id_proposal"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "review_id", "refused_by"],
            ["review.municipality_id", "review.id", "review.decided_by"],
            name=op.f("fk_appeal_municipality_id_review_id_refused_by_review"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_appeal_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["registered_by"], ["account.id"], name=op.f("fk_appeal_registered_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint(
            "municipality_id", "number", name=op.f("uq_appeal_municipality_id_number")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_appeal_ref")),
        sa.UniqueConstraint("review_id", name=op.f("uq_appeal_review_id")),
    )
    op.create_index(op.f("ix_appeal_municipality_id"), "appeal", ["municipality_id"], unique=False)


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _closed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _wall_off(table: str) -> None:
    if _is_postgresql():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_municipality ON {table} USING ({POLICY})")


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
