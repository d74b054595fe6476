"""A proposal as its writers and the rules see it: what is written, who may write, what is kept."""

from dataclasses import replace

from pb.records import groups, headings, paper_entries, proposal_parts, proposals
from pb.records.base import db
from pb.records.paper_entries import PaperEntry
from pb.records.proposal_parts import ProposalContribution, ProposalLine
from pb.records.proposals import Proposal
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.contributions import BudgetLine
from pb.rules.groups import GroupState
from pb.rules.proposal_demands import Demands, Writing
from pb.rules.proposal_files import FileKind
from pb.rules.proposal_steps import (
    LENGTHS,
    Costs,
    Papers,
    Place,
    Problem,
    Sources,
    StepFacts,
    Translation,
    Upkeep,
    Work,
)
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, NotAllowed
from pb.rules.rounds import Phase, is_open
from pb.services import letters
from pb.services.actors import Actor, account_of, require
from pb.services.rules import rules_of

SENDING = (GroupState.REGISTERED, GroupState.ACTIVE)
"""The states of a group in whose name something may be written."""


def writes(proposal: Proposal, account_id: int | None) -> bool:
    """Whether an account leads a proposal, consented to write on it, or types it from its paper."""
    return account_id is not None and (
        proposal.author_id == account_id
        or proposal_parts.is_co_author(proposal.municipality_id, proposal.id, account_id)
        or typed_by(proposal, account_id) is not None
    )


def typed_by(proposal: Proposal, account_id: int | None) -> PaperEntry | None:
    """The paper an account of the office types the proposal from; None for its authors."""
    if account_id is None:
        return None
    return paper_entries.written_by(proposal.municipality_id, proposal.id, account_id)


def held_by_writer(actor: Actor, municipality_id: int, ref: str, act: Act) -> Proposal:
    """A proposal with its parts, held for a deed of one of its writers.

    Raises:
        NotAllowed, NotFound: as the tables say; another's proposal is not allowed.
    """
    require(actor, act, municipality_id)
    proposal = proposals.whole_proposal(municipality_id, ref, hold=True)
    if not writes(proposal, account_of(actor)):
        raise NotAllowed(Code.NOT_ALLOWED, act=act)
    return proposal


def held_by_leader(actor: Actor, municipality_id: int, ref: str, act: Act) -> Proposal:
    """A proposal with its parts, held for a deed that only its leader does.

    Raises:
        NotAllowed: LEADER_ONLY for a co-author; otherwise as `held_by_writer`.
    """
    proposal = held_by_writer(actor, municipality_id, ref, act)
    if proposal.author_id != actor.account_id:
        raise NotAllowed(Code.LEADER_ONLY)
    return proposal


def act_of_writing(proposal: Proposal, phase: Phase) -> Act:
    """What writing on a proposal counts as: it says until which phase it is open.

    A draft is written while it can be sent, and no longer; one whose paper was handed over in
    time, while the second person may confirm it.
    """
    if proposal.state is not ProposalState.DRAFT:
        return Act.MEND_PROPOSAL
    if is_open(Act.SUBMIT_PROPOSAL, phase):
        return Act.SUBMIT_PROPOSAL
    paper = paper_entries.undecided(proposal.municipality_id, proposal.id)
    was_handed = paper is not None and paper.handed_at is not None
    return Act.CONFIRM_ENTRY if was_handed else Act.SUBMIT_PROPOSAL


def demands_of(round_: Round, leader_id: int | None) -> Demands:
    """What a round offers and asks of a proposal that this account leads; None leads no group.

    Whether a group it leads may send a proposal is asked when it is sent; here, whether it is
    registered.
    """
    led = () if leader_id is None else groups.groups_led_by(round_.municipality_id, leader_id)
    demands = Demands.of(
        rules_of(round_),
        round_.ceiling,
        round_.budget,
        tuple((one.ref, one.name) for one in led if one.state in SENDING),
    )
    found = headings.headings_of(round_.municipality_id, round_.id)
    categories = [(one.number, one.name) for one in found if one.settlement_id is None]
    return replace(demands, categories=tuple(categories))


