"""The board through its pages: what is signed during the voting, everything after the count."""

import base64
import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

import pb
from pb import lifecycle, verify
from pb.records import boards
from pb.rules.roles import Role
from pb.rules.rounds import LOT, Phase
from tests.stage import KEYS
from tests.web.browser import say

BOARD = "rounds/2026/board"


def voted(stage, number):
    for person in stage.open_voting(100_000, 200_000, voters=number):
        stage.vote(person, 1)


def test_while_the_voting_lasts_everyone_sees_what_is_signed_and_no_ballot(stage, reader):
    voted(stage, LOT + 1)
    lifecycle.tick(KEYS, stage.now)
    visitor = reader()

    page = visitor.go(BOARD)
    text = visitor.go("rounds/2026/checkpoint.txt").response.text

    head = text.splitlines()[3]
    assert head in page.text
    said, _, signed = text.rpartition("\n")[0].rpartition("\n")
    key, signature = signed.split()
    assert key == KEYS.public_key.hex()
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    public.verify(base64.b64decode(signature), said.encode())
    assert visitor.go("rounds/2026/board.jsonl").status == 404


def test_after_the_count_everyone_downloads_the_board_and_the_program(stage, reader):
    voted(stage, LOT)
    stage.decided()
    visitor = reader("ru")

    page = visitor.go(BOARD)
    root = boards.board_of(stage.place, stage.round().id).root.hex()
    assert root in page.text
    board = visitor.go("rounds/2026/board.jsonl").response
    program = visitor.open("/verify.py").response

    assert board.headers["X-Content-SHA256"] == hashlib.sha256(board.data).hexdigest()
    assert next(verify.verify(board.data))[1]["root"] == root
    assert program.data.startswith(b"#!/usr/bin/env python3")
    assert say("Anyone can recount this round", "ru") in visitor.go("rounds/2026/results").text


def test_the_board_offers_a_page_for_those_without_python_to_keep_and_open_at_home(stage, reader):
    voted(stage, LOT)
    stage.decided()
    visitor = reader("ky")

    offer = visitor.go(BOARD)
    page = visitor.open(offer.link("verify.html")).response

    assert say("For those without Python:", "ky") in offer.text
    assert page.headers["Content-Disposition"] == 'attachment; filename="verify.html"'
    assert page.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert page.data == Path(pb.__file__).with_name("verify.html").read_bytes()


def test_a_board_of_a_few_is_for_the_commission_only(stage, reader, signed_in):
    voted(stage, LOT - 1)
    stage.decided()
    member, clerk, visitor = signed_in(Role.COMMISSION), signed_in(Role.OPERATOR), reader()

    for person in (clerk, visitor):
        assert person.go("rounds/2026/board.jsonl").status == 404
        assert say(
            "So the members of the commission see the board, and everyone sees the totals."
        ) in (person.go(BOARD).text)
    assert member.go("rounds/2026/board.jsonl").status == 200


@pytest.mark.parametrize("phase", [Phase.SUBMISSION, Phase.COUNTING])
def test_before_the_result_is_confirmed_there_is_nothing_to_download(stage, reader, phase):
    stage.announced()
    stage.go_to(phase)

    assert reader().go("rounds/2026/board.jsonl").status == 404
    assert reader().go(BOARD).status == 200
