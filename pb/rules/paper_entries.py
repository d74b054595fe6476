"""Proposals brought on paper: entered by one person of the office, compared by another.

What one person typed from somebody's paper is nobody's word yet. It becomes the author's when
another person has compared it with the signed form.
"""

from enum import StrEnum

from pb.rules.proposals import Deed
from pb.rules.refusals import Code, Conflict


class EntryDeed(StrEnum):
    """What the author asks for on the paper."""

    SUBMIT = "entry_submit"
    """To send the proposal, or to send it again after it was returned."""
    WITHDRAW = "entry_withdraw"

    @property
    def deed(self) -> Deed:
        """What it does to the proposal once it is confirmed."""
        return Deed.SUBMIT if self is EntryDeed.SUBMIT else Deed.WITHDRAW


class EntryState(StrEnum):
    """Where a paper stands between the two people."""

    OPEN = "entry_open"
    """Being entered."""
    WAITING = "entry_waiting"
    """With its scan, for the second person."""
    SENT_BACK = "entry_sent_back"
    """Something differs from the paper; the first person mends it."""
    CONFIRMED = "entry_confirmed"
    DROPPED = "entry_dropped"
    """Begun in error; nothing came of it."""
    OVERTAKEN = "entry_overtaken"
    """The author did it from an account of their own meanwhile."""


WRITTEN = frozenset({EntryState.OPEN, EntryState.SENT_BACK})
"""States in which the first person may still write."""

UNDECIDED = WRITTEN | {EntryState.WAITING}

DIFFERS_LENGTH = (10, 1_000)

MOVES: dict[EntryState, frozenset[EntryState]] = {
    EntryState.OPEN: frozenset({EntryState.WAITING, EntryState.DROPPED, EntryState.OVERTAKEN}),
    EntryState.WAITING: frozenset(
        {EntryState.CONFIRMED, EntryState.SENT_BACK, EntryState.DROPPED, EntryState.OVERTAKEN}
    ),
    EntryState.SENT_BACK: frozenset({EntryState.WAITING, EntryState.DROPPED, EntryState.OVERTAKEN}),
    EntryState.CONFIRMED: frozenset(),
    EntryState.DROPPED: frozenset(),
    EntryState.OVERTAKEN: frozenset(),
}


def require_move(state: EntryState, to: EntryState) -> None:
    """Refuse a step that is not open from here.

    Raises:
        Conflict: ENTRY_MOVED_ON, with the state it is in now.
    """
    if to not in MOVES[state]:
        raise Conflict(Code.ENTRY_MOVED_ON, state=state)
