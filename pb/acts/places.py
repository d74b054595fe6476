"""Deeds about municipalities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pb.records import places
from pb.records.base import db
from pb.rules import rounds as rules
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict
from pb.rules.texts import NAME_LENGTH, UNWRITTEN, Bilingual, both
from pb.services import audit
from pb.services.actors import Actor, require
from pb.services.work import unit_of_work

RESERVED = frozenset({"admin", "static", "healthz", "readyz"})
"""What addresses begin with that are no municipality's."""


@dataclass(frozen=True)
class PlaceFacts:
    """What is known of a municipality when it is entered."""

    slug: str
    name: Bilingual
    kind: Bilingual
    raion: Bilingual
    oblast: Bilingual
    soate: str | None = None
    address: Bilingual = UNWRITTEN
    phone: str | None = None
    is_fictional: bool = False


def found_municipality(
    actor: Actor,
    facts: PlaceFacts,
    settlements: Sequence[tuple[str, Bilingual]],
    valid_from: date,
    now: datetime,
) -> int:
    """Enter a municipality with its villages (slug, name); returns its key.

    Raises:
        NotAllowed: NOT_ALLOWED for anyone but the platform and its administrator.
        NotValid: SLUG_UNREADABLE, TITLE_NEEDS_BOTH_LANGUAGES.
        Conflict: SLUG_TAKEN.
    """
    require(actor, Act.FOUND_MUNICIPALITY, actor.municipality_id)
    slug = rules.slug(facts.slug)
    if slug in RESERVED:
        raise Conflict(Code.SLUG_TAKEN, "slug", slug=slug)
    name = both(facts.name.ky, facts.name.ru, "name", NAME_LENGTH)
    with unit_of_work():
        if places.slug_is_taken(slug):
            raise Conflict(Code.SLUG_TAKEN, "slug", slug=slug)
        place = places.Municipality(
            slug=slug,
            name_ky=name.ky,
            name_ru=name.ru,
            kind_ky=facts.kind.ky or "",
            kind_ru=facts.kind.ru or "",
            raion_ky=facts.raion.ky or "",
            raion_ru=facts.raion.ru or "",
            oblast_ky=facts.oblast.ky or "",
            oblast_ru=facts.oblast.ru or "",
            soate=facts.soate,
            address_ky=facts.address.ky,
            address_ru=facts.address.ru,
            phone=facts.phone,
            valid_from=valid_from,
            is_fictional=facts.is_fictional,
        )
        db.session.add(place)
        db.session.flush()
        for village_slug, village in settlements:
            village_name = both(village.ky, village.ru, "settlement", NAME_LENGTH)
            db.session.add(
                places.Settlement(
                    municipality_id=place.id,
                    slug=rules.slug(village_slug),
                    name_ky=village_name.ky,
                    name_ru=village_name.ru,
                )
            )
        audit.append(
            audit.Tag.MUNICIPALITY_FOUNDED,
            actor,
            place.id,
            now,
            slug,
            slug=slug,
            settlements=len(settlements),
        )
        return place.id
