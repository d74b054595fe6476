"""Initiative groups: size, roles, the founding meeting, states and the moves between them.

Law: the text of the model regulation on forming a group was not to be had; size and quorum are
defaults of ours (domain dossier, 11.3) and come from the rule set.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pb.rules.quorum import MORE_THAN_HALF, Quorum
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.rule_sets import Parameter, RuleSet
from pb.rules.rule_sets.choices import Founding

AIM_LENGTH = (20, 1_000)
REASON_LENGTH = (10, 500)
NOTE_LENGTH = (3, 500)
NUMBER_LENGTH = (1, 40)
"""Shortest and longest, in characters; the number is that of a founding protocol."""

INVITATION_LASTS = timedelta(days=14)
MOST_INVITATIONS = 30
"""Of one group that wait at a time."""
SPAN_OF_MESSAGES = timedelta(days=1)
MESSAGES_TO_A_PHONE = 3
"""Invitations a telephone is sent in such a span, whoever asks for them."""
MOST_ON_PAPER = 60
"""Lines of the list of members a clerk enters."""


class Way(StrEnum):
    """How a group was founded."""

    ONLINE = "founded_online"
    """Each of its people confirmed it, signed in by themselves."""
    PAPER = "founded_on_paper"
    """Two people of the office entered it from a signed protocol."""


class GroupState(StrEnum):
    """Where a group stands."""

    DRAFT = "draft"
    FOUNDED = "founded"
    """The founding meeting was held and its protocol is there."""
    REGISTERED = "registered"
    ACTIVE = "active_group"
    """It has a proposal in a round. (The name "active" is taken by lines of a roll.)"""
    DISSOLVED = "dissolved"


class Part(StrEnum):
    """What a person does in a group; there is exactly one leader."""

    LEADER = "leader"
    MEMBER = "group_member"


class InterestKind(StrEnum):
    """What ties a member of a group to those who decide or who are paid."""

    FAMILY = "family_tie"
    WORK = "work_tie"
    MONEY = "money_tie"
    POST = "post_tie"
    """A post in the office or a seat in the kenesh."""


GROUP_MOVES: dict[GroupState, frozenset[GroupState]] = {
    GroupState.DRAFT: frozenset({GroupState.FOUNDED, GroupState.DISSOLVED}),
    # Not registered, with a reason: the leader mends it and closes the founding anew.
    GroupState.FOUNDED: frozenset({GroupState.REGISTERED, GroupState.DRAFT, GroupState.DISSOLVED}),
    GroupState.REGISTERED: frozenset({GroupState.ACTIVE, GroupState.DISSOLVED}),
    GroupState.ACTIVE: frozenset({GroupState.DISSOLVED}),
    GroupState.DISSOLVED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class GroupRules:
    """What a group must be like; numbers inclusive, `most` None is no limit.

    The quorum is of those who consented to be members, counted at the founding meeting.
    """

    fewest: int = 3
    most: int | None = None
    quorum: Quorum = MORE_THAN_HALF
    is_one_a_round: bool = True
    founding: Founding = Founding.EITHER

    @classmethod
    def under(cls, rule_set: RuleSet) -> "GroupRules":
        """What the rules of a municipality ask of a group."""
        return cls(
            fewest=rule_set.number(Parameter.GROUP_MIN_MEMBERS),
            founding=Founding(rule_set.chosen(Parameter.GROUP_FOUNDING)),
        )

    @property
    def meetings(self) -> tuple[Founding, ...]:
        """The kinds of meeting that found a group."""
        if self.founding is Founding.EITHER:
            return (Founding.MEETING, Founding.ASSEMBLY)
        return (self.founding,)

    def lacking(self, number: int) -> int:
        """How many people a group of so many lacks."""
        return max(0, self.fewest - number)


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A person in a group, under a public reference; never a name here."""

    person: str
    part: Part = Part.MEMBER
    has_consented: bool = False
    was_present: bool = False
    """At the founding meeting."""


@dataclass(frozen=True, slots=True)
class Interest:
    """A conflict of interest of a person, marked for ever: there is no end to it."""

    person: str
    kind: InterestKind
    noted_on: date


def require_group_move(state: GroupState, to: GroupState) -> None:
    """Refuse a move that the present state does not allow.

    Raises:
        Conflict: GROUP_MOVED_ON, with the state it is in now.
    """
    if to not in GROUP_MOVES[state]:
        raise Conflict(Code.GROUP_MOVED_ON, state=state, to=to)


def check_list(members: Sequence[GroupMember]) -> None:
    """Refuse a list of members that cannot be: a person twice, no leader or several.

    Raises:
        NotValid: MEMBER_TWICE at the second of them, LEADER_MISSING, LEADERS_SEVERAL.
    """
    people = [member.person for member in members]
    for number, person in enumerate(people, start=1):
        if person in people[: number - 1]:
            raise NotValid(Code.MEMBER_TWICE, f"member_{number}", number=number)
    leaders = sum(1 for member in members if member.part is Part.LEADER)
    if not leaders:
        raise NotValid(Code.LEADER_MISSING, "leader")
    if leaders > 1:
        raise NotValid(Code.LEADERS_SEVERAL, "leader", number=leaders)


