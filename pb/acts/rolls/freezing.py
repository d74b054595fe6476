"""Freezing a roll: one member of the commission proposes it, another one does it."""

from datetime import datetime

from pb.records import places, roll_lines, rolls
from pb.records.rolls import VoterRoll
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict, NotAllowed
from pb.rules.rolls import leaves
from pb.rules.rolls.states import RollState
from pb.services import audit
from pb.services import rolls as guards
from pb.services.actors import Actor, account_of
from pb.services.work import unit_of_work


def propose(actor: Actor, municipality_id: int, round_slug: str, now: datetime) -> None:
    """Ask that the roll be frozen as it stands; any change of it ends this.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        Conflict: ROLL_MISSING, ROLL_FROZEN, ROLL_INCOMPLETE.
    """
    with unit_of_work():
        round_, roll = _held(actor, municipality_id, round_slug, now)
        number = _whole_number(round_)
        roll.state = RollState.PROPOSED
        roll.proposed_by, roll.proposed_at = account_of(actor), now
        audit.append(
            audit.Tag.FREEZE_PROPOSED, actor, municipality_id, now, round_slug, number=number
        )


def confirm(actor: Actor, municipality_id: int, round_slug: str, now: datetime) -> None:
    """Freeze the roll another member proposed to freeze; its counts and its root are public.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        NotAllowed: ANOTHER_MEMBER_NEEDED.
        Conflict: ROLL_MISSING, ROLL_FROZEN, FREEZE_NOT_PROPOSED, ROLL_INCOMPLETE.
    """
    with unit_of_work():
        round_, roll = _held(actor, municipality_id, round_slug, now)
        if roll.state is not RollState.PROPOSED:
            raise Conflict(Code.FREEZE_NOT_PROPOSED)
        if roll.proposed_by == account_of(actor):
            raise NotAllowed(Code.ANOTHER_MEMBER_NEEDED)
        number = _whole_number(round_)
        counts = rolls.counts_by_village(municipality_id, round_.id)
        women, men = sum(one.women for one in counts), sum(one.men for one in counts)
        place = places.municipality_by_id(municipality_id).slug
        root = leaves.root(
            leaves.leaf(place, round_slug, tag, village)
            for tag, village in roll_lines.tags_and_villages(round_.id)
        )
        roll.state = RollState.FROZEN
        roll.frozen_by, roll.frozen_at = account_of(actor), now
        roll.number, roll.women, roll.men, roll.root = number, women, men, root
        audit.append(
            audit.Tag.ROLL_FROZEN,
            actor,
            municipality_id,
            now,
            round_slug,
            number=number,
            women=women,
            men=men,
            root=root.hex(),
        )


def _held(
    actor: Actor, municipality_id: int, round_slug: str, now: datetime
) -> tuple[Round, VoterRoll]:
    round_ = guards.held_round(actor, Act.FREEZE_ROLL, municipality_id, round_slug, now)
    guards.refuse_frozen(round_.id)
    roll = rolls.roll_of(round_.id, hold=True)
    if roll is None:
        raise Conflict(Code.ROLL_MISSING)
    return round_, roll


def _whole_number(round_: Round) -> int:
    """How many active lines there are, each of them with a personal number.

    Raises:
        Conflict: ROLL_MISSING where there are none, ROLL_INCOMPLETE where one has no number.
    """
    counts = rolls.counts_by_village(round_.municipality_id, round_.id)
    if unknown := sum(one.unknown for one in counts):
        raise Conflict(Code.ROLL_INCOMPLETE, number=unknown)
    if number := sum(one.number for one in counts):
        return number
    raise Conflict(Code.ROLL_MISSING)
