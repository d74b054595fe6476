"""Deeds about the rules of a municipality: drafting a version, changing it, adopting it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pb.gateways.storage import Storage
from pb.records import rule_sets
from pb.records.base import db
from pb.records.rule_sets import RuleSetVersion
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.rule_sets import Parameter, Preset, RuleSet, Value, check, rule_set_of
from pb.rules.texts import clean
from pb.services import audit, resolutions
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work

NUMBER_LENGTH = (1, 40)
"""Of the number of a resolution: "62", "34-7-1", "5/3"."""


@dataclass(frozen=True)
class Resolution:
    """The resolution of the kenesh that adopts the rules, with its file as it was sent."""

    number: str
    day: date
    file: bytes


def begin(actor: Actor, municipality_id: int, preset: Preset, now: datetime) -> int:
    """Draft the rules of a municipality from a preset; returns the number of the version.

    Raises:
        NotAllowed: as the table says.
        Conflict: RULE_DRAFT_EXISTS while another draft waits.
    """
    require(actor, Act.DRAFT_RULES, municipality_id)
    with unit_of_work():
        return _begin(actor, municipality_id, preset, rule_set_of(preset), now)


def copy(actor: Actor, municipality_id: int, version: int, now: datetime) -> int:
    """Draft a new version as a copy of an adopted one; returns its number.

    Raises:
        NotAllowed, NotFound: as usual.
        Conflict: RULE_DRAFT_EXISTS while another draft waits.
    """
    require(actor, Act.DRAFT_RULES, municipality_id)
    with unit_of_work():
        old = rule_sets.version_of(municipality_id, version)
        return _begin(actor, municipality_id, old.preset, old.rule_set, now)


def save(
    actor: Actor,
    municipality_id: int,
    version: int,
    saved: int,
    values: Mapping[Parameter, Value],
    now: datetime,
) -> None:
    """Change some values of a draft; `saved` is its count when they were read.

    Raises:
        NotAllowed, NotFound: as usual.
        NotValid: a value that cannot be, or two that contradict each other.
        Conflict: RULE_SET_ADOPTED, CHANGED_MEANWHILE.
    """
    require(actor, Act.DRAFT_RULES, municipality_id)
    with unit_of_work():
        draft = _held_draft(municipality_id, version)
        if draft.saved != saved:
            raise Conflict(Code.CHANGED_MEANWHILE)
        before = draft.rule_set
        after = before.changed(values)
        check(after)
        draft.parameters = after.text()
        draft.saved += 1
        audit.append(
            audit.Tag.RULES_SAVED,
            actor,
            municipality_id,
            now,
            str(version),
            changed=",".join(before.differences(after)),
        )


def delete(actor: Actor, municipality_id: int, version: int, now: datetime) -> None:
    """Throw a draft away.

    Raises:
        NotAllowed, NotFound: as usual.
        Conflict: RULE_SET_ADOPTED.
    """
    require(actor, Act.DRAFT_RULES, municipality_id)
    with unit_of_work():
        draft = _held_draft(municipality_id, version)
        db.session.delete(draft)
        audit.append(audit.Tag.RULES_DELETED, actor, municipality_id, now, str(version))


def adopt(
    actor: Actor,
    municipality_id: int,
    version: int,
    resolution: Resolution,
    valid_from: date,
    storage: Storage,
    now: datetime,
) -> str:
    """Put rules in force that the kenesh has adopted; returns their hash.

    From here on nothing of them changes, and the database holds that too.

    Raises:
        NotAllowed, NotFound: as usual; STEP_UP_FIRST.
        NotValid: what cannot be in the number, the days, the file, or the rules themselves.
        Conflict: RULE_SET_ADOPTED.
    """
    require(actor, Act.ADOPT_RULES, municipality_id)
    number = clean(resolution.number, "number", NUMBER_LENGTH)
    today = calendar.day_of(now)
    if resolution.day > today:
        raise NotValid(Code.RESOLUTION_IN_FUTURE, "day", today=today)
    if valid_from < resolution.day:
        raise NotValid(Code.RULES_BEFORE_RESOLUTION, "valid_from", day=resolution.day)
    # A photo takes its time to decode: nobody else waits for it.
    kept = resolutions.keep(resolution.file, "file", storage)
    with unit_of_work():
        draft = _held_draft(municipality_id, version)
        check(draft.rule_set)
        # What is hashed has every parameter of today's catalogue in it.
        draft.parameters = draft.rule_set.text()
        draft.sha256 = draft.rule_set.fingerprint()
        draft.resolution_number, draft.resolution_date = number, resolution.day
        draft.resolution_sha256, draft.resolution_size = kept.sha256, kept.size
        draft.resolution_media_type = kept.media_type
        draft.valid_from = valid_from
        draft.adopted_by, draft.adopted_at = account_of(actor), now
        audit.append(
            audit.Tag.RULES_ADOPTED,
            actor,
            municipality_id,
            now,
            str(version),
            sha256=draft.sha256,
            resolution=number,
            valid_from=valid_from.isoformat(),
        )
        return draft.sha256


def _begin(
    actor: Actor, municipality_id: int, preset: Preset, rule_set: RuleSet, now: datetime
) -> int:
    version = rule_sets.next_version(municipality_id)
    waiting = rule_sets.draft_of(municipality_id)
    if waiting is not None:
        raise Conflict(Code.RULE_DRAFT_EXISTS, version=waiting.version)
    db.session.add(
        RuleSetVersion(
            municipality_id=municipality_id,
            version=version,
            preset=preset,
            parameters=rule_set.text(),
            drafted_by=account_of(actor),
            created_at=now,
        )
    )
    db.session.flush()
    audit.append(
        audit.Tag.RULES_DRAFTED, actor, municipality_id, now, str(version), preset=preset.value
    )
    return version


def _held_draft(municipality_id: int, version: int) -> RuleSetVersion:
    found = rule_sets.version_of(municipality_id, version, hold=True)
    if found.is_adopted:
        raise Conflict(Code.RULE_SET_ADOPTED)
    return found
