"""Large print and strong contrast, for whoever asks: chosen on any page, remembered in a cookie."""

from flask import Flask, Response, current_app, request

from pb.web.booths import in_kiosk
from pb.web.language import A_YEAR, same_page

COOKIE = ARGUMENT = "display"
LARGE, USUAL = "large", "usual"


def set_up(app: Flask) -> None:
    """Remember what was chosen, and let the templates ask."""
    app.after_request(_remember)
    app.jinja_env.globals.update(is_large=is_large, other_display=other_display)


def is_large() -> bool:
    """Whether this page is shown in large print; at a kiosk every page is."""
    if in_kiosk():
        return True
    asked = request.args.get(ARGUMENT)
    return (asked if asked in (LARGE, USUAL) else request.cookies.get(COOKIE)) == LARGE


def other_display() -> str:
    """The address of this same page in the other print."""
    return same_page(ARGUMENT, USUAL if is_large() else LARGE)


def _remember(response: Response) -> Response:
    if request.args.get(ARGUMENT) in (LARGE, USUAL):
        response.set_cookie(
            COOKIE,
            LARGE if is_large() else USUAL,
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure or current_app.config["SESSION_COOKIE_SECURE"],
        )
    return response
