"""The parameters of a rule set, their texts and fingerprints, and what cannot stand together."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.documents.rule_explanations import DIFFERENCES, EXPLANATIONS
from pb.documents.rule_names import NAMES
from pb.documents.words import catalogue
from pb.rules.numerals import percent
from pb.rules.refusals import Code, NotValid
from pb.rules.rule_sets import (
    CATALOGUE,
    Kind,
    Parameter,
    Preset,
    RuleSet,
    Spec,
    Subject,
    check,
    contradictions,
    of_subject,
    read,
    rule_set_of,
)
from pb.rules.rule_sets.parameters import Basis, Reference, Unit
from pb.rules.rule_sets.presets import CHANGES

P = Parameter

# As printed: the defaults of the dossier. Changing one is a decision, never a repair.
DEFAULTS = """
    group_min_members 3        notice_days 10           submission_days 20
    screening_days 15          discussion_days 5        voting_days 10
    result_days 3              appeal_days 10           appeal_registration 1
    appeal_answer 14           recommendation_answer 14 initiative_ceiling 0
    own_contribution_min 0     auto_win_share 0         score_scale 10
    commission_size_min 5      commission_size_max 9    most_choices 1
    min_votes 0                repeat_winner_pause 0    voting_age 18
    assembly_quorum 0          hearings_a_year 2        hearing_notice 10
    monitoring_size_min 5      monitoring_size_max 9    monitoring_term 12
    monitoring_women 3000      indicator_scale 5        small_cell 5
    access_notice 24           agency_report_day 15     weight_importance 2000
