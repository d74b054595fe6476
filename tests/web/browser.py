"""A reader at a browser without JavaScript: opens pages, follows links, fills forms and sends them.

Every request gets an application context of its own, as it has in life. Inside the context that
the fixture `app` holds, Flask-Babel keeps the first request's language in `g` for all later ones,
and our own `g.me` and `g.place` would live on in the same way.
"""

from collections.abc import Callable, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pb.documents.words import catalogue
from pb.records.base import db

STAYS = timedelta(minutes=25)
"""Shorter than any session waits for its owner."""

T = TypeVar("T")
Answers = Mapping[str, str | Sequence[str]]


def apart(deed: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Do something outside the context of the test, on the same connection."""
    db.session.remove()
    return Context().run(deed, *args, **kwargs)


def say(msgid: str, language: str = "ky", **facts: object) -> str:
    """A sentence of the catalogue as a reader of a language meets it."""
    return (
        catalogue(language).gettext(msgid) % facts if facts else catalogue(language).gettext(msgid)
    )


@dataclass
class Button:
    """What a form is sent with."""

    action: str | None
    text: str = ""
    says: tuple[tuple[str, str], ...] = ()
    """What it sends itself, where it has a name."""


@dataclass
class Form:
    """A form as it stands on the page: what it would send if nothing were touched."""

    action: str
    method: str
    given: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    buttons: list[Button] = field(default_factory=list)

    def filled(self, answers: Answers) -> list[tuple[str, str]]:
        """What it sends with these answers; a question that is not asked cannot be answered."""
        assert set(answers) <= self.names, f"the form asks {sorted(self.names)}"
        sent = [(name, value) for name, value in self.given if name not in answers]
        for name, answer in answers.items():
            values = [answer] if isinstance(answer, str) else answer
            sent += [(name, value) for value in values]
        return sent


class Page(HTMLParser):
    """An answer of the server, read as a browser reads it."""

    def __init__(self, response: TestResponse, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.response, self.address = response, address
        self.path = urlsplit(address).path
        self.status, self.headers = response.status_code, response.headers
        self.source = response.text if response.mimetype == "text/html" else ""
        self.lang = ""
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.alerts: list[str] = []
        self._text: list[str] = []
        self._textarea: str | None = None
        self._select: str | None = None
        self._open_alert = 0
        self.feed(self.source)

    @property
    def text(self) -> str:
        """Everything that can be read on it, blanks made single."""
        return " ".join("".join(self._text).split())

    @property
    def title(self) -> str:
        """What the tab of the browser says."""
        return self.source.partition("<title>")[2].partition("</title>")[0]

    def form_with(self, *names: str, button: str | None = None) -> Form:
        """The form that asks these questions or has this button."""
        for form in self.forms:
            texts = [" ".join(one.text.split()) for one in form.buttons]
            if set(names) <= form.names and (button is None or button in texts):
                return form
        raise AssertionError(f"no form with {names} {button or ''} on {self.path}: {self.text}")

    def link(self, text: str) -> str:
        """The address behind the first link that begins with this text."""
        for href, words in self.links:
            if " ".join(words.split()).startswith(text):
                return href
        raise AssertionError(f"no link {text!r} on {self.path}")

    def switch(self) -> str:
        """The address of this page in the other language."""
        return next(attrs["href"] for tag, attrs in self.tags if tag == "a" and "hreflang" in attrs)

    def in_other_language(self) -> list[str]:
        """The languages of the parts of the page itself that are marked with one."""
        return [attrs["lang"] for tag, attrs in self.tags if tag != "html" and "lang" in attrs]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what can be used or read."""
        a = {name: value or "" for name, value in attrs}
        self.tags.append((tag, a))
        if tag == "html":
            self.lang = a.get("lang", "")
        elif tag == "a":
            self.links.append((a.get("href", ""), ""))
        elif tag == "form":
            action = urljoin(self.address, a.get("action") or self.address)
            self.forms.append(Form(action, a.get("method", "get")))
        elif tag == "div" and (self._open_alert or a.get("role") == "alert"):
            self._open_alert += 1
            if self._open_alert == 1:
                self.alerts.append("")
        elif self.forms:
            self._control(tag, a)

    def _control(self, tag: str, a: dict[str, str]) -> None:
        form, name = self.forms[-1], a.get("name", "")
        if tag == "button":
            says = ((name, a.get("value", "")),) if name else ()
            form.buttons.append(Button(a.get("formaction"), says=says))
        elif tag == "option" and self._select:
            if self._select not in dict(form.given):
                form.given.append((self._select, a["value"]))
            elif "selected" in a:
                form.given[-1] = (self._select, a["value"])
        elif tag in ("input", "textarea", "select") and name:
            form.names.add(name)
            self._textarea = name if tag == "textarea" else None
            self._select = name if tag == "select" else None
            ticked = a.get("type") not in ("checkbox", "radio") or "checked" in a
            if tag == "input" and ticked:
                form.given.append((name, a.get("value", "")))
            elif tag == "textarea":
                form.given.append((name, ""))

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "textarea":
            self._textarea = None
        elif tag == "div" and self._open_alert:
            self._open_alert -= 1

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self._text.append(data)
        last = self.tags[-1][0] if self.tags else ""
        if self._textarea and self.forms:
            name, value = self.forms[-1].given[-1]
            self.forms[-1].given[-1] = (name, value + data)
        if self._open_alert:
            self.alerts[-1] += data
        if last in ("a", "b", "svg", "path", "span") and self.links:
            href, words = self.links[-1]
            self.links[-1] = (href, words + data)
        if self.forms and self.forms[-1].buttons and not self.forms[-1].buttons[-1].text:
            self.forms[-1].buttons[-1].text = data.strip()


class Browser:
    """One person's browser: its cookies, its language, the page that is open."""

    def __init__(self, app: Flask, language: str | None = None, place: str = "togz-archa") -> None:
        self.client: FlaskClient = app.test_client()
        self.place = place
        self.accepts = {"Accept-Language": language} if language else {}
        self.page: Page
        self._code: str | None = None
        self._came = self._now()
        self.opened: list[str] = []
        """The pages this person has looked at, redirects not counted."""

    def open(self, address: str, method: str = "GET", **more: Any) -> Page:
        """Ask for an address once; a redirect is shown as it is."""
        self._come_back()
        headers = {**self.accepts, **more.pop("headers", {})}
        response = apart(self.client.open, address, method=method, headers=headers, **more)
        self.page = Page(response, address)
        return self.page

    def go(self, address: str) -> Page:
        """Open a page of the municipality, or an absolute one, following redirects."""
        if not address.startswith("/"):
            address = f"/{self.place}/{address}"
        return self._follow(self.open(address))

    def click(self, text: str) -> Page:
        """Follow a link of the page that is open."""
        return self.go(urljoin(self.page.path, self.page.link(text)))

    def send(
        self, answers: Answers | None = None, *, press: str | None = None, form: Form | None = None
    ) -> Page:
        """Fill the form and press its button; without a button's text, its first one."""
        answers = answers or {}
        form = form or self.page.form_with(*answers, button=press)
        button = next((b for b in form.buttons if b.text == press), form.buttons[0])
        return self.post(button.action or form.action, [*form.filled(answers), *button.says])

    def post(self, address: str, sent: Sequence[tuple[str, str]]) -> Page:
        """Send these fields, whatever the page says, and follow the answer."""
        data: dict[str, list[str]] = {}
        for name, value in sent:
            data.setdefault(name, []).append(value)
        return self._follow(self.open(address, "POST", data=data))

    def sign_in(self, code: str) -> "Browser":
        """Through the page, with the code."""
        self.go("sign-in")
        self.send({"code": code})
        assert "sign-in" not in self.page.path, self.page.text
        self.opened.clear()
        self._code, self._came = code, self._now()
        return self

    def _come_back(self) -> None:
        """Sign in again, as people do who come back later than a session lasts."""
        if self._code and self._now() - self._came >= STAYS:
            code, self._code = self._code, None
            page = getattr(self, "page", None)
            opened = list(self.opened)
            self.sign_in(code)
            self.opened = opened
            if page is not None:
                self.page = page

    def _now(self) -> datetime:
        return self.client.application.extensions["pb"].clock.now()

    def token(self) -> str:
        """The token that guards forms, as this person's pages carry it."""
        form = self.go("sign-in").form_with("code")
        return dict(form.given)["csrf_token"]

    def _follow(self, page: Page) -> Page:
        while page.status in (301, 302, 303, 308):
            page = self.open(urljoin(page.path, page.headers["Location"]))
        self.opened.append(page.path)
        return page
