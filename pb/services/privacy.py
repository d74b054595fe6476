"""Opening personal data: a purpose and a reason first, then a trace, and only then the data.

The trace is written in the transaction the data is read in; where it cannot be written, nothing is
shown. Whoever is looked at sees who looked, and is told at once where it is grave.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from pb.records import accounts, privacy
from pb.records.base import db
from pb.records.personal import Sealed, T, unsealed
from pb.rules.privacy import Field, Purpose, Way, is_grave, reason
from pb.rules.refusals import Code, NotAllowed
from pb.rules.roles import STAFF
from pb.services import audit
from pb.services.actors import Actor, account_of


@dataclass(frozen=True)
class Subject:
    """Whose data: a resident, a line on a roll (with its round), or both."""

    resident_id: int | None
    roll_entry_id: int | None = None
    round_id: int | None = None


@dataclass(frozen=True)
class Looking:
    """Why somebody looks; the words are shown to whoever is looked at."""

    purpose: Purpose
    reason: str
    way: Way = Way.CARD


class Opening:
    """Leave to read these fields of these people, once their traces are written."""

    def __init__(self, fields: frozenset[Field]) -> None:
        self._fields = fields

    def read(self, field: Field, sealed: Sealed[T] | None) -> T | None:
        """The value of a field the trace names; reading another one is a bug."""
        if field not in self._fields:
            raise ValueError(f"the trace does not name {field}")
        return None if sealed is None else unsealed(sealed)


def opened(
    actor: Actor,
    municipality_id: int,
    subjects: Sequence[Subject],
    looking: Looking,
    fields: Collection[Field],
    now: datetime,
) -> Opening:
    """Write that this person looks at these fields of these people; then they can be read.

    Belongs inside the unit of work of the deed that shows them: one row a person, one event.

    Raises:
        NotValid: the reason is missing or too short, at "reason".
        NotAllowed: SIGN_IN_FIRST; NOT_ALLOWED for anyone without a role of staff.
    """
    actor_id = account_of(actor)
    why = reason(looking.reason)
    seen = frozenset(fields)
    office = min(actor.roles & STAFF, default=None)
    if office is None:
        raise NotAllowed(Code.NOT_ALLOWED)
    name, position_ky, position_ru = accounts.name_and_position(municipality_id, actor_id)
    rows = [
        privacy.PersonalAccess(
            municipality_id=municipality_id,
            at=now,
            actor_id=actor_id,
            actor_name=name,
            position_ky=position_ky,
            position_ru=position_ru,
            office=office,
            resident_id=subject.resident_id,
            roll_entry_id=subject.roll_entry_id,
            round_id=subject.round_id,
            purpose=looking.purpose,
            way=looking.way,
            reason=why,
            fields=",".join(sorted(seen)),
            is_grave=is_grave(looking.purpose, looking.way, seen),
        )
        for subject in subjects
    ]
    db.session.add_all(rows)
    db.session.flush()
    audit.append(
        audit.Tag.PERSONAL_DATA_OPENED,
        actor,
        municipality_id,
        now,
        rows[0].ref if len(rows) == 1 else None,
        purpose=looking.purpose.value,
        way=looking.way.value,
        people=len(rows),
    )
    return Opening(seen)