def check_founding(
    members: Sequence[GroupMember], rules: GroupRules, *, has_protocol: bool
) -> tuple[GroupMember, ...]:
    """The members a group is founded with: those who consented, in their order.

    Who did not answer is left out and does not count; a leader has to consent.

    Raises:
        NotValid: what `check_list` finds; CONSENT_MISSING for the leader; GROUP_TOO_SMALL,
            GROUP_TOO_LARGE, FOUNDING_NOT_QUORATE, FOUNDING_PAPER_MISSING.
    """
    check_list(members)
    if not all(member.has_consented for member in members if member.part is Part.LEADER):
        raise NotValid(Code.CONSENT_MISSING, "leader")
    founding = tuple(member for member in members if member.has_consented)
    if len(founding) < rules.fewest:
        raise NotValid(
            Code.GROUP_TOO_SMALL,
            "members",
            number=len(founding),
            fewest=rules.fewest,
            waiting=len(members) - len(founding),
        )
    if rules.most is not None and len(founding) > rules.most:
        raise NotValid(Code.GROUP_TOO_LARGE, "members", number=len(founding), most=rules.most)
    present = sum(1 for member in founding if member.was_present)
    if present < (needed := rules.quorum.of(len(founding))):
        raise NotValid(Code.FOUNDING_NOT_QUORATE, "members", present=present, needed=needed)
    if not has_protocol:
        raise NotValid(Code.FOUNDING_PAPER_MISSING, "protocol")
    return founding


def check_meeting(met_on: date, met_as: Founding, rules: GroupRules, today: date) -> None:
    """Refuse a founding meeting that is still to be held, or of a kind the rules do not take.

    Raises:
        NotValid: FOUNDING_IN_FUTURE at "met_on", FOUNDING_OTHERWISE at "met_as".
    """
    if met_on > today:
        raise NotValid(Code.FOUNDING_IN_FUTURE, "met_on", today=today)
    if met_as not in rules.meetings:
        raise NotValid(Code.FOUNDING_OTHERWISE, "met_as", wanted=rules.founding)


def has_protocol(way: Way, met_as: Founding, *, has_file: bool) -> bool:
    """Whether there is a founding protocol.

    Who founds online has it printed from what each confirmed; an assembly of the village signs
    a paper of its own.
    """
    return has_file or (way is Way.ONLINE and met_as is Founding.MEETING)


def require_may_send(state: GroupState, number: int, rules: GroupRules) -> None:
    """Refuse a proposal of a group that is not registered, or has too few people left.

    Raises:
        Conflict: GROUP_NOT_REGISTERED, GROUP_BELOW_MINIMUM.
    """
    if state not in (GroupState.REGISTERED, GroupState.ACTIVE):
        raise Conflict(Code.GROUP_NOT_REGISTERED, state=state)
    if rules.lacking(number):
        raise Conflict(Code.GROUP_BELOW_MINIMUM, number=number, fewest=rules.fewest)


def require_free(
    members: Sequence[GroupMember], elsewhere: Collection[str], rules: GroupRules
) -> None:
    """Refuse people who are in another group of the same round, where the rule forbids that.

    `elsewhere` are the persons in the other groups that are not dissolved.

    Raises:
        Conflict: PERSON_IN_OTHER_GROUP at the first of them, by place in the list, not by name.
    """
    if not rules.is_one_a_round:
        return
    for number, member in enumerate(members, start=1):
        if member.person in elsewhere:
            raise Conflict(Code.PERSON_IN_OTHER_GROUP, f"member_{number}", number=number)


def marked(
    interests: Iterable[Interest], person: str, kind: InterestKind, day: date
) -> frozenset[Interest]:
    """The interests with one more; one that stands already keeps the day it was first noted."""
    before = frozenset(interests)
    if any(one.person == person and one.kind is kind for one in before):
        return before
    return before | {Interest(person, kind, day)}


def require_kept(before: Iterable[Interest], after: Iterable[Interest]) -> None:
    """Refuse to take an interest away or to change it: it is marked for ever.

    Raises:
        Conflict: INTEREST_KEPT.
    """
    if not frozenset(before) <= frozenset(after):
        raise Conflict(Code.INTEREST_KEPT)


def interests_of(
    members: Iterable[GroupMember], interests: Iterable[Interest]
) -> tuple[Interest, ...]:
    """The interests a group carries: they follow its people from one group to the next."""
    people = {member.person for member in members}
    found = (one for one in interests if one.person in people)
    return tuple(sorted(found, key=lambda one: (one.noted_on, one.person, one.kind)))
