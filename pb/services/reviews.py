"""What every deed about a review needs: to open one, to take it up, and its checklist."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from pb.records import involvement, paper_entries, proposals, review_checks, reviews, rounds
from pb.records.base import db
from pb.records.proposals import Proposal
from pb.records.reviews import Estimate, Review
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.checklists import Figures, Finding, Item, Verdict, findings
from pb.rules.contributions import OWN, Kind
from pb.rules.money import ZERO, Tyiyn, total
from pb.rules.proposals import Deed, ProposalState, moved
from pb.rules.reviews import CostConsent, ReviewState, check_apart, due_on
from pb.rules.rule_sets import Parameter, RuleSet, choices
from pb.services.actors import Actor, account_of, require
from pb.services.rules import rules_of

KINDS = {
    choices.Contribution.CASH: Kind.CASH,
    choices.Contribution.KIND: Kind.KIND,
    choices.Contribution.LABOUR: Kind.LABOUR,
}


@dataclass(frozen=True)
class Case:
    """A proposal under review with everything its review goes by."""

    proposal: Proposal
    round: Round
    review: Review
    rules: RuleSet
    estimate: Estimate | None
    """The last cost the office has put down in this review."""

    @property
    def cost(self) -> Tyiyn:
        """What it would take of the budget (tyiyn): the cost agreed, else the one asked."""
        if self.estimate is not None and self.estimate.consent is CostConsent.ACCEPTED:
            return self.estimate.cost
        return self.proposal.cost or ZERO

    @property
    def figures(self) -> Figures:
        """Its money beside what the rules say of it."""
        asked, limits = self.proposal, self.round
        given = asked.contributions
        return Figures(
            asked=self.cost,
            ceiling=limits.budget if limits.ceiling is None else limits.ceiling,
            own={
                kind: total([one.pledged for one in given if one.kind is kind and one.party in OWN])
                for kind in Kind
            },
            own_minimum=self.rules.number(Parameter.OWN_CONTRIBUTION_MIN),
            kinds=[
                KINDS[choices.Contribution(one)]
                for one in self.rules.several(Parameter.CONTRIBUTION_KINDS)
            ],
            lines=total([line.amount for line in asked.lines]) if asked.lines else None,
            covered=total([asked.cost or ZERO, *(one.pledged for one in given)]),
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The checklist as it stands now."""
        answers = defaultdict(list)
        for check, _name in review_checks.checks_of(self.review.municipality_id, self.review.id):
            answers[check.item].append(check.verdict)
        return findings(self.figures, answers)


def opened(
    proposal: Proposal, round_: Round, now: datetime, *, is_after_appeal: bool = False
) -> Review:
    """Open the next review of a proposal, due by the rules of its round.

    Belongs into the deed that lets the proposal wait: its submission, or an appeal that was right.
    """
    end = round_.voting_opens if is_after_appeal else round_.review_closes
    proposal.review_number += 1
    db.session.flush()
    review = Review(
        municipality_id=proposal.municipality_id,
        proposal_id=proposal.id,
        number=proposal.review_number,
        opened_at=now,
        due_on=due_on(
            calendar.day_of(now),
            rules_of(round_).number(Parameter.SCREENING),
            calendar.last_day_before(end),
        ),
        is_after_appeal=is_after_appeal,
        state=ReviewState.OPEN,
    )
    db.session.add(review)
    return review


def taken_up(actor: Actor, municipality_id: int, ref: str, now: datetime) -> Case:
    """The open review of a proposal, held for a deed of a reviewer.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; REVIEW_OF_OWN for whoever has a part in it.
        Conflict: PROPOSAL_MOVED_ON, unless it waits for its review.
    """
    require(actor, Act.REVIEW_PROPOSAL, municipality_id)
    proposal = proposals.whole_proposal(municipality_id, ref, hold=True)
    # The round is held too: two clerks at once would give two projects the same number.
    round_ = rounds.round_by_id(municipality_id, proposal.round_id, hold=True)
    if proposal.state is not ProposalState.SUBMITTED:
        moved(proposal.state, Deed.ADMIT)
    case = case_of(proposal, round_)
    require(actor, act_of(case.review), municipality_id, round_, now)
    check_apart(account_of(actor), involved(proposal))
    return case


def involved(proposal: Proposal) -> frozenset[int]:
    """Who has a part in a proposal: wrote it, is of its group, entered or compared its paper."""
    municipality_id = proposal.municipality_id
    hands = paper_entries.hands_of(municipality_id, proposal.id)
    return hands | involvement.people_in(municipality_id, proposal.id)


def case_of(proposal: Proposal, round_: Round) -> Case:
    """The last review of a proposal with everything it goes by."""
    municipality_id = proposal.municipality_id
    review = reviews.review_of(municipality_id, proposal.id, proposal.review_number)
    estimate = reviews.last_estimate(municipality_id, review.id)
    return Case(proposal, round_, review, rules_of(round_), estimate)


def act_of(review: Review) -> Act:
    """What a reviewer does with it: it says until which phase."""
    return Act.REVIEW_AGAIN if review.is_after_appeal else Act.REVIEW_PROPOSAL


def kept(found: tuple[Finding, ...]) -> str:
    """A checklist as it is kept with a decision."""
    return json.dumps(
        [
            [finding.item, finding.verdict, dict(finding.facts), finding.is_worked_out]
            for finding in found
        ]
    )


def read_back(text: str | None) -> tuple[Finding, ...]:
    """A checklist that was kept; none for a decision from before checklists."""
    return tuple(
        Finding(Item(item), verdict and Verdict(verdict), tuple(facts.items()), known)
        for item, verdict, facts, known in json.loads(text or "[]")
    )
