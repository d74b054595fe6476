"""Deeds about the headings of a round that is not announced yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pb.records import headings, places, rounds
from pb.records.base import db
from pb.rules.access import Act
from pb.rules.headings import MOST_CATEGORIES, Heading, check_headings
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotValid
from pb.rules.texts import NAME_LENGTH, Bilingual, both
from pb.services import audit
from pb.services.actors import Actor, require
from pb.services.work import unit_of_work


@dataclass(frozen=True)
class HeadingFacts:
    """A heading as the clerk gives it: a village by its slug, or a category by its name.

    What is wrong with it is said at `field` and _sum, _ky or _ru.
    """

    field: str
    budget: Tyiyn
    settlement: str | None = None
    name: Bilingual | None = None


def divide(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    facts: Sequence[HeadingFacts],
    now: datetime,
) -> None:
    """Give villages or categories money of their own; nothing divides it no longer.

    What the budget has beyond them is the common pot.

    Raises:
        NotAllowed, NotFound: as usual. Conflict: ROUND_FROZEN once it is announced.
        NotValid: MONEY_ZERO or a name that cannot be, at its field; SETTLEMENT_UNKNOWN,
            NUMBER_OUT_OF_RANGE, HEADINGS_MIXED, HEADING_TWICE, HEADINGS_ABOVE_BUDGET.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug, hold=True)
        require(actor, Act.DRAFT_ROUND, municipality_id, round_, now)
        found = [_heading(municipality_id, at, one) for at, one in enumerate(facts, start=1)]
        check_headings(found, round_.budget)
        headings.clear(municipality_id, round_.id)
        for one in found:
            db.session.add(
                headings.Heading(
                    municipality_id=municipality_id,
                    round_id=round_.id,
                    number=one.number,
                    settlement_id=one.settlement,
                    name_ky=one.name.ky,
                    name_ru=one.name.ru,
                    budget=one.budget,
                )
            )
        db.session.flush()
        audit.append(
            audit.Tag.ROUND_DIVIDED,
            actor,
            municipality_id,
            now,
            round_slug,
            headings=",".join(str(one.budget) for one in found),
        )


def _heading(municipality_id: int, number: int, facts: HeadingFacts) -> Heading:
    field = f"{facts.field}_sum"
    if facts.budget <= 0:
        raise NotValid(Code.MONEY_ZERO, field)
    if facts.settlement is None:
        if number > MOST_CATEGORIES:
            raise NotValid(Code.NUMBER_OUT_OF_RANGE, field, smallest=1, largest=MOST_CATEGORIES)
        said = facts.name or Bilingual(None, None)
        name = both(said.ky, said.ru, facts.field, NAME_LENGTH)
        return Heading(number, name, facts.budget)
    village = places.settlement_of(municipality_id, facts.settlement)
    if village is None:
        raise NotValid(Code.SETTLEMENT_UNKNOWN, field, given=facts.settlement[:40])
    return Heading(number, village.name, facts.budget, village.id)
