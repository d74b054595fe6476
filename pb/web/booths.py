"""A browser that is a kiosk: its token, and who sits at it until when; nobody is signed in there.

All of it is in the signed cookie of the browser's session: a vote at a kiosk writes nothing before
its cast. Until it is ended, every other address leads such a browser back to the kiosk.
"""

import hashlib
from datetime import datetime

from flask import Flask, Response, g, redirect, request, session
from werkzeug.wrappers import Response as BaseResponse

from pb.acts.kiosk_votes import Booth
from pb.rules import kiosks as rules
from pb.rules.refusals import Code, NotAllowed
from pb.web.sessions import let_out
from pb.web.surroundings import now

BLUEPRINT = "kiosks"
KIOSK, SITTING, RECEIPT = "kiosk", "sitting", "kiosk_receipt"


def set_up(app: Flask) -> None:
    """Let the templates ask, and send every page of a kiosk with its way back to the start."""
    app.jinja_env.globals.update(in_kiosk=in_kiosk, kiosk_start=start_address)
    app.before_request(_keep_here)
    app.after_request(_lead_back)


def in_kiosk() -> bool:
    """Whether this page is shown at a kiosk, where it is large and leads nowhere else."""
    return request.blueprint == BLUEPRINT and KIOSK in session


def start_address() -> str:
    """Where this kiosk begins, known even where a failure knows no municipality."""
    return str(session[KIOSK]["start"])


def turn_into(token: str, start: str) -> None:
    """Make this browser a kiosk that begins at an address; nobody is signed in here any more."""
    let_out()
    session[KIOSK] = {"token": token, "start": start}
    g.kiosk_clears = True


def turn_back() -> None:
    """Make it a browser again; one that never was a kiosk keeps what it has."""
    if KIOSK in session:
        session.clear()
        g.kiosk_clears = True


def token() -> str | None:
    """The token of the kiosk; None in any other browser."""
    return session[KIOSK]["token"] if KIOSK in session else None


def sit_down(ticket: str) -> None:
    """Let whoever typed a ticket vote, for ten minutes at most."""
    session.pop(RECEIPT, None)
    _sit(ticket, now(), now())


def sitting() -> Booth:
    """Who sits here, and from now on for as long as any page waits.

    Raises:
        NotAllowed: SITTING_OVER where nobody does, or the page was left alone for too long.
    """
    kept: dict[str, str] = session.get(SITTING, {})
    if not kept or now() >= datetime.fromisoformat(kept["until"]):
        stand_up()
        raise NotAllowed(Code.SITTING_OVER)
    stay(0)
    return Booth(token(), kept["ticket"])


def sat() -> tuple[Booth, bool] | None:
    """Who sat here last, and whether their page waits still; None where that was said already."""
    kept: dict[str, str] = session.get(SITTING, {})
    if not kept:
        return None
    return Booth(token(), kept["ticket"]), now() < datetime.fromisoformat(kept["until"])


def stay(projects: int) -> None:
    """Let this page wait for as long as so many projects take to be read."""
    kept: dict[str, str] = session[SITTING]
    _sit(kept["ticket"], datetime.fromisoformat(kept["began"]), now(), projects)


def _sit(ticket: str, began: datetime, since: datetime, projects: int = 0) -> None:
    until = rules.sitting_ends(began, since, projects)
    session[SITTING] = {
        "ticket": ticket,
        "began": began.isoformat(),
        "until": until.isoformat(),
    }
    g.kiosk_waits = until - since


def has_voted(round_slug: str, paper: str, ballot_id: str) -> None:
    """Let whoever voted see the receipt for as long as any page waits.

    `paper` is the one their form carried. Its hash is kept, and not whose ticket it was: no cookie
    holds a ticket beside a ballot.
    """
    session.pop(SITTING, None)
    session[RECEIPT] = {
        "round": round_slug,
        "paper": _hash(paper),
        "ballot": ballot_id,
        "until": (now() + rules.IDLE).isoformat(),
    }


def voted_with(paper: str) -> bool:
    """Whether the last vote here was cast by the form that carried this paper, however long ago."""
    kept: dict[str, str] = session.get(RECEIPT, {})
    return kept.get("paper") == _hash(paper)


def sees_receipt() -> bool:
    """Whether somebody has just voted here and may still see the receipt."""
    kept: dict[str, str] = session.get(RECEIPT, {})
    if not kept or now() >= datetime.fromisoformat(kept["until"]):
        return False
    g.kiosk_waits = datetime.fromisoformat(kept["until"]) - now()
    return True


def stand_up() -> None:
    """Forget who was here; the browser is told to forget its pages too."""
    for kept in (SITTING, RECEIPT):
        if session.pop(kept, None) is not None:
            g.kiosk_clears = True


def _hash(paper: str) -> str:
    return hashlib.sha256(paper.encode()).hexdigest()


def _keep_here() -> BaseResponse | None:
    if request.blueprint not in (BLUEPRINT, "static") and KIOSK in session:
        return redirect(start_address(), 303)
    return None


def _lead_back(response: Response) -> Response:
    if g.get("kiosk_clears"):
        # Not the cookies: the kiosk itself is in one.
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    if not in_kiosk():
        return response
    waits = g.get("kiosk_waits", rules.IDLE)
    if response.status_code < 300 or response.status_code >= 400:
        seconds = max(1, int(waits.total_seconds()))
        is_start = request.endpoint == "kiosks.start" and request.method == "GET"
        if not is_start:
            response.headers["Refresh"] = f"{seconds}; url={start_address()}"
    return response
