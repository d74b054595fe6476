"""Refusals at the browser's door: their words in the reader's language, and an HTTP status."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import g
from flask_wtf import FlaskForm

from pb.documents import sentences
from pb.rules.refusals import (
    Code,
    Conflict,
    NotAllowed,
    NotFound,
    NotNow,
    NotValid,
    Refusal,
    Unavailable,
)
from pb.web.language import language

STATUS = {
    NotAllowed: 403,
    NotNow: 403,
    NotValid: 400,
    Conflict: 409,
    NotFound: 404,
    Unavailable: 503,
}
TOO_OFTEN = (
    Code.TOO_MANY_TRIES,
    Code.SIGN_IN_STOPPED,
    Code.CODE_TOO_SOON,
    Code.CODE_TRIES_OVER,
    Code.PHONES_TOO_MANY,
    Code.QUESTION_TOO_SOON,
    Code.KIOSK_WAITS,
)
TOO_MUCH = (Code.FILES_TOO_MANY, Code.FILES_TOO_LARGE, Code.ATTACHMENT_TOO_LARGE)
OF_CODES = {**dict.fromkeys(TOO_OFTEN, 429), **dict.fromkeys(TOO_MUCH, 413)}


def explain(refusal: Refusal) -> str:
    """The sentence of a refusal in the reader's language."""
    return sentences.explain(refusal, language())


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    kind = next(code for kind, code in STATUS.items() if isinstance(refusal, kind))
    return OF_CODES.get(refusal.code, kind)


@contextmanager
def refusals_on(form: FlaskForm) -> Iterator[None]:
    """Turn a refusal into an error on the form: at its field, or above all of them.

    After it `form.errors` tells whether the deed was done.
    """
    try:
        yield
    except NotFound:
        raise
    except Refusal as refusal:
        sentence = explain(refusal)
        g.refused_status = status_of(refusal)
        field = form._fields.get(refusal.field or "")
        if field is None:
            form.form_errors = [*form.form_errors, sentence]
        else:
            field.errors = [*field.errors, sentence]
