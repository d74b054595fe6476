"""The same machine with kiosks and hands: tickets given, typed, used up, withdrawn, out of date.

They stand beside the telephones, the two boxes and an assembly; after every step each person
stands once, in the channel of the model, and no ticket was used but by its own vote (security,
2.10: I1 to I4, I10, I13).
"""

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from pb.acts import ballots, kiosk_tickets, kiosk_votes, kiosks
from pb.acts.kiosk_votes import Booth
from pb.records import assembly_marks
from pb.records.audit import AuditEvent
from pb.records.ballots import Participation
from pb.records.base import db
from pb.records.kiosk_tickets import KioskMark, KioskTicket
from pb.records.residents import RollEntry
from pb.rules.kiosks import (
    KIOSK_LASTS,
    IdentityPaper,
    is_cast_in_time,
    is_typed_in_time,
)
from pb.rules.refusals import Code, Conflict, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.tally.election import Channel, VoteType
from pb.services.audit import Tag
from pb.services.kiosks import latest_ticket
from tests.acts.test_ballot_invariants import CHOICES, COSTS, TERMS, VOTERS, WHO, the_power_failing
from tests.acts.test_paper_invariants import WHERE, WithPaper, with_a_box
from tests.assembly_stage import AssemblyStage, with_assembly
from tests.fingerprint import one_event, refused
from tests.kiosk_stage import Given
from tests.paper_stage import PaperStage
from tests.stage import KEYS

HANDS = "by hands"
"""Where a person was marked who is at no box: among those taken, and at neither station."""


