"""What follows from a dispute: a corrected count, and references erased for ever."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pb import lifecycle, verify
from pb.acts import boards as boards_act
from pb.acts import ceremonies, erasures
from pb.records import boards
from pb.records import results as results_kept
from pb.records.annulments import BallotAnnulment
from pb.records.ballots import Ballot, InboxBallot, Participation
from pb.records.base import db
from pb.records.ceremonies import KeyLock
from pb.rules.disputes import disputes_close
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services import disputes
from tests.dispute_stage import with_key
from tests.fingerprint import refused
from tests.stage import KEYS


@pytest.fixture
def dispute(stage):
    return with_key(stage)


def number(table, **known):
    return db.session.scalar(select(func.count()).select_from(table).filter_by(**known))


def live(stage):
    """The marks of every ballot that counts, wherever it lies."""
    out = set(db.session.scalars(select(BallotAnnulment.ballot_id)))
    kept = Counter()
    for table in (InboxBallot, Ballot):
        for row in db.session.execute(select(table.ballot_id, table.marks)):
            kept += Counter() if row.ballot_id in out else Counter([row.marks])
    return kept


def decided(dispute, *people):
    """A round that was counted and confirmed with one vote a person."""
    for person in people:
        dispute.vote(person, 1 + dispute.people.index(person) % 3)
    dispute.stage.decided()
    return dispute.stage.round()


def verified(stage):
    kept = boards.board_of(stage.place, stage.round().id)
    content = stage.storage.get(kept.sha256)
    return [key for key, _ in verify.verify(content, kept.root.hex())]


def test_a_correction_stands_beside_the_count_before(stage):
    dispute = with_key(stage, voters=22)
    round_ = decided(dispute, *dispute.people)
    first = results_kept.result_of(stage.place, round_.id)
    clerk, member = stage.person(Role.OPERATOR), stage.person(Role.COMMISSION)
    with refused(Conflict, Code.RESULT_HOLDS):
        lifecycle.results.correct(clerk, stage.place, "2026", stage.now)

    dispute.void(dispute.people[0])
    lifecycle.results.correct(clerk, stage.place, "2026", stage.now)

    # Until another person stands for it, everybody sees the former.
    assert results_kept.result_of(stage.place, round_.id).version == 1
    with refused(NotAllowed, Code.SECOND_PERSON_NEEDED):
        lifecycle.confirm_correction(clerk, stage.place, "2026", KEYS, stage.storage, stage.now)
    lifecycle.confirm_correction(member, stage.place, "2026", KEYS, stage.storage, stage.now)

    second = results_kept.result_of(stage.place, round_.id)
    assert (second.version, second.ballots, second.participants) == (2, 21, 21)
    assert (first.ballots, len(results_kept.counts_of(stage.place, round_.id))) == (22, 2)
    assert verified(stage)[:2] == ["ok", "won"]
    with refused(Conflict, Code.RESULT_CONFIRMED):
        lifecycle.confirm_correction(member, stage.place, "2026", KEYS, stage.storage, stage.now)


def test_confirm_is_refused_when_a_decision_overtook_the_count(dispute):
    for person in dispute.people:
        dispute.vote(person, 1)
    stage = dispute.stage
    stage.go_to(Phase.COUNTING)
    clerk, member = stage.person(Role.OPERATOR), stage.person(Role.COMMISSION)
    lifecycle.count(clerk, stage.place, "2026", KEYS, stage.now)
    dispute.void(dispute.people[0])

    with refused(Conflict, Code.RESULT_STALE):
        lifecycle.confirm(member, stage.place, "2026", KEYS, stage.storage, stage.now)

    lifecycle.results.correct(clerk, stage.place, "2026", stage.now)
    lifecycle.confirm(member, stage.place, "2026", KEYS, stage.storage, stage.now)
    assert results_kept.result_of(stage.place, stage.round().id).ballots == 3
    assert verified(stage)[:2] == ["ok", "won"]


def test_void_is_refused_from_the_instant_the_disputes_are_over(dispute):
    decided(dispute, *dispute.people)
    over = disputes_close(dispute.stage.round().decided_at)
    dispute.stage.clock.put(over - timedelta(seconds=1))
    dispute.void(dispute.people[1])

    for after in (timedelta(0), timedelta(hours=1)):
        dispute.stage.clock.put(over + after)
        with refused(NotNow, Code.DISPUTES_CLOSED):
            dispute.void(dispute.people[0])


def erased(dispute):
    stage = dispute.stage
    dispute.after_disputes()
    first, second = stage.person(Role.COMMISSION), stage.person(Role.MONITORING)
    erasures.ask(first, stage.place, "2026", stage.now)
    with refused(NotAllowed, Code.AGREER_OPENED):
        erasures.agree(first, stage.place, "2026", stage.now)
    return erasures.agree(second, stage.place, "2026", stage.now)


def test_erasure_leaves_nothing_that_leads_to_a_ballot(stage):
    dispute = with_key(stage, voters=22)
    dispute.change(dispute.vote(dispute.people[0], 1, is_changeable=True).code, 2)
    dispute.vote(dispute.people[1], 1)
    dispute.void(dispute.people[1])
    decided(dispute, *dispute.people[2:])

    assert number(KeyLock) == 3

    assert erased(dispute) == 21

    assert set(db.session.scalars(select(Participation.sealed_ref))) == {None}
    assert set(db.session.execute(select(Ballot.lineage, Ballot.change_tag))) == {(None, None)}
    assert number(KeyLock) == 0
    out = set(db.session.scalars(select(BallotAnnulment.ballot_id)))
    blanked = [row for row in db.session.scalars(select(Ballot)) if row.ballot_id in out]
    assert [(row.marks, row.number, row.salt) for row in blanked] == [("", None, None)] * 2
    # The board is the same byte for byte: the leaves of what does not count were kept.
    assert boards_act.recount(stage.place, "2026", KEYS, stage.storage).differs_at is None


def test_erasure_is_refused_while_votes_can_be_disputed(dispute):
    decided(dispute, *dispute.people)
    member = dispute.stage.person(Role.COMMISSION)

    with refused(NotNow, Code.DISPUTES_LAST):
        erasures.ask(member, dispute.place, "2026", dispute.stage.now)


def test_nothing_can_be_disputed_once_erased(dispute):
    decided(dispute, *dispute.people)
    assert erased(dispute) == 4

    with refused(Conflict, Code.REFERENCES_ERASED):
        ceremonies.check(dispute.holders[0], dispute.place, "2026", dispute.two())
    with refused(Conflict, Code.REFERENCES_ERASED):
        disputes.require_key(dispute.stage.round())
    swept = []
    assert lifecycle.sweep(lambda: swept.append(1), dispute.stage.now) == 1
    assert lifecycle.sweep(lambda: swept.append(1), dispute.stage.now) == 0
    assert swept == [1]
