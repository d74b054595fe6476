"""Commissions that score proposals; sheets that nobody changes, or looks into before the others."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

INSTANT = sa.DateTime(timezone=True)
INVOLVEMENTS = ("own_proposal", "family_tie", "work_tie", "money_tie")
TABLES = (
    "commission",
    "commission_member",
    "declaration",
    "declared_interest",
    "score_sheet",
    "sheet_opening",
    "commission_result",
    "commission_place",
)
SEATED = (
    "id ref municipality_id round_id version act_number act_day act_sha256 act_media_type act_size"
    " criteria_text criteria_sha256 is_blind code_seed seated_by seated_at"
).split()
OF_SHEET = "id municipality_id member_id project_id".split()

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"


def _changed(columns: list[str]) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)


FINAL = (
    ("commission", "update", f"OLD.signed_at IS NOT NULL OR {_changed(SEATED)}"),
    ("commission", "delete", None),
    ("commission_member", "update", None),
    ("commission_member", "delete", None),
    ("declaration", "update", None),
    ("declaration", "delete", None),
    ("declared_interest", "update", None),
    ("declared_interest", "delete", None),
    ("score_sheet", "update", f"OLD.handed_in_at IS NOT NULL OR {_changed(OF_SHEET)}"),
    ("score_sheet", "delete", "OLD.handed_in_at IS NOT NULL"),
    ("sheet_opening", "update", None),
    ("sheet_opening", "delete", None),
    ("commission_result", "update", None),
    ("commission_result", "delete", None),
    ("commission_place", "update", None),
    ("commission_place", "delete", None),
)

# A member is added before the signature; a sheet is of a project of the same round that its member
# has no interest in, and stands before the opening; an interest is named before there is a sheet.
LOOKING = (
    (
        "commission_member",
        ("insert",),
        "EXISTS (SELECT 1 FROM commission AS c WHERE c.id = NEW.commission_id"
        " AND c.signed_at IS NOT NULL)",
    ),
    (
        "score_sheet",
        ("insert", "update"),
        "EXISTS (SELECT 1 FROM declared_interest AS i WHERE i.member_id = NEW.member_id"
        " AND i.project_id = NEW.project_id)"
        " OR NOT EXISTS (SELECT 1 FROM commission_member AS m"
        " JOIN commission AS c ON c.id = m.commission_id"
        " JOIN project AS p ON p.round_id = c.round_id"
        " WHERE m.id = NEW.member_id AND p.id = NEW.project_id AND c.signed_at IS NOT NULL)"
        " OR EXISTS (SELECT 1 FROM commission_member AS m"
        " JOIN sheet_opening AS o ON o.commission_id = m.commission_id WHERE m.id = NEW.member_id)",
    ),
    (
        "declared_interest",
        ("insert",),
        "EXISTS (SELECT 1 FROM score_sheet AS s WHERE s.member_id = NEW.member_id"
        " AND s.project_id = NEW.project_id)",
    ),
)


def upgrade() -> None:
    """Add the tables, their guards and their walls."""
    _add_commission()
    _add_sheets()
    _add_results()
    for table, event, when in FINAL:
        _guard(table, event, when)
    for table, events, when in LOOKING:
        _guard_looking(table, events, when)
    if _is_postgresql():
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY of_municipality ON {table} USING ({POLICY})")


def downgrade() -> None:
    """Take them away, with everything that was scored."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if _is_postgresql():
        for table, _events, _when in LOOKING:
            op.execute(f"DROP FUNCTION guard_{table}()")


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _whole(name: str, empty: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=empty)


def _text(name: str, empty: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=empty)


def _yes_no(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), nullable=False)


def _instant(name: str, empty: bool = False) -> "sa.Column[object]":
    return sa.Column(name, INSTANT, nullable=empty)


