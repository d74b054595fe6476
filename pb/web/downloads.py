"""Files as the browser keeps them: never shown as a page, and never run."""

from flask import Response


def attached(content: bytes | str, mimetype: str, name: str, sha256: str | None = None) -> Response:
    """A file under a name, with its hash in a header for whoever compares."""
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if sha256 is not None:
        response.headers["X-Content-SHA256"] = sha256
    return response
