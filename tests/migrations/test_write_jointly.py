"""What becomes of a proposal that named groups as its applicant before it could name one."""

from sqlalchemy import text

from pb.records import schema
from tests.migrations.test_migrations import connection
from tests.migrations.test_proposal_steps import ACCOUNT, PLACE, PROPOSAL, ROUND, ROWS

__all__ = ["connection"]


def test_whoever_named_no_group_wrote_as_a_resident(connection):
    schema.upgrade(connection, "0023")
    for statement in (PLACE, ACCOUNT, ROUND):
        connection.execute(text(statement))
    for row in ROWS:
        connection.execute(text(PROPOSAL), row)
    connection.commit()
    schema.upgrade(connection, "0025")
    connection.execute(text("UPDATE proposal SET applicant = 'applicant_groups' WHERE id = 1"))
    connection.commit()

    schema.upgrade(connection, "0026")

    found = connection.execute(text("SELECT applicant, group_id FROM proposal ORDER BY id"))
    assert [tuple(row) for row in found] == [("applicant_residents", None), (None, None)]
    connection.rollback()
