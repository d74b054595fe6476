"""A commission of five, its applications and its sheets, for tests to change."""

from pb.rules.commissions.criteria import Criteria, Usual
from pb.rules.commissions.members import Member, Seat
from pb.rules.commissions.ranking import Application
from pb.rules.commissions.sheets import ScoreSheet, filled, handed_in
from pb.rules.money import Tyiyn

SEATS = (
    {Seat.DEPUTY},
    {Seat.RESIDENT},
    {Seat.WOMEN},
    {Seat.OFFICE},
    {Seat.EXPERT},
)


def member(number: int, **facts) -> Member:
    """A member who has declared no interest, unless told otherwise."""
    seats = frozenset(facts.pop("seats", SEATS[(number - 1) % 5]))
    return Member(f"m{number}", seats, **{"has_declared": True} | facts)


def commission(size: int = 5) -> list[Member]:
    """So many members, the first a deputy, the second a resident, the third for women."""
    return [member(number) for number in range(1, size + 1)]


def application(ref: str, **facts) -> Application:
    """An application of 1 000 som, 900 of them asked, registered first."""
    facts = {
        "cost": Tyiyn(1_000_00),
        "asked": Tyiyn(900_00),
        "own": Tyiyn(100_00),
        "beneficiaries": 50,
        "registered": 1,
    } | facts
    return Application(ref, **facts)


def sheet(who: str, ref: str, marks: str, criteria: Criteria, *, is_in: bool = True) -> ScoreSheet:
    """A sheet from marks in the order of the criteria: "8 7,5 9 6 10"."""
    typed = dict(zip((one.key for one in criteria.marked), marks.split(), strict=True))
    done = filled(ScoreSheet(who, ref), typed, criteria)
    return handed_in(done, criteria) if is_in else done


def marks_of(importance: str, others: str = "5") -> str:
    """Marks under the five usual criteria, all but the first the same."""
    return " ".join([importance, *([others] * (len(Usual) - 1))])
