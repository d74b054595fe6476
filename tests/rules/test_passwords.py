"""What a password of the office has to be."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules import passwords
from pb.rules.refusals import Code, NotValid


@pytest.mark.parametrize(
    "password",
    [
        "жети токту ак булут тоодо",
        "kyzyl alma jashyl jalbyrak",
        "Три козы и ветер 7",
        "correct horse battery",
        "Ж9!өң-Үү?кщ27",
        "h7Gk-29dW-xx4P",
        "а б в г д и ключ от сарая",
    ],
)
def test_a_long_sentence_of_ones_own_will_do(password):
    passwords.check(password, "asanov.b", "Б. Асанов")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", Code.PASSWORD_TOO_SHORT),
        ("elevenchars", Code.PASSWORD_TOO_SHORT),
        ("x" * 257, Code.PASSWORD_TOO_LONG),
        ("ү" * 129, Code.PASSWORD_TOO_LONG),
        ("жети токту\0ак булут", Code.PASSWORD_TOO_LONG),
    ],
)
def test_a_password_has_its_bounds(password, code):
    with pytest.raises(NotValid) as found:
        passwords.check(password)

    assert (found.value.code, found.value.field) == (code, "password")


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password2026!",
        "!!!password!!!",
        "Пароль123456",
        "qwertyuiop[]",
        "йцукенгшщзхъ",
        "ЙЦУКЕНГШЩЗХЪ",
        "poiuytrewq12",
        "123456789012",
        "111111111111",
        "ababababab ab",
        "айылокмоту2026",
        "АЙЫЛӨКМӨТҮ2026",
        "айылокмоту!!",
        "demilge2026!!",
        "бюджет202520",
        "tunduk123456",
        "abcdefghijkl",
        "asanov.b2026",
        "Асанов202612",
        "administrator1",
        "zxcvbnm12345",
        "qwerty123456",
    ],
)
def test_what_is_tried_first_is_refused(password):
    assert len(password) >= passwords.SHORTEST
    with pytest.raises(NotValid) as found:
        passwords.check(password, "asanov.b", "Б. Асанов")

    assert (found.value.code, found.value.field) == (Code.PASSWORD_COMMON, "password")


def test_the_list_of_common_ones_has_ten_thousand():
    listed = passwords.COMMON.read_text(encoding="utf-8").split()

    assert len(listed) == 10_000
    assert {"password", "123456", "qwerty"} <= set(listed)


@given(st.sampled_from(passwords.COMMON.read_text(encoding="utf-8").split()), st.integers(0, 9999))
def test_a_common_one_with_figures_after_it_is_still_common(word, number):
    assert passwords.is_common(f"{word}{number:012}")


@given(st.text(min_size=1, max_size=4), st.integers(4, 20))
def test_a_short_piece_said_again_and_again_is_common(piece, times):
    assert passwords.is_common(piece * times)


@given(st.text(max_size=400))
def test_every_text_is_taken_or_refused_and_nothing_else_happens(text):
    with suppress(NotValid):
        passwords.check(text)
