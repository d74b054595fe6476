"""The blank form of a proposal, for whoever writes by hand."""

from flask import Blueprint
from werkzeug.wrappers import Response

from pb.documents.proposal_forms import blank as made
from pb.documents.words import LANGUAGES
from pb.rules.refusals import Code, NotFound
from pb.services.proposal_forms import facts_of
from pb.web.access import public
from pb.web.downloads import attached
from pb.web.limits import Limit, limited
from pb.web.rounds import public_round

bp = Blueprint("proposal_forms", __name__, url_prefix="/<place>/rounds/<round_slug>")


@bp.get("/form-<tongue>.pdf")
@public
@limited(Limit.SEARCH)
def blank(round_slug: str, tongue: str) -> Response:
    """The form to print, in Kyrgyz or in Russian."""
    if tongue not in LANGUAGES:
        raise NotFound(Code.NOT_FOUND)
    content = made(facts_of(public_round(round_slug)), tongue)
    return attached(content, "application/pdf", f"proposal-{round_slug}-{tongue}.pdf")
