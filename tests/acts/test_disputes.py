"""A disputed vote: the key of three, what two of them can do, and what nobody can."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from pb import lifecycle
from pb.acts import ballots, disputes
from pb.acts.accounts import grants
from pb.records import decisions
from pb.records.annulments import BallotAnnulment
from pb.records.ballots import Ballot, InboxBallot, Participation
from pb.records.base import db
from pb.records.messages import Message
from pb.records.voids import ParticipationVoid
from pb.rules.ballots import Marks
from pb.rules.disputes import AnnulmentKind, DisputeKind
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.tally.election import Channel
from pb.services.audit import Tag
from tests.dispute_stage import REASON, with_key, with_paper
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


def test_cast_seals_a_reference_only_in_a_round_with_a_key(stage):
    dispute = with_key(stage, key=False)
    dispute.vote(dispute.people[0], 1)

    assert db.session.scalars(select(Participation.sealed_ref)).all() == [None]
    assert db.session.scalars(select(InboxBallot.lineage)).all() == [None]
    with refused(Conflict, Code.CEREMONY_MISSING):
        dispute.void(dispute.people[0])


def test_void_takes_the_ballot_out_and_lets_the_person_vote(dispute):
    robbed, other = dispute.people[:2]
    dispute.vote(robbed, 1)
    dispute.vote(other, 2)

    with one_event(Tag.VOTE_ANNULLED) as event:
        assert dispute.void(robbed) == 1

    assert event.facts == '{"kind": "void", "number": 1, "round": "2026"}'
    assert live(dispute.stage) == Counter({"2": 1})
    assert number(Participation) == 1
    [void] = db.session.scalars(select(ParticipationVoid)).all()
    assert void.channel is Channel.INTERNET
    [decision] = decisions.decisions_of(dispute.place, dispute.stage.round().id)
    assert (decision.kind, decision.reason) == (DisputeKind.VOID, REASON)
    assert {decision.opened_by, decision.second_by} == {
        dispute.holders[0].account_id,
        dispute.holders[1].account_id,
    }

    dispute.vote(robbed, 3)

    assert live(dispute.stage) == Counter({"2": 1, "3": 1})


@pytest.mark.parametrize(("own", "beside"), [(0, 1), (1, 2), (2, 0)])
def test_void_works_with_any_two_holders(dispute, own, beside):
    dispute.vote(dispute.people[0], 1)

    dispute.void(dispute.people[0], dispute.two(own, beside), own)

    assert live(dispute.stage) == Counter()


@pytest.mark.parametrize(
    ("two", "kind", "code", "field"),
    [
        ({"said": "башка сөз айкашы 99"}, NotValid, Code.PASSPHRASE_WRONG, "own"),
        ({"theirs": "башка сөз айкашы 99"}, NotValid, Code.PASSPHRASE_WRONG, "own"),
        ({"theirs": ""}, NotValid, Code.PASSPHRASE_WRONG, "own"),
        ({"beside": 0}, NotValid, Code.HOLDER_TWICE, "beside"),
    ],
)
def test_void_is_refused_when_two_holders_are_not_there(dispute, two, kind, code, field):
    dispute.vote(dispute.people[0], 1)

    with refused(kind, code, field):
        dispute.void(dispute.people[0], dispute.two(**two))


def test_void_is_refused_when_the_holder_beside_has_left_the_commission(dispute):
    dispute.vote(dispute.people[0], 1)
    beside, head = dispute.holders[1], dispute.stage.person(Role.HEAD)
    given = (dispute.place, beside.ref, Role.COMMISSION, dispute.stage.now)
    grants.take_role(head, *given)

    with refused(NotValid, Code.HOLDER_UNFIT, "beside"):
        dispute.void(dispute.people[0])


def test_void_is_refused_when_whoever_asks_holds_no_key(dispute):
    dispute.vote(dispute.people[0], 1)
    member = dispute.stage.person(Role.COMMISSION)

    with refused(NotAllowed, Code.HOLDER_NEEDED):
        disputes.void(
            member,
            dispute.place,
            "2026",
            dispute.line_of(dispute.people[0]),
            REASON,
            dispute.two(),
            KEYS,
            dispute.stage.now,
        )


def test_void_is_refused_when_the_person_has_not_voted(dispute):
    with refused(Conflict, Code.NOBODY_VOTED):
        dispute.void(dispute.people[0])


def test_void_is_refused_when_the_reason_is_none(dispute):
    dispute.vote(dispute.people[0], 1)

    with refused(NotValid, Code.TEXT_TOO_SHORT, "reason"):
        disputes.void(
            dispute.holders[0],
            dispute.place,
            "2026",
            dispute.line_of(dispute.people[0]),
            "керек",
            dispute.two(),
            KEYS,
            dispute.stage.now,
        )


def test_void_finds_the_ballot_when_it_lies_in_the_box(stage):
    dispute = with_key(stage, voters=21)
    for person in dispute.people:
        dispute.vote(person, 1 + dispute.people.index(person) % 3)
    assert lifecycle.tick(KEYS, stage.now) == 21

    dispute.void(dispute.people[4])

    [out] = decisions.annulled_on_board(stage.round().id)
    assert (out.lot, out.channel, out.kind, out.decision) == (
        1,
        Channel.INTERNET,
        AnnulmentKind.VOID,
        1,
    )
    assert live(stage) == Counter({"1": 7, "2": 6, "3": 7})


def override(dispute, person, station):
    return disputes.override(
        dispute.holders[0],
        dispute.place,
        "2026",
        dispute.line_of(person),
        station,
        REASON,
        dispute.two(),
        KEYS,
        dispute.stage.now,
    )


def test_override_marks_the_person_on_paper_in_the_same_deed(dispute):
    person, station = dispute.people[0], with_paper(dispute)
    dispute.vote(person, 1)

    with one_event(Tag.VOTE_ANNULLED) as event:
        override(dispute, person, station)

    assert event.facts == '{"kind": "override", "number": 1, "round": "2026"}'
    [mark] = db.session.execute(select(Participation.channel, Participation.sealed_ref))
    assert tuple(mark) == (Channel.PAPER, None)
    assert live(dispute.stage) == Counter()
    paper = ballots.issue(dispute.stage.round().terms.number_space)
    with refused(Conflict, Code.VOTED_ALREADY):
        ballots.cast(person, dispute.place, "2026", Marks((1,)), paper, dispute.stage.now)


def test_override_is_refused_when_there_is_no_ballot_to_hand_out(dispute):
    person, station = dispute.people[0], with_paper(dispute, stock=0)
    dispute.vote(person, 1)

    with refused(Conflict, Code.STOCK_MISSING):
        override(dispute, person, station)


def test_override_is_refused_when_the_voting_is_over(dispute):
    person, station = dispute.people[0], with_paper(dispute)
    dispute.vote(person, 1)
    dispute.stage.go_to(Phase.COUNTING)

    with refused(NotNow, Code.VOTING_CLOSED):
        override(dispute, person, station)


def test_nobody_is_told_but_by_a_number(dispute):
    """The message names the decision, never what the vote was."""
    dispute.vote(dispute.people[0], 1)
    before = number(Message)

    dispute.void(dispute.people[0])

    # These people have no phone: nothing is queued, and nothing breaks.
    assert number(Message) == before
