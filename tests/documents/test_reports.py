"""The report of monitoring: two languages in one paper, scores as given, answers or their lack."""

import hashlib
import io
from dataclasses import replace

import pytest
from PIL import Image

from pb.documents.evaluation_facts import IndicatorLine
from pb.documents.facts import as_json, canonical
from pb.documents.reports import page, report
from pb.rules.texts import Bilingual
from tests.documents.reading import Pdf, Rows, say, squeezed
from tests.documents.samples import evaluation_facts

NAME = Bilingual("Иштин сапаты", "Качество работ")


def jpegs(number: int) -> dict[str, bytes]:
    """That many small photos by their SHA-256."""
    made = {}
    for shade in range(number):
        file = io.BytesIO()
        Image.new("RGB", (12, 8), (40 * shade, 90, 200)).save(file, "JPEG")
        made[hashlib.sha256(file.getvalue()).hexdigest()] = file.getvalue()
    return made


def score_rows(html: str) -> list[list[list[str]]]:
    """The rows of the table of scores, once for each language."""
    tables = html.split('<table class="data scores">')[1:]
    return [Rows(table[: table.index("</table>")]).rows[1:] for table in tables]


@pytest.fixture(scope="module")
def photos() -> dict[str, bytes]:
    return jpegs(3)


def test_the_same_facts_give_the_same_archive_with_the_facts_inside(photos):
    facts = evaluation_facts(tuple(photos))

    made = report(facts, photos)

    pdf = Pdf(made)
    assert report(facts, photos) == made
    assert pdf.attached().decode() == canonical(as_json(facts))
    assert pdf.has(b'pdfaid:part="3"')
    assert pdf.fonts == {"Liberation-Serif", "Liberation-Sans", "Liberation-Mono"}
    assert all(pdf.has(photo) for photo in photos.values())


def test_the_russian_part_follows_the_kyrgyz_one_on_a_page_of_its_own(photos):
    pages = Pdf(report(evaluation_facts(tuple(photos)), photos)).pages

    dates = [squeezed(day) for day in ("2027-жылдын 14-сентябры", "14 сентября 2027 года")]
    kyrgyz = next(n for n, text in enumerate(pages) if dates[0] in text)
    russian = next(n for n, text in enumerate(pages) if dates[1] in text)
    assert kyrgyz == 0 < russian
    assert squeezed("Починить пешеходный мост") in pages[russian]
    demonstration = "Demonstration: the village, people and numbers are invented"
    for number, text in enumerate(pages):
        language = "ky" if number < russian else "ru"
        assert squeezed(say(language, demonstration)) in text


def test_the_scores_and_their_average_are_those_of_the_facts():
    for rows in score_rows(page(evaluation_facts())):
        *lines, average = rows
        assert [row[1][0] for row in lines] == ["4", "3", "5", "4", "–"]
        assert lines[1][1] == "3 ■■■□□"
        assert "4,0" in average[1]
        assert "4" in average[2]
        assert "5" in average[2]


@pytest.mark.parametrize(
    ("scores", "shown"),
    [((4, 4, 3), "3,7"), ((3, 4), "3,5"), ((5, 5, 5, 4), "4,8"), ((1,), "1,0"), ((None, 2), "2,0")],
)
def test_the_average_has_one_decimal_halves_up_over_what_was_assessed(scores, shown):
    lines = tuple(IndicatorLine(NAME, score, None, "ky") for score in scores)

    for rows in score_rows(page(evaluation_facts(indicators=lines))):
        assert shown in rows[-1][1]


def test_a_report_without_a_score_says_that_nothing_could_be_assessed():
    lines = (IndicatorLine(NAME, None, "Жол жабык.", "ky"),)

    for language, rows in zip(
        ("ky", "ru"), score_rows(page(evaluation_facts(indicators=lines))), strict=True
    ):
        assert say(language, "Could not be assessed") in rows[0][2]
        assert "Жол жабык." in rows[0][2]
        assert say(language, "Nothing could be assessed.") in rows[-1][2]


def test_a_remark_is_marked_in_the_part_of_the_other_language():
    kyrgyz, russian = score_rows(page(evaluation_facts()))

    assert say("ru", "Not translated") in russian[0][2]
    assert say("ky", "Not translated") not in kyrgyz[0][2]
    assert say("ky", "Not translated") in kyrgyz[2][2]


def test_recommendations_stand_with_their_answer_or_without():
    html = page(evaluation_facts())

    for language in ("ky", "ru"):
        assert say(language, "Accepted") + ".</b>" in html
        assert say(language, "Refused, with reasons") + ".</b>" in html
        assert say(language, "No answer by the day of this report") in html
    assert "Тосмо 25-сентябрда коюлат." in html
    assert "айыл өкмөтүнүн башчысы" in html
    assert say("ky", "No recommendations were made.") in page(evaluation_facts(recommendations=()))


@pytest.mark.parametrize("wrong", [{}, "changed"])
def test_a_photo_that_is_missing_or_changed_stops_the_report(photos, wrong):
    facts = evaluation_facts(tuple(photos))
    given = {sha: photo + b"\0" for sha, photo in photos.items()} if wrong else {}

    with pytest.raises(ValueError, match="photo"):
        report(facts, given)


def test_a_score_off_the_scale_is_no_fact():
    with pytest.raises(ValueError, match="score 6"):
        IndicatorLine(NAME, 6, None, "ky")


def test_what_people_wrote_is_text_and_never_markup():
    evil = '<img src="file:///etc/passwd"><script>x</script>'
    facts = evaluation_facts(finding=Bilingual(evil, evil))
    facts = replace(facts, project_title=Bilingual(evil, evil))

    assert "<script>" not in page(facts)
    assert squeezed(evil) in "".join(Pdf(report(facts, {})).pages)
