"""An Election from .pb text and back, the format of the library of elections at pabulib.org.

Strict: a file is read whole or not at all, and what is wrong is told with its line. We are
stricter than other readers in two things: a byte order mark is refused, because half of the
programs that read these files stumble over it, and the votes it gives to each project must hold.
A quoted cell may contain line breaks; its row is known by its first line.

Source: pabulib.org/format and the checks of its checker.
"""

from collections import Counter

from pb.rules.pabulib.cells import Day
from pb.rules.pabulib.file import PabulibFile
from pb.rules.pabulib.meta import MOST_VOTES, Meta, read_meta
from pb.rules.pabulib.notes import read_notes
from pb.rules.pabulib.problems import PabulibProblem, broken
from pb.rules.pabulib.projects import MOST_PROJECTS, Listed, read_projects, withdrawn_in
from pb.rules.pabulib.publication import About, file_of
from pb.rules.pabulib.sections import LARGEST_FILE, LONGEST_LINE, Sections, text_of
from pb.rules.pabulib.votes import Cast, read_votes
from pb.rules.pabulib.writing import CUSTOM, Shown, safe_to_show, shown_by, units, write
from pb.rules.tally.election import Election

__all__ = [
    "LARGEST_FILE",
    "LONGEST_LINE",
    "MOST_PROJECTS",
    "MOST_VOTES",
    "About",
    "Day",
    "PabulibFile",
    "PabulibProblem",
    "Shown",
    "file_of",
    "parse",
    "safe_to_show",
    "shown_by",
    "units",
    "withdrawn_in",
    "write",
]


def parse(source: str | bytes, *, totals_hold: bool = True) -> PabulibFile:
    """Read a .pb file. Costs become tyiyn: hundredths of the file's currency.

    Equal ballots come grouped by weight, in an order that does not depend on the file's. Official
    totals of some cities are not those of the ballots they give away; `totals_hold` refuses them.

    Raises:
        NotValid: FILE_TOO_LARGE (limit, unit: "bytes", "votes" or "projects"), or FILE_BROKEN
            (line from 1, problem: PabulibProblem, and its facts).
    """
    sections = Sections(text_of(source))
    meta = read_meta(sections)
    listed = read_projects(sections)
    places = {project.id: place for place, project in enumerate(listed.projects)}
    pairs, notes = read_notes(meta.pairs)
    cast = read_votes(sections, meta, places, notes.by_hand_from)
    rule = notes.rule if notes.rule and meta.rule == CUSTOM else meta.rule
    _check_numbers(meta, listed, cast)
    if totals_hold:
        _check_totals(listed, cast)
    return PabulibFile(
        election=Election(
            projects=listed.projects,
            ballots=cast.ballots,
            budget=meta.budget,
            vote_type=meta.vote_type,
            rule=rule,
            min_choices=meta.min_length,
            max_choices=meta.max_length,
            threshold=meta.threshold,
            title=meta.description,
            currency=meta.currency,
            withdrawn=withdrawn_in(listed.projects, rule),
        ),
        country=meta.country,
        unit=meta.unit,
        instance=meta.instance,
        description=meta.description,
        date_begin=meta.date_begin,
        date_end=meta.date_end,
        language=meta.language,
        meta=pairs,
        published=listed.selected,
        published_votes=listed.votes,
        published_scores=listed.scores,
        channel_told=cast.channel_told,
    )


def _check_numbers(meta: Meta, listed: Listed, cast: Cast) -> None:
    """What the file says of its own size must be so; lines are where it says it."""
    for key, problem, given, counted in (
        (
            "num_projects",
            PabulibProblem.NUM_PROJECTS_DIFFER,
            meta.num_projects,
            len(listed.projects),
        ),
        ("num_votes", PabulibProblem.NUM_VOTES_DIFFER, meta.num_votes, cast.voters),
    ):
        if given != counted:
            raise broken(problem, meta.lines[key], given=given, counted=counted)


def _check_totals(listed: Listed, cast: Cast) -> None:
    votes: Counter[str] = Counter()
    for ballot in cast.ballots:
        for choice in ballot.choices:
            votes[choice] += ballot.weight
    for ref, given in listed.votes or ():
        if given != votes[ref]:
            raise broken(
                PabulibProblem.VOTES_DIFFER,
                listed.lines[ref],
                project=ref,
                given=given,
                counted=votes[ref],
            )
