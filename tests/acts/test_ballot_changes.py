"""Changing a vote with its code, which knows no person."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from pb import lifecycle
from pb.acts import ballots
from pb.records.annulments import BallotAnnulment
from pb.records.ballots import Ballot, InboxBallot
from pb.records.base import db
from pb.rules.ballots import Marks
from pb.rules.refusals import Code, Conflict, NotNow, NotValid
from pb.rules.rounds import LOT, Phase
from pb.services.audit import Tag
from tests.dispute_stage import with_key
from tests.fingerprint import one_event, refused
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


def test_change_replaces_the_ballot_and_keeps_the_reference(dispute):
    person = dispute.people[0]
    paper = dispute.vote(person, 1, is_changeable=True)

    with one_event(Tag.BALLOT_REPLACED) as event:
        dispute.change(paper.code, 2)

    assert (event.actor_ref, event.facts) == (None, '{"channel": "internet"}')
    assert live(dispute.stage) == Counter({"2": 1})
    dispute.change(paper.code.lower(), 3)
    assert live(dispute.stage) == Counter({"3": 1})
    dispute.void(person)
    assert live(dispute.stage) == Counter()
    with refused(NotValid, Code.CHANGE_CODE_UNKNOWN, "code"):
        dispute.change(paper.code, 1)


def test_change_gives_the_same_receipt_when_the_form_comes_twice(dispute):
    paper = dispute.vote(dispute.people[0], 1, is_changeable=True)
    again = ballots.issue(dispute.stage.round().terms.number_space)

    first = dispute.change(paper.code, 2, paper=again)
    second = dispute.change(paper.code, 2, paper=again)

    assert first == second
    assert number(BallotAnnulment) == 1


def test_a_paper_makes_one_ballot_however_often_it_comes_back(dispute):
    """Sent again with other marks, or after the vote was taken out, it would never be sealed."""
    person = dispute.people[0]
    paper = dispute.vote(person, 1, is_changeable=True)
    again = ballots.issue(dispute.stage.round().terms.number_space)
    dispute.change(paper.code, 2, paper=again)

    with refused(Conflict, Code.BALLOT_FORM_STALE):
        dispute.change(paper.code, 3, paper=again)
    dispute.void(person)
    for old in (paper, again):
        with refused(Conflict, Code.BALLOT_FORM_STALE):
            ballots.cast(person, dispute.place, "2026", Marks((1,)), old, dispute.stage.now)
    with refused(Conflict, Code.BALLOT_FORM_STALE):
        ballots.receipt(dispute.stage.round().id, paper.ballot_id)
    dispute.stage.go_to(Phase.COUNTING)

    assert lifecycle.tick(KEYS, dispute.stage.now) == 2


def test_a_repeat_under_another_code_is_no_repeat(dispute):
    first = dispute.vote(dispute.people[0], 1, is_changeable=True)
    second = dispute.vote(dispute.people[1], 1, is_changeable=True)
    again = ballots.issue(dispute.stage.round().terms.number_space)
    dispute.change(first.code, 2, paper=again)

    with refused(Conflict, Code.BALLOT_FORM_STALE):
        dispute.change(second.code, 2, paper=again)


def test_who_changes_again_and_again_fills_no_lot(stage):
    """Twenty ballots of one person would open the twenty-first to everybody."""
    dispute = with_key(stage, voters=2)
    dispute.vote(dispute.people[0], 1)
    paper = dispute.vote(dispute.people[1], 1, is_changeable=True)
    for turn in range(LOT + 2):
        dispute.change(paper.code, 1 + turn % 3)

    assert lifecycle.tick(KEYS, stage.now) == 0
    stage.go_to(Phase.COUNTING)
    assert lifecycle.tick(KEYS, stage.now) == LOT + 4


def test_change_is_refused_when_no_code_was_asked_for(dispute):
    paper = dispute.vote(dispute.people[0], 1)

    with refused(NotValid, Code.CHANGE_CODE_UNKNOWN, "code"):
        dispute.change(paper.code, 2)
    with refused(NotValid, Code.CHANGE_CODE_UNREADABLE, "code"):
        dispute.change("ABC", 2)


def test_change_is_refused_when_the_voting_is_over(dispute):
    paper = dispute.vote(dispute.people[0], 1, is_changeable=True)
    dispute.stage.go_to(Phase.COUNTING)

    with refused(NotNow, Code.VOTING_CLOSED):
        dispute.change(paper.code, 2)


def test_change_works_without_a_key_too(stage):
    dispute = with_key(stage, key=False)
    paper = dispute.vote(dispute.people[0], 1, is_changeable=True)

    dispute.change(paper.code, 3)

    assert live(stage) == Counter({"3": 1})
