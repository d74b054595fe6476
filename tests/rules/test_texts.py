"""What people type, cleaned and bounded."""

import sys
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules.refusals import Code, NotValid
from pb.rules.texts import (
    TITLE_LENGTH,
    Bilingual,
    both,
    clean,
    clean_optional,
    folded,
    in_language,
)

ANY = (1, 10_000)
SEEN_THOUGH_FORMAT = "\n\t\r"
UNSEEN = [
    character
    for character in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    and character not in SEEN_THOUGH_FORMAT
]


def refusal(text, length=ANY, **options):
    with pytest.raises(NotValid) as refused:
        clean(text, "title", length, **options)
    assert refused.value.field == "title"
    return refused.value


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Суу түтүгү", "Суу түтүгү"),
        ("  Суу \t\u00a0 түтүгү\u202f ", "Суу түтүгү"),
        ("и\u0306од", "йод"),
        ("е\u0308лка", "ёлка"),
        ("Көчө № 5 «Ынтымак» — 50 %", "Көчө № 5 «Ынтымак» — 50 %"),
        ("<script>alert(1)</script> ${x} %{y}", "<script>alert(1)</script> ${x} %{y}"),
        ("{{7*7}} %s <img onerror=x>", "{{7*7}} %s <img onerror=x>"),
        ("Көпүрө 🌉🙂", "Көпүрө 🌉🙂"),
        ("биринчи\r\nэкинчи", "биринчи экинчи"),
    ],
)  # fmt: skip
def test_clean_keeps_the_letters_as_they_were_typed(typed, kept):
    assert clean(typed, "title", ANY) == kept


def test_clean_keeps_lines_only_where_there_may_be_some():
    typed = "  бир \r\n эки\rүч\n"

    assert clean(typed, None, ANY, lines=True) == "бир\nэки\nүч"
    assert clean(typed, None, ANY) == "бир эки үч"


@pytest.mark.parametrize("typed", ["", " ", "\n\t \u00a0\r\n"])
def test_clean_refuses_when_nothing_was_written(typed):
    assert refusal(typed).code is Code.TEXT_MISSING
    assert refusal(typed, lines=True).code is Code.TEXT_MISSING


def test_clean_measures_what_is_kept_and_not_what_was_typed():
    shortest, longest = TITLE_LENGTH

    assert clean("я" * shortest, "title", TITLE_LENGTH)
    assert clean("  " + "я" * longest + "  ", "title", TITLE_LENGTH)
    assert clean("и\u0306" * longest, "title", TITLE_LENGTH)


def test_clean_refuses_when_the_text_is_too_short():
    refused = refusal(" я" + " " * 10 + "я ", TITLE_LENGTH)

    assert (refused.code, refused.facts) == (Code.TEXT_TOO_SHORT, {"shortest": 5, "length": 3})


def test_clean_refuses_when_the_text_is_too_long():
    refused = refusal("я" * 151, TITLE_LENGTH)

    assert (refused.code, refused.facts) == (Code.TEXT_TOO_LONG, {"longest": 150, "length": 151})


@pytest.mark.parametrize(
    "name",
    [
        "RIGHT-TO-LEFT OVERRIDE", "LEFT-TO-RIGHT EMBEDDING", "POP DIRECTIONAL ISOLATE",
        "RIGHT-TO-LEFT MARK", "ARABIC LETTER MARK", "ZERO WIDTH SPACE", "ZERO WIDTH JOINER",
        "ZERO WIDTH NON-JOINER", "ZERO WIDTH NO-BREAK SPACE", "WORD JOINER", "SOFT HYPHEN",
        "TAG LATIN SMALL LETTER A", "LINE SEPARATOR", "PARAGRAPH SEPARATOR",
    ],
)  # fmt: skip
def test_clean_refuses_and_says_where_when_a_character_is_invisible(name):
    refused = refusal("Суу" + unicodedata.lookup(name) + "түтүгү")

    assert (refused.code, refused.facts) == (Code.TEXT_INVISIBLE, {"place": 4})


