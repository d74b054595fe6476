"""Make-up, declarations of interest, marks on the scale, sealed sheets."""

from fractions import Fraction

import pytest

from pb.rules.commissions.criteria import Block, Criteria, Criterion, Scale, Usual, usual
from pb.rules.commissions.functions import Alternatives
from pb.rules.commissions.members import (
    Bar,
    MakeUp,
    Need,
    Seat,
    bar_of,
    check_make_up,
    declared,
    require_access,
    require_may_score,
    who_must_score,
)
from pb.rules.commissions.sheets import (
    ScoreSheet,
    filled,
    handed_in,
    readable_by,
    require_open,
    waited_for,
)
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow, NotValid
from tests.rules.commission_made import commission, marks_of, member, sheet

CRITERIA = usual()


@pytest.mark.parametrize("size", [5, 7, 9])
def test_check_make_up_takes_an_odd_commission_with_every_seat(size):
    check_make_up(commission(size), MakeUp())


@pytest.mark.parametrize(
    ("members", "code", "facts"),
    [
        (commission(3), Code.COMMISSION_SIZE, {"number": 3, "smallest": 5, "largest": 9}),
        (commission(11), Code.COMMISSION_SIZE, {"number": 11, "smallest": 5, "largest": 9}),
        (commission(6), Code.MEMBERS_EVEN, {"number": 6}),
        (
            [member(number, seats={Seat.RESIDENT, Seat.YOUTH}) for number in range(5)],
            Code.COMMISSION_LACKS,
            {"seats": (Seat.DEPUTY,), "needed": 1, "number": 0},
        ),
        (
            [member(number, seats={Seat.RESIDENT, Seat.DEPUTY}) for number in range(5)],
            Code.COMMISSION_LACKS,
            {"seats": (Seat.WOMEN, Seat.YOUTH), "needed": 1, "number": 0},
        ),
        ([*commission(4), member(2)], Code.MEMBER_TWICE, {"number": 5}),
    ],
)
def test_check_make_up_refuses_a_commission_that_is_not_as_the_rule_says(members, code, facts):
    with pytest.raises(NotValid) as refused:
        check_make_up(members, MakeUp())

    assert refused.value.code is code
    assert refused.value.facts == facts


def test_check_make_up_counts_a_member_who_speaks_for_several_for_each():
    everything = member(1, seats={Seat.DEPUTY, Seat.RESIDENT, Seat.YOUTH})
    others = [member(number, seats={Seat.OFFICE}) for number in range(2, 6)]

    check_make_up([everything, *others], MakeUp())


def test_check_make_up_counts_as_many_of_a_seat_as_the_rule_needs():
    two_deputies = MakeUp(needs=(Need(frozenset({Seat.DEPUTY}), 2),))

    with pytest.raises(NotValid) as refused:
        check_make_up(commission(5), two_deputies)

    assert refused.value.facts == {"seats": (Seat.DEPUTY,), "needed": 2, "number": 1}
    check_make_up([member(6), *commission(4)], two_deputies)


def test_check_make_up_takes_an_even_commission_where_the_rule_lets_it():
    check_make_up(commission(6), MakeUp(is_odd=False, needs=()))


@pytest.mark.parametrize(
    ("who", "bar", "code"),
    [
        (member(1, conflicts=frozenset({"a"})), Bar.CONFLICT, Code.CONFLICT_OF_INTEREST),
        (member(1, has_declared=False), Bar.NO_DECLARATION, Code.DECLARATION_MISSING),
        (member(1, is_excused=True), Bar.EXCUSED, Code.MEMBER_EXCUSED),
    ],
)
def test_require_may_score_refuses_a_member_whose_marks_would_not_count(who, bar, code):
    with pytest.raises(NotAllowed) as refused:
        require_may_score(who, "a")

    assert refused.value.code is code
    assert bar_of(who, "a") is bar
    assert who_must_score([who, member(2)], "a") == ("m2",)


def test_require_may_score_lets_a_member_score_what_they_have_no_interest_in():
    require_may_score(member(1, conflicts=frozenset({"a"})), "b")


def test_require_access_refuses_a_member_who_has_not_declared():
    with pytest.raises(NotAllowed) as refused:
        require_access(member(1, has_declared=False))

    assert refused.value.code is Code.DECLARATION_MISSING
    require_access(member(1))


def test_declared_never_takes_an_interest_back():
    first = declared(member(1, has_declared=False), ["a"])

    again = declared(first, ["b"])

    assert again.has_declared
    assert again.conflicts == {"a", "b"}


