"""A proposal from its first step to the receipt, in a real browser at 360 px without JavaScript."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from pb.acts import place_maps, rounds
from pb.acts.rounds import RoundFacts
from pb.cli.demonstration import outline
from pb.records import proposals as records
from pb.rules import calendar
from pb.rules.roles import Role
from pb.rules.rounds import Schedule
from pb.rules.terms import Terms
from pb.rules.texts import Bilingual
from tests.rules_adopted import adopt, of_terms
from tests.stage import som
from tests.web.browser import say

pytestmark = pytest.mark.browser

SUBMIT = "button.btn:not(.second)"


@pytest.fixture
def open_round(stage):
    """A round that takes proposals today, by the real clock, and the map of the municipality."""
    terms = Terms(budget=som(1_000_000), ceiling=som(300_000))
    adopt(stage, of_terms(terms))
    today = calendar.day_of(stage.now)
    days = [today + timedelta(days=n) for n in (0, 4, 8, 12, 15, 20)]
    title = Bilingual("Жергиликтүү демилгелер сынагы", "Конкурс местных инициатив")
    facts = RoundFacts(
        "2026", "2026", title, terms.budget, terms.ceiling, 1_000, Schedule.of_days(*days)
    )
    clerk = stage.person(Role.OPERATOR)
    rounds.draft(clerk, stage.place, facts, stage.now)
    rounds.announce(stage.person(Role.HEAD), stage.place, "2026", stage.now)
    place_maps.draw(clerk, stage.place, outline.geojson(), stage.now)


def photo():
    file = io.BytesIO()
    Image.new("RGB", (1_600, 1_200), (120, 150, 170)).save(file, "JPEG")
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def fits(page):
    """Whether nothing sticks out at the side of a narrow telephone."""
    return page.evaluate("document.documentElement.scrollWidth") <= 360


def on(page, **answers):
    """Answer the step that is open and go on; no step is wider than the telephone."""
    for name, answer in answers.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(answer)
        else:
            field.fill(answer)
    assert fits(page), page.url
    page.locator(SUBMIT).last.click()


def test_a_proposal_is_written_step_by_step_and_sent(stage, open_round, open_browser):
    stage.person(Role.RESIDENT, "А. Асанова", "the-author-1")
    page = open_browser("ky-KG")
    page.goto("/togz-archa/sign-in")
    page.locator("[name=code]").fill("the-author-1")
    page.locator("[name=code]").press("Enter")
    page.goto("/togz-archa/rounds/2026/proposals/new")
    on(page, title="Жогорку көчөгө суу түтүгү", settlement="archa-tor", address="Ынтымак көчөсү")
    ref = page.url.split("/")[5]
    assert page.url.endswith("/point")
    page.locator("input[type=image]").click(position={"x": 150, "y": 150})
    page.locator("a.btn").click()
    on(page, problem="Жогорку көчөнүн түтүгү жайында беш жолу жарылат.",
       gains="Жогорку көчөнүн 214 үй-бүлөсү", beneficiaries="968")  # fmt: skip
    on(page, solution="420 метр түтүктү алмаштырып, төрт кудук курабыз.",
       works_from="2027-06-01", works_to="2027-08-31")  # fmt: skip
    on(page, line_1_title="Полиэтилен түтүк, 420 м", line_1_amount="210 000",
       line_2_title="Кудуктар", line_2_amount="90 000")  # fmt: skip
    on(page, cost="260 000", labour_1_what="Жер казуу", labour_1_people="25", labour_1_days="2",
       labour_1_rate="800")  # fmt: skip
    on(page, upkeep="Көчө комитети айына бир карап турат.")
    page.locator("[name=file]").set_input_files(photo())
    page.locator("[name=caption]").fill("Жарылган түтүк")
    page.get_by_role("button", name=say("Add this file")).click()
    for box in page.locator("[name=to_bring]").all():
        box.check()
    on(page)
    on(page, title="Водопровод на верхней улице")
    assert say("Once sent, everyone can read it, and its text and its cost are kept for ever as"
               " they are now.") in page.content()  # fmt: skip

    page.locator(SUBMIT).last.click()

    assert page.url.endswith("/receipt")
    assert "2026-001" in page.content()
    kept = records.whole_proposal(stage.place, ref)
    assert (kept.cost, kept.total_cost, kept.own_contribution) == (
        som(260_000), som(300_000), som(40_000),
    )  # fmt: skip
    assert (kept.latitude is None, len(kept.files)) == (False, 1)
