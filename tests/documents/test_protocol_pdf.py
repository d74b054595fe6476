"""The PDF of the protocol: the same bytes, our faces, its facts inside, and all its text."""

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pb.documents.facts import as_json, canonical
from pb.documents.protocols import page, protocol
from pb.documents.words import catalogue
from pb.rules.texts import Bilingual
from tests.documents.reading import Pdf, say, squeezed
from tests.documents.samples import imported_facts, protocol_facts

LANGUAGES = ["ky", "ru"]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {language: protocol(protocol_facts(), language) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_facts_give_the_same_bytes_also_in_another_process(made, language):
    code = (
        "import hashlib, warnings; warnings.simplefilter('ignore')\n"
        "from pb.documents.protocols import protocol\n"
        "from tests.documents.samples import protocol_facts\n"
        f"print(hashlib.sha256(protocol(protocol_facts(), '{language}')).hexdigest())"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert protocol(protocol_facts(), language) == made[language]
    assert elsewhere.stdout.strip() == hashlib.sha256(made[language]).hexdigest()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_an_archive_with_our_faces_and_its_facts_inside(made, language):
    pdf = Pdf(made[language])

    assert len(pdf.pages) == 2
    assert pdf.fonts == {"Liberation-Serif", "Liberation-Sans", "Liberation-Mono"}
    assert pdf.has(b'pdfaid:part="3"')
    assert pdf.has(b'pdfaid:conformance="U"')
    assert pdf.has(b"/StructTreeRoot")
    assert pdf.attached().decode() == canonical(as_json(protocol_facts()))
    assert json.loads(pdf.attached()) == as_json(protocol_facts())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_shows_what_the_facts_say_in_its_own_language(made, language):
    facts = protocol_facts()
    first, annex = Pdf(made[language]).pages

    for text in (
        facts.letterhead.name.ky,
        facts.letterhead.name.ru,
        facts.title.read(language)[0],
        {"ky": "2026-жылдын 26-ноябры", "ru": "26 ноября 2026 года"}[language],
        {"ky": "2026-жылдын 18-ноябры – 2026-жылдын 25-ноябры",
         "ru": "18 ноября 2026 года – 25 ноября 2026 года"}[language],
        "13:40",
        "Г. Сатарова",
        "Н. Эсенова",
        "1 684 (35,0 %)",
        {"ky": "1 139 000 сом (бир миллион бир жүз отуз тогуз миң сом)",
         "ru": "1 139 000 сомов (один миллион сто тридцать девять тысяч сомов)"}[language],
        {"ky": "61 000 сом (алтымыш бир миң сом)",
         "ru": "61 000 сомов (шестьдесят одна тысяча сомов)"}[language],
        "№ 1, № 2, № 6, № 4, № 3",
    ):  # fmt: skip
        assert squeezed(text) in first
    for line in facts.lines:
        assert squeezed(line.title.read(language)[0]) in annex
    assert squeezed(hashlib.sha256(canonical(as_json(facts)).encode()).hexdigest()) in annex
    assert squeezed(facts.path) in annex


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_that_a_demonstration_is_one_and_counts_itself(made, language):
    words = say(language, "Demonstration: the village, people and numbers are invented")

    for number, text in enumerate(Pdf(made[language]).pages, start=1):
        counted = say(language, "page %(page)s of %(pages)s", page=number, pages=2)
        assert squeezed(words) in text
        assert text.endswith(squeezed(counted))
    real = replace(protocol_facts().letterhead, is_fictional=False)
    assert words not in page(protocol_facts(letterhead=real), language)


def test_what_people_wrote_is_text_and_never_markup():
    evil = '<img src="http://evil.example/x.png"><script>x</script>{{ 1/0 }}'
    lines = tuple(replace(line, title=Bilingual(evil, evil)) for line in protocol_facts().lines)
    facts = protocol_facts(lines=lines)

    assert "<script>" not in page(facts, "ky")
    assert squeezed(evil) in "".join(Pdf(protocol(facts, "ky")).pages)


def test_two_hundred_projects_are_all_there_under_a_repeated_heading():
    facts = imported_facts(200)

    pdf = Pdf(protocol(facts, "ru"))

    everything = "".join(pdf.pages)
    for line in facts.lines:
        assert squeezed(line.title.ky or "") in everything
    heading = squeezed("№" + say("ru", "Initiative") + catalogue("ru").pgettext("paper", "Total"))
    assert sum(heading in text for text in pdf.pages) >= 7
    assert pdf.fonts == {"Liberation-Serif", "Liberation-Sans", "Liberation-Mono"}
