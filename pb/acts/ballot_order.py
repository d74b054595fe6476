"""Deeds about the order of the ballot: a public lot, entered by one person, drawn by another."""

from collections.abc import Sequence
from datetime import datetime

from pb.records import ballot_lots, proposals, rounds, stations
from pb.records.ballot_lots import BallotLot, BallotTicket
from pb.records.base import db
from pb.records.proposals import Project
from pb.records.rounds import Round
from pb.rules import lots
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.rules.texts import Bilingual, both
from pb.services import audit
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work

MANNER_LENGTH = (10, 500)


def enter(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    seed: str,
    manner: Bilingual,
    now: datetime,
) -> str:
    """Enter the seed of a public lot; it numbers nothing before another person confirms it.

    An entry that was mistaken is entered anew; the earlier one stays to be read. Returns the
    public id of the entry.

    Raises:
        NotAllowed, NotFound, NotNow: as usual.
        NotValid: a seed that is none, or words that are not in both languages.
        Conflict: BALLOT_ORDER_DRAWN, BALLOT_EMPTY, BALLOTS_PRINTED.
    """
    require(actor, Act.ENTER_BALLOT_LOT, municipality_id)
    seed = lots.check_seed(seed)
    said = both(manner.ky, manner.ru, "manner", MANNER_LENGTH)
    with unit_of_work():
        round_ = _held(actor, Act.ENTER_BALLOT_LOT, municipality_id, round_slug, now)
        if any(one.confirmed_at for one in ballot_lots.lots_of(municipality_id, round_.id)):
            raise Conflict(Code.BALLOT_ORDER_DRAWN)
        if not proposals.projects_of(round_.id):
            raise Conflict(Code.BALLOT_EMPTY)
        lot = BallotLot(
            municipality_id=municipality_id,
            round_id=round_.id,
            seed=seed,
            manner_ky=said.ky or "",
            manner_ru=said.ru or "",
            entered_by=account_of(actor),
            entered_at=now,
        )
        db.session.add(lot)
        db.session.flush()
        audit.append(
            audit.Tag.BALLOT_LOT_ENTERED,
            actor,
            municipality_id,
            now,
            lot.ref,
            round=round_slug,
            seed=seed,
        )
        return lot.ref


def draw(actor: Actor, municipality_id: int, round_slug: str, ref: str, now: datetime) -> None:
    """Stand for the lot as the second person: the projects are numbered by it, once and for good.

    `ref` is the entry that was looked at.

    Raises:
        NotAllowed, NotFound, NotNow: as usual; BALLOT_LOT_NEEDS_ANOTHER, STEP_UP_FIRST.
        Conflict: BALLOT_LOT_CHANGED, BALLOT_ORDER_DRAWN, BALLOTS_PRINTED.
    """
    require(actor, Act.DRAW_BALLOT_ORDER, municipality_id)
    with unit_of_work():
        round_ = _held(actor, Act.DRAW_BALLOT_ORDER, municipality_id, round_slug, now)
        lot = _latest(municipality_id, round_, ref)
        if lot.entered_by == account_of(actor):
            raise NotAllowed(Code.BALLOT_LOT_NEEDS_ANOTHER)
        lot.confirmed_by, lot.confirmed_at = account_of(actor), now
        projects = proposals.projects_of(round_.id)
        _hand_out(lot, projects)
        # The guards let numbers change only under a lot that is confirmed and has its tickets.
        db.session.flush()
        ballot_lots.number_by(lot)
        lot.is_drawn = True
        db.session.flush()
        audit.append(
            audit.Tag.BALLOT_ORDER_DRAWN,
            actor,
            municipality_id,
            now,
            lot.ref,
            round=round_slug,
            seed=lot.seed,
            projects=len(projects),
        )


def _held(actor: Actor, act: Act, municipality_id: int, round_slug: str, now: datetime) -> Round:
    round_ = rounds.round_of(municipality_id, round_slug, hold=True)
    require(actor, act, municipality_id, round_, now)
    if stations.stocks_of(municipality_id, round_.id):
        raise Conflict(Code.BALLOTS_PRINTED)
    return round_


def _latest(municipality_id: int, round_: Round, ref: str) -> BallotLot:
    entered = ballot_lots.lots_of(municipality_id, round_.id, hold=True)
    if ref not in {one.ref for one in entered}:
        raise NotFound(Code.NOT_FOUND)
    if any(one.confirmed_at for one in entered):
        raise Conflict(Code.BALLOT_ORDER_DRAWN)
    if entered[0].ref != ref:
        raise Conflict(Code.BALLOT_LOT_CHANGED)
    return entered[0]


def _hand_out(lot: BallotLot, projects: Sequence[Project]) -> None:
    by_ref = {project.proposal.ref: project for project in projects if project.proposal}
    for number, ref in enumerate(lots.drawn(by_ref, lot.seed), start=1):
        db.session.add(
            BallotTicket(
                municipality_id=lot.municipality_id,
                lot_id=lot.id,
                project_id=by_ref[ref].id,
                number=number,
                was_number=by_ref[ref].number,
                reference=ref,
            )
        )
