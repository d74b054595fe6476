"""The reader's language: asked for in the address, remembered in a cookie, else the browser's."""

from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, request, url_for
from flask_babel import Babel

from pb.documents.words import LANGUAGES
from pb.web.security import names_a_person

COOKIE = "language"
A_YEAR = 365 * 24 * 3600


def set_up(app: Flask) -> None:
    """Choose the language of each request, and remember what was chosen."""
    Babel(app, locale_selector=language)
    app.after_request(_remember)
    app.jinja_env.globals.update(language=language, in_language=in_language)


def language() -> str:
    """The language this request is answered in: ky or ru."""
    if "language" not in g:
        asked = request.args.get("lang")
        remembered = request.cookies.get(COOKIE)
        g.language = next(
            (choice for choice in (asked, remembered) if choice in LANGUAGES),
            request.accept_languages.best_match(LANGUAGES, LANGUAGES[0]),
        )
    return str(g.language)


def in_language(choice: str) -> str:
    """The address of this same page in another language."""
    return same_page("lang", choice)


def same_page(name: str, choice: str) -> str:
    """The address of this same page with something chosen; for a form's answer, of its form.

    Where that answers to nothing but forms, the home of the municipality.
    """
    arguments = [
        (key, value)
        for key, value in g.get("form_arguments", request.args).items(multi=True)
        if key != name and not names_a_person(value)
    ]
    path = g.get("form_path", request.path)
    if path == request.path and request.url_rule and "GET" not in (request.url_rule.methods or ()):
        path = url_for("places.home", place=g.place.slug) if g.get("place") else "/"
    return f"{path}?{urlencode([*arguments, (name, choice)])}"


def _remember(response: Response) -> Response:
    if request.args.get("lang") in LANGUAGES:
        response.set_cookie(
            COOKIE,
            language(),
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure or current_app.config["SESSION_COOKIE_SECURE"],
        )
    return response
