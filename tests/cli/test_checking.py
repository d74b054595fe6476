"""The commands that compare an installation with what it has signed."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from pb import lifecycle
from pb.app import Gateways, create_app
from pb.cli import main
from pb.config import Mode, Settings
from pb.gateways.clock import FixedClock
from pb.gateways.storage import FolderStorage
from pb.records import boards, schema
from pb.rules.rounds import LOT
from tests.conftest import NOON
from tests.stage import KEYS, Stage

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("PB_TEST_DATABASE_URL")), reason="an SQLite file is changed by hand here"
)


@pytest.fixture
def installation(tmp_path):
    """An installation with a decided round and a sealed trail, and the root of its board."""
    url, folder = f"sqlite:///{tmp_path}/pb.db", tmp_path / "data"
    schema.migrate(url)
    settings = Settings(
        secret_key="s" * 40,
        pepper="k" * 40,
        database_url=url,
        data_folder=folder,
        mode=Mode.TEST,
    )
    app = create_app(settings)
    storage = app.extensions["pb"].storage
    assert isinstance(storage, FolderStorage)
    app = create_app(settings, Gateways(storage=storage, clock=FixedClock(NOON)))
    with app.app_context():
        stage = Stage(app.extensions["pb"].clock, storage)
        for person in stage.open_voting(100_000, 200_000, voters=LOT):
            stage.vote(person, 1)
        stage.decided()
        lifecycle.tick(KEYS, stage.now)
        board = boards.board_of(stage.place, stage.round().id)
        kept = storage.path_of(board.sha256)
    return tmp_path, board.root.hex(), kept


@pytest.fixture
def run(installation):
    folder = installation[0]
    environment = {
        "PB_SECRET_KEY": "s" * 40,
        "PB_PEPPER": "k" * 40,
        "PB_HOSTS": "localhost",
        "PB_DATABASE_URL": f"sqlite:///{folder}/pb.db",
        "PB_DATA_FOLDER": str(folder / "data"),
    }

    def run(*arguments, language="en", **changes):
        return CliRunner(env=environment | changes).invoke(
            main, ["--language", language, *arguments]
        )

    return run


def change(folder, table, statement):
    with closing(sqlite3.connect(folder / "pb.db")) as database:
        for event in ("update", "delete"):
            database.execute(f"DROP TRIGGER {table}_no_{event}")
        database.execute(statement)
        database.commit()


@pytest.mark.parametrize(
    ("language", "same", "agrees"),
    [("en", "every byte is the same", "It agrees"), ("ky", "дал келди", "Дал келди: 20"),
     ("ru", "все байты те же", "Сходится: бюллетеней 20")],
)  # fmt: skip
def test_recount_makes_the_same_bytes_and_recounts_them(run, installation, language, same, agrees):
    result = run("recount", "togz-archa/2026", language=language)

    assert (result.exit_code, result.stderr) == (0, "")
    assert same in result.stdout
    assert agrees in result.stdout
    assert result.stdout.count(installation[1]) == 2


def test_recount_names_the_first_line_that_differs_when_a_ballot_was_changed(run, installation):
    change(installation[0], "ballot", "UPDATE ballot SET marks = '2'")

    result = run("recount", "togz-archa/2026")

    assert result.exit_code == 1
    assert "differs from the published one in line 3" in result.stdout


def test_recount_says_when_the_published_file_is_damaged_or_gone(run, installation):
    kept = Path(installation[2])
    kept.write_bytes(kept.read_bytes()[:-5])

    result = run("recount", "togz-archa/2026")

    assert result.exit_code == 2
    assert "damaged" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("name", ["togz-archa", "togz-archa/", "nowhere/2026", "togz-archa/1999"])
def test_recount_of_what_is_not_there_is_said_in_a_sentence(run, name):
    result = run("recount", name)

    assert result.exit_code != 0
    assert result.stderr
    assert "Traceback" not in result.output


def test_verify_counts_the_events_of_a_whole_trail(run):
    result = run("audit", "verify")

    assert (result.exit_code, result.stderr) == (0, "")
    assert "The trail is as it was sealed" in result.stdout
    assert "0 not yet" in result.stdout


def test_verify_names_the_seal_that_does_not_fit(run, installation):
    change(installation[0], "audit_event", "UPDATE audit_event SET facts = '[]' WHERE id = 3")

    result = run("audit", "verify", language="ru")

    assert result.exit_code == 1
    assert "печать 1" in result.stdout


def test_verify_under_another_pepper_fits_no_seal(run):
    assert run("audit", "verify", PB_PEPPER="o" * 40).exit_code == 1
