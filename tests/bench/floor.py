"""The bare floor: what casting a ballot cannot do without, in Flask and a driver, and no more.

`/vote` sends what our own request sends: whose session it is, the round held with its projects, the
line on the roll, the three rows, the commit. `/vote/least` leaves out the session, the projects and
whether there is a result. No tokens, no templates, no words of refusal, no marks checked; one
connection for each process.
"""

import json
import os
import secrets
import uuid
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from flask import Flask, request

from tests.bench.drivers import connected

PLACE, SLUG = int(os.environ["BENCH_PLACE"]), os.environ["BENCH_SLUG"]

SIGNED_IN = """
SELECT municipality.id, account.id, account.ref, account.name, sign_in_session.id,
    sign_in_session.is_staff, sign_in_session.assurance, sign_in_session.stepped_up_at,
    role_grant.role
FROM municipality
LEFT JOIN sign_in_session ON sign_in_session.tag = %s AND sign_in_session.ended_at IS NULL
    AND sign_in_session.ends_at > %s AND sign_in_session.municipality_id = municipality.id
LEFT JOIN account ON account.id = sign_in_session.account_id AND account.is_disabled IS false
LEFT JOIN role_grant ON role_grant.account_id = account.id
    AND role_grant.municipality_id = municipality.id
WHERE municipality.slug = %s
"""
HOLD_ROUND = """
SELECT id, voting_opens, voting_closes, submission_opens, submission_closes, review_closes,
    results_due, announced_at, decided_at, cancelled_at, min_choices, max_choices, vote_type,
    points, within_budget, budget, by_heading,
    (SELECT string_agg(CAST(number AS TEXT) || ' ' || CAST(cost AS TEXT) || ' '
        || coalesce(CAST(heading_number AS TEXT), ''), ',') FROM project
        WHERE project.round_id = round.id)
FROM round WHERE municipality_id = %s AND slug = %s FOR SHARE
"""
HOLD_ROUND_LEAST = """
SELECT id, voting_opens, voting_closes FROM round
WHERE municipality_id = %s AND slug = %s FOR SHARE
"""
VOTER = """
SELECT roll_entry.id, resident.phone_changed_at,
    EXISTS (SELECT * FROM result WHERE result.round_id = roll_entry.round_id)
FROM roll_entry JOIN resident ON resident.id = roll_entry.resident_id
WHERE roll_entry.round_id = %s AND roll_entry.status = 'active' AND resident.account_id = %s
"""
VOTER_LEAST = """
SELECT roll_entry.id FROM roll_entry JOIN resident ON resident.id = roll_entry.resident_id
WHERE roll_entry.round_id = %s AND roll_entry.status = 'active' AND resident.account_id = %s
"""
TAKE_PART = """
INSERT INTO participation (municipality_id, round_id, roll_entry_id, channel, hour)
VALUES (%s, %s, %s, 'internet', %s) ON CONFLICT DO NOTHING
"""
LAY_IN = """
INSERT INTO ballot_inbox (municipality_id, round_id, ballot_id, channel, number, marks, salt)
VALUES (%s, %s, %s, 'internet', %s, %s, %s)
"""
TRACE = """
INSERT INTO audit_event (municipality_id, at, tag, object_ref, facts)
VALUES (%s, %s, 'ballot.cast', %s, %s)
"""

app = Flask(__name__)
database = connected(os.environ["BENCH_URL"])


@app.post("/vote/<slug>")
def vote(slug: str) -> tuple[str, int]:
    """One vote with all that our own request sends to the database."""
    now = datetime.now(UTC)
    tag = sha256(request.cookies["sid"].encode()).digest()
    found = database.read(SIGNED_IN, (tag, database.instant(now), SLUG))
    if found is None or found[1] is None:
        return "sign in first", 403
    return _cast(slug, HOLD_ROUND, VOTER, found[1], now)


@app.post("/vote/least/<slug>")
def vote_least(slug: str) -> tuple[str, int]:
    """One vote by whoever the form says, with what no casting can do without."""
    return _cast(slug, HOLD_ROUND_LEAST, VOTER_LEAST, int(request.form["voter"]), datetime.now(UTC))


def _cast(slug: str, hold: str, find: str, account: int, now: datetime) -> tuple[str, int]:
    choices = sorted(map(int, request.form.getlist("d")))
    ballot, number = str(uuid.uuid4()), 100 + secrets.randbelow(2_000)
    at, hour = map(database.instant, (now, now.replace(minute=0, second=0, microsecond=0)))
    with database.transaction() as execute:
        round_: Any = execute(hold, (PLACE, slug)).fetchone()
        if round_ is None or not round_[1] <= at < round_[2]:
            return "closed", 403
        entry = execute(find, (round_[0], account)).fetchone()
        if entry is None:
            return "not on the roll", 403
        if not execute(TAKE_PART, (PLACE, round_[0], entry[0], hour)).rowcount:
            return "voted already", 409
        marks = ",".join(map(str, choices))
        salt = secrets.token_bytes(16)
        execute(LAY_IN, (PLACE, round_[0], ballot, number, marks, salt))
        execute(TRACE, (PLACE, hour, slug, json.dumps({"channel": "internet"})))
    return ballot, 201
