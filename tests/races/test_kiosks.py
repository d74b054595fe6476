"""A ticket against paper, against the telephone, against itself: real processes, real commits."""

from pb.acts import ballots, kiosk_tickets, kiosk_votes, kiosks, paper_marks
from pb.acts.kiosk_tickets import Slip
from pb.records.ballots import InboxBallot, Participation
from pb.records.base import db
from pb.records.kiosk_tickets import KioskMark, KioskTicket
from pb.records.kiosks import Kiosk
from pb.records.paper_marks import PaperMark
from pb.rules.ballots import Marks
from pb.rules.kiosks import IdentityPaper
from pb.rules.refusals import Code
from pb.services import casting
from pb.services.kiosks import latest_ticket
from tests.kiosk_stage import with_kiosk
from tests.races.finish import number_of, told, vote
from tests.stage import KEYS


def by_ticket(kiosk, booth, *choices):
    given = (kiosk.place, "2026", booth, Marks(choices), casting.issue(100), kiosk.stage.now)
    return kiosk_votes.cast, given


def on_paper(kiosk, person):
    paper = kiosk.paper
    given = (paper.first, kiosk.place, "2026", paper.station, paper.line_of(person))
    return paper_marks.mark, (*given, kiosk.stage.now)


def receipts_of(answers):
    return {one.ballot_id for one in answers if isinstance(one, ballots.Receipt)}


def failures(answers):
    """What is neither a deed done nor a refusal: tracebacks."""
    return [one for one in answers if isinstance(one, str) and not isinstance(one, Code)]


def test_one_person_votes_once_by_ticket_on_paper_and_by_telephone(field):
    stage, race = field
    kiosk = with_kiosk(stage, voters=5)
    booths = [kiosk.enter(kiosk.ticket(person).code) for person in kiosk.people]
    db.session.remove()

    answers = told(
        race(
            *[[by_ticket(kiosk, booth, 1) for booth in booths] for _ in range(3)],
            *[[on_paper(kiosk, person) for person in kiosk.people]] * 3,
            *[[vote(stage, person, 2) for person in kiosk.people]] * 2,
        )
    )

    assert not failures(answers)
    assert number_of(Participation, stage) == 5
    assert len(receipts_of(answers)) == number_of(InboxBallot, stage)
    used = db.session.query(KioskTicket).filter(
        KioskTicket.municipality_id == stage.place, KioskTicket.used_at.is_not(None)
    )
    assert used.count() == number_of(KioskMark, stage)
    assert number_of(InboxBallot, stage) + number_of(PaperMark, stage) == 5


def test_two_sittings_with_one_ticket_make_one_vote(field):
    stage, race = field
    kiosk = with_kiosk(stage, voters=4)
    tokens = [kiosk.token, *(kiosk.another_kiosk() for _ in range(7))]
    codes = [kiosk.ticket(person).code for person in kiosk.people]
    sittings = [[kiosk.enter(code, token) for code in codes] for token in tokens]
    db.session.remove()

    answers = told(
        race(*[[by_ticket(kiosk, booth, 1 + at % 3) for booth in each]
               for at, each in enumerate(sittings)])
    )  # fmt: skip

    assert not failures(answers)
    assert len(receipts_of(answers)) == 4
    assert number_of(InboxBallot, stage) == number_of(KioskMark, stage) == 4
    assert {one for one in answers if isinstance(one, Code)} == {Code.TICKET_USED}


def test_a_button_pressed_at_eight_kiosks_with_one_paper_makes_one_vote(field):
    stage, race = field
    kiosk = with_kiosk(stage, voters=1)
    cast = by_ticket(kiosk, kiosk.enter(kiosk.ticket(kiosk.people[0]).code), 2)
    db.session.remove()

    answers = told(race(*[[cast]] * 8))

    assert len(answers) == 8
    assert len(receipts_of(answers)) == 1
    assert number_of(InboxBallot, stage) == 1


def test_a_new_ticket_and_the_cast_of_the_old_one_wait_for_each_other(field):
    stage, race = field
    kiosk = with_kiosk(stage, voters=6)
    booths = [kiosk.enter(kiosk.ticket(person).code) for person in kiosk.people]
    again = [(_issue, again_for(kiosk, one)) for one in kiosk.people]
    db.session.remove()

    answers = told(race([by_ticket(kiosk, booth, 1) for booth in booths], again))

    assert not failures(answers)
    cast, given = receipts_of(answers), [one for one in answers if isinstance(one, Slip)]
    assert len(cast) + len(given) == 6
    assert number_of(InboxBallot, stage) == len(cast)
    assert {one for one in answers if isinstance(one, Code)} <= {
        Code.TICKET_WITHDRAWN, Code.TICKET_VOTED,
    }  # fmt: skip


def test_eight_wrong_codes_at_one_moment_count_as_eight(field):
    stage, race = field
    kiosk = with_kiosk(stage, voters=1)
    given = (kiosk.place, "2026", kiosk.token, "ACEH2346", KEYS, stage.now)
    db.session.remove()

    answers = told(race(*[[(kiosk_votes.enter, given)]] * 8))

    assert answers == [Code.TICKET_UNKNOWN] * 8
    [wrong] = db.session.query(Kiosk.wrong_codes).filter_by(municipality_id=stage.place).one()
    assert wrong == 8


def test_wrong_codes_at_a_kiosk_that_is_ended_at_that_moment_are_refused_in_words(field):
    stage, race = field
    kiosk = with_kiosk(stage, voters=1)
    given = (kiosk.place, "2026", kiosk.token, "ACEH2346", KEYS, stage.now)
    end = (kiosks.end_here, (kiosk.place, "2026", kiosk.token, stage.now))
    db.session.remove()

    answers = told(race([end], *[[(kiosk_votes.enter, given)]] * 7))

    assert set(answers) <= {Code.TICKET_UNKNOWN, Code.KIOSK_ENDED}


def test_one_look_makes_one_ticket_however_often_its_form_is_sent(field):
    stage, race = field
    kiosk = with_kiosk(stage, voters=1)
    again = (_issue, again_for(kiosk, kiosk.people[0]))
    db.session.remove()

    answers = told(race(*[[again]] * 8))

    assert len([one for one in answers if isinstance(one, Slip)]) == 1
    assert [one for one in answers if not isinstance(one, Slip)] == [Code.TICKET_MADE] * 7


def again_for(kiosk, person):
    """What one look gives to issue a ticket with."""
    line = kiosk.paper.line_of(person)
    latest = latest_ticket(kiosk.stage.round().id, line)
    return kiosk.clerk, kiosk.place, kiosk.paper.station, line, kiosk.stage.now, latest


def _issue(clerk, place, station, line, now, latest):
    shown = IdentityPaper.CARD
    return kiosk_tickets.issue(
        clerk, place, "2026", station, line, shown, KEYS, now, is_compared=True, latest=latest
    )
