"""A proposal written on its pages, as people do: one step after the other."""

from tests.web.browser import Browser, Page, say

STEPS: tuple[dict[str, str], ...] = (
    {"title": "Жаңы көпүрө", "settlement": "archa-tor"},
    {
        "problem": "Эски көпүрөнү жыл сайын суу агызып кетет.",
        "gains": "Мектептин окуучулары",
        "beneficiaries": "120",
    },
    {
        "solution": "Темир-бетондон жаңы көпүрө куруп беребиз.",
        "works_from": "2027-06-01",
        "works_to": "2027-08-31",
    },
    {"line_1_title": "Темир-бетон", "line_1_amount": "250 000"},
    {"cost": "250 000"},
    {"upkeep": "Көчө комитети карап турат."},
)
"""The answers of the first six steps; the next is the papers, the last the other language."""

NAMES = ("place", "problem", "work", "costs", "sources", "upkeep", "files", "translation")


def answers_of(step: str, changes: dict[str, str]) -> dict[str, str]:
    """What is typed into a step, with those changes that belong there."""
    mine = STEPS[NAMES.index(step)]
    cost = changes.get("cost")
    if step == "place" and "applicant" in changes:
        mine = {**mine, "applicant": ""}
    if step == "costs" and cost is not None:
        mine = {**mine, "line_1_amount": cost}
    return {**mine, **{name: value for name, value in changes.items() if name in mine}}


def begin(author: Browser, **changes: str) -> Page:
    """The first step of a new proposal; the page that follows."""
    author.go("rounds/2026/proposals/new")
    page = author.send(answers_of("place", changes))
    if page.path.endswith("/point"):  # there is a map; the point may stay open
        page = author.click(say("Go to step %(number)s", page.lang, number=2))
    return page


def write(author: Browser, language: str = "ky", **changes: str) -> str:
    """All the steps; leaves the page that sends it open, and returns the public id."""
    page = begin(author, **changes)
    for step in NAMES[1:6]:
        assert page.path.endswith(f"/steps/{step}"), (page.path, page.alerts)
        page = author.send(answers_of(step, changes))
    ref = page.path.split("/")[3]
    assert page.path == f"/togz-archa/proposals/{ref}/files", (page.path, page.alerts)
    form = page.form_with(
        "to_bring", button=say("Save and go to step %(number)s", language, number=8)
    )
    page = author.send({"to_bring": ["paper_prices", "paper_commitment"]}, form=form)
    page = author.send({"title": changes["title_in_other"]} if "title_in_other" in changes else {})
    assert page.path.endswith("/steps"), (page.path, page.alerts)
    return ref


def send(author: Browser, language: str = "ky", **changes: str) -> str:
    """Write it and send it; leaves the receipt open."""
    ref = write(author, language, **changes)
    page = author.send(press=say("Send to the office", language))
    assert page.path.endswith("/receipt"), page.alerts
    return ref
