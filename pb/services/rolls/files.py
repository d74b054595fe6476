"""The file a roll is made of, while it waits: locked under the pepper, never on a disk as it came.

It holds personal numbers in clear, and a disk or a backup keeps what was written to it.
"""

from pb.gateways.keys import Keys
from pb.records import places, rolls
from pb.records.base import db
from pb.records.rolls import RollUpload
from pb.rules.refusals import Code, Conflict

LABEL = "roll-file"


def locked(content: bytes, keys: Keys) -> bytes:
    """A file under the pepper."""
    return keys.lock(LABEL, content)


def waiting(round_id: int) -> RollUpload:
    """The file that waits for a round.

    Raises:
        Conflict: ROLL_FILE_GONE: none was sent, it was imported, or its day is over.
    """
    found = rolls.waiting_upload(round_id)
    if found is None:
        raise Conflict(Code.ROLL_FILE_GONE)
    return found


def content_of(found: RollUpload, keys: Keys) -> bytes:
    """The bytes of a file as they were sent.

    Raises:
        Conflict: ROLL_FILE_GONE.
        WrongKey: it was locked under another pepper.
    """
    if found.content_locked is None:
        raise Conflict(Code.ROLL_FILE_GONE)
    content = keys.unlock(LABEL, found.content_locked)
    # The session would keep the locked bytes beside the open ones.
    db.session.expire(found, ["content_locked"])
    return content


def spellings(municipality_id: int) -> dict[str, str]:
    """The names of the villages in both languages, and the Kyrgyz one that entries get."""
    found = places.settlements_of(municipality_id)
    return {name: one.name_ky for one in found for name in (one.name_ru, one.name_ky)}
