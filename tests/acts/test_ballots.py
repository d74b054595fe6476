"""Casting a ballot."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pb import lifecycle
from pb.acts import ballots
from pb.records import ballots as records
from pb.records.ballots import InboxBallot, Participation
from pb.records.base import db
from pb.records.residents import roll_entry_of
from pb.rules import calendar
from pb.rules.ballots import Marks
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.tally.election import Channel
from pb.rules.terms import Terms
from pb.services.actors import PLATFORM, STRANGER
from pb.services.audit import Tag
from tests.fingerprint import fingerprint, one_event, refused
from tests.stage import KEYS, som

MOMENT = timedelta(microseconds=1)
PAPER = ballots.BallotPaper("0f4d5c9e-1111-4222-8333-444455556666", 107)


@pytest.fixture
def voters(stage):
    """The roll of a round in its voting, with projects 1, 2, 3 and 4."""
    return stage.open_voting(100, 200, 300, 400)


def cast(stage, voter, *choices, paper=PAPER, place=None, slug="2026"):
    place = stage.place if place is None else place
    return ballots.cast(voter, place, slug, Marks(tuple(choices)), paper, stage.now)


def number_of(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_cast_gives_a_receipt_that_says_what_the_database_holds(stage, voters):
    with one_event(Tag.BALLOT_CAST):
        receipt = cast(stage, voters[0], 3, 1)

    assert receipt == ballots.Receipt(PAPER.ballot_id, PAPER.number, Marks((1, 3)))
    assert ballots.receipt(stage.round().id, PAPER.ballot_id) == receipt
    assert records.ballot_as_kept(stage.round().id, PAPER.ballot_id) == (PAPER.number, "1,3")
    assert (number_of(Participation), number_of(InboxBallot)) == (1, 1)


def test_cast_leaves_a_trace_that_tells_neither_who_nor_what_nor_the_minute(stage, voters):
    stage.clock.put(stage.now + timedelta(minutes=37, seconds=12, microseconds=5))

    with one_event(Tag.BALLOT_CAST) as event:
        cast(stage, voters[0], 2)

    assert (event.actor_ref, event.object_ref) == (None, "2026")
    assert event.at == calendar.hour_of(stage.now) != stage.now
    assert json.loads(event.facts) == {"channel": "internet"}
    assert db.session.scalars(select(Participation.hour)).all() == [calendar.hour_of(stage.now)]


def test_cast_is_refused_when_the_person_voted_before(stage, voters):
    cast(stage, voters[0], 1)
    hour = calendar.hour_of(stage.now)
    stage.clock.put(stage.now + timedelta(hours=3))
    other = replace(PAPER, ballot_id="another paper")

    with refused(Conflict, Code.VOTED_ALREADY, channel=Channel.INTERNET, hour=hour):
        cast(stage, voters[0], 2, paper=other)
    with refused(Conflict, Code.VOTED_ALREADY):
        cast(stage, voters[0], 1, paper=other)


def test_cast_gives_the_same_receipt_when_the_same_paper_comes_twice(stage, voters):
    first = cast(stage, voters[0], 1, 2)
    before = fingerprint()

    again = cast(stage, voters[0], 2, 1)

    assert again == first
    assert fingerprint() == before


def test_cast_gives_the_same_receipt_when_the_ballot_lies_in_the_box_by_then(stage, voters):
    first = cast(stage, voters[0], 1, 2)
    stage.go_to(Phase.COUNTING)
    lifecycle.tick(KEYS, stage.now)
    stage.go_to(Phase.VOTING)

    assert cast(stage, voters[0], 1, 2) == first


@pytest.mark.parametrize(
    ("choices", "paper"), [((1, 3), PAPER), ((1, 2), replace(PAPER, number=108))]
)
def test_cast_is_refused_when_the_same_paper_comes_back_altered(stage, voters, choices, paper):
    first = cast(stage, voters[0], 1, 2)

    with refused(Conflict, Code.VOTED_ALREADY):
        cast(stage, voters[0], *choices, paper=paper)
    assert ballots.receipt(stage.round().id, PAPER.ballot_id) == first


def test_cast_is_refused_when_the_person_voted_on_paper(stage, voters):
    round_, hour = stage.round(), calendar.hour_of(stage.now)
    entry = roll_entry_of(round_.id, voters[0].account_id)
    records.mark_participation(stage.place, round_.id, entry, Channel.PAPER, hour)
    db.session.commit()

    with refused(Conflict, Code.VOTED_ALREADY, channel=Channel.PAPER, hour=hour):
        cast(stage, voters[0], 1)


@pytest.mark.parametrize(
    ("choices", "code", "facts"),
    [
        ((1, 1), Code.CHOICE_TWICE, {"number": 1}),
        ((1, 2, 3, 4), Code.TOO_MANY_CHOICES, {"largest": 3, "chosen": 4}),
        ((), Code.TOO_FEW_CHOICES, {"smallest": 1, "chosen": 0}),
        ((1, 5), Code.CHOICE_UNKNOWN, {"number": 5}),
        ((-1,), Code.CHOICE_UNKNOWN, {"number": -1}),
        ((0,), Code.CHOICE_UNKNOWN, {"number": 0}),
    ],
)
def test_cast_is_refused_when_the_choices_make_no_ballot(stage, voters, choices, code, facts):
    with refused(NotValid, code, "choices", **facts):
        cast(stage, voters[0], *choices)
    with refused(NotValid, code, "choices", **facts):
        ballots.check(voters[0], stage.place, "2026", Marks(tuple(choices)), stage.now)


def test_cast_is_refused_when_the_number_stands_on_another_rounds_ballot(stage):
    stage.announced("2027")
    stage.on_ballot(*[100] * 6, slug="2027")
    voters = stage.open_voting(100, 200)

    with refused(NotValid, Code.CHOICE_UNKNOWN, "choices", number=6):
        cast(stage, voters[0], 1, 6)


def test_cast_keeps_an_empty_ballot_when_the_round_allows_one(stage):
    voters = stage.open_voting(100, terms=Terms(som(1_000), min_choices=0))

    assert cast(stage, voters[0]).marks == Marks(())
    assert records.ballot_as_kept(stage.round().id, PAPER.ballot_id) == (PAPER.number, "")


def test_cast_is_open_from_the_first_moment_of_voting_to_the_last(stage, voters):
    opens, closes = stage.round().voting_opens, stage.round().voting_closes

    stage.clock.put(opens - MOMENT)
    with refused(NotNow, Code.VOTING_NOT_STARTED, opens=opens):
        cast(stage, voters[0], 1)
    stage.clock.put(opens)
    cast(stage, voters[0], 1)
    stage.clock.put(closes - MOMENT)
    cast(stage, voters[1], 1, paper=replace(PAPER, ballot_id="at the last moment"))
    stage.clock.put(closes)
    with refused(NotNow, Code.VOTING_CLOSED, closed=closes):
        cast(stage, voters[2], 1, paper=replace(PAPER, ballot_id="too late"))


def test_cast_is_refused_when_the_count_was_made_while_the_vote_waited(stage, voters):
    """The vote was sent in time, but got its turn only after the count: it is not lost silently."""
    cast(stage, voters[0], 1)
    sent = stage.round().voting_closes - MOMENT
    stage.go_to(Phase.COUNTING)
    lifecycle.count(stage.person(Role.OPERATOR), stage.place, "2026", KEYS, stage.now)

    stage.clock.put(sent)
    with refused(NotNow, Code.VOTING_CLOSED):
        cast(stage, voters[1], 1, paper=replace(PAPER, ballot_id="waited"))


def test_cast_is_refused_when_the_result_is_confirmed(stage, voters):
    stage.decided()
    stage.go_to(Phase.VOTING)

    with refused(NotNow, Code.VOTING_CLOSED):
        cast(stage, voters[0], 1)


def test_cast_is_refused_when_the_person_is_not_on_the_roll(stage, voters):
    other = stage.person(Role.RESIDENT)

    with refused(NotAllowed, Code.NOT_ON_ROLL):
        cast(stage, other, 1)
    with refused(NotAllowed, Code.NOT_ON_ROLL):
        ballots.check(other, stage.place, "2026", Marks((1,)), stage.now)
    with refused(NotAllowed, Code.NOT_ON_ROLL):
        ballots.check_not_voted(other, stage.place, stage.round(), stage.now)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.HEAD, Role.COMMISSION, Role.MONITORING])
def test_cast_is_refused_when_an_official_would_vote(stage, voters, role):
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        cast(stage, person, 1)


@pytest.mark.parametrize(
    ("actor", "code"), [(PLATFORM, Code.NOT_ALLOWED), (STRANGER, Code.SIGN_IN_FIRST)]
)
def test_cast_is_refused_when_nobody_is_signed_in(stage, voters, actor, code):
    with refused(NotAllowed, code):
        cast(stage, actor, 1)


def test_a_round_is_not_found_when_it_is_another_municipalitys(stage, voters):
    neighbour = stage.neighbour()
    other = neighbour.person(Role.RESIDENT)

    for actor, place in (
        (voters[0], neighbour.place),
        (other, neighbour.place),
        (other, stage.place),
    ):
        with refused(NotFound, Code.NOT_FOUND):
            cast(stage, actor, 1, place=place)
        with refused(NotFound, Code.NOT_FOUND):
            ballots.check(actor, place, "2026", Marks((1,)), stage.now)


def test_check_says_beforehand_what_cast_will_say_and_writes_nothing(stage, voters):
    before = fingerprint()

    assert ballots.check(voters[0], stage.place, "2026", Marks((2, 1)), stage.now) == Marks((1, 2))
    ballots.check_not_voted(voters[0], stage.place, stage.round(), stage.now)
    assert fingerprint() == before

    cast(stage, voters[0], 1)
    with refused(Conflict, Code.VOTED_ALREADY, channel=Channel.INTERNET):
        ballots.check_not_voted(voters[0], stage.place, stage.round(), stage.now)


def test_receipt_is_refused_when_no_such_ballot_was_cast_in_this_round(stage, voters):
    cast(stage, voters[0], 1)
    stage.announced("2027")

    with refused(Conflict, Code.BALLOT_FORM_STALE):
        ballots.receipt(stage.round().id, "another")
    with refused(Conflict, Code.BALLOT_FORM_STALE):
        ballots.receipt(stage.round("2027").id, PAPER.ballot_id)


def test_issue_draws_the_number_before_any_choice_and_writes_nothing(stage):
    before = fingerprint()

    papers = [ballots.issue(12) for _ in range(500)]

    assert fingerprint() == before
    assert len({paper.ballot_id for paper in papers}) == 500
    assert {paper.number for paper in papers} == set(range(100, 112))
