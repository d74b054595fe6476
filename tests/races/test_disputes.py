"""Two at one change code, a decision against the sealing and against the count: real processes."""

from sqlalchemy import func, select

from pb import lifecycle
from pb.acts import ballots, disputes, mark_undoing
from pb.records.annulments import BallotAnnulment
from pb.records.ballots import Ballot, InboxBallot, Participation
from pb.records.base import db
from pb.records.decisions import Decision
from pb.records.results import Result
from pb.rules.ballots import Marks
from pb.rules.disputes import AnnulmentKind
from pb.rules.refusals import Code
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.actors import STRANGER
from tests.dispute_stage import REASON, DisputeStage, with_key
from tests.paper_stage import with_station
from tests.races.finish import number_of, told
from tests.stage import KEYS


def committed(dispute):
    db.session.commit()
    return dispute


def void(dispute, person):
    given = (dispute.holders[0], dispute.place, "2026", dispute.line_of(person), REASON)
    return disputes.void, (*given, dispute.two(), KEYS, dispute.stage.now)


def live(stage):
    """How many ballots count, wherever they lie."""
    every = number_of(InboxBallot, stage) + number_of(Ballot, stage)
    return every - number_of(BallotAnnulment, stage)


def test_eight_who_hold_one_code_leave_one_ballot_that_counts(field):
    stage, race = field
    dispute = committed(with_key(stage))
    paper = dispute.vote(dispute.people[0], 1, is_changeable=True)
    db.session.commit()
    space = stage.round().terms.number_space
    changes = [
        (
            ballots.change,
            (
                STRANGER,
                stage.place,
                "2026",
                paper.code,
                Marks((2,)),
                ballots.issue(space),
                stage.now,
            ),
        )
        for _ in range(8)
    ]

    answers = told(race(*[[one] for one in changes]))

    done = [one for one in answers if isinstance(one, ballots.Receipt)]
    assert done, answers
    assert set(answers) - set(done) <= {Code.BALLOT_FORM_STALE, Code.CHANGE_CODE_UNKNOWN}
    assert number_of(BallotAnnulment, stage) == len(done)
    assert (live(stage), number_of(Participation, stage)) == (1, 1)


def test_a_vote_is_taken_out_once_when_its_ballot_moves_into_the_box_meanwhile(field):
    stage, race = field
    dispute = committed(with_key(stage, voters=24))
    for person in dispute.people:
        dispute.vote(person, 1)
    db.session.commit()
    takers = [[void(dispute, person)] for person in dispute.people[:6]]
    tick = [(lifecycle.tick, (KEYS, stage.now))]

    answers = told(race(*takers, tick, tick))

    numbers = sorted(one for one in answers[:6] if isinstance(one, int))
    assert numbers == [1, 2, 3, 4, 5, 6], answers
    assert number_of(BallotAnnulment, stage) == 6
    assert (live(stage), number_of(Participation, stage)) == (18, 18)


def test_a_decision_against_the_count_is_in_it_or_makes_it_stale(field):
    stage, race = field
    dispute = committed(with_key(stage, voters=22))
    for person in dispute.people:
        dispute.vote(person, 1)
    stage.go_to(Phase.COUNTING)
    clerk, member = stage.person(Role.OPERATOR), stage.person(Role.COMMISSION)
    db.session.commit()
    count = (lifecycle.count, (clerk, stage.place, "2026", KEYS, stage.now))

    told(race([count], [void(dispute, dispute.people[3])]))

    decided = number_of(Decision, stage)
    counted = db.session.scalar(select(Result.ballots).where(Result.municipality_id == stage.place))
    assert decided == 1
    if counted == 22:
        answers = told(
            race(
                [(lifecycle.confirm, (member, stage.place, "2026", KEYS, stage.storage, stage.now))]
            )
        )
        assert answers == [Code.RESULT_STALE]
    else:
        assert counted == 21


def test_a_change_against_a_decision_leaves_no_ballot_that_counts_without_its_person(field):
    stage, race = field
    dispute = committed(with_key(stage, voters=8))
    papers = [dispute.vote(person, 1, is_changeable=True) for person in dispute.people]
    db.session.commit()
    space = stage.round().terms.number_space
    lists = []
    for person, paper in list(zip(dispute.people, papers, strict=True))[:4]:
        given = (STRANGER, stage.place, "2026", paper.code, Marks((2,)))
        lists.append([(ballots.change, (*given, ballots.issue(space), stage.now))])
        lists.append([void(dispute, person)])

    told(race(*lists))

    assert live(stage) == number_of(Participation, stage)
    out = select(func.count()).where(
        BallotAnnulment.municipality_id == stage.place,
        BallotAnnulment.kind == AnnulmentKind.VOID,
    )
    assert db.session.scalar(out) == 8 - number_of(Participation, stage)


def test_a_mark_is_undone_once_when_eight_agree_at_once(field):
    stage, race = field
    paper = with_station(stage, voters=1, stock=2)
    paper.mark(paper.people[0])
    line = paper.line_of(paper.people[0])
    ref = mark_undoing.ask(paper.first, stage.place, "2026", line, REASON, stage.now)
    DisputeStage(stage).look(paper.member, ref)
    db.session.commit()
    agree = (mark_undoing.agree, (paper.member, stage.place, "2026", ref, line, KEYS, stage.now))

    answers = told(race(*[[agree]] * 8))

    assert answers.count(Code.AGREED_ALREADY) == 7, answers
    assert number_of(Participation, stage) == 0
