"""The command that makes a closed round of a .pb file."""

import hashlib
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from pb.cli import main
from pb.cli.importing import IMPORTED_BEFORE
from pb.documents.words import catalogue
from pb.records import schema

ELECTIONS = Path(__file__).resolve().parents[1] / "elections"


@pytest.fixture
def run(tmp_path):
    """Run pb in English on an empty, migrated database of its own."""
    environment = {
        "PB_SECRET_KEY": "s" * 40,
        "PB_PEPPER": "k" * 40,
        "PB_HOSTS": "localhost",
        "PB_DATABASE_URL": f"sqlite:///{tmp_path}/pb.db",
        "PB_DATA_FOLDER": str(tmp_path),
    }

    def run(*arguments, language="en"):
        return CliRunner(env=environment).invoke(
            main, ["--language", language, *map(str, arguments)]
        )

    assert run("migrate").exit_code == 0
    return run


@pytest.fixture
def changed(tmp_path):
    """A fixture of an election with something replaced in it, as a file."""

    def changed(old, new, name="kok-bulung-threshold.pb"):
        text = (ELECTIONS / name).read_text(encoding="utf-8")
        assert old in text
        file = tmp_path / name
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return file

    return changed


def test_import_round_says_step_by_step_what_happened(run):
    result = run("import-round", ELECTIONS / "kok-bulung-threshold.pb")

    said = result.stdout.replace("\u00a0", " ")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Place: Көк-Бүлүң (Kyrgyzstan)\n" in said
    assert "Voting: 1 October 2025 – 15 October 2025\n" in said
    assert "Projects: 3. Box: 6 ballots\n" in said
    assert "Rule: greedy-threshold." in said
    assert "  1. No. K-01. Ичүүчү суунун бассейни – 5 votes, 100 000,25 som\n" in said
    assert "Money: 300 001,75 som = 300 000,75 som for the winners + 1 som left.\n" in said
    assert "The winners are the same as in the file's column “selected”.\n" in said
    assert "Page of the results: /kok-bulun/rounds/2025/results\n" in said


def test_import_round_prints_where_the_protocol_lies_and_its_hash(run):
    result = run("import-round", ELECTIONS / "kok-bulung-threshold.pb")

    papers = re.findall(r"PDF, (\w+): (\S+)\n  SHA-256 ([0-9a-f]{64})", result.stdout)
    assert [language for language, _, _ in papers] == ["Kyrgyz", "Russian"]
    for _, path, sha256 in papers:
        content = Path(path).read_bytes()
        assert content.startswith(b"%PDF-")
        assert hashlib.sha256(content).hexdigest() == sha256


def test_import_round_names_the_difference_when_the_file_says_otherwise(run, changed):
    result = run("import-round", changed("K-01;", "K-09;").with_name("kok-bulung-threshold.pb"))
    assert result.exit_code == 2  # ballots choose K-01, which is gone

    text = (ELECTIONS / "kok-bulung-threshold.pb").read_text(encoding="utf-8")
    lines = [
        re.sub(r";1$", ";0", line) if line.startswith("K-01;") else line
        for line in text.splitlines()
    ]
    file = changed("META", "META")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    result = run("import-round", file)

    assert result.exit_code == 0
    assert "The winners are not the same" in result.stdout
    assert "Won here, but not by the file: K-01\n" in result.stdout


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("date_end;15.10.2025", "date_end;", "Line "),
        ("rule;greedy-threshold", "rule;condorcet", "“condorcet” cannot be counted here."),
        ("date_end;15.10.2025", "date_end;15.10.2125", "until 15.10.2125."),
    ],
)
def test_import_round_stops_and_imports_nothing_when_the_file_cannot_be_taken(
    run, changed, old, new, said
):
    result = run("import-round", changed(old, new))

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.endswith("Nothing was imported.\n")
    # The same election, unbroken, is new to the database.
    assert run("import-round", ELECTIONS / "kok-bulung-threshold.pb").exit_code == 0


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_import_round_says_so_when_the_file_was_imported_before(run, language):
    first = run("import-round", ELECTIONS / "kok-bulung-threshold.pb", language=language)

    again = run("import-round", ELECTIONS / "kok-bulung-threshold.pb", language=language)

    assert (again.exit_code, again.stderr) == (0, "")
    said, _, rest = again.stdout.partition("\n")
    assert said == catalogue(language).gettext(IMPORTED_BEFORE)
    assert rest == first.stdout


def test_import_round_uses_the_demonstration_when_no_setting_names_a_database(
    run, tmp_path, monkeypatch
):
    folder = tmp_path / "var" / "demo"
    folder.mkdir(parents=True)
    (folder / "keys").write_text(f"{'s' * 48}\n{'k' * 48}\n", encoding="ascii")
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PB_")]:
        monkeypatch.delenv(name)
    arguments = ["--language", "en", "import-round", str(ELECTIONS / "kok-bulung-threshold.pb")]

    without = CliRunner().invoke(main, arguments)
    (folder / "built").touch()
    schema.migrate(f"sqlite:///{folder / 'pb.db'}")
    result = CliRunner().invoke(main, arguments)

    assert (without.exit_code, without.stdout) == (2, "")
    assert "PB_SECRET_KEY" in without.stderr
    assert (result.exit_code, result.stderr.startswith("No setting names")) == (0, True)
    assert "The winners are the same" in result.stdout


def test_import_round_stops_when_there_is_no_such_file(run, tmp_path):
    missing = tmp_path / "жок.pb"

    result = run("import-round", missing)

    assert result.exit_code == 2
    assert result.stderr == f"There is no file “{missing}”. Check the name and the folder.\n"


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_import_round_speaks_the_language_asked_for(run, language):
    result = run("import-round", ELECTIONS / "kok-bulung-threshold.pb", language=language)

    assert result.exit_code == 0
    assert "%(" not in result.stdout
