"""How the voting goes, day by day, for everyone: only days that are over, and numbers only."""

from flask import Blueprint, Response, render_template

from pb.documents.daily_files import daily_csv
from pb.rules.tally.election import Channel
from pb.services import daily
from pb.services.closing import number_read_aloud
from pb.services.daily import HOURS
from pb.web.access import here, public
from pb.web.downloads import attached
from pb.web.rounds import public_round
from pb.web.surroundings import now

bp = Blueprint("daily", __name__, url_prefix="/<place>/rounds/<round_slug>")


@bp.get("/daily")
@public
def show(round_slug: str) -> str:
    """How many people took part by each channel on each day that is over."""
    round_ = public_round(round_slug)
    found = daily.published(round_, now())
    used = [one for one in Channel if any(day.people[one] for day in found.days)]
    return render_template(
        "daily/show.html",
        round=round_,
        phase=round_.phase(now()),
        found=found,
        channels=used,
        with_hours=[day for day in found.days if day.hours],
        aloud=number_read_aloud(round_),
    )


@bp.get("/daily.csv")
@public
def table(round_slug: str) -> Response:
    """The same as a table."""
    round_ = public_round(round_slug)
    rows = [
        (day.first, day.last, channel, from_hour, until, people)
        for day in daily.published(round_, now()).days
        for channel in Channel
        for from_hour, until, people in (
            (day.hours if channel is Channel.INTERNET else ()) or ((0, HOURS, day.people[channel]),)
        )
    ]
    return attached(daily_csv(rows), "text/csv", f"daily-{here().slug}-{round_.slug}.csv")
