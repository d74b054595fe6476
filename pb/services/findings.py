"""What stands out in a round, gathered from its counts; and what is measured of a pile in time."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from pb.records import ballots, daily, findings, results, rule_sets
from pb.records.base import db
from pb.records.findings import PileMeasure
from pb.records.paper_batches import PaperBatch
from pb.records.rounds import Round
from pb.rules import anomalies, calendar
from pb.rules.anomalies import Flag, Support
from pb.rules.ballots import marks_of
from pb.rules.paper_ballots import Reading
from pb.rules.rule_sets import Parameter
from pb.rules.tally.election import Channel
from pb.services.audit_tags import Tag
from pb.services.rules import rules_of


def measure(batch: PaperBatch, read: Sequence[Reading]) -> None:
    """Keep three numbers of a pile in the deed that lets its lines go."""
    times = _typed(batch)
    db.session.add(
        PileMeasure(
            municipality_id=batch.municipality_id,
            batch_id=batch.id,
            longest_run=anomalies.longest_run(
                None if one.is_invalid else one.marks for one in read
            ),
            first_seconds=anomalies.fastest(times[1]),
            second_seconds=anomalies.fastest(times[2]),
        )
    )


def _typed(batch: PaperBatch) -> dict[int, list[datetime]]:
    """When the lines of each reading were typed that were approved: each line for the last time."""
    typed: dict[int, dict[int, datetime]] = {1: {}, 2: {}}
    tags = (Tag.LINE_ENTERED.value, Tag.BATCH_SENT_BACK.value)
    for tag, at, text in findings.moments_of(batch.municipality_id, tags, batch.ref):
        if tag == Tag.BATCH_SENT_BACK.value:
            typed = {1: {}, 2: {}}
            continue
        facts = json.loads(text)
        lines = typed[facts["turn"]]
        lines.pop(facts["line"], None)
        lines[facts["line"]] = at
    return {turn: list(lines.values()) for turn, lines in typed.items()}


def flags_of(round_: Round, now: datetime, *, with_result: bool) -> list[Flag]:
    """Everything that stands out in the days that are over.

    `with_result` adds what says something of how projects stand: nothing of it before the count.
    """
    if round_.source is not None:
        return []
    place, key = round_.municipality_id, round_.id
    today = calendar.start_of(calendar.day_of(now))
    marked = daily.marked_by_hour(place, key, round_.voting_opens, today)
    at_stations = [
        (one.hour, one.station_number, one.people)
        for one in marked
        if one.station_number is not None
    ]
    voting_day = calendar.day_of(round_.voting_opens)
    allowed = rules_of(round_).number(Parameter.PEOPLE_PER_PHONE)
    return [
        *anomalies.in_piles(findings.piles_of(place, key)),
        *anomalies.shared_phones(findings.people_per_phone(place, key, today), allowed),
        *anomalies.of_ages(findings.turnout_by_age(place, key, voting_day, today)),
        *anomalies.of_stations(findings.turnout_by_station(place, key, today)),
        *(_of_channels(round_) if with_result else ()),
        *anomalies.odd_hours(at_stations, rule_sets.workdays_of(place).is_worked),
        *anomalies.late_jumps([(one.hour, one.people) for one in marked]),
    ]


def _of_channels(round_: Round) -> list[Flag]:
    if results.result_of(round_.municipality_id, round_.id) is None:
        return []
    totals: Counter[Channel] = Counter()
    chosen: Counter[tuple[int, Channel]] = Counter()
    for marks, channel, number in ballots.grouped_ballots(round_.id):
        totals[channel] += number
        for project in marks_of(marks).choices:
            chosen[project, channel] += number
    projects = sorted({project for project, _ in chosen})
    return anomalies.of_channels(
        (
            Support(one, chosen[one, Channel.INTERNET], chosen[one, Channel.PAPER])
            for one in projects
        ),
        totals[Channel.INTERNET],
        totals[Channel.PAPER],
    )
