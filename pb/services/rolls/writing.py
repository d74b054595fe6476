"""Writing a whole roll at once, in Core statements: what is new, what stays, what goes.

A line that somebody enrolled on, or whose data somebody looked at, keeps its id whatever comes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import bindparam, delete, func, insert, select, update

from pb.records.base import db, new_ref
from pb.records.personal import Sealed
from pb.records.privacy import PersonalAccess
from pb.records.residents import RollEntry, residents_by_pin_tag
from pb.rules.people import name_key
from pb.rules.rolls import Entry
from pb.rules.rolls.states import EntryStatus

CHUNK = 1_000
"""Lines in one statement."""

LINES: Any = RollEntry.__table__


T = TypeVar("T")


@dataclass(frozen=True)
class Written:
    """What became of the lines of a roll."""

    added: int
    kept: int
    """Lines of people who were on it before and still are, whatever changed about them."""
    gone: int


@dataclass(frozen=True, slots=True)
class _Before:
    """A line that was there."""

    id: int
    resident_id: int | None
    is_looked_at: bool


class _Row(NamedTuple):
    """An entry on its way to being a line."""

    entry: Entry
    tag: bytes
    resident_id: int | None
    line_id: int | None = None

    def facts(self, villages: Mapping[str, int]) -> dict[str, Any]:
        """Its columns."""
        entry = self.entry
        return {
            "pin_tag": self.tag,
            "name": Sealed(entry.name),
            "name_key": Sealed(name_key(entry.name)),
            "born": Sealed(entry.born),
            "sex": entry.sex,
            "settlement_id": villages[entry.settlement],
            "address": None if entry.address is None else Sealed(entry.address),
            "resident_id": self.resident_id,
        }


def replace_roll(
    municipality_id: int,
    round_id: int,
    entries: Sequence[Entry],
    tags: Sequence[bytes],
    villages: Mapping[str, int],
) -> Written:
    """Make a roll of these entries and of nobody else; `tags` are their keyed hashes, in order.

    `villages` gives the key of each village by the name the entries have. Belongs inside a unit
    of work that holds the round. A person known as a resident is tied to the line at once.
    """
    connection = db.session.connection()
    known = residents_by_pin_tag(municipality_id)
    before, bare = _lines_before(round_id)
    new: list[_Row] = []
    kept: list[_Row] = []
    for entry, tag in zip(entries, tags, strict=True):
        resident_id = known.get(tag)
        line = before.pop(tag, None) or bare.pop(resident_id, None)
        if line is None:
            new.append(_Row(entry, tag, resident_id))
        else:
            kept.append(_Row(entry, tag, line.resident_id or resident_id, line.id))
    gone = [*before.values(), *bare.values()]
    _take_off(gone)
    for some in _chunks(kept):
        changed = [
            {"line": row.line_id}
            | {f"to_{name}": fact for name, fact in row.facts(villages).items()}
            for row in some
        ]
        connection.execute(_KEEP, changed)
    same = {
        "municipality_id": municipality_id,
        "round_id": round_id,
        "status": EntryStatus.ACTIVE,
        "is_added_later": False,
    }
    for some in _chunks(new):
        lines = [row.facts(villages) | same | {"ref": new_ref()} for row in some]
        connection.execute(insert(LINES), lines)
    db.session.expire_all()
    return Written(len(new), len(kept), len(gone))


_CHANGED = "pin_tag name name_key born sex settlement_id address resident_id".split()
_KEEP = (
    update(LINES)
    .where(LINES.c.id == bindparam("line"))
    .values({name: bindparam(f"to_{name}") for name in _CHANGED} | {"status": EntryStatus.ACTIVE})
)


def _lines_before(round_id: int) -> tuple[dict[bytes, _Before], dict[int | None, _Before]]:
    """The lines there are: by the hash of the number, and those without one by their resident."""
    looked_at = (
        select(func.count())
        .where(PersonalAccess.round_id == round_id, PersonalAccess.roll_entry_id == RollEntry.id)
        .correlate(RollEntry)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(RollEntry.id, RollEntry.resident_id, RollEntry.pin_tag, looked_at).where(
            RollEntry.round_id == round_id
        )
    )
    by_tag: dict[bytes, _Before] = {}
    by_resident: dict[int | None, _Before] = {}
    for key, resident_id, tag, looks in rows:
        line = _Before(key, resident_id, looks > 0)
        if tag is not None:
            by_tag[tag] = line
        elif resident_id is not None:
            by_resident[resident_id] = line
    return by_tag, by_resident


def _take_off(gone: Sequence[_Before]) -> None:
    """Strike the lines something points at, delete the others."""
    stays = [
        {"line": line.id} for line in gone if line.resident_id is not None or line.is_looked_at
    ]
    goes = [
        {"line": line.id} for line in gone if line.resident_id is None and not line.is_looked_at
    ]
    connection = db.session.connection()
    for chunk in _chunks(stays):
        struck = update(LINES).where(LINES.c.id == bindparam("line"))
        connection.execute(struck.values(status=EntryStatus.STRUCK), list(chunk))
    for chunk in _chunks(goes):
        connection.execute(delete(LINES).where(LINES.c.id == bindparam("line")), list(chunk))


def _chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
