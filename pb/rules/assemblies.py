"""Voting by hands at a village assembly (жыйын): when it is held, and sums that have to fit.

Every project is voted on by itself: who is for it, against it, abstains. Whoever raises no hand
did not vote on it, so the hands for one project are never more than the people who were marked.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.rounds import Schedule

PLACE_LENGTH = (3, 200)
NAME_LENGTH = (3, 200)
COMMISSION_LENGTH = (3, 400)
REASON_LENGTH = (10, 1_000)
MOST_ASSEMBLIES = 200
MOST_TICKED = 50
"""Lines of the roll on one page, marked in one deed."""

HOURS = tuple(f"{hour:02}:{minute:02}" for hour in range(6, 22) for minute in (0, 30))
"""When an assembly may begin, as it is chosen."""


@dataclass(frozen=True)
class Attended:
    """The people of one village who came."""

    women: int
    men: int

    @property
    def people(self) -> int:
        """All of them."""
        return self.women + self.men


@dataclass(frozen=True)
class Raised:
    """The hands raised on one project."""

    in_favour: int
    against: int
    abstained: int

    @property
    def people(self) -> int:
        """All who raised one."""
        return self.in_favour + self.against + self.abstained


@dataclass(frozen=True)
class Known:
    """What the numbers of an act have to fit."""

    on_roll: Mapping[str, int]
    """People on the roll by village (slug): those of the assembly, and no others."""
    marked: int
    """People marked on the roll as voting there."""
    quorum: int
    """People the rules ask for; 0 where they do not say."""
    projects: Collection[int]
    most_choices: int


def check_start(starts_at: datetime, schedule: Schedule, now: datetime) -> None:
    """Refuse a beginning that is over, or that is not within the days of the voting.

    Raises:
        NotValid: at "day": ASSEMBLY_OUTSIDE_VOTING with the days of the voting, ASSEMBLY_IN_PAST.
    """
    if not schedule.voting_opens <= starts_at < schedule.voting_closes:
        raise NotValid(
            Code.ASSEMBLY_OUTSIDE_VOTING,
            "day",
            opens=schedule.voting_opens,
            closed=schedule.voting_closes,
        )
    if starts_at <= now:
        raise NotValid(Code.ASSEMBLY_IN_PAST, "day", starts=starts_at)


def check_act(
    attended: Mapping[str, Attended],
    hands: Mapping[int, Raised],
    known: Known,
    *,
    is_quorate: bool,
) -> int:
    """The people who came, if every sum of the minutes fits.

    Without a quorum nothing is voted on: then nobody stays marked and no hand is written down.

    Raises:
        NotValid: NUMBER_OUT_OF_RANGE, ATTENDED_OVER_ROLL at "women_" and a village;
            QUORUM_SHORT, QUORUM_REACHED at "is_quorate"; HANDS_MISSING, HANDS_OVER_MARKED at
            "favour_" and a number; QUORUM_MISSED at a hand that was written down without a quorum;
            ATTENDED_UNDER_MARKED and HANDS_OVER_CHOICES of all of them together.
        Conflict: PEOPLE_MARKED without a quorum.
    """
    for village, on_roll in known.on_roll.items():
        came = attended.get(village, Attended(0, 0))
        _check_numbers(came.women, came.men, field=f"women_{village}", largest=on_roll)
        if came.people > on_roll:
            raise NotValid(
                Code.ATTENDED_OVER_ROLL, f"women_{village}", people=came.people, on_roll=on_roll
            )
    people = sum(attended[village].people for village in known.on_roll if village in attended)
    if is_quorate and people < max(known.quorum, 1):
        raise NotValid(Code.QUORUM_SHORT, "is_quorate", people=people, needed=max(known.quorum, 1))
    if not is_quorate and 0 < known.quorum <= people:
        raise NotValid(Code.QUORUM_REACHED, "is_quorate", people=people, needed=known.quorum)
    if not is_quorate:
        _check_nothing_voted(hands, known)
        return people
    if known.marked > people:
        raise NotValid(Code.ATTENDED_UNDER_MARKED, people=people, marked=known.marked)
    _check_hands(hands, known)
    return people


def _check_nothing_voted(hands: Mapping[int, Raised], known: Known) -> None:
    for number, raised in sorted(hands.items()):
        if raised.people:
            raise NotValid(Code.QUORUM_MISSED, f"favour_{number}")
    if known.marked:
        raise Conflict(Code.PEOPLE_MARKED, marked=known.marked)


def _check_hands(hands: Mapping[int, Raised], known: Known) -> None:
    for number in sorted(known.projects):
        if number not in hands:
            raise NotValid(Code.HANDS_MISSING, f"favour_{number}", number=number)
        raised, field = hands[number], f"favour_{number}"
        _check_numbers(
            raised.in_favour, raised.against, raised.abstained, field=field, largest=known.marked
        )
        if raised.people > known.marked:
            raise NotValid(
                Code.HANDS_OVER_MARKED,
                field,
                number=number,
                hands=raised.people,
                marked=known.marked,
            )
    together = sum(hands[number].in_favour for number in known.projects)
    if together > known.marked * known.most_choices:
        raise NotValid(
            Code.HANDS_OVER_CHOICES,
            hands=together,
            marked=known.marked,
            most=known.most_choices,
            largest=known.marked * known.most_choices,
        )


def _check_numbers(*numbers: int, field: str, largest: int) -> None:
    if any(number < 0 for number in numbers):
        raise NotValid(Code.NUMBER_OUT_OF_RANGE, field, smallest=0, largest=largest)


class AssemblyState(StrEnum):
    """Where an assembly is; it follows from its rows and the time."""

    CALLED = "assembly_called"
    HELD = "assembly_held"
    """It began, and its minutes are not entered."""
    ENTERED = "assembly_entered"
    RETURNED = "assembly_returned"
    COUNTED = "assembly_counted"
    NO_QUORUM = "assembly_no_quorum"
    CANCELLED = "assembly_cancelled"


SETTLED = (AssemblyState.COUNTED, AssemblyState.NO_QUORUM, AssemblyState.CANCELLED)
"""The count waits for every assembly until it is one of these."""
