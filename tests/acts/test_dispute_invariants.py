"""The same machine with disputes: change codes, votes taken out, paper instead, marks undone.

After every step people and live ballots are those of the model, whoever was taken out is told to
nobody, and what does not count stays in its lot as its leaf (security, 2.10: I1, I2, I5, I6, I8).
"""

from collections import Counter

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select, text

from pb import lifecycle
from pb.acts import ballots, disputes, mark_undoing, results
from pb.gateways import references
from pb.records import annulments
from pb.records.annulments import BallotAnnulment
from pb.records.ballots import Ballot, InboxBallot, Participation
from pb.records.base import db
from pb.records.residents import RollEntry
from pb.rules import board as rules
from pb.rules.disputes import ANNULS, AnnulmentKind, DisputeKind
from pb.rules.refusals import Code, Conflict, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import LOT, Phase
from pb.rules.tally.election import Channel, VoteType
from tests.acts.test_ballot_invariants import CHOICES, COSTS, TERMS, VOTERS, WHO, the_power_failing
from tests.acts.test_paper_invariants import WHERE, WithPaper, with_a_box
from tests.dispute_stage import REASON, DisputeStage
from tests.fingerprint import refused
from tests.paper_stage import PaperStage
from tests.stage import KEYS

PAIR = st.sampled_from([(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)])
"""Who of the three is signed in, and who sits beside."""


