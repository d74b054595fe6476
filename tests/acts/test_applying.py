"""A proposal in the name of an initiative group: who may send it, who leads it, who keeps out."""

import json

import pytest

from pb.acts import appeals, drafting, proposals
from pb.acts.groups import membership, register
from pb.acts.monitoring.drafts import refuse_own
from pb.acts.reviews import checking
from pb.records import applicants, proposal_parts
from pb.records import proposals as records
from pb.records.base import db
from pb.rules.appeals import AppealAnswer
from pb.rules.groups import GroupState
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter
from pb.services.audit import Tag
from tests import groups_made as made
from tests import reviewing
from tests.commission_stage import Panel
from tests.fingerprint import one_event, refused
from tests.proposals_made import Idea, draft
from tests.stage import KEYS

WHY = "Топ ишин токтотот, себеби максатына жетти."


@pytest.fixture
def people(stage):
    """Three neighbours while proposals are taken."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return made.neighbours(stage)


@pytest.fixture
def group(stage, people):
    """The registered group of these people; the first leads."""
    return made.registered(stage, *people)


def written(stage, author, group):
    return draft(author, stage.place, "2026", Idea(group=group), stage.now)


def sent(stage, author, group):
    return stage.submitted(author=author, group=group)


def of(stage, ref):
    db.session.expire_all()
    return records.whole_proposal(stage.place, ref)


def test_the_leader_sends_in_the_name_of_the_group_and_everyone_reads_whose_it_is(
    stage, people, group
):
    ref = written(stage, people[0], group)

    with one_event(Tag.PROPOSAL_SUBMITTED):
        proposals.submit(people[0], stage.place, ref, stage.now)

    kept = of(stage, ref)
    assert (kept.group.ref, kept.group.state) == (group, GroupState.ACTIVE)
    ((shown, round_),) = applicants.sent_by_group(stage.place, kept.group_id)
    assert (shown.ref, round_.slug) == (ref, "2026")
    (version,) = proposal_parts.versions_of(stage.place, kept.id)
    assert json.loads(version.facts)["group"] == [1, made.FACTS.name, None]


def test_what_residents_send_says_nothing_of_a_group(stage, people):
    kept = of(stage, stage.submitted(author=people[0]))

    (version,) = proposal_parts.versions_of(stage.place, kept.id)
    assert "group" not in json.loads(version.facts)


def test_only_the_leader_of_a_registered_group_names_it(stage, people):
    founded = made.founded(stage, *people)
    idea = Idea(group=founded)

    with refused(NotValid, Code.RULE_NOT_OFFERED, "applicant"):
        drafting.start(people[0], stage.place, "2026", "one", "ky", idea.place, stage.now)
    register.register(stage.person(Role.OPERATOR), stage.place, founded, stage.now)
    with refused(NotValid, Code.RULE_NOT_OFFERED, "applicant"):
        drafting.start(people[1], stage.place, "2026", "two", "ky", idea.place, stage.now)
    assert drafting.start(people[0], stage.place, "2026", "three", "ky", idea.place, stage.now)


def test_a_group_below_its_minimum_sends_nothing(stage, people, group):
    ref = written(stage, people[0], group)
    membership.leave(people[1], stage.place, group, stage.now)

    with refused(Conflict, Code.GROUP_BELOW_MINIMUM, number=2, fewest=3):
        proposals.submit(people[0], stage.place, ref, stage.now)
    made.joined(stage, people[0], group, made.resident(stage))
    assert proposals.submit(people[0], stage.place, ref, stage.now) == 1


def test_a_group_that_was_dissolved_meanwhile_sends_nothing(stage, people, group):
    ref = written(stage, people[0], group)
    clerk = stage.person(Role.OPERATOR)
    register.dissolve(clerk, stage.place, group, WHY, "ky", stage.now)
    db.session.expire_all()

    with refused(NotValid, Code.PROPOSAL_UNFINISHED, steps=1):
        proposals.submit(people[0], stage.place, ref, stage.now)
    drafting.save(people[0], stage.place, ref, Idea().place, stage.now)
    assert proposals.submit(people[0], stage.place, ref, stage.now) == 1


def test_one_person_is_in_one_group_of_a_round(stage, people, group):
    other = made.neighbours(stage, 2)
    second = made.registered(stage, other[0], other[1], people[2])
    first_ref, ref = written(stage, people[0], group), written(stage, other[0], second)
    proposals.submit(people[0], stage.place, first_ref, stage.now)

    with refused(Conflict, Code.PERSON_IN_OTHER_GROUP, "member_3", number=3):
        proposals.submit(other[0], stage.place, ref, stage.now)

    proposals.withdraw(people[0], stage.place, first_ref, stage.now)
    assert proposals.submit(other[0], stage.place, ref, stage.now) == 2


def test_whoever_takes_the_lead_of_the_group_leads_its_proposals(stage, people, group):
    ref = sent(stage, people[0], group)
    unsent = written(stage, people[0], group)
    own = stage.submitted(author=people[0])

    made.lead_passed(stage, group, *people[:2])

    db.session.expire_all()
    with refused(NotAllowed, Code.NOT_ALLOWED):
        proposals.withdraw(people[0], stage.place, ref, stage.now)
    proposals.withdraw(people[1], stage.place, ref, stage.now)
    proposals.submit(people[1], stage.place, unsent, stage.now)
    assert of(stage, own).author_id == people[0].account_id


def test_a_group_is_not_dissolved_while_its_proposal_is_in_the_running(stage, people, group):
    ref = sent(stage, people[0], group)
    clerk = stage.person(Role.OPERATOR)

    with refused(Conflict, Code.GROUP_HAS_PROPOSAL):
        register.dissolve(clerk, stage.place, group, WHY, "ky", stage.now)
    proposals.withdraw(people[0], stage.place, ref, stage.now)
    register.dissolve(clerk, stage.place, group, WHY, "ky", stage.now)

    assert made.group_of(stage, group).state is GroupState.DISSOLVED


def test_a_clerk_of_the_group_does_not_review_its_proposal(stage, people, group):
    clerk = made.as_(Role.OPERATOR, people[2])
    ref = sent(stage, people[0], group)

    with refused(NotAllowed, Code.REVIEW_OF_OWN):
        checking.check(clerk, stage.place, ref, reviewing.ALL_MET, stage.now)


def test_a_head_of_the_group_does_not_answer_its_appeal(stage, people, group):
    head = made.as_(Role.HEAD, people[2])
    ref = sent(stage, people[0], group)
    clerk = stage.person(Role.OPERATOR)
    reviewing.refuse(stage, ref, clerk)
    text = "Баалар тиркелген, кайра карап чыгыңыз."
    appeal = appeals.file(people[0], stage.place, ref, text, "ky", stage.now, is_text_public=False)
    appeals.register(clerk, stage.place, appeal, stage.now)

    with refused(NotAllowed, Code.REVIEW_OF_OWN):
        appeals.answer(head, stage.place, appeal, AppealAnswer.UPHELD, text, "ky", KEYS, stage.now)


def test_who_left_the_group_still_does_not_judge_what_came_of_its_proposal(stage, people, group):
    sent(stage, people[0], group)
    made.joined(stage, people[0], group, made.resident(stage))
    membership.leave(people[1], stage.place, group, stage.now)
    ref = records.proposals_by(stage.place, people[0].account_id)[0].ref
    stage.go_to(Phase.REVIEW)
    reviewing.admit(stage, ref, stage.person(Role.OPERATOR))
    project = of(stage, ref).project

    with refused(NotAllowed, Code.NOT_ALLOWED):
        refuse_own(people[1], stage.place, project.id)
    refuse_own(stage.person(Role.MONITORING), stage.place, project.id)


def test_a_returned_proposal_asks_for_a_whole_group_again(stage, people, group):
    ref = sent(stage, people[0], group)
    stage.go_to(Phase.REVIEW)
    reviewing.give_back(stage, ref, stage.person(Role.OPERATOR))
    membership.leave(people[1], stage.place, group, stage.now)

    with refused(Conflict, Code.GROUP_BELOW_MINIMUM):
        proposals.submit(people[0], stage.place, ref, stage.now)
    assert of(stage, ref).state is ProposalState.RETURNED


def test_groups_are_not_offered_where_the_rules_let_in_residents_only(stage):
    stage.announced(rules={Parameter.APPLICANT_TYPES: ("applicant_residents",)})
    stage.go_to(Phase.SUBMISSION)
    people = made.neighbours(stage)
    group = made.registered(stage, *people)

    with refused(NotValid, Code.RULE_NOT_OFFERED, "applicant"):
        place = Idea(group=group).place
        drafting.start(people[0], stage.place, "2026", "one", "ky", place, stage.now)


def test_a_member_of_the_commission_does_not_score_what_their_group_sent(stage):
    panel = Panel(stage)
    panel.signed()
    stage.go_to(Phase.SUBMISSION)
    member = made.as_(Role.RESIDENT, panel.members[2])
    made.introduced(stage, member)
    leader, friend = made.neighbours(stage, 2)
    group = made.registered(stage, leader, friend, member)
    refs = [sent(stage, leader, group), stage.submitted()]
    membership.leave(member, stage.place, group, stage.now)
    stage.go_to(Phase.REVIEW)
    for ref in refs:
        reviewing.admit(stage, ref, panel.clerk)
    stage.go_to(Phase.DISCUSSION)

    panel.declare(2)

    with refused(NotAllowed, Code.CONFLICT_OF_INTEREST):
        panel.mark(2, refs[0], "8 8 8 8 8")
    assert panel.mark(2, refs[1], "8 8 8 8 8")
