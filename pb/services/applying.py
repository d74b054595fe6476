"""An initiative group as the applicant of a proposal: whether it may, and who leads what is its."""

from datetime import datetime

from pb.records import applicants, proposal_parts
from pb.records.groups import InitiativeGroup, members
from pb.records.rounds import Round
from pb.rules.co_authors import Consent
from pb.rules.groups import require_free
from pb.rules.roles import Role
from pb.services import groups
from pb.services.actors import Actor


def in_the_name_of(group: InitiativeGroup, leader_id: int, round_: Round, now: datetime) -> None:
    """Let a group send a proposal in a round that is held, or refuse it; it is at work then.

    `leader_id` is the account of whoever sends it, or signed the paper it was typed from.

    Raises:
        NotAllowed: NOT_ALLOWED, NotFound: NOT_FOUND for whoever does not lead it.
        Conflict: GROUP_NOT_REGISTERED, GROUP_BELOW_MINIMUM; PERSON_IN_OTHER_GROUP where somebody
            is in another group that has sent a proposal in this round.
    """
    place = group.municipality_id
    # Who signed a paper is not at the screen: the office stands for the signature.
    leader = Actor(leader_id, None, "", frozenset({Role.RESIDENT}), place)
    group = groups.acting_for(leader, place, group.ref, now)
    others = applicants.groups_at_work(place, round_.id) - {group.id}
    require_free(
        groups.as_rules_see(members.standing(place, group.id)),
        groups.elsewhere(place, others),
        groups.rules_for(place, now),
    )
    groups.put_to_work(group)


def pass_on(municipality_id: int, group_ref: str, account_id: int) -> None:
    """Let whoever leads a group from now on lead its proposals too, drafts and all.

    Who led it writes along only where asked to, like every other member.
    """
    for proposal in applicants.proposals_of_group(municipality_id, group_ref, hold=True):
        for one in proposal_parts.co_authors_of(municipality_id, proposal.id):
            if one.account_id == account_id and one.state is Consent.GIVEN:
                one.state = Consent.ENDED
        proposal.author_id = account_id