"""


def wrong(**values):
    """What is found in the defaults with these values: code and field, in order."""
    changes = {Parameter[name]: value for name, value in values.items()}
    return [(found.code, found.field) for found in contradictions(RuleSet.of(changes))]


def value_of(spec: Spec):
    """Any value the catalogue lets a parameter have."""
    if spec.kind in (Kind.NUMBER, Kind.TYIYN, Kind.PERCENT):
        return st.integers(spec.smallest, spec.largest)
    if spec.kind is Kind.YES_NO:
        return st.booleans()
    if spec.kind is Kind.CHOICE:
        return st.sampled_from(spec.offered)
    if spec.kind in (Kind.CHOICES, Kind.ORDER):
        return st.lists(st.sampled_from(spec.offered), unique=True).map(
            lambda found: tuple(answer for answer in spec.offered if answer in found)
        )
    return st.sampled_from(["{n}", "{session}/{item}", "№ {n}"])


RULE_SETS = st.fixed_dictionaries(
    {spec.parameter: value_of(spec) for spec in CATALOGUE.values()}
).map(RuleSet.of)


def test_every_parameter_stands_in_the_catalogue_and_in_one_subject():
    assert set(CATALOGUE) == set(Parameter)
    assert [spec.parameter for subject in Subject for spec in of_subject(subject)] == list(
        Parameter
    )


def test_the_defaults_are_those_printed_here():
    words = DEFAULTS.split()
    printed = dict(zip(words[::2], map(int, words[1::2]), strict=True))

    assert {name: RuleSet.of().values[Parameter(name)] for name in printed} == printed


@pytest.mark.parametrize("spec", CATALOGUE.values(), ids=lambda spec: spec.parameter.value)
def test_a_default_lies_within_its_bounds_and_has_its_words(spec):
    assert not [found for found in contradictions(RuleSet.of()) if found.field == spec.parameter]
    for words in (NAMES[spec.parameter], EXPLANATIONS[spec.parameter]):
        for language in ("ky", "ru"):
            assert catalogue(language).gettext(words) != words
    assert EXPLANATIONS[spec.parameter].endswith(".")
    assert all(NAMES.get(answer) or spec.kind is not Kind.CHOICES for answer in spec.offered)


@pytest.mark.parametrize(
    "value",
    [*Subject, *Basis, *Reference, *Preset, *(unit for unit in Unit if unit is not Unit.NONE)],
)
def test_every_value_of_a_closed_list_has_a_name(value):
    assert NAMES[value]


@pytest.mark.parametrize("preset", list(Preset))
def test_a_preset_stands_and_each_of_its_differences_is_explained(preset):
    check(rule_set_of(preset))

    changed = rule_set_of(preset).differences(RuleSet.of())
    assert set(changed) == set(CHANGES[preset])
    assert {parameter for one, parameter in DIFFERENCES if one is preset} == set(changed)


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        (
            {"ASSEMBLY_HANDS": "hands_beside", "VOTE_TYPE": "ordinal"},
            Code.HANDS_NOT_WITH_TYPE,
            P.ASSEMBLY_HANDS,
        ),
        (
            {"ASSEMBLY_HANDS": "hands_alone", "ALLOCATION": "equalshares/add1"},
            Code.HANDS_NOT_WITH_RULE,
            P.ASSEMBLY_HANDS,
        ),
        ({"COMMISSION_SIZE_MIN": 6}, Code.COMMISSION_EVEN, P.COMMISSION_SIZE_MIN),
        ({"COMMISSION_SIZE_MAX": 8}, Code.COMMISSION_EVEN, P.COMMISSION_SIZE_MAX),
        ({"COMMISSION_SIZE_MIN": 11}, Code.RULE_ABOVE_RULE, P.COMMISSION_SIZE_MIN),
        ({"MONITORING_SIZE_MIN": 10}, Code.RULE_ABOVE_RULE, P.MONITORING_SIZE_MIN),
        ({"MIN_CHOICES": 2}, Code.RULE_ABOVE_RULE, P.MIN_CHOICES),
        (
            {"APPEAL_REGISTRATION": 3, "APPEAL_ANSWER": 2},
            Code.RULE_ABOVE_RULE,
            P.APPEAL_REGISTRATION,
        ),
        (
            {"OWN_CONTRIBUTION_MIN": 2_500, "AUTO_WIN_SHARE": 1_000},
            Code.RULE_ABOVE_RULE,
            P.OWN_CONTRIBUTION_MIN,
        ),
        ({"OWN_CONTRIBUTION_MIN": 10_001}, Code.SHARE_OUT_OF_RANGE, P.OWN_CONTRIBUTION_MIN),
        ({"CEILING": -1}, Code.MONEY_TOO_LARGE, P.CEILING),
        ({"VOTING": 0}, Code.NUMBER_OUT_OF_RANGE, P.VOTING),
        ({"WEIGHT_IMPORTANCE": 3_000}, Code.WEIGHTS_NOT_WHOLE, P.WEIGHT_IMPORTANCE),
        (
            {"SELECTED_BY": "by_both", "RESIDENTS_WEIGHT": 10_000},
            Code.WEIGHT_LEAVES_NOBODY,
            P.RESIDENTS_WEIGHT,
        ),
        ({"PRIORITY_BONUS": 5}, Code.RULE_NEEDS_RULE, P.PRIORITY_SECTORS),
        ({"PRIORITY_SECTORS": ("sector_water",)}, Code.RULE_NEEDS_RULE, P.PRIORITY_BONUS),
        ({"OWN_CONTRIBUTION_SCORED": False}, Code.RULE_NEEDS_RULE, P.OWN_CONTRIBUTION_SCORED),
        ({"CONTRIBUTION_KINDS": ()}, Code.RULE_NEEDS_RULE, P.CONTRIBUTION_KINDS),
        ({"ALLOCATION": "greedy-threshold"}, Code.RULE_NEEDS_RULE, P.MIN_VOTES),
        ({"ALLOCATION": "dice"}, Code.RULE_NOT_OFFERED, P.ALLOCATION),
        ({"TIES": ("own-share",)}, Code.TIES_UNDECIDED, P.TIES),
        ({"TIES": ("coin", "listed-first")}, Code.RULE_NOT_OFFERED, P.TIES),
        ({"APPLICANT_TYPES": ()}, Code.RULE_EMPTY, P.APPLICANT_TYPES),
        ({"RESOLUTION_NUMBERING": "№"}, Code.NUMBERING_WITHOUT_NUMBER, P.RESOLUTION_NUMBERING),
        ({"RESOLUTION_NUMBERING": "{n}\u202e"}, Code.TEXT_INVISIBLE, P.RESOLUTION_NUMBERING),
    ],
)
def test_what_contradicts_itself_is_found_at_its_parameter(values, code, field):
    assert (code, field) in wrong(**values)


def test_a_municipality_may_do_without_contributions_where_nothing_asks_for_them():
    weights = dict.fromkeys(
        ("IMPORTANCE", "PARTICIPATION", "SUSTAINABILITY", "JUSTIFICATION"), 2_500
    )

    assert not wrong(
        CONTRIBUTION_KINDS=(),
        OWN_CONTRIBUTION_SCORED=False,
        WEIGHT_CONTRIBUTION=0,
        **{f"WEIGHT_{name}": share for name, share in weights.items()},
    )


def test_what_has_one_value_only_is_not_asked():
    assert [spec.parameter for spec in CATALOGUE.values() if spec.is_fixed] == [
        P.INDICATOR_SCALE,
        P.PROTOCOL_LANGUAGES,
    ]


def test_check_refuses_at_the_first_contradiction_and_names_both_parameters():
    turned = RuleSet.of({P.COMMISSION_SIZE_MIN: 9, P.COMMISSION_SIZE_MAX: 7})

    with pytest.raises(NotValid) as found:
        check(turned)

    assert found.value.facts == {
        "least": "commission_size_min",
        "low": 9,
        "most": "commission_size_max",
        "high": 7,
    }


@given(RULE_SETS)
def test_a_text_is_read_back_as_it_was_written(rule_set):
    assert read(rule_set.text()) == rule_set


@given(RULE_SETS, RULE_SETS)
def test_two_rule_sets_have_one_fingerprint_only_where_they_are_the_same(one, other):
    assert (one.fingerprint() == other.fingerprint()) is (one == other)
    assert bool(one.differences(other)) is (one != other)


def test_a_stranger_works_out_the_same_fingerprint():
    values = {name.value: value for name, value in RuleSet.of().values.items()}
    lines = ["demilge rule set 1"]
    for name in sorted(values):
        value = values[name]
        if value is True or value is False:
            value = "yes" if value else "no"
        lines.append(f"{name}: {','.join(value) if isinstance(value, tuple) else value}")
    text = "".join(f"{line}\n" for line in lines)

    assert RuleSet.of().fingerprint() == hashlib.sha256(text.encode()).hexdigest()


def test_a_text_from_before_a_parameter_was_known_has_its_default():
    older = "".join(
        line for line in RuleSet.of({P.VOTING: 12}).text().splitlines(keepends=True)
        if not line.startswith("small_cell")
    )  # fmt: skip

    assert read(older) == RuleSet.of({P.VOTING: 12})


@pytest.mark.parametrize(
    ("share", "figures"),
    [(0, "0"), (2_500, "25"), (1_250, "12,5"), (3_333, "33,33"), (5, "0,05"), (10_000, "100")],
)
def test_a_share_is_written_as_people_write_it(share, figures):
    assert percent(share) == figures
