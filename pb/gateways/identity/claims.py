"""What a provider says of a person, read into values; a claim nobody can read is not there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from pb.gateways.identity.reasons import NotBelieved, Reason
from pb.rules import texts
from pb.rules.refusals import Refusal

PIN = re.compile(r"[0-9]{14}", re.ASCII)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
PHONE = re.compile(r"\+?[0-9 ()-]{6,24}", re.ASCII)
LONGEST_WORD = 100
"""Characters of an `acr` or of one `amr`, so that no novel is stored as a level."""


@dataclass(frozen=True)
class ClaimNames:
    """What the provider calls each thing; the defaults are those of OpenID Connect Core 1.0."""

    pin: str = "pin"
    name: str = "name"
    born: str = "birthdate"
    sex: str = "gender"
    phone: str = "phone_number"


@dataclass(frozen=True)
class Identity:
    """A person, as the state's sign-in knows them. Issuer and subject together are the key."""

    issuer: str
    subject: str = field(repr=False)
    pin: str | None = field(repr=False)
    """14 digits; whether they are a possible personal number is for the rules to say."""
    name: str | None = field(repr=False)
    born: date | None = field(repr=False)
    sex: str | None = field(repr=False)
    """male or female."""
    phone: str | None = field(repr=False)
    """As the provider writes it."""
    is_phone_verified: bool
    acr: str | None
    amr: tuple[str, ...]
    auth_time: datetime | None
    """When the person showed who they are, UTC; that can be long before this sign-in."""

    @property
    def level(self) -> str:
        """How they showed it, in the provider's own words; empty where it does not say."""
        return self.acr or "+".join(self.amr)


def identity_of(signed: Mapping[str, Any], told: Mapping[str, Any], names: ClaimNames) -> Identity:
    """The person of the claims in a checked token, and of those told beside it.

    Where both speak, the signed one is right; on the personal number they have to agree.

    Raises:
        NotBelieved: they do not agree, or the name is no name.
    """
    if signed.get(names.pin) and told.get(names.pin) and signed[names.pin] != told[names.pin]:
        raise NotBelieved(Reason.PIN_DIFFERS)
    said = {**told, **signed}
    amr = said.get("amr")
    return Identity(
        issuer=signed["iss"],
        subject=signed["sub"],
        pin=_shaped(said.get(names.pin), PIN),
        name=_name(said, names),
        born=_day(said.get(names.born)),
        sex=said[names.sex] if said.get(names.sex) in ("male", "female") else None,
        phone=_shaped(said.get(names.phone), PHONE),
        is_phone_verified=said.get("phone_number_verified") is True,
        acr=_word(signed.get("acr")),
        amr=tuple(filter(None, map(_word, amr))) if isinstance(amr, list) else (),
        auth_time=_instant(signed.get("auth_time")),
    )


def _name(said: Mapping[str, Any], names: ClaimNames) -> str | None:
    whole = said.get(names.name)
    if not whole:
        parts = (said.get(part) for part in ("family_name", "given_name", "middle_name"))
        whole = " ".join(part for part in parts if isinstance(part, str) and part)
    if not isinstance(whole, str):
        raise NotBelieved(Reason.NAME)
    # A second line in a name is no slip of the pen; it would be a header in a letter.
    if "\n" in whole or "\r" in whole:
        raise NotBelieved(Reason.NAME)
    try:
        return texts.clean_optional(whole, None, texts.NAME_LENGTH)
    except Refusal as refusal:
        raise NotBelieved(Reason.NAME) from refusal


def _shaped(value: object, shape: re.Pattern[str]) -> str | None:
    return value if isinstance(value, str) and shape.fullmatch(value) else None


def _word(value: object) -> str | None:
    fits = isinstance(value, str) and value.isprintable() and 0 < len(value) <= LONGEST_WORD
    return str(value) if fits else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(_shaped(value, DAY) or "")
    except ValueError:
        return None


def _instant(value: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(value, UTC) if type(value) is int else None
    except (ValueError, OverflowError, OSError):
        return None
