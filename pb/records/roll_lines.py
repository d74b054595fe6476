"""The lines of voter rolls, as the desk looks for them. Personal: no door may import this file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, func, literal, select, type_coerce

from pb.records.base import db
from pb.records.places import Settlement
from pb.records.residents import Resident, RollEntry, roll_entry_of
from pb.rules.refusals import Code, NotFound
from pb.rules.rolls.states import EntryStatus
from pb.rules.texts import Bilingual


def line_of(round_id: int, ref: str, *, hold: bool = False) -> RollEntry:
    """A line on the roll of a round by its public id.

    Held, it excludes whoever else holds or changes it, but not a vote that only refers to it.

    Raises:
        NotFound: NOT_FOUND.
    """
    query = select(RollEntry).where(RollEntry.round_id == round_id, RollEntry.ref == ref)
    found = db.session.scalar(query.with_for_update(key_share=True) if hold else query)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def line_called(round_id: int, ref: str) -> RollEntry | None:
    """The same, or None where there is none."""
    return db.session.scalar(
        select(RollEntry).where(RollEntry.round_id == round_id, RollEntry.ref == ref)
    )


def line_of_person(round_id: int, pin_tag: bytes) -> RollEntry | None:
    """The line of a person on the roll of a round, active or struck."""
    return db.session.scalar(
        select(RollEntry).where(RollEntry.round_id == round_id, RollEntry.pin_tag == pin_tag)
    )


def tags_and_villages(round_id: int) -> Iterator[tuple[bytes, str]]:
    """Of each active line the hash of the number and the slug of the village, for the root."""
    rows = db.session.execute(
        select(RollEntry.pin_tag, Settlement.slug)
        .join(Settlement, Settlement.id == RollEntry.settlement_id)
        .where(RollEntry.round_id == round_id, RollEntry.status == EntryStatus.ACTIVE)
    )
    return ((tag, slug) for tag, slug in rows if tag is not None)


def line_of_account(round_id: int, account_id: int) -> RollEntry | None:
    """The active line of whoever holds an account."""
    entry = roll_entry_of(round_id, account_id)
    return None if entry is None else db.session.get(RollEntry, entry)


@dataclass(frozen=True)
class Listed:
    """A line with what lists show beside it."""

    entry: RollEntry
    village: Bilingual
    is_enrolled: bool


def lines_of(
    municipality_id: int, round_id: int, village: str | None, limit: int, offset: int
) -> tuple[Sequence[Listed], int]:
    """The lines of a roll by name, of one village (slug) or of all; and how many there are."""
    query = _listed(municipality_id, round_id)
    if village is not None:
        query = query.where(Settlement.slug == village)
    number = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return _read(query.limit(limit).offset(offset)), number


def lines_called(
    municipality_id: int, round_id: int, words: Sequence[str], limit: int
) -> Sequence[Listed]:
    """The lines in whose name each of these words (folded) begins a word."""
    query = _listed(municipality_id, round_id)
    spaced = literal(" ") + type_coerce(RollEntry.name_key, Text())
    for word in words:
        query = query.where(spaced.contains(f" {word}", autoescape=True))
    return _read(query.limit(limit))


def about_line(municipality_id: int, entry: RollEntry) -> tuple[str, Bilingual, datetime | None]:
    """The village of a line (slug and name), and when its person was enrolled."""
    row = db.session.execute(
        select(Settlement.slug, Settlement.name_ky, Settlement.name_ru, Resident.enrolled_at)
        .outerjoin(Resident, Resident.id == entry.resident_id)
        .where(Settlement.municipality_id == municipality_id, Settlement.id == entry.settlement_id)
    ).one()
    return row[0], Bilingual(row[1], row[2]), row[3]


def _listed(municipality_id: int, round_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(RollEntry, Settlement.name_ky, Settlement.name_ru, Resident.enrolled_at)
        .join(Settlement, Settlement.id == RollEntry.settlement_id)
        .outerjoin(Resident, Resident.id == RollEntry.resident_id)
        .where(RollEntry.municipality_id == municipality_id, RollEntry.round_id == round_id)
        .order_by(RollEntry.name_key, RollEntry.id)
    )


def _read(query: Select[*tuple[Any, ...]]) -> Sequence[Listed]:
    return [
        Listed(row[0], Bilingual(row[1], row[2]), row[3] is not None)
        for row in db.session.execute(query)
    ]
