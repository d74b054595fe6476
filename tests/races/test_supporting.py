"""Neighbours at once about support: real processes, real commits."""

from pb.acts import proposals, supporting
from pb.records import proposals as records
from pb.records import supports
from pb.rules.refusals import Code
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter
from tests.proposals_made import Idea, draft
from tests.races.finish import told
from tests.races.worker import RUNNERS


def collecting(stage, needed):
    """An author and a draft that collects the support of so many."""
    stage.announced(rules={Parameter.SUPPORT_SIGNATURES: needed})
    stage.go_to(Phase.SUBMISSION)
    author = stage.person(Role.RESIDENT)
    ref = draft(author, stage.place, "2026", Idea(), stage.now)
    supporting.open_(author, stage.place, ref, stage.now)
    return author, ref


def test_one_person_who_presses_many_times_counts_once(field):
    stage, race = field
    _author, ref = collecting(stage, 2)
    person = stage.person(Role.RESIDENT)

    deed = (supporting.give, (person, stage.place, ref, stage.now))
    answers = told(race(*[[deed] for _ in range(RUNNERS)]))

    assert answers.count(Code.SUPPORTED_ALREADY) == RUNNERS - 1, answers
    proposal = records.proposal_of(stage.place, ref)
    assert supports.number_of(stage.place, proposal.id) == 1


def test_what_is_counted_when_it_is_sent_is_what_was_given_before(field):
    stage, race = field
    author, ref = collecting(stage, 1)
    supporting.give(stage.person(Role.RESIDENT), stage.place, ref, stage.now)
    people = [stage.person(Role.RESIDENT) for _ in range(RUNNERS - 1)]

    answers = told(
        race(
            [(proposals.submit, (author, stage.place, ref, stage.now))],
            *[[(supporting.give, (one, stage.place, ref, stage.now))] for one in people],
        )
    )

    late = answers.count(Code.PROPOSAL_MOVED_ON)
    proposal = records.proposal_of(stage.place, ref)
    assert proposal.supporters == RUNNERS - late == supports.number_of(stage.place, proposal.id)
