"""Proposals that residents send, and the projects that stand on the ballot."""

from pb.records.proposals.projects import Project
from pb.records.proposals.queries import (
    counts_by_state,
    held_together,
    mergeable,
    next_project_number,
    next_register_number,
    numbers_on_ballot,
    on_ballot,
    project_of,
    projects_of,
    proposal_by_id,
    proposal_of,
    proposals_by,
    public_proposals,
    started_by,
    whole_proposal,
)
from pb.records.proposals.tables import Proposal

__all__ = [
    "Project",
    "Proposal",
    "counts_by_state",
    "held_together",
    "mergeable",
    "next_project_number",
    "next_register_number",
    "numbers_on_ballot",
    "on_ballot",
    "project_of",
    "projects_of",
    "proposal_by_id",
    "proposal_of",
    "proposals_by",
    "public_proposals",
    "started_by",
    "whole_proposal",
]
