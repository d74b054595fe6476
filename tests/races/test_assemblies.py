"""The telephone against the hand, two who confirm at once: real processes, real commits."""

from datetime import timedelta

from pb.acts import assemblies, assembly_acts, assembly_marks, ballots
from pb.records.assemblies import Assembly, AssemblyAct
from pb.records.assembly_marks import AssemblyMark
from pb.records.ballots import InboxBallot, Participation
from pb.rules.refusals import Code
from tests.assembly_stage import with_assembly
from tests.races.finish import number_of, told, vote

NONE = (0, 0, 0)


def mark(made, *people):
    lines = [made.line_of(person) for person in people]
    given = (made.first, made.place, "2026", made.ref, lines, made.stage.now)
    return assembly_marks.mark, given


def test_one_person_votes_once_when_telephone_and_hand_come_at_once(field):
    stage, race = field
    made = with_assembly(stage, voters=6)
    by_phone = [vote(stage, person, 1) for person in made.people]
    by_hand = [mark(made, person) for person in made.people]

    answers = told(race(*[by_phone] * 4, *[by_hand] * 4))

    receipts = {one.ballot_id for one in answers if isinstance(one, ballots.Receipt)}
    marks = [one for one in answers if isinstance(one, int)]
    assert number_of(Participation, stage) == len(receipts) + len(marks) == 6, answers
    assert len(receipts) == number_of(InboxBallot, stage)
    assert len(marks) == number_of(AssemblyMark, stage)


def test_an_act_is_confirmed_once_when_two_confirm_it_at_once(field):
    stage, race = field
    made = with_assembly(stage)
    made.mark(*made.people)
    made.enter(made.said((4, 0, 0), NONE, NONE))
    seen = made.seen()
    confirm = [
        [(assembly_acts.confirm, (one, made.place, "2026", made.ref, seen, stage.now))]
        for one in (made.second, made.member)
    ]

    answers = told(race(*confirm * 4))

    # The one who confirmed is answered nothing.
    assert [one for one in answers if one] == [Code.ASSEMBLY_ACT_CONFIRMED] * 7, answers
    assert made.act.confirmed_at is not None


def test_two_acts_of_one_assembly_at_once_leave_one_whole_one(field):
    stage, race = field
    made = with_assembly(stage)
    made.mark(*made.people)
    acts = [
        [(assembly_acts.enter, (one, made.place, "2026", made.ref, said, stage.now))]
        for one, said in (
            (made.first, made.said((4, 0, 0), NONE, NONE)),
            (made.second, made.said((0, 4, 0), NONE, NONE)),
        )
    ]

    told(race(*acts * 3))

    assert number_of(AssemblyAct, stage) == 1
    by_first = made.act.entered_by == made.first.account_id
    confirmer = made.second if by_first else made.first
    made.confirm(confirmer)


def test_nobody_is_marked_behind_an_act(field):
    stage, race = field
    made = with_assembly(stage, voters=8)
    made.mark(made.people[0])
    act = made.said((1, 0, 0), NONE, NONE)
    enter = assembly_acts.enter, (made.first, made.place, "2026", made.ref, act, stage.now)

    told(race(*[[mark(made, person)] for person in made.people[1:]], [enter]))

    standing = made.act
    if standing is not None:
        assert standing.voters == number_of(AssemblyMark, stage)


def test_the_same_assembly_is_called_once_when_two_call_it_at_once(field):
    stage, race = field
    made = with_assembly(stage)
    facts = made.facts(made.assembly.starts_at + timedelta(days=1))
    call = [
        [(assemblies.announce, (one, made.place, "2026", facts, stage.now))]
        for one in (made.first, made.second)
    ]

    answers = told(race(*call * 3))

    assert answers.count(Code.ASSEMBLY_TWICE) == 5, answers
    assert number_of(Assembly, stage) == 2
