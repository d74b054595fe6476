"""The facts a paper is made from: frozen, complete, and the same as JSON.

A paper is never made from a query: what it says is decided when its facts are written down, and
a municipality renamed later does not change it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from pb.rules.money import Tyiyn
from pb.rules.tally.election import AllocationRule, Outcome, TieBreak, VoteType
from pb.rules.texts import Bilingual


@dataclass(frozen=True)
class Letterhead:
    """Whose paper it is, as it was called on the day."""

    name: Bilingual
    kind: Bilingual
    raion: Bilingual
    oblast: Bilingual
    address: Bilingual
    phone: str | None
    is_fictional: bool


@dataclass(frozen=True)
class Signatory:
    """Someone who stands for a paper; position may be missing, a name never."""

    name: str
    position: Bilingual


@dataclass(frozen=True)
class ProtocolLine:
    """One step of the count. Amounts in tyiyn; `tied_with` are numbers on the ballot."""

    place: int
    number: int
    title: Bilingual
    settlement: Bilingual
    cost: Tyiyn
    score: int
    internet: int
    paper: int
    assembly: int
    outcome: Outcome
    left_before: Tyiyn
    left_after: Tyiyn
    tied_with: tuple[int, ...]
    tie_broken_by: TieBreak | None


@dataclass(frozen=True)
class RulesMention:
    """The rules a paper stands on: their version, the resolution behind them, their hash."""

    version: int
    resolution_number: str
    resolution_date: date
    sha256: str


@dataclass(frozen=True)
class ProtocolFacts:
    """Everything the protocol of results says.

    Amounts in tyiyn; days are days of Bishkek, `voting_to` inclusive; `confirmed_at` in UTC.
    `voters` is None for an imported election, which has no roll here; `source` names its file.
    `lines` stand in the order the rule looked at the projects.
    """

    letterhead: Letterhead
    year: int
    number: int
    title: Bilingual
    edition: str
    currency: str
    voting_from: date
    voting_to: date
    rule: AllocationRule
    ties: tuple[TieBreak, ...]
    threshold: int
    min_choices: int
    max_choices: int
    budget: Tyiyn
    voters: int | None
    participants: int
    ballots: int
    internet: int
    paper: int
    assembly: int
    marks: int
    cost: Tyiyn
    left: Tyiyn
    lines: tuple[ProtocolLine, ...]
    counted_at: datetime
    counted_by: Signatory | None
    confirmed_at: datetime
    confirmed_by: Signatory | None
    path: str
    """Where the result stands on the site, without the host: "/togz-archa/rounds/2026/results"."""
    source: str | None = None
    rules: RulesMention | None = None
    """None for an imported election, and for rounds announced before rules were kept."""
    explained: tuple[Bilingual, ...] = ()
    """The count in sentences, a paragraph each, as they stand on the page of the result."""
    vote_type: VoteType = VoteType.APPROVAL
    at_assemblies: int = 0
    """People who voted by hand; of a line, `assembly` are the hands for it then."""
    board: str | None = None
    """The final root of the published board, in hex; None where there is none."""
    at_kiosks: int = 0
    """Of those by the internet, cast at kiosks; 0 where they are not to be told apart."""
    corrects: int | None = None
    """The number of the protocol of the count before, which this one corrects; None for a first."""
    decisions: tuple[int, ...] = ()
    """Numbers of the decisions that took votes out of the count."""

    @property
    def in_points(self) -> bool:
        """Whether what a project got are points and not votes."""
        return not self.vote_type.is_marked

    @property
    def winners(self) -> tuple[ProtocolLine, ...]:
        """The lines of the winners, in the order they were chosen."""
        return tuple(line for line in self.lines if line.outcome is Outcome.WON)


def as_json(facts: Any) -> dict[str, Any]:
    """The facts of any paper as JSON holds them: days and instants as ISO text."""

    def plain(value: Any) -> str:
        if isinstance(value, date | datetime):
            return value.isoformat()
        raise TypeError(type(value))

    loaded: dict[str, Any] = json.loads(json.dumps(asdict(facts), default=plain))
    return loaded


def canonical(facts: Mapping[str, Any]) -> str:
    """The one text of a set of facts, whose hash is printed: JSON, keys sorted, no blanks."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
