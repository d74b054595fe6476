"""Two sides at once about merging: real processes, real commits."""

from pb.acts import merging
from pb.records import proposals
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.races.finish import told
from tests.races.worker import RUNNERS
from tests.stage import KEYS


def offered(stage, who, ref, into):
    words = "Экөөбүз тең ошол эле көчө жөнүндө жазганбыз."
    return merging.offer(who, stage.place, ref, into, words, "ky", KEYS, stage.now)


def pair(stage):
    """Two authors, and what each has sent."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    authors = [stage.person(Role.RESIDENT) for _ in range(2)]
    return authors, [stage.submitted(author=author) for author in authors]


def test_an_offer_accepted_many_times_at_once_is_accepted_once(field):
    stage, race = field
    authors, refs = pair(stage)
    ref = offered(stage, authors[0], *refs)

    deed = (merging.accept, (authors[1], stage.place, ref, KEYS, stage.now))
    answers = told(race(*[[deed] for _ in range(RUNNERS)]))

    assert answers.count(Code.MERGE_MOVED_ON) == RUNNERS - 1, answers


def test_two_offers_that_cross_never_end_both_proposals(field):
    stage, race = field
    authors, refs = pair(stage)
    there = offered(stage, authors[0], refs[0], refs[1])
    back = offered(stage, authors[1], refs[1], refs[0])

    answers = told(
        race(
            [(merging.accept, (authors[1], stage.place, there, KEYS, stage.now))],
            [(merging.accept, (authors[0], stage.place, back, KEYS, stage.now))],
        )
    )

    assert answers.count(Code.PROPOSAL_MOVED_ON) == 1, answers
    states = [proposals.proposal_of(stage.place, ref).state for ref in refs]
    assert sorted(states) == [ProposalState.MERGED, ProposalState.SUBMITTED]
