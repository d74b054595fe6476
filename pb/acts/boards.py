"""Publishing the board: everything that was counted, in a file a stranger can recount."""

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pb.gateways.keys import Keys
from pb.gateways.storage import Storage
from pb.records import assemblies, boards, decisions, places, proposals, results, rounds
from pb.records.base import db
from pb.records.boards import Board
from pb.records.results import Result
from pb.records.rounds import Round
from pb.rules import board
from pb.rules.access import Act
from pb.rules.ballots import SMALLEST_NUMBER, marks_of
from pb.rules.refusals import Code, Conflict, NotFound
from pb.rules.rule_sets.choices import AssemblyHands
from pb.rules.tally.election import Outcome
from pb.services import audit, counts, elections
from pb.services.actors import Actor, require
from pb.services.work import unit_of_work


def publish(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    keys: Keys,
    storage: Storage,
    now: datetime,
    act: Act = Act.CONFIRM_RESULT,
) -> bool:
    """Make the board of the latest count and keep it; False where its lots were never signed.

    `act` is CONFIRM_CORRECTION for a corrected count, whose board stands beside the one before.

    Raises:
        NotAllowed, NotNow: as the tables say.
        Conflict: RESULT_MISSING, BOARD_EXISTS.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug, hold=True)
        require(actor, act, municipality_id, round_, now)
        result = results.latest_count(municipality_id, round_.id)
        if result is None:
            raise Conflict(Code.RESULT_MISSING)
        if boards.has_unsigned(round_.id):
            return False
        before = boards.board_of(municipality_id, round_.id)
        if before is not None and before.version == result.version:
            raise Conflict(Code.BOARD_EXISTS)
        content, root = written(round_, result, keys)
        kept = Board(
            municipality_id=municipality_id,
            round_id=round_.id,
            version=result.version,
            sha256=storage.put(content),
            size=len(content),
            ballots=result.ballots,
            lots=len(boards.seals_of(round_.id)),
            root=root,
            created_at=now,
        )
        db.session.add(kept)
        audit.append(
            audit.Tag.BOARD_PUBLISHED,
            actor,
            municipality_id,
            now,
            round_slug,
            version=kept.version,
            root=root.hex(),
            sha256=kept.sha256,
        )
        return True


@dataclass(frozen=True)
class Recounted:
    """A board made anew from the database, beside the one that was published."""

    root: str
    """Of the published one, in hex."""
    differs_at: int | None
    """The first line that is not the same, from 1; None where every byte is."""


def recount(municipality_id: int, round_slug: str, keys: Keys, storage: Storage) -> Recounted:
    """Make the board of a round anew and compare it byte for byte; nothing is written.

    Raises:
        NotFound: NOT_FOUND, also for a round without a board.
        Conflict: RESULT_STALE while a correction of the count is due.
    """
    round_ = rounds.round_of(municipality_id, round_slug)
    kept = boards.board_of(municipality_id, round_.id)
    result = results.result_of(municipality_id, round_.id)
    if kept is None or result is None:
        raise NotFound(Code.NOT_FOUND)
    counts.require_fresh(round_, result)
    published = storage.get(kept.sha256).split(b"\n")
    again = written(round_, result, keys)[0].split(b"\n")
    pairs = enumerate(itertools.zip_longest(published, again), start=1)
    differs_at = next((at for at, (one, other) in pairs if one != other), None)
    return Recounted(kept.root.hex(), differs_at)


def written(round_: Round, result: Result, keys: Keys) -> tuple[bytes, bytes]:
    """The bytes of the board of a result, and its final root; the same facts, the same bytes."""
    name = f"{places.municipality_by_id(round_.municipality_id).slug}/{round_.slug}"
    body = b"".join(map(board.line, _lines(round_, result, name, keys)))
    root = hashlib.sha256(body).digest()
    signature = keys.sign(board.final_text(name, root))
    last = board.line({"final": {"root": root.hex(), "signature": signature.hex()}})
    return body + last, root


def _lines(round_: Round, result: Result, name: str, keys: Keys) -> Iterator[dict[str, Any]]:
    yield {"board": 1, "round": _about(round_, result, name, keys)}
    for seal in boards.seals_of(round_.id):
        yield {
            "lot": {
                "sequence": seal.sequence,
                "channel": seal.channel.value,
                "internet": seal.internet,
                "paper": seal.paper,
                "assembly": seal.assembly,
                "root": seal.root.hex(),
                "previous": seal.previous.hex(),
                "signature": seal.signature.hex(),
            }
        }
    opened = [
        (board.ballot_leaf(name, one.number, one.marks, one.salt), one)
        for one in boards.opened_ballots(round_.id)
    ]
    for _, one in sorted(opened, key=lambda pair: pair[0]):
        yield {
            "ballot": {
                "lot": one.lot,
                "number": one.number,
                **_marks(one.marks),
                "salt": one.salt.hex(),
            }
        }
    for out in decisions.annulled_on_board(round_.id):
        yield {
            "annulled": {
                "lot": out.lot,
                "leaf": out.leaf.hex(),
                "channel": out.channel.value,
                "kind": out.kind.value,
                **({"decision": out.decision} if out.decision else {}),
            }
        }
    for act in assemblies.hands_on_board(round_.municipality_id, round_.id):
        yield {
            "hands": {
                "act": act.act,
                "attended": act.attended,
                "marked": act.marked,
                "votes": {str(number): list(raised) for number, raised in act.votes.items()},
            }
        }
    took_part = boards.participation_by_channel(round_.id)
    yield {"participation": {channel.value: number for channel, number in took_part.items()}}
    yield {
        "result": {
            "version": result.version,
            "ballots": result.ballots,
            "scores": {str(one.project.number): one.score for one in result.lines},
            "selected": [one.project.number for one in result.lines if one.outcome is Outcome.WON],
            "cost": result.cost,
            "left": result.left,
        }
    }


def _marks(text: str) -> dict[str, list[int]]:
    marks = marks_of(text)
    given = {"points": list(marks.points)} if marks.points else {}
    return {"marks": list(marks.choices), **given}


def _about(round_: Round, result: Result, name: str, keys: Keys) -> dict[str, Any]:
    """What the ballots were cast on and are counted by; amounts in tyiyn."""
    return {
        "name": name,
        "title": {"ky": round_.title.ky, "ru": round_.title.ru},
        "edition": round_.edition,
        "currency": round_.currency,
        "budget": result.budget,
        "vote_type": round_.vote_type.value,
        "min_choices": round_.min_choices,
        "max_choices": round_.max_choices,
        "rule": "+".join((result.allocation_rule.value, *elections.extras_of(round_))),
        "threshold": result.threshold,
        **_ballot_rules(round_),
        **_hands(round_),
        "ties": result.ties.split(","),
        "numbers": {"first": SMALLEST_NUMBER, "count": round_.terms.number_space},
        "projects": [
            {
                "number": project.number,
                "name": {"ky": project.title.ky, "ru": project.title.ru},
                "cost": project.cost,
                "own_contribution": project.own_contribution,
                **(
                    {"heading": project.heading_number}
                    if round_.by_heading and project.heading_number
                    else {}
                ),
            }
            for project in proposals.projects_of(round_.id)
        ],
        "public_key": keys.public_key.hex(),
    }


def _hands(round_: Round) -> dict[str, str]:
    """Whether hands count beside ballots or alone; nothing where they do not."""
    if round_.hands is AssemblyHands.NONE:
        return {}
    return {"hands": "alone" if round_.hands is AssemblyHands.ALONE else "beside"}


def _ballot_rules(round_: Round) -> dict[str, int]:
    """What a ballot has to keep to beside its choices; what does not hold is not named."""
    rules = {
        "points": round_.points,
        "top_places": elections.top_places_of(round_),
        "within": round_.budget if round_.within_budget else 0,
        "by_heading": round_.by_heading,
    }
    return {name: number for name, number in rules.items() if number}
