"""Boards that do not agree, each with the key by which both verifiers have to name its damage."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from pb.rules import board as rules
from tests.boards_cheated import cheats
from tests.boards_made import (
    FIRST,
    HANDS,
    KEYS,
    OTHER_BALLOTS,
    Line,
    about,
    by_hand,
    less,
    lines_of,
    projects,
    signed,
)

Change = Callable[[list[Line]], Any]


def changed(change: Change) -> bytes:
    """A good board of three lots, changed, and signed again."""
    lines = json.loads(json.dumps(lines_of(about(), 3, 20)))
    change(lines)
    return signed(lines)


def at(lines: list[Line], kind: str) -> int:
    """Where the first line of a kind stands."""
    return next(n for n, line in enumerate(lines) if kind in line)


def put(kind: str, *path: Any) -> Change:
    """Put the last of the path where the rest of it leads in the first line of a kind."""
    *way, key, value = path

    def change(lines: list[Line]) -> None:
        content = lines[at(lines, kind)][kind]
        for step in way:
            content = content[step]
        content[key] = value

    return change


def swapped(one: int, other: int) -> Change:
    """Two lines in one another's places, counted from the first or from the last."""

    def change(lines: list[Line]) -> None:
        lines[one], lines[other] = lines[other], lines[one]

    return change


def without(kind: str) -> Change:
    """The first line of a kind left out."""
    return lambda lines: lines.pop(at(lines, kind))


def twice(kind: str) -> Change:
    """The first line of a kind twice."""
    return lambda lines: lines.insert(at(lines, kind), lines[at(lines, kind)])


def lacking(kind: str, *path: Any) -> Change:
    """The first line of a kind without what stands at the end of the path."""
    *way, key = path

    def change(lines: list[Line]) -> None:
        content = lines[at(lines, kind)][kind]
        for step in way:
            content = content[step]
        del content[key]

    return change


def of_type(name: str, *path: Any) -> bytes:
    """A board of other ballots on which the round says another thing of them."""
    facts = about(**{"projects": projects(5), "budget": 40_000_000, **OTHER_BALLOTS[name]})
    lines = json.loads(json.dumps(lines_of(facts)))
    put("round", *path)(lines)
    return signed(lines)


OTHERWISE: dict[str, bytes] = {
    "points-too-many": of_type("shared-points", "points", 2),
    "points-too-high": of_type("points-for-each", "points", 1),
    "points-where-there-are-none": of_type("points-for-each", "vote_type", "approval"),
    "none-where-there-are-points": of_type("two-of-a-part", "vote_type", "scoring"),
    "a-ranking-cut": of_type("a-ranking", "max_choices", 1),
    "dearer-than-the-budget": of_type("within-the-budget", "within", 23_000_000),
    "one-of-a-part": of_type("two-of-a-part", "by_heading", 1),
}
"""Boards with a ballot that the round would not have allowed."""

SIGNED_ANEW: dict[str, list[Change]] = {
    "order": [swapped(1, 8), swapped(8, 9), swapped(-1, -2), without("result"), without("round"),
              twice("participation"), twice("ballot"), lambda lines: lines.append({"more": 1})],
    "lot": [put("ballot", "lot", 9), put("lot", "root", "0" * 64), put("lot", "internet", 19),
            without("ballot"), put("lot", "sequence", 2)],
    "chain": [without("lot"), swapped(1, 2), put("lot", "previous", "1" * 64)],
    "sign": [put("lot", "signature", "0" * 128), put("lot", "channel", "paper"),
             put("lot", "signature", "00"), put("lot", "signature", "f" * 128),
             put("round", "public_key", "0" * 64), put("round", "public_key", "f" * 64),
             put("round", "public_key", KEYS.public_key.hex() + "00"),
             put("round", "public_key", "")],
    "ballot": [put("round", "max_choices", 1), put("round", "min_choices", 2),
               put("round", "numbers", "first", FIRST + 1), put("round", "numbers", "count", 9),
               put("round", "projects", 0, "number", 7)],
    "people": [put("participation", "internet", 61), put("participation", "internet", 59),
               put("participation", "paper", -1)],
    "count": [put("result", "scores", "3", 999), put("result", "scores", "4", 0),
              lacking("result", "scores", "3"), put("result", "ballots", 59),
              put("result", "selected", [1]), put("result", "selected", [2, 1]),
              put("result", "selected", []),
              put("result", "cost", 1), put("result", "left", 5),
              put("round", "budget", 10_000_000), put("round", "threshold", 1_000)],
    "read": [lacking("round", "name"), lacking("round", "public_key"), lacking("round", "projects"),
             lacking("round", "numbers", "count"), lacking("round", "max_choices"),
             lacking("round", "budget"), lacking("round", "ties"), lacking("ballot", "salt"),
             lacking("round", "projects", 1, "cost"), lacking("lot", "signature"),
             lacking("lot", "previous"),
             lacking("result", "selected"), put("participation", "airship", 1),
             put("round", "public_key", "x" * 64), put("round", "public_key", 5),
             put("lot", "signature", "0" * 127), put("round", "projects", 0, "cost", 0),
             put("round", "numbers", {}), put("round", "projects", 5), put("lot", "paper", "0")],
    "line": [put("round", "budget", 1.5), put("round", "edition", False),
             put("round", "edition", True), put("round", "budget", 10**15),
             put("round", "edition", [[]]), lambda lines: lines.insert(-1, {"board": 1})],
}  # fmt: skip
"""What has to be said of a change that somebody makes who has our key."""

