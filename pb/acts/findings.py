"""Writing down what was found out about something that stood out."""

from datetime import datetime

from pb.records import rounds
from pb.records.base import db
from pb.records.findings import FindingNote, notes_of
from pb.rules.access import Act
from pb.rules.anomalies import NOTE_LENGTH
from pb.rules.refusals import Code, NotFound
from pb.rules.texts import clean
from pb.services import audit, findings
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


def note(
    actor: Actor, municipality_id: int, round_slug: str, flag: str, text: str, now: datetime
) -> None:
    """Add a note to something that stands out, by its key; notes are never changed.

    What has a note takes more of them when it does not stand out any more; the same text by the
    same person is kept once.

    Raises:
        NotFound: NOT_FOUND, also for what never stood out.
        NotAllowed, NotNow: as the tables say.
        NotValid: what a text may not be, at "text".
    """
    said = clean(text, "text", NOTE_LENGTH, lines=True)
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.NOTE_FINDING, municipality_id, round_, now)
        notes = [one for one in notes_of(municipality_id, round_.id) if one.flag == flag]
        stand_out = findings.flags_of(round_, now, with_result=True)
        if not notes and flag not in {one.key for one in stand_out}:
            raise NotFound(Code.NOT_FOUND)
        if any((one.text, one.account_id) == (said, account_of(actor)) for one in notes):
            return
        kept = FindingNote(
            municipality_id=municipality_id,
            round_id=round_.id,
            flag=flag,
            text=said,
            noted_by=account_of(actor),
            noted_at=now,
        )
        db.session.add(kept)
        db.session.flush()
        audit.append(
            audit.Tag.FINDING_NOTED,
            actor,
            municipality_id,
            now,
            kept.ref,
            round=round_slug,
            flag=flag,
        )
