"""A second wall on PostgreSQL: rows of one municipality are not there for a page of another."""

from alembic import op

revision = "0009"
down_revision = "0008"

WALLED = (
    "audit_event ballot ballot_inbox complaint document evaluation evaluation_photo"
    " evaluation_score group_member lot monitoring_group participation personal_access project"
    " proposal recommendation resident result result_line roll_decision roll_entry roll_upload"
    " round sign_in_code voter_roll"
).split()

# What pb.municipality says: the key of one municipality; * for the terminal, the clock and the
# worker; nothing before an address was understood.
SCOPE = "current_setting('pb.municipality', true)"
POLICY = f"{SCOPE} = '*' OR municipality_id::text = {SCOPE}"


def upgrade() -> None:
    """Build it; SQLite has no such thing, there the queries alone hold the line."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in WALLED:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        # The owner of the tables is who the pages connect as.
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        # Deeds on the platform as a whole leave traces of no municipality.
        policy = f"municipality_id IS NULL OR {POLICY}" if table == "audit_event" else POLICY
        op.execute(f"CREATE POLICY of_municipality ON {table} USING ({policy})")


def downgrade() -> None:
    """Take it down."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in WALLED:
        op.execute(f"DROP POLICY of_municipality ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
