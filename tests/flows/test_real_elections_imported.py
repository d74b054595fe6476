"""Real elections through the whole house: imported, counted, confirmed, compared with the file."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pb import lifecycle
from pb.records import documents, rounds
from pb.rules.pabulib import parse
from pb.rules.refusals import NotValid
from pb.rules.tally import check_held

FOLDER = Path(__file__).resolve().parents[3] / "shared/data/pabulib"
FILES = sorted(FOLDER.glob("*.pb"))
NOW = datetime(2026, 11, 2, 6, tzinfo=UTC)

if not FILES:
    pytest.skip(f"the real elections are not in {FOLDER}", allow_module_level=True)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_winners_are_those_the_file_publishes(stage, file):
    content = file.read_bytes()
    read = parse(content)
    try:
        check_held(read.election)
    except NotValid as refusal:
        pytest.skip(f"not counted here: {refusal}")
    sha256 = hashlib.sha256(content).hexdigest()

    counted = lifecycle.import_round(read, file.name, sha256, stage.storage, NOW)

    assert counted.equals_published is True
    place = counted.imported.municipality_id
    round_ = rounds.round_of(place, counted.imported.round_slug)
    assert len(documents.documents_of_round(place, round_.id)) == 2
