"""Somebody at a browser: goes to pages, answers forms, presses, and leaves pictures of the way."""

import os
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path

from playwright.sync_api import Page

from tests.web.browser import say

SUBMIT = "form button.btn:not(.second)"
PICTURES = os.environ.get("PB_PICTURES", "")
"""A folder for pictures of every page of a road, to be looked at; empty for none."""

TOO_WIDE = """() => {
    const edge = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= edge) return [];
    return [...document.querySelectorAll("main *")]
        .filter(one => one.getBoundingClientRect().right > edge + 1)
        .map(one => one.outerHTML.slice(0, 120));
}"""
"""What sticks out at the side of the screen."""

Answers = Mapping[str, str | Sequence[str]]


class Walker:
    """One person, one browser; the municipality is that of the stage."""

    def __init__(self, page: Page, who: str, language: str) -> None:
        self.page, self.who, self.language = page, who, language
        self._numbers, self._code = count(1), ""

    def say(self, msgid: str, **facts: object) -> str:
        """A sentence as this person reads it."""
        return say(msgid, self.language, **facts)

    def sign_in(self, code: str = "") -> "Walker":
        """Come with a code of the office; without one with the same as before, days later."""
        self._code = code = code or self._code
        self.go("sign-in")
        return self.answer({"code": code})

    def go(self, address: str) -> "Walker":
        """Open a page of the municipality."""
        self.page.goto(f"/togz-archa/{address}")
        return self._look()

    def follow(self, msgid: str, **facts: object) -> "Walker":
        """Follow the first link that says this."""
        self.page.get_by_role("link", name=self.say(msgid, **facts)).first.click()
        return self._look()

    def press(self, msgid: str, **facts: object) -> "Walker":
        """Press the button that says this."""
        self.page.get_by_role("button", name=self.say(msgid, **facts), exact=True).first.click()
        return self._look()

    def type(self, answers: Answers) -> "Walker":
        """Answer questions of the open page."""
        for name, answer in answers.items():
            field = self.page.locator(f"[name={name}]").first
            tag, kind = field.evaluate("e => [e.tagName, e.type]")
            if tag == "SELECT":
                field.select_option(answer)
            elif kind in ("radio", "checkbox"):
                for value in [answer] if isinstance(answer, str) else answer:
                    self.page.locator(f'[name={name}][value="{value}"]').check()
            else:
                field.fill(str(answer))
        return self

    def answer(self, answers: Answers, button: str | None = None) -> "Walker":
        """Answer the questions and go on: by the button that says this, or the first one."""
        self.type(answers)
        if button is not None:
            return self.press(button)
        self.page.locator(SUBMIT).last.click()
        return self._look()

    def sees(self, *texts: str) -> None:
        """Everything of this can be read on the open page."""
        read = " ".join(self.page.locator("body").inner_text().split())
        for text in texts:
            assert text in read, (text, self.page.url, read[:1_500])

    @property
    def path(self) -> str:
        """Where the page lies, below the municipality."""
        return self.page.url.split("/togz-archa/", 1)[1].split("?")[0]

    def _look(self) -> "Walker":
        self.page.wait_for_load_state()
        if PICTURES:
            name = f"{self.who}-{next(self._numbers):02}.png"
            self.page.screenshot(path=Path(PICTURES) / name, full_page=True)
        wide = self.page.evaluate(TOO_WIDE)
        assert not wide, (self.page.url, wide)
        alert = self.page.locator("[role=alert]")
        assert not alert.count(), alert.first.inner_text()
        return self
