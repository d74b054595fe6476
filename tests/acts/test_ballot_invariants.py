"""What holds after every step of a voting, whatever people and the clock do (security, 2.10).

A machine draws deeds at random, does them through the real acts on the real database, and compares
the database with a model of a few lines after each of them.
"""

from collections import Counter
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event, func, select

from pb import lifecycle, verify
from pb.acts import ballots
from pb.records import annulments, boards, decisions
from pb.records import results as results_kept
from pb.records.audit import AuditEvent
from pb.records.ballots import Ballot, InboxBallot, Lot, Participation
from pb.records.base import db
from pb.rules import board as rules
from pb.rules.ballots import Marks
from pb.rules.board import LotChannel
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import LOT, Phase
from pb.rules.tally.election import VoteType
from pb.rules.terms import Terms
from pb.services.audit import Tag
from tests.fingerprint import refused
from tests.stage import KEYS, som

VOTERS = 2 * LOT + 6
COSTS = (300_000, 200_000, 250_000, 100_000)
TERMS = {
    VoteType.APPROVAL: Terms(som(500_000), max_choices=2),
    VoteType.CUMULATIVE: Terms(
        som(500_000), vote_type=VoteType.CUMULATIVE, points=4, max_choices=2
    ),
    VoteType.ORDINAL: Terms(som(500_000), vote_type=VoteType.ORDINAL, max_choices=3),
}
WHO = st.integers(0, VOTERS - 1)
CHOICES = st.lists(st.integers(1, 4), min_size=1, max_size=2, unique=True).map(tuple)


class PowerFailureError(Exception):
    """The power fails in the middle of a deed."""


