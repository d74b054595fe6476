"""Every page in Kyrgyz and in Russian: which is chosen, how it is changed, and that it is whole."""

import re

import pytest
from babel.messages.pofile import read_po

from pb.config import REPOSITORY
from pb.rules import calendar
from pb.rules.proposals import Ground
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests import reviewing
from tests.web.browser import say

LANGUAGES = ("ky", "ru")
PUBLIC = (
    "",
    "proposals",
    "results",
    "promises",
    "rules/1",
    "rounds/2026/announcement",
    "monitoring",
    "sign-in",
    "rounds/2025/results",
    "rounds/2026/results",
    "rounds/2025/proposals",
    "rounds/2026/proposals?q=кө&page=1",
)
DESK = (
    "desk",
    "desk/rules",
    "desk/rules/1",
    "desk/workdays",
    "desk/rounds/2026/changes/new",
    "desk/rounds/new",
    *(f"desk/rounds/{year}" for year in (2025, 2026, 2027)),
    "desk/rounds/2027/edit",
    "desk/rounds/2027/announce",
)


@pytest.fixture
def filled(stage, voting):
    """A decided round, one in its voting with every state of a proposal in it, and a draft."""
    people = stage.open_voting(250_000, 300_000, 300_000, 200_000, voters=3, slug="2025")
    for person in people[:2]:
        stage.vote(person, 1, 2, slug="2025")
    stage.decided("2025")
    stage.announced("2026")
    stage.go_to(Phase.SUBMISSION, "2026")
    author, clerk = stage.person(Role.RESIDENT), stage.person(Role.OPERATOR)
    refs = [stage.submitted("2026", author) for _ in range(3)]
    stage.go_to(Phase.REVIEW, "2026")
    reason = "Баасы негизделген эмес."
    reviewing.admit(stage, refs[0], clerk)
    day = calendar.day_of(stage.now)
    reviewing.give_back(stage, refs[1], clerk, reason, day)
    ground = Ground.COST_UNJUSTIFIED
    reviewing.refuse(stage, refs[2], clerk, reason, ground)
    stage.go_to(Phase.VOTING, "2026")
    stage.draft("2027")
    return refs


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        (None, "ky"),
        ("ky-KG", "ky"),
        ("ru-RU,ru;q=0.9", "ru"),
        ("en-US,en;q=0.9", "ky"),
        ("uz,ru;q=0.5", "ru"),
        ("en-US,ky;q=0.2,ru;q=0.8", "ru"),
        ("*", "ky"),
        ("x" * 5_000, "ky"),
        (";;;q=", "ky"),
    ],
)
def test_a_page_is_kyrgyz_unless_the_browser_prefers_russian(stage, reader, accepts, language):
    assert reader(accepts).go("").lang == language


def test_a_chosen_language_is_remembered_against_the_browser(stage, reader):
    visitor = reader("ky")

    visitor.go("promises?lang=ru")

    assert visitor.go("").lang == "ru"
    visitor.go("?lang=ky")
    assert visitor.go("promises").lang == "ky"


@pytest.mark.parametrize("asked", ["en", "", "ru'--", "RU", "ru%00"])
def test_a_language_we_do_not_speak_is_let_be(stage, reader, asked):
    visitor = reader("ru")

    page = visitor.go(f"?lang={asked}")

    assert page.lang == "ru"
    assert visitor.client.get_cookie("language") is None


def test_a_language_survives_signing_in_and_out(stage, signed_in):
    resident = signed_in(Role.RESIDENT, "ky")
    resident.go("?lang=ru")

    page = resident.send(press=say("Sign out", "ru"))

    assert page.lang == "ru"


def test_the_switch_leads_to_the_same_page_in_the_other_language(filled, reader):
    for address in (*PUBLIC, *(f"proposals/{ref}" for ref in filled)):
        visitor = reader("ky")
        page = visitor.go(address)

        other = visitor.go(page.switch())

        assert (page.lang, other.lang) == ("ky", "ru")
        assert (page.status, other.status) == (200, 200)
        assert other.path == page.path
        assert visitor.go(other.switch()).text == page.text


def test_the_switch_keeps_what_was_searched(filled, reader):
    visitor = reader("ky")

    page = visitor.go(visitor.go("rounds/2025/proposals?q=көпүрө&village=archa-tor").switch())

    assert dict(page.form_with("q").given)["q"] == "көпүрө"
    assert dict(page.form_with("q").given)["village"] == "archa-tor"


