"""Boards of somebody who has our key and signs every lot anew: whatever is signed has to be right.

In `tests/boards_damaged.py` a line is changed and the board signed again; here what hangs on the
line goes with it: leaves, the order of ballots, roots, the chain, the signatures of lots.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from pb.rules import board as rules
from tests.boards_made import (
    FIRST,
    HANDS,
    KEYS,
    Line,
    about,
    by_hand,
    less,
    lines_of,
    projects,
    signed,
)

Change = Callable[[list[Line]], Any]


def of_kind(lines: list[Line], kind: str) -> list[Line]:
    """What the lines of a kind say."""
    return [line[kind] for line in lines if kind in line]


def leaf_of(facts: Line, ballot: Line) -> bytes:
    """The leaf of a ballot as it stands on a board."""
    marks = list(map(str, ballot["marks"]))
    if "points" in ballot:
        marks = [f"{mark}:{given}" for mark, given in zip(marks, ballot["points"], strict=False)]
    said = (">" if facts["vote_type"] == "ordinal" else ",").join(marks)
    salt = bytes.fromhex(ballot["salt"])
    return rules.ballot_leaf(facts["name"], ballot["number"], said, salt)


def sealed(lines: list[Line]) -> bytes:
    """The board of these lines, each lot signed as it now is."""
    facts = lines[0]["round"]
    cast = sorted(of_kind(lines, "ballot"), key=lambda one: leaf_of(facts, one))
    out = of_kind(lines, "annulled")
    previous = rules.FIRST
    for lot in of_kind(lines, "lot"):
        leaves = [leaf_of(facts, one) for one in cast if one["lot"] == lot["sequence"]]
        leaves += [bytes.fromhex(one["leaf"]) for one in out if one["lot"] == lot["sequence"]]
        numbers = [lot[channel] for channel in ("internet", "paper", "assembly")]
        head = rules.LotHead(
            facts["name"], lot["sequence"], lot["channel"], *numbers,
            rules.lot_root(leaves), previous,
        )  # fmt: skip
        signature = KEYS.sign(head.text())
        lot.update(
            root=head.root.hex(), previous=previous.hex(), signature=signature.hex()
        )  # fmt: skip
        previous = rules.chained(head.text(), signature)
    at = next(at for at, line in enumerate(lines) if "ballot" in line)
    rest = [line for line in lines if "ballot" not in line]
    return signed([*rest[:at], *({"ballot": one} for one in cast), *rest[at:]])


def cheated(change: Change, lots: int = 3, size: int = 20, **facts: Any) -> bytes:
    """A good board, changed, and every lot of it signed anew."""
    lines = json.loads(json.dumps(lines_of(about(**facts), lots, size)))
    change(lines)
    return sealed(lines)


def first_ballot(**content: Any) -> Change:
    """The first ballot says this."""
    return lambda lines: of_kind(lines, "ballot")[0].update(content)


def first_lot(**content: Any) -> Change:
    """The first lot says this of itself."""
    return lambda lines: of_kind(lines, "lot")[0].update(content)


def more_ballots(*lots: int) -> Change:
    """One more ballot of each lot, which says nothing of it."""

    def change(lines: list[Line]) -> None:
        for lot in lots:
            more = {"lot": lot, "number": FIRST, "marks": [1], "salt": f"{lot:02}" * rules.SALT}
            lines.insert(4, {"ballot": more})

    return change


def fewer_by_phone(lines: list[Line]) -> None:
    """Ten votes of the first lot are gone, and people at tables are said to be fewer than none."""
    ten = [line for line in lines if line.get("ballot", {}).get("lot") == 1][:10]
    for line in ten:
        lines.remove(line)
    of_kind(lines, "lot")[0].update(paper=-10, channel="mixed")


def moved_on(lines: list[Line]) -> None:
    """Lots counted from 2."""
    for one in [*of_kind(lines, "lot"), *of_kind(lines, "ballot")]:
        one["sequence" if "sequence" in one else "lot"] += 1


def leaf_twice() -> bytes:
    """A lot that holds a ballot and says that the same one was taken out."""
    lines = json.loads(json.dumps(less(lines_of(about()), ("void", "replaced"))))
    out = of_kind(lines, "annulled")
    kept = next(one for one in of_kind(lines, "ballot") if one["lot"] == out[0]["lot"])
    out[0]["leaf"] = leaf_of(lines[0]["round"], kept).hex()
    return sealed(lines)


def one_point(lines: list[Line]) -> None:
    """Every ballot gives one point, though the round has none."""
    for one in of_kind(lines, "ballot"):
        one["points"] = [1 for _ in one["marks"]]


def parts(lines: list[Line]) -> None:
    """Everybody chose one project, and one ballot two of one part and one of another."""
    first, *others = of_kind(lines, "ballot")
    first["marks"] = [1, 2, 3]
    for one in others:
        one["marks"] = [3]


def one_more(lines: list[Line]) -> None:
    """One more ballot in a lot that counts it."""
    more_ballots(1)(lines)
    first_lot(internet=21)(lines)


def old_signature() -> bytes:
    """One more ballot in a lot, its root made anew, its signature the old one."""
    old = of_kind(lines_of(about(), 3, 20), "lot")[0]["signature"]
    lines = [json.loads(row) for row in cheated(one_more).splitlines()][:-1]
    of_kind(lines, "lot")[0]["signature"] = old
    return signed(lines)


def kinds_twice() -> bytes:
    """A board with two last lines."""
    lines = lines_of(about())
    return signed([*lines, {"final": {"root": "0" * 64, "signature": "0" * 128}}])


def unsigned_first_of_many() -> bytes:
    """Of 202 lots the third is the first whose own signature is asked for: it is another's."""
    lines = json.loads(json.dumps(lines_of(about(), 202, 1)))
    lots = of_kind(lines, "lot")
    previous = bytes.fromhex(lots[2]["previous"])
    for at, lot in enumerate(lots[2:], 3):
        numbers = [lot[channel] for channel in ("internet", "paper", "assembly")]
        head = rules.LotHead(
            lines[0]["round"]["name"], at, lot["channel"], *numbers,
            bytes.fromhex(lot["root"]), previous,
        )  # fmt: skip
        signature = KEYS.sign(b"another" if at == 3 else head.text())
        lot.update(previous=previous.hex(), signature=signature.hex())
        previous = rules.chained(head.text(), signature)
    return signed(lines)