@pytest.mark.parametrize(
    ("typed", "mark"), [("7,5", Fraction(15, 2)), ("7.5", Fraction(15, 2)), ("0", 0), ("10", 10)]
)
def test_scale_reads_a_mark_with_comma_or_point(typed, mark):
    assert Scale().read(typed) == mark


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("11", Code.MARK_OUT_OF_RANGE),
        ("10,1", Code.MARK_OUT_OF_RANGE),
        ("-1", Code.DECIMAL_UNREADABLE),
        ("7,25", Code.DECIMAL_UNREADABLE),
        ("жети", Code.DECIMAL_UNREADABLE),
    ],
)
def test_scale_refuses_a_mark_off_it_and_names_the_place(typed, code):
    marks = dict.fromkeys(Usual, "5") | {"sustainability": typed}

    with pytest.raises(NotValid) as refused:
        filled(ScoreSheet("m1", "a"), marks, CRITERIA)

    assert (refused.value.code, refused.value.field) == (code, "mark_sustainability")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Scale(Fraction(5), Fraction(5)), Code.RANGE_EMPTY),
        (lambda: Scale(Fraction(-1)), Code.NUMBER_OUT_OF_RANGE),
        (lambda: Scale(largest=Fraction(1001)), Code.NUMBER_OUT_OF_RANGE),
        (lambda: Criterion("a", Fraction(0), Scale()), Code.WEIGHT_OUT_OF_RANGE),
        (lambda: Criterion("a", Fraction(1001), Scale()), Code.WEIGHT_OUT_OF_RANGE),
        (
            lambda: Criterion("a", Fraction(1), Alternatives((Fraction(0),) * 2)),
            Code.CRITERION_WORTHLESS,
        ),
        (lambda: Block("all", ()), Code.CRITERIA_MISSING),
        (lambda: Criteria(()), Code.CRITERIA_MISSING),
        (
            lambda: Criteria((Block("all", (Criterion("a", Fraction(1), Scale()),) * 2),)),
            Code.CRITERION_TWICE,
        ),
        (
            lambda: Criteria((
                Block("all", (Criterion("a", Fraction(1), Scale()),)),
                Block("all", (Criterion("b", Fraction(1), Scale()),)),
            )),
            Code.CRITERION_TWICE,
        ),
    ],
)  # fmt: skip
def test_criteria_are_refused_when_they_contradict_each_other(make, code):
    with pytest.raises(NotValid) as refused:
        make()

    assert refused.value.code is code


def test_criteria_may_be_worth_as_much_as_any_rule_says():
    one = Criterion("a", Fraction(1000), Scale(largest=Fraction(1000)))

    assert one.weighted(Fraction(7)) == 7


def test_usual_criteria_make_a_hundred():
    assert CRITERIA.most == 100
    assert [one.key for one in CRITERIA.marked] == list(Usual)


def test_filled_keeps_a_sheet_half_done_and_takes_a_mark_out_again():
    begun = filled(ScoreSheet("m1", "a"), {"importance": "8"}, CRITERIA, complete=False)
    emptied = filled(begun, {"importance": " "}, CRITERIA, complete=False)

    assert begun.marks == (("importance", Fraction(8)),)
    assert emptied.marks == ()


def test_filled_refuses_a_criterion_nobody_asked_about():
    with pytest.raises(NotValid) as refused:
        filled(ScoreSheet("m1", "a"), {"beauty": "8"}, CRITERIA, complete=False)

    assert refused.value.code is Code.CRITERION_UNKNOWN


def test_a_sheet_with_a_mark_missing_is_neither_filled_nor_handed_in():
    begun = filled(ScoreSheet("m1", "a"), {"importance": "8"}, CRITERIA, complete=False)

    for refuse in (
        lambda: filled(begun, {"importance": "8"}, CRITERIA),
        lambda: handed_in(begun, CRITERIA),
    ):
        with pytest.raises(NotValid) as refused:
            refuse()

        assert (refused.value.code, refused.value.field) == (
            Code.MARK_MISSING,
            "mark_participation",
        )


def test_a_sheet_handed_in_never_changes_again():
    done = sheet("m1", "a", marks_of("8"), CRITERIA)

    for refuse in (
        lambda: filled(done, dict.fromkeys(Usual, "1"), CRITERIA),
        lambda: handed_in(done, CRITERIA),
    ):
        with pytest.raises(Conflict) as refused:
            refuse()

        assert refused.value.code is Code.SHEET_HANDED_IN


def test_sheets_stay_sealed_until_the_last_that_must_is_handed_in():
    members = [*commission(3), member(4, conflicts=frozenset({"a"})), member(5, is_excused=True)]
    sheets = [sheet(f"m{number}", "a", marks_of("8"), CRITERIA) for number in (1, 2)]
    draft = sheet("m3", "a", marks_of("8"), CRITERIA, is_in=False)

    assert waited_for(members, ["a"], [*sheets, draft]) == (("m3", "a"),)
    assert readable_by("m1", members, ["a"], [*sheets, draft]) == (sheets[0],)
    with pytest.raises(NotNow) as refused:
        require_open(members, ["a"], [*sheets, draft])
    assert (refused.value.code, refused.value.facts) == (Code.SHEETS_SEALED, {"number": 1})

    every_sheet = [*sheets, handed_in(draft, CRITERIA)]
    require_open(members, ["a"], every_sheet)
    assert readable_by("m1", members, ["a"], every_sheet) == tuple(every_sheet)


def test_sheets_of_one_application_stay_sealed_while_another_is_waited_for():
    members = commission(1)
    done = sheet("m1", "a", marks_of("8"), CRITERIA)

    assert waited_for(members, ["a", "b"], [done]) == (("m1", "b"),)
    assert readable_by("m2", members, ["a", "b"], [done]) == ()
