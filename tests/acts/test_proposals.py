"""Sending a proposal, sending it again, withdrawing it."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from pb.acts import drafting, proposals
from pb.records import proposal_parts
from pb.records import proposals as records
from pb.rules import calendar
from pb.rules.contributions import BudgetLine, Kind, Party
from pb.rules.proposal_steps import Costs, Pledge, Sources
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.actors import PLATFORM, STRANGER
from pb.services.audit import Tag
from tests import reviewing
from tests.fingerprint import one_event, refused
from tests.proposals_made import Idea, draft
from tests.stage import som


@pytest.fixture
def author(stage):
    """A resident, while submission is open."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return stage.person(Role.RESIDENT)


def written(stage, author, **changes):
    return draft(author, stage.place, "2026", replace(Idea(), **changes), stage.now)


def of(stage, ref):
    return records.proposal_of(stage.place, ref)


def test_submit_gives_register_numbers_from_one(stage, author):
    refs = [written(stage, author) for _ in range(2)]

    with one_event(Tag.PROPOSAL_SUBMITTED) as event:
        assert proposals.submit(author, stage.place, refs[1], stage.now) == 1
    assert proposals.submit(author, stage.place, refs[0], stage.now) == 2

    kept = of(stage, refs[1])
    assert (kept.state, kept.submitted_at) == (ProposalState.SUBMITTED, stage.now)
    public = records.public_proposals(stage.place, stage.round().id)
    assert [one.ref for one in public] == refs[::-1]
    (version,) = proposal_parts.versions_of(stage.place, kept.id)
    assert json.loads(event.facts) == {
        "register_number": 1,
        "cost": kept.cost,
        "sha256": version.sha256,
    }


def test_submit_is_refused_when_the_proposal_was_sent_before(stage, author):
    ref = stage.submitted(author=author)

    with refused(Conflict, Code.PROPOSAL_MOVED_ON):
        proposals.submit(author, stage.place, ref, stage.now)


def test_submit_is_refused_when_the_draft_is_anothers(stage, author):
    ref = written(stage, author)
    other = stage.person(Role.RESIDENT)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        proposals.submit(other, stage.place, ref, stage.now)
    with refused(NotAllowed, Code.NOT_ALLOWED):
        proposals.submit(PLATFORM, stage.place, ref, stage.now)
    with refused(NotAllowed, Code.SIGN_IN_FIRST):
        proposals.submit(STRANGER, stage.place, ref, stage.now)


def test_submit_is_refused_when_submission_closed_before_a_draft_was_sent(stage, author):
    ref = written(stage, author)
    stage.clock.put(stage.round().submission_closes)

    with refused(NotNow, Code.NOT_OPEN):
        proposals.submit(author, stage.place, ref, stage.now)


def mend(stage, author, ref):
    """Ask for less; what the residents give stays at 20 000 som."""
    lines = (BudgetLine("Материал", som(220_000)),)
    pledges = (Pledge(Party.RESIDENTS, Kind.CASH, som(20_000)),)
    for facts in (Costs(lines), Sources(som(200_000), pledges)):
        drafting.save(author, stage.place, ref, facts, stage.now)


def returned(stage, author):
    ref = stage.submitted(author=author)
    stage.go_to(Phase.REVIEW)
    clerk, day = stage.person(Role.OPERATOR), calendar.day_of(stage.now)
    reason = "Смета тиркелген эмес, кошуп бериңиз."
    reviewing.give_back(stage, ref, clerk, reason, day)
    return ref


def test_submit_sends_a_returned_proposal_again_under_its_old_number(stage, author):
    ref = returned(stage, author)
    mend(stage, author, ref)

    assert proposals.submit(author, stage.place, ref, stage.now) == 1

    kept = of(stage, ref)
    assert (kept.state, kept.cost) == (ProposalState.SUBMITTED, som(200_000))
    versions = proposal_parts.versions_of(stage.place, kept.id)
    assert [(one.number, one.cost) for one in versions] == [(1, som(298_000)), (2, som(200_000))]
    assert (kept.reason, kept.reason_language, kept.mend_by) == (None, None, None)


def test_a_returned_proposal_is_mended_until_the_review_is_over(stage, author):
    ref = returned(stage, author)
    stage.clock.put(stage.round().review_closes)

    with refused(NotNow, Code.NOT_OPEN):
        mend(stage, author, ref)
    with refused(NotNow, Code.NOT_OPEN):
        proposals.submit(author, stage.place, ref, stage.now)


def test_submit_is_refused_when_the_day_given_for_mending_is_over(stage, author):
    ref = returned(stage, author)
    last = of(stage, ref).mend_by
    stage.clock.put(calendar.end_of(last))

    mend(stage, author, ref)
    with refused(NotNow, Code.MENDING_TERM_OVER, day=last):
        proposals.submit(author, stage.place, ref, stage.now)


