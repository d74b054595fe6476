"""What observers of a raion, an oblast or the country see: totals, never a person."""

from flask import Blueprint, render_template

from pb.records import accounts, figures
from pb.rules import calendar
from pb.rules.access import Act
from pb.services.actors import account_of
from pb.web.access import actor, needs
from pb.web.surroundings import now

bp = Blueprint("oversight", __name__, url_prefix="/admin/oversight")


@bp.get("")
@needs(Act.OVERSEE)
def index() -> str:
    """Every municipality of the observer's area with where it is and what it owes."""
    area = accounts.area_of(account_of(actor()))
    found = figures.by_municipality(area, calendar.day_of(now()))
    return render_template("platform/oversight.html", area=area, figures=found)
