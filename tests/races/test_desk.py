"""Clerks, authors and members of the commission at once: real processes, real commits."""

from pb import lifecycle
from pb.acts import drafting, proposals, residents, results, rounds
from pb.acts.reviews import outcomes
from pb.acts.reviews.outcomes import OutcomeFacts
from pb.records.audit import events_of
from pb.records.ballots import Ballot
from pb.records.documents import Document
from pb.records.residents import RollEntry
from pb.rules.refusals import Code
from pb.rules.reviews import Outcome
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.actors import PLATFORM
from pb.services.audit import Tag
from tests import reviewing
from tests.conftest import NOON
from tests.proposals_made import Idea, draft
from tests.races.finish import number_of, told
from tests.races.worker import RUNNERS
from tests.stage import KEYS


def put_down(stage, ref, clerk):
    reviewing.check(stage, ref, clerk)
    outcomes.put_down(clerk, stage.place, ref, OutcomeFacts(Outcome.ADMITTED), stage.now)


def test_two_clerks_at_once_never_give_two_projects_one_number(field):
    stage, race = field
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    refs = [stage.submitted() for _ in range(2 * RUNNERS)]
    stage.go_to(Phase.REVIEW)
    clerks = [stage.person(Role.OPERATOR) for _ in range(RUNNERS)]
    for ref in refs:
        put_down(stage, ref, clerks[0])

    answers = race(*[[(outcomes.make_final, (clerk, stage.place, ref, 1, KEYS, stage.now))
                      for ref in refs[n::RUNNERS]] for n, clerk in enumerate(clerks)])  # fmt: skip

    assert sorted(told(answers)) == list(range(1, len(refs) + 1))


def test_two_clerks_at_once_give_one_proposal_one_answer(field):
    stage, race = field
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    ref = stage.submitted()
    stage.go_to(Phase.REVIEW)
    clerks = [stage.person(Role.OPERATOR) for _ in range(RUNNERS)]
    put_down(stage, ref, clerks[0])

    deed = outcomes.make_final
    answers = told(
        race(*[[(deed, (clerk, stage.place, ref, 1, KEYS, stage.now))] for clerk in clerks])
    )

    assert answers.count(1) == 1
    assert answers.count(Code.PROPOSAL_MOVED_ON) == RUNNERS - 1, answers


def test_authors_at_once_never_get_one_register_number(field):
    stage, race = field
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    authors = [stage.person(Role.RESIDENT) for _ in range(RUNNERS)]
    drafts = [draft(one, stage.place, "2026", Idea(), stage.now) for one in authors]

    answers = race(*[[(proposals.submit, (author, stage.place, ref, stage.now))]
                     for author, ref in zip(authors, drafts, strict=True)])  # fmt: skip

    assert sorted(told(answers)) == list(range(1, RUNNERS + 1))


def test_one_form_sent_many_times_at_once_begins_one_draft(field):
    stage, race = field
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    author = stage.person(Role.RESIDENT)
    first = (author, stage.place, "2026", "form-1", "ky", Idea().place, stage.now)

    answers = race(*[[(drafting.start, first)] for _ in range(RUNNERS)])

    assert len(set(told(answers))) == 1, answers


def test_a_result_is_confirmed_once_and_has_one_protocol(field):
    stage, race = field
    stage.open_voting(100, voters=1)
    stage.go_to(Phase.COUNTING)
    lifecycle.count(stage.person(Role.OPERATOR), stage.place, "2026", KEYS, stage.now)
    members = [stage.person(Role.COMMISSION) for _ in range(RUNNERS)]

    confirm = [
        (results.confirm, (member, stage.place, "2026", stage.storage, stage.now))
        for member in members
    ]

    answers = told(race(*[[deed] for deed in confirm]))

    assert answers.count(Code.RESULT_CONFIRMED) == RUNNERS - 1, answers
    assert number_of(Document, stage) == 2


def test_two_rounds_confirmed_at_once_have_two_protocol_numbers(field):
    stage, race = field
    slugs = ("2026", "2027")
    for slug in slugs:
        stage.clock.put(NOON)
        stage.open_voting(100, voters=1, slug=slug)
    stage.go_to(Phase.COUNTING)
    for slug in slugs:
        lifecycle.count(PLATFORM, stage.place, slug, KEYS, stage.now)
    members = [stage.person(Role.COMMISSION) for _ in slugs]

    answers = race(*[[(results.confirm, (member, stage.place, slug, stage.storage, stage.now))]
                     for member, slug in zip(members, slugs, strict=True)])  # fmt: skip

    numbers = [[paper.number for paper in papers] for papers in told(answers)]
    assert sorted(numbers) == [[1, 1], [2, 2]], answers


def test_a_round_is_counted_once_when_clerks_count_at_once(field):
    stage, race = field
    for voter in stage.open_voting(100, voters=3):
        stage.vote(voter, 1)
    stage.go_to(Phase.COUNTING)
    clerks = [stage.person(Role.OPERATOR) for _ in range(RUNNERS)]

    answers = told(
        race(
            *[
                [(lifecycle.count, (clerk, stage.place, "2026", KEYS, stage.now))]
                for clerk in clerks
            ]
        )
    )

    assert answers.count(1) == 1
    assert answers.count(Code.RESULT_EXISTS) == RUNNERS - 1, answers
    assert number_of(Ballot, stage) == 3


def test_a_person_has_one_line_on_the_roll_when_clerks_enter_him_at_once(field):
    stage, race = field
    stage.announced()
    person, round_id = stage.person(Role.RESIDENT), stage.round().id
    lines = [(person.account_id, "archa-tor")]
    enter = (residents.enter_on_roll, (PLATFORM, stage.place, round_id, lines, stage.now))

    answers = told(race(*[[enter]] * RUNNERS))

    assert sorted(answers) == [0] * (RUNNERS - 1) + [1]
    assert number_of(RollEntry, stage) == 1


def test_a_round_is_announced_once(field):
    stage, race = field
    stage.draft()
    heads = [stage.person(Role.HEAD) for _ in range(RUNNERS)]

    answers = race(*[[(rounds.announce, (head, stage.place, "2026", stage.now))] for head in heads])

    assert told(answers).count(Code.ROUND_FROZEN) == RUNNERS - 1
    assert stage.round().announced_by in {head.account_id for head in heads}
    assert len(events_of(stage.place, Tag.ROUND_ANNOUNCED)) == 1
