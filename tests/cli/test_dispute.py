"""`pb dispute`: two holders at one terminal take a vote out."""

import pytest
from sqlalchemy import select

from pb.acts import stations
from pb.gateways.clock import FixedClock, SystemClock
from pb.records.annulments import BallotAnnulment
from pb.records.ballots import Participation
from pb.records.base import db
from pb.records.ceremonies import Ceremony
from pb.records.paper_marks import PaperMark
from pb.records.privacy import PersonalAccess
from pb.rules.roles import Role
from tests.dispute_stage import PHRASES, REASON
from tests.paper_stage import SCHOOL
from tests.roll_stage import pin
from tests.stage import Stage
from tests.terminal import DEPUTY, ROUND, inside, run


def test_dispute_void_takes_the_vote_out_of_the_person_with_the_passport(voting):
    typed = [DEPUTY, "12", pin(1), REASON, "1", REASON, PHRASES[0], "1", PHRASES[1]]

    result = run(voting, "dispute", "void", ROUND, typed=typed)

    assert result.exit_code == 0, result.output
    assert "№ 1" in result.output
    with inside(voting):
        assert db.session.scalars(select(Participation)).all() == []
        assert len(db.session.scalars(select(BallotAnnulment)).all()) == 1
        assert db.session.scalars(select(PersonalAccess.reason)).one() == REASON


def test_dispute_override_marks_the_person_at_a_station_instead(voting):
    with inside(voting):
        round_stage = Stage(FixedClock(SystemClock().now()), None, place=1)
        clerk = round_stage.person(Role.OPERATOR)
        ref = stations.add(clerk, 1, "2026", SCHOOL, round_stage.now)
        stations.draw_stock(clerk, 1, "2026", ref, 6, round_stage.now)
        db.session.remove()
    typed = [DEPUTY, pin(1), REASON, "1", "1", REASON, PHRASES[0], "2", PHRASES[2]]

    result = run(voting, "dispute", "override", ROUND, typed=typed)

    assert result.exit_code == 0, result.output
    with inside(voting):
        assert len(db.session.scalars(select(PaperMark)).all()) == 1
        assert len(db.session.scalars(select(BallotAnnulment)).all()) == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ([DEPUTY, pin(7), REASON], "списк"),
        ([DEPUTY, pin(1), "ан", "ан", "ан"], "не меньше 10"),
        ([DEPUTY, pin(1), REASON, "2"], "Что вы смотрели, записано"),
        ([DEPUTY, pin(1), REASON, "1", REASON, PHRASES[1], "1", PHRASES[0]], "не открывают"),
        ([DEPUTY, pin(1), REASON, "1", REASON, PHRASES[0]], "не дойдя до конца"),
    ],
)
def test_dispute_void_changes_nothing_when_it_is_not_decided(voting, typed, words):
    result = run(voting, "dispute", "void", ROUND, typed=typed)

    assert result.exit_code == 2
    assert words in result.stderr
    with inside(voting):
        assert len(db.session.scalars(select(Participation)).all()) == 1
        assert db.session.scalars(select(BallotAnnulment)).all() == []
        assert len(db.session.scalars(select(Ceremony)).all()) == 1
