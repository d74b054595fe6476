"""Salts of ballots, signed lots, and the boards that are published after the count."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"
SEALED = ("lot_seal", "board")


def upgrade() -> None:
    """Ballots that are in the box already keep no salt and are on no board."""
    op.add_column("ballot_inbox", sa.Column("salt", sa.LargeBinary(), nullable=True))
    op.add_column("ballot", sa.Column("salt", sa.LargeBinary(), nullable=True))
    op.create_table(
        "lot_seal",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("internet", sa.Integer(), nullable=False),
        sa.Column("paper", sa.Integer(), nullable=False),
        sa.Column("assembly", sa.Integer(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('internet', 'paper', 'assembly', 'mixed')",
            name=op.f("ck_lot_seal_known_channel"),
        ),
        sa.CheckConstraint(
            "internet >= 0 AND paper >= 0 AND assembly >= 0",
            name=op.f("ck_lot_seal_numbers_not_negative"),
        ),
        sa.CheckConstraint(
            "channel = 'mixed' OR internet + paper + assembly >= 20",
            name=op.f("ck_lot_seal_nobody_alone"),
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_lot_seal_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_lot_seal_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_lot_seal_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("lot_id", name=op.f("pk_lot_seal")),
        sa.UniqueConstraint("round_id", "sequence", name=op.f("uq_lot_seal_round_id_sequence")),
    )
    op.create_table(
        "board",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("lots", sa.Integer(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_board_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_board_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("round_id", "version", name=op.f("pk_board")),
    )
    for table in SEALED:
        op.create_index(op.f(f"ix_{table}_municipality_id"), table, ["municipality_id"])
        for event in ("update", "delete"):
            op.execute(_guard(table, event))
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in SEALED:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_municipality ON {table} USING ({POLICY})")


def downgrade() -> None:
    """Forget the seals; the ballots stay."""
    for table in reversed(SEALED):
        op.drop_table(table)
    op.drop_column("ballot", "salt")
    op.drop_column("ballot_inbox", "salt")


def _guard(table: str, event: str) -> str:
    if op.get_bind().dialect.name == "postgresql":
        return (
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    return (
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
        f" FOR EACH ROW BEGIN SELECT RAISE(ABORT, '{event} of {table} is final'); END"
    )
