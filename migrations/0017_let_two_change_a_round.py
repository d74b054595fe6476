"""Decisions of two may change the values of an announced round, or cancel it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

INSTANT = sa.DateTime(timezone=True)
DAYS = (
    "submission_opens submission_closes review_closes voting_opens voting_closes results_due"
).split()
VALUES = {
    "title_ky": sa.Text(),
    "title_ru": sa.Text(),
    "budget": sa.BigInteger(),
    "ceiling": sa.BigInteger(),
    "min_choices": sa.Integer(),
    "max_choices": sa.Integer(),
    "threshold": sa.Integer(),
}
FROZEN_BEFORE = (
    "id municipality_id created_at slug edition title_ky title_ru currency budget ceiling vote_type"
    " min_choices max_choices allocation_rule threshold ties expected_ballots announced_at"
    " announced_by source rule_set_id rule_set_hash"
).split()
FROZEN = [name for name in FROZEN_BEFORE if name not in VALUES]
KINDS_BEFORE = ("change_extension", "change_suspension")
KINDS = (*KINDS_BEFORE, "change_terms", "change_cancellation")


def _changed(columns: list[str]) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)


def _frozen(columns: list[str]) -> str:
    return (
        f"(OLD.announced_at IS NOT NULL AND ({_changed(columns)}))"
        f" OR (OLD.decided_at IS NOT NULL AND {_changed(['decided_at'])})"
    )


def _decided_on(what: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM round_change AS c WHERE c.round_id = NEW.id"  # noqa: S608 - our words
        " AND c.municipality_id = NEW.municipality_id AND c.state = 'change_confirmed'"
        f" AND {what})"
    )


STANDS = "OLD.decided_at IS NULL"
DAYS_AS_DECIDED = (
    " AND ".join(f"NEW.{name} >= OLD.{name}" for name in DAYS)
    + f" AND {STANDS} AND "
    + _decided_on(" AND ".join(f"c.{name} = NEW.{name}" for name in DAYS))
)
VALUES_AS_DECIDED = f"{STANDS} AND OLD.cancelled_at IS NULL AND " + _decided_on(
    " AND ".join(f"c.{name} IS NOT DISTINCT FROM NEW.{name}" for name in VALUES)
)
CANCELLED_AS_DECIDED = (
    f"{STANDS} AND OLD.announced_at IS NOT NULL AND OLD.cancelled_at IS NULL AND "
    + _decided_on("c.kind = 'change_cancellation'")
)
DAYS_MOVED = f"OLD.announced_at IS NOT NULL AND ({_changed(DAYS)}) AND NOT ({DAYS_AS_DECIDED})"
VALUES_CHANGED = (
    f"(OLD.announced_at IS NOT NULL AND ({_changed(list(VALUES))}) AND NOT ({VALUES_AS_DECIDED}))"
    f" OR ({_changed(['cancelled_at'])} AND NOT ({CANCELLED_AS_DECIDED}))"
    " OR (NEW.cancelled_at IS NOT NULL AND NEW.decided_at IS NOT NULL)"
)


def upgrade() -> None:
    """Add the values to the decisions, the cancellation to the round, and guard both by them."""
    _drop_guards()
    op.add_column("round", sa.Column("cancelled_at", INSTANT, nullable=True))
    with op.batch_alter_table("round_change") as table:
        for name, kind in VALUES.items():
            table.add_column(sa.Column(f"was_{name}", kind, nullable=True))
            table.add_column(sa.Column(name, kind, nullable=True))
        _know(table, KINDS)
    for name in VALUES:
        op.execute(
            f"UPDATE round_change SET was_{name} = (SELECT r.{name} FROM round AS r"  # noqa: S608
            f" WHERE r.id = round_change.round_id), {name} = (SELECT r.{name} FROM round AS r"
            " WHERE r.id = round_change.round_id)"
        )
    with op.batch_alter_table("round_change") as table:
        for name, kind in VALUES.items():
            if name != "ceiling":
                table.alter_column(f"was_{name}", existing_type=kind, nullable=False)
                table.alter_column(name, existing_type=kind, nullable=False)
    _guard("round", "update", _frozen(FROZEN))
    _guard_changes()
    _guard_by_decision("days", DAYS_MOVED)
    _guard_by_decision("values", VALUES_CHANGED)


def downgrade() -> None:
    """Take them away; values that were changed stay, and a cancelled round runs on."""
    _drop_guards()
    _drop("round", "round_values_by_decision")
    if _is_postgresql():
        op.execute("DROP FUNCTION guard_round_values()")
    op.execute("DELETE FROM round_change WHERE kind IN ('change_terms', 'change_cancellation')")
    with op.batch_alter_table("round_change") as table:
        _know(table, KINDS_BEFORE)
        for name in VALUES:
            table.drop_column(name)
            table.drop_column(f"was_{name}")
    op.drop_column("round", "cancelled_at")
    _guard("round", "update", _frozen(FROZEN_BEFORE))
    _guard_changes()
    _guard_by_decision("days", DAYS_MOVED)


def _know(table: sa.Table, kinds: tuple[str, ...]) -> None:
    known = "kind IN (" + ", ".join(f"'{kind}'" for kind in kinds) + ")"
    table.drop_constraint(op.f("ck_round_change_known_kind"), type_="check")
    table.create_check_constraint(op.f("ck_round_change_known_kind"), sa.text(known))


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _drop_guards() -> None:
    """Those that stand now: a table is written anew on SQLite, and they look into it."""
    _drop("round", "round_no_update")
    _drop("round", "round_days_by_decision")
    if _is_postgresql():
        op.execute("DROP FUNCTION guard_round_days()")
    _drop("round_change", "round_change_no_update")
    _drop("round_change", "round_change_no_delete")


def _drop(table: str, trigger: str) -> None:
    op.execute(f"DROP TRIGGER {trigger}{f' ON {table}' if _is_postgresql() else ''}")


def _guard_changes() -> None:
    _guard("round_change", "update", "OLD.state <> 'change_proposed'")
    _guard("round_change", "delete", None)


def _guard(table: str, event: str, when: str | None) -> None:
    if _is_postgresql():
        condition = f" WHEN ({when})" if when else ""
        op.execute(
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
            f" FOR EACH ROW{condition} EXECUTE FUNCTION refuse_change()"
        )
        return
    condition = f" WHEN {_for_sqlite(when)}" if when else ""
    op.execute(
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW"
        f"{condition} BEGIN SELECT RAISE(ABORT, '{event} of {table} is final'); END"
    )


def _guard_by_decision(what: str, refused: str) -> None:
    if _is_postgresql():
        # A condition of a trigger may not look into another table there; a function may.
        op.execute(
            f"CREATE FUNCTION guard_round_{what}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN IF {refused} THEN RAISE EXCEPTION 'update of round is final'; END IF;"
            " RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER round_{what}_by_decision BEFORE UPDATE ON round"
            f" FOR EACH ROW EXECUTE FUNCTION guard_round_{what}()"
        )
        return
    op.execute(
        f"CREATE TRIGGER round_{what}_by_decision BEFORE UPDATE ON round FOR EACH ROW"
        f" WHEN {_for_sqlite(refused)}"
        " BEGIN SELECT RAISE(ABORT, 'update of round is final'); END"
    )


def _for_sqlite(condition: str) -> str:
    return condition.replace("IS NOT DISTINCT FROM", "IS").replace("IS DISTINCT FROM", "IS NOT")
