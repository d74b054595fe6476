"""The walk over every address: the places, people and objects it passes, and what it may meet."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from pb.acts import appeals, questions
from pb.acts import privacy as privacy_acts
from pb.acts.accounts import invitations
from pb.records.base import Base, db
from pb.rules.access import Act, may
from pb.rules.privacy import Field, Purpose
from pb.rules.roles import OF_PLATFORM, Role
from pb.services import privacy
from pb.services.actors import PLATFORM
from pb.services.privacy import Looking, Subject
from pb.services.work import unit_of_work
from tests import groups_made, papers_brought, reviewing
from tests.office import PASSWORD, insider
from tests.stage import Stage
from tests.web.browser import Browser

SAFE = {"GET", "HEAD", "OPTIONS"}
OPEN = (Act.READ, Act.SIGN_IN, Act.CHANGE_BALLOT, Act.VOTE_BY_TICKET)
CANARY = "КАНАРЕЙКА"
WHY = "Тизме боюнча суроого жооп берүү"

# Objects of people and of the office that an address may name; public ones everybody may see.
REFS = {
    "proposals": "proposal",
    "proposal_steps": "proposal",
    "proposal_files": "proposal",
    "co_authors": "proposal",
    "place_maps": "proposal",
    "reviews": "proposal",
    "replies": "proposal",
    "appeals": "appeal",
    "questions": "remark",
    "evaluations": "evaluation",
    "privacy": "personal_access",
    "invitations": "invitation",
    "staff": "account",
    "documents": "document",
    "round_changes": "round_change",
    "groups": "initiative_group",
    "own_groups": "initiative_group",
    "group_people": "initiative_group",
    "group_register": "initiative_group",
    "commissions": "commission",
    "ballot_order": "ballot_lot",
    "paper_entries": "paper_entry",
}


@dataclass
class Walker:
    """Someone who walks: a role, and the browser they are signed in with."""

    role: Role
    browser: Browser
    token: str = ""


@dataclass
class Town:
    """A municipality with an object of every kind in it."""

    stage: Stage
    refs: dict[str, list[str]] = field(default_factory=dict)


def furnish(stage: Stage, mark: str) -> None:
    """Put a look at somebody's data, a complaint, an invitation and a group into a municipality."""
    [person] = stage.voters(1)
    clerk = stage.person(Role.OPERATOR, f"Н. {mark}")
    with unit_of_work():
        resident = privacy_acts.own_resident(person, stage.place)
        looking = Looking(Purpose.ROLL_QUESTION, f"{WHY} {mark}")
        subjects = [Subject(resident)]
        privacy.opened(clerk, stage.place, subjects, looking, {Field.NAME}, stage.now)
    ref = refs_of("personal_access", stage.place)[-1]
    privacy_acts.complain(person, stage.place, ref, f"Муну билбейм {mark}", stage.now)
    invitations.invite(PLATFORM, stage.place, f"Ж. {mark}", Role.DEPUTY, stage.now)
    people = [groups_made.resident(stage, f"{mark} {letter}") for letter in "АБВ"]
    groups_made.founded(stage, *people)
    papers_brought.office(stage).sent(papers_brought.on_form(f"{mark} Гүлнара"))
    _argue(stage, mark)


def _argue(stage: Stage, mark: str) -> None:
    """Put a refusal with its appeal into a municipality, and a question that was reported."""
    author, clerk = stage.person(Role.RESIDENT), stage.person(Role.OPERATOR)
    ref = stage.submitted(author=author, title=f"Клуб оңдоо {mark}")
    reviewing.refuse(stage, ref, clerk, f"{reviewing.REASON} {mark}")
    why, where = f"Кайра караңыздар {mark}", (stage.place, ref)
    appeals.file(author, *where, why, "ky", stage.now, is_text_public=False)
    asker = stage.person(Role.RESIDENT)
    asked = questions.ask(asker, *where, f"Качан бүтөт {mark}?", "ky", stage.now)
    questions.report(author, stage.place, asked, f"Мага жакпайт {mark}", stage.now)


