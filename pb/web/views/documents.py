"""Papers: the bytes that were kept, never made anew."""

from flask import Blueprint, Response

from pb.records import documents
from pb.web.access import here, public
from pb.web.surroundings import surroundings

bp = Blueprint("documents", __name__)


@bp.get("/<place>/documents/<ref>.pdf")
@public
def download(ref: str) -> Response:
    """A paper, with its hash in a header for whoever compares."""
    document = documents.document_of(here().id, ref)
    response = Response(surroundings().storage.get(document.sha256), mimetype="application/pdf")
    headers = response.headers
    headers["Content-Disposition"] = f'attachment; filename="{document.file_name}"'
    headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    headers["X-Content-SHA256"] = document.sha256
    headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
