"""Accounts of the office: passwords, second factors, invitations, sessions, roles kept apart."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INSTANT = sa.DateTime(timezone=True)
BEFORE = "public resident operator head commission monitoring platform".split()
ROLES = (
    "public resident operator head deputy commission monitoring observer administrator platform"
).split()
ROLE = sa.Enum(*ROLES, name="known_role", native_enum=False, create_constraint=True, length=40)

# One person is never on both sides of a table.
APART = (
    ("operator", "commission"),
    ("operator", "monitoring"),
    ("head", "commission"),
    ("head", "monitoring"),
)
PAIRS = ", ".join(f"('{a}', '{b}'), ('{b}', '{a}')" for a, b in APART)
HELD = (
    "EXISTS (SELECT 1 FROM role_grant AS held WHERE held.account_id = NEW.account_id"
    " AND held.municipality_id = NEW.municipality_id AND (held.role, NEW.role) IN"
)
ON_PLATFORM = "EXISTS (SELECT 1 FROM platform_grant WHERE account_id = NEW.account_id)"
CLASH = f"{HELD} (VALUES {PAIRS})) OR {ON_PLATFORM}"
CLASH_OF_PLATFORM = "EXISTS (SELECT 1 FROM role_grant WHERE account_id = NEW.account_id)"


def upgrade() -> None:
    """Make the tables, let roles be more, and keep apart those that watch each other."""
    _known_roles(ROLES)
    op.create_table(
        "failed_sign_in",
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wait_until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_failed_sign_in")),
    )
    op.create_table(
        "credential",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sign_in_name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("totp_locked", sa.LargeBinary(), nullable=False),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_credential_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_credential")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_credential_sign_in_name")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum(
                "join",
                "recovery",
                name="known_purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", ROLE, nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("position_ky", sa.Text(), nullable=True),
        sa.Column("position_ru", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "(purpose = 'join') = (role IS NOT NULL)", name=op.f("ck_invitation_joins_in_a_role")
        ),
        sa.CheckConstraint(
            "purpose = 'join' OR account_id IS NOT NULL",
            name=op.f("ck_invitation_recovers_an_account"),
        ),
        sa.CheckConstraint(
            "purpose = 'join' OR tag IS NULL OR confirmed_by IS NOT NULL",
            name=op.f("ck_invitation_recovery_waits_for_the_second"),
        ),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR (invited_by IS NOT NULL AND confirmed_by <> invited_by)",
            name=op.f("ck_invitation_two_people_recover"),
        ),
        sa.CheckConstraint(
            "used_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_invitation_used_or_withdrawn")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_invitation_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["account.id"], name=op.f("fk_invitation_confirmed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["account.id"], name=op.f("fk_invitation_invited_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_invitation_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("ref", name=op.f("uq_invitation_ref")),
        sa.UniqueConstraint("tag", name=op.f("uq_invitation_tag")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "platform_grant",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", ROLE, nullable=False),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "area IS NULL OR role = 'observer'", name=op.f("ck_platform_grant_observers_have_areas")
        ),
        sa.CheckConstraint(
            "role IN ('administrator', 'observer')", name=op.f("ck_platform_grant_of_the_platform")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_platform_grant_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_platform_grant")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("tag", name=op.f("uq_recovery_code_tag")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recovery_code_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "means",
            sa.Enum(
                "password",
                "sms",
                "openid",
                "pass",
                name="known_means",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "assurance",
            sa.Enum(
                "phone",
                "in_person",
                "state",
                name="known_assurance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("stepped_up_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column(
            "ending",
            sa.Enum(
                "signed_out",
                "replaced",
                "ended_by_owner",
                "credentials_changed",
                "roles_changed",
                "disabled",
                name="known_ending",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ending IS NULL)",
            name=op.f("ck_sign_in_session_ended_for_a_reason"),
        ),
        sa.CheckConstraint(
            "ends_at > began_at", name=op.f("ck_sign_in_session_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_session_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_sign_in_session_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("ref", name=op.f("uq_sign_in_session_ref")),
        sa.UniqueConstraint("tag", name=op.f("uq_sign_in_session_tag")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_session_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sign_in_session_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(
            "uq_sign_in_session_one_of_staff",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND is_staff"),
            postgresql_where=sa.text("ended_at IS NULL AND is_staff"),
        )
    _keep_apart("role_grant", CLASH)
    _keep_apart("platform_grant", CLASH_OF_PLATFORM)


def downgrade() -> None:
    """Take it all away; grants of roles that were not known before go with it."""
    for table in ("role_grant", "platform_grant"):
        on = f" ON {table}" if op.get_bind().dialect.name == "postgresql" else ""
        op.execute(f"DROP TRIGGER {table}_apart{on}")
        if on:
            op.execute(f"DROP FUNCTION {table}_apart()")
    op.drop_table("sign_in_session")
    op.drop_table("recovery_code")
    op.drop_table("platform_grant")
    op.drop_table("invitation")
    op.drop_table("credential")
    op.drop_table("failed_sign_in")
    known = ", ".join(f"'{role}'" for role in BEFORE)
    op.execute(f"DELETE FROM role_grant WHERE role NOT IN ({known})")  # noqa: S608 - our own words
    _known_roles(BEFORE)


def _known_roles(roles: list[str]) -> None:
    known = "role IN (" + ", ".join(f"'{role}'" for role in roles) + ")"
    with op.batch_alter_table("role_grant") as table:
        table.drop_constraint("ck_role_grant_known_role")
        table.create_check_constraint(op.f("ck_role_grant_known_role"), sa.text(known))


def _keep_apart(table: str, clash: str) -> None:
    said = f"the roles of an account in {table} watch each other"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {table}_apart() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN IF {clash} THEN RAISE EXCEPTION '{said}'; END IF; RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_apart BEFORE INSERT ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {table}_apart()"
        )
        return
    op.execute(
        f"CREATE TRIGGER {table}_apart BEFORE INSERT ON {table} FOR EACH ROW WHEN {clash}"
        f" BEGIN SELECT RAISE(ABORT, '{said}'); END"
    )
