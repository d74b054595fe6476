"""What a page weighs on a slow line: the voting page with its stylesheet in one round trip."""

import gzip

import pytest

from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests import reviewing
from tests.stage import som
from tests.web.browser import apart
from tests.web.forms import enter

VOTING_PAGE = 14 * 1024
ANY_PAGE = 20_000

IDEAS = """Жогорку көчөнүн суу түтүгүн жаңыртуу
Мектептин алдындагы жолду жарыктандыруу
Фельдшердик пунктка жаңы чатыр
Балдар үчүн спорт аянтчасы
Кызыл-Көпүрөдөгү көпүрөнү оңдоо
Сел тазалоочу каналды бекемдөө
Айыл китепканасына компьютер
Мал киргизүүчү жолго тосмо
Таза суу үчүн экинчи скважина
Көрүстөндүн айланасын тосуу
Айыл клубунун терезелерин алмаштыруу
Таштанды чогултуучу жай""".split("\n")

LIST = "/togz-archa/rounds/2026/proposals"
WORK = (
    "Эски темир түтүктүн ордуна 1 240 метр полиэтилен түтүк төшөйбүз, 38 үйгө кран коёбуз."
    " Жерди айылдаштар өздөрү казат, чебер бир айда бүтүрөт."
    " Материалдын баасы үч дүкөндөн алынды, эң арзаны тандалды."
    " Иш июнда башталып, августтун аягында комиссияга өткөрүлөт, беш жылга кепилдик берилет."
)


def weight(*parts):
    return len(gzip.compress(b"".join(parts), 9))


@pytest.fixture
def village(stage):
    """A voting over twelve projects as people write them."""
    stage.announced("2026")
    stage.go_to(Phase.SUBMISSION, "2026")
    clerk = stage.person(Role.OPERATOR, code="the-clerk")
    for number, idea in enumerate(IDEAS):
        text = f"{idea}. {number + 3} үй үчүн. {WORK}"[:300]
        ref = stage.submitted(
            "2026", title=idea, title_in_other=None, solution=text, cost=som(140_000 + number)
        )
        reviewing.admit(stage, ref, clerk)
    enter(stage, "2026", [stage.person(Role.RESIDENT, code="the-voter")])
    stage.go_to(Phase.VOTING, "2026")


@pytest.fixture
def decided(stage):
    """A round before it whose result is out."""
    for person in stage.open_voting(*[90_000] * 12, voters=3, slug="2025"):
        stage.vote(person, 1, 2, 3, slug="2025")
    stage.decided("2025")


def stylesheets(page):
    return [a["href"] for tag, a in page.tags if tag == "link" and a.get("rel") == "stylesheet"]


def bytes_of(browser, address):
    return apart(browser.client.get, address).data


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_voting_page_with_its_stylesheet_fits_into_fourteen_kilobytes(
    village, reader, language
):
    voter = reader(language).sign_in("the-voter")
    page = voter.go("rounds/2026/ballot")
    (sheet,) = stylesheets(page)

    assert page.text.count("полиэтилен") == 12
    assert weight(page.source.encode(), bytes_of(voter, sheet)) <= VOTING_PAGE
    assert weight(page.source.encode()) + weight(bytes_of(voter, sheet)) <= VOTING_PAGE


def test_no_page_weighs_more_than_twenty_thousand_bytes(decided, village, reader):
    public = ("", "proposals", "rounds/2025/results", "promises", "monitoring", "sign-in")
    office = ("desk", "desk/rounds/2026", "desk/rounds/2025", "desk/rounds/new")
    weights = {}
    for language in ("ky", "ru"):
        stranger, clerk = reader(language), reader(language).sign_in("the-clerk")
        pages = [stranger.go(address) for address in public]
        pages += [clerk.go(address) for address in office]
        sheet = weight(bytes_of(stranger, stylesheets(pages[0])[0]))
        for page in pages:
            weights[language, page.address] = weight(page.source.encode()) + sheet

    assert max(weights.values()) <= ANY_PAGE, weights


def test_a_page_needs_two_requests_before_it_is_seen_and_no_script(decided, village, reader):
    stranger, voter = reader(), reader().sign_in("the-voter")
    pages = [stranger.go(address) for address in ("", "proposals", "rounds/2025/results")]
    pages += [voter.go("rounds/2026/ballot")]

    for page in pages:
        assert len(stylesheets(page)) == 1
        assert not {tag for tag, _ in page.tags} & {"script", "iframe", "style", "img", "base"}
        assert not [a for _, a in page.tags if "style" in a or any(n[:2] == "on" for n in a)]


def test_the_stylesheet_is_zipped_asked_for_once_and_kept_for_a_year(stage, reader):
    stranger = reader()
    (sheet,) = stylesheets(stranger.go(""))

    answer = apart(stranger.client.get, sheet, headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert gzip.decompress(answer.data) == bytes_of(stranger, sheet)
    assert b"@import" not in bytes_of(stranger, sheet)
    assert b"url(http" not in bytes_of(stranger, sheet)


def test_a_page_is_zipped_for_whoever_can_unzip_it(village, reader):
    stranger = reader()
    plain = bytes_of(stranger, LIST)

    answer = apart(stranger.client.get, LIST, headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(answer.data) == plain
    assert int(answer.headers["Content-Length"]) == len(answer.data) < len(plain) / 2
