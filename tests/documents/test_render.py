"""A paper fetches nothing, escapes everything, and says when a text is not in its language."""

from datetime import UTC, datetime

import pytest
from jinja2 import UndefinedError
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from pb.documents import render
from pb.documents.facts import as_json, canonical
from pb.rules.money import Tyiyn
from pb.rules.texts import Bilingual
from tests.documents.reading import Pdf, say
from tests.documents.samples import protocol_facts

NOW = datetime(2026, 11, 26, 7, 40, tzinfo=UTC)
FACTS = render.packed(protocol_facts())


def write(language: str, source: str, **context: object) -> str:
    return render.environment(language).from_string(source).render(context)


@pytest.mark.parametrize(
    "address",
    [
        "http://evil.example/x.png",
        "https://evil.example/x.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "asset:other.svg",
        "asset:../paper.css",
        "mark.svg",
    ],
)
def test_an_address_that_was_not_handed_over_is_refused(address):
    with pytest.raises(FatalURLFetchingError):
        render.Assets({"mark.svg": b"<svg/>"}).fetch(address)


def test_what_was_handed_over_is_served_from_memory():
    assert render.Assets({"mark.svg": b"<svg/>"}).fetch("asset:mark.svg").read() == b"<svg/>"


@pytest.mark.parametrize(
    "html",
    [
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<p style="background: url(file:///etc/passwd)">x</p>',
        "<style>@import 'http://127.0.0.1:9/x.css';</style>",
    ],
)
def test_no_paper_is_made_that_asks_for_something_from_outside(html):
    with pytest.raises(FatalURLFetchingError):
        render.pdf(html, NOW, FACTS)


def test_the_style_sheet_and_its_fonts_are_parsed_once_a_process(monkeypatch):
    read = []
    monkeypatch.setattr(HTML, "write_pdf", lambda self, **given: read.append(given) or b"")

    render.pdf("<p>1", NOW, FACTS)
    render.pdf("<p>2", NOW, FACTS)

    assert read[0]["stylesheets"][0] is read[1]["stylesheets"][0]
    assert read[0]["font_config"] is read[1]["font_config"]


def test_the_facts_are_packed_as_they_are_kept():
    assert FACTS.content.decode() == canonical(as_json(protocol_facts()))
    assert "".join(FACTS.groups) == FACTS.digest
    assert [len(group) for group in FACTS.groups] == [16] * 4


def test_the_dates_of_a_paper_are_those_it_was_given():
    html = render.page("Т", "Т", ["ky"], NOW, [])

    pdf = Pdf(render.pdf(html, NOW, FACTS))

    assert pdf.has(b"2026-11-26T07:40:00Z")
    assert pdf.has(b"D:20261126074000Z")


@pytest.mark.parametrize(
    ("language", "source", "shown"),
    [
        ("ky", "{{ x | money }}", "1\u00a0200\u00a0000"),
        ("ky", "{{ x | som }}", "1\u00a0200\u00a0000\u00a0сом"),
        ("ru", "{{ x | som }}", "1\u00a0200\u00a0000\u00a0сомов"),
        ("ru", "{{ x | som('PLN') }}", "1\u00a0200\u00a0000\u00a0PLN"),
        ("ky", "{{ x | words }}", "бир миллион эки жүз миң сом"),
        ("ru", "{{ d | day }}", "26\u00a0ноября 2026\u00a0года"),
        ("ky", "{{ d | day }}", "2026-жылдын 26-ноябры"),
        ("ky", "{{ moment(d, language) }}", "2026-жылдын 26-ноябры, 13:40"),
        ("ky", "{{ 1234567 | number }}", "1\u00a0234\u00a0567"),
    ],
)
def test_filters_write_as_official_papers_do(language, source, shown):
    assert write(language, source, x=Tyiyn(1_200_000_00), d=NOW) == shown


def test_text_is_escaped_and_marked_where_only_the_other_language_has_it():
    here = Bilingual("Ат <b>", "Имя")
    there = Bilingual("Ат <b>", None)

    assert write("ky", "{{ x | text }}", x=here) == "Ат &lt;b&gt;"
    assert write("ru", "{{ x | text }}", x=here) == "Имя"
    assert write("ru", "{{ x | text }}", x=there) == (
        '<span lang="ky">Ат &lt;b&gt;</span> '
        f'<small class="missing">({say("ru", "Not translated")})</small>'
    )
    assert write("ru", "{{ x | text('ky') }}", x=there) == "Ат &lt;b&gt;"
    assert write("ru", "{{ x | text }}", x=Bilingual(None, None)) == ""
    assert write("ru", "{{ x | original }}", x=there) == '<span lang="">Ат &lt;b&gt;</span>'


def test_a_name_a_template_does_not_know_is_an_error():
    with pytest.raises(UndefinedError):
        write("ky", "{{ nobody }}")
