"""The calls of a round as pages show them: numbers and answers, nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass

from pb.records import boards, call_audits
from pb.records.boards import Board
from pb.records.call_audits import CallAudit
from pb.records.rounds import Round
from pb.rules import call_audits as rules
from pb.rules.call_audits import Answer


@dataclass(frozen=True)
class Drawn:
    """A sample, how far the calls are, and what they prove once they are closed."""

    audit: CallAudit
    seed: str
    answers: dict[Answer | None, int]

    @property
    def bound(self) -> int | None:
        """Thousandths of the votes that false ones stay below; None before the end."""
        if self.audit.answered is None or self.audit.denied is None:
            return None
        return rules.bound(self.audit.answered, self.audit.denied)

    @property
    def open(self) -> int:
        """Calls nothing was written down for."""
        return self.answers.get(None, 0)


@dataclass(frozen=True)
class Calls:
    """Where the calls of a round stand."""

    board: Board | None
    """Its final root is the first half of the seed."""
    people: int
    """Who took part, now."""
    fingerprint: bytes
    entered: Sequence[CallAudit]
    """Entries of dice, the latest first; one of them may be drawn."""
    drawn: Drawn | None


@dataclass(frozen=True)
class Line:
    """One call, without the person."""

    place: int
    answer: Answer | None


def calls_of(round_: Round) -> Calls:
    """Where the calls of a round stand."""
    place, key = round_.municipality_id, round_.id
    entered = call_audits.audits_of(place, key)
    refs = call_audits.took_part(place, key)
    return Calls(
        boards.board_of(place, key),
        len(refs),
        rules.fingerprint(refs),
        entered,
        drawn_of(round_, entered),
    )


def drawn_of(round_: Round, entered: Sequence[CallAudit] | None = None) -> Drawn | None:
    """The sample of a round; None before it is drawn."""
    place = round_.municipality_id
    if entered is None:
        entered = call_audits.audits_of(place, round_.id)
    audit = next((one for one in entered if one.confirmed_at is not None), None)
    if audit is None:
        return None
    answers = dict(call_audits.answers_of(place, audit.id))
    return Drawn(audit, rules.seed(audit.root, audit.dice), answers)


def entered_of(round_: Round) -> Sequence[CallAudit]:
    """Every entry of dice, the latest first: also those nobody confirmed."""
    return call_audits.audits_of(round_.municipality_id, round_.id)


def numbers_of(drawn: Drawn) -> Sequence[int]:
    """The numbers drawn, in their order."""
    return call_audits.numbers_of(drawn.audit.municipality_id, drawn.audit.id)


def lines_of(drawn: Drawn, limit: int, offset: int) -> list[Line]:
    """Some of the calls, in the order of the sheet."""
    found = call_audits.lines_of(drawn.audit.municipality_id, drawn.audit.id, limit, offset)
    return [Line(one.place, one.answer) for one in found]