ROWS: dict[str, bytes] = {
    "no-json": b"board",
    "blank": b"",
    "a-list": b'["round"]',
    "a-text": b'"round"',
    "a-number": b"5",
    "a-blank-inside": b'{"board": 1}',
    "keys-in-another-order": b'{"round":{},"board":1}',
    "keys-in-the-order-of-utf-16": '{"board":1,"round":{"😀":1,"\uffff":1}}'.encode(),
    "a-key-twice": b'{"round":{"a":1,"a":1}}',
    "a-letter-escaped": b'{"round":{"a":"\\u0061"}}',
    "a-slash-escaped": b'{"round":{"a":"\\/"}}',
    "a-backspace-by-its-number": b'{"round":{"a":"\\u0008"}}',
    "hex-in-capitals": b'{"round":{"a":"\\u001F"}}',
    "half-a-pair": b'{"round":{"a":"\\ud83d"}}',
    "a-bare-control-character": b'{"round":{"a":"\t"}}',
    "no-utf-8": b'{"round":{"a":"\xff"}}',
    "a-surrogate-in-utf-8": b'{"round":{"a":"\xed\xa0\x80"}}',
    "a-byte-order-mark": b'\xef\xbb\xbf{"round":{}}',
    "a-carriage-return": b'{"round":{}}\r',
    "a-zero-in-front": b'{"round":{"a":01}}',
    "less-than-nothing": b'{"round":{"a":-0}}',
    "a-plus": b'{"round":{"a":+1}}',
    "an-exponent": b'{"round":{"a":1e2}}',
    "no-number": b'{"round":{"a":NaN}}',
    "a-comma-too-many": b'{"round":{"a":1,}}',
    "a-bracket-too-few": b'{"round":{"a":1}',
    "a-bracket-too-many": b'{"round":{"a":1}}}',
    "deep": b'{"round":' * 5_000,
    "lists-in-lists": b"[" * 100_000,
}
"""First lines that are not as a board is written."""


def of_out(*path: Any) -> bytes:
    """A board with ballots taken out, and another thing said of the first of them."""
    lines = less(json.loads(json.dumps(lines_of(about()))), ("void", "replaced"))
    put("annulled", *path)(lines)
    return signed(lines)


def of_hands(*path: Any, hands: str = "beside") -> bytes:
    """A board with hands, and another thing said of them."""
    facts = about(hands=hands) if hands else about()
    lines = by_hand(json.loads(json.dumps(lines_of(facts))), *HANDS)
    lines = json.loads(json.dumps(lines))
    if path:
        put("hands", *path)(lines)
    return signed(lines)


OF_NEW_LINES: tuple[tuple[str, bytes], ...] = (
    ("lot", of_out("leaf", "0" * 64)),
    ("lot", of_out("lot", 9)),
    ("ballot", of_out("kind", "replaced")),
    ("ballot", of_out("channel", "paper")),
    ("ballot", of_out("kind", "lost")),
    ("read", of_out("leaf", "x" * 64)),
    ("ballot", of_hands("votes", "1", [61, 0, 0])),
    ("ballot", of_hands("votes", "1", [5, -1, 0])),
    ("people", of_hands("marked", 61)),
    ("count", of_hands("votes", "1", [6, 40, 10])),
    ("ballot", of_hands("votes", "9", [1, 0, 0])),
    ("ballot", of_hands("votes", "01", [5, 40, 10])),
    ("read", of_hands("votes", 5)),
    ("read", of_hands("votes", "1", [])),
    ("ballot", of_hands("votes", {"1": [60, 0, 0], "2": [60, 0, 0], "3": [1, 0, 0]})),
    ("ballot", of_hands(hands="")),
    ("ballot", of_hands(hands="alone")),
)


def bad() -> Iterator[tuple[str, bytes, str, str]]:
    """Boards that do not agree: a name, the bytes, the root asked for, the key that says it."""
    for key, changes in SIGNED_ANEW.items():
        for number, change in enumerate(changes):
            yield f"{key}-{number}", changed(change), "", key
    for name, data in OTHERWISE.items():
        yield name, data, "", "ballot"
    for number, (key, data) in enumerate(OF_NEW_LINES):
        yield f"new-lines-{number}", data, "", key
    yield "more-places", of_type("first-places", "top_places", 2), "", "count"
    yield from cheats()
    for name, row in ROWS.items():
        yield name, row + b"\n", "", "line"
    board = signed(lines_of(about()))
    for name, data in (("nothing", b""), ("no-end", board[:-1]), ("more", board + b"\n")):
        yield name, data, "", "line"
    yield "a-line-alone", b'{"round":1}\n', "", "order"
    yield "an-unknown-line", b'{"airship":1}\n', "", "order"
    yield "another-root", board, "0" * rules.JOURNAL, "other"
    last = board[:-1].rfind(b"\n") + 1
    body, final = board[:last], json.loads(board[last:])["final"]
    signature = final["signature"]
    for name, key, change in (
        ("final-root", "final", {"root": "0" * 64}),
        ("final-signature", "sign", {"signature": "0" * 128}),
        ("final-signature-of-the-root-of-another", "sign", {"signature": signature[:-2] + "00"}),
        ("final-signature-in-capitals", "sign", {"signature": signature.upper()}),
        ("final-signature-cut", "sign", {"signature": signature[:-2]}),
        ("final-signature-no-hex", "read", {"signature": "x" * 128}),
    ):
        yield name, body + rules.line({"final": {**final, **change}}), "", key
    yield "final-is-no-object", body + rules.line({"final": final["root"]}), "", "read"
