"""A small map for each municipality, that proposals mark their place on."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "place_map",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shapes", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_place_map_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_map")),
        sa.UniqueConstraint("municipality_id", name=op.f("uq_place_map_municipality_id")),
    )
    op.create_index(
        op.f("ix_place_map_municipality_id"), "place_map", ["municipality_id"], unique=False
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE place_map ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE place_map FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_municipality ON place_map USING ({POLICY})")


def downgrade() -> None:
    """Take it away; the points of proposals stay."""
    op.drop_table("place_map")
