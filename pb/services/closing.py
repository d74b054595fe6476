"""How the box stands in the evening, for the act that is signed and the journal of paper."""

from collections import Counter
from datetime import datetime

from pb.documents.evidence_papers import ClosingFacts
from pb.documents.names import name_of
from pb.records import boards, daily, marks, places
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.anomalies import CLOSES
from pb.rules.board import JOURNAL
from pb.rules.rule_sets import Parameter
from pb.rules.tally.election import Channel
from pb.rules.texts import Bilingual
from pb.services.papers import letterhead
from pb.services.rules import rules_of


def closing_of(round_: Round, now: datetime) -> ClosingFacts:
    """What is signed of a round at this moment; nobody's name, nothing of how projects stand."""
    place = places.municipality_by_id(round_.municipality_id)
    last = boards.last_seal(round_.id)
    until = _counted_until(round_, now)
    counts: Counter[Channel] = Counter()
    for one in daily.by_hour(place.id, round_.id, until):
        counts[one.channel] += one.people
    return ClosingFacts(
        letterhead(place),
        round_.title,
        round_.edition,
        now,
        0 if last is None else last.sequence,
        "" if last is None else last.link(f"{place.slug}/{round_.slug}").hex()[:JOURNAL],
        until,
        tuple((Bilingual(name_of(one, "ky"), name_of(one, "ru")), counts[one]) for one in Channel),
        marks.number_without_phone(place.id, round_.id, until),
    )


def _counted_until(round_: Round, now: datetime) -> datetime:
    """The last evening of the voting that has come; what is later could be one person's vote."""
    if now >= round_.voting_closes:
        return now
    evening = calendar.at_hour(calendar.day_of(now), CLOSES)
    return evening if now >= evening else calendar.start_of(calendar.day_of(now))


def number_read_aloud(round_: Round) -> tuple[int, bool]:
    """How many names are read aloud; and whether they are so few that the number is not shown."""
    number = marks.number_without_phone(round_.municipality_id, round_.id)
    return number, 0 < number < rules_of(round_).number(Parameter.SMALL_CELL)
