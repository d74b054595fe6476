"""Initiative groups: the register, its people, the invitations, interests marked for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

INSTANT = sa.DateTime(timezone=True)
WALLED = (
    "initiative_group",
    "initiative_group_invitation",
    "initiative_group_member",
    "initiative_group_interest",
)
SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"

PURPOSES = (
    "enrolment", "roll_correction", "roll_question", "paper_vote", "phone_change", "complaint",
    "call_audit", "export",
)  # fmt: skip
NEW_PURPOSE = "group_register"


def _changed(columns: str) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns.split())


KEPT = (
    "id municipality_id ref way register_number registered_at registered_by met_on met_as"
    " protocol_number paper_sha256 founded_at"
)

# Table, what is refused, and when. Whose row it is never changes, or an interest would lose its
# person; a number of the register is never given back.
GUARDS = (
    (
        "initiative_group",
        "update",
        f"OLD.register_number IS NOT NULL AND ({_changed(KEPT)})",
    ),
    ("initiative_group", "delete", None),
    (
        "initiative_group_member",
        "update",
        _changed(
            "id municipality_id ref group_id resident_id account_id name consented_at created_at"
        ),
    ),
    ("initiative_group_member", "delete", None),
    ("initiative_group_interest", "update", None),
    ("initiative_group_interest", "delete", None),
)


def upgrade() -> None:
    """Add the tables, guard what is for ever, let names be opened for the register."""
    _add_groups()
    _add_invitations()
    _add_members()
    _add_interests()
    for table, event, when in GUARDS:
        _guard(table, event, when)
    _know_purposes((*PURPOSES, NEW_PURPOSE))
    if _is_postgresql():
        for table in WALLED:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY of_municipality ON {table} USING ({POLICY})")


def downgrade() -> None:
    """Take them away; looks for the register become looks to answer a question."""
    for event in ("update", "delete"):
        _drop("personal_access", event)
    op.execute(
        f"UPDATE personal_access SET purpose = 'complaint' WHERE purpose = '{NEW_PURPOSE}'"  # noqa: S608
    )
    _guard("personal_access", "update", None)
    _guard("personal_access", "delete", None)
    _know_purposes(PURPOSES)
    for table in reversed(WALLED):
        op.drop_table(table)


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


def _add_groups() -> None:
    op.create_table(
        "initiative_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column(
            "way", _closed("known_way", "founded_online", "founded_on_paper"), nullable=False
        ),
        sa.Column(
            "state",
            _closed("known_state", "draft", "founded", "registered", "active_group", "dissolved"),
            nullable=False,
        ),
        sa.Column("name_ky", sa.Text(), nullable=True),
        sa.Column("name_ru", sa.Text(), nullable=True),
        sa.Column("aim_ky", sa.Text(), nullable=True),
        sa.Column("aim_ru", sa.Text(), nullable=True),
        sa.Column("settlement_id", sa.Integer(), nullable=True),
        sa.Column("started_by", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column(
            "met_as",
            _closed("known_meeting", "founding_assembly", "founding_meeting", "founding_either"),
            nullable=True,
        ),
        sa.Column("protocol_number", sa.Text(), nullable=True),
        sa.Column("paper_sha256", sa.Text(), nullable=True),
        sa.Column("paper_media_type", sa.Text(), nullable=True),
        sa.Column("paper_size", sa.Integer(), nullable=True),
        sa.Column("founded_at", INSTANT, nullable=True),
        sa.Column("register_number", sa.Integer(), nullable=True),
        sa.Column("registered_at", INSTANT, nullable=True),
        sa.Column("registered_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_language", sa.Text(), nullable=True),
        sa.Column("reason_by", sa.Integer(), nullable=True),
        sa.Column("reason_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL) AND (confirmed_by IS NULL"
            " OR way = 'founded_on_paper')",
            name=op.f("ck_initiative_group_confirmed_whole"),
        ),
        sa.CheckConstraint(
            "(reason IS NULL) = (reason_by IS NULL)"
            " AND (reason IS NULL) = (reason_at IS NULL)"
            " AND (reason IS NULL) = (reason_language IS NULL) AND (state <> 'dissolved'"
            " OR reason IS NOT NULL)",
            name=op.f("ck_initiative_group_reason_whole"),
        ),
        sa.CheckConstraint(
            "(register_number IS NULL) = (registered_at IS NULL)"
            " AND (register_number IS NULL) = (registered_by IS NULL)"
            " AND (state NOT IN ('registered', 'active_group')"
            " OR register_number IS NOT NULL)",
            name=op.f("ck_initiative_group_registered_whole"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'dissolved') OR (met_on IS NOT NULL AND met_as IS NOT NULL"
            " AND protocol_number IS NOT NULL AND founded_at IS NOT NULL)",
            name=op.f("ck_initiative_group_founded_whole"),
        ),
        sa.CheckConstraint(
            "way = 'founded_online' OR (paper_sha256 IS NOT NULL AND met_on IS NOT NULL)",
            name=op.f("ck_initiative_group_paper_is_there"),
        ),
        sa.CheckConstraint(
            "way = 'founded_online' OR state IN ('draft', 'dissolved') OR confirmed_by IS NOT NULL",
            name=op.f("ck_initiative_group_paper_is_confirmed"),
        ),
        sa.CheckConstraint(
            "(paper_sha256 IS NULL) = (paper_media_type IS NULL)"
            " AND (paper_sha256 IS NULL) = (paper_size IS NULL)",
            name=op.f("ck_initiative_group_paper_whole"),
        ),
        sa.CheckConstraint(
            "confirmed_by <> started_by", name=op.f("ck_initiative_group_two_people")
        ),
        sa.CheckConstraint(
            "name_ky IS NOT NULL OR name_ru IS NOT NULL",
            name=op.f("ck_initiative_group_has_a_name"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["account.id"], name=op.f("fk_initiative_group_confirmed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "settlement_id"],
            ["settlement.municipality_id", "settlement.id"],
            name=op.f("fk_initiative_group_municipality_id_settlement_id_settlement"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_initiative_group_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["reason_by"], ["account.id"], name=op.f("fk_initiative_group_reason_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by"],
            ["account.id"],
            name=op.f("fk_initiative_group_registered_by_account"),
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["account.id"], name=op.f("fk_initiative_group_started_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_group")),
        sa.UniqueConstraint(
            "municipality_id", "id", name=op.f("uq_initiative_group_municipality_id_id")
        ),
        sa.UniqueConstraint(
            "municipality_id",
            "register_number",
            name=op.f("uq_initiative_group_municipality_id_register_number"),
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_initiative_group_ref")),
    )
    with op.batch_alter_table("initiative_group", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_initiative_group_municipality_id"), ["municipality_id"], unique=False
        )


def _add_invitations() -> None:
    op.create_table(
        "initiative_group_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("is_declined", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "NOT is_declined OR used_at IS NOT NULL",
            name=op.f("ck_initiative_group_invitation_declined_by_use"),
        ),
        sa.CheckConstraint(
            "used_at IS NULL OR withdrawn_at IS NULL",
            name=op.f("ck_initiative_group_invitation_used_or_withdrawn"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "group_id"],
            ["initiative_group.municipality_id", "initiative_group.id"],
            name="fk_initiative_group_invitation_group",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_initiative_group_invitation_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_group_invitation")),
        sa.UniqueConstraint(
            "group_id", "number", name=op.f("uq_initiative_group_invitation_group_id_number")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_initiative_group_invitation_ref")),
        sa.UniqueConstraint("tag", name=op.f("uq_initiative_group_invitation_tag")),
    )
    with op.batch_alter_table("initiative_group_invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_initiative_group_invitation_group_id"), ["group_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_initiative_group_invitation_municipality_id"),
            ["municipality_id"],
            unique=False,
        )


def _add_members() -> None:
    op.create_table(
        "initiative_group_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("part", _closed("known_part", "leader", "group_member"), nullable=False),
        sa.Column("consented_at", INSTANT, nullable=False),
        sa.Column("was_present", sa.Boolean(), nullable=False),
        sa.Column("lead_offered_at", INSTANT, nullable=True),
        sa.Column("left_at", INSTANT, nullable=True),
        sa.Column("leaving_by", sa.Integer(), nullable=True),
        sa.Column("let_go_by", sa.Integer(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "lead_offered_at IS NULL OR (part <> 'leader' AND left_at IS NULL)",
            name=op.f("ck_initiative_group_member_offered_to_member"),
        ),
        sa.CheckConstraint(
            "let_go_by <> leaving_by", name=op.f("ck_initiative_group_member_two_people_let_go")
        ),
        sa.CheckConstraint(
            "let_go_by IS NULL OR (leaving_by IS NOT NULL AND left_at IS NOT NULL)",
            name=op.f("ck_initiative_group_member_let_go_whole"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["account.id"], name=op.f(f"fk_initiative_group_member_{column}_account")
            )
            for column in ("leaving_by", "let_go_by")
        ),
        sa.CheckConstraint(
            "part <> 'leader' OR left_at IS NULL",
            name=op.f("ck_initiative_group_member_leader_stays"),
        ),
        sa.CheckConstraint(
            "(account_id IS NULL) = (name IS NOT NULL)",
            name=op.f("ck_initiative_group_member_has_one_name"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_initiative_group_member_account_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "group_id"],
            ["initiative_group.municipality_id", "initiative_group.id"],
            name="fk_initiative_group_member_group",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "resident_id"],
            ["resident.municipality_id", "resident.id"],
            name="fk_initiative_group_member_resident",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_initiative_group_member_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_group_member")),
        sa.UniqueConstraint(
            "municipality_id", "id", name=op.f("uq_initiative_group_member_municipality_id_id")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_initiative_group_member_ref")),
    )
    with op.batch_alter_table("initiative_group_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_initiative_group_member_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_initiative_group_member_municipality_id"),
            ["municipality_id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_initiative_group_member_once",
            ["group_id", "resident_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.create_index(
            "uq_initiative_group_member_one_leader",
            ["group_id"],
            unique=True,
            sqlite_where=sa.text("part = 'leader'"),
            postgresql_where=sa.text("part = 'leader'"),
        )


def _add_interests() -> None:
    op.create_table(
        "initiative_group_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            _closed("known_interest", "family_tie", "work_tie", "money_tie", "post_tie"),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "member_id"],
            ["initiative_group_member.municipality_id", "initiative_group_member.id"],
            name="fk_initiative_group_interest_member",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_initiative_group_interest_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["account.id"], name=op.f("fk_initiative_group_interest_noted_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_group_interest")),
        sa.UniqueConstraint(
            "member_id", "kind", name=op.f("uq_initiative_group_interest_member_id_kind")
        ),
    )
    with op.batch_alter_table("initiative_group_interest", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_initiative_group_interest_municipality_id"),
            ["municipality_id"],
            unique=False,
        )