class WithKiosks(WithPaper):
    """A round with a kiosk at each of the two stations, and an assembly that has begun."""

    hall: AssemblyStage
    entries = ()

    def __init__(self):
        super().__init__()
        self.given, self.tokens, self.by_ticket = [], {}, set()
        self.issued = self.withdrawn = 0

    @initialize(number=st.integers(0, 4), choices=st.lists(CHOICES, min_size=5, max_size=5))
    def a_crowd_has_come(self, number, choices):
        super().a_crowd_has_come(number, choices)
        for who in (VOTERS - 1, VOTERS - 2, VOTERS - 3, 0):
            self.somebody_is_given_a_ticket(who, who % 2, fails=False)
        self.everybody_with_a_ticket_types_it()
        self.cast_by(self.given[0], choices[0], fails=True)
        self.somebody_votes_by_hand(VOTERS - 2)
        self.cast_by(self.given[1], choices[1], fails=False)

    def token(self, where):
        """The kiosk of a station; a new one in the morning."""
        token, until = self.tokens.get(where, ("", self.stage.now))
        if self.stage.now >= until:
            token = kiosks.start(*self.at(where), self.stage.now)
            self.tokens[where] = (token, self.stage.now + KIOSK_LASTS)
        return token

    def stands(self, who):
        return who in self.cast or who in self.taken

    def live(self):
        return [one for one in self.given if one.over is None]

    def at(self, where):
        box = self.boxes[where]
        return box.first, box.place, "2026", box.station

    @rule(who=WHO, where=WHERE, fails=st.booleans())
    def somebody_is_given_a_ticket(self, who, where, fails):
        line = self.boxes[where].line_of(self.people[who])
        latest = latest_ticket(self.stage.round().id, line)
        ask = (*self.at(where), line, IdentityPaper.CARD, KEYS, self.stage.now)

        def give():
            return kiosk_tickets.issue(*ask, is_compared=True, latest=latest)

        if self.phase is not Phase.VOTING:
            with refused(NotNow, Code.NOT_OPEN):
                give()
        elif self.stands(who):
            with refused(Conflict, Code.TICKET_VOTED):
                give()
        else:
            if fails:
                with the_power_failing():
                    give()
            with one_event(Tag.TICKET_ISSUED):
                slip = give()
            for one in self.live():
                if one.who == who:
                    one.over = Code.TICKET_WITHDRAWN
            self.given.append(Given(who, where, slip))
            self.issued += 1

    @rule(data=st.data())
    @precondition(lambda self: self.live() and self.phase is Phase.VOTING)
    def a_ticket_is_withdrawn(self, data):
        one = data.draw(st.sampled_from(self.live()))
        ask = (*self.at(one.where), one.slip.ref, self.stage.now)
        with one_event(Tag.TICKET_WITHDRAWN):
            kiosk_tickets.withdraw(*ask)
        one.over = Code.TICKET_WITHDRAWN
        self.withdrawn += 1
        with refused(Conflict, Code.TICKET_OVER):
            kiosk_tickets.withdraw(*ask)

    @rule()
    @precondition(lambda self: self.phase is Phase.VOTING)
    def everybody_with_a_ticket_types_it(self):
        for one in self.given:
            self.type(one)

    @rule(data=st.data())
    @precondition(lambda self: self.given and self.phase is Phase.VOTING)
    def a_ticket_is_typed_at_the_other_station(self, data):
        one = data.draw(st.sampled_from(self.given))
        token = self.token(1 - one.where)
        with refused(NotValid, Code.TICKET_ELSEWHERE, "code"):
            self.enter(token, one.slip.code)

    @rule(where=WHERE)
    @precondition(lambda self: self.phase is Phase.VOTING)
    def a_code_is_typed_that_nobody_was_given(self, where):
        token = kiosks.start(*self.at(where), self.stage.now)
        with refused(NotValid, Code.TICKET_UNKNOWN, "code", counts="kiosk"):
            self.enter(token, "AAAA-CCCC")

    def enter(self, token, code):
        return kiosk_votes.enter(self.stage.place, "2026", token, code, KEYS, self.stage.now)

    def hindered(self, one, in_time):
        """What whoever types or uses a ticket now has to be refused with; None where nothing is."""
        if one.over is not None:
            return NotValid, one.over, "code"
        if not in_time(one.slip.expires_at, self.stage.now):
            return NotValid, Code.TICKET_EXPIRED, "code"
        return (Conflict, Code.VOTED_ALREADY) if self.stands(one.who) else None

    def type(self, one):
        token, hindered = self.token(one.where), self.hindered(one, is_typed_in_time)
        if hindered:
            with refused(*hindered):
                self.enter(token, one.slip.code)
        else:
            one.booth = Booth(token, self.enter(token, one.slip.code))

    @rule(data=st.data(), choices=CHOICES, fails=st.booleans())
    @precondition(lambda self: any(one.booth for one in self.given))
    def somebody_votes_at_a_kiosk(self, data, choices, fails):
        one = data.draw(st.sampled_from([one for one in self.given if one.booth]))
        self.cast_by(one, choices, fails)

    def cast_by(self, one, choices, fails):
        now = self.stage.now
        paper, marked = ballots.issue(self.terms.number_space), self.marked(choices)
        # A kiosk that ran out is started anew: whoever sits there sits at the new one.
        token = self.token(one.where) if self.phase is Phase.VOTING else one.booth.token
        ask = (self.stage.place, "2026", Booth(token, one.booth.ticket), marked, paper, now)

        hindered = self.hindered(one, is_cast_in_time)
        if self.phase is not Phase.VOTING:
            hindered = (NotNow, Code.VOTING_CLOSED)
        if hindered:
            with refused(*hindered):
                kiosk_votes.cast(*ask)
        else:
            if fails:
                with the_power_failing():
                    kiosk_votes.cast(*ask)
            with one_event(Tag.BALLOT_CAST):
                receipt = kiosk_votes.cast(*ask)
            assert receipt == ballots.receipt(self.stage.round().id, paper.ballot_id)
            one.paper, one.marked, one.over = paper, choices, Code.TICKET_USED
            self.casts += 1
            self.cast[one.who] = self.text(choices)
            self.by_ticket.add(one.who)

    @rule(data=st.data())
    @precondition(lambda self: self.by_ticket)
    def a_button_is_pressed_twice_at_a_kiosk(self, data):
        one = data.draw(st.sampled_from([one for one in self.given if one.paper]))
        marked, now = self.marked(one.marked), self.stage.now
        receipt = kiosk_votes.cast(self.stage.place, "2026", one.booth, marked, one.paper, now)
        assert receipt == ballots.receipt(self.stage.round().id, one.paper.ballot_id)

    @rule(minutes=st.sampled_from((5, 29, 31, 41)))
    @precondition(lambda self: self.phase is Phase.VOTING)
    def time_passes(self, minutes):
        self.stage.clock.put(self.stage.now + timedelta(minutes=minutes))

    @rule(who=WHO)
    @precondition(lambda self: self.phase is not Phase.DECIDED)
    def somebody_votes_by_hand(self, who):
        person = self.people[who]
        if self.stands(who):
            with refused(Conflict, Code.TICKED_VOTED):
                self.hall.mark(person)
        else:
            with one_event(Tag.HANDS_MARKED):
                marked = self.hall.mark(person)
            self.taken[who] = HANDS
            assert marked == self.marks_at(HANDS)

    @rule(place=st.integers(0, 10**9))
    @precondition(lambda self: self.phase is Phase.COUNTING and self.all_is_read())
    def the_result_is_counted_and_confirmed(self, place):
        raised = self.marks_at(HANDS)
        self.hall.enter(self.hall.said((raised, 0, 0), *[(0, 0, raised)] * 3, came=(raised, 1)))
        self.hall.confirm()
        super().the_result_is_counted_and_confirmed(place)

    def scores(self):
        found = super().scores()
        found[1] += self.marks_at(HANDS)
        return found

    @invariant()
    def each_person_stands_once_and_in_the_channel_of_the_model(self):
        rows = db.session.execute(select(Participation.roll_entry_id, Participation.channel))
        model = [(self.entries[who], Channel.INTERNET) for who in self.cast]
        for who, where in self.taken.items():
            channel = Channel.ASSEMBLY if where == HANDS else Channel.PAPER
            model.append((self.entries[who], channel))
        assert sorted(map(tuple, rows)) == sorted(model)
        marks = assembly_marks.marks_at(self.stage.place, self.hall.assembly.id)
        assert marks == self.marks_at(HANDS)

    @invariant()
    def a_ticket_is_used_by_its_own_vote_alone(self):
        marks = db.session.execute(select(KioskMark.roll_entry_id, KioskMark.ticket_id)).all()
        used = db.session.execute(
            select(KioskTicket.roll_entry_id, KioskTicket.id).filter(
                KioskTicket.used_at.is_not(None)
            )
        ).all()
        assert sorted(map(tuple, marks)) == sorted(map(tuple, used))
        assert {entry for entry, _ in marks} == {self.entries[who] for who in self.by_ticket}
        live = db.session.scalars(
            select(KioskTicket.ref).filter(
                KioskTicket.used_at.is_(None), KioskTicket.withdrawn_at.is_(None)
            )
        )
        assert set(live) == {one.slip.ref for one in self.live()}

    @invariant()
    def each_ticket_left_one_event_when_given_and_one_when_withdrawn(self):
        tags = db.session.scalars(select(AuditEvent.tag).filter(AuditEvent.tag.like("kiosk_tick%")))
        known = {Tag.TICKET_ISSUED: self.issued, Tag.TICKET_WITHDRAWN: self.withdrawn}
        assert Counter(tags) == Counter(known)


def test_every_step_of_a_voting_with_kiosks_leaves_what_has_to_hold(stage):
    terms = TERMS[VoteType.APPROVAL]
    hall = with_assembly(stage, voters=VOTERS, terms=terms, costs=COSTS)
    boxes = [
        with_a_box(PaperStage(stage, hall.people, hall.first, hall.second, hall.member))
        for _ in range(2)
    ]
    lines = select(RollEntry.id).filter_by(round_id=stage.round().id).order_by(RollEntry.id)
    given = {
        "stage": stage,
        "people": hall.people,
        "terms": terms,
        "hall": hall,
        "boxes": boxes,
        "clerk": stage.person(Role.OPERATOR),
        "entries": db.session.scalars(lines).all(),
    }

    run_state_machine_as_test(
        type("OfThisStage", (WithKiosks,), given),
        settings=settings(
            max_examples=5,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
