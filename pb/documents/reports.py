"""The report of joint monitoring: scores, findings, photos, recommendations and their answers."""

from collections.abc import Mapping
from datetime import UTC
from hashlib import sha256

from pb.documents import render
from pb.documents.evaluation_facts import EvaluationFacts, IndicatorLine
from pb.documents.protocols import country
from pb.documents.words import LANGUAGES, N_, catalogue
from pb.rules import calendar, monitoring, numerals
from pb.rules.texts import Bilingual, in_language

_TITLE = N_("Report № %(number)s: joint monitoring")


def report(facts: EvaluationFacts, photos: Mapping[str, bytes]) -> bytes:
    """The report as PDF/A in both languages, Kyrgyz first; `photos` are JPEGs by their SHA-256.

    Raises:
        ValueError: a photo of the facts is missing or is not what its SHA-256 says.
    """
    held = {photo.sha256: photos.get(photo.sha256, b"") for photo in facts.photos}
    for digest, content in held.items():
        if sha256(content).hexdigest() != digest:
            raise ValueError(f"photo {digest} is missing or was changed")
    return render.pdf(page(facts), facts.published_at, render.packed(facts), held)


def page(facts: EvaluationFacts) -> str:
    """The report as HTML."""
    parts = [
        render.part(
            "evaluation.html",
            language,
            facts=facts,
            day=calendar.day_of(facts.published_at),
            country=country(is_ours=True),
            highest=monitoring.LARGEST,
            average=None if facts.average is None else numerals.one_decimal(facts.average),
            remark=_remark,
            packed=render.packed(facts),
        )
        for language in LANGUAGES
    ]
    return render.page(
        catalogue(LANGUAGES[0]).gettext(_TITLE) % {"number": facts.number},
        render.full_name(facts.letterhead, LANGUAGES[0]),
        LANGUAGES,
        facts.published_at.astimezone(UTC),
        parts,
    )


def _remark(line: IndicatorLine) -> Bilingual:
    return in_language(line.remark, line.language)
