"""Elections that were really held, counted again; they are fetched, never kept in this repository.

PB_ELECTIONS names the folder with the .pb files.
"""

import os
from pathlib import Path

import pytest

from pb.rules.pabulib import parse
from pb.rules.tally import count

FOLDER = Path(
    os.environ.get("PB_ELECTIONS")
    or Path(__file__).resolve().parents[3] / "shared" / "data" / "pabulib"
)
FILES = sorted(FOLDER.glob("*.pb"))

pytestmark = pytest.mark.skipif(
    not FILES, reason="no .pb files of real elections; PB_ELECTIONS names their folder"
)


def names(file):
    return file.stem


@pytest.mark.parametrize("file", FILES, ids=names)
def test_parse_reads_a_real_election_with_all_its_votes(file):
    read = parse(file.read_bytes())

    meta = dict(read.meta)
    assert sum(ballot.weight for ballot in read.election.ballots) == int(meta["num_votes"])
    assert len(read.election.projects) == int(meta["num_projects"])


@pytest.mark.parametrize("file", FILES, ids=names)
def test_count_gives_the_published_result_when_the_election_was_real(file):
    read = parse(file.read_bytes())

    allocation = count(read.election)

    assert set(allocation.selected) == set(read.published)
    assert allocation.votes == read.published_votes
    assert read.published_scores in (None, allocation.scores)
