"""Phones as people type them, as they are kept, and as they are shown."""

import pytest

from pb.rules.refusals import Code, NotValid
from pb.services import phones


@pytest.mark.parametrize(
    "text",
    [
        "0555123456",
        "+996 (555) 12-34-56",
        "996555123456",
        "555123456",
        "00996555123456",
        " 0555 123 456 ",
        "0555\u00a0123\u00a0456",
        "(0555) 12.34.56",
    ],
)
def test_a_phone_is_kept_in_one_form_however_it_is_typed(text):
    assert phones.normalised(text) == "+996555123456"


@pytest.mark.parametrize("prefix", ["0500", "0700", "0770", "0220", "0999"])
def test_the_numbers_of_every_operator_are_taken(prefix):
    assert phones.normalised(f"{prefix} 123 456") == f"+996{prefix[1:]}123456"


@pytest.mark.parametrize(
    "text",
    ["+7 916 123-45-67", "+1 900 555 0100", "0312 66 00 00", "+996312660000", "+998901234567"],
)
def test_a_foreign_number_and_one_of_a_city_are_refused_with_another_way_in(text):
    with pytest.raises(NotValid) as refused:
        phones.normalised(text, "phone")

    assert (refused.value.code, refused.value.field) == (Code.PHONE_NOT_MOBILE, "phone")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+",
        "0",
        "12345",
        "055512345",
        "05551234567",
        "0555 12З 456",
        "0555-ABC-DEF",
        "0555123456\r\nBcc: all",
        "0555123456\n",
        "0555123456\x00",
        "٠٥٥٥١٢٣٤٥٦",
        "０５５５１２３４５６",
        "0555123456" + " " * 31,
        "0" * 41,
        "+996+555123456",
        "0555123456;ext=1",
        "tel:0555123456",
        "0100123456",
    ],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(NotValid) as refused:
        phones.normalised(text, "phone")

    assert (refused.value.code, refused.value.field) == (Code.PHONE_UNREADABLE, "phone")
    assert refused.value.facts == {}


def test_a_phone_is_shown_as_people_write_it_and_hinted_at_by_its_ends():
    assert phones.shown("+996555123456") == "0555 123 456"
    assert phones.masked("+996555123456") == "0555 ••• 456"
