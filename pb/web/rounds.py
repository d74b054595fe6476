"""The round an address of the public names; a draft is not there yet."""

from pb.records import rounds
from pb.records.rounds import Round
from pb.rules.refusals import Code, NotFound
from pb.web.access import here


def public_round(slug: str) -> Round:
    """An announced round of this municipality.

    Raises:
        NotFound: NOT_FOUND, also for a round nobody but the desk may know of.
    """
    round_ = rounds.round_of(here().id, slug)
    if round_.announced_at is None:
        raise NotFound(Code.NOT_FOUND)
    return round_
