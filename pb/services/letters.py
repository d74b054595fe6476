"""Letters that confirm one contribution each, and stay with it when the list is written anew."""

from pb.records.proposal_parts import ProposalContribution
from pb.records.proposals import Proposal
from pb.rules.proposal_files import FileKind
from pb.rules.proposal_steps import Pledge, Sources
from pb.rules.refusals import Code, NotValid


def pledge_of(one: ProposalContribution) -> Pledge:
    """A contribution as its step has it."""
    return Pledge(one.party, one.kind, one.pledged, one.what, one.people, one.days, one.rate)


def retie(proposal: Proposal, sources: Sources) -> None:
    """Let each letter follow its contribution to its new number.

    One whose contribution is gone, or says another sum than the letter, confirms none any more.
    """
    before = {one.number: pledge_of(one) for one in proposal.contributions}
    after = dict(enumerate(sources.pledges, 1))
    for file in proposal.files:
        pledge = before.get(file.contribution or 0)
        if pledge is None or after.get(file.contribution or 0) == pledge:
            continue
        file.contribution = next((number for number, one in after.items() if one == pledge), None)


def check_tie(proposal: Proposal, kind: FileKind, contribution: int | None) -> None:
    """Refuse a file that says it confirms a contribution and cannot.

    Raises:
        NotValid: LETTER_ONLY, CONTRIBUTION_UNKNOWN at `contribution`.
    """
    if contribution is None:
        return
    if kind is not FileKind.COMMITMENT:
        raise NotValid(Code.LETTER_ONLY, "contribution")
    if contribution not in (one.number for one in proposal.contributions):
        raise NotValid(Code.CONTRIBUTION_UNKNOWN, "contribution")
