"""What every deed about assemblies must use: the rules asked, their states, who is called."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pb.documents import notices
from pb.documents.result_files import Json
from pb.gateways.keys import Keys
from pb.records import assemblies, assembly_marks, places, proposals, voids
from pb.records.assemblies import Assembly, AssemblyAct
from pb.records.assembly_marks import Called
from pb.records.places import Settlement
from pb.records.residents import RollEntry
from pb.records.rounds import Round
from pb.rules.assemblies import SETTLED, AssemblyState, Known, Raised
from pb.rules.messages import MessageKind, times_of
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter
from pb.rules.rule_sets.choices import AssemblyHands
from pb.rules.tally.election import Channel
from pb.rules.texts import Bilingual
from pb.services import messages, phones
from pb.services.actors import Actor
from pb.services.rolls import masked
from pb.services.rules import rules_of


def is_allowed(round_: Round) -> bool:
    """Whether the rules of a round count hands raised at assemblies."""
    return round_.hands is not AssemblyHands.NONE


def require_allowed(round_: Round) -> None:
    """Refuse a deed about assemblies where no hands count.

    Raises:
        NotNow: HANDS_NOT_ALLOWED.
    """
    if not is_allowed(round_):
        raise NotNow(Code.HANDS_NOT_ALLOWED)


def is_within_voting(round_: Round, assembly: Assembly) -> bool:
    """Whether an assembly is held while people vote."""
    return round_.voting_opens <= assembly.starts_at < round_.voting_closes


def require_within_voting(round_: Round, assembly: Assembly) -> None:
    """Refuse an assembly that a change of the round's days left outside its voting.

    Raises:
        Conflict: ASSEMBLY_LEFT_OUTSIDE with the days of the voting.
    """
    if not is_within_voting(round_, assembly):
        raise Conflict(
            Code.ASSEMBLY_LEFT_OUTSIDE, opens=round_.voting_opens, closed=round_.voting_closes
        )


def require_markable(assembly: Assembly, now: datetime) -> None:
    """Refuse marks, and the list with boxes to tick, where nobody can be marked now.

    Raises:
        Conflict: ASSEMBLY_CANCELLED, ASSEMBLY_NOT_BEGUN, ASSEMBLY_ACT_STANDS.
    """
    if assembly.cancelled_at is not None:
        raise Conflict(Code.ASSEMBLY_CANCELLED)
    if assembly.starts_at > now:
        raise Conflict(Code.ASSEMBLY_NOT_BEGUN, starts=assembly.starts_at)
    act = assemblies.act_of(assembly.municipality_id, assembly.id)
    if act is not None and act.stands:
        raise Conflict(Code.ASSEMBLY_ACT_STANDS)


def may_cancel(actor: Actor, assembly: Assembly, now: datetime) -> bool:
    """Whether this person may say that it is not held: once it began, nobody who called it."""
    if assembly.starts_at > now:
        return Role.OPERATOR in actor.roles
    return Role.COMMISSION in actor.roles and assembly.announced_by != actor.account_id


def require_may_cancel(actor: Actor, assembly: Assembly, now: datetime) -> None:
    """Let a clerk cancel what has not begun, and the commission what has: votes may be lost by it.

    Raises:
        NotAllowed: NOT_ALLOWED before it begins; ASSEMBLY_CANCEL_NEEDS_ANOTHER, STEP_UP_FIRST
            afterwards.
    """
    has_begun = assembly.starts_at <= now
    if not may_cancel(actor, assembly, now):
        if has_begun:
            raise NotAllowed(Code.ASSEMBLY_CANCEL_NEEDS_ANOTHER)
        raise NotAllowed(Code.NOT_ALLOWED)
    if has_begun and not actor.is_confirmed:
        raise NotAllowed(Code.STEP_UP_FIRST)


def state_of(assembly: Assembly, act: AssemblyAct | None, now: datetime) -> AssemblyState:
    """Where an assembly is."""
    if assembly.cancelled_at is not None:
        return AssemblyState.CANCELLED
    if act is None:
        return AssemblyState.HELD if assembly.starts_at <= now else AssemblyState.CALLED
    if act.confirmed_at is not None:
        return AssemblyState.COUNTED if act.is_quorate else AssemblyState.NO_QUORUM
    return AssemblyState.ENTERED if act.stands else AssemblyState.RETURNED


def require_all_settled(round_: Round, now: datetime) -> None:
    """Refuse to count while an assembly has no confirmed act and is not cancelled.

    Raises:
        Conflict: ASSEMBLY_WAITS with the number of the assembly.
    """
    for line in assembly_lines(round_, now):
        if line.state not in SETTLED:
            raise Conflict(Code.ASSEMBLY_WAITS, assembly=line.assembly.number)


@dataclass(frozen=True)
class AssemblyLine:
    """An assembly with its numbers, for lists."""

    assembly: Assembly
    state: AssemblyState
    village: Bilingual | None
    """None for the whole aimak."""
    marks: int
    act: AssemblyAct | None
    hands: dict[int, Raised]
    """By the number of the project, as far as an act is entered."""


def assembly_lines(round_: Round, now: datetime) -> list[AssemblyLine]:
    """Every assembly of a round with its numbers, in a handful of queries."""
    if not is_allowed(round_):
        return []
    place, key = round_.municipality_id, round_.id
    villages = {one.id: one.name for one in places.settlements_of(place)}
    marks = assembly_marks.marks_by_assembly(place, key)
    acts = assemblies.acts_of(place, key)
    hands = assemblies.hands_of(place, key)
    return [
        AssemblyLine(
            one,
            state_of(one, acts.get(one.id), now),
            villages.get(one.settlement_id) if one.settlement_id else None,
            marks.get(one.id, 0),
            acts.get(one.id),
            hands.get(one.id, {}),
        )
        for one in assemblies.assemblies_of(place, key)
    ]


def hands_counted(round_: Round) -> tuple[dict[int, int], int]:
    """The hands for each project over all confirmed acts, and the people who could raise one."""
    if not is_allowed(round_):
        return {}, 0
    found = assemblies.hands_on_board(round_.municipality_id, round_.id)
    summed: dict[int, int] = {}
    for act in found:
        for number, (in_favour, _, _) in act.votes.items():
            summed[number] = summed.get(number, 0) + in_favour
    return summed, sum(act.marked for act in found)


def facts_of(round_: Round) -> list[Json]:
    """What each assembly decided, for programs; empty where hands do not count."""
    if not is_allowed(round_):
        return []
    return [
        {
            "number": one.act,
            "attended": one.attended,
            "voted": one.marked,
            "hands": [
                {"project": number, "for": given[0], "against": given[1], "abstained": given[2]}
                for number, given in one.votes.items()
            ],
        }
        for one in assemblies.hands_on_board(round_.municipality_id, round_.id)
    ]


def villages_called(round_: Round, assembly: Assembly) -> list[Settlement]:
    """The villages whose people are called."""
    return [
        one
        for one in places.settlements_of(round_.municipality_id)
        if assembly.settlement_id in (None, one.id)
    ]


def known_of(round_: Round, assembly: Assembly) -> Known:
    """What the numbers of an act have to fit now."""
    place = round_.municipality_id
    return Known(
        on_roll=assembly_marks.on_roll_by_village(place, round_.id, assembly.settlement_id),
        marked=assembly_marks.marks_at(place, assembly.id),
        quorum=rules_of(round_).number(Parameter.ASSEMBLY_QUORUM),
        projects=proposals.numbers_on_ballot(round_.id),
        most_choices=round_.max_choices,
    )


@dataclass(frozen=True)
class Box:
    """A line of the roll beside a box to tick; the name is masked."""

    number: int | None
    """Its place among those who are called, as on the printed list; None where it has none."""
    ref: str
    name: str
    village: Bilingual
    channel: Channel | None
    """How the person took part already; None where a box can be ticked."""
    hour: datetime | None
    is_here: bool
    """Whether the person is marked at this assembly."""


def boxes(round_: Round, assembly: Assembly, size: int, before: int, *, marked: bool) -> list[Box]:
    """The people of so many numbers that are called, or so many of those who are marked."""
    place, key, village = round_.municipality_id, round_.id, assembly.settlement_id
    if marked:
        given = (place, key, assembly.id, village, size, before)
        return _boxes(assembly_marks.marked_at(*given), assembly)
    return _boxes(assembly_marks.called(place, key, village, size, before), assembly)


def last_box(round_: Round, assembly: Assembly, *, marked: bool) -> int:
    """The last number of those who are called, or how many are marked."""
    place = round_.municipality_id
    if marked:
        return assembly_marks.marks_at(place, assembly.id)
    return assembly_marks.last_number(place, round_.id, assembly.settlement_id)


def _boxes(found: Sequence[Called], assembly: Assembly) -> list[Box]:
    return [
        Box(
            one.number,
            one.entry.ref,
            masked(one.entry.name),
            one.village,
            one.channel,
            one.hour,
            one.assembly_id == assembly.id,
        )
        for one in found
    ]


def tell_of_taken_back(
    round_: Round, entries: Sequence[RollEntry], keys: Keys, now: datetime
) -> None:
    """Write to the people whose marks were taken back, where there is a phone."""
    place = places.municipality_by_id(round_.municipality_id)
    _, read_at, _ = times_of(MessageKind.VOTE_MARKED, now)
    may_vote = round_.phase(read_at) is Phase.VOTING
    for entry in entries:
        locked = voids.phone_of(round_.id, entry.id)
        if locked is not None:
            messages.queue(
                place.id,
                MessageKind.VOTE_MARKED,
                phones.unlock(locked, keys),
                notices.of_mark_taken_back(place.phone, may_vote=may_vote),
                # An occasion of its own each time: one may be marked and unmarked again.
                f"mark-taken-back:{entry.ref}:{secrets.token_hex(4)}",
                keys,
                now,
            )
