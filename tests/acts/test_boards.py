"""The board of a round: published with the confirmation, recounted by a stranger's program."""

import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

import pb
from pb import lifecycle, verify
from pb.acts import boards
from pb.records import boards as records
from pb.records import documents
from pb.records.results import result_of
from pb.rules import board as rules
from pb.rules.board import LotChannel
from pb.rules.refusals import Code, Conflict, NotAllowed
from pb.rules.roles import Role
from pb.rules.rounds import LOT, Phase
from pb.rules.terms import Terms
from pb.services.audit import Tag
from tests.fingerprint import fingerprint, one_event, refused
from tests.paper_stage import with_station
from tests.stage import KEYS, som

PROGRAM = Path(pb.__file__).with_name("verify.py")
VOTERS = 2 * LOT + 5


def board(stage):
    return records.board_of(stage.place, stage.round().id)


def content(stage):
    return stage.storage.get(board(stage).sha256)


@pytest.fixture
def decided(stage):
    """A round with two lots by phone and a mixed one; its board is published."""
    terms = Terms(budget=som(500_000), max_choices=2)
    people = stage.open_voting(300_000, 200_000, 400_000, voters=VOTERS, terms=terms)
    for number, person in enumerate(people):
        stage.vote(person, *((1,), (2, 3), (1, 2))[number % 3])
        if number in (LOT + 2, 2 * LOT + 2):
            lifecycle.tick(KEYS, stage.now)
    stage.decided()
    return stage


def said(data, **options):
    return [key for key, _ in verify.verify(data, **options)]


def test_a_strangers_program_recounts_the_board_in_three_languages(decided, tmp_path):
    path = tmp_path / "board.jsonl"
    path.write_bytes(content(decided))

    for language, agrees in (("ky", "Дал келди"), ("ru", "Сходится"), ("en", "It agrees")):
        command = [sys.executable, "-I", "-S", PROGRAM, path, "--language", language]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)

        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout.startswith(f"{agrees}: ")
        assert board(decided).root.hex() in ran.stdout


def test_the_board_holds_what_was_counted_and_nothing_of_anyone(decided):
    lines = [json.loads(line) for line in content(decided).splitlines()]
    result = result_of(decided.place, decided.round().id)

    assert [next(k for k in sorted(line) if k != "board") for line in lines] == [
        "round", *["lot"] * 3, *["ballot"] * VOTERS, "participation", "result", "final",
    ]  # fmt: skip
    assert {key for line in lines if "ballot" in line for key in line["ballot"]} == {
        "lot", "number", "marks", "salt",
    }  # fmt: skip
    assert lines[-3]["participation"] == {"internet": VOTERS, "paper": 0, "assembly": 0}
    assert lines[-2]["result"]["scores"] == {
        str(line.project.number): line.score for line in result.lines
    }
    assert (board(decided).ballots, board(decided).lots) == (VOTERS, 3)


def test_lots_are_signed_and_chained_and_the_rest_is_mixed(decided):
    seals = records.seals_of(decided.round().id)
    key = Ed25519PublicKey.from_public_bytes(KEYS.public_key)
    name = f"{decided.slug}/2026"

    assert [(seal.sequence, seal.channel) for seal in seals] == [
        (1, LotChannel.INTERNET), (2, LotChannel.INTERNET), (3, LotChannel.MIXED),
    ]  # fmt: skip
    before = rules.FIRST
    for seal in seals:
        text = seal.head(name).text()
        key.verify(seal.signature, text)
        with pytest.raises(InvalidSignature):
            key.verify(seal.signature, text + b"\n")
        assert seal.previous == before
        before = rules.chained(text, seal.signature)


def test_the_same_facts_give_the_same_bytes(decided):
    round_ = decided.round()

    again, root = boards.written(round_, result_of(decided.place, round_.id), KEYS)

    assert again == content(decided)
    assert root == board(decided).root
    assert hashlib.sha256(again).hexdigest() == board(decided).sha256


def test_every_flipped_bit_of_a_board_is_noticed(decided):
    good = content(decided)
    dice = random.Random(20260302)  # noqa: S311 - a test repeats itself

    for _ in range(1_000):
        at, bit = dice.randrange(len(good)), 1 << dice.randrange(8)
        bad = bytearray(good)
        bad[at] ^= bit
        with pytest.raises(verify.Differs):
            said(bytes(bad))


def resigned(lines):
    """The board anew after somebody who has our key changed its lines."""
    body = b"".join(map(rules.line, lines[:-1]))
    root = hashlib.sha256(body).digest()
    text = rules.final_text(lines[0]["round"]["name"], root)
    return body + rules.line({"final": {"root": root.hex(), "signature": KEYS.sign(text).hex()}})


