"""Changes of a frozen roll while they wait: who is to be added, and what the commission sees."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from pb.gateways.keys import Keys
from pb.records import places, roll_lines, rolls
from pb.records.rolls import RollDecision
from pb.rules import people
from pb.rules.people import Sex
from pb.rules.refusals import Code, NotValid
from pb.rules.rolls.states import DECISION_REASON_LENGTH, DecisionKind, DecisionState
from pb.rules.texts import Bilingual, clean
from pb.services.rolls import masked

LABEL = "roll-person"

SHORTEST_PART = 4
"""Letters of a part of a name that gives somebody away; shorter ones are words as well."""

_NUMBER = re.compile(r"[0-9](?:[\s\-]?[0-9]){8,}")


@dataclass(frozen=True, repr=False)
class NewPerson:
    """Who is to be added, checked; it is printed without the person."""

    pin_tag: str
    """In hex."""
    name: str
    settlement: str
    """Slug."""
    born: date
    sex: Sex
    address: str | None


@dataclass(frozen=True)
class Change:
    """A decision as the desk shows it; the name is masked and needs no reason."""

    ref: str
    kind: DecisionKind
    state: DecisionState
    reason: str
    who: str
    village: Bilingual | None
    proposed_at: datetime
    proposed_by: int


def public_reason(text: str, name: str) -> str:
    """A reason that everyone may read: it does not say whom it is about.

    Raises:
        NotValid: TEXT_MISSING, TEXT_TOO_SHORT, TEXT_TOO_LONG, REASON_NAMES_PERSON at "reason".
    """
    reason = clean(text, "reason", DECISION_REASON_LENGTH)
    parts = [part for part in people.name_key(name).split() if len(part) >= SHORTEST_PART]
    said = people.name_key(reason)
    if _NUMBER.search(reason) or any(part in said for part in parts):
        raise NotValid(Code.REASON_NAMES_PERSON, "reason")
    return reason


def locked(person: NewPerson, keys: Keys) -> bytes:
    """Somebody who is to be added, under the pepper."""
    told = asdict(person) | {"born": person.born.isoformat()}
    return keys.lock(LABEL, json.dumps(told, ensure_ascii=False).encode())


def person_of(decision: RollDecision, keys: Keys) -> NewPerson:
    """Who is to be added by a decision that waits.

    Raises:
        WrongKey: it was locked under another pepper.
    """
    told = json.loads(keys.unlock(LABEL, decision.person_locked or b""))
    born, sex = date.fromisoformat(told.pop("born")), Sex(told.pop("sex"))
    return NewPerson(born=born, sex=sex, **told)


def changes_of(municipality_id: int, round_id: int, keys: Keys) -> Sequence[Change]:
    """Every decision about a roll, the latest first, with masked names while they wait."""
    villages = {one.slug: one.name for one in places.settlements_of(municipality_id)}
    return [
        _change(municipality_id, decision, villages, keys)
        for decision in rolls.decisions_of(round_id)
    ]


def _change(
    municipality_id: int,
    decision: RollDecision,
    villages: Mapping[str, Bilingual],
    keys: Keys,
) -> Change:
    who, village = "", None
    if decision.person_locked is not None:
        person = person_of(decision, keys)
        who, village = people.masked(person.name), villages.get(person.settlement)
    elif decision.entry_ref is not None:
        entry = roll_lines.line_called(decision.round_id, decision.entry_ref)
        if entry is not None:
            who = masked(entry.name)
            village = roll_lines.about_line(municipality_id, entry)[1]
    return Change(
        decision.ref,
        decision.kind,
        decision.state,
        decision.reason,
        who,
        village,
        decision.proposed_at,
        decision.proposed_by,
    )
