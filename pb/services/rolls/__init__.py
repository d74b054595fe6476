"""What every deed about a roll must use: the round held, a frozen roll refused, lines masked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pb.records import roll_lines, rolls, rounds
from pb.records.personal import Sealed
from pb.records.residents import RollEntry
from pb.records.roll_lines import Listed
from pb.records.rolls import VoterRoll
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.people import Pin, Sex, age_on, name_key, parse_pin
from pb.rules.privacy import Field
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.rolls.states import EntryStatus, RollState
from pb.rules.rule_sets import Parameter
from pb.rules.texts import Bilingual
from pb.services.actors import Actor, account_of, require
from pb.services.privacy import Looking, Opening, Subject, opened
from pb.services.rules import rules_of

A_PAGE = 25

CARD = (Field.NAME, Field.SETTLEMENT, Field.BORN, Field.SEX, Field.ADDRESS)
"""What of a person is on the card of a line."""


@dataclass(frozen=True)
class Line:
    """A line as lists show it; needs no reason."""

    ref: str
    name: str
    """Masked; empty for a line without a name."""
    village: Bilingual
    status: EntryStatus
    is_added_later: bool
    is_enrolled: bool


@dataclass(frozen=True, repr=False)
class Card:
    """A line that was opened, with a reason and a trace; it is printed without the person."""

    ref: str
    name: str
    village: Bilingual
    village_slug: str
    born: date | None
    sex: Sex | None
    address: str | None
    is_enrolled: bool
    is_on_roll: bool
    """False for a line that was struck."""


def held_round(
    actor: Actor, act: Act, municipality_id: int, round_slug: str, now: datetime
) -> Round:
    """The round of a roll, held until the end of the deed: whoever changes a roll comes this way.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
    """
    round_ = rounds.round_of(municipality_id, round_slug, hold=True)
    require(actor, act, municipality_id, round_, now)
    return round_


def refuse_frozen(round_id: int) -> None:
    """Refuse what one person may do to a roll only before it is frozen.

    Raises:
        Conflict: ROLL_FROZEN.
    """
    roll = rolls.roll_of(round_id)
    if roll is not None and roll.state is RollState.FROZEN:
        raise Conflict(Code.ROLL_FROZEN)


def unfrozen(round_id: int) -> VoterRoll | None:
    """The roll of a round that may still be changed by one person; None before the first file.

    A proposal to freeze it ends with this: it spoke of the roll as it was.

    Raises:
        Conflict: ROLL_FROZEN.
    """
    refuse_frozen(round_id)
    roll = rolls.roll_of(round_id, hold=True)
    if roll is not None:
        roll.state, roll.proposed_by, roll.proposed_at = RollState.OPEN, None, None
    return roll


def refuse_unfrozen(round_id: int) -> None:
    """Refuse what is decided by two only after the freeze.

    Raises:
        Conflict: ROLL_NOT_FROZEN.
    """
    roll = rolls.roll_of(round_id)
    if roll is None or roll.state is not RollState.FROZEN:
        raise Conflict(Code.ROLL_NOT_FROZEN)


def old_enough(pin: str, round_: Round, now: datetime) -> Pin:
    """The personal number of someone who is old enough on the first day of the voting.

    Raises:
        NotValid: what a number may not be, UNDER_AGE, at "pin".
    """
    person = parse_pin(pin, calendar.day_of(now))
    day = calendar.day_of(round_.voting_opens)
    limit = rules_of(round_).number(Parameter.VOTING_AGE)
    if age_on(person.born, day) < limit:
        raise NotValid(Code.UNDER_AGE, "pin", limit=limit, day=day)
    return person


def masked(name: Sealed[str] | None) -> str:
    """A name as lists show it, or nothing where there is none."""
    return name.masked() if name is not None else ""


def listed(
    municipality_id: int, round_id: int, village: str | None, page: int
) -> tuple[Sequence[Line], int]:
    """A page (from 1) of the lines of a roll by name, masked, and how many lines there are."""
    found, number = roll_lines.lines_of(
        municipality_id, round_id, village, A_PAGE, (page - 1) * A_PAGE
    )
    return [_line(one) for one in found], number


def search(municipality_id: int, round_id: int, name: str) -> Sequence[Line]:
    """The first lines in whose name each of these words begins a word, masked.

    Words are compared folded: Kyrgyz letters may be written as Russian ones.
    """
    words = name_key(name).split()
    found = roll_lines.lines_called(municipality_id, round_id, words, A_PAGE) if words else ()
    return [_line(one) for one in found]


def card(actor: Actor, round_: Round, entry: RollEntry, looking: Looking, now: datetime) -> Card:
    """Open a line: the trace first, then the person. Belongs inside the deed that shows it.

    Raises:
        NotValid: the reason is missing or too short, at "reason".
    """
    place = round_.municipality_id
    subject = Subject(entry.resident_id, entry.id, round_.id)
    opening = opened(actor, place, [subject], looking, CARD, now)
    return opened_card(place, entry, opening)


def opened_card(municipality_id: int, entry: RollEntry, opening: Opening) -> Card:
    """What an opening lets be read of a line."""
    slug, name, enrolled_at = roll_lines.about_line(municipality_id, entry)
    return Card(
        entry.ref,
        opening.read(Field.NAME, entry.name) or "",
        name,
        slug,
        opening.read(Field.BORN, entry.born),
        entry.sex,
        opening.read(Field.ADDRESS, entry.address),
        enrolled_at is not None,
        entry.status is EntryStatus.ACTIVE,
    )


def _line(found: Listed) -> Line:
    entry = found.entry
    return Line(
        entry.ref,
        masked(entry.name),
        found.village,
        entry.status,
        entry.is_added_later,
        found.is_enrolled,
    )


def line(municipality_id: int, round_id: int, ref: str) -> Line:
    """One line as lists show it.

    Raises:
        NotFound: NOT_FOUND.
    """
    return _shown(municipality_id, roll_lines.line_of(round_id, ref))


def own_line(actor: Actor, municipality_id: int, round_id: int) -> Line | None:
    """The reader's own line; None for someone who has none, or whose line was struck.

    Raises:
        NotAllowed: SIGN_IN_FIRST, NOT_ALLOWED.
    """
    require(actor, Act.SEE_OWN_LINE, municipality_id)
    entry = roll_lines.line_of_account(round_id, account_of(actor))
    return None if entry is None else _shown(municipality_id, entry)


def _shown(municipality_id: int, entry: RollEntry) -> Line:
    _, village, enrolled_at = roll_lines.about_line(municipality_id, entry)
    return _line(Listed(entry, village, enrolled_at is not None))
