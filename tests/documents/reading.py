"""Reads the PDFs we make: their text as a reader would copy it, their fonts, what is attached."""

import re
import zlib
from html.parser import HTMLParser

from pb.documents.words import catalogue


class Pdf:
    """As much of a PDF as WeasyPrint writes."""

    def __init__(self, content: bytes) -> None:
        self.objects = {
            int(found[1]): found[2]
            for found in re.finditer(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", content, re.S)
        }
        for packed in [held for held in self.objects.values() if b"/Type /ObjStm" in held]:
            first = int(re.search(rb"/First (\d+)", packed)[1])
            inside = stream(packed)
            head = [int(number) for number in inside[:first].split()]
            ends = [*head[3::2], len(inside) - first]
            for number, start, end in zip(head[::2], head[1::2], ends, strict=True):
                self.objects[number] = inside[first + start : first + end]

    @property
    def fonts(self) -> set[str]:
        """The names of the embedded faces, without the tag of the subset."""
        names = {
            found[1].decode()
            for held in self.objects.values()
            if (found := re.search(rb"/BaseFont /[A-Z]{6}\+([^\s/>]+)", held))
        }
        return {name.removesuffix("-Bold") for name in names}

    @property
    def pages(self) -> list[str]:
        """The text of each page, blanks removed: a line break is not a blank in a PDF."""
        made = [held for held in self.objects.values() if re.search(rb"/Type /Page\b", held)]
        return [self._text(page) for page in made]

    def attached(self) -> bytes:
        """The content of the only attachment."""
        [held] = [held for held in self.objects.values() if b"/EmbeddedFile" in held[:40]]
        return stream(held)

    def has(self, mark: bytes) -> bool:
        """Whether some object, or some stream, says this."""
        return any(mark in held or mark in stream(held) for held in self.objects.values())

    def _text(self, page: bytes) -> str:
        resources = self._ref(page, rb"/Resources")
        fonts = {
            name: self._letters(self.objects[int(number)])
            for name, number in re.findall(rb"/(\S+) (\d+) 0 R", self._font_list(resources))
        }
        words, letters = [], {}
        content = stream(self._ref(page, rb"/Contents"))
        for font, shown in re.findall(rb"/(\S+) [\d.]+ Tf|\[(.*?)\] TJ", content):
            if font:
                letters = fonts[font]
            for glyphs in re.findall(rb"<([0-9a-f]+)>", shown):
                words += [letters[glyphs[at : at + 4]] for at in range(0, len(glyphs), 4)]
        return squeezed("".join(words))

    def _font_list(self, resources: bytes) -> bytes:
        direct = re.search(rb"/Font <<(.*?)>>", resources)
        return direct[1] if direct else self._ref(resources, rb"/Font")

    def _letters(self, font: bytes) -> dict[bytes, str]:
        pairs = re.findall(
            rb"<([0-9a-f]{4})> <([0-9a-f]+)>", stream(self._ref(font, rb"/ToUnicode"))
        )
        return {glyph: bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}

    def _ref(self, held: bytes, key: bytes) -> bytes:
        return self.objects[int(re.search(key + rb" (\d+) 0 R", held)[1])]


class Rows(HTMLParser):
    """The texts of the cells of every row of the tables of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {data.strip()}".strip()


def stream(held: bytes) -> bytes:
    """The content of an object's stream; nothing for one that has none."""
    found = re.search(rb"stream\r?\n(.*)\r?\nendstream", held, re.S)
    if not found:
        return b""
    return zlib.decompress(found[1]) if b"/FlateDecode" in held[: found.start()] else found[1]


def squeezed(text: str) -> str:
    """The text without any blank, also the unbreakable and the soft ones."""
    return re.sub(r"[\s\u00a0\u00ad]", "", text)


def say(language: str, message: str, **values: object) -> str:
    """The words of the catalogue, whatever they are by now."""
    words = catalogue(language).gettext(message)
    return words % values if values else words
