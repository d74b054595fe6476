"""The page that recounts a board, opened from a file as people open it, beside the program."""

import base64
import random
import re
from pathlib import Path

import pytest

import pb
from pb import verify
from tests.boards_cheated import spreads
from tests.boards_damaged import bad, changed, put
from tests.boards_made import FIRST, about, good, lines_of, signed
from tests.browser.conftest import SMALL, WIDE
from tests.signatures_forged import FORGED, NOTHING

pytestmark = pytest.mark.browser

PAGE = Path(pb.__file__).with_name("verify.html")
FLIPS = 100
DICE = 20260302
MANY = 5_000
"""Ballots; enough to keep the page busy for some slices of time."""
OUTCOMES = """boards => boards.map(([board, root]) => {
    const data = Uint8Array.from(atob(board), letter => letter.charCodeAt(0));
    let outcome;
    try { outcome = whole(verify(data, root)); } catch (error) { outcome = difference(error); }
    return outcome.said;
})"""

WATCH = """() => {
    window.seen = [];
    new MutationObserver(() => {
        if (!document.querySelector("progress")) return;
        seen.push(document.querySelector("#said p").textContent);
        window.isDisabled = document.getElementById("go").disabled;
        if (seen.length === 1) setTimeout(() => document.querySelector("button[lang=ky]").click());
    }).observe(document.getElementById("said"), {childList: true});
}"""
"""Notes what is said meanwhile, and asks for another language at the first chance."""


def said(data, root=""):
    """What the program says: (key, facts) of each sentence."""
    try:
        return list(verify.verify(data, root))
    except verify.Differs as differs:
        return [differs.args]


def sentences(found):
    """The same in Russian; why a file cannot be read is told by each program in its own words."""
    return [
        verify.say(key, "ru", **{"why": "", **facts} if key != "read" else {"why": ""})
        for key, facts in found
    ]


@pytest.fixture
def open_page(chromium):
    """The page from the disk: a language, a size; fails where anything was asked of the network."""
    contexts, asked = [], []

    def fresh(language="ru-RU", *, wide=False):
        context = chromium.new_context(locale=language, viewport=WIDE if wide else SMALL)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: asked.append(str(error)))
        page.on("console", lambda message: asked.append(message.text))
        page.goto(PAGE.as_uri())
        return page

    yield fresh
    for context in contexts:
        context.close()
    assert set(asked) == {PAGE.as_uri()}


def outcomes(page, boards):
    """What the page says of each (bytes, root), as `said` does."""
    sent = [[base64.b64encode(data).decode(), root] for data, root in boards]
    return [[tuple(sentence) for sentence in found] for found in page.evaluate(OUTCOMES, sent)]


def check(page, data, root=""):
    """Do as a person does: choose the file, type the digits, press the button."""
    page.set_input_files(
        "#file", {"name": "board.jsonl", "mimeType": "application/jsonl", "buffer": data}
    )
    page.fill("#root", root)
    page.click("#go")
    page.wait_for_selector("#said .note")
    return page.locator("#said").inner_text()


def test_the_page_and_the_program_say_the_same_of_boards_that_agree(open_page):
    boards = [*good(), *spreads()]

    found = outcomes(open_page(), [(data, "") for _, data, _ in boards])

    for (name, data, keys), told in zip(boards, found, strict=True):
        assert [key for key, _ in told] == keys, name
        assert sentences(told) == sentences(said(data)), name


def test_the_page_and_the_program_name_the_same_damage(open_page):
    boards = list(bad())

    found = outcomes(open_page(), [(data, root) for _, data, root, _ in boards])

    for (name, data, root, key), told in zip(boards, found, strict=True):
        assert [one for one, _ in told] == [key], name
        assert sentences(told) == sentences(said(data, root)), name


def test_the_page_takes_no_signature_that_is_written_in_another_way(open_page):
    pairs = [(NOTHING, NOTHING + bytes(32)), *FORGED.values()]

    found = open_page().evaluate(
        """pairs => pairs.map(pair => signedBy(unhex(pair[0]))(bytesOf("text"), unhex(pair[1])))""",
        [[key.hex(), signature.hex()] for key, signature in pairs],
    )

    assert found == [True, *(False for _ in FORGED)]


def test_the_page_and_the_program_say_the_same_of_every_flipped_bit(open_page):
    board = signed(lines_of(about()))
    dice = random.Random(DICE)  # noqa: S311 - a test repeats itself
    boards = []
    for _ in range(FLIPS):
        flipped = bytearray(board)
        flipped[dice.randrange(len(board))] ^= 1 << dice.randrange(8)
        boards.append((bytes(flipped), ""))

    found = outcomes(open_page(), boards)

    assert {told[0][0] for told in found} >= {"line", "final"}
    assert [sentences(told) for told in found] == [sentences(said(data)) for data, _ in boards]