def _check(table: str, name: str, text: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(text, name=op.f(f"ck_{table}_{name}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _key(table: str, *columns: str, to: str, name: str | None = None) -> sa.ForeignKeyConstraint:
    """To the columns of the same names there, but the last of ours goes to its id."""
    theirs = [*columns[:-1], "id"]
    name = name or f"fk_{table}_{'_'.join(columns)}_{to}"
    return sa.ForeignKeyConstraint(
        list(columns), [f"{to}.{column}" for column in theirs], name=op.f(name)
    )


def _add(table: str, *parts: "sa.schema.SchemaItem", primary: tuple[str, ...] = ("id",)) -> None:
    """A table of municipalities."""
    op.create_table(
        table,
        *(part for part in parts if isinstance(part, sa.Column)),
        _whole("municipality_id"),
        *(part for part in parts if not isinstance(part, sa.Column)),
        _key(table, "municipality_id", to="municipality"),
        sa.PrimaryKeyConstraint(*primary, name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_municipality_id"), table, ["municipality_id"], unique=False)


def _add_commission() -> None:
    _add(
        "commission",
        *(_whole("id"), _text("ref"), _whole("round_id"), _whole("version")),
        *(_text("act_number"), sa.Column("act_day", sa.Date(), nullable=False)),
        *(_text("act_sha256", True), _text("act_media_type", True), _whole("act_size", True)),
        *(_text("criteria_text"), _text("criteria_sha256")),
        *(_yes_no("is_blind"), _text("code_seed")),
        *(_whole("seated_by"), _instant("seated_at")),
        *(_whole("signed_by", True), _instant("signed_at", True)),
        _check(
            "commission",
            "act_file_whole",
            "(act_sha256 IS NULL) = (act_media_type IS NULL)"
            " AND (act_sha256 IS NULL) = (act_size IS NULL)",
        ),
        _check("commission", "signed_whole", "(signed_by IS NULL) = (signed_at IS NULL)"),
        _check("commission", "two_people", "signed_by <> seated_by"),
        _key("commission", "municipality_id", "round_id", to="round"),
        _key("commission", "seated_by", to="account"),
        _key("commission", "signed_by", to="account"),
        _unique("commission", "municipality_id", "id"),
        _unique("commission", "ref"),
        _unique("commission", "round_id", "version"),
    )
    _add(
        "commission_member",
        *(_whole("id"), _whole("commission_id"), _whole("number"), _whole("account_id")),
        *(_text("seat_names"), _yes_no("is_chair")),
        _check("commission_member", "number_from_one", "number >= 1"),
        _key("commission_member", "account_id", to="account"),
        _key("commission_member", "municipality_id", "commission_id", to="commission"),
        _unique("commission_member", "commission_id", "account_id"),
        _unique("commission_member", "commission_id", "number"),
        _unique("commission_member", "municipality_id", "id"),
    )


def _add_sheets() -> None:
    declared = ("municipality_id", "member_id", "declaration_id")
    _add(
        "declaration",
        *(_whole("id"), _whole("member_id"), _instant("declared_at")),
        _key("declaration", "municipality_id", "member_id", to="commission_member"),
        _unique("declaration", "municipality_id", "member_id", "id"),
    )
    _add(
        "declared_interest",
        *(_whole("member_id"), _whole("project_id"), _whole("declaration_id")),
        sa.Column(
            "involvement",
            sa.Enum(
                *INVOLVEMENTS,
                name="known_involvement",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        _key(
            "declared_interest",
            *declared,
            to="declaration",
            name="fk_declared_interest_declaration",
        ),
        _key("declared_interest", "municipality_id", "project_id", to="project"),
        primary=("member_id", "project_id"),
    )
    _add(
        "score_sheet",
        *(_whole("id"), _whole("member_id"), _whole("project_id"), _whole("declaration_id")),
        *(_text("marks_text"), _text("note", True)),
        *(_instant("saved_at"), _instant("handed_in_at", True)),
        _key("score_sheet", *declared, to="declaration", name="fk_score_sheet_declaration"),
        _key("score_sheet", "municipality_id", "project_id", to="project"),
        _unique("score_sheet", "member_id", "project_id"),
    )
    _add(
        "sheet_opening",
        *(_whole("commission_id"), _whole("opened_by"), _instant("opened_at")),
        *(_whole("excused"), _text("reason", True)),
        _check("sheet_opening", "reason_if_excused", "(excused = 0) = (reason IS NULL)"),
        _key("sheet_opening", "municipality_id", "commission_id", to="commission"),
        _key("sheet_opening", "opened_by", to="account"),
        _unique("sheet_opening", "municipality_id", "commission_id"),
        primary=("commission_id",),
    )


def _add_results() -> None:
    _add(
        "commission_result",
        *(_whole("id"), _whole("commission_id"), _text("figures_text"), _text("sha256")),
        *(_whole("ranked_by"), _instant("ranked_at")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "commission_id"],
            ["sheet_opening.municipality_id", "sheet_opening.commission_id"],
            name=op.f("fk_commission_result_sheet_opening"),
        ),
        _key("commission_result", "ranked_by", to="account"),
        _unique("commission_result", "commission_id"),
        _unique("commission_result", "municipality_id", "id"),
    )
    _add(
        "commission_place",
        *(_whole("result_id"), _whole("project_id"), _whole("place"), _text("points_text")),
        _check("commission_place", "place_from_one", "place >= 1"),
        _key("commission_place", "municipality_id", "project_id", to="project"),
        _key(
            "commission_place",
            "municipality_id",
            "result_id",
            to="commission_result",
            name="fk_commission_place_commission_result",
        ),
        _unique("commission_place", "result_id", "place"),
        primary=("result_id", "project_id"),
    )


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


def _guard_looking(table: str, events: tuple[str, ...], when: str) -> None:
    """Refuse by what stands in other tables, which needs a function on PostgreSQL."""
    if _is_postgresql():
        op.execute(
            f"CREATE FUNCTION guard_{table}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN IF {when} THEN RAISE EXCEPTION '{table} does not fit'; END IF;"
            " RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_fits BEFORE {' OR '.join(events).upper()} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION guard_{table}()"
        )
        return
    for event in events:
        op.execute(
            f"CREATE TRIGGER {table}_fits_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW"
            f" WHEN {when} BEGIN SELECT RAISE(ABORT, '{table} does not fit'); END"
        )