def writing_of(proposal: Proposal) -> Writing:
    """A proposal as far as it is written, in the language of its author."""
    said = proposal.written
    problem, solution, upkeep = said("problem"), said("solution"), said("upkeep")
    other = proposal.other_language
    return Writing(
        Place(
            said("title") or "",
            proposal.settlement.slug if proposal.settlement else None,
            proposal.address,
            proposal.applicant,
            proposal.initiative,
            proposal.heading_number,
            proposal.group.ref if proposal.group else None,
        ),
        Problem(problem, said("gains"), proposal.beneficiaries, proposal.sector)
        if problem
        else None,
        Work(solution, proposal.works_from, proposal.works_to, said("timetable"))
        if solution
        else None,
        _costs(proposal),
        _sources(proposal),
        Upkeep(upkeep, said("risks")) if upkeep else None,
        Papers(tuple(FileKind(one) for one in proposal.papers_to_bring.split(",") if one)),
        Translation(**{name: getattr(proposal, f"{name}_{other}") for name in LENGTHS}),
        frozenset(file.kind for file in proposal.files),
        frozenset(file.contribution for file in proposal.files if file.contribution is not None),
    )


def write(proposal: Proposal, facts: StepFacts) -> None:
    """Put what a step says into the record; village and group of a place are the deed's to find."""
    match facts:
        case Place():
            _write_texts(proposal, proposal.language, title=facts.title)
            proposal.address = facts.address
            proposal.applicant, proposal.initiative = facts.applicant, facts.initiative
            proposal.heading_number = facts.heading
        case Problem():
            _write_texts(proposal, proposal.language, problem=facts.problem, gains=facts.gains)
            proposal.beneficiaries, proposal.sector = facts.beneficiaries, facts.sector
        case Work():
            _write_texts(
                proposal, proposal.language, solution=facts.solution, timetable=facts.timetable
            )
            proposal.works_from, proposal.works_to = facts.works_from, facts.works_to
        case Costs():
            _write_lines(proposal, facts)
        case Sources():
            _write_contributions(proposal, facts)
        case Upkeep():
            _write_texts(proposal, proposal.language, upkeep=facts.upkeep, risks=facts.risks)
        case Papers():
            proposal.papers_to_bring = ",".join(facts.to_bring)
        case Translation():
            texts = {name: getattr(facts, name) for name in LENGTHS}
            _write_texts(proposal, proposal.other_language, **texts)


def _write_texts(proposal: Proposal, language: str, **texts: str | None) -> None:
    for name, text in texts.items():
        setattr(proposal, f"{name}_{language}", text)


def _costs(proposal: Proposal) -> Costs | None:
    lines = tuple(BudgetLine(line.title, line.amount) for line in proposal.lines)
    return Costs(lines) if lines else None


def _sources(proposal: Proposal) -> Sources | None:
    if proposal.cost is None:
        return None
    return Sources(proposal.cost, tuple(map(letters.pledge_of, proposal.contributions)))


def _write_lines(proposal: Proposal, costs: Costs) -> None:
    # The old ones go first: a number stands for one line only.
    proposal.lines.clear()
    db.session.flush()
    proposal.lines = [
        ProposalLine(
            municipality_id=proposal.municipality_id,
            number=number,
            title=line.title,
            amount=line.amount,
        )
        for number, line in enumerate(costs.lines, 1)
    ]
    proposal.total_cost = costs.total


def _write_contributions(proposal: Proposal, sources: Sources) -> None:
    letters.retie(proposal, sources)
    proposal.contributions.clear()
    db.session.flush()
    proposal.contributions = [
        ProposalContribution(
            municipality_id=proposal.municipality_id,
            number=number,
            party=pledge.party,
            kind=pledge.kind,
            what=pledge.what,
            pledged=pledge.pledged,
            people=pledge.people,
            days=pledge.days,
            rate=pledge.rate,
        )
        for number, pledge in enumerate(sources.pledges, 1)
    ]
    proposal.cost = sources.cost
