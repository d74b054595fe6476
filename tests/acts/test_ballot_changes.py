"""Changing a vote with its code, which knows no person."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from pb.acts import ballots
from pb.records.annulments import BallotAnnulment
from pb.records.ballots import Ballot, InboxBallot
from pb.records.base import db
from pb.rules.refusals import Code, NotNow, NotValid
from pb.rules.rounds import Phase
from pb.services.audit import Tag
from tests.dispute_stage import with_key
from tests.fingerprint import one_event, refused


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