@contextmanager
def the_power_failing():
    """The power fails in the last moment of a deed, when its trace is written."""

    def fail(_connection, _cursor, statement, *_more):
        if statement.startswith("INSERT INTO audit_event"):
            raise PowerFailureError

    event.listen(db.engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(PowerFailureError):
            yield
    finally:
        event.remove(db.engine, "before_cursor_execute", fail)


class Voting(RuleBasedStateMachine):
    """One round from the opening of its voting to its board; everything is undone afterwards."""

    stage, people, terms = None, (), None

    def __init__(self):
        super().__init__()
        self.clock = self.stage.clock.now()
        db.session.remove()
        self.savepoint = db.engine.begin_nested()
        self.cast, self.papers, self.phase = {}, {}, Phase.VOTING
        # Who took a ballot on paper and at which box; what two people read and a third let in.
        self.taken, self.laid = {}, []
        # What stood on ballots that do not count any more; how many were cast by phone in all.
        self.out, self.casts = [], 0

    def teardown(self):
        db.session.remove()
        self.savepoint.rollback()
        self.stage.clock.put(self.clock)

    def marked(self, choices):
        points = (2,) * len(choices) if self.terms.points else ()
        return Marks(choices, points)

    def send(self, who, choices, paper=None):
        paper = paper or ballots.issue(self.terms.number_space)
        person, marked = self.people[who], self.marked(choices)
        got = ballots.cast(person, self.stage.place, "2026", marked, paper, self.stage.now)
        return paper, got

    def text(self, choices):
        """What has to be kept of these choices; each gets two points where points are given."""
        if self.terms.vote_type is VoteType.ORDINAL:
            return ">".join(map(str, choices))
        given = ":2" if self.terms.points else ""
        return ",".join(f"{number}{given}" for number in sorted(choices))

    def vote(self, who, choices):
        paper, _ = self.send(who, choices)
        self.casts += 1
        self.cast[who] = self.text(choices)
        self.papers[who] = (paper, choices)

    @initialize(number=st.integers(0, LOT + 4), choices=st.lists(CHOICES, min_size=5, max_size=5))
    def a_crowd_has_come(self, number, choices):
        for who in range(number):
            self.vote(who, choices[who % 5])

    @rule(who=WHO, choices=CHOICES)
    def somebody_votes(self, who, choices):
        if self.phase is not Phase.VOTING:
            with refused(NotNow, Code.VOTING_CLOSED):
                self.send(who, choices)
        elif who in self.cast or who in self.taken:
            with refused(Conflict, Code.VOTED_ALREADY):
                self.send(who, choices)
        else:
            self.vote(who, choices)

    @rule(first=WHO, number=st.integers(2, LOT), choices=CHOICES)
    @precondition(lambda self: self.phase is Phase.VOTING)
    def many_vote(self, first, number, choices):
        for who in range(first, min(first + number, VOTERS)):
            if who not in self.cast and who not in self.taken:
                self.vote(who, choices)

    @rule(data=st.data())
    @precondition(lambda self: self.papers and self.phase is Phase.VOTING)
    def an_answer_is_lost_and_the_ballot_comes_again(self, data):
        who = data.draw(st.sampled_from(sorted(self.papers)))
        paper, choices = self.papers[who]

        _, receipt = self.send(who, choices, paper)

        assert receipt == ballots.receipt(self.stage.round().id, paper.ballot_id)

    @rule(who=WHO, wrong=st.sampled_from([((), Code.TOO_FEW_CHOICES), ((9,), Code.CHOICE_UNKNOWN)]))
    @precondition(lambda self: self.phase is Phase.VOTING)
    def somebody_marks_what_cannot_be(self, who, wrong):
        with refused(NotValid, wrong[1], "choices"):
            self.send(who, wrong[0])

    @rule(choices=CHOICES)
    @precondition(lambda self: self.phase is Phase.VOTING)
    def a_stranger_votes(self, choices):
        person = self.stage.person(Role.RESIDENT)
        paper = ballots.issue(self.terms.number_space)
        with refused(NotAllowed, Code.NOT_ON_ROLL):
            ballots.cast(
                person, self.stage.place, "2026", self.marked(choices), paper, self.stage.now
            )

    @rule(who=WHO, choices=CHOICES)
    @precondition(lambda self: self.phase is Phase.VOTING)
    def the_power_fails_after_the_ballot_was_written(self, who, choices):
        if who not in self.cast and who not in self.taken:
            with the_power_failing():
                self.send(who, choices)

    @rule()
    def the_clock_strikes(self):
        lifecycle.tick(KEYS, self.stage.now)

    @rule()
    @precondition(lambda self: self.phase is Phase.VOTING and len(self.cast) > LOT)
    def the_voting_ends(self):
        self.stage.go_to(Phase.COUNTING)
        self.phase = Phase.COUNTING
        late = next((who for who in range(VOTERS) if who not in {*self.cast, *self.taken}), 0)
        self.somebody_votes(late, (1,))

    @rule()
    @precondition(lambda self: self.phase is Phase.COUNTING)
    def the_result_is_counted_and_confirmed(self):
        self.stage.decided()
        self.phase = Phase.DECIDED
        self.the_board_says_what_the_model_says()

    def the_board_says_what_the_model_says(self):
        round_ = self.stage.round()
        result = results_kept.result_of(self.stage.place, round_.id)
        content = self.stage.storage.get(boards.board_of(self.stage.place, round_.id).sha256)
        assert [key for key, _ in verify.verify(content)][:2] == ["ok", "won"]
        assert {line.project.number: line.score for line in result.lines} == self.scores()
        assert result.ballots == len(self.cast) + len(self.laid)
        assert result.participants == len(self.cast) + len(self.taken)

    def scores(self):
        """What the count has to find, worked out from the model by hand."""
        found = dict.fromkeys(range(1, 5), 0)
        for text in [*self.cast.values(), *self.laid]:
            for place, mark in enumerate(text.replace(">", ",").split(",")):
                number, _, points = mark.partition(":")
                is_ranked = self.terms.vote_type is VoteType.ORDINAL
                found[int(number)] += 3 - place if is_ranked else int(points or 1)
        return found

    @invariant()
    def the_ballots_are_those_that_were_acknowledged(self):
        round_id = self.stage.round().id
        kept = Counter(db.session.scalars(select(InboxBallot.marks).filter_by(round_id=round_id)))
        kept += Counter(db.session.scalars(select(Ballot.marks).filter_by(round_id=round_id)))
        people = select(func.count()).select_from(Participation).filter_by(round_id=round_id)

        assert kept == Counter([*self.cast.values(), *self.laid, *self.out])
        assert annulments.annulments(round_id) == len(self.out)
        assert db.session.scalar(people) == len(self.cast) + len(self.taken)

    @invariant()
    def each_vote_left_one_event_that_names_nobody(self):
        told = select(AuditEvent.actor_ref).where(AuditEvent.tag == Tag.BALLOT_CAST)

        assert list(db.session.scalars(told)) == [None] * self.casts

    @invariant()
    def lots_are_large_signed_and_chained(self):
        round_id = self.stage.round().id
        name = f"{self.stage.slug}/2026"
        leaves, previous = {}, rules.FIRST
        for one in boards.opened_ballots(round_id):
            leaf = rules.ballot_leaf(name, one.number, one.marks, one.salt)
            leaves.setdefault(one.lot, []).append(leaf)
        for one in decisions.annulled_on_board(round_id):
            leaves.setdefault(one.lot, []).append(one.leaf)
        sealed = boards.seals_of(round_id)
        for sequence, seal in enumerate(sealed, 1):
            size = seal.internet + seal.paper + seal.assembly
            is_mixed = seal.channel is LotChannel.MIXED and self.phase is not Phase.VOTING
            assert size >= LOT or is_mixed
            own = leaves.pop(sequence)
            assert (len(own), rules.lot_root(own)) == (size, seal.root)
            assert (seal.sequence, seal.previous) == (sequence, previous)
            assert KEYS.sign(seal.head(name).text()) == seal.signature
            previous = seal.link(name)
        assert leaves == {}
        assert len(sealed) == len(
            list(db.session.scalars(select(Lot.id).filter_by(round_id=round_id)))
        )


@pytest.mark.parametrize("vote_type", TERMS)
def test_every_step_of_a_voting_leaves_what_has_to_hold(stage, vote_type):
    terms = TERMS[vote_type]
    people = stage.open_voting(*COSTS, voters=VOTERS, terms=terms)
    machine = type("OfThisStage", (Voting,), {"stage": stage, "people": people, "terms": terms})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