@pytest.mark.parametrize(("language", "short"), [("ky-KG", "ky"), ("ru-RU", "ru"), ("en", "en")])
def test_a_person_checks_a_board_and_finds_a_ballot_by_its_number(open_page, language, short):
    lines = lines_of(about())
    data, page = signed(lines), open_page(language)
    projects = {one["number"]: one["name"] for one in lines[0]["round"]["projects"]}
    own = [line["ballot"] for line in lines if line.get("ballot", {}).get("number") == FIRST + 3]

    told = check(page, data, said(data)[0][1]["root"][:16].upper())

    for key, facts in said(data):
        assert verify.say(key, short, **facts) in told
    assert page.locator("#said .note.now").count() == 0
    page.fill("#number", f" {FIRST + 3}")
    page.click("#finder button")
    assert page.locator("#ballots li").count() == len(own) == 5
    for line, ballot in zip(page.locator("#ballots li").all_inner_texts(), own, strict=True):
        for mark in ballot["marks"]:
            name = projects[mark]["ru" if short == "ru" else "ky"] or projects[mark]["ky"]
            assert " ".join(name.split()) in line
    page.fill("#number", "7")
    page.click("#finder button")
    assert page.locator("#ballots li").count() == 0
    assert "7" in page.locator("#found").inner_text()


def test_a_board_that_does_not_agree_is_named_in_the_chosen_language_and_opens_no_ballots(
    open_page,
):
    page = open_page("ru-RU")
    data = changed(put("result", "ballots", 59))

    told = check(page, data)

    assert told == f"{verify.say('bad', 'ru')} {verify.say('count', 'ru', why=60)}"
    page.click("text=Кыргызча")
    assert page.locator("#said").inner_text().startswith(verify.say("bad", "ky"))
    assert page.locator("html").get_attribute("lang") == "ky"
    assert not page.locator("#find").is_visible()
    assert verify.say("other", "ky") in check(page, signed(lines_of(about())), "0" * 16)


def test_without_the_digits_of_the_protocol_the_page_asks_to_compare_them(open_page):
    page = open_page()
    page.click("#go")
    assert page.locator("#said .note.bad").count() == 1

    check(page, signed(lines_of(about())))

    assert page.locator("#said .note.now").count() == 1


def test_what_stands_in_a_board_is_shown_as_text_and_never_run(open_page):
    lines = lines_of(about())
    evil = "<img src=x onerror=document.title='ran'><script>document.title='ran'</script>"
    for project in lines[0]["round"]["projects"]:
        project["name"] = {"ky": evil, "ru": evil}
    lines[0]["round"]["title"] = {"ky": evil, "ru": evil}
    page = open_page()

    told = check(page, signed(lines))

    assert evil in told
    assert page.locator("#said img, #said script").count() == 0
    assert page.title() != "ran"


@pytest.mark.parametrize("language", ["ky-KG", "ru-RU"])
def test_nothing_of_the_page_is_wider_than_a_small_phone(open_page, language):
    page = open_page(language)
    check(page, signed(lines_of(about())))
    page.fill("#number", str(FIRST))
    page.click("#finder button")

    assert page.locator("html").evaluate("page => page.scrollWidth <= page.clientWidth")
    assert page.locator("button").evaluate_all("all => all.every(one => one.offsetHeight >= 44)")


def test_the_page_says_what_it_needs_where_scripts_do_not_run(chromium):
    context = chromium.new_context(viewport=SMALL, java_script_enabled=False)
    page = context.new_page()
    page.goto(PAGE.as_uri())

    assert page.locator("#old").is_visible()
    assert not page.locator("#form").is_visible()
    context.close()


def test_the_page_answers_while_it_works_on_a_large_board(open_page):
    data, page = signed(lines_of(about(), MANY // 100, 100)), open_page()
    page.evaluate(WATCH)

    told = check(page, data)

    seen, is_disabled = page.evaluate("[seen, isDisabled]")
    shares = [int(re.search(r": (\d+) %$", one)[1]) for one in seen]
    assert shares == sorted(shares)
    assert len(shares) > 3
    assert seen[0].startswith("Проверяется")
    assert {one.partition(":")[0] for one in seen[1:]} == {"Текшерилип жатат"}
    assert is_disabled
    key, facts = said(data)[0]
    assert verify.say(key, "ky", **facts) in told
    assert page.locator("#go").is_enabled()
