"""Imports go down only: the contracts of setup.cfg hold, and each of them can fail."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = (
    "import sys; from importlinter.cli import lint_imports as lint; sys.exit(lint(no_cache=True))"
)

# The smallest house with every floor.
FLOORS = [
    "app.py", "lifecycle.py", "web/__init__.py", "cli/__init__.py", "acts/__init__.py",
    "acts/ballots.py", "acts/rounds.py", "services/__init__.py", "documents/__init__.py",
    "gateways/__init__.py", "records/__init__.py", "records/residents.py", "records/roll_lines.py",
    "records/paper_marks.py", "records/voids.py", "records/assembly_marks.py",
    "records/call_audits.py", "records/kiosk_tickets.py",
    "records/marks.py", "records/groups/__init__.py", "records/groups/members.py",
    "records/score_sheets.py", "records/supports.py", "rules/__init__.py",
]  # fmt: skip


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def small_house(tmp_path):
    for name in ("__init__.py", *FLOORS):
        file = tmp_path / "pb" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('"""A floor."""\n')
    shutil.copy(ROOT / "setup.cfg", tmp_path)
    return tmp_path


def test_the_house_keeps_its_walls():
    result = lint(ROOT)

    assert result.returncode == 0, result.stdout + result.stderr


def test_a_house_without_imports_passes(small_house):
    result = lint(small_house)

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("file", "planted", "contract"),
    [
        ("rules/__init__.py", "import pb.records", "Imports go down only"),
        ("web/__init__.py", "import pb.cli", "Imports go down only"),
        ("app.py", "import pb.cli", "Imports go down only"),
        ("cli/__init__.py", "import pb.web", "The terminal's door does not know"),
        ("acts/ballots.py", "import pb.acts.rounds", "Acts do not call acts"),
        ("rules/__init__.py", "import sqlalchemy", "Rules are pure"),
        ("rules/__init__.py", "import random", "Rules are pure"),
        ("rules/__init__.py", "import numpy", "Only the count knows NumPy"),
        ("services/__init__.py", "import numpy", "Only the count knows NumPy"),
        ("web/__init__.py", "import sqlalchemy", "Doors write no queries"),
        ("cli/__init__.py", "import pb.records.residents", "Doors write no queries"),
        ("web/__init__.py", "import pb.records.score_sheets", "Doors write no queries"),
        ("web/__init__.py", "import pb.records.supports", "Doors write no queries"),
        ("rules/__init__.py", "import pb.services\n", "No rings of folders"),
    ],
)
def test_lint_breaks_the_contract_when_a_violation_is_planted(small_house, file, planted, contract):
    if contract == "No rings of folders":
        (small_house / "pb/services/__init__.py").write_text("import pb.rules\n")
    (small_house / "pb" / file).write_text(planted + "\n")

    result = lint(small_house)

    broken = [line for line in result.stdout.splitlines() if line.endswith("BROKEN")]
    assert result.returncode == 1
    assert any(line.startswith(contract) for line in broken), result.stdout
