"""`pb demo`: the whole road in a temporary folder, as a newcomer's first command runs it."""

import hashlib
import json
import os
import re
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from pb.app import create_app
from pb.cli import main
from pb.cli.demonstration.folder import demonstration_settings
from pb.records.base import db
from pb.rules.messages import MessageKind
from pb.services.messages import queue
from pb.services.work import unit_of_work

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-c", "from pb.cli import main; main()", "demo")


def environment(**changes):
    """The environment of a terminal in English, with the settings of another installation."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("PB_")}
    return others | {"LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)} | changes


def demo(folder, *arguments, **changes):
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env=environment(**changes),
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )


@pytest.fixture
def here(monkeypatch):
    """Run it in this process, where nothing has to be played: much faster."""

    def here(folder, *arguments):
        monkeypatch.chdir(folder)
        return CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(main, ["demo", *arguments])

    return here


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """A folder in which the demonstration was played once, and what it printed."""
    folder = tmp_path_factory.mktemp("newcomer")
    strange = folder / "another-installation.db"
    result = demo(folder, "--once", PB_DATABASE_URL=f"sqlite:///{strange}", PB_MODE="production")
    assert (result.returncode, result.stderr) == (0, "")
    return folder, result.stdout.replace("\u00a0", " ")


def test_the_demonstration_prints_winners_and_money_that_adds_up(played):
    _, said = played

    won = [
        int(cost.replace(" ", ""))
        for cost in re.findall(r"^   \d+\. No\. .* votes, ([\d ]+) som\. Won$", said, re.M)
    ]
    counts = [
        [int(amount.replace(" ", "")) for amount in money]
        for money in re.findall(
            r"Money: ([\d ]+) som = ([\d ]+) som for .* \+ ([\d ]+) som left", said
        )
    ]
    assert len(won) >= 3
    assert len(counts) == 2
    assert sum(won) == sum(spent for _, spent, _ in counts)
    assert all(spent + left == budget for budget, spent, left in counts)
    assert "Сары-Өзөн: суу колонкасы" in said


def test_the_demonstration_shows_that_what_may_not_be_is_refused(played):
    _, said = played

    for sentence in (
        "Voting has not begun.",
        "Voting ended on ",
        "A vote in your name was taken already",
        "You may choose up to 3, but 4 are marked.",
        "Project No. 12 does not stand on this ballot.",
        "another person has to confirm the result",
        "no recommendation is refused without them",
    ):
        assert sentence in said
    assert len(re.findall(r"^   Refused – ", said, re.M)) == 8


def test_a_round_between_is_scored_by_a_commission_drawn_by_lot_and_has_a_wish_from_paper(played):
    _, said = played

    assert "5 members scored under codes; the best: “" in said
    assert "The ballot is numbered by the public lot “4 1 6 2 5 3”." in said
    assert "Brought on paper, entered by Р. Дуйшеева, compared by Б. Асанов: “" in said


def test_the_demonstration_prints_the_recommendation_and_its_answer(played):
    _, said = played

    assert "13 people took a ballot on paper, one voted there by a ticket." in said
    assert "13 ballots on paper, read by Н. Эсенова and again by Н. Сыдыкова, let in by" in said
    assert "The office accepted it: " in said
    assert "The office refused it, with reasons: " in said


def test_every_paper_lies_where_it_is_said_with_the_hash_that_is_printed(played):
    folder, said = played

    papers = re.findall(r": (\S+\.pdf)\n +SHA-256 ([0-9a-f]{64})", said)
    assert len(papers) == 3
    for path, sha256 in papers:
        content = (folder / path).read_bytes()
        assert content.startswith(b"%PDF-")
        assert hashlib.sha256(content).hexdigest() == sha256


def test_nothing_is_written_outside_the_folder_and_the_keys_are_its_owner_s(played):
    folder, _ = played

    assert [path.name for path in folder.iterdir()] == ["var"]
    assert [path.name for path in (folder / "var").iterdir()] == ["demo"]
    assert stat.S_IMODE((folder / "var/demo/keys").stat().st_mode) == 0o600


def test_the_round_of_this_year_is_in_its_voting_and_the_visitor_can_vote(played):
    folder, _ = played

    with sqlite3.connect(folder / "var/demo/pb.db") as database:
        (waiting,) = database.execute(
            "SELECT count(*) FROM account a JOIN resident r ON r.account_id = a.id"
            " JOIN roll_entry e ON e.resident_id = r.id JOIN round o ON o.id = e.round_id"
            " LEFT JOIN participation p ON p.roll_entry_id = e.id AND p.round_id = o.id"
            " WHERE a.sign_in_tag IS NOT NULL AND p.round_id IS NULL AND o.decided_at IS NULL"
            " AND datetime('now') BETWEEN o.voting_opens AND o.voting_closes"
        ).fetchone()
    database.close()
    assert waiting == 3


def papers_of(folder):
    """What the papers of the play are made of; a board is drawn by lot, so its root is its own.

    The people called are drawn by that root, so the protocol of the calls is another one too.
    """
    with closing(sqlite3.connect(folder / "var/demo/pb.db")) as database:
        rows = database.execute(
            "SELECT kind, language, facts FROM document WHERE kind <> 'calls' ORDER BY id LIMIT 4"
        )
        return [
            (kind, language, {**json.loads(facts), "board": None}) for kind, language, facts in rows
        ]


def test_the_demonstration_is_the_same_again_on_the_same_day_in_whatever_language(played, here):
    folder, _ = played
    keys, papers = (folder / "var/demo/keys").read_bytes(), papers_of(folder)

    again = here(folder, "--once", "--language", "ky")

    assert (again.exit_code, again.stderr) == (0, "")
    assert "%(" not in again.stdout
    # The first papers tell of the whole play; an imported one tells its own hour.
    assert papers_of(folder) == papers
    assert (folder / "var/demo/keys").read_bytes() == keys


def test_keep_leaves_the_demonstration_as_it_was(played, here):
    folder, _ = played
    with sqlite3.connect(folder / "var/demo/pb.db") as database:
        database.execute("UPDATE account SET name = 'А. Өзгөрдү' WHERE id = 1")
    database.close()

    result = here(folder, "--keep", "--once")

    assert result.exit_code == 0
    assert "is kept as it was left" in result.stdout
    with sqlite3.connect(folder / "var/demo/pb.db") as database:
        name = database.execute("SELECT name FROM account WHERE id = 1").fetchone()
    database.close()
    assert name == ("А. Өзгөрдү",)


def test_the_site_answers_when_it_is_served_and_ends_when_it_is_stopped(played, here):
    folder, _ = played
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [*COMMAND, "--keep", "--port", str(port)],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            answer = _get(f"http://127.0.0.1:{port}/healthz")
            second = here(folder, "--once")
            delivered = _delivered(folder)
        finally:
            server.terminate()
            said = server.stdout.read()

    # Its output was closed by the worker too: it has ended with the server.
    assert said.rstrip().endswith("The worker has stopped.")
    # Beside what the people of the play are told of their votes.
    assert "SMS +996555123456: салам\n" in delivered
    assert stat.S_IMODE((folder / "var/demo/messages.log").stat().st_mode) == 0o600
    assert answer == b"ok\n"
    assert f"http://127.0.0.1:{port}/togz-archa/" in said
    assert said.count("demo-") == 7
    assert [said.count(f"0555 000 10{n}") for n in (1, 2)] == [1, 2]
    assert second.exit_code == 2
    assert "is running from" in second.stderr


def _delivered(folder):
    """What a visitor reads once a message was queued, as a deed would queue it."""
    app = create_app(demonstration_settings(folder))
    here = app.extensions["pb"]
    with app.app_context():
        with unit_of_work():
            phone, now = "+996555123456", here.clock.now()
            queue(None, MessageKind.INVITATION, phone, "салам", "k", here.keys, now)
        db.engine.dispose()
    log = folder / "var/demo/messages.log"
    for _ in range(300):
        if "салам" in (said := log.read_text(encoding="utf-8")):
            return said
        time.sleep(0.1)
    raise AssertionError("no message was delivered")


def _get(address):
    for _ in range(600):
        try:
            with urllib.request.urlopen(address) as response:  # noqa: S310 - our own address
                return response.read()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def test_the_demonstration_refuses_a_folder_that_is_not_its_own(tmp_path, here):
    theirs = tmp_path / "var/demo/letters.txt"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("салам", encoding="utf-8")

    result = here(tmp_path, "--once")

    assert result.exit_code == 2
    assert "was not made by a demonstration" in result.stderr
    assert [path.name for path in theirs.parent.iterdir()] == ["letters.txt"]


def test_the_demonstration_refuses_a_folder_that_leads_elsewhere(tmp_path, here):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "var").mkdir()
    (tmp_path / "var/demo").symlink_to(elsewhere)

    result = here(tmp_path, "--once")

    assert result.exit_code == 2
    assert not list(elsewhere.iterdir())


def test_the_demonstration_says_how_to_choose_another_port_when_it_is_taken(tmp_path, here):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        result = here(tmp_path, "--port", str(port))

    assert result.exit_code == 2
    assert f"Port {port} is taken by another program." in result.stderr
    assert f"--port {port + 1}" in result.stderr
