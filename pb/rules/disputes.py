"""Disputed votes: who holds the key, who may open a reference, what becomes of a ballot.

A vote by phone carries, beside the mark of its person, a reference to its ballot that only two of
three holders together can open (security design, 2.2 option 3 and 2.7). Until they do, nobody can
find a person's ballot; after the disputes are over the references are erased, and nobody ever can.
"""

import base64
import hashlib
import itertools
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from pb.rules import passwords
from pb.rules.refusals import Code, NotNow, NotValid
from pb.rules.roles import Role

HOLDERS = 3
SEATS = tuple(range(1, HOLDERS + 1))
PAIRS = tuple(itertools.combinations(SEATS, 2))
"""Which two seats open a reference: any two of the three."""

SIDES = frozenset({Role.DEPUTY, Role.COMMISSION, Role.MONITORING})
"""Whom holders come from; never the office, which knows who came to vote."""

LINEAGE = 16
"""Random bytes that follow a ballot, and the one that replaces it, until they are erased."""

WINDOW = timedelta(days=7)
"""How long after the decision a vote can still be disputed."""

KEY_RESTS = timedelta(minutes=1)
"""How long before the voting no key is drawn any more: whoever votes first must find the last."""

REASON_LENGTH = (10, 1_000)
"""Characters, both inclusive."""

CODE_BYTES = 16
_CODE = re.compile(r"[A-Z2-7]{26}")


class DisputeKind(StrEnum):
    """What two people decided about a vote."""

    VOID = "void"
    """It was cast in another's name: it does not count, and the person may still vote."""
    OVERRIDE = "override"
    """Paper beats the phone: the person came in person and votes on paper instead."""
    UNMARK = "unmark"
    """A person was marked on paper by mistake, and no ballot of theirs went into the box."""


class AnnulmentKind(StrEnum):
    """Why a ballot in the box does not count."""

    VOID = "void"
    OVERRIDE = "override"
    REPLACED = "replaced"
    """Whoever held its change code voted anew."""


ANNULS = {
    DisputeKind.VOID: AnnulmentKind.VOID,
    DisputeKind.OVERRIDE: AnnulmentKind.OVERRIDE,
}
"""The decisions that take a ballot out of the count."""


def check_holders(holders: Sequence[tuple[int, frozenset[Role]]]) -> None:
    """Refuse holders who could not be trusted with the key: accounts with their roles, by seat.

    Raises:
        NotValid: HOLDERS_NOT_THREE; HOLDER_TWICE or HOLDER_UNFIT at "holder_2" and so on; and
            HOLDERS_OF_ONE_SIDE where all three sit on the same side of the table.
    """
    if len(holders) != HOLDERS:
        raise NotValid(Code.HOLDERS_NOT_THREE, "holder_1", number=HOLDERS)
    seen: set[int] = set()
    for seat, (account, roles) in zip(SEATS, holders, strict=True):
        if account in seen:
            raise NotValid(Code.HOLDER_TWICE, f"holder_{seat}")
        if not roles & SIDES:
            raise NotValid(Code.HOLDER_UNFIT, f"holder_{seat}")
        seen.add(account)
    if any(all(side in roles for _, roles in holders) for side in SIDES) and not any(
        len(roles & SIDES) > 1 for _, roles in holders
    ):
        raise NotValid(Code.HOLDERS_OF_ONE_SIDE, f"holder_{HOLDERS}")


def check_not_near(voting_opens: datetime, now: datetime) -> None:
    """Refuse a key so late that the first vote might still be locked with the one before it.

    Raises:
        NotNow: VOTING_NEAR.
    """
    if voting_opens - KEY_RESTS <= now:
        raise NotNow(Code.VOTING_NEAR, opens=voting_opens)


def check_passphrases(given: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The passphrases typed so far, each twice, by seat: all three together lock the key.

    Raises:
        NotValid: what a password may not be, PASSPHRASES_DIFFER or PASSPHRASE_TWICE, at the field
            of the seat ("passphrase_2", "again_2").
    """
    found: list[str] = []
    for seat, (one, again) in zip(SEATS, given, strict=False):
        check_passphrase(one, f"passphrase_{seat}")
        if again != one:
            raise NotValid(Code.PASSPHRASES_DIFFER, f"again_{seat}")
        if one in found:
            raise NotValid(Code.PASSPHRASE_TWICE, f"passphrase_{seat}")
        found.append(one)
    return tuple(found)


def check_passphrase(given: str, field: str) -> None:
    """Refuse a passphrase that would be found by trying: it keeps to the rules of a password.

    Raises:
        NotValid: PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG, PASSWORD_COMMON at `field`.
    """
    try:
        passwords.check(given)
    except NotValid as refusal:
        raise NotValid(refusal.code, field, **refusal.facts) from None


def disputes_close(decided_at: datetime) -> datetime:
    """The instant (UTC, exclusive) until which a vote of a decided round can be disputed."""
    return decided_at + WINDOW


def change_code(drawn: bytes) -> str:
    """The code by which a vote can be changed, of 16 random bytes: 26 letters and digits."""
    return base64.b32encode(drawn).decode().rstrip("=")


def in_groups(code: str) -> str:
    """The code as it is printed: in groups that can be read out."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def change_tag(code: str) -> bytes:
    """What is kept of a change code instead of the code (32 bytes)."""
    return hashlib.sha256(f"pb-change:{code}".encode()).digest()


def typed_code(given: str | None, field: str = "code") -> str:
    """A change code as somebody typed it: blanks, hyphens and small letters do not matter.

    Raises:
        NotValid: CHANGE_CODE_UNREADABLE.
    """
    code = "".join((given or "").split()).replace("-", "").upper()
    # What base32 leaves out, because it is taken for a letter.
    code = code.replace("0", "O").replace("1", "I").replace("8", "B")
    if not _CODE.fullmatch(code):
        raise NotValid(Code.CHANGE_CODE_UNREADABLE, field, length=len(code))
    return code
