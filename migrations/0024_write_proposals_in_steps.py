"""Proposals are written in steps: more is kept of them, in parts, and what was public stays.

What authors give of their own was three sums; each becomes a contribution of the residents.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

INSTANT = sa.DateTime(timezone=True)
SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"

TEXTS = [f"{name}_{lang}" for name in ("gains", "timetable", "upkeep", "risks")
         for lang in ("ky", "ru")]  # fmt: skip
APPLICANTS = [f"applicant_{one}" for one in
              ("residents", "groups", "associations", "persons", "entities")]  # fmt: skip
INITIATIVES = ["kind_co_financing", "kind_completion"]
SECTORS = [f"sector_{one}" for one in ("landscaping", "playgrounds", "water", "sanitation")]
PARTIES = ["residents", "business", "organisation", "municipality", "other_party"]
KINDS = ["cash", "in_kind", "labour"]
FILES = ["file_photo", "paper_prices", "paper_commitment", "paper_protocol", "paper_plan",
         "file_other"]  # fmt: skip
CONSENTS = ["consent_asked", "consent_given", "consent_declined", "consent_ended"]
OWN = (("own_cash", "cash", 1), ("own_kind", "in_kind", 2), ("own_labour", "labour", 3))

TABLES = ("proposal_line", "proposal_contribution", "proposal_file", "proposal_author",
          "proposal_version", "withdrawal")  # fmt: skip
FINAL = ("proposal_version", "withdrawal")

CHECKS = {
    "cost_within_total": "state IN ('draft', 'returned') OR total_cost >= cost",
    "whole_if_not_draft": "state = 'draft' OR (cost IS NOT NULL AND total_cost IS NOT NULL"
    " AND coalesce(problem_ky, problem_ru) IS NOT NULL"
    " AND coalesce(solution_ky, solution_ru) IS NOT NULL)",
    "known_language": "language IN ('ky', 'ru')",
    "version_from_one": "version >= 1",
    "beneficiaries_from_one": "beneficiaries >= 1",
    "point_whole": "(latitude IS NULL) = (longitude IS NULL)",
    "point_on_earth": "latitude BETWEEN -90000000 AND 90000000"
    " AND longitude BETWEEN -180000000 AND 180000000",
    "work_ends_after_it_begins": "works_from <= works_to",
    "known_applicant": f"applicant IN {tuple(APPLICANTS)}",
    "known_initiative": f"initiative IN {tuple(INITIATIVES)}",
    "known_sector": f"sector IN {tuple(SECTORS)}",
}

# A project leaves the ballot only when its proposal was withdrawn, and before anybody voted.
STAYS = (
    "NOT EXISTS (SELECT 1 FROM withdrawal WHERE withdrawal.municipality_id = OLD.municipality_id"
    " AND withdrawal.proposal_id = OLD.proposal_id AND withdrawal.number = OLD.number)"
    " OR EXISTS (SELECT 1 FROM participation WHERE participation.round_id = OLD.round_id)"
)


def upgrade() -> None:
    """Add what is kept, move the three sums, and let a withdrawn project go."""
    with _guards_put_back():
        _add_columns()
    _add_parts()
    op.execute(
        "UPDATE proposal SET language = CASE WHEN problem_ky IS NULL AND problem_ru IS NOT NULL"
        " THEN 'ru' ELSE 'ky' END, total_cost = cost + own_cash + own_kind + own_labour"
    )
    for column, kind, number in OWN:
        op.execute(
            "INSERT INTO proposal_contribution"  # noqa: S608 - names of our own
            " (municipality_id, proposal_id, number, party, kind, pledged)"
            f" SELECT municipality_id, id, {number}, 'residents', '{kind}', {column}"
            f" FROM proposal WHERE {column} > 0"
        )
    with _guards_put_back(), op.batch_alter_table("proposal") as table:
        table.drop_constraint(op.f("ck_proposal_own_not_negative"), type_="check")
        for column, _kind, _number in OWN:
            table.drop_column(column)
        table.alter_column("cost", existing_type=sa.BigInteger(), nullable=True)
        table.alter_column("language", existing_type=sa.Text(), nullable=False)
        table.create_unique_constraint(
            op.f("uq_proposal_author_id_started_as"), ["author_id", "started_as"]
        )
        for name, check in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_proposal_{name}"), check)
    for table_name in FINAL:
        for event in ("update", "delete"):
            _guard(table_name, event)
    _let_withdrawn_go()


def downgrade() -> None:
    """Take it away: the three sums come back, and with them only what residents promised."""
    _drop_trigger("project", "project_no_delete")
    if _is_postgresql():
        op.execute("DROP FUNCTION guard_project_on_ballot()")
    _guard("project", "delete")
    for table_name in FINAL:
        for event in ("update", "delete"):
            _drop_trigger(table_name, f"{table_name}_no_{event}")
    with _guards_put_back(), op.batch_alter_table("proposal") as table:
        for column, _kind, _number in OWN:
            table.add_column(sa.Column(column, sa.BigInteger(), nullable=True))
    for column, kind, _number in OWN:
        op.execute(
            f"UPDATE proposal SET {column} = (SELECT coalesce(sum(pledged), 0)"  # noqa: S608
            " FROM proposal_contribution AS c WHERE c.proposal_id = proposal.id"
            f" AND c.kind = '{kind}' AND c.party <> 'municipality')"
        )
    # A draft without a cost was not possible; a small one keeps it from being lost.
    op.execute("UPDATE proposal SET cost = 100 WHERE cost IS NULL")
    for name in reversed(TABLES):
        op.drop_table(name)
    with _guards_put_back():
        _take_columns()


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


def _add_columns() -> None:
    with op.batch_alter_table("proposal") as table:
        table.add_column(sa.Column("started_as", sa.Text(), nullable=True))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("language", sa.Text(), nullable=True))
        for name in ("applicant", "initiative", "sector"):
            table.add_column(sa.Column(name, sa.String(40), nullable=True))
        for name in (*TEXTS, "address"):
            table.add_column(sa.Column(name, sa.Text(), nullable=True))
        for name in ("latitude", "longitude"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
        for name in ("works_from", "works_to"):
            table.add_column(sa.Column(name, sa.Date(), nullable=True))
        table.add_column(sa.Column("total_cost", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("papers_to_bring", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("proposal") as table:
        for name in ("version", "papers_to_bring"):
            table.alter_column(name, server_default=None)


def _take_columns() -> None:
    with op.batch_alter_table("proposal") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_proposal_{name}"), type_="check")
        table.drop_constraint(op.f("uq_proposal_author_id_started_as"), type_="unique")
        for name in ("started_as", "version", "language", "applicant", "initiative", "sector",
                     *TEXTS, "address", "latitude", "longitude", "works_from", "works_to",
                     "total_cost", "papers_to_bring"):  # fmt: skip
            table.drop_column(name)
        table.alter_column("cost", existing_type=sa.BigInteger(), nullable=False)
        for column, _kind, _number in OWN:
            table.alter_column(column, existing_type=sa.BigInteger(), nullable=False)
        table.create_check_constraint(
            op.f("ck_proposal_own_not_negative"),
            "own_cash >= 0 AND own_kind >= 0 AND own_labour >= 0",
        )


def _add_parts() -> None:
    _part(
        "proposal_line",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        _unique("proposal_line", "proposal_id", "number"),
        _check("proposal_line", "amount_positive", "amount > 0"),
    )
    _part(
        "proposal_contribution",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("party", _closed("known_party", PARTIES), nullable=False),
        sa.Column("kind", _closed("known_kind", KINDS), nullable=False),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("pledged", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("rate", sa.BigInteger(), nullable=True),
        _unique("proposal_contribution", "proposal_id", "number"),
        _check("proposal_contribution", "pledged_positive", "pledged > 0"),
        _check(
            "proposal_contribution",
            "labour_reckoned",
            "(people IS NULL) = (days IS NULL) AND (people IS NULL) = (rate IS NULL)"
            " AND (people IS NULL OR (kind = 'labour' AND people * days * rate = pledged))",
        ),
    )
    _part(
        "proposal_file",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", _closed("known_kind", FILES), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("small_sha256", sa.Text(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        _unique("proposal_file", "proposal_id", "sha256"),
        _check("proposal_file", "size_positive", "size > 0"),
        _check(
            "proposal_file",
            "picture_whole",
            "(media_type = 'image/jpeg') = (small_sha256 IS NOT NULL)"
            " AND (small_sha256 IS NULL) = (width IS NULL)"
            " AND (small_sha256 IS NULL) = (height IS NULL)",
        ),
        _key("proposal_file", ["added_by"], "account", ["id"]),
    )
    _part(
        "proposal_author",
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("state", _closed("known_state", CONSENTS), nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        _unique("proposal_author", "tag"),
        _check(
            "proposal_author",
            "consent_whole",
            "state <> 'consent_given' OR (account_id IS NOT NULL AND answered_at IS NOT NULL)",
        ),
        _key("proposal_author", ["account_id"], "account", ["id"]),
    )
    _part(
        "proposal_version",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        _unique("proposal_version", "proposal_id", "number"),
        _check("proposal_version", "number_from_one", "number >= 1"),
    )
    _part(
        "withdrawal",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        _unique("withdrawal", "proposal_id"),
        _unique("withdrawal", "round_id", "number"),
        _key("withdrawal", ["municipality_id", "round_id"], "round", ["municipality_id", "id"]),
    )


def _part(name: str, *more: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        *more,
        _key(name, ["municipality_id"], "municipality", ["id"]),
        _key(name, ["municipality_id", "proposal_id"], "proposal", ["municipality_id", "id"]),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_municipality_id"), name, ["municipality_id"], unique=False)
    if _is_postgresql():
        op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_municipality ON {name} USING ({POLICY})")


def _key(table: str, columns: list[str], to: str, there: list[str]) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{'_'.join(columns)}_{to}")
    return sa.ForeignKeyConstraint(columns, [f"{to}.{one}" for one in there], name=name)


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _check(table: str, name: str, text: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(text, name=op.f(f"ck_{table}_{name}"))


def _closed(name: str, values: list[str]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _drop_trigger(table: str, trigger: str) -> None:
    op.execute(f"DROP TRIGGER {trigger}{f' ON {table}' if _is_postgresql() else ''}")


def _guard(table: str, event: str) -> None:
    how = (
        "EXECUTE FUNCTION refuse_change()"
        if _is_postgresql()
        else f"BEGIN SELECT RAISE(ABORT, '{event} of {table} is final'); END"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW {how}"
    )


def _let_withdrawn_go() -> None:
    _drop_trigger("project", "project_no_delete")
    if _is_postgresql():
        op.execute(
            "CREATE FUNCTION guard_project_on_ballot() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN IF {STAYS} THEN RAISE EXCEPTION 'DELETE of project is final'; END IF;"
            " RETURN OLD; END $$"
        )
        op.execute(
            "CREATE TRIGGER project_no_delete BEFORE DELETE ON project"
            " FOR EACH ROW EXECUTE FUNCTION guard_project_on_ballot()"
        )
        return
    op.execute(
        f"CREATE TRIGGER project_no_delete BEFORE DELETE ON project FOR EACH ROW WHEN {STAYS}"
        " BEGIN SELECT RAISE(ABORT, 'delete of project is final'); END"
    )
