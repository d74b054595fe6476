"""Papers: made once from frozen facts, numbered, hashed, kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pb.documents.facts import Letterhead, RulesMention, Signatory, canonical
from pb.gateways.storage import Storage
from pb.records import accounts, places, rule_sets
from pb.records.base import db
from pb.records.documents import Document, DocumentKind, next_number
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.texts import Bilingual
from pb.services.actors import Actor


@dataclass(frozen=True)
class Paper:
    """A paper that was kept."""

    ref: str
    number: int
    language: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Subject:
    """What a paper is about."""

    municipality_id: int
    round_id: int | None = None
    ref: str | None = None


def number_for(subject: Subject, kind: DocumentKind, now: datetime) -> int:
    """The number the next paper of the kind gets this year (of Bishkek) in its municipality."""
    return next_number(subject.municipality_id, kind, calendar.day_of(now).year)


def keep(
    subject: Subject,
    kind: DocumentKind,
    number: int,
    facts: Mapping[str, Any],
    renderings: Mapping[str, Callable[[], bytes]],
    storage: Storage,
    actor: Actor,
    now: datetime,
) -> list[Paper]:
    """Make and keep a paper in each language; the deed's transaction holds the rows.

    The bytes are on the disk before their row is committed: a row never points at nothing.
    """
    text = canonical(facts)
    papers = []
    for language, render in renderings.items():
        content = render()
        document = Document(
            municipality_id=subject.municipality_id,
            round_id=subject.round_id,
            subject_ref=subject.ref,
            kind=kind,
            year=calendar.day_of(now).year,
            number=number,
            language=language,
            facts=text,
            sha256=storage.put(content),
            size=len(content),
            created_at=now,
            created_by=actor.account_id,
        )
        db.session.add(document)
        db.session.flush()
        papers.append(Paper(document.ref, number, language, document.sha256, document.size))
    return papers


def letterhead(place: places.Municipality) -> Letterhead:
    """Whose paper it is, as the municipality is called today."""
    return Letterhead(
        place.name,
        place.kind,
        place.raion,
        place.oblast,
        place.address,
        place.phone,
        place.is_fictional,
    )


def rules_mention(round_: Round) -> RulesMention | None:
    """The rules a round was announced under; None where none were kept."""
    if round_.rule_set_id is None:
        return None
    version = rule_sets.version_by_id(round_.municipality_id, round_.rule_set_id)
    if version.resolution_date is None:
        return None
    return RulesMention(
        version.version,
        version.resolution_number or "",
        version.resolution_date,
        round_.rule_set_hash or "",
    )


def signatory(municipality_id: int, account_id: int | None) -> Signatory | None:
    """Who stands for a paper, with the position held in the municipality; None for the platform."""
    if account_id is None:
        return None
    name, position_ky, position_ru = accounts.name_and_position(municipality_id, account_id)
    return Signatory(name, Bilingual(position_ky, position_ru))
