"""The command that gives a decided round away as a .pb file."""

import pytest

from pb.rules.pabulib import parse
from tests.cli.test_checking import installation, run  # noqa: F401 - a decided round

pytestmark = pytest.mark.usefixtures("installation")


def test_export_writes_what_reads_as_the_round(run, tmp_path):  # noqa: F811
    file = tmp_path / "2026.pb"

    shown = run("export-round", "togz-archa/2026")
    kept = run("export-round", "togz-archa/2026", "--output", str(file))

    assert (shown.exit_code, kept.exit_code, kept.output) == (0, 0, "")
    assert file.read_bytes() == shown.stdout_bytes
    read = parse(file.read_bytes())
    assert read.published == ("1", "2")
    assert [(ballot.choices, ballot.weight) for ballot in read.election.ballots] == [(("1",), 20)]


@pytest.mark.parametrize(
    ("arguments", "language", "words"),
    [
        (["togz-archa"], "en", "Write the round as MUNICIPALITY/ROUND"),
        (["togz-archa/2099"], "ru", "нет"),
        (["togz-archa/2026", "--output", "/no/such/folder/a.pb"], "ru", "ничего не сохранено"),
    ],
)
def test_export_that_cannot_be_is_said_in_a_sentence(run, arguments, language, words):  # noqa: F811
    result = run("export-round", *arguments, language=language)

    assert result.exit_code != 0
    assert words in result.stderr
    assert "Traceback" not in result.output
