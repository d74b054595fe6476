"""Migration 0022: what was decided about proposals moves into rows of reviews, and back."""

import pytest
from sqlalchemy import text

from pb.records import schema
from tests.migrations.test_migrations import connection

__all__ = ["connection"]

WHY = "Сметада түтүктүн баасы жок."
AT = "2026-01-01 00:00:00+00:00"
ROWS = {
    "municipality": {
        **{f"{name}_{code}": "а" for name in ("name", "kind", "raion", "oblast")
           for code in ("ky", "ru")},
        "slug": "a", "valid_from": "2026-01-01", "is_fictional": True,
    },
    "account": {"ref": "clerk", "name": "К", "is_disabled": False, "created_at": AT},
    "round": {
        "municipality_id": 1, "slug": "2026", "edition": "2026", "title_ky": "С", "title_ru": "С",
        "currency": "KGS", "budget": 9_000, "vote_type": "approval", "min_choices": 1,
        "max_choices": 1, "allocation_rule": "greedy", "threshold": 0, "ties": "own_share",
        "expected_ballots": 100, "created_at": AT,
        "submission_opens": "2026-03-01 18:00:00+00:00",
        "submission_closes": "2026-03-10 18:00:00+00:00",
        "review_closes": "2026-03-20 18:00:00+00:00",
        "voting_opens": "2026-03-30 18:00:00+00:00",
        "voting_closes": "2026-04-10 18:00:00+00:00",
        "results_due": "2026-04-15 18:00:00+00:00",
    },
}  # fmt: skip
PROPOSAL = """
    INSERT INTO proposal (id, ref, municipality_id, round_id, author_id, state, title_ky, cost,
        own_cash, own_kind, own_labour, created_at, submitted_at, reviewed_at, reviewed_by,
        ground, reason, reason_language, mend_by)
    VALUES (:id, :ref, 1, 1, 1, :state, 'Көпүрө', 5000, 0, 0, 0, '2026-03-01 06:00:00+00:00',
        :sent, :at, :by, :ground, :reason, :language, :mend_by)
"""
BEFORE = (
    ("draft", None, None, None, None),
    ("submitted", None, None, None, None),
    ("admitted", 1, None, None, None),
    ("returned", 1, None, WHY, "2026-03-20"),
    ("not_admitted", 1, "not_local", WHY, None),
)


@pytest.fixture
def filled(connection):
    """A database from before, with a proposal in each state."""
    schema.upgrade(connection, "0021")
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config('pb.municipality', '*', false)"))
    for table, values in ROWS.items():
        names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
        statement = f"INSERT INTO {table} (id, {names}) VALUES (1, {places})"  # noqa: S608
        connection.execute(text(statement), values)
    for key, (state, by, ground, reason, mend_by) in enumerate(BEFORE, 1):
        connection.execute(
            text(PROPOSAL),
            {
                "id": key,
                "ref": f"p{key}",
                "state": state,
                "sent": None if state == "draft" else "2026-03-02 06:00:00+00:00",
                "at": "2026-03-05 06:00:00+00:00" if by else None,
                "by": by,
                "ground": ground,
                "reason": reason,
                "language": "ky" if reason else None,
                "mend_by": mend_by,
            },
        )
    connection.commit()
    return connection


def decided(connection):
    """What the rows of proposals say of their answers."""
    rows = connection.execute(
        text(
            "SELECT state, reviewed_at, reviewed_by, ground, reason, reason_language, mend_by"
            " FROM proposal ORDER BY id"
        )
    ).all()
    connection.rollback()
    return [tuple(map(str, row)) for row in rows]


def test_what_was_decided_moves_into_reviews_and_what_waits_gets_an_open_one(filled):
    schema.upgrade(filled, "0022")

    rows = filled.execute(
        text(
            "SELECT p.state, p.review_number, r.number, r.state, r.outcome, r.ground, r.reason,"
            " r.mend_by, r.legal_ground, r.decided_by, r.cost_before, r.cost_after, r.due_on"
            " FROM proposal AS p LEFT JOIN review AS r ON r.proposal_id = p.id ORDER BY p.id"
        )
    ).all()
    day, none = "2026-03-20", (None,) * 7
    assert [(*row[:12], str(row[12])) for row in rows] == [
        ("draft", 0, None, None, None, *none, "None"),
        ("submitted", 1, 1, "open_review", None, *none, day),
        ("admitted", 1, 1, "final_review", "admitted", None, None, None, None, 1, 5_000, 5_000,
         day),
        ("returned", 1, 1, "final_review", "returned", None, WHY, rows[3][7], None, 1, 5_000, None,
         day),
        ("not_admitted", 1, 1, "final_review", "not_admitted", "not_local", WHY, None,
         "Көрсөтүлгөн эмес / Не указано", 1, 5_000, None, day),
    ]  # fmt: skip
    assert str(rows[3][7]) == day


def test_the_answers_stand_in_the_proposals_again_when_it_is_taken_back(filled):
    before = decided(filled)
    schema.upgrade(filled, "0022")

    schema.downgrade(filled, "0021")

    assert [row[0] for row in before] == [row[0] for row in BEFORE]
    assert decided(filled) == before
