"""What the three sums of the own contribution become, and what comes back of them."""

import pytest
from sqlalchemy import text

from pb.records import schema
from tests.migrations.test_migrations import connection

__all__ = ["connection"]

PLACE = (
    "INSERT INTO municipality (id, slug, name_ky, name_ru, kind_ky, kind_ru, raion_ky, raion_ru,"
    " oblast_ky, oblast_ru, valid_from, is_fictional)"
    " VALUES (1, 'a', 'А', 'А', '', '', 'Р', 'Р', 'О', 'О', '2025-01-01', false)"
)
ACCOUNT = (
    "INSERT INTO account (id, ref, name, is_disabled, created_at)"
    " VALUES (1, 'r', 'Т', false, '2026-01-01 00:00:00')"
)
ROUND = (
    "INSERT INTO round (id, municipality_id, slug, edition, title_ky, title_ru, currency, budget,"
    " vote_type, min_choices, max_choices, allocation_rule, threshold, ties, expected_ballots,"
    " submission_opens, submission_closes, review_closes, voting_opens, voting_closes,"
    " results_due, created_at) VALUES (1, 1, '2026', '2026', 'С', 'К', 'KGS', 1000, 'approval', 1,"
    " 3, 'greedy', 0, 'own-share', 100, '2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04',"
    " '2026-01-05', '2026-01-06', '2026-01-01')"
)
PROPOSAL = (
    "INSERT INTO proposal (id, ref, municipality_id, round_id, author_id, state, title_ky,"
    " title_ru, problem_ky, problem_ru, solution_ky, solution_ru, cost, own_cash, own_kind,"
    " own_labour, review_number, created_at) VALUES (:id, :ref, 1, 1, 1, 'draft', :ky, :ru, :ky,"
    " :ru, :ky, :ru, :cost, :cash, :kind, :labour, 0, '2026-01-01 00:00:00')"
)
ROWS = (
    {"id": 1, "ref": "a", "ky": "Көпүрө", "ru": None, "cost": 100, "cash": 10, "kind": 0,
     "labour": 5},
    {"id": 2, "ref": "b", "ky": None, "ru": "Мост", "cost": 200, "cash": 0, "kind": 0,
     "labour": 0},
)  # fmt: skip


@pytest.fixture
def written(connection):
    """Two proposals as they were kept before."""
    schema.upgrade(connection, "0023")
    for statement in (PLACE, ACCOUNT, ROUND):
        connection.execute(text(statement))
    for row in ROWS:
        connection.execute(text(PROPOSAL), row)
    connection.commit()
    return connection


def found(connection, query):
    rows = [tuple(row) for row in connection.execute(text(query))]
    connection.rollback()
    return rows


def test_each_sum_becomes_a_contribution_of_the_residents(written):
    schema.upgrade(written, "0024")

    assert found(
        written,
        "SELECT proposal_id, number, party, kind, pledged, people FROM proposal_contribution"
        " ORDER BY proposal_id, number",
    ) == [(1, 1, "residents", "cash", 10, None), (1, 3, "residents", "labour", 5, None)]
    assert found(
        written, "SELECT id, language, cost, total_cost, version FROM proposal ORDER BY id"
    ) == [(1, "ky", 100, 115, 1), (2, "ru", 200, 200, 1)]


def test_the_sums_come_back_as_they_were(written):
    schema.upgrade(written, "0024")

    schema.downgrade(written, "0023")

    assert found(
        written, "SELECT id, cost, own_cash, own_kind, own_labour FROM proposal ORDER BY id"
    ) == [(1, 100, 10, 0, 5), (2, 200, 0, 0, 0)]
