"""Names for addresses from names in any writing."""

import pytest

from pb.rules import rounds
from pb.rules.slugs import numbered, slug_from


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Тең-Добуш айылы", "ten-dobush-aiyly"),
        ("Өзгөн, Үч-Эмчек", "ozgon-uch-emchek"),
        ("Łódź, Widzew | Andrzejów", "lodz-widzew-andrzejow"),
        ("Częstochowa", "czestochowa"),
        ("Щёлково", "shchyolkovo"),
        ("2017", "2017"),
        ("北京", "place"),
        ("  — ", "place"),
    ],
)
def test_slug_from_spells_a_name_in_latin_letters(name, slug):
    assert slug_from(name, "place") == slug


@pytest.mark.parametrize("name", ["a" * 90, "ө-" * 60, "x" * 39 + "-y"])
def test_slug_from_gives_a_name_that_addresses_take_when_the_text_is_long(name):
    assert rounds.slug(slug_from(name, "place"))


def test_numbered_leaves_the_first_alone_and_makes_room_for_the_others():
    assert numbered("lodz", 1) == "lodz"
    assert numbered("lodz", 2) == "lodz-2"
    assert rounds.slug(numbered("x" * 38 + "-y", 12)) == "x" * 37 + "-12"
