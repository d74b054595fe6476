"""A proposal may be withdrawn or merged: its state says so, and its project is gone by then."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

BEFORE = ("draft", "submitted", "admitted", "returned", "not_admitted")
AFTER = (*BEFORE, "withdrawn", "merged")


def upgrade() -> None:
    """Know the two states."""
    _known_states(AFTER)


def downgrade() -> None:
    """Forget them; what was withdrawn or merged waits for the office again."""
    op.execute(
        "UPDATE proposal SET state = 'submitted', reason = NULL, reason_language = NULL,"
        " mend_by = NULL WHERE state IN ('withdrawn', 'merged')"
    )
    _known_states(BEFORE)


def _known_states(states: tuple[str, ...]) -> None:
    known = "state IN (" + ", ".join(f"'{state}'" for state in states) + ")"
    with op.batch_alter_table("proposal") as table:
        table.drop_constraint("ck_proposal_known_state")
        table.create_check_constraint(op.f("ck_proposal_known_state"), sa.text(known))
