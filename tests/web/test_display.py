"""Large print and strong contrast: on every page, by a link, without a script; measured."""

import re

import pytest

from pb.web.static import FOLDER
from tests.web.browser import say

TOKENS = (FOLDER / "tokens.css").read_text("utf-8")
PAIRS = (
    ("ink", "felt"), ("ink-2", "felt"), ("ink", "felt-2"), ("ink-2", "felt-2"),
    ("spruce", "felt"), ("spruce", "felt-2"), ("on-spruce", "spruce"), ("spruce", "spruce-soft"),
    ("ink", "saffron-soft"), ("saffron-ink", "saffron-soft"), ("madder", "felt"),
    ("madder", "madder-soft"), ("on-band", "band"), ("on-band-2", "band"),
)  # fmt: skip
"""Text on ground, as the guide of the design lists them."""
AAA = 7
BLOCK = re.compile(r"(:root|\.large)\s*\{([^}]*)\}")
COLOUR = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})\s*;")


def colours(css):
    """The colours of each selector of a sheet, in the order they are set."""
    found = {":root": {}, ".large": {}}
    for selector, body in BLOCK.findall(css):
        found[selector] |= dict(COLOUR.findall(body))
    return found


def media(start):
    """What stands inside one media rule."""
    rest = TOKENS.split(start, 1)[1]
    return rest.split("\n}", 1)[0] + "\n}"


LIGHT = colours(TOKENS.split("@media (prefers-color-scheme: dark)")[0])[":root"]
DARK = LIGHT | colours(media("@media (prefers-color-scheme: dark) {"))[":root"]
LARGE = colours(media("@media screen {"))[".large"]
LARGE_DARK = colours(media("@media screen and (prefers-color-scheme: dark) {"))[".large"]
SCHEMES = {
    "light": LIGHT,
    "dark": DARK,
    "large": LIGHT | LARGE,
    "large and dark": DARK | LARGE | LARGE_DARK,
}


def luminance(colour):
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_standard_does():
    assert contrast("#fff", "#000000") == pytest.approx(21)
    assert contrast("#777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("pair", PAIRS, ids="/".join)
def test_every_text_stands_out_seven_to_one(scheme, pair):
    text, ground = (SCHEMES[scheme][name] for name in pair)

    assert contrast(text, ground) >= AAA


def test_large_print_raises_the_contrast_and_takes_away_no_colour():
    assert LARGE
    assert LARGE_DARK
    for scheme, usual in (("large", LIGHT), ("large and dark", DARK)):
        for text, ground in (
            ("ink", "felt"),
            ("ink-2", "felt"),
            ("spruce", "felt"),
            ("edge", "felt"),
        ):
            large = SCHEMES[scheme]
            assert contrast(large[text], large[ground]) >= contrast(usual[text], usual[ground])


def html_of(page):
    return re.search(r"<html[^>]*>", page.source)[0]


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_reader_chooses_large_print_on_any_page_and_it_stays(voting, reader, language):
    (code, _) = voting(100_000, 200_000)
    visitor = reader(language)
    page = visitor.go("rounds/2026/proposals?q=кө")
    assert "large" not in html_of(page)

    page = visitor.click(say("Large print, strong contrast", language))

    assert 'class="large"' in html_of(page)
    assert "q=" in page.address
    visitor.sign_in(code)
    assert 'class="large"' in html_of(visitor.go("rounds/2026/ballot"))
    page = visitor.click(say("Usual print", language))
    assert 'class="large"' not in html_of(page)
    assert 'class="large"' not in html_of(visitor.go(""))


@pytest.mark.parametrize("odd", ["", "huge", "large'", "LARGE"])
def test_an_odd_choice_is_no_choice(stage, reader, odd):
    page = reader().go(f"?display={odd}")

    assert 'class="large"' not in html_of(page)
    assert "display=" not in page.headers.get("Set-Cookie", "")


def test_on_the_answer_of_a_form_the_link_leads_to_its_page(voting, reader):
    (code, _) = voting(100_000, 200_000)
    voter = reader("ru").sign_in(code)
    voter.go("rounds/2026/ballot")
    page = voter.send({})
    assert page.status == 400

    page = voter.click(say("Large print, strong contrast", "ru"))

    assert page.status == 200
    assert 'class="large"' in html_of(page)
