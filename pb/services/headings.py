"""Whose money a proposal asks for, by the headings of its round."""

from pb.records import headings
from pb.records.proposals import Proposal
from pb.records.rounds import Round
from pb.rules import headings as rules
from pb.rules.money import Tyiyn
from pb.rules.rule_sets import Parameter
from pb.services.rules import rules_of


def heading_of(round_: Round, proposal: Proposal, cost: Tyiyn) -> int | None:
    """The number of the heading a proposal of this cost is paid from; None is the common pot.

    Raises:
        NotValid: as `rules.headings.heading_for`.
    """
    found = headings.headings_of(round_.municipality_id, round_.id)
    return rules.heading_for(
        [rules.Heading(one.number, one.name, one.budget, one.settlement_id) for one in found],
        round_.budget,
        proposal.settlement_id,
        proposal.heading_number,
        cost,
        leftover_to_pot=rules_of(round_).is_on(Parameter.HEADING_LEFTOVER),
    )
