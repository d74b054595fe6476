"""What is final stays as it is: triggers refuse changes that no deed may make."""

from alembic import op

revision = "0002"
down_revision = "0001"

FROZEN = (
    "id municipality_id created_at slug edition title_ky title_ru currency budget ceiling vote_type"
    " min_choices max_choices allocation_rule threshold ties expected_ballots submission_opens"
    " submission_closes review_closes voting_opens voting_closes results_due announced_at"
    " announced_by source"
).split()

COUNTED = (
    "id municipality_id round_id version allocation_rule ties threshold budget voters participants"
    " ballots internet paper assembly marks cost left_over counted_at counted_by"
).split()


def _changed(columns: list[str]) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)


# Table, what is refused, and when; the text reaches nobody but the log.
GUARDS = (
    (
        "round",
        "update",
        f"(OLD.announced_at IS NOT NULL AND ({_changed(FROZEN)}))"
        f" OR (OLD.decided_at IS NOT NULL AND {_changed(['decided_at'])})",
    ),
    ("round", "delete", "OLD.announced_at IS NOT NULL"),
    ("project", "update", None),
    ("project", "delete", None),
    ("participation", "update", None),
    ("ballot", "update", None),
    ("ballot", "delete", None),
    ("lot", "update", None),
    ("lot", "delete", None),
    ("result", "update", f"OLD.confirmed_at IS NOT NULL OR {_changed(COUNTED)}"),
    ("result", "delete", None),
    ("result_line", "update", None),
    ("result_line", "delete", None),
    ("document", "update", None),
    ("document", "delete", None),
    ("audit_event", "update", None),
    ("audit_event", "delete", None),
)


def upgrade() -> None:
    """Set the guards."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION '% of % is final', TG_OP, TG_TABLE_NAME; END $$"
        )
    for table, event, when in GUARDS:
        op.execute(_guard(table, event, when))


def downgrade() -> None:
    """Take the guards away."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, event, _when in GUARDS:
        on = f" ON {table}" if postgresql else ""
        op.execute(f"DROP TRIGGER {table}_no_{event}{on}")
    if postgresql:
        op.execute("DROP FUNCTION refuse_change()")


def _guard(table: str, event: str, when: str | None) -> str:
    if op.get_bind().dialect.name == "postgresql":
        condition = f" WHEN ({when})" if when else ""
        return (
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
            f" FOR EACH ROW{condition} EXECUTE FUNCTION refuse_change()"
        )
    condition = f" WHEN {when.replace('IS DISTINCT FROM', 'IS NOT')}" if when else ""
    return (
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
        f" FOR EACH ROW{condition} BEGIN SELECT RAISE(ABORT, '{event} of {table} is final'); END"
    )
