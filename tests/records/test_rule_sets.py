"""What is adopted stays as it is, and no round is announced without it."""

import pytest

from pb.records.base import db
from pb.rules.roles import Role
from tests.records.test_constraints import TABLES, change, refused


def test_a_round_is_not_announced_without_the_hash_of_its_rules(stage):
    stage.draft()
    announced = {"announced_at": stage.now, "announced_by": stage.person(Role.HEAD).account_id}

    with refused("final"):
        change("round", **announced)
    with refused():
        change("round", **announced, rule_set_hash="0" * 64)


@pytest.mark.parametrize("column", ["parameters", "sha256", "valid_from", "resolution_number"])
def test_adopted_rules_are_never_changed_and_never_deleted(stage, column):
    stage.draft()

    with refused("final"):
        change("rule_set", **{column: None})
    with refused("final"):
        db.session.execute(TABLES["rule_set"].delete())
