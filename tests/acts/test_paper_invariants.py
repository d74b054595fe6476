"""The same machine with ballots on paper: two boxes, piles read twice, the power failing between.

Every pile is read by two operators and let in by a third; what was let in, and how many were
marked at which station, is compared with a model after every step (security, 2.10: I2, I3, I9,
I15).
"""

from collections import Counter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from pb import lifecycle, verify
from pb.acts import paper_batches, stations
from pb.records import boards, paper_marks
from pb.records import stations as station_records
from pb.records.ballots import Ballot, InboxBallot
from pb.records.base import db
from pb.records.paper_batches import PaperBatch
from pb.rules.paper_ballots import BatchState
from pb.rules.refusals import Code, Conflict
from pb.rules.roles import Role
from pb.rules.rounds import LOT, Phase
from pb.rules.tally.election import Channel, VoteType
from tests.acts.test_ballot_invariants import (
    CHOICES,
    COSTS,
    TERMS,
    VOTERS,
    WHO,
    Voting,
    the_power_failing,
)
from tests.fingerprint import refused
from tests.paper_stage import SCHOOL, PaperStage
from tests.stage import KEYS

WHERE = st.integers(0, 1)
LINE = st.one_of(st.just("x"), CHOICES.map(lambda choices: " ".join(map(str, choices))))
"""What stands on a ballot behind its number; x is one that does not count."""


