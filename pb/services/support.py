"""Support for a draft as pages and deeds see it: numbers, and whether the reader is one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pb.records import involvement, supports
from pb.records.proposals import Proposal
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.proposals import ProposalState
from pb.rules.rounds import is_open
from pb.rules.rule_sets import Parameter
from pb.services.rules import rules_of


@dataclass(frozen=True)
class Standing:
    """How a draft stands with its support."""

    needed: int
    """0 where the rules of the round ask for none."""
    number: int
    is_collecting: bool
    """Whether everyone may read it, and residents may support it now."""
    is_mine: bool
    """Whether the reader supports it."""
    may_support: bool
    """Whether the reader, if a resident, is one who may."""

    @property
    def missing(self) -> int:
        """How many more are needed."""
        return max(0, self.needed - self.number)


def needed_in(round_: Round) -> int:
    """How many residents have to support a proposal before it can be sent; 0 is none."""
    return rules_of(round_).number(Parameter.SUPPORT_SIGNATURES)


def is_open_in(round_: Round, now: datetime) -> bool:
    """Whether support is given in a round now."""
    return is_open(Act.SUPPORT_PROPOSAL, round_.phase(now))


def is_collecting(proposal: Proposal, round_: Round, now: datetime) -> bool:
    """Whether a draft is open to everyone, to be supported."""
    return (
        proposal.state is ProposalState.DRAFT
        and proposal.support_opened_at is not None
        and is_open_in(round_, now)
    )


def standing_of(
    proposal: Proposal, round_: Round, account_id: int | None, now: datetime
) -> Standing:
    """How a draft stands with its support, for a reader."""
    place = proposal.municipality_id
    collects = is_collecting(proposal, round_, now)
    if proposal.state is not ProposalState.DRAFT:
        return Standing(0, proposal.supporters or 0, False, False, False)
    if account_id is None or not collects:
        mine, may = False, collects
    else:
        mine = supports.support_of(place, proposal.id, account_id) is not None
        may = account_id not in involvement.people_in(place, proposal.id)
    opened = proposal.support_opened_at is not None
    number = supports.number_of(place, proposal.id) if opened else 0
    return Standing(needed_in(round_), number, collects, mine, may)


def collecting(round_: Round, limit: int, offset: int) -> Sequence[tuple[Proposal, int]]:
    """The drafts of a round that collect support, with how many support each."""
    return supports.collecting(round_.municipality_id, round_.id, limit, offset)


def count_collecting(round_: Round) -> int:
    """How many drafts of a round collect support."""
    return supports.count_collecting(round_.municipality_id, round_.id)
