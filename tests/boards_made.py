"""Boards for both verifiers, and those of which both have to say that they agree.

Made by `pb/rules/board.py` from numbers alone, so the same words give the same bytes everywhere.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from pb.gateways.keys import Keys
from pb.rules import board as rules
from pb.rules.rounds import LOT

KEYS = Keys("k" * 40)
NAME = "togz-archa/2026"
FIRST = 1000
Line = dict[str, Any]


def projects(number: int, cost: int = 10_000_000) -> list[Line]:
    """Projects whose costs and contributions differ; the names hold every kind of letter."""
    return [
        {
            "number": n,
            "name": {
                "ky": f"Көпүрө «Өзөн» {n}",
                "ru": None if n == 2 else f'Мост \\ "Речка"\t{n} 🌉',
            },
            "cost": cost + 1_000_000 * (n % 3),
            "own_contribution": 500_000 * (n % 4),
        }
        for n in range(1, number + 1)
    ]


def about(**changes: Any) -> Line:
    """The round of a board of three projects where nothing else is said."""
    return {
        "name": NAME,
        "title": {"ky": "Жергиликтүү демилгелер сынагы", "ru": "Конкурс местных инициатив"},
        "edition": "2026",
        "currency": "KGS",
        "budget": 22_000_000,
        "vote_type": "approval",
        "min_choices": 1,
        "max_choices": 2,
        "rule": "greedy",
        "threshold": 0,
        "ties": ["own-share", "lower-cost", "listed-first"],
        "numbers": {"first": FIRST, "count": 10},
        "projects": projects(3),
        "public_key": KEYS.public_key.hex(),
        **changes,
    }


def lines_of(facts: Line, lots: int = 2, size: int = 25) -> list[Line]:
    """The lines of a board whose ballots fill so many lots; its result is left to be counted."""
    ballots: list[tuple[bytes, Line]] = []
    sealed: list[Line] = []
    previous = rules.FIRST
    for sequence in range(1, lots + 1):
        leaves = []
        for n in range((sequence - 1) * size, sequence * size):
            salt = hashlib.sha256(b"%d" % n).digest()[: rules.SALT]
            marks, points, said = marked(facts, n)
            number = FIRST + n % facts["numbers"]["count"]
            leaf = rules.ballot_leaf(facts["name"], number, said, salt)
            leaves.append(leaf)
            line = {"lot": sequence, "number": number, "marks": marks, "salt": salt.hex(), **points}
            ballots.append((leaf, {"ballot": line}))
        root = rules.lot_root(leaves)
        channel = rules.LotChannel.INTERNET if size >= LOT else rules.LotChannel.MIXED
        head = rules.LotHead(facts["name"], sequence, channel, size, 0, 0, root, previous)
        signature = KEYS.sign(head.text())
        sealed.append({"lot": {
            "sequence": sequence, "channel": channel.value, "internet": size, "paper": 0,
            "assembly": 0, "root": root.hex(), "previous": previous.hex(),
            "signature": signature.hex(),
        }})  # fmt: skip
        previous = rules.chained(head.text(), signature)
    ballots.sort(key=lambda pair: pair[0])
    cast = [line for _, line in ballots]
    people = {"participation": {"internet": lots * size, "paper": 0, "assembly": 0}}
    return [{"board": 1, "round": facts}, *sealed, *cast, people, {"result": counted(facts, cast)}]


def less(lines: list[Line], kinds: tuple[str, ...]) -> list[Line]:
    """The same board after so many of its ballots were taken out: their leaves stay."""
    facts = lines[0]["round"]
    cast = [line for line in lines if "ballot" in line]
    out, decided = [], 0
    for line, kind in zip(cast, kinds, strict=False):
        one = line["ballot"]
        said = ",".join(map(str, one["marks"]))
        leaf = rules.ballot_leaf(facts["name"], one["number"], said, bytes.fromhex(one["salt"]))
        told = {"lot": one["lot"], "leaf": leaf.hex(), "channel": "internet", "kind": kind}
        decided += kind != "replaced"
        out.append({"annulled": {**told, **({"decision": decided} if kind != "replaced" else {})}})
    rest = cast[len(kinds) :]
    lots = [line for line in lines if "lot" in line]
    people = {"participation": {"internet": len(rest), "paper": 0, "assembly": 0}}
    return [lines[0], *lots, *rest, *out, people, {"result": counted(facts, rest)}]


def by_hand(lines: list[Line], *acts: Line) -> list[Line]:
    """The same board after assemblies raised their hands."""
    facts = lines[0]["round"]
    cast = [line for line in lines if "ballot" in line]
    people = next(line["participation"] for line in lines if "participation" in line)
    people = {**people, "assembly": sum(act["marked"] for act in acts)}
    front = [line for line in lines[:-2] if "participation" not in line]
    hands = [{"hands": act} for act in acts]
    result = {"result": counted(facts, cast, acts)}
    return [*front, *hands, {"participation": people}, result]


HANDS: tuple[Line, ...] = (
    {"act": 1, "attended": 70, "marked": 60, "votes": {"1": [5, 40, 10], "3": [55, 0, 5]}},
    {"act": 3, "attended": 30, "marked": 30, "votes": {"2": [30, 0, 0]}},
)


def marked(facts: Line, n: int) -> tuple[list[int], Line, str]:
    """The marks of ballot n by the type of vote, its points, the text of both."""
    numbers = [project["number"] for project in facts["projects"]]
    both = [numbers[n % len(numbers)], numbers[n * n % len(numbers)]]
    if facts["vote_type"] == "ordinal":
        marks = list(dict.fromkeys(both))
        return marks, {}, ">".join(map(str, marks))
    marks = sorted(set(both))
    if "points" not in facts:
        return marks, {}, ",".join(map(str, marks))
    points = [1 + n % 2, 1][: len(marks)]
    said = ",".join(f"{mark}:{given}" for mark, given in zip(marks, points, strict=True))
    return marks, {"points": points}, said


def worth(facts: Line, ballot: Line) -> list[int]:
    """What each mark of a ballot is worth."""
    places = range(len(ballot["marks"]))
    if facts["vote_type"] == "ordinal":
        top, most = facts.get("top_places"), min(facts["max_choices"], len(facts["projects"]))
        return [int(place < top) if top else most - place for place in places]
    return ballot.get("points", [1 for _ in places])


def counted(facts: Line, cast: list[Line], hands: Sequence[Line] = ()) -> Line:
    """The result by the greedy rules, with the tie breaks a list of projects is sorted by."""
    scores = {project["number"]: 0 for project in facts["projects"]}
    for line in cast:
        ballot = line["ballot"]
        for mark, points in zip(ballot["marks"], worth(facts, ballot), strict=True):
            scores[mark] += points
    for act in hands:
        for number, votes in act["votes"].items():
            scores[int(number)] += votes[0]
    left, selected = facts["budget"], []
    for project in sorted(facts["projects"], key=lambda one: (-scores[one["number"]], *(
        {"own-share": -one["own_contribution"] / one["cost"], "lower-cost": one["cost"]}.get(tie, 0)
        for tie in facts["ties"]
    ))):  # fmt: skip
        if scores[project["number"]] < facts["threshold"]:
            continue
        if project["cost"] <= left:
            left -= project["cost"]
            selected.append(project["number"])
        elif facts["rule"] == "greedy-no-skip":
            break
    return {
        "version": 1,
        "ballots": len(cast),
        "scores": {str(number): score for number, score in scores.items()},
        "selected": selected,
        "cost": facts["budget"] - left,
        "left": left,
    }


PARTS = [{**one, "heading": one["number"] % 2 + 1} for one in projects(5)]
OTHER_BALLOTS: dict[str, Line] = {
    "shared-points": {"vote_type": "cumulative", "points": 3},
    "points-for-each": {"vote_type": "scoring", "points": 2},
    "a-ranking": {"vote_type": "ordinal", "max_choices": 3},
    "a-ranking-of-all": {"vote_type": "ordinal", "max_choices": 9},
    "first-places": {"vote_type": "ordinal", "top_places": 1},
    "within-the-budget": {"within": 24_000_000},
    "two-of-a-part": {"by_heading": 2, "projects": PARTS},
    "one-of-each-part": {
        "by_heading": 1,
        "projects": [{**one, "heading": one["number"]} for one in PARTS],
    },
}
"""What else a round may ask of a ballot."""


def signed(lines: list[Line]) -> bytes:
    """The board of these lines, as whoever has our key would write it."""
    body = b"".join(map(rules.line, lines))
    root = hashlib.sha256(body).digest()
    signature = KEYS.sign(rules.final_text(NAME, root)).hex()
    return body + rules.line({"final": {"root": root.hex(), "signature": signature}})


def good() -> Iterator[tuple[str, bytes, list[str]]]:
    """Boards that agree: a name, the bytes, what is said of them."""
    yield "plain", signed(lines_of(about())), ["ok", "won"]
    yield "empty", signed(lines_of(about(), lots=0)), ["ok", "won"]
    yield "one-lot-of-one", signed(lines_of(about(numbers={"first": FIRST, "count": 1}), 1, 1)), [
        "ok", "won",
    ]  # fmt: skip
    yield "odd-lots", signed(lines_of(about(), 3, 21)), ["ok", "won"]
    for rule in ("greedy-no-skip", "greedy-threshold"):
        facts = about(rule=rule, threshold=18, projects=projects(7), budget=40_000_000)
        yield rule, signed(lines_of(facts)), ["ok", "won"]
    stopped = about(rule="greedy-no-skip", projects=projects(7), budget=21_500_000)
    yield "no-skip-stops", signed(lines_of(stopped)), ["ok", "won"]
    for tie in ("own-share", "lower-cost", "listed-first"):
        facts = about(ties=[tie], projects=projects(20), budget=60_000_000, max_choices=2)
        yield f"tie-{tie}", signed(lines_of(facts, 2, 20)), ["ok", "won"]
    for name, changes in OTHER_BALLOTS.items():
        facts = about(**{"projects": projects(5), "budget": 40_000_000, **changes})
        yield name, signed(lines_of(facts)), ["ok", "won"]
    yield (
        "ballots-taken-out",
        signed(less(lines_of(about()), ("void", "replaced", "override"))),
        ["ok", "won"],
    )
    beside = lines_of(about(hands="beside"))
    yield "hands-beside", signed(by_hand(beside, *HANDS)), ["ok", "won"]
    alone = lines_of(about(hands="alone"), lots=0)
    yield "hands-alone", signed(by_hand(alone, *HANDS)), ["ok", "won"]
    everyone = {"act": 2, "attended": 60, "marked": 60}
    everyone["votes"] = {"1": [60, 0, 0], "2": [60, 0, 0], "3": [0, 60, 0]}
    yield "every-hand", signed(by_hand(beside, everyone)), ["ok", "won"]
    lines = lines_of(about())
    lines[-2] = {"participation": {"internet": 50, "paper": 3, "assembly": 5}}
    yield "people-without-ballots", signed(lines), ["ok", "won"]
    largest = {**about(), "edition": 10**15 - 1}
    yield "as-large-as-can-be", signed(lines_of(largest)), ["ok", "won"]
    yield "another-tie", signed(lines_of(about(ties=["lot"]))), ["ok", "won", "rule"]
    yield "another-rule", signed(lines_of(about(rule="equalshares"))), ["ok", "won", "rule"]
    lines = lines_of(about(numbers={"first": FIRST, "count": 1}))
    lines[0]["round"]["numbers"] = {"first": FIRST, "count": 1_000}
    yield "uneven", signed(lines), ["ok", "won", "uneven"]
    lines = lines_of(about())
    lines[0]["note"] = {"\uffff": "", "😀": "", "é\x7f\u2028": "\b\f\x00\x1f/"}
    yield (
        "letters-in-the-order-of-code-points",
        signed([{"board": 1, "round": lines[0]["round"], "å": lines[0]["note"]}, *lines[1:]]),
        ["ok", "won"],
    )
    # Over 200 lots only the last 200 signatures are asked: the chain holds the first.
    lines = lines_of(about(), 202, 1)
    yield "many-lots", signed(lines), ["ok", "won"]