SPREADS = (
    ([3, 11, 7, 6, 1, 11, 0, 1, 4, 6], True),
    ([6, 11, 3, 8, 1, 0, 5, 0, 10, 6], False),
    ([36, 14], True),
    ([37, 13], False),
)
"""How often each control number was drawn, and whether chance makes that."""


def spreads() -> Iterator[tuple[str, bytes, list[str]]]:
    """Boards as `tests.boards_made.good` gives them: numbers at the edge, three channels in one."""
    for spread, is_even in SPREADS:
        numbers = [FIRST + number for number, times in enumerate(spread) for _ in range(times)]
        facts = about(numbers={"first": FIRST, "count": len(spread)})
        lines = json.loads(json.dumps(lines_of(facts)))
        for ballot, number in zip(of_kind(lines, "ballot"), numbers, strict=True):
            ballot["number"] = number
        keys = ["ok", "won"] if is_even else ["ok", "won", "uneven"]
        yield f"numbers-{spread[0]}", sealed(lines), keys
    lines = json.loads(json.dumps(lines_of(about(), 1, 19)))
    some = {"internet": 9, "paper": 6, "assembly": 4}
    of_kind(lines, "lot")[0].update(some)
    of_kind(lines, "participation")[0].update(some)
    yield "three-channels", sealed(lines), ["ok", "won"]


