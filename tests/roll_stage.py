"""Rolls for tests: files of people who do not exist, and the deeds that bring them in."""

from datetime import date

from sqlalchemy import select

from pb import lifecycle
from pb.acts.rolls import freezing, uploads
from pb.records import jobs
from pb.records.base import db
from pb.records.personal import Sealed
from pb.records.residents import RollEntry
from pb.rules.jobs import JobState
from pb.rules.people import Sex, name_key, parse_pin
from pb.rules.privacy import Purpose
from pb.rules.roles import Role
from pb.rules.rolls import Column
from pb.services.jobs import Tools
from pb.services.privacy import Looking
from tests.stage import KEYS

HEADER = "ПИН;ФИО;Айыл;Дареги"
COLUMNS = {Column.PIN: 0, Column.NAME: 1, Column.SETTLEMENT: 2, Column.ADDRESS: 3}
WHY = Looking(Purpose.ROLL_CORRECTION, "Паспортту көрсөтүп, атын оңдотууну суранды")


def pin(number: int, sex: int = 2, born: date = date(1985, 3, 15)) -> str:
    """A personal number of nobody: fourteen digits that hold together."""
    return f"{sex}{born:%d%m%Y}{10_001 + number:05}"


def row(number: int, name: str = "", village: str = "Арча-Төр", **more) -> str:
    """A row of the file."""
    name = name or f"Тестов{'абвгде'[number % 6]} Бек"
    return f"{pin(number, **more)};{name};{village};Достук көчөсү, {number + 1}"


def file_of(*rows: str) -> bytes:
    """A file as an office sends it."""
    return "\r\n".join((HEADER, *rows)).encode()


def roll_of_people(stage, number: int = 3) -> bytes:
    """A file with so many people, women and men by turns."""
    return file_of(*(row(n, sex=1 + n % 2) for n in range(number)))


def send(stage, content, clerk=None, slug="2026", name="roll.csv"):
    """Upload a file as a clerk; who that was."""
    clerk = clerk or stage.person(Role.OPERATOR)
    uploads.upload(clerk, stage.place, slug, content, name, KEYS, stage.now)
    return clerk


def work(stage) -> int:
    """Let the worker do what was asked for."""
    return lifecycle.run_jobs(Tools(stage.storage, KEYS, stage.clock))


def bring_in(stage, content, clerk=None, slug="2026"):
    """Upload, confirm and import; the job as it ended."""
    clerk = send(stage, content, clerk, slug)
    ref = uploads.begin(clerk, stage.place, slug, COLUMNS, stage.now)
    work(stage)
    return jobs.job_of(stage.place, ref)


def imported(stage, number: int = 3, slug: str = "2026") -> list[RollEntry]:
    """A roll with so many people; its lines by name."""
    job = bring_in(stage, roll_of_people(stage, number), slug=slug)
    assert job.state is JobState.DONE, job.report
    return lines(stage, slug)


def lines(stage, slug: str = "2026") -> list[RollEntry]:
    """Every line of a roll, as it is now."""
    query = select(RollEntry).where(RollEntry.round_id == stage.round(slug).id)
    return list(db.session.scalars(query.order_by(RollEntry.name_key, RollEntry.id)))


def frozen(stage, number: int = 3, slug: str = "2026") -> list[RollEntry]:
    """A roll with so many people, frozen by two members of the commission."""
    imported(stage, number, slug)
    freeze(stage, slug)
    return lines(stage, slug)


def freeze(stage, slug: str = "2026") -> None:
    """Freeze a roll by two members of the commission."""
    freezing.propose(stage.person(Role.COMMISSION), stage.place, slug, stage.now)
    freezing.confirm(stage.person(Role.COMMISSION), stage.place, slug, stage.now)


def give_passport(ref: str, number: int = 1, name: str = "Тестов Бек") -> None:
    """Write on a line what its passport says, where the line came without one."""
    person = parse_pin(pin(number))
    entry = db.session.scalars(select(RollEntry).filter_by(ref=ref)).one()
    entry.pin_tag = KEYS.pin_tag(person.digits)
    entry.name, entry.name_key = Sealed(name), Sealed(name_key(name))
    entry.born, entry.sex = Sealed(person.born), Sex.FEMALE
    db.session.commit()
