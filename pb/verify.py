#!/usr/bin/env python3
"""Recount a round at home: python3 verify.py board.jsonl [--language ky|ru|en] [--root HEX].

Needs Python 3.8 and nothing else. It checks lines, lots, signatures, ballots, and the result, and
says so or names the first difference and exits with 1; with 2 where the file cannot be read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from fractions import Fraction
from typing import Any, Iterator

WORDS = {
    "ok": "Дал келди: {ballots} бюллетень, {lots} топтом, {root} | Сходится: бюллетеней {ballots}, "
    "лотов {lots}, {root} | It agrees: {ballots} ballots, {lots} lots, {root}",
    "won": "Жеңгендер: {names} | Победили: {names} | Selected: {names}",
    "bad": "ДАЛ КЕЛБЕДИ. | НЕ СХОДИТСЯ. | IT DOES NOT AGREE.",
    "read": "файл окулбайт: {why} | файл не читается: {why} | the file cannot be read: {why}",
    "line": "{n}-сап өзгөртүлгөн | строка {n} изменена | line {n} was changed",
    "order": "{n}-сап өз ордунда эмес | строка {n} не на своём месте | line {n} is out of place",
    "lot": "{n}-топтомдун тамыры башка | корень лота {n} другой | the root of lot {n} is another",
    "chain": "чынжыр {n}-топтомдо үзүлөт | цепь рвётся на лоте {n} | the chain breaks at lot {n}",
    "sign": "{n}: кол туура эмес | {n}: подпись неверна | {n}: the signature is wrong",
    "ballot": "{n}-сап: андай болбойт | строка {n}: так не бывает | line {n}: this cannot be",
    "people": "добуш менен адам саны башка | голосов и людей не поровну | votes and people differ",
    "count": "кайра саноо башкача: {why} | пересчёт даёт другое: {why} | the count differs: {why}",
    "final": "түпкү тамыр башка | итоговый корень другой | the final root is another",
    "other": "протоколдо башка тамыр | в протоколе другой корень | the protocol names another root",
    "rule": "«{why}» эрежеси саналбайт. | Правило «{why}» не считается. | Not counted: “{why}”.",
    "uneven": "Номерлер тегиз эмес: сураңыз. | Номера неровны: спросите. | Uneven numbers: ask.",
}
LANGUAGES, CHANNELS = ("ky", "ru", "en"), ("internet", "paper", "assembly")


class Differs(Exception):
    """The first thing that does not agree: a key of WORDS, its facts."""


def say(key: str, language: str, **facts: Any) -> str:
    said = WORDS[key].split(" | ")[LANGUAGES.index(language)].format(**facts)
    return "".join(sign if sign.isprintable() else "?" for sign in said)


def need(holds: Any, key: str, **facts: Any) -> None:
    if not holds:
        raise Differs(key, facts)


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """The tree of RFC 6962, section 2.1, over leaves in this order."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha(b"")
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha(b"\x01" + root_of(leaves[:split]) + root_of(leaves[split:]))


# Ed25519, RFC 8032, section 5.1.7; points as (X, Y, Z, T) of section 5.1.4.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
BASE = bytes.fromhex("58" + "66" * 31)
D, ROOT = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)


def point_of(data: bytes) -> Any:
    """The point in 32 bytes, or None."""
    sign, y = divmod(int.from_bytes(data, "little"), 2**255)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def add(one: Any, other: Any) -> Any:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, point: Any) -> Any:
    total = (0, 1, 1, 0)
    for bit in bin(number)[2:]:
        total = add(add(total, total), point) if bit == "1" else add(total, total)
    return total


def is_signed(key: bytes, text: bytes, signature: bytes) -> bool:
    point, first = point_of(key), point_of(signature[:32])
    number = int.from_bytes(signature[32:], "little")
    if len(key) != 32 or len(signature) != 64 or not point or not first or number >= L:
        return False
    drawn = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little")
    one, other = times(number, point_of(BASE)), add(first, times(drawn % L, point))
    return not any((one[at] * other[2] - other[at] * one[2]) % P for at in (0, 1))


def plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    inner = [one for _, value in pairs for one in (value if isinstance(value, list) else [value])]
    rest = [one for one in inner if one is not None and type(one) not in (str, dict)]
    if any(type(n) is not int or abs(n) >= 10**15 for n in rest):
        raise ValueError("what is no text, whole number, object or list of them")
    return dict(pairs)


OUT = [("internet", kind, kind != "replaced") for kind in ("void", "override", "replaced")]
ORDER = ("round", "lot", "ballot", "annulled", "hands", "participation", "result", "final")


