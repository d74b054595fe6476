"""Collects the words of the code into the catalogues: messages.pot, and messages.po per language.

Nothing is guessed: a changed sentence is a new one and waits for its translation. The files hold no
dates and no line numbers, so that a difference in them is a difference in words.
"""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "translations"
LANGUAGES = ("ky", "ru")
KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(
    ["_l", "N_", "lazy_gettext", "pgettext:1c,2", "ngettext:1,2"]
)
WIDTH = 100
HEADER = "# Words of Demilge."
DATES = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team",
         "Report-Msgid-Bugs-To", "Generated-By")  # fmt: skip


def extracted() -> Catalog:
    """Every string that the code and the templates mark, as of now."""
    with (FOLDER / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = Catalog(project="demilge", header_comment=HEADER, fuzzy=False)
    strings = extract_from_dir(
        ROOT,
        methods,
        options,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
        directory_filter=lambda folder: not Path(folder).name.startswith((".", "_")),
    )
    for file, line, message, comments, context in strings:
        found.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return found


def path_of(language: str) -> Path:
    """Where the words of a language are."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def kept(language: str) -> Catalog:
    """The words of a language as they stand in its file; an empty catalogue where it has none."""
    path = path_of(language)
    if not path.exists():
        return Catalog(language, project="demilge", header_comment=HEADER, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, language, abort_invalid=True)


def text_of(catalogue: Catalog) -> str:
    """A catalogue as its file is written."""
    buffer = io.BytesIO()
    write_po(
        buffer,
        catalogue,
        width=WIDTH,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{d}:' for d in DATES)))


def translations_of(message: Message) -> tuple[str, ...]:
    """All forms of a translation."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def untranslated(catalogue: Catalog) -> Iterator[Message]:
    """What lacks a translation, or one of its plural forms."""
    for message in catalogue:
        forms = catalogue.num_plurals if message.pluralizable else 1
        texts = translations_of(message)
        if message.id and (len(texts) != forms or not all(texts) or message.fuzzy):
            yield message


def main() -> int:
    fresh = extracted()
    (FOLDER / "messages.pot").write_text(text_of(fresh), encoding="utf-8")
    waiting = 0
    for language in LANGUAGES:
        catalogue = kept(language)
        catalogue.update(fresh, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.header_comment, catalogue.fuzzy = HEADER, False
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(catalogue), encoding="utf-8")
        subprocess.run([sys.executable, ROOT / "scripts" / "words.py", path], check=True)
        missing = list(untranslated(catalogue))
        waiting += len(missing)
        print(f"{language}: {len(catalogue)} strings, {len(missing)} without a translation")
        for message in missing:
            source = message.id if isinstance(message.id, str) else message.id[0]
            print(f"   {', '.join(sorted({file for file, _ in message.locations}))}: {source}")
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