class WithDisputes(WithPaper):
    """A round with a key, whose every second voter by phone asked for a change code."""

    dispute, members, entries = None, (), ()

    def __init__(self):
        super().__init__()
        # Codes by person that work, those of votes taken out, and where each sealed ballot lies.
        self.codes, self.dead, self.lots = {}, [], {}
        self.decided, self.is_stale = Counter(), False

    @initialize(
        number=st.integers(3, 7), choices=st.lists(CHOICES, min_size=5, max_size=5), pair=PAIR
    )
    def a_crowd_has_come(self, number, choices, pair):
        super().a_crowd_has_come(number, choices)
        self.change_by_code(0, choices[4])
        self.two_holders_take_a_vote_out(2, pair, fails=True)
        self.two_holders_let_paper_beat_the_phone(1, 0, pair, fails=False)

    def send(self, who, choices, paper=None):
        paper = paper or ballots.issue(self.terms.number_space)
        person, marked, place = self.people[who], self.marked(choices), self.stage.place
        is_changeable = who % 2 == 0
        got = ballots.cast(
            person, place, "2026", marked, paper, self.stage.now, is_changeable=is_changeable
        )
        if is_changeable and who not in self.cast:
            self.codes[who] = paper.code
        return paper, got

    def take_out(self, who):
        """What the model forgets of a vote by phone that does not count any more."""
        self.out.append(self.cast.pop(who))
        self.papers.pop(who, None)
        if who in self.codes:
            self.dead.append(self.codes.pop(who))

    @rule(data=st.data(), choices=CHOICES)
    @precondition(lambda self: self.codes)
    def somebody_changes_a_vote(self, data, choices):
        self.change_by_code(data.draw(st.sampled_from(sorted(self.codes))), choices)

    def change_by_code(self, who, choices):
        code = self.codes[who]
        if self.phase is not Phase.VOTING:
            with refused(NotNow, Code.VOTING_CLOSED):
                self.dispute.change(code, *choices)
            return
        paper = ballots.issue(self.terms.number_space)
        before, _ = self.papers.pop(who, (None, None))
        receipt = self.dispute.change(code, *choices, paper=paper)
        self.out.append(self.cast[who])
        self.cast[who] = self.text(choices)
        # The new ballot is all that is ever shown; the old one is shown to no paper.
        assert set(receipt.marks.choices) == set(choices)
        assert receipt == ballots.receipt(self.stage.round().id, paper.ballot_id)
        assert self.dispute.change(code, *choices, paper=paper) == receipt
        if before is not None:
            with refused(Conflict, Code.BALLOT_FORM_STALE):
                ballots.receipt(self.stage.round().id, before.ballot_id)

    @rule(choices=CHOICES)
    @precondition(lambda self: self.phase is Phase.VOTING)
    def a_code_comes_that_was_never_given_or_is_used_up(self, choices):
        for code in (ballots.issue(self.terms.number_space).code, *self.dead[-1:]):
            with refused(NotValid, Code.CHANGE_CODE_UNKNOWN, "code"):
                self.dispute.change(code, *choices)

    @rule(who=WHO, pair=PAIR, fails=st.booleans())
    def two_holders_take_a_vote_out(self, who, pair, fails):
        deed = (self.dispute.void, self.people[who], self.dispute.two(*pair), pair[0])
        if who not in self.cast:
            self.nothing_is_taken_out(who, deed)
        elif len(self.cast) > LOT:  # of fewer ballots only the totals are published
            self.two_decide(DisputeKind.VOID, deed, fails)
            self.take_out(who)
            self.is_stale = self.phase is Phase.DECIDED

    @rule(data=st.data(), choices=CHOICES, pair=PAIR)
    @precondition(lambda self: self.phase is Phase.VOTING and len(self.cast) > LOT and self.papers)
    def a_vote_is_taken_out_and_its_old_form_comes_back(self, data, choices, pair):
        who = data.draw(st.sampled_from(sorted(self.papers)))
        paper, before = self.papers[who]
        self.two_holders_take_a_vote_out(who, pair, fails=False)
        with refused(Conflict, Code.BALLOT_FORM_STALE):
            self.send(who, before, paper)
        self.vote(who, choices)

    @rule(who=WHO, where=WHERE, pair=PAIR, fails=st.booleans())
    @precondition(lambda self: self.phase is Phase.VOTING)
    def two_holders_let_paper_beat_the_phone(self, who, where, pair, fails):
        dispute, station = self.dispute, self.boxes[where].station
        person, two = dispute.holders[pair[0]], dispute.two(*pair)
        place, line = dispute.place, dispute.line_of(self.people[who])
        deed = (disputes.override, person, place, "2026", line, station, REASON, two, KEYS)
        deed = (*deed, self.stage.now)
        if who not in self.cast:
            self.nothing_is_taken_out(who, deed)
        elif len(self.cast) > LOT:
            self.two_decide(DisputeKind.OVERRIDE, deed, fails)
            self.take_out(who)
            self.taken[who] = where

    def nothing_is_taken_out(self, who, deed):
        with refused(Conflict, Code.VOTE_NOT_BY_PHONE if who in self.taken else Code.NOBODY_VOTED):
            deed[0](*deed[1:])

    def two_decide(self, kind, deed, fails):
        if fails:
            with the_power_failing():
                deed[0](*deed[1:])
        number = deed[0](*deed[1:])
        self.decided[kind] += 1
        assert number == self.decided.total()

    @rule(data=st.data(), agrees=st.booleans())
    @precondition(lambda self: self.taken and self.phase is not Phase.DECIDED)
    def two_undo_a_mark_on_paper(self, data, agrees):
        who = data.draw(st.sampled_from(sorted(self.taken)))
        line, place, now = self.dispute.line_of(self.people[who]), self.stage.place, self.stage.now
        ask = (self.members[0], place, "2026", line, REASON, now)
        if self.piled[self.taken[who]] is not None:
            with refused(Conflict, Code.BOX_OPENED):
                mark_undoing.ask(*ask)
            return
        ref = mark_undoing.ask(*ask)
        self.decided[DisputeKind.UNMARK] += 1
        if agrees:
            self.dispute.look(self.members[1], ref)
            mark_undoing.agree(self.members[1], place, "2026", ref, line, KEYS, now)
            del self.taken[who]
        else:
            mark_undoing.decline(self.members[1], place, "2026", ref, now)

    @rule(data=st.data(), place=st.integers(0, 10**9), pair=PAIR)
    @precondition(lambda self: self.phase is not Phase.DECIDED and len(self.cast) > LOT)
    def the_voting_goes_to_its_end_and_a_vote_is_disputed_then(self, data, place, pair):
        self.the_voting_goes_to_its_end(data, place)
        self.a_vote_is_taken_out_after_the_result_and_the_count_corrected(data, pair)

    @rule(data=st.data(), pair=PAIR)
    @precondition(lambda self: self.phase is Phase.DECIDED and len(self.cast) > LOT)
    def a_vote_is_taken_out_after_the_result_and_the_count_corrected(self, data, pair):
        who = data.draw(st.sampled_from(sorted(self.cast)))
        place, now = self.stage.place, self.stage.now
        if not self.is_stale:
            with refused(Conflict, Code.RESULT_HOLDS):
                results.correct(self.clerk, place, "2026", now)
        self.two_holders_take_a_vote_out(who, pair, fails=False)

        results.correct(self.clerk, place, "2026", now)
        lifecycle.confirm_correction(self.members[0], place, "2026", KEYS, self.stage.storage, now)

        self.is_stale = False
        self.the_board_says_what_the_model_says()

    @invariant()
    def each_person_stands_once_and_in_the_channel_of_the_model(self):
        rows = db.session.execute(
            select(Participation.roll_entry_id, Participation.channel).filter_by(
                round_id=self.stage.round().id
            )
        )
        by_phone = [(self.entries[who], Channel.INTERNET) for who in self.cast]
        on_paper = [(self.entries[who], Channel.PAPER) for who in self.taken]
        assert sorted(map(tuple, rows)) == sorted(by_phone + on_paper)

    @invariant()
    def each_participation_by_phone_has_one_live_ballot_of_a_lineage_of_its_own(self):
        round_id = self.stage.round().id
        out, found = annulments.annulled_of(round_id), []
        for table in (InboxBallot, Ballot):
            rows = select(table.ballot_id, table.lineage).filter_by(
                round_id=round_id, channel=Channel.INTERNET
            )
            found += [row.lineage for row in db.session.execute(rows) if row.ballot_id not in out]

        assert len(found) == len(set(found)) == len(self.cast)
        assert None not in found

    @invariant()
    def a_ballot_stays_in_its_lot_with_its_leaf_whether_it_counts_or_not(self):
        name = f"{self.stage.slug}/2026"
        rows = db.session.execute(
            select(Ballot, BallotAnnulment.leaf)
            .outerjoin(BallotAnnulment, BallotAnnulment.ballot_id == Ballot.ballot_id)
            .filter(Ballot.round_id == self.stage.round().id)
        ).all()
        lots = {ballot.ballot_id: ballot.lot_id for ballot, _ in rows}
        assert self.lots.items() <= lots.items()
        self.lots = lots
        for ballot, leaf in rows:
            own = rules.ballot_leaf(name, ballot.number, ballot.marks, ballot.salt)
            assert leaf in (None, own)

    @invariant()
    def each_ballot_out_of_the_count_has_its_reason(self):
        kinds = Counter(
            db.session.scalars(
                select(BallotAnnulment.kind).filter_by(round_id=self.stage.round().id)
            )
        )
        by_decision = {kind: self.decided[one] for one, kind in ANNULS.items()}
        changed = len(self.out) - sum(by_decision.values())
        assert kinds == Counter({**by_decision, AnnulmentKind.REPLACED: changed})

    @invariant()
    def no_transaction_pairs_a_person_with_a_sealed_ballot(self):
        """SQLite keeps no number of a transaction, and its ballots no row number."""
        if db.session.connection().dialect.name != "postgresql":
            return
        sealed = set(db.session.scalars(text("SELECT xmin::text FROM ballot")))
        for table in ("participation", "participation_void", "decision", "paper_mark"):
            written = set(db.session.scalars(text(f"SELECT xmin::text FROM {table}")))  # noqa: S608
            assert not written & sealed, table


