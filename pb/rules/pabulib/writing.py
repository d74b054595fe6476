"""A .pb file as text: the way back. What is written reads as it was, and names nobody.

Ballots stand sorted by what they say, and voter_id only numbers them from 1: neither age nor sex
nor the order of casting is in the file. In a small place even that may tell too much, so that
channels, or all ballots, can be left out.

Source: pabulib.org/format and the checks of its checker.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from pb.rules.money import Tyiyn
from pb.rules.pabulib.file import PabulibFile
from pb.rules.pabulib.notes import COMMENT, Notes, with_notes
from pb.rules.tally.election import Ballot, Channel, Election, VoteType
from pb.rules.tally.scores import WITH_POINTS, points_by

FEW = 20
"""Ballots of one channel below which they are not shown by themselves."""

KEYS = (
    "description country unit district subunit instance num_projects num_votes budget vote_type"
    " rule date_begin date_end min_length max_length min_sum_cost max_sum_cost min_points"
    " max_points min_sum_points max_sum_points default_score min_project_cost max_project_cost"
    " min_project_score_threshold neighborhoods subdistricts categories edition language currency"
    " fully_funded experimental comment acknowledgments"
).split()
"""The keys of META in the order of the format; others stand after them."""

CUSTOM = "greedy-custom"
RULES = frozenset(
    "greedy greedy-no-skip greedy-threshold greedy-exclusive greedy-custom equalshares"
    " equalshares-comparison equalshares/add1 equalshares/add1-comparison unknown".split()
)
"""The rules the format has a name for."""


class Shown(StrEnum):
    """How much of the ballots is published."""

    BALLOTS = "ballots"
    WITHOUT_CHANNELS = "without-channels"
    TOTALS = "totals"
    """Only the sums of each project: such a file cannot be counted again, and says so."""


def safe_to_show(election: Election) -> Shown:
    """What may be published without pointing at people, by how few ballots there are."""
    numbers = dict.fromkeys(Channel, 0)
    for ballot in election.ballots:
        numbers[ballot.channel] += ballot.weight
    return shown_by(numbers.values())


def shown_by(numbers: Iterable[int]) -> Shown:
    """The same by the ballots there are of each channel."""
    each = list(numbers)
    if all(not number or number >= FEW for number in each):
        return Shown.BALLOTS
    return Shown.WITHOUT_CHANNELS if sum(each) >= FEW else Shown.TOTALS


def write(file: PabulibFile, shown: Shown = Shown.BALLOTS) -> str:
    """The text of a file; reading it gives the file back where all ballots are shown.

    META stands in the order of the format, whatever order it came in. Ballots cast by hand at an
    assembly, for which the format has no name, are marked paper and named in the comment.
    """
    ballots = _rows(file.election, shown)
    by_hand = sum(channel is Channel.ASSEMBLY for _, _, channel in ballots)
    listed = shown is Shown.BALLOTS
    notes = Notes(
        by_hand_from=len(ballots) - by_hand + 1 if by_hand and listed else None,
        rule=file.election.rule if file.election.rule not in RULES else None,
    )
    pairs = with_notes(_with_totals(file.meta, shown), notes)
    output = io.StringIO()
    writer = csv.writer(output, delimiter=";", lineterminator="\n")
    output.write("META\n")
    writer.writerow(("key", "value"))
    place = {key: number for number, key in enumerate(KEYS)}
    for key, value in sorted(pairs, key=lambda pair: place.get(pair[0], len(KEYS))):
        custom = key == "rule" and value not in RULES
        writer.writerow((key, CUSTOM if custom else value))
    output.write("PROJECTS\n")
    writer.writerows(_projects(file))
    output.write("VOTES\n")
    writer.writerows(_votes(file, () if shown is Shown.TOTALS else ballots, channels=listed))
    return output.getvalue()


def units(amount: Tyiyn) -> str:
    """An amount in units of the currency: "300000", "300000.50"."""
    whole, hundredths = divmod(amount, 100)
    return f"{whole}.{hundredths:02}" if hundredths else str(whole)


Row = tuple[tuple[str, ...], tuple[int, ...], Channel]
"""Choices, points, channel: one ballot."""


def _rows(election: Election, shown: Shown) -> list[Row]:
    """Every ballot as it is written, sorted; those given by hand last."""
    place = {project.id: number for number, project in enumerate(election.projects)}
    given = points_by(election) if _needs_points(election) else None

    def written(ballot: Ballot) -> Row:
        points = tuple(given(ballot)) if given else ()
        choices = ballot.choices
        if election.vote_type in WITH_POINTS:
            # The most points first, as the format wants.
            both = sorted(
                zip(choices, points, strict=True), key=lambda one: (-one[1], place[one[0]])
            )
            choices = tuple(choice for choice, _ in both)
            points = tuple(value for _, value in both)
        return choices, points, ballot.channel

    def key(row: Row) -> tuple[bool, list[int], tuple[int, ...], str]:
        choices, points, channel = row
        last = shown is Shown.BALLOTS and channel is Channel.ASSEMBLY
        where = [place[choice] for choice in choices]
        return last, where, points, channel if shown is Shown.BALLOTS else ""

    rows = [row for ballot in election.ballots for row in [written(ballot)] * ballot.weight]
    return sorted(rows, key=key)


def _needs_points(election: Election) -> bool:
    """Whether points must be written: where a short ordinal ballot would be misread without."""
    if election.vote_type is not VoteType.ORDINAL:
        return election.vote_type in WITH_POINTS
    number = len(election.projects)
    whole = min(election.max_choices or number, number)
    return any(0 < len(ballot.choices) < whole for ballot in election.ballots)


def _with_totals(pairs: Iterable[tuple[str, str]], shown: Shown) -> tuple[tuple[str, str], ...]:
    if shown is not Shown.TOTALS:
        return tuple(pairs)
    said = "#1: Only totals are published, because there are few ballots."
    return (*((key, value) for key, value in pairs if key != COMMENT), (COMMENT, said))


def _projects(file: PabulibFile) -> Iterator[Sequence[str]]:
    votes, scores = dict(file.published_votes or ()), dict(file.published_scores or ())
    named = any(project.name for project in file.election.projects)
    columns = ["project_id", "cost"]
    columns += ["votes"] if votes else []
    columns += ["score"] if scores else []
    columns += ["name"] if named else []
    columns += ["selected"] if file.published is not None else []
    yield columns
    for project in file.election.projects:
        row = [project.id, units(project.cost)]
        row += [str(votes.get(project.id, ""))] if votes else []
        row += [str(scores.get(project.id, ""))] if scores else []
        row += [project.name] if named else []
        if file.published is not None:
            row.append(str(int(project.id in file.published)))
        yield row


def _votes(file: PabulibFile, rows: Sequence[Row], *, channels: bool) -> Iterator[Sequence[str]]:
    with_points = _needs_points(file.election)
    told = channels and (file.channel_told or any(row[2] is not Channel.INTERNET for row in rows))
    columns = ["voter_id", "vote"]
    columns += ["points"] if with_points else []
    columns += ["voting_method"] if told else []
    yield columns
    for number, (choices, points, channel) in enumerate(rows, start=1):
        row = [str(number), ",".join(choices)]
        row += [",".join(map(str, points))] if with_points else []
        if told:
            row.append(Channel.PAPER if channel is Channel.ASSEMBLY else channel)
        yield row
