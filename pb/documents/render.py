"""From facts to the bytes of a PDF: templates in the paper's language, one sheet, no network.

The same HTML gives the same bytes on one machine, so days and instants come in as facts. Other
versions of Pango or of the fonts may set a line otherwise: a paper is kept, never made anew to be
compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from pb.documents.facts import Letterhead, as_json, canonical
from pb.documents.words import N_, catalogue
from pb.rules import calendar, money, numerals
from pb.rules.texts import Bilingual

TEMPLATES = Path(__file__).parent / "templates"
FACTS_FILE = "facts.json"

_ASSET = "asset:"
_NOT_TRANSLATED = N_("Not translated")


class Assets(URLFetcher):  # type: ignore[misc] # WeasyPrint comes without types
    """Gives a document what was handed over with it, under "asset:name", and nothing else.

    Texts of people are escaped and never become an address. Should one get through all the same,
    the paper is not made: a picture silently missing from a protocol would be worse.
    """

    def __init__(self, held: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("asset",), fail_on_errors=True)
        self.held = held

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The asset of this name; any other address stops the rendering."""
        name = url.removeprefix(_ASSET)
        if not url.startswith(_ASSET) or name not in self.held:
            raise FatalURLFetchingError(f"a paper asked for {url[:100]}")
        return URLFetcherResponse(url, self.held[name])


@dataclass(frozen=True)
class Facts:
    """The facts of a paper as they travel inside it; `digest` is their SHA-256 in hex."""

    content: bytes
    digest: str

    @property
    def groups(self) -> list[str]:
        """The digest in groups of sixteen, as it is printed to be read out."""
        return [self.digest[at : at + 16] for at in range(0, len(self.digest), 16)]


def packed(facts: Any) -> Facts:
    """The one text of a set of facts: JSON in UTF-8, keys sorted, no blanks."""
    content = canonical(as_json(facts)).encode()
    return Facts(content, sha256(content).hexdigest())


def part(template: str, language: str, **context: Any) -> Markup:
    """One part of a paper, in one language, from its template."""
    # Escaped by the template itself.
    return Markup(environment(language).get_template(template).render(context))  # noqa: S704


def page(
    title: str, author: str, languages: Sequence[str], created: datetime, parts: Sequence[Markup]
) -> str:
    """The whole paper as HTML; the first language is the paper's own."""
    shell = environment(languages[0]).get_template("paper.html")
    return shell.render(title=title, author=author, created=created, parts=parts)


def pdf(
    html: str, created: datetime, facts: Facts, assets: Mapping[str, bytes] | None = None
) -> bytes:
    """The paper as PDF/A-3u with its facts inside; every date in it is `created`.

    Raises:
        FatalURLFetchingError: the HTML asks for something that was not handed over.
    """
    fetcher = Assets({"mark.svg": _mark(), **(assets or {})})
    sheet, fonts = _style()
    attachment = Attachment(
        string=facts.content,
        name=FACTS_FILE,
        relationship="Source",
        created=created,
        modified=created,
        url_fetcher=fetcher,
    )
    made: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(
        stylesheets=[sheet],
        font_config=fonts,
        attachments=[attachment],
        pdf_variant="pdf/a-3u",
        # Headings and cells for screen readers; costs a fifth of the bytes, none of the time.
        pdf_tags=True,
    )
    return made


@cache
def environment(language: str) -> Environment:
    """The templates as a paper of this language sees them."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    made.globals["language"] = language
    made.filters |= {
        "money": money.figures,
        "som": _som,
        "words": _words,
        "number": money.grouped,
        "day": _day,
        "text": _text,
        "original": _original,
    }
    made.globals["moment"] = moment
    return made


def full_name(head: Letterhead, language: str) -> str:
    """A municipality with its kind: "Тогуз-Арча айыл аймагы"."""
    return f"{head.name.read(language)[0]} {head.kind.read(language)[0]}".strip()


def moment(instant: datetime, language: str) -> str:
    """A day and a time of Bishkek: "2026-жылдын 26-ноябры, 09:05"."""
    return f"{calendar.on_paper(calendar.day_of(instant), language)}, {calendar.clock(instant)}"


@pass_context
def _som(context: Context, amount: money.Tyiyn, currency: str = "KGS") -> str:
    return money.with_unit(amount, context["language"], currency)


@pass_context
def _words(context: Context, amount: money.Tyiyn, currency: str = "KGS") -> str:
    return numerals.in_words(amount, context["language"], currency)


@pass_context
def _day(context: Context, day: date) -> str:
    return calendar.on_paper(day, context["language"])


@pass_context
def _text(context: Context, text: Bilingual, language: str | None = None) -> Markup:
    """The text in the language of the paper; else in the other one, and it says so."""
    wanted = language or context["language"]
    words, found = text.read(wanted)
    if found == wanted or not words:
        return Markup.escape(words)
    missing = catalogue(wanted).gettext(_NOT_TRANSLATED)
    return Markup('<span lang="{}">{}</span> <small class="missing">({})</small>').format(
        found, words, missing
    )


def _original(text: Bilingual) -> Markup:
    """A text of an election from elsewhere: in whatever language its file has it."""
    return Markup('<span lang="">{}</span>').format(text.ky or text.ru or "")


@cache
def _style() -> tuple[CSS, FontConfiguration]:
    # Parsed once a process. The sheet and the document must share the font configuration.
    fonts = FontConfiguration()
    text = (TEMPLATES / "paper.css").read_text(encoding="utf-8")
    return CSS(string=text, font_config=fonts, url_fetcher=Assets({})), fonts


@cache
def _mark() -> bytes:
    return (TEMPLATES / "mark.svg").read_bytes()
