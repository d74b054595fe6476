"""Criteria as a text: nothing lost, the same bytes each time, and no other text is taken."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.rules.commissions.criteria import Block, Criteria, Criterion, Scale, usual
from pb.rules.commissions.written import LONGEST, criteria_of, text_of
from pb.rules.refusals import Code, NotValid
from pb.rules.texts import Bilingual
from tests.rules.functions_drawn import functions, points, roundings, values

WEIGHT = points.filter(bool)
TITLE = st.builds(Bilingual, st.none() | st.text(max_size=9), st.none() | st.text(max_size=9))
measures = functions.filter(lambda one: one.largest > 0) | st.builds(
    Scale, values, values.map(lambda value: value + 101), st.integers(0, 3)
)
every = settings(max_examples=60, deadline=None, derandomize=True)


@st.composite
def criteria(draw):
    number = draw(st.integers(1, 4))
    drawn = [
        Criterion(
            f"өлчөм {at}",
            draw(WEIGHT),
            draw(measures),
            draw(TITLE),
            draw(roundings),
            draw(roundings),
        )
        for at in range(number)
    ]
    cut = draw(st.integers(1, number))
    parts = [part for part in (drawn[:cut], drawn[cut:]) if part]
    blocks = [
        Block(f"block {at}", tuple(part), draw(WEIGHT), draw(TITLE), draw(roundings))
        for at, part in enumerate(parts)
    ]
    return Criteria(tuple(blocks), draw(roundings))


@every
@given(criteria())
def test_criteria_come_back_as_they_were(kept):
    text = text_of(kept)

    assert criteria_of(text) == kept
    assert text_of(criteria_of(text)) == text


def test_text_of_the_usual_criteria_stays_the_same_for_ever():
    # A rule set is frozen with a hash of this text: another order of keys would be another hash.
    assert text_of(usual()).startswith(
        '{"blocks":[{"criteria":[{"key":"importance","mean_rounding":{"decimals":0,"mode":"exact"},'
        '"measure":["scale",{"decimals":1,"largest":"10","smallest":"0"}],'
        '"rounding":{"decimals":0,"mode":"exact"},"title":{"ky":null,"ru":null},"weight":"20"},'
    )
    assert text_of(usual()).endswith('"rounding":{"decimals":2,"mode":"half-up"}}')


USUAL = text_of(usual())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "7",
        USUAL + " ",
        USUAL[:-1],
        USUAL.replace('"weight":"20"', '"weight":20', 1),
        USUAL.replace('"weight":"20"', '"weight":20.0', 1),
        USUAL.replace('"weight":"20"', '"weight":NaN', 1),
        USUAL.replace('"weight":"20"', '"weight":"40/2"', 1),
        USUAL.replace('"weight":"20"', '"weight":"1/0"', 1),
        USUAL.replace('"weight":"20"', '"weight":"-20"', 1),
        USUAL.replace('"weight":"20"', '"weight":"٢٠"', 1),
        USUAL.replace('"weight":"20"', '"weight":"' + "9" * 5_000 + '"', 1),
        USUAL.replace('"weight":"20"', '"weight":"20","weight":"20"', 1),
        USUAL.replace('"weight":"20"', '"weight":"20","other":"20"', 1),
        USUAL.replace('"decimals":1', '"decimals":true', 1),
        USUAL.replace('"scale"', '"dice"', 1),
        USUAL.replace('["scale",', '["scale","scale",', 1),
        USUAL.replace('"half-up"', '"sideways"', 1),
        USUAL.replace('"criteria":[', '"criteria":[[', 1),
        '{"blocks":"","rounding":{"decimals":2,"mode":"half-up"}}',
        "[" * 50_000,
        json.dumps(json.loads(USUAL)),
        " " * (LONGEST + 1),
    ],
    ids=lambda text: text[:30],
)
def test_criteria_of_takes_no_text_that_was_not_written_here(text):
    with pytest.raises(NotValid) as refused:
        criteria_of(text)

    assert refused.value.code is Code.CRITERIA_UNREADABLE


def test_criteria_of_refuses_what_the_criteria_themselves_refuse():
    with pytest.raises(NotValid) as refused:
        criteria_of(USUAL.replace('"participation"', '"importance"', 1))

    assert refused.value.code is Code.CRITERION_TWICE


def test_text_of_keeps_numbers_exact():
    third = Criteria((Block("all", (Criterion("a", Fraction(1, 3), Scale()),)),))

    assert '"weight":"1/3"' in text_of(third)
