"""The bare floor: what casting a ballot cannot do without, in Flask and psycopg, and no more.

No session, no tokens, no templates, no words of refusal; one connection for each process.
"""

import json
import os
import secrets
import uuid
from datetime import UTC, datetime

import psycopg
from flask import Flask, request

PLACE, ROUND = int(os.environ["BENCH_PLACE"]), os.environ["BENCH_ROUND"]

HOLD_ROUND = """
SELECT id, voting_opens, voting_closes FROM round
WHERE municipality_id = %s AND slug = %s FOR SHARE
"""
ROLL_ENTRY = """
SELECT roll_entry.id FROM roll_entry JOIN resident ON resident.id = roll_entry.resident_id
WHERE roll_entry.round_id = %s AND roll_entry.status = 'active' AND resident.account_id = %s
"""
TAKE_PART = """
INSERT INTO participation (municipality_id, round_id, roll_entry_id, channel, hour)
VALUES (%s, %s, %s, 'internet', %s) ON CONFLICT DO NOTHING
"""
LAY_IN = """
INSERT INTO ballot_inbox (municipality_id, round_id, ballot_id, channel, number, marks)
VALUES (%s, %s, %s, 'internet', %s, %s)
"""
TRACE = """
INSERT INTO audit_event (municipality_id, at, tag, object_ref, facts)
VALUES (%s, %s, 'ballot.cast', %s, %s)
"""

app = Flask(__name__)
database = psycopg.connect(os.environ["BENCH_URL"])


@app.post("/vote")
def vote() -> tuple[str, int]:
    """One vote in one transaction."""
    voter, choices = int(request.form["voter"]), sorted(map(int, request.form.getlist("d")))
    ballot, number = str(uuid.uuid4()), 100 + secrets.randbelow(2_000)
    now = datetime.now(UTC)
    hour = now.replace(minute=0, second=0, microsecond=0)
    with database.transaction(), database.cursor() as cursor:
        round_ = cursor.execute(HOLD_ROUND, (PLACE, ROUND)).fetchone()
        if round_ is None or not round_[1] <= now < round_[2]:
            return "closed", 403
        entry = cursor.execute(ROLL_ENTRY, (round_[0], voter)).fetchone()
        if entry is None:
            return "not on the roll", 403
        cursor.execute(TAKE_PART, (PLACE, round_[0], entry[0], hour))
        if not cursor.rowcount:
            return "voted already", 409
        marks = ",".join(map(str, choices))
        cursor.execute(LAY_IN, (PLACE, round_[0], ballot, number, marks))
        cursor.execute(TRACE, (PLACE, hour, ROUND, json.dumps({"channel": "internet"})))
    return ballot, 201