def test_a_returned_proposal_is_sent_in_the_last_second_of_its_last_day(stage, author):
    ref = returned(stage, author)
    stage.clock.put(calendar.end_of(of(stage, ref).mend_by) - timedelta(seconds=1))

    assert proposals.submit(author, stage.place, ref, stage.now) == 1


def test_a_proposal_is_not_found_when_it_is_another_municipalitys(stage, author):
    ref = written(stage, author)
    neighbour = stage.neighbour()
    neighbour.announced()
    other = neighbour.person(Role.RESIDENT)
    neighbour.go_to(Phase.SUBMISSION)

    for place in (stage.place, neighbour.place):
        for actor in (author, other):
            if (actor, place) == (author, stage.place):
                continue
            with refused(NotFound, Code.NOT_FOUND):
                proposals.submit(actor, place, ref, stage.now)


def test_submit_is_refused_when_steps_lack_something(stage, author):
    ref = drafting.start(author, stage.place, "2026", "form-1", "ky", Idea().place, stage.now)

    with refused(NotValid, Code.PROPOSAL_UNFINISHED, steps=6):
        proposals.submit(author, stage.place, ref, stage.now)


def test_submit_is_refused_when_it_was_changed_since_it_was_looked_over(stage, author):
    ref = written(stage, author)
    seen = of(stage, ref).version
    mend(stage, author, ref)

    with refused(Conflict, Code.PROPOSAL_CHANGED_ELSEWHERE):
        proposals.submit(author, stage.place, ref, stage.now, seen)
    assert proposals.submit(author, stage.place, ref, stage.now, of(stage, ref).version) == 1


def test_what_was_sent_is_kept_and_its_hash_is_that_of_its_text(stage, author):
    ref = stage.submitted(author=author)

    (version,) = proposal_parts.versions_of(stage.place, of(stage, ref).id)

    assert hashlib.sha256(version.facts.encode()).hexdigest() == version.sha256
    facts = json.loads(version.facts)
    assert facts["title"] == {"ky": "Суу түтүгүн жаңыртуу", "ru": None}
    assert (facts["cost"], facts["lines"]) == (som(298_000), [["Материал", som(318_000)]])


def withdraw(stage, actor, ref):
    return proposals.withdraw(actor, stage.place, ref, stage.now)


def test_withdraw_takes_a_proposal_back_and_its_page_stays(stage, author):
    ref = stage.submitted(author=author)

    with one_event(Tag.PROPOSAL_WITHDRAWN) as event:
        withdraw(stage, author, ref)

    kept = records.whole_proposal(stage.place, ref)
    assert (kept.state, kept.withdrawal.at) == (ProposalState.WITHDRAWN, stage.now)
    assert kept in records.public_proposals(stage.place, stage.round().id)
    assert json.loads(event.facts) == {"number": 0}


def test_withdraw_takes_a_project_off_the_ballot_and_no_other_gets_its_number(stage, author):
    refs = [stage.submitted(author=author) for _ in range(4)]
    stage.go_to(Phase.REVIEW)
    clerk = stage.person(Role.OPERATOR)
    for ref in refs[:3]:
        reviewing.admit(stage, ref, clerk)

    withdraw(stage, author, refs[2])

    round_id = stage.round().id
    assert records.numbers_on_ballot(round_id) == {1, 2}
    assert reviewing.admit(stage, refs[3], clerk) == 4
    withdraw(stage, author, refs[0])
    assert records.numbers_on_ballot(round_id) == {2, 4}


def test_withdraw_is_refused_once_the_voting_began(stage, author):
    ref = stage.submitted(author=author)
    stage.clock.put(stage.round().voting_opens)

    with refused(NotNow, Code.NOT_OPEN):
        withdraw(stage, author, ref)


def test_withdraw_is_refused_for_a_draft_for_what_is_over_and_for_others(stage, author):
    unsent, sent = written(stage, author), stage.submitted(author=author)
    other, clerk = stage.person(Role.RESIDENT), stage.person(Role.OPERATOR)

    with refused(Conflict, Code.PROPOSAL_MOVED_ON, state=ProposalState.DRAFT):
        withdraw(stage, author, unsent)
    with refused(NotAllowed, Code.NOT_ALLOWED):
        withdraw(stage, other, sent)
    with refused(NotAllowed, Code.NOT_ALLOWED):
        withdraw(stage, clerk, sent)
    withdraw(stage, author, sent)
    with refused(Conflict, Code.PROPOSAL_MOVED_ON, state=ProposalState.WITHDRAWN):
        withdraw(stage, author, sent)
