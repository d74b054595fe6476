"""The turnout of a round as it may be published: by village, and by women and men."""

from collections import defaultdict
from collections.abc import Iterable

from pb.documents.count_data import Json
from pb.records import kiosk_tickets, places, turnout
from pb.records.rounds import Round
from pb.rules.rule_sets import Parameter
from pb.rules.turnout import Part, published, shown_apart
from pb.services.rules import rules_of

NOT_SAID = "not_said"
"""The sex of people whose roll does not say it."""


def turnout_of(round_: Round) -> Json:
    """Two tables, each of parts large enough: who they are, how many there are, how many voted.

    Villages by their names in both languages; "villages" or "sexes" is empty where a table could
    show what somebody did.
    """
    if round_.source is not None:
        return None
    counts = turnout.turnout_of(round_.id)
    smallest = rules_of(round_).number(Parameter.SMALL_CELL)
    called = {
        str(place.id): [place.name_ky, place.name_ru]
        for place in places.settlements_of(round_.municipality_id)
    }
    villages = _parts((str(one.settlement_id), one.voters, one.voted) for one in counts)
    sexes = _parts((one.sex or NOT_SAID, one.voters, one.voted) for one in counts)
    return {
        "villages": [
            [[list[Json](called[name]) for name in part.names], part.voters, part.voted]
            for part in published(villages, smallest)
        ],
        "sexes": [
            [list[Json](part.names), part.voters, part.voted] for part in published(sexes, smallest)
        ],
    }


def at_kiosks(round_: Round, internet: int) -> int:
    """How many of the ballots by the internet came from kiosks; 0 where that is not to be told.

    A few, or all but a few, are told only together with the others.
    """
    if round_.source is not None:
        return 0
    smallest = rules_of(round_).number(Parameter.SMALL_CELL)
    number = kiosk_tickets.used_in(round_.municipality_id, round_.id)
    return number if shown_apart(number, internet, smallest) else 0


def _parts(counts: Iterable[tuple[str, int, int]]) -> list[Part]:
    voters: defaultdict[str, int] = defaultdict(int)
    voted: defaultdict[str, int] = defaultdict(int)
    for name, here, did in counts:
        voters[name] += here
        voted[name] += did
    return [Part((name,), voters[name], voted[name]) for name in voters]
