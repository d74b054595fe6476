"""The stylesheet, served as one file with a hash in its name and kept for a year."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, request

from pb.web.access import public

bp = Blueprint("static", __name__)

FOLDER = Path(__file__).parent / "static"
SHEETS = ("tokens.css", "components.css", "pages.css")


@cache
def stylesheet() -> tuple[str, bytes, bytes]:
    """The name, the bytes and the zipped bytes of all the sheets in one."""
    css = "".join((FOLDER / sheet).read_text("utf-8") for sheet in SHEETS).encode()
    return hashlib.sha256(css).hexdigest()[:12], css, gzip.compress(css, 9, mtime=0)


def stylesheet_address() -> str:
    """Where the stylesheet of this version is."""
    # Not by `url_for`: the page that refuses a foreign host knows no addresses.
    return f"/static/style.{stylesheet()[0]}.css"


@bp.get("/static/style.<version>.css")
@public
def style(version: str) -> Response:
    """The stylesheet."""
    name, css, zipped = stylesheet()
    if version != name:
        abort(404)
    wants_zipped = bool(request.accept_encodings["gzip"])
    response = Response(zipped if wants_zipped else css, mimetype="text/css")
    if wants_zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@bp.get("/favicon.ico")
@public
def favicon() -> Response:
    """The mark."""
    response = Response((FOLDER / "mark.svg").read_bytes(), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
