"""What of a commission follows from a rule set: criteria, make-up, ties; figures as a text."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.rules.commissions import figures, terms, written
from pb.rules.commissions.codes import codes
from pb.rules.commissions.criteria import Bonus, Usual
from pb.rules.commissions.figures import Facts
from pb.rules.commissions.members import Need, Seat
from pb.rules.commissions.ranking import TieRule, ranked
from pb.rules.commissions.terms import Measure
from pb.rules.commissions.written import criteria_of, text_of
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, Conflict, NotNow, NotValid
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter, RuleSet
from pb.rules.rule_sets.choices import Sector, Selector
from pb.rules.tally.election import TieBreak
from tests.rules.commission_made import application, commission, member, sheet

P = Parameter
BOTH = RuleSet.of({P.SELECTED_BY: Selector.BOTH.value})


def points(measure, share):
    """What a share in per cent earns of ten points, alone in the field with one of a half."""
    (criterion,) = [c for c in terms.criteria(BOTH, measure).all() if c.key == Usual.CONTRIBUTION]
    return criterion.measure.score(Fraction(share), [Fraction(share), Fraction(40)])


def test_criteria_are_the_five_with_the_weights_and_the_scale_of_the_rules():
    rules = BOTH.changed({P.WEIGHT_IMPORTANCE: 3_000, P.WEIGHT_JUSTIFICATION: 1_000,
                          P.SCORE_SCALE: 5})  # fmt: skip

    found = terms.criteria(rules)

    assert [(one.key, one.weight, one.measure.largest) for one in found.all()] == [
        ("importance", 30, 5),
        ("participation", 20, 5),
        ("sustainability", 20, 5),
        ("justification", 10, 5),
        ("contribution", 20, 5),
    ]
    assert found.most == 100


def test_a_criterion_without_a_weight_is_not_asked():
    rules = BOTH.changed({P.WEIGHT_CONTRIBUTION: 0, P.WEIGHT_IMPORTANCE: 4_000})

    assert Usual.CONTRIBUTION not in [one.key for one in terms.criteria(rules).all()]
    assert terms.measures(rules) == ()


@pytest.mark.parametrize(
    ("measure", "share", "earned"),
    [
        # evenly: 10 points from 50 % on
        (Measure.EVENLY, 0, "0"),
        (Measure.EVENLY, 25, "5"),
        (Measure.EVENLY, "629/100", "63/50"),  # 6,29 / 50 × 10 = 1,258, to hundredths 1,26
        (Measure.EVENLY, 50, "10"),
        (Measure.EVENLY, 80, "10"),
        # among: 40 % is the largest here
        (Measure.AMONG, 0, "0"),
        (Measure.AMONG, 10, "5/2"),
        (Measure.AMONG, 40, "10"),
        # steps of two points
        (Measure.STEPS, "9/10", "0"),
        (Measure.STEPS, 1, "2"),
        (Measure.STEPS, "999/100", "2"),
        (Measure.STEPS, 10, "4"),
        (Measure.STEPS, 39, "8"),
        (Measure.STEPS, 40, "10"),
    ],
)
def test_the_own_share_earns_its_points_as_was_chosen(measure, share, earned):
    assert points(measure, Fraction(share)) == Fraction(earned)


@pytest.mark.parametrize("measure", list(Measure))
def test_criteria_are_kept_as_a_text_and_read_again(measure):
    found = terms.criteria(BOTH, measure)

    assert criteria_of(text_of(found)) == found


def test_the_measure_is_chosen_while_proposals_are_taken_and_only_where_it_is_scored():
    for phase in (Phase.ANNOUNCED, Phase.SUBMISSION):
        terms.check_measure(Measure.EVENLY, BOTH, phase)
    for phase in (Phase.REVIEW, Phase.DISCUSSION, Phase.VOTING):
        terms.check_measure(Measure.MARKED, BOTH, phase)
        with pytest.raises(NotNow) as late:
            terms.check_measure(Measure.EVENLY, BOTH, phase)
        assert late.value.code is Code.CRITERIA_LATE
    with pytest.raises(NotValid) as refused:
        terms.check_measure(
            Measure.AMONG, BOTH.changed({P.OWN_CONTRIBUTION_SCORED: False}), Phase.SUBMISSION
        )
    assert refused.value.code is Code.RULE_NOT_OFFERED


def test_the_make_up_is_that_of_the_rules():
    rules = BOTH.changed({P.COMMISSION_SIZE_MIN: 3, P.COMMISSION_SIZE_MAX: 7,
                          P.COMMISSION_SEATS: ("seat_women_or_youth",)})  # fmt: skip

    found = terms.make_up(rules)

    assert (found.smallest, found.largest, found.is_odd) == (3, 7, True)
    assert found.needs == (Need(frozenset({Seat.WOMEN, Seat.YOUTH})),)


def test_a_commission_is_asked_unless_the_residents_alone_select():
    terms.require_asked(BOTH)
    terms.require_asked(BOTH.changed({P.SELECTED_BY: Selector.COMMISSION.value}))
    with pytest.raises(Conflict) as refused:
        terms.require_asked(RuleSet.of())
    assert refused.value.code is Code.COMMISSION_NOT_ASKED


def test_every_tie_break_of_a_rule_set_has_its_rule_and_votes_are_not_looked_at():
    assert set(terms.TIES) == set(TieBreak)
    rules = BOTH.changed({P.TIES: tuple(tie.value for tie in TieBreak)})

    assert terms.ties(rules) == (
        TieRule.LOWER_COST, TieRule.OWN_SHARE, TieRule.REGISTERED_FIRST, TieRule.LOT,
    )  # fmt: skip


def test_the_lower_cost_goes_first_where_the_rules_say_so():
    cheap = application("b", asked=Tyiyn(800_00))
    equal = {"a": Fraction(1), "b": Fraction(1)}

    places = ranked([application("a"), cheap], equal, [TieRule.LOWER_COST])

    assert [(place.ref, place.decided_by) for place in places] == [
        ("b", TieRule.LOWER_COST), ("a", TieRule.LOWER_COST),
    ]  # fmt: skip


tenths = st.integers(0, 100).map(lambda whole: f"{whole // 10},{whole % 10}")
sheets = st.lists(st.lists(tenths, min_size=5, max_size=5), min_size=5, max_size=5)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(sheets, sheets, st.sampled_from(Measure))
def test_figures_are_kept_as_a_text_and_read_again(first, second, measure):
    criteria = terms.criteria(BOTH, measure)
    marked = len(criteria.marked)
    members = [member(1, conflicts=frozenset({"b"})), *commission()[1:]]
    handed_in = [
        sheet(f"m{number}", ref, " ".join(texts[:marked]), criteria)
        for ref, given_ in (("a", first), ("b", second))
        for number, texts in enumerate(given_, start=1)
        if (ref, number) != ("b", 1)
    ]
    applications = [
        terms.measured(application("a")),
        terms.measured(application("b", registered=2, own=Tyiyn(300_00))),
    ]
    facts = Facts(
        criteria, tuple(applications), tuple(members), tuple(handed_in), terms.ties(BOTH),
        code_seed="5e" * 16,
    )  # fmt: skip

    text = figures.text_of(facts)
    again = figures.read(text)

    assert again.result == facts.result
    assert figures.text_of(again) == text
    assert again.codes == codes(["a", "b"], bytes.fromhex("5e" * 16))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"criteria":1}', "null"])
def test_a_text_that_is_no_figures_is_refused(text):
    with pytest.raises(NotValid) as refused:
        figures.read(text)

    assert refused.value.code is Code.FIGURES_UNREADABLE


FAVOURED = RuleSet.of({P.PRIORITY_BONUS: 5, P.PRIORITY_SECTORS: (Sector.WATER.value,)})


def test_the_bonus_follows_from_the_rules_and_changes_the_hash_only_where_it_is_on():
    with_, without = terms.criteria(FAVOURED), terms.criteria(RuleSet.of({}))

    assert with_.bonus == Bonus(Fraction(5), (Sector.WATER,))
    assert without.bonus is None
    assert "bonus" not in written.text_of(without)
    assert written.criteria_of(written.text_of(with_)) == with_


def test_figures_with_a_bonus_are_read_again_and_no_other_bonus_is():
    criteria = terms.criteria(FAVOURED)
    marked = " ".join(["5"] * len(criteria.marked))
    handed_in = [sheet(f"m{n}", ref, marked, criteria) for n in range(1, 6) for ref in "ab"]
    applications = (
        terms.measured(replace(application("a"), sector=Sector.WATER)),
        terms.measured(application("b", registered=2)),
    )
    facts = Facts(
        criteria, applications, tuple(commission()), tuple(handed_in), terms.ties(FAVOURED)
    )

    text = figures.text_of(facts)

    assert figures.read(text).result == facts.result
    assert '"bonus":"5"' in text
    for old, new in (('"bonus":"5"', '"bonus":"6"'), ('"sector":"sector_water"', '"x":1')):
        assert old in text
        with pytest.raises(NotValid):
            figures.read(text.replace(old, new))
