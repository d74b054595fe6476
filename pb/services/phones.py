"""Phones: as they are kept (E.164), as they are shown, and as they are only hinted at."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from pb.gateways.keys import Keys
from pb.records import accounts
from pb.rules.refusals import Code, NotValid

COUNTRY = "KG"
USE = "phone"
"""What a phone is locked for."""
LONGEST = 40
"""More signs than anybody needs to write a phone."""

_WRITTEN = re.compile("(?:\\+|[0-9(])[0-9 ().\u00a0\u202f-]*", re.ASCII)


def normalised(text: str, field: str | None = None) -> str:
    """The phone a person typed, as "+996555123456"; only mobile numbers of Kyrgyzstan.

    "0555123456", "+996 (555) 12-34-56", "996555123456", "555123456" and "00996…" are the same.

    Raises:
        NotValid: PHONE_UNREADABLE (letters, too long, a line break, digits missing), or
            PHONE_NOT_MOBILE (a foreign number, or one of a city).
    """
    written = text.strip(" \u00a0\u202f")
    if len(text) > LONGEST or not _WRITTEN.fullmatch(written):
        raise NotValid(Code.PHONE_UNREADABLE, field)
    try:
        number = phonenumbers.parse(written, COUNTRY)
    except NumberParseException as error:
        raise NotValid(Code.PHONE_UNREADABLE, field) from error
    ours = number.country_code == phonenumbers.country_code_for_region(COUNTRY)
    if ours and not phonenumbers.is_valid_number(number):
        raise NotValid(Code.PHONE_UNREADABLE, field)
    if not ours or phonenumbers.number_type(number) is not PhoneNumberType.MOBILE:
        raise NotValid(Code.PHONE_NOT_MOBILE, field)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def shown(phone: str) -> str:
    """A phone (E.164) as people of the country write it: "0555 123 456"."""
    national = phone.removeprefix("+996")
    return f"0{national[:3]} {national[3:6]} {national[6:]}"


def masked(phone: str) -> str:
    """A phone (E.164) for whoever knows it already, and for nobody else: "0555 ••• 456"."""
    first, _, last = shown(phone).split(" ")
    return f"{first} ••• {last}"


def hint_of(account_id: int, keys: Keys) -> str | None:
    """The confirmed phone of an account, masked, for its owner; None where there is none."""
    locked = accounts.account_by_id(account_id).phone_locked
    return None if locked is None else masked(unlock(locked, keys))


def lock(phone: str, keys: Keys) -> bytes:
    """A phone (E.164) as it lies in the database; the same for a message and an account."""
    return keys.lock(USE, phone.encode())


def unlock(locked: bytes, keys: Keys) -> str:
    """The phone again.

    Raises:
        WrongKey: it was locked under another pepper.
    """
    return keys.unlock(USE, locked).decode()