def refs_of(table: str, municipality_id: int) -> list[str]:
    """The public ids of what a table holds of a municipality."""
    found = Base.metadata.tables[table]
    query = select(found.c.ref)
    if "municipality_id" in found.c:
        query = query.where(found.c.municipality_id == municipality_id)
    elif table == "account":
        grants = Base.metadata.tables["role_grant"]
        holders = select(grants.c.account_id).where(grants.c.municipality_id == municipality_id)
        query = query.where(found.c.id.in_(holders))
    return [ref for (ref,) in db.session.execute(query)]


def walkers(stage: Stage, reader: Callable[..., Browser]) -> list[Walker]:
    """Someone of each role, signed in by the means of that role, and a stranger."""
    found = [Walker(Role.PUBLIC, reader())]
    for role in Role:
        if role in (Role.PUBLIC, Role.PLATFORM):
            continue
        browser = reader()
        if role in OF_PLATFORM:
            person = insider(stage, role)
            browser.go("/admin/sign-in/office")
            browser.send({"sign_in_name": person.name, "password": PASSWORD})
            browser.send({"code": person.code(stage.now)})
        else:
            code = f"walker-{role}"
            stage.person(role, code=code)
            browser.sign_in(code)
        found.append(Walker(role, browser))
    for walker in found:
        page = walker.browser.go("/togz-archa/sign-in")
        walker.token = dict(page.form_with("code").given)["csrf_token"]
    return found


def addresses(app: Flask, stage: Stage) -> Iterator[tuple[Rule, str, Act]]:
    """Every rule with an address of this municipality for each object it may name."""
    for rule in app.url_map.iter_rules():
        act = app.view_functions[rule.endpoint].declared_act
        subject = rule.endpoint.partition(".")[0]
        refs = refs_of(REFS[subject], stage.place)[:3] if subject in REFS else []
        if "answer" in rule.endpoint and subject == "privacy":
            refs = refs_of("complaint", stage.place)
        for ref in refs if "ref" in rule.arguments and refs else ["nothing"]:
            address = rule.rule
            for name, value in (
                ("place", stage.slug),
                ("slug", stage.slug),
                ("round_slug", "2026"),
                ("ref", ref),
                ("role", "deputy"),
                ("token", "x" * 32),
                ("number", "1"),
                ("step", "problem"),
            ):
                address = re.sub(rf"<(?:\w+:)?{name}>", value, address)
            yield rule, re.sub(r"<(?:\w+:)?\w+>", "0" * 12, address), act


@dataclass(frozen=True)
class Met:
    """What a walker met at an address."""

    status: int
    location: str
    text: str


def meet(walker: Walker, address: str, method: str) -> Met:
    """Ask once; a form is sent with its token and nothing else."""
    more: dict[str, Any] = {} if method == "GET" else {"data": {"csrf_token": walker.token}}
    response = walker.browser.client.open(address, method=method, **more)
    # A paper is met as well, which is no text.
    said = response.get_data().decode(errors="replace")
    return Met(response.status_code, response.headers.get("Location", ""), said)


def is_led_to_sign_in(met: Met) -> bool:
    """Whether a stranger was led to where one signs in."""
    return met.status == 302 and "/sign-in" in met.location


def is_home(role: Role, rule: Rule, stage: Stage, home: Stage) -> bool:
    """Whether somebody of a role is signed in on the pages of this address."""
    if "place" not in rule.arguments:
        return role in OF_PLATFORM
    return role not in OF_PLATFORM and stage is home


def may_here(role: Role, act: Act) -> bool:
    """What the table says."""
    return may(frozenset({role}), act)


@contextmanager
def undone(app: Flask) -> Iterator[None]:
    """Whatever is done inside is taken back: the next walker meets the same world."""
    # The session of the test lets go first: its savepoint would take this one along.
    db.session.remove()
    savepoint = db._app_engines[app][None].begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()