def read(data: bytes) -> Any:
    """The board by kinds of line, in the order they have to stand, exactly as they were written."""
    found: Any = {kind: [] for kind in ORDER}
    at, rows = 0, data.split(b"\n")
    need(rows.pop() == b"" and rows, "line", n=len(rows) + 1)
    for number, row in enumerate(rows, 1):
        try:
            content = json.loads(row.decode(), object_pairs_hook=plain)
            text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            kind = min(content.keys() - {"board"})
        except (ValueError, RecursionError, AttributeError):
            raise Differs("line", {"n": number}) from None
        need(text == row.decode(), "line", n=number)
        need(kind in ORDER and ORDER.index(kind) >= at, "order", n=number)
        at = ORDER.index(kind)
        found[kind].append((number, content[kind]))
    need(all(len(found[kind]) == 1 for kind in ("round", *ORDER[-3:])), "order", n=len(rows))
    return found


def check_lots(about: Any, found: Any) -> None:
    """Leaves make lots, lots make a chain, all of it is signed."""
    name, key, last, before = about["name"], bytes.fromhex(about["public_key"]), b"", bytes(32)
    leaves: dict[int, list[bytes]] = {}
    for number, one in found["ballot"]:
        marks = [f"{mark:d}" for mark in one["marks"]]
        if "points" in one:
            marks = [f"{mark}:{points:d}" for mark, points in zip(marks, one["points"])]
        said = (">" if about["vote_type"] == "ordinal" else ",").join(marks)
        leaf = sha(b"\x00" + f"pb1\n{name}\n{one['number']}\n{said}\n{one['salt']}\n".encode())
        need(leaf > last, "order", n=number)
        last = leaf
        leaves.setdefault(one["lot"], []).append(leaf)
    for number, one in found["annulled"]:
        need((one["channel"], one["kind"], "decision" in one) in OUT, "ballot", n=number)
        leaves.setdefault(one["lot"], []).append(bytes.fromhex(one["leaf"]))
    for expected, (number, lot) in enumerate(found["lot"], 1):
        n, own, sizes = lot["sequence"], leaves.pop(lot["sequence"], []), [lot[c] for c in CHANNELS]
        need(len(set(own)) == sum(sizes) and root_of(sorted(own)).hex() == lot["root"], "lot", n=n)
        need(n == expected and lot["previous"] == before.hex(), "chain", n=n)
        parts = (name, n, lot["channel"], ",".join(map(str, sizes)), lot["root"], lot["previous"])
        text = "".join(f"{part}\n" for part in ("pb1-lot", *parts)).encode()
        signature = bytes.fromhex(lot["signature"])
        # The signatures of the first lots are held by those of the last ones, through the chain.
        need(expected <= len(found["lot"]) - 200 or is_signed(key, text, signature), "sign", n=n)
        # Fewer than 20 would tell who is in it: only what is left at the close is, as "mixed".
        kind, held = lot["channel"], dict(zip(CHANNELS, sizes)).get(lot["channel"], 0)
        need(min(sizes) >= 0 and (kind == "mixed" or held == len(own) >= 20), "ballot", n=number)
        before = sha(text + signature)
    need(not leaves, "lot", n=min(leaves, default=0))


def is_allowed(about: Any, one: Any, chosen: list[Any]) -> bool:
    """Whether the round allows the marks of a ballot; `chosen` are those of its projects."""
    marks, points, kind = one["marks"], one.get("points", []), about["vote_type"]
    parts, most = [project.get("heading") for project in chosen], about.get("points", 0)
    return (
        about["min_choices"] <= len(set(marks)) == len(chosen) == len(marks) <= about["max_choices"]
        and (kind == "ordinal" or marks == sorted(marks))
        and about.get("hands") != "alone"
        and len(points) == (len(marks) if kind in ("cumulative", "scoring") else 0)
        and all(0 < given <= most for given in points)
        and (kind != "cumulative" or sum(points) <= most)
        and ("within" not in about or sum(one["cost"] for one in chosen) <= about["within"])
        and all(parts.count(part) <= about.get("by_heading", len(parts)) for part in parts)
    )