def test_a_title_in_one_language_is_shown_with_its_own_and_says_so(stage, reader):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    ref = stage.submitted(title="Жаңы мектеп")
    stage.submitted(title="Эски көпүрө", title_in_other="Старый мост")

    russian = reader("ru")

    marked = '<span lang="ky">Жаңы мектеп</span> <span class="untranslated">Перевода нет</span>'
    assert marked in russian.go("proposals").source
    assert marked in russian.go(f"proposals/{ref}").source
    assert "Эски көпүрө" not in russian.go("proposals").text
    assert say("No translation") not in reader("ky").go("proposals").text


def test_whole_texts_in_the_other_language_are_marked_with_it(stage, reader):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    ref = stage.submitted()
    russian = reader("ru")

    for address in ("proposals", f"proposals/{ref}"):
        source = russian.go(address).source
        for words in ("беш жолу жарылат", "полиэтилен түтүк төшөйбүз"):
            before = source.partition(words)[0]
            assert before == source or 'lang="ky"' in before.rpartition("<")[2], words


def test_the_switch_of_a_refused_form_leads_to_a_page_that_can_be_opened(filled, stage, reader):
    voter = reader("ky")
    stage.person(Role.OPERATOR, code="the-clerk")
    token = voter.sign_in("the-clerk").token()
    for address in (
        "sign-in",
        "sign-out",
        "desk/rounds/new",
        "desk/rounds/2027/edit",
        "desk/rounds/2025/announce",
        "desk/rounds/2026/count",
        "desk/rounds/2025/confirm",
        f"desk/proposals/{filled[1]}",
        f"proposals/{filled[0]}/submit",
        "rounds/2026/proposals/new",
        "rounds/2026/ballot/review",
        "rounds/2026/ballot/cast",
    ):
        for sent in ([], [("csrf_token", token)]):
            refused = voter.post(f"/togz-archa/{address}", sent)
            if refused.response.request.method == "POST":
                other = voter.go(refused.switch())
                assert (other.lang, other.status == 405) == ("ru", False), address
                voter.go("?lang=ky")


def _english():
    """Sentences of the catalogue of two words or more, as patterns of their fixed parts."""
    with (REPOSITORY / "translations/ru/LC_MESSAGES/messages.po").open("rb") as file:
        for message in read_po(file):
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            for text in ids:
                parts = [part.strip(" .,:;") for part in re.split(r"%\(\w+\)s|%%", text)]
                for part in parts:
                    if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", part):
                        yield part


ENGLISH = sorted(set(_english()))


def english_on(page):
    hidden = " ".join(
        value
        for _, attrs in page.tags
        for name, value in attrs.items()
        if name in ("aria-label", "title", "alt", "data-th", "data-unit", "placeholder")
    )
    text = f"{page.text} {hidden}"
    return [sentence for sentence in ENGLISH if sentence in text]


def test_the_search_for_english_finds_it(stage, reader):
    page = reader().go("promises")
    page._text.append(" The result is not out yet ")

    assert english_on(page) == ["The result is not out yet"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_is_left_on_any_page(filled, stage, reader, language):
    stage.person(Role.OPERATOR, code="the-clerk")
    stage.person(Role.RESIDENT, code="a-resident")
    stranger, clerk, resident = reader(language), reader(language), reader(language)
    clerk.sign_in("the-clerk")
    resident.sign_in("a-resident")
    pages = [stranger.go(address) for address in (*PUBLIC, "nowhere", "rounds/2026/ballot")]
    pages += [stranger.go(f"proposals/{ref}") for ref in filled]
    pages += [clerk.go(address) for address in (*DESK, f"desk/proposals/{filled[1]}")]
    pages += [
        resident.go(address)
        for address in ("my-proposals", "rounds/2026/proposals/new", "rounds/2026/ballot", "desk")
    ]
    clerk.go("desk/rounds/new")
    pages += [clerk.send({"budget": "көп", "ceiling": "-1", "submission_from": "эртең"})]
    clerk.go("desk/rounds/new")
    pages += [clerk.send({"expected_ballots": "x", "announced_on": "эртең"})]
    stranger.go("sign-in")
    pages += [stranger.send({"code": "nobody-has-it"}), stranger.post("/togz-archa/sign-in", [])]

    assert {page.address: english_on(page) for page in pages if english_on(page)} == {}
    assert {page.lang for page in pages} == {language}
    assert all(page.title.strip(" —") for page in pages)
