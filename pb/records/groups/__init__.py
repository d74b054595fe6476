"""Initiative groups: the register, the groups of a person, who is in one. No names in it."""

from pb.records.groups.groups import GroupInvitation, InitiativeGroup
from pb.records.groups.queries import (
    Carried,
    Listed,
    Own,
    carried,
    group_of,
    groups_led_by,
    invitation_behind,
    invitation_of,
    invitations_of,
    is_member,
    next_register_number,
    number_of_members,
    number_waiting,
    own_groups,
    public_group,
    register,
    waiting,
)

__all__ = [
    "Carried",
    "GroupInvitation",
    "InitiativeGroup",
    "Listed",
    "Own",
    "carried",
    "group_of",
    "groups_led_by",
    "invitation_behind",
    "invitation_of",
    "invitations_of",
    "is_member",
    "next_register_number",
    "number_of_members",
    "number_waiting",
    "own_groups",
    "public_group",
    "register",
    "waiting",
]
