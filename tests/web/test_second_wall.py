"""A page that forgot its filter still shows nothing of another municipality, on PostgreSQL."""

import os

import pytest
from sqlalchemy import text

from pb.records.base import db
from pb.rules.rounds import Phase

pytestmark = pytest.mark.skipif(
    not os.environ.get("PB_TEST_DATABASE_URL"), reason="SQLite has no policies"
)


def test_a_page_is_walled_off_to_its_municipality(stage, reader, monkeypatch):
    neighbour = stage.neighbour()
    for town in (stage, neighbour):
        town.announced()
        town.go_to(Phase.SUBMISSION)
        town.submitted(title=f"Көпүрө {town.slug}")
    found = {}

    def forgetful(*_):
        found["titles"] = list(db.session.scalars(text("SELECT title_ky FROM proposal")))
        return []

    monkeypatch.setattr("pb.records.proposals.public_proposals", forgetful)

    assert reader().go("rounds/2026/proposals").status == 200

    assert found["titles"] == [f"Көпүрө {stage.slug}"]
