"""The program of a stranger: what it says of every board, and what it does with any file."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import pb
from pb import verify
from pb.rules.rounds import LOT
from tests.boards_cheated import spreads
from tests.boards_damaged import bad
from tests.boards_made import KEYS, about, good, lines_of, signed
from tests.signatures_forged import FORGED, NOTHING

PROGRAM = Path(pb.__file__).with_name("verify.py")
BAD = list(bad())
OLDEST = (3, 8)


def said(data, root=""):
    return list(verify.verify(data, root))


@pytest.mark.parametrize(
    ("data", "keys"),
    [pytest.param(data, keys, id=name) for name, data, keys in (*good(), *spreads())],
)
def test_a_board_that_agrees_is_said_to_agree(data, keys):
    assert [key for key, _ in said(data)] == keys


@pytest.mark.parametrize(
    ("data", "root", "key"),
    [pytest.param(data, root, key, id=name) for name, data, root, key in BAD],
)
def test_a_board_that_does_not_agree_is_named_by_its_damage(data, root, key):
    with pytest.raises(verify.Differs) as differs:
        said(data, root)

    assert differs.value.args[0] == key


def test_what_is_found_is_told_with_the_facts_of_the_board():
    board = signed(lines_of(about()))

    (ok, facts), (won, names) = said(board)

    assert (ok, facts["ballots"], facts["lots"]) == ("ok", 50, 2)
    assert facts["root"] == json.loads(board.splitlines()[-1])["final"]["root"]
    assert (won, names) == ("won", {"names": "2, 3"})


def test_an_empty_round_has_no_winner():
    assert said(signed(lines_of(about(threshold=1), lots=0)))[1] == ("won", {"names": "–"})


def test_a_rule_that_is_not_counted_here_is_named():
    board = signed(lines_of(about(rule="equalshares")))

    assert said(board)[-1] == ("rule", {"why": "equalshares"})


def test_the_digits_of_the_journal_are_read_as_people_copy_them():
    board = signed(lines_of(about()))
    root = said(board)[0][1]["root"]

    for typed in (
        root[:16],
        root[:16].upper(),
        f"{root[:4]} {root[4:8]} {root[8:16]}",
        f" {root} ",
    ):
        assert said(board, typed) == said(board)


def test_a_lot_is_as_large_as_the_house_seals_it():
    small, large = (signed(lines_of(about(), 1, size)) for size in (LOT - 1, LOT))

    assert b'"channel":"mixed"' in small
    assert b'"channel":"mixed"' not in large
    assert [key for key, _ in said(large)] == ["ok", "won"]


def test_a_round_of_very_many_numbers_is_checked_in_a_moment():
    numbers = {"first": 1000, "count": 10**14}

    assert said(signed(lines_of(about(numbers={"first": 1000, "count": 10}))))[0][0] == "ok"
    lines = lines_of(about(numbers={"first": 1000, "count": 10}))
    lines[0]["round"]["numbers"] = numbers
    assert said(signed(lines))[0][0] == "ok"


# Ed25519: what a signature may not be, however the numbers come out.


@pytest.mark.parametrize(("key", "signature"), FORGED.values(), ids=FORGED)
def test_a_signature_written_in_another_way_is_none(key, signature):
    assert verify.is_signed(NOTHING, b"text", NOTHING + bytes(32))
    assert not verify.is_signed(key, b"text", signature)


def test_a_coordinate_as_large_as_the_field_is_none():
    key = verify.P.to_bytes(32, "little")

    assert not any(verify.is_signed(key, bytes([n]), NOTHING + bytes(32)) for n in range(64))


def test_signatures_of_another_program_are_read_and_no_bit_of_them_may_change():
    for n in range(8):
        private = Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32)
        key, text = private.public_key().public_bytes_raw(), b"text %d" % n
        good_one = private.sign(text)

        assert verify.is_signed(key, text, good_one)
        assert not verify.is_signed(key, text + b" ", good_one)
        assert not verify.is_signed(key, text, good_one + b"\0")
        assert not verify.is_signed(key, text, good_one[:-1])
        assert not verify.is_signed(KEYS.public_key, text, good_one)
        higher = int.from_bytes(good_one[32:], "little") + verify.L
        assert not verify.is_signed(key, text, good_one[:32] + higher.to_bytes(32, "little"))


# The program as people start it.


def run(*arguments, **environment):
    """How it ended, what it wrote, what it wrote to the side; as bytes."""
    ran = subprocess.run(
        [sys.executable, PROGRAM, *arguments],
        capture_output=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip
    assert b"Traceback" not in ran.stderr
    return ran.returncode, ran.stdout, ran.stderr


@pytest.fixture
def board(tmp_path):
    path = tmp_path / "board.jsonl"
    path.write_bytes(signed(lines_of(about())))
    return path


@pytest.mark.parametrize("language", verify.LANGUAGES)
@pytest.mark.parametrize(
    ("content", "line"),
    [(b"", 1), (b"\n\n", 1), (b"PK\x03\x04\xff\xfe\0\n\n", 1), (b"[" * 100_000, 1)],
    ids=["empty", "blank", "binary", "deep"],
)
def test_a_file_that_is_no_board_is_refused_in_words(tmp_path, language, content, line):
    path = tmp_path / "board.jsonl"
    path.write_bytes(content)

    code, told, aside = run(path, "--language", language)

    assert (code, aside) == (1, b"")
    assert told.decode().strip() == (
        f"{verify.say('bad', language)} {verify.say('line', language, n=line)}"
    )


@pytest.mark.parametrize("language", verify.LANGUAGES)
@pytest.mark.parametrize("name", ["gone.jsonl", ".", "x" * 300])
def test_a_file_that_cannot_be_read_is_said_to_be_so(tmp_path, language, name):
    code, told, aside = run(tmp_path / name, "--language", language)

    assert (code, told) == (2, b"")
    assert aside.decode().startswith(verify.say("read", language, why=""))


def test_whoever_starts_it_wrongly_is_told_how():
    assert run()[0] == 2
    assert run("board.jsonl", "--language", "xx")[0] == 2


def test_the_root_of_another_protocol_is_noticed(board):
    assert run(board, "--root", "0" * 16, "--language", "en") == (
        1, b"IT DOES NOT AGREE. the protocol names another root\n", b"",
    )  # fmt: skip


@pytest.mark.parametrize("letters", ["ascii", "cp1251", "latin-1", "utf-8"])
def test_a_console_without_our_letters_still_hears_the_outcome(board, tmp_path, letters):
    code, told, aside = run(board, PYTHONIOENCODING=letters)
    torn = tmp_path / "torn.jsonl"
    torn.write_bytes(board.read_bytes()[:-9])

    assert (code, aside) == (0, b"")
    assert said(board.read_bytes())[0][1]["root"].encode() in told
    assert run(torn, PYTHONIOENCODING=letters)[0] == 1
    assert run(tmp_path / "gone", PYTHONIOENCODING=letters)[0] == 2


def test_a_board_cannot_steer_the_terminal(tmp_path):
    path = tmp_path / "board.jsonl"
    path.write_bytes(signed(lines_of(about(rule="\x1b[2J\x1b[1;1H\u202eok\n"))))

    code, told, _ = run(path, "--language", "en")

    assert code == 0
    assert told.count(b"\n") == 3
    assert "Not counted: “?[2J?[1;1H?ok?”." in told.decode()


def test_it_is_written_for_an_old_python_and_needs_nothing_else():
    tree = ast.parse(PROGRAM.read_text(encoding="utf-8"), feature_version=OLDEST)

    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import)
             for alias in node.names}  # fmt: skip
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names <= {"__future__", *sys.stdlib_module_names}
    # What 3.8 has not, though its grammar would let it pass.
    methods = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not methods & {"removeprefix", "removesuffix", "bit_count", "is_relative_to"}
    assert not any(
        keyword.arg == "strict"
        for node in ast.walk(tree) if isinstance(node, ast.Call)
        for keyword in node.keywords
    )  # fmt: skip
