"""What the marks on ballots are worth to each project, by type of vote."""

from collections import Counter
from collections.abc import Callable

from pb.rules.refusals import Code, NotValid
from pb.rules.tally.election import Election, VoteType


def approvals(election: Election) -> Counter[str]:
    """How many voters marked each project."""
    votes: Counter[str] = Counter()
    for ballot in election.ballots:
        for choice in ballot.choices:
            votes[choice] += ballot.weight
    return votes


# A type of vote is counted as soon as it stands here with its function.
_BY_VOTE_TYPE: dict[VoteType, Callable[[Election], Counter[str]]] = {
    VoteType.APPROVAL: approvals,
    VoteType.CHOOSE_1: approvals,
}


def scores_of(election: Election) -> dict[str, int]:
    """The score of every project, in the order of the ballot paper; zero where nobody marked it.

    Raises:
        NotValid: VOTE_TYPE_UNCOUNTED (vote_type), for a type of vote we do not count yet.
    """
    count = _BY_VOTE_TYPE.get(election.vote_type)
    if count is None:
        raise NotValid(Code.VOTE_TYPE_UNCOUNTED, vote_type=election.vote_type.value)
    votes = count(election)
    return {project.id: votes[project.id] for project in election.projects}
