"""The public register of initiative groups: no name of a member stands in it."""

from flask import Blueprint, render_template, request

from pb.records import applicants, groups, places
from pb.records.groups import Listed
from pb.rules.texts import folded
from pb.services.groups import rules_for
from pb.web.access import here, public
from pb.web.limits import Limit, limited
from pb.web.paging import Pages
from pb.web.surroundings import now

bp = Blueprint("groups", __name__, url_prefix="/<place>/groups")

A_PAGE = 25


@bp.get("")
@public
@limited(Limit.SEARCH, only_if=lambda: bool(request.args.get("q")))
def index() -> str:
    """Every group that was ever registered."""
    everything = groups.register(here().id)
    found = [one for one in everything if _matches(one)]
    pages = Pages(request.args.get("page", ""), len(found), A_PAGE)
    return render_template(
        "groups/index.html",
        everything=everything,
        found=found,
        shown=found[pages.offset : pages.offset + A_PAGE],
        pages=pages,
        settlements=places.settlements_of(here().id),
    )


@bp.get("/<ref>")
@public
def show(ref: str) -> str:
    """One group: what it is for, its state, its number, how many people are in it."""
    group = groups.public_group(here().id, ref)
    number = groups.number_of_members(here().id, group.id)
    return render_template(
        "groups/show.html",
        group=group,
        members=number,
        lacking=rules_for(here().id, now()).lacking(number),
        interests=groups.carried(here().id, group.id),
        sent=applicants.sent_by_group(here().id, group.id),
    )


def _matches(one: Listed) -> bool:
    group = one.group
    words = folded(request.args.get("q", "")[:100]).split()
    village = request.args.get("village", "")
    text = folded(f"{group.name_ky} {group.name_ru} {group.register_number}")
    at = group.settlement.slug if group.settlement else ""
    return all(word in text for word in words) and village in ("", at)
