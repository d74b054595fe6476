"""Error pages: what is wrong, what happened to the rest, the way back; never a stack trace."""

import logging

from flask import Flask, Response, g, make_response, render_template
from flask_babel import gettext, ngettext
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from pb.rules.refusals import Refusal
from pb.web.limits import seconds_left
from pb.web.refusals import explain, status_of

logger = logging.getLogger(__name__)


def set_up(app: Flask) -> None:
    """Answer every failure with a page in the reader's language."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _wrong_host)
    app.register_error_handler(RateLimitExceeded, _too_often)
    app.register_error_handler(Exception, _broken)
    app.after_request(_refused_form)


def _page(status: int, sentence: str) -> Response:
    # An error before the address was understood has no municipality, and nobody a role in it.
    if "place" not in g:
        g.place = g.me = None
    return make_response(render_template("error.html", sentence=sentence, status=status), status)


def _refused_form(response: Response) -> Response:
    # A form shown again with what is wrong is a refusal too, whatever the page looks like.
    if response.status_code == 200 and "refused_status" in g:
        response.status_code = g.refused_status
    return response


def _refused(refusal: Refusal) -> Response:
    return _page(status_of(refusal), explain(refusal))


def _form_expired(_error: CSRFError) -> Response:
    return _page(
        400,
        gettext(
            "This form was open for too long or came from elsewhere. Nothing was saved:"
            " go back, reload the page and send it again."
        ),
    )


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    if code == 404:
        text = gettext("There is no such page here. Check the address or go to the start page.")
    elif code == 405:
        text = gettext("This address does not take such a request. Nothing was changed.")
    elif code == 413:
        text = gettext(
            "What you sent is too large or has too many parts: at most 16 MB with files and 1 MB"
            " without them. Nothing was saved."
        )
    elif code == 415:
        text = gettext(
            "Only forms of this site are taken here, no JSON and no other files. Nothing was saved."
        )
    elif code < 500:
        text = gettext("We could not read this request. Nothing was changed.")
    else:
        text = gettext("Our server cannot answer now. Try again in five minutes.")
    return _page(code, text)


def _wrong_host(_error: SecurityError) -> Response:
    # The name it was asked by is not repeated: a stranger may have chosen it.
    return _page(
        400,
        gettext(
            "This site is not opened at this address. Open it at the address the office gave you."
            " Nothing was changed."
        ),
    )


def _too_often(_error: RateLimitExceeded) -> Response:
    seconds = seconds_left()
    sentence = ngettext(
        "That was too often in a short time. Wait one minute and try again. Nothing was changed.",
        "That was too often in a short time. Wait %(num)s minutes and try again."
        " Nothing was changed.",
        -(-seconds // 60),
    )
    response = _page(429, sentence)
    response.headers["Retry-After"] = str(seconds)
    return response


def _broken(error: Exception) -> Response:
    logger.error("failed", exc_info=error)
    sentence = gettext(
        "Something broke on our side, not on yours. What you sent just now was not saved."
        " Try again in five minutes; if it stays so, tell the office the number below."
    )
    g.setdefault("me", None)
    try:
        return _page(500, sentence)
    except Exception as second:
        # What broke may break this page too: without a place it asks the database nothing.
        logger.error("failed to say so", exc_info=second)
        g.place = g.me = None
        return _page(500, sentence)