def change_a_ballot(lines):
    ballot = next(line["ballot"] for line in lines if "ballot" in line)
    ballot["marks"] = [3] if ballot["marks"] != [3] else [1]


def drop_a_ballot(lines):
    lines.remove(next(line for line in lines if "ballot" in line))


def repeat_a_ballot(lines):
    at = next(at for at, line in enumerate(lines) if "ballot" in line)
    lines.insert(at, lines[at])


def swap_lots(lines):
    lines[1], lines[2] = lines[2], lines[1]


def add_a_participant(lines):
    lines[-3]["participation"]["internet"] += 1


def add_a_vote(lines):
    lines[-2]["result"]["scores"]["3"] += 1


def let_another_win(lines):
    lines[-2]["result"]["selected"].reverse()


def spend_more(lines):
    lines[-2]["result"]["left"] -= 100


def lower_the_limit(lines):
    lines[0]["round"]["max_choices"] = 1


@pytest.mark.parametrize(
    ("change", "noticed"),
    [
        (change_a_ballot, {"order", "lot"}),
        (drop_a_ballot, {"lot"}),
        (repeat_a_ballot, {"order"}),
        (swap_lots, {"chain", "lot"}),
        (add_a_participant, {"people"}),
        (add_a_vote, {"count"}),
        (let_another_win, {"count"}),
        (spend_more, {"count"}),
        (lower_the_limit, {"ballot"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_who_has_our_key_cannot_change_a_board_either(decided, change, noticed):
    lines = [json.loads(line) for line in content(decided).splitlines()]
    assert said(resigned(lines)) == said(content(decided))
    change(lines)

    with pytest.raises(verify.Differs) as differs:
        said(resigned(lines))

    assert differs.value.args[0] in noticed


def test_the_root_of_the_protocol_names_one_board(decided):
    root = board(decided).root.hex()
    papers = documents.documents_of_round(decided.place, decided.round().id)
    assert [json.loads(paper.facts)["board"] for paper in papers] == [root, root]

    assert said(content(decided), root=root[: rules.JOURNAL]) == said(content(decided))
    with pytest.raises(verify.Differs, match="other"):
        said(content(decided), root="0" * rules.JOURNAL)


@pytest.mark.parametrize("data", [b"", b"\n", b"{}\n", b"[]\n", b'{"round":1}\n', b"\xff\n",
                                  b"[" * 100_000 + b"\n", b'{"a":1,"a":1}\n'])  # fmt: skip
def test_what_is_no_board_is_said_to_be_none(data):
    with pytest.raises(verify.Differs):
        said(data)


def test_paper_and_phone_lie_in_lots_of_their_own_while_there_are_enough(stage):
    paper = with_station(stage, voters=2 * LOT + 3, stock=LOT + 2)
    for number, person in enumerate(paper.people):
        if number < LOT + 1:
            stage.vote(person, 1)
        else:
            paper.mark(person)
    lifecycle.tick(KEYS, stage.now)
    paper.open_box(LOT + 2)
    paper.approve(paper.entered(*[f"{number} 1" for number in paper.numbers]))
    stage.decided()

    assert [
        (seal.channel, seal.internet, seal.paper) for seal in records.seals_of(stage.round().id)
    ] == [(LotChannel.INTERNET, LOT + 1, 0), (LotChannel.PAPER, 0, LOT + 2)]
    assert "ok" in said(content(stage))


def test_the_board_is_published_with_the_confirmation_or_not_at_all(stage):
    for person in stage.open_voting(100_000, voters=3):
        stage.vote(person, 1)
    stage.go_to(Phase.COUNTING)
    clerk, member = stage.person(Role.OPERATOR), stage.person(Role.COMMISSION)
    lifecycle.count(clerk, stage.place, "2026", KEYS, stage.now)
    before = fingerprint()

    with refused(NotAllowed, Code.SECOND_PERSON_NEEDED):
        lifecycle.confirm(clerk, stage.place, "2026", KEYS, stage.storage, stage.now)
    assert fingerprint() == before
    with one_event(Tag.BOARD_PUBLISHED):
        boards.publish(member, stage.place, "2026", KEYS, stage.storage, stage.now)
    with refused(Conflict, Code.BOARD_EXISTS):
        boards.publish(member, stage.place, "2026", KEYS, stage.storage, stage.now)


def test_a_round_whose_lots_were_never_signed_has_no_board(stage):
    stage.open_voting(100_000, voters=3)
    stage.decided()

    assert "ok" in said(content(stage))
    assert json.loads(content(stage).splitlines()[-2])["result"]["ballots"] == 0
