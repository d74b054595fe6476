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
from pb.records.sessions import SignInSession
from pb.rules.roles import Role
from tests.dispute_stage import PHRASES, REASON
from tests.paper_stage import SCHOOL
from tests.roll_stage import pin
from tests.stage import Stage
from tests.terminal import DEPUTY, ROUND, WATCHER, inside, meanwhile, run, signed_in_long_ago

FOUND = [DEPUTY, REASON, pin(1), "1", REASON]
"""Up to the reason of the decision: the person with this passport was found."""


def test_dispute_void_takes_the_vote_out_of_the_person_with_the_passport(voting):
    typed = [DEPUTY, REASON, "12", pin(7), pin(1), "1", REASON, PHRASES[0], "1", PHRASES[1]]

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
    typed = [DEPUTY, REASON, pin(1), "1", "1", REASON, PHRASES[0], "2", PHRASES[2]]

    result = run(voting, "dispute", "override", ROUND, typed=typed)

    assert result.exit_code == 0, result.output
    with inside(voting):
        assert len(db.session.scalars(select(PaperMark)).all()) == 1
        assert len(db.session.scalars(select(BallotAnnulment)).all()) == 1


def test_dispute_override_says_of_a_station_without_ballots_before_anything_more_is_typed(voting):
    with inside(voting):
        round_stage = Stage(FixedClock(SystemClock().now()), None, place=1)
        stations.add(round_stage.person(Role.OPERATOR), 1, "2026", SCHOOL, round_stage.now)
        db.session.remove()

    result = run(voting, "dispute", "override", ROUND, typed=[DEPUTY, REASON, pin(1), "1", "1"])

    assert result.exit_code == 2
    assert "бюллетен" in result.stderr
    assert "Что вы смотрели, записано" in result.stderr


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ([DEPUTY, REASON, *[pin(7)] * 3], "списк"),
        ([DEPUTY, "ан", "ан", "ан"], "не меньше 10"),
        ([DEPUTY, REASON, pin(1), "2"], "Что вы смотрели, записано"),
        ([*FOUND, *[PHRASES[1], "1", PHRASES[0]] * 3], "не открывают"),
        ([*FOUND, PHRASES[0]], "не изменено. Что вы смотрели, записано"),
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


def test_dispute_void_asks_only_the_holders_again_when_their_passphrases_open_nothing(voting):
    typed = [*FOUND, PHRASES[1], "1", PHRASES[0], PHRASES[0], "1", PHRASES[1]]

    result = run(voting, "dispute", "void", ROUND, typed=typed)

    assert result.exit_code == 0, result.output
    assert "не открывают" in result.stderr
    with inside(voting):
        assert len(db.session.scalars(select(PersonalAccess)).all()) == 1


@pytest.mark.parametrize(
    ("command", "who", "words"),
    [
        ("override", DEPUTY, "нет ни одного участка"),
        ("void", "togz-archa-other", "держатель ключа"),
    ],
)
def test_dispute_opens_nobodys_data_when_it_would_be_refused_anyway(voting, command, who, words):
    with inside(voting):
        stage = Stage(FixedClock(SystemClock().now()), None, place=1)
        stage.person(Role.COMMISSION, code="togz-archa-other")
        db.session.remove()

    result = run(voting, "dispute", command, ROUND, typed=[who, *FOUND[1:]])

    assert result.exit_code == 2
    assert words in result.stderr
    with inside(voting):
        assert db.session.scalars(select(PersonalAccess)).all() == []


def test_dispute_void_asks_for_the_pass_again_when_five_minutes_have_passed(voting):
    late = signed_in_long_ago(voting)
    typed = [
        meanwhile(voting, "DELETE FROM credential"),
        *FOUND,
        PHRASES[0],
        "1",
        late,
        PHRASES[1],
        WATCHER,
        DEPUTY,
    ]

    result = run(voting, "dispute", "void", ROUND, typed=typed)

    assert result.exit_code == 0, result.output
    assert "пропуск ещё раз" in result.output
    assert "Такого кода мы не знаем" in result.stderr
    with inside(voting):
        assert len(db.session.scalars(select(BallotAnnulment)).all()) == 1
        # Nobody stays signed in behind.
        assert None not in set(db.session.scalars(select(SignInSession.ended_at)))