def test_every_step_of_a_disputed_voting_leaves_what_has_to_hold(stage, monkeypatch):
    # Locks that are no protection, and take no time.
    monkeypatch.setattr(references, "MEMORY", 8)
    monkeypatch.setattr(references, "TIME", 1)
    terms = TERMS[VoteType.APPROVAL]
    stage.announced(terms=terms)
    stage.on_ballot(*COSTS)
    dispute = DisputeStage(stage, stage.voters(VOTERS))
    sides = (Role.DEPUTY, Role.COMMISSION, Role.MONITORING)
    dispute.holders = [stage.person(side) for side in sides]
    dispute.hold()
    stage.go_to(Phase.VOTING)
    first, second, clerk = (stage.person(Role.OPERATOR) for _ in range(3))
    members = [stage.person(Role.COMMISSION) for _ in range(2)]
    boxes = [
        with_a_box(PaperStage(stage, dispute.people, first, second, members[0])) for _ in range(2)
    ]
    lines = select(RollEntry.id).filter_by(round_id=stage.round().id).order_by(RollEntry.id)
    given = {
        "stage": stage,
        "people": dispute.people,
        "terms": terms,
        "boxes": boxes,
        "clerk": clerk,
        "dispute": dispute,
        "members": members,
        "entries": db.session.scalars(lines).all(),
    }

    run_state_machine_as_test(
        type("OfThisStage", (WithDisputes,), given),
        settings=settings(
            max_examples=5,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
