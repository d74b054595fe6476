"""What was erased leaves the pages of the file too, by the very worker that runs."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from pb.cli import main
from pb.gateways.clock import SystemClock
from pb.records.ballots import Participation
from pb.records.base import db
from pb.records.decisions import Erasure
from tests.acts.test_corrections import decided, erased
from tests.dispute_stage import with_key
from tests.terminal import built, copied, inside


@pytest.fixture
def installation(tmp_path_factory, tmp_path):
    """A round whose references were erased a while ago; with the references as they were."""

    def play(stage):
        dispute = with_key(stage, voters=4)
        for person in dispute.people:
            dispute.vote(person, 1)
        sealed = list(db.session.scalars(select(Participation.sealed_ref)))
        decided(dispute)
        erased(dispute)
        return sealed

    made = built(tmp_path_factory.mktemp("erased"), SystemClock().now() - timedelta(days=90), play)
    return copied(made, tmp_path), made[1]


def test_tick_writes_the_pages_anew_after_an_erasure(installation, tmp_path):
    environment, sealed = installation
    assert len(sealed) == 4

    result = CliRunner().invoke(main, ["--language", "ru", "tick"], env=environment)

    assert result.exit_code == 0, result.output
    with inside(environment):
        assert [one.swept_at is not None for one in db.session.scalars(select(Erasure))] == [True]
    files = [one.read_bytes() for one in tmp_path.iterdir() if one.is_file()]
    assert not any(reference in content for content in files for reference in sealed)
