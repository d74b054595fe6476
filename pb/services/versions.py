"""What is kept for ever of a proposal each time it is sent: its public facts, with their hash."""

import hashlib
from datetime import datetime
from typing import Any

from pb.documents.facts import canonical
from pb.records import merging, proposal_parts
from pb.records.base import db
from pb.records.proposal_parts import ProposalVersion
from pb.records.proposals import Proposal
from pb.rules.proposal_steps import LENGTHS


def keep_version(proposal: Proposal, now: datetime) -> ProposalVersion:
    """Keep for ever what is public of a proposal now."""
    text = canonical(public_facts(proposal))
    version = ProposalVersion(
        municipality_id=proposal.municipality_id,
        proposal_id=proposal.id,
        number=proposal_parts.next_version(proposal.id),
        at=now,
        facts=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        cost=proposal.cost,
    )
    db.session.add(version)
    db.session.flush()
    return version


def public_facts(proposal: Proposal) -> dict[str, Any]:
    """Everything that the public reads of a proposal, as plain values; amounts in tyiyn."""
    place = proposal.settlement
    return {
        "language": proposal.language,
        "settlement": [place.name_ky, place.name_ru] if place else None,
        "address": proposal.address,
        "point": None if proposal.latitude is None else [proposal.latitude, proposal.longitude],
        "applicant": proposal.applicant,
        **_group_of(proposal),
        **_taken_in(proposal),
        **({} if proposal.supporters is None else {"supporters": proposal.supporters}),
        "initiative": proposal.initiative,
        "sector": proposal.sector,
        "beneficiaries": proposal.beneficiaries,
        "works": [
            day.isoformat() if day else None for day in (proposal.works_from, proposal.works_to)
        ],
        "cost": proposal.cost,
        "total_cost": proposal.total_cost,
        "lines": [[line.title, line.amount] for line in proposal.lines],
        "contributions": [
            [one.party, one.kind, one.what, one.pledged, one.people, one.days, one.rate]
            for one in proposal.contributions
        ],
        "files": [
            [file.kind, file.sha256] + ([file.contribution] if file.contribution else [])
            for file in proposal.files
        ],
        **{
            name: {"ky": getattr(proposal, f"{name}_ky"), "ru": getattr(proposal, f"{name}_ru")}
            for name in LENGTHS
        },
    }


def _group_of(proposal: Proposal) -> dict[str, Any]:
    """The group by its number in the register, which is given once; no word where there is none."""
    group = proposal.group
    if group is None:
        return {}
    return {"group": [group.register_number, group.name_ky, group.name_ru]}


def _taken_in(proposal: Proposal) -> dict[str, Any]:
    """What merged into it, by register number and name; no word where nothing did."""
    found = [
        [one.proposal.register_number, one.proposal.title_ky, one.proposal.title_ru]
        for one in merging.merged_with(proposal.municipality_id, proposal.id)
        if one.into_id == proposal.id
    ]
    return {"merged": found} if found else {}
