"""Decisions of two that move the days of an announced round forward; the guards know them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

INSTANT = sa.DateTime(timezone=True)
DAYS = (
    "submission_opens submission_closes review_closes voting_opens voting_closes results_due"
).split()
FROZEN = (
    "id municipality_id created_at slug edition title_ky title_ru currency budget ceiling vote_type"
    " min_choices max_choices allocation_rule threshold ties expected_ballots announced_at"
    " announced_by source rule_set_id rule_set_hash"
).split()

KINDS = ("change_extension", "change_suspension")
STATES = ("change_proposed", "change_confirmed", "change_declined")

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"


def _changed(columns: list[str]) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)


def _frozen(columns: list[str]) -> str:
    return (
        f"(OLD.announced_at IS NOT NULL AND ({_changed(columns)}))"
        f" OR (OLD.decided_at IS NOT NULL AND {_changed(['decided_at'])})"
    )


# The days of an announced round move forward, to those of a decision two people stand for.
AS_DECIDED = (
    " AND ".join(f"NEW.{name} >= OLD.{name}" for name in DAYS)  # noqa: S608 - names of our own
    + " AND OLD.decided_at IS NULL"
    + " AND EXISTS (SELECT 1 FROM round_change AS c WHERE c.round_id = NEW.id"
    + " AND c.municipality_id = NEW.municipality_id AND c.state = 'change_confirmed' AND "
    + " AND ".join(f"c.{name} = NEW.{name}" for name in DAYS)
    + ")"
)
MOVED = f"OLD.announced_at IS NOT NULL AND ({_changed(DAYS)}) AND NOT ({AS_DECIDED})"


def upgrade() -> None:
    """Add the decisions, and let the guards of a round know them."""
    _add_changes()
    _drop("round", "round_no_update")
    _guard("round", "update", _frozen(FROZEN))
    _guard_days()
    _guard("round_change", "update", "OLD.state <> 'change_proposed'")
    _guard("round_change", "delete", None)
    if _is_postgresql():
        op.execute("ALTER TABLE round_change ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE round_change FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_municipality ON round_change USING ({POLICY})")


def downgrade() -> None:
    """Take them away; days that were moved stay where they are."""
    _drop("round", "round_days_by_decision")
    if _is_postgresql():
        op.execute("DROP FUNCTION guard_round_days()")
    _drop("round", "round_no_update")
    _guard("round", "update", _frozen(_as_before()))
    op.drop_table("round_change")


def _as_before() -> list[str]:
    """The frozen columns in the order migration 0020 named them."""
    place = FROZEN.index("announced_at")
    return [*FROZEN[:place], *DAYS, *FROZEN[place:]]


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _closed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _add_changes() -> None:
    op.create_table(
        "round_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", _closed("known_kind", *KINDS), nullable=False),
        sa.Column("state", _closed("known_state", *STATES), nullable=False),
        sa.Column("reason_ky", sa.Text(), nullable=False),
        sa.Column("reason_ru", sa.Text(), nullable=False),
        *(sa.Column(f"was_{name}", INSTANT, nullable=False) for name in DAYS),
        *(sa.Column(name, INSTANT, nullable=False) for name in DAYS),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("decided_by <> proposed_by", name=op.f("ck_round_change_two_people")),
        sa.CheckConstraint(
            "(state = 'change_proposed') = (decided_by IS NULL)"
            " AND (state = 'change_proposed') = (decided_at IS NULL)",
            name=op.f("ck_round_change_decided_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_round_change_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_round_change_municipality_id_round_id_round"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["account.id"], name=op.f(f"fk_round_change_{column}_account")
            )
            for column in ("proposed_by", "decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_change")),
        sa.UniqueConstraint("ref", name=op.f("uq_round_change_ref")),
    )
    with op.batch_alter_table("round_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_round_change_municipality_id"), ["municipality_id"], unique=False
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


def _guard_days() -> None:
    if _is_postgresql():
        # A condition of a trigger may not look into another table there; a function may.
        op.execute(
            "CREATE FUNCTION guard_round_days() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN IF {MOVED} THEN RAISE EXCEPTION 'update of round is final'; END IF;"
            " RETURN NEW; END $$"
        )
        op.execute(
            "CREATE TRIGGER round_days_by_decision BEFORE UPDATE ON round"
            " FOR EACH ROW EXECUTE FUNCTION guard_round_days()"
        )
        return
    op.execute(
        "CREATE TRIGGER round_days_by_decision BEFORE UPDATE ON round FOR EACH ROW"
        f" WHEN {MOVED.replace('IS DISTINCT FROM', 'IS NOT')}"
        " BEGIN SELECT RAISE(ABORT, 'update of round is final'); END"
    )
