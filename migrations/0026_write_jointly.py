"""A proposal may be that of an initiative group, and two proposals may become one.

Until here a proposal named no group, so whoever chose “groups” as the applicant wrote as a
resident; that is what such a row says from now on.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

INSTANT = sa.DateTime(timezone=True)
SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"
STATES = [f"merge_{one}" for one in ("offered", "accepted", "declined", "taken_back")]
STANDS = sa.text("state IN ('merge_offered', 'merge_accepted')")

# Merged is only what both sides consented to.
UNCONSENTED = (
    "NEW.state = 'merged' AND NOT EXISTS (SELECT 1 FROM merge_offer"
    " WHERE merge_offer.municipality_id = NEW.municipality_id"
    " AND merge_offer.proposal_id = NEW.id AND merge_offer.state = 'merge_accepted')"
)
ENDED = "OLD.state <> 'merge_offered'"


def upgrade() -> None:
    """Add the group of a proposal, and the offers."""
    op.execute(
        "UPDATE proposal SET applicant = 'applicant_residents' WHERE applicant = 'applicant_groups'"
    )
    with _guards_put_back(), op.batch_alter_table("proposal") as table:
        table.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        table.create_unique_constraint(
            op.f("uq_proposal_municipality_id_round_id_id"), ["municipality_id", "round_id", "id"]
        )
        table.create_foreign_key(
            op.f("fk_proposal_municipality_id_group_id_initiative_group"),
            "initiative_group",
            ["municipality_id", "group_id"],
            ["municipality_id", "id"],
        )
        table.create_check_constraint(
            op.f("ck_proposal_group_if_its_applicant"),
            "(group_id IS NOT NULL) = (coalesce(applicant, '') = 'applicant_groups')",
        )
    _add_offers()
    _guard("proposal", "merge_on_insert", "INSERT", UNCONSENTED)
    _guard("proposal", "merge_on_update", "UPDATE", UNCONSENTED)
    _guard("merge_offer", "no_update", "UPDATE", ENDED)
    _guard("merge_offer", "no_delete", "DELETE", "OLD.id IS NOT NULL")


def downgrade() -> None:
    """Take both away; what was merged stays merged, and of a group remain its residents."""
    for table, names in (
        ("merge_offer", ("no_delete", "no_update")),
        ("proposal", ("merge_on_update", "merge_on_insert")),
    ):
        for name in names:
            op.execute(f"DROP TRIGGER {table}_{name}{f' ON {table}' if _is_postgresql() else ''}")
            if _is_postgresql():
                op.execute(f"DROP FUNCTION guard_{table}_{name}()")
    op.drop_table("merge_offer")
    with _guards_put_back(), op.batch_alter_table("proposal") as table:
        table.drop_constraint(op.f("ck_proposal_group_if_its_applicant"), type_="check")
        table.drop_constraint(
            op.f("fk_proposal_municipality_id_group_id_initiative_group"), type_="foreignkey"
        )
        table.drop_constraint(op.f("uq_proposal_municipality_id_round_id_id"), type_="unique")
        table.drop_column("group_id")


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


def _add_offers() -> None:
    op.create_table(
        "merge_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *STATES, name="known_state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("offered_by", sa.Integer(), nullable=False),
        sa.Column("offered_at", INSTANT, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_language", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_language", sa.Text(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        _check("two_proposals", "proposal_id <> into_id"),
        _check("two_people", "answered_by <> offered_by"),
        _check("ended_whole", "(state = 'merge_offered') = (ended_at IS NULL)"),
        _check(
            "answered_by_somebody",
            "(state IN ('merge_accepted', 'merge_declined')) = (answered_by IS NOT NULL)",
        ),
        _check(
            "declined_with_reason",
            "(state = 'merge_declined') = (coalesce(length(reason), 0) >= 10)"
            " AND (reason IS NULL) = (reason_language IS NULL)",
        ),
        *(
            sa.ForeignKeyConstraint(
                ["municipality_id", "round_id", column],
                ["proposal.municipality_id", "proposal.round_id", "proposal.id"],
                name=op.f(f"fk_merge_offer_{name}"),
            )
            for column, name in (("proposal_id", "proposal"), ("into_id", "into"))
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["account.id"], name=op.f(f"fk_merge_offer_{column}_account")
            )
            for column in ("offered_by", "answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_merge_offer_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_offer")),
        sa.UniqueConstraint("ref", name=op.f("uq_merge_offer_ref")),
        sa.UniqueConstraint(
            "municipality_id", "id", name=op.f("uq_merge_offer_municipality_id_id")
        ),
    )
    for column in ("municipality_id", "into_id"):
        op.create_index(op.f(f"ix_merge_offer_{column}"), "merge_offer", [column], unique=False)
    op.create_index(
        "uq_merge_offer_stands",
        "merge_offer",
        ["proposal_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    if _is_postgresql():
        op.execute("ALTER TABLE merge_offer ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE merge_offer FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_municipality ON merge_offer USING ({POLICY})")


def _check(name: str, text: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(text, name=op.f(f"ck_merge_offer_{name}"))


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _guard(table: str, name: str, event: str, when: str) -> None:
    """Refuse a row of a table where a condition holds."""
    trigger = f"{table}_{name}"
    if not _is_postgresql():
        op.execute(
            f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} FOR EACH ROW WHEN {when}"
            f" BEGIN SELECT RAISE(ABORT, '{event.lower()} of {table} is final'); END"
        )
        return
    # A condition of a trigger may not ask another table, a function may.
    op.execute(
        f"CREATE FUNCTION guard_{trigger}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN IF {when} THEN RAISE EXCEPTION '{event} of {table} is final'; END IF;"
        f" RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {trigger} BEFORE {event} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION guard_{trigger}()"
    )
