"""What tests of pages fill into forms, what they read off them, and the roll no page keeps yet."""

from datetime import timedelta

from pb.acts import residents
from pb.rules import calendar
from pb.services.actors import PLATFORM, Actor
from tests.stage import Stage
from tests.web.browser import Page

DAYS = (
    "submission_from",
    "submission_to",
    "review_to",
    "voting_from",
    "voting_to",
    "results_by",
)


def a_round(stage: Stage, **changes: str) -> dict[str, str]:
    """The answers to the form of a round, all of them right unless changed."""
    today = calendar.day_of(stage.now)
    days = {name: (today + timedelta(days=5 * n)).isoformat() for n, name in enumerate(DAYS)}
    words = {
        "title_ky": "Айылым үчүн",
        "title_ru": "Для моего села",
        "edition": "2026",
        "slug": "2026",
        "budget": "1 000 000",
        "ceiling": "300 000,50",
        "expected_ballots": "1 200",
    }
    return {**words, **days, **changes}


def errors(page: Page) -> set[str]:
    """Where something is wrong, by the name of the field it is shown at."""
    ids = [a["id"] for _, a in page.tags if "id" in a]
    groups = {a["id"] for tag, a in page.tags if tag == "fieldset" and "wrong" in a["class"]}
    return {name[:-6] for name in ids if name.endswith("-error")} | groups


def enter(stage: Stage, slug: str, people: list[Actor]) -> None:
    """Put people on the roll of a round."""
    rows = [(person.account_id or 0, "archa-tor") for person in people]
    residents.enter_on_roll(PLATFORM, stage.place, stage.round(slug).id, rows, stage.now)
