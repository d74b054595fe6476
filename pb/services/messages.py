"""Writing to people: a message is queued in the transaction of the deed it tells of."""

from datetime import datetime

from pb.gateways.keys import Keys
from pb.records import messages
from pb.rules import calendar
from pb.rules.messages import (
    CODE_LIMITS,
    LIMITED,
    PARTS,
    MessageKind,
    MessageState,
    next_code_at,
    parts,
    times_of,
)
from pb.rules.money import ZERO
from pb.rules.refusals import Code, NotNow
from pb.services import phones

TEXT = "message"
"""The use under which a text is locked."""

_DAY = CODE_LIMITS[-1][1]


def queue(
    municipality_id: int | None,
    kind: MessageKind,
    phone: str,
    text: str,
    dedupe_key: str,
    keys: Keys,
    now: datetime,
    language: str = "ky",
) -> bool:
    """Write a message to a phone (E.164) into the deed's own transaction.

    The worker only delivers it, so a lost queue or a dead worker loses nothing and delays no deed.
    `dedupe_key` names the occasion: a second message of the same occasion is not written, and the
    answer is False. Words of citizens go through `rules.messages.composed` first.

    Raises:
        NotNow: CODE_TOO_SOON, where the phone was sent codes a short while ago.
        ValueError: the text does not fit into a message: a bug of whoever wrote it.
    """
    if parts(text) > PARTS:
        raise ValueError(f"a text of {parts(text)} parts, {PARTS} allowed")
    to_tag = keys.phone_tag(phone)
    if kind in LIMITED:
        again = next_code_at(messages.codes_since(to_tag, LIMITED, now - _DAY), now)
        if again:
            raise NotNow(Code.CODE_TOO_SOON, again=calendar.full_minute(again))
    made, first, expires = times_of(kind, now)
    return messages.add(
        municipality_id=municipality_id,
        dedupe_key=dedupe_key,
        kind=kind,
        language=language,
        to_tag=to_tag,
        to_locked=phones.lock(phone, keys),
        body_locked=keys.lock(TEXT, text.encode()),
        parts=parts(text),
        state=MessageState.QUEUED,
        attempts=0,
        created_at=made,
        next_at=first,
        expires_at=expires,
        cost=ZERO,
    )
