"""A town big enough to vote for a while: its people on the rolls of like rounds."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, create_engine, func, insert, select, text

from pb.records import schema
from pb.records.accounts import Account
from pb.records.ballots import InboxBallot, Participation
from pb.records.places import Municipality, Settlement
from pb.records.proposals import Project
from pb.records.residents import Resident, RollEntry
from pb.records.rounds import Round

OURS, FLOOR, LEAST, PGBENCH = "2026", "floor", "least", "pgbench"
SLUG = "chong-bench"
PROJECTS = 50
BUDGET = 400_000_000

PEOPLE = """
INSERT INTO account (ref, name, is_disabled, created_at)
SELECT md5('voter ' || n), 'Үмүт ' || n, false, :now FROM (WITH RECURSIVE number (n) AS
  (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :people) SELECT n FROM number) AS numbers;
INSERT INTO sign_in_session
  (ref, tag, municipality_id, account_id, means, assurance, is_staff, device, began_at, ends_at)
SELECT ref, sha256(convert_to(lpad(ref, 43, 'x'), 'UTF8')), :place, id, 'pass', 'in_person', false,
  '', :now, :later FROM account;
INSERT INTO role_grant (account_id, municipality_id, role, created_at)
SELECT id, :place, 'resident', :now FROM account;
INSERT INTO resident (account_id, municipality_id, settlement_id, created_at)
SELECT id, :place, :village, :now FROM account;
INSERT INTO roll_entry (ref, municipality_id, round_id, resident_id, settlement_id, status,
    is_added_later)
SELECT md5(round.id || ' line ' || resident.id), resident.municipality_id, round.id, resident.id,
    resident.settlement_id, 'active', false
FROM resident CROSS JOIN round
"""
LACKING: dict[str, tuple[int, Callable[..., object]]] = {
    "md5": (1, lambda text: hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()),
    "sha256": (1, lambda data: hashlib.sha256(data).digest()),
    "convert_to": (2, lambda text, _encoding: text.encode()),
    "lpad": (3, lambda text, length, filling: text.rjust(length, filling)),
}
"""What PostgreSQL can do and SQLite cannot."""


@dataclass(frozen=True)
class Town:
    """What the variants need to know: the place, the rounds, and who may vote in all."""

    engine: Engine
    place: int
    rounds: dict[str, int]
    voters: list[tuple[int, str]]
    """Account and public id."""

    def kept(self, slug: str) -> tuple[int, int]:
        """The rows of a round in `participation` and in `ballot_inbox`."""
        with self.engine.connect() as connection:
            marked, laid = (
                connection.scalar(
                    select(func.count())
                    .select_from(table)
                    .where(table.round_id == self.rounds[slug])
                )
                for table in (Participation, InboxBallot)
            )
        return marked or 0, laid or 0

    def last_voter(self, slug: str) -> int:
        """The highest account that took part in a round."""
        with self.engine.connect() as connection:
            last = connection.scalar(
                select(func.max(Resident.account_id))
                .join(RollEntry, RollEntry.resident_id == Resident.id)
                .join(Participation, Participation.roll_entry_id == RollEntry.id)
                .where(Participation.round_id == self.rounds[slug])
            )
        return last or 0


def build(url: str, people: int, slugs: Sequence[str] = (OURS, FLOOR, LEAST)) -> Town:
    """Migrate an empty database and settle the town in it, with a round for each slug."""
    engine = create_engine(url)
    with engine.connect() as connection:
        schema.upgrade(connection)
    with engine.begin() as connection:
        place, village = _place(connection)
        rounds = {slug: _round(connection, place, slug) for slug in slugs}
        _settle(connection, place, village, people)
        voters = [
            (row.id, row.ref)
            for row in connection.execute(select(Account.id, Account.ref).order_by(Account.ref))
        ]
    with engine.connect() as connection:
        entries = connection.scalar(select(func.count()).select_from(RollEntry))
    if entries != people * len(rounds):
        raise RuntimeError(f"{entries} lines on the rolls instead of {people * len(rounds)}")
    _tidy(engine)
    return Town(engine, place, rounds, voters)


def _settle(connection: Connection, place: int, village: int, people: int) -> None:
    now = datetime.now(UTC)
    names: dict[str, object] = {"people": people, "place": place, "village": village}
    names |= {"now": now, "later": now + timedelta(hours=12)}
    if connection.dialect.name == "sqlite":
        for name, (arguments, function) in LACKING.items():
            connection.connection.driver_connection.create_function(name, arguments, function)  # type: ignore[union-attr]
        for name in ("now", "later"):
            names[name] = names[name].strftime("%Y-%m-%d %H:%M:%S.%f")  # type: ignore[attr-defined]
    for statement in PEOPLE.split(";"):
        used = {name: value for name, value in names.items() if f":{name}" in statement}
        connection.execute(text(statement), used)


_IS_SUPERUSER = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"


def _tidy(engine: Engine) -> None:
    statements = ["VACUUM ANALYZE", "CHECKPOINT"]
    if engine.dialect.name == "sqlite":
        statements = ["ANALYZE"]
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            if statement != "CHECKPOINT" or connection.scalar(text(_IS_SUPERUSER)):
                connection.execute(text(statement))
        connection.commit()  # SQLite's ANALYZE stands in a transaction all the same


def _place(connection: Connection) -> tuple[int, int]:
    place = connection.scalar(
        insert(Municipality).returning(Municipality.id),
        {
            "slug": SLUG,
            **{
                f"{name}_{language}": value
                for name, value in (
                    ("name", "Тогуз-Арча"),
                    ("kind", "айыл аймагы"),
                    ("raion", "Арчалы району"),
                    ("oblast", "Ысык-Көл облусу"),
                )
                for language in ("ky", "ru")
            },
            "valid_from": datetime(2025, 1, 1, tzinfo=UTC).date(),
            "is_fictional": True,
        },
    )
    village = connection.scalar(
        insert(Settlement).returning(Settlement.id),
        {
            "municipality_id": place,
            "slug": "archa-tor",
            "name_ky": "Арча-Төр",
            "name_ru": "Арча-Тёр",
        },
    )
    return int(place), int(village)


def _round(connection: Connection, place: int, slug: str) -> int:
    now = datetime.now(UTC)
    days = {
        "submission_opens": -60,
        "submission_closes": -30,
        "review_closes": -10,
        "voting_opens": -1,
        "voting_closes": 3,
        "results_due": 10,
        "announced_at": -61,
        "created_at": -62,
    }
    round_id = connection.scalar(
        insert(Round).returning(Round.id),
        {
            "municipality_id": place,
            "slug": slug,
            "edition": "2026",
            "title_ky": "Жергиликтүү демилгелер сынагы",
            "title_ru": "Конкурс местных инициатив",
            "budget": BUDGET,
            "vote_type": "approval",
            "min_choices": 1,
            "max_choices": 3,
            "allocation_rule": "greedy",
            "threshold": 0,
            "ties": "own_share,lower_cost,listed_first",
            "expected_ballots": 20_000,
            **{name: now + timedelta(days=day) for name, day in days.items()},
        },
    )
    connection.execute(
        insert(Project),
        [
            {
                "municipality_id": place,
                "round_id": round_id,
                "number": number,
                "title_ky": f"№ {number} көчөнүн суу түтүгүн жаңыртуу",
                "cost": BUDGET // 20,
                "own_contribution": 0,
            }
            for number in range(1, PROJECTS + 1)
        ],
    )
    return int(round_id)