def test_clean_refuses_every_control_format_and_surrogate_character():
    codes = {refusal(f"я{character}я", lines=True).code for character in UNSEEN}

    assert len(UNSEEN) > 200
    assert codes == {Code.TEXT_INVISIBLE}


def test_clean_refuses_when_a_letter_carries_more_than_four_marks():
    marks = "\u0300\u0301\u0302\u0303\u0316"

    assert clean("z" + marks[:4], None, ANY)
    assert refusal("z" + marks).code is Code.TEXT_TOO_MANY_MARKS
    assert refusal("Z\u0351\u036b\u0343" * 3 + "a" + "\u0300" * 60).code is Code.TEXT_TOO_MANY_MARKS


@given(st.text())
def test_clean_gives_the_same_when_what_it_gave_is_cleaned_again(typed):
    with suppress(NotValid):
        kept = clean(typed, None, ANY, lines=True)

        assert clean(kept, None, ANY, lines=True) == kept
        assert unicodedata.is_normalized("NFC", kept)
        assert kept.encode()


@pytest.mark.parametrize("typed", [None, "", "  \n"])
def test_clean_optional_gives_none_when_nothing_was_written(typed):
    assert clean_optional(typed, "title", TITLE_LENGTH) is None


def test_clean_optional_refuses_what_was_written_when_it_is_too_short():
    with pytest.raises(NotValid) as refused:
        clean_optional("я", "title", TITLE_LENGTH)

    assert refused.value.code is Code.TEXT_TOO_SHORT


@pytest.mark.parametrize(
    ("ky", "ru", "field"),
    [
        (None, "Мост", "name_ky"),
        (" ", "Мост", "name_ky"),
        ("Көпүрө", None, "name_ru"),
        ("", "", "name_ky"),
    ],
)
def test_both_refuses_at_the_language_that_is_missing(ky, ru, field):
    with pytest.raises(NotValid) as refused:
        both(ky, ru, "name", ANY)

    assert refused.value.code is Code.TITLE_NEEDS_BOTH_LANGUAGES
    assert refused.value.field == field


def test_both_cleans_each_language():
    assert both(" Көпүрө ", "Мост\t у  реки", "name", ANY) == Bilingual("Көпүрө", "Мост у реки")


@pytest.mark.parametrize(
    ("text", "language", "read"),
    [
        (Bilingual("көпүрө", "мост"), "ky", ("көпүрө", "ky")),
        (Bilingual("көпүрө", "мост"), "ru", ("мост", "ru")),
        (Bilingual("көпүрө", "мост"), "en", ("көпүрө", "ky")),
        (Bilingual("көпүрө", None), "ru", ("көпүрө", "ky")),
        (Bilingual(None, "мост"), "ky", ("мост", "ru")),
        (Bilingual("", "мост"), "ky", ("мост", "ru")),
        (Bilingual(None, None), "ky", ("", "ru")),
    ],
)
def test_read_gives_the_other_language_and_says_so_when_one_is_missing(text, language, read):
    assert text.read(language) == read


def test_in_language_puts_the_text_where_it_was_written():
    assert in_language("мост", "ru") == Bilingual(None, "мост")
    assert in_language("көпүрө", "ky") == Bilingual("көпүрө", None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("өзгөн", "озгон"),
        ("ӨЗГӨН", "озгон"),
        ("ѳзгѳн", "өзгөн"),
        ("түтүк", "тутук"),
        ("тγтγк", "түтүк"),
        ("тұтұк", "түтүк"),
        ("Жаңы", "жаны"),
        ("Жаӊы", "жаңы"),
        ("Ёлкин", "елкин"),
        ("и\u0306од", "йод"),
        ("е\u0308лкин", "Елкин"),
    ],
)
def test_folded_is_the_same_when_a_russian_keyboard_lost_the_letters(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("мост", "пост"), ("йод", "иод"), ("ысык", "исик")])
def test_folded_differs_when_the_words_do(one, other):
    assert folded(one) != folded(other)
