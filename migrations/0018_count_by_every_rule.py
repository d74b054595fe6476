"""Rounds are counted by every rule; headings have money of their own; a result tells its steps."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

RULES_BEFORE = ("greedy", "greedy-no-skip", "greedy-threshold")
RULES = (
    *RULES_BEFORE,
    "greedy-exclusive",
    "greedy-cost-ratio",
    "equalshares",
    "equalshares-comparison",
    "equalshares/add1",
    "equalshares/add1-comparison",
)
OUTCOMES_BEFORE = ("won", "no_money", "below_threshold", "after_stop")
OUTCOMES = (
    *OUTCOMES_BEFORE,
    "excluded",
    "sits_out",
    "no_quorum",
    "supporters_short",
    "part_funded",
)
TIES_BEFORE = ("lower-cost", "own-share", "listed-first")
TIES = (*TIES_BEFORE, "more-votes", "lot")
CHECKS = (
    ("round", "known_rule", "allocation_rule", RULES_BEFORE, RULES),
    ("result", "known_rule", "allocation_rule", RULES_BEFORE, RULES),
    ("result_line", "known_outcome", "outcome", OUTCOMES_BEFORE, OUTCOMES),
    ("result_line", "known_tie_break", "tie_broken_by", TIES_BEFORE, TIES),
)
EVENTS = ("insert", "update")
TOLD = ("counted", "explained_ky", "explained_ru")
COUNTED = (
    "id municipality_id round_id version allocation_rule ties threshold budget voters participants"
    " ballots internet paper assembly marks cost left_over counted_at counted_by"
).split()
ANNOUNCED = "(SELECT announced_at FROM round WHERE id = {row}.round_id) IS NOT NULL"

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"


def _refused(columns: list[str]) -> str:
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)
    return f"OLD.confirmed_at IS NOT NULL OR {changed}"


def upgrade() -> None:
    """Widen the lists, add headings and what a result tells of itself."""
    with _guards_put_back():
        for table, name, column, _before, known in CHECKS:
            _know(table, name, column, known)
    for column in TOLD:
        op.add_column("result", sa.Column(column, sa.Text(), nullable=True))
    _drop("result", "result_no_update")
    _guard("result", "update", _refused([*COUNTED, *TOLD]))
    op.add_column("result_line", sa.Column("heading_number", sa.Integer(), nullable=True))
    for table in ("proposal", "project"):
        op.add_column(table, sa.Column("heading_number", sa.Integer(), nullable=True))
    _add_headings()


def downgrade() -> None:
    """Take them away.

    Raises:
        IntegrityError: a round or a result needs what was not known before.
    """
    for table in ("project", "proposal"):
        if _is_postgresql():
            op.execute(f"DROP TRIGGER {table}_heading_known ON {table}")
            op.execute(f"DROP FUNCTION {table}_heading_known()")
        else:
            for event in EVENTS:
                op.execute(f"DROP TRIGGER {table}_heading_known_{event}")
        op.drop_column(table, "heading_number")
    if _is_postgresql():
        for event in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER heading_of_draft_{event} ON heading")
        op.execute("DROP FUNCTION heading_of_draft()")
    op.drop_table("heading")
    op.drop_column("result_line", "heading_number")
    _drop("result", "result_no_update")
    for column in TOLD:
        op.drop_column("result", column)
    _guard("result", "update", _refused(COUNTED))
    with _guards_put_back():
        for table, name, column, before, _known in CHECKS:
            _know(table, name, column, before)


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


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


def _know(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    known = f"{column} IN (" + ", ".join(f"'{value}'" for value in values) + ")"
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        changed.create_check_constraint(op.f(f"ck_{table}_{name}"), sa.text(known))


def _drop(table: str, trigger: str) -> None:
    op.execute(f"DROP TRIGGER {trigger}{f' ON {table}' if _is_postgresql() else ''}")


def _guard(table: str, event: str, when: str) -> None:
    if _is_postgresql():
        op.execute(
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
            f" FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse_change()"
        )
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW"
        f" WHEN {when.replace('IS DISTINCT FROM', 'IS NOT')}"
        f" BEGIN SELECT RAISE(ABORT, '{event} of {table} is final'); END"
    )


def _add_headings() -> None:
    op.create_table(
        "heading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=True),
        sa.Column("name_ky", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_heading_number_from_one")),
        sa.CheckConstraint("budget > 0", name=op.f("ck_heading_budget_positive")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_heading_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_heading_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "settlement_id"],
            ["settlement.municipality_id", "settlement.id"],
            name=op.f("fk_heading_municipality_id_settlement_id_settlement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heading")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_heading_round_id_number")),
        sa.UniqueConstraint(
            "round_id", "settlement_id", name=op.f("uq_heading_round_id_settlement_id")
        ),
    )
    op.create_index(op.f("ix_heading_municipality_id"), "heading", ["municipality_id"])
    if _is_postgresql():
        op.execute("ALTER TABLE heading ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE heading FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_municipality ON heading USING ({POLICY})")
    _freeze_headings()
    for table in ("proposal", "project"):
        _require_known(table)


def _freeze_headings() -> None:
    """Once a round is announced its headings stand, like everything else of it."""
    said = "headings of an announced round are final"
    if _is_postgresql():
        op.execute(
            "CREATE FUNCTION heading_of_draft() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF TG_OP <> 'INSERT' AND {ANNOUNCED.format(row='OLD')} THEN"
            f" RAISE EXCEPTION '{said}'; END IF;"
            f" IF TG_OP <> 'DELETE' AND {ANNOUNCED.format(row='NEW')} THEN"
            f" RAISE EXCEPTION '{said}'; END IF;"
            " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
    for event, row in (("insert", "NEW"), ("update", "OLD"), ("delete", "OLD")):
        if _is_postgresql():
            op.execute(
                f"CREATE TRIGGER heading_of_draft_{event} BEFORE {event.upper()} ON heading"
                " FOR EACH ROW EXECUTE FUNCTION heading_of_draft()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER heading_of_draft_{event} BEFORE {event.upper()} ON heading"
                f" FOR EACH ROW WHEN {ANNOUNCED.format(row=row)}"
                f" BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )


def _require_known(table: str) -> None:
    """A number of a heading is one of the same round; a key would have to rewrite the table."""
    unknown = (
        "NEW.heading_number IS NOT NULL AND NOT EXISTS (SELECT 1 FROM heading AS h"
        " WHERE h.round_id = NEW.round_id AND h.number = NEW.heading_number)"
    )
    said = f"{table} under an unknown heading"
    if _is_postgresql():
        op.execute(
            f"CREATE FUNCTION {table}_heading_known() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {unknown} THEN RAISE EXCEPTION '{said}'; END IF; RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_heading_known BEFORE INSERT OR UPDATE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {table}_heading_known()"
        )
        return
    for event in EVENTS:
        op.execute(
            f"CREATE TRIGGER {table}_heading_known_{event} BEFORE {event.upper()} ON {table}"
            f" FOR EACH ROW WHEN {unknown} BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
