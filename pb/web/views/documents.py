"""Papers: the bytes that were kept, never made anew."""

from flask import Blueprint, Response

from pb.records import documents
from pb.web.access import here, public
from pb.web.downloads import attached
from pb.web.surroundings import surroundings

bp = Blueprint("documents", __name__)


@bp.get("/<place>/documents/<ref>.pdf")
@public
def download(ref: str) -> Response:
    """A paper, with its hash in a header for whoever compares."""
    document = documents.document_of(here().id, ref)
    content = surroundings().storage.get(document.sha256)
    response = attached(content, "application/pdf", document.file_name, document.sha256)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
