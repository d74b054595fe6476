"""The VOTES section: ballots, with equal ones grouped. Who cast them is checked, never kept."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pb.rules.pabulib import cells
from pb.rules.pabulib.meta import MOST_VOTES, Meta
from pb.rules.pabulib.problems import PabulibProblem, broken
from pb.rules.pabulib.sections import Sections
from pb.rules.refusals import Code, NotValid
from pb.rules.tally.election import Ballot, Channel, VoteType
from pb.rules.tally.scores import WITH_POINTS

_CHANNELS: dict[str, Channel] = {channel.value: channel for channel in Channel}

Marks = tuple[tuple[int, ...], tuple[int, ...], Channel]
"""Places of the projects chosen, points, channel. Numbers sort faster than ids do."""


@dataclass(frozen=True, slots=True)
class Cast:
    """VOTES as read: the ballots grouped by weight, and how many voters there were.

    `channel_told` says whether the file has a `voting_method`; where it has none, all ballots stand
    under internet for want of better.
    """

    ballots: tuple[Ballot, ...]
    voters: int
    channel_told: bool


def read_votes(
    sections: Sections, meta: Meta, places: Mapping[str, int], by_hand_from: int | None = None
) -> Cast:
    """The VOTES section; `places` gives the place of each project id, in the order of the ballot.

    Ballots with a number from `by_hand_from` on were given at an assembly, whatever they say.
    The same set of ballots gives the same result in whatever order the file has them.

    Raises:
        NotValid: FILE_BROKEN, or FILE_TOO_LARGE (limit, unit).
    """
    _, columns = sections.enter("VOTES", "voter_id;vote")
    at = {column: place for place, column in enumerate(columns)}
    vote_at, points_at, method_at = at["vote"], at.get("points"), at.get("voting_method")
    reading = _Reading(meta, places)
    # Most ballots repeat one cast before, so each different text is read once.
    known: dict[tuple[str, str, str], Marks] = {}
    weights: Counter[Marks] = Counter()
    voters: dict[str, int] = {}
    for line, row in sections.rows():
        voter = row[0]
        if voter in voters:
            raise broken(PabulibProblem.VOTER_TWICE, line, first=voters[voter])
        if not voter.strip():
            raise broken(PabulibProblem.VOTER_MISSING, line)
        cells.all_seen(voter, line)
        voters[voter] = line
        if len(voters) > MOST_VOTES:
            raise NotValid(Code.FILE_TOO_LARGE, limit=MOST_VOTES, unit="votes")
        texts = (
            row[vote_at],
            "" if points_at is None else row[points_at],
            Channel.ASSEMBLY.value
            if by_hand_from is not None and _is_from(voter, by_hand_from)
            else ("" if method_at is None else row[method_at]),
        )
        marks = known.get(texts)
        if marks is None:
            marks = known[texts] = reading.marks(texts, line)
        weights[marks] += 1
    sections.close()
    ids = tuple(places)
    ballots = tuple(
        Ballot(tuple([ids[place] for place in chosen]), points, channel, weight)
        for (chosen, points, channel), weight in sorted(weights.items())
    )
    return Cast(ballots, len(voters), method_at is not None)


def _is_from(voter: str, first: int) -> bool:
    return voter.isascii() and voter.isdigit() and len(voter) < 10 and int(voter) >= first


@dataclass(frozen=True, slots=True)
class _Reading:
    meta: Meta
    places: Mapping[str, int]

    def marks(self, texts: tuple[str, str, str], line: int) -> Marks:
        """What one row of texts (vote, points, voting_method) says."""
        vote, points_text, method = texts
        chosen = () if cells.empty(vote) else self._chosen(vote.split(","), line)
        self._check_length(len(chosen), line)
        points = self._points(points_text, len(chosen), line)
        # Where order says nothing, equal ballots must look equal.
        if points:
            order = sorted(zip(chosen, points, strict=True))
            chosen = tuple(place for place, _ in order)
            points = tuple(given for _, given in order)
        elif self.meta.vote_type is not VoteType.ORDINAL:
            chosen = tuple(sorted(chosen))
        return chosen, points, self._channel(method, line)

    def _chosen(self, choices: list[str], line: int) -> tuple[int, ...]:
        try:
            chosen = tuple([self.places[choice] for choice in choices])
        except KeyError as unknown:
            choice = str(unknown.args[0])
            # " 2" is most often project 2 written after a comma and a blank.
            if choice.strip() in self.places:
                cells.edges_clean(choice, line)
            raise broken(PabulibProblem.PROJECT_UNKNOWN, line, project=choice) from None
        if len(set(chosen)) != len(chosen):
            twice = Counter(choices).most_common(1)[0][0]
            raise broken(PabulibProblem.CHOICE_TWICE, line, project=twice)
        return chosen

    def _check_length(self, given: int, line: int) -> None:
        most = 1 if self.meta.vote_type is VoteType.CHOOSE_1 else self.meta.max_length
        if most is not None and given > most:
            raise broken(PabulibProblem.TOO_MANY_CHOICES, line, given=given, limit=most)
        if given < self.meta.min_length:
            limit = self.meta.min_length
            raise broken(PabulibProblem.TOO_FEW_CHOICES, line, given=given, limit=limit)

    def _points(self, text: str, expected: int, line: int) -> tuple[int, ...]:
        given = () if cells.empty(text) else text.split(",")
        if given and self.meta.vote_type is VoteType.ORDINAL:
            # Points may say once more what the order says, and nothing else.
            best = min(self.meta.max_length or len(self.places), len(self.places))
            if len(given) == expected and all(
                cells.says(cell, best - at) for at, cell in enumerate(given)
            ):
                return ()
        if self.meta.vote_type not in WITH_POINTS:
            if given:
                vote_type = self.meta.vote_type.value
                raise broken(PabulibProblem.POINTS_UNEXPECTED, line, vote_type=vote_type)
            return ()
        if len(given) != expected:
            raise broken(PabulibProblem.POINTS_DIFFER, line, expected=expected, given=len(given))
        return tuple(cells.points(cell, line) for cell in given)

    def _channel(self, text: str, line: int) -> Channel:
        if channel := _CHANNELS.get(text.lower()):
            return channel
        if cells.empty(text):
            return Channel.INTERNET
        raise broken(PabulibProblem.CHANNEL_UNKNOWN, line, given=text)