def check_ballots(about: Any, found: Any) -> bool:
    """Each ballot is one the round allows, and as many as took part; whether numbers are even."""
    on_ballot = {project["number"]: project for project in about["projects"]}
    first, count = about["numbers"]["first"], about["numbers"]["count"]
    spread: dict[int, int] = {}
    for number, one in found["ballot"]:
        drawn, chosen = one["number"], [on_ballot[n] for n in one["marks"] if n in on_ballot]
        need(first <= drawn < first + count and is_allowed(about, one, chosen), "ballot", n=number)
        spread[drawn] = spread.get(drawn, 0) + 1
    people = found["participation"][0][1]
    for channel in {*CHANNELS, *people}:
        annulled = sum(one["channel"] == channel for _, one in found["annulled"])
        missing = people[channel] + annulled - sum(lot[channel] for _, lot in found["lot"])
        need(missing == 0 or (missing > 0 and channel != "internet"), "people")
    for number, one in found["hands"]:
        rows, most = list(one["votes"].values()), one["marked"]
        fits = "hands" in about and all(min(row) >= 0 and sum(row) <= most for row in rows)
        fits = fits and {*one["votes"]} <= {*map(str, on_ballot)} and most <= one["attended"]
        need(fits and sum(r[0] for r in rows) <= most * about["max_choices"], "ballot", n=number)
    need(sum(one["marked"] for _, one in found["hands"]) in (0, people["assembly"]), "people")
    even, freedom = len(found["ballot"]) / count or 1, max(count - 1, 1)
    square = (count - len(spread)) * even + sum((n - even) ** 2 for n in spread.values()) / even
    # Wilson and Hilferty: about one honest board in a thousand lies above.
    bound: float = freedom * (1 - 2 / (9 * freedom) + 3.1 * (2 / (9 * freedom)) ** 0.5) ** 3
    return not found["ballot"] or square <= bound


def recount(about: Any, found: Any) -> bool:
    """The published result again from the ballots; False where the rule is not known here."""
    projects, result = about["projects"], found["result"][0][1]
    scores = {project["number"]: 0 for project in projects}
    best, top = min(about["max_choices"], len(projects)), about.get("top_places")
    for _, one in found["ballot"]:
        for place, mark in enumerate(one["marks"]):
            worth = one["points"][place] if "points" in one else 1
            if about["vote_type"] == "ordinal":
                worth = int(place < top) if top else best - place
            scores[mark] += worth
    for mark, row in (pair for _, one in found["hands"] for pair in one["votes"].items()):
        scores[int(mark)] += row[0]
    told = {str(number): score for number, score in scores.items()}
    need(told == result["scores"], "count", why=told)
    need(result["ballots"] == len(found["ballot"]), "count", why=len(found["ballot"]))
    ranks: dict[str, Any] = {
        "own-share": lambda project: -Fraction(project["own_contribution"], project["cost"]),
        "lower-cost": lambda project: project["cost"],
        "listed-first": projects.index,
    }
    rule, asked = about["rule"], [*about["ties"], "listed-first"]
    if rule not in ("greedy", "greedy-no-skip", "greedy-threshold") or set(asked) - set(ranks):
        return False
    left, selected = about["budget"], []
    order = [(-scores[one["number"]], *(ranks[tie](one) for tie in asked)) for one in projects]
    for _, project in sorted(zip(order, projects), key=lambda pair: pair[0]):
        if scores[project["number"]] < about["threshold"]:
            continue
        if project["cost"] <= left:
            left -= project["cost"]
            selected.append(project["number"])
        elif rule == "greedy-no-skip":
            break
    need(selected == result["selected"], "count", why=selected)
    need((result["cost"], result["left"]) == (about["budget"] - left, left), "count", why=left)
    return True


def verify(data: bytes, root: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """What was found, as (key of WORDS, facts); raises Differs at the first difference."""
    try:
        found = read(data)
        about, final = found["round"][0][1], found["final"][0][1]
        above = sha(data[: data[:-1].rfind(b"\n") + 1]).hex()
        need(final["root"] == above, "final")
        need(above.startswith("".join(root.lower().split())), "other")
        text = f"pb1-final\n{about['name']}\n{above}\n".encode()
        key, signature = bytes.fromhex(about["public_key"]), bytes.fromhex(final["signature"])
        written = signature.hex() == final["signature"]
        need(written and is_signed(key, text, signature), "sign", n=data.count(b"\n"))
        check_lots(about, found)
        is_even, is_counted = check_ballots(about, found), recount(about, found)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise Differs("read", {"why": repr(error)[:80]}) from None
    yield "ok", {"ballots": len(found["ballot"]), "lots": len(found["lot"]), "root": above}
    yield "won", {"names": ", ".join(map(str, found["result"][0][1]["selected"])) or "–"}
    for said, holds in (("uneven", is_even), ("rule", is_counted)):
        if not holds:
            yield said, {"why": about["rule"]}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("file")
    parser.add_argument("--language", choices=LANGUAGES, default="ky")
    parser.add_argument("--root", default="", help="as the protocol or the journal has it")
    given = parser.parse_args(arguments)
    out: Any = sys.stdout
    out.reconfigure(errors="replace")  # Not every console has the letters of Kyrgyz.
    try:
        with open(given.file, "rb") as file:
            told = list(verify(file.read(), given.root))
    except OSError as error:
        print(say("read", given.language, why=error), file=sys.stderr)
        return 2
    except Differs as found:
        print(say("bad", given.language), say(found.args[0], given.language, **found.args[1]))
        return 1
    print("\n".join(say(key, given.language, **facts) for key, facts in told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