def cheats() -> Iterator[tuple[str, bytes, str, str]]:
    """Boards as `tests.boards_damaged.bad` gives them."""
    points = {"vote_type": "scoring", "points": 2}
    two_parts = [{**one, "heading": 1 + one["number"] // 3} for one in projects(3)]
    of_parts = {"by_heading": 1, "max_choices": 3, "projects": two_parts}
    for name, key, data in (
        ("a-choice-twice", "ballot", cheated(first_ballot(marks=[1, 1]))),
        ("choices-out-of-order", "ballot", cheated(first_ballot(marks=[2, 1]))),
        ("too-many-choices", "ballot", cheated(first_ballot(marks=[1, 2, 3]))),
        ("no-choice", "ballot", cheated(first_ballot(marks=[]))),
        ("a-project-of-another-round", "ballot", cheated(first_ballot(marks=[9]))),
        ("one-project-of-another-round", "ballot", cheated(first_ballot(marks=[1, 9]))),
        ("less-than-a-project", "ballot", cheated(first_ballot(marks=[-1]))),
        ("a-choice-in-words", "read", cheated(first_ballot(marks=["1"]))),
        ("no-points", "ballot", cheated(first_ballot(marks=[1], points=[0]), **points)),
        ("points-below-none", "ballot", cheated(first_ballot(marks=[1], points=[-1]), **points)),
        ("points-of-nobody", "ballot", cheated(first_ballot(marks=[1], points=[1, 1]), **points)),
        ("points-in-words", "read", cheated(first_ballot(marks=[1], points=["1"]), **points)),
        ("points-without-a-limit", "ballot", cheated(one_point, vote_type="scoring")),
        ("two-of-one-part-and-one-of-another", "ballot", cheated(parts, **of_parts)),
        ("a-number-never-drawn", "ballot", cheated(first_ballot(number=FIRST + 10))),
        ("a-number-below", "ballot", cheated(first_ballot(number=FIRST - 1))),
        ("a-number-in-words", "read", cheated(first_ballot(number=str(FIRST)))),
        ("a-ballot-of-no-lot", "lot", cheated(more_ballots(9))),
        ("ballots-of-no-lots", "lot", cheated(more_ballots(9, 8))),
        ("a-ballot-more-than-its-lot", "lot", cheated(more_ballots(1))),
        ("fewer-than-nobody", "ballot", cheated(fewer_by_phone)),
        ("a-small-lot", "ballot", cheated(first_lot(channel="internet"), 1, 19)),
        ("a-lot-of-nobody", "ballot", cheated(first_lot(channel="airship"))),
        ("a-lot-of-another-channel", "ballot", cheated(first_lot(channel="paper"))),
        ("a-lot-of-two-channels", "ballot", cheated(first_lot(internet=19, paper=1))),
        ("lots-from-two", "chain", cheated(moved_on)),
        ("a-leaf-twice", "lot", leaf_twice()),
        ("an-old-signature", "sign", old_signature()),
        # As where a ballot was changed and the first one left to count as well.
        ("one-vote-more", "people", cheated(one_more)),
        ("two-ends", "order", kinds_twice()),
        ("the-first-signature-that-is-asked", "sign", unsigned_first_of_many()),
    ):  # fmt: skip
        yield name, data, "", key
    last = signed(lines_of(about()))
    yield "no-end-at-all", last[: last[:-1].rfind(b"\n") + 1], "", "order"
    nobody = signed(lines_of(about(numbers={"first": FIRST, "count": 0}), lots=0))
    yield "no-numbers-at-all", nobody, "", "read"
    lowest = {**about(), "edition": -(10**15)}
    yield "less-than-can-be", signed([{"board": 1, "round": lowest}]), "", "line"
    for name, key, change in (
        ("more-hands-than-people", "people", ("participation", "assembly", 1)),
        ("hands-of-nobody-who-came", "ballot", ("hands", "attended", 59)),
    ):
        lines = json.loads(json.dumps(by_hand(lines_of(about(hands="beside")), *HANDS)))
        kind, word, number = change
        of_kind(lines, kind)[0][word] = number
        yield name, signed(lines), "", key