class WithPaper(Voting):
    """A round with two stations beside the telephones."""

    boxes = ()

    def __init__(self):
        super().__init__()
        # How many ballots of each box lie in piles already; None before the box is opened.
        self.piled, self.open = [None, None], {}

    @initialize(number=st.integers(0, 4), choices=st.lists(CHOICES, min_size=5, max_size=5))
    def a_crowd_has_come(self, number, choices):
        for who in range(LOT + 1 + number):
            self.vote(who, choices[who % 5])
        for where in (0, 1):
            self.a_family_comes_to_a_station(LOT + 6 + 4 * where, 3, where)

    def marks_at(self, where):
        return sum(1 for at in self.taken.values() if at == where)

    @rule(who=WHO, where=WHERE)
    @precondition(lambda self: self.phase is not Phase.DECIDED)
    def somebody_takes_a_ballot_at_a_station(self, who, where):
        box = self.boxes[where]
        if self.piled[where] is not None:
            with refused(Conflict, Code.BOX_OPENED):
                box.mark(self.people[who])
        elif who in self.cast or who in self.taken:
            with refused(Conflict, Code.PERSON_VOTED):
                box.mark(self.people[who])
        else:
            self.taken[who] = where
            assert box.mark(self.people[who]) == self.marks_at(where)

    @rule(first=WHO, number=st.integers(1, 6), where=WHERE)
    @precondition(lambda self: self.phase is Phase.VOTING)
    def a_family_comes_to_a_station(self, first, number, where):
        for who in range(first, min(first + number, VOTERS)):
            self.somebody_takes_a_ballot_at_a_station(who, where)

    @rule(who=WHO, where=WHERE)
    @precondition(lambda self: self.phase is not Phase.DECIDED)
    def the_power_fails_while_somebody_is_marked(self, who, where):
        if who not in {*self.cast, *self.taken} and self.piled[where] is None:
            with the_power_failing():
                self.boxes[where].mark(self.people[who])

    @rule(where=WHERE, missing=st.integers(0, 1))
    @precondition(lambda self: self.phase is Phase.COUNTING)
    def a_box_is_opened(self, where, missing):
        if self.piled[where] is not None:
            return
        box, found = self.boxes[where], max(0, self.marks_at(where) - missing)
        box.open_box(found, spoiled=self.marks_at(where) - found)
        self.piled[where], self.open[where] = 0, found

    @rule(data=st.data(), where=WHERE, size=st.integers(1, 5), fails=st.booleans())
    @precondition(lambda self: self.phase is Phase.COUNTING)
    def a_pile_is_read_twice_and_let_in(self, data, where, size, fails):
        size = min(size, self.left_in(where))
        if size:
            self.read(data, where, size, fails)

    @rule(data=st.data(), place=st.integers(0, 10**9))
    @precondition(lambda self: self.phase is not Phase.DECIDED)
    def the_voting_goes_to_its_end(self, data, place):
        if self.phase is Phase.VOTING:
            self.the_voting_ends()
        for where in (0, 1):
            self.a_box_is_opened(where, 0)
            while size := min(5, self.left_in(where)):
                self.read(data, where, size, data.draw(st.booleans()))
        self.the_result_is_counted_and_confirmed(place)

    def left_in(self, where):
        return self.open.get(where, 0) - (self.piled[where] or 0)

    def read(self, data, where, size, fails):
        box, done = self.boxes[where], self.piled[where]
        said = data.draw(st.lists(LINE, min_size=size, max_size=size))
        numbers = box.numbers[done : done + size]
        lines = [f"{number} {choices}" for number, choices in zip(numbers, said, strict=True)]
        ref = box.batch(size)
        box.read(ref, box.first, *lines)
        box.type(ref, box.second, *lines)
        finish = (paper_batches.finish, box.second, box.place, "2026", ref, self.stage.now)
        for deed, *given in (finish, (box.approve, ref)):
            if fails:
                with the_power_failing():
                    deed(*given)
            deed(*given)
        self.piled[where] += size
        self.laid += [self.text(tuple(map(int, one.split()))) for one in said if one != "x"]

    @rule()
    @precondition(lambda self: self.phase is Phase.COUNTING and not self.all_is_read())
    def nothing_is_counted_before_every_pile_is_in(self):
        waits = any(piled is None for piled in self.piled)
        lifecycle.tick(KEYS, self.stage.now)
        with refused(Conflict, Code.BOX_UNOPENED if waits else Code.BATCHES_WAIT):
            lifecycle.count(self.clerk, self.stage.place, "2026", KEYS, self.stage.now)

    def all_is_read(self):
        return all(self.piled[where] == self.open.get(where) is not None for where in (0, 1))

    @rule(place=st.integers(0, 10**9))
    @precondition(lambda self: self.phase is Phase.COUNTING and self.all_is_read())
    def the_result_is_counted_and_confirmed(self, place):
        super().the_result_is_counted_and_confirmed()
        round_ = self.stage.round()
        content = self.stage.storage.get(boards.board_of(self.stage.place, round_.id).sha256)
        at = place % len(content)
        flipped = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        with pytest.raises(verify.Differs):
            list(verify.verify(flipped))

    @invariant()
    def no_station_has_more_ballots_than_marks(self):
        approved = (
            select(PaperBatch.station_id, func.sum(PaperBatch.size))
            .where(PaperBatch.state == BatchState.APPROVED)
            .group_by(PaperBatch.station_id)
        )
        piles = dict(db.session.execute(approved).all())
        for where, box in enumerate(self.boxes):
            station = station_records.station_of(box.place, box.stage.round().id, box.station)
            marks = paper_marks.marks_at(box.place, station.id)
            assert marks == self.marks_at(where)
            assert piles.get(station.id, 0) == (self.piled[where] or 0) <= marks

    @invariant()
    def the_ballots_of_each_channel_are_those_let_in_by_it(self):
        kept = Counter()
        for table in (InboxBallot, Ballot):
            rows = select(table.channel, func.count()).group_by(table.channel)
            kept.update(dict(db.session.execute(rows).all()))

        by_phone = len(self.cast) + len(self.out)
        assert kept == Counter({Channel.INTERNET: by_phone, Channel.PAPER: len(self.laid)})


def test_every_step_of_a_voting_with_paper_leaves_what_has_to_hold(stage):
    terms = TERMS[VoteType.APPROVAL]
    people = stage.open_voting(*COSTS, voters=VOTERS, terms=terms)
    first, second, clerk = (stage.person(Role.OPERATOR) for _ in range(3))
    member = stage.person(Role.COMMISSION)
    boxes = [with_a_box(PaperStage(stage, people, first, second, member)) for _ in range(2)]
    given = {"stage": stage, "people": people, "terms": terms, "boxes": boxes, "clerk": clerk}

    run_state_machine_as_test(
        type("OfThisStage", (WithPaper,), given),
        settings=settings(
            max_examples=5,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def with_a_box(paper):
    """A station with a ballot for everybody."""
    stage = paper.stage
    paper.station = stations.add(paper.first, stage.place, "2026", SCHOOL, stage.now)
    stations.draw_stock(paper.first, stage.place, "2026", paper.station, VOTERS, stage.now)
    station = station_records.station_of(stage.place, stage.round().id, paper.station)
    printed = station_records.numbers_of_station(stage.place, station.id)
    paper.numbers = sorted(printed.elements())
    return paper
