"""The checklist and the notes of the reviewers: what each found, and what comes of it together."""

import json

import pytest

from pb.acts.reviews import checking, outcomes
from pb.acts.reviews.outcomes import OutcomeFacts
from pb.records import proposals as records
from pb.records import reviews
from pb.records.base import db
from pb.records.review_checks import ReviewNote, checks_of, notes_of
from pb.rules.checklists import WORKED_OUT, Item, Verdict
from pb.rules.refusals import Code, NotValid
from pb.rules.reviews import Outcome
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.audit import Tag
from pb.services.reviews import read_back
from tests import reviewing
from tests.fingerprint import one_event, refused
from tests.reviewing import ALL_MET, KEYS
from tests.stage import som


@pytest.fixture
def ref(stage):
    """A proposal that waits for its answer, in the review."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    ref = stage.submitted()
    stage.go_to(Phase.REVIEW)
    return ref


@pytest.fixture
def clerk(stage):
    return stage.person(Role.OPERATOR)


def check(stage, ref, actor):
    checking.check(actor, stage.place, ref, ALL_MET, stage.now)


def note(stage, ref, actor):
    checking.note(actor, stage.place, ref, "Баасын дүкөндөн сурадым.", stage.now)


def put_down(stage, ref, actor, outcome):
    return outcomes.put_down(actor, stage.place, ref, OutcomeFacts(outcome), stage.now)


def finish(stage, ref, actor):
    return outcomes.make_final(actor, stage.place, ref, 1, KEYS, stage.now)


def review_of(stage, ref):
    proposal = records.proposal_of(stage.place, ref)
    return reviews.review_of(stage.place, proposal.id, proposal.review_number)


def test_the_checklist_is_kept_with_its_figures_as_it_stood(stage, ref, clerk):
    reviewing.admit(stage, ref, clerk)

    kept = read_back(review_of(stage, ref).findings)
    assert [finding.item for finding in kept] == list(Item)
    assert all(finding.is_met for finding in kept)
    assert {finding.item for finding in kept if finding.is_worked_out} == WORKED_OUT
    ceiling = next(finding for finding in kept if finding.item is Item.CEILING)
    assert dict(ceiling.facts) == {"asked": som(298_000), "ceiling": som(300_000)}


@pytest.mark.parametrize("verdict", [None, Verdict.NOT_MET, Verdict.NOT_SURE])
@pytest.mark.parametrize("item", [Item.LOCAL, Item.FEASIBLE])
def test_nothing_is_admitted_when_an_item_is_not_met_or_open(stage, ref, clerk, item, verdict):
    answers = {one: said for one, said in ALL_MET.items() if one is not item}
    if verdict:
        answers[item] = (verdict, None)
    checking.check(clerk, stage.place, ref, answers, stage.now)

    with refused(NotValid, Code.ITEMS_NOT_MET, "outcome", items=(item.value,)):
        put_down(stage, ref, clerk, Outcome.ADMITTED)


def test_one_reviewer_who_says_not_met_outweighs_the_others_until_the_end(stage, ref, clerk):
    other = stage.person(Role.OPERATOR)
    check(stage, ref, clerk)
    put_down(stage, ref, clerk, Outcome.ADMITTED)
    objection = {Item.LOCAL: (Verdict.NOT_MET, "Жеке менчик")}
    checking.check(other, stage.place, ref, objection, stage.now)

    with refused(NotValid, Code.ITEMS_NOT_MET, "outcome"):
        finish(stage, ref, clerk)
    checking.check(other, stage.place, ref, {Item.LOCAL: (Verdict.MET, None)}, stage.now)

    assert finish(stage, ref, clerk) == 1


def test_check_keeps_what_each_reviewer_found_with_name_and_note(stage, ref, clerk):
    with one_event(Tag.REVIEW_CHECKED) as event:
        answers = {Item.LOCAL: (Verdict.NOT_SURE, "  Сурайм  ")}
        checking.check(clerk, stage.place, ref, answers, stage.now)
    checking.check(clerk, stage.place, ref, {Item.LOCAL: (Verdict.MET, None)}, stage.now)
    other = stage.person(Role.OPERATOR)
    checking.check(other, stage.place, ref, {Item.LOCAL: (Verdict.MET, "Ооба")}, stage.now)

    kept = checks_of(stage.place, review_of(stage, ref).id)
    assert {(check.verdict, check.note, name) for check, name in kept} == {
        (Verdict.MET, None, clerk.name),
        (Verdict.MET, "Ооба", other.name),
    }
    assert json.loads(event.facts) == {"items": 1}


@pytest.mark.parametrize("item", sorted(WORKED_OUT))
def test_check_is_refused_for_what_is_worked_out(stage, ref, clerk, item):
    with refused(NotValid, Code.ITEM_NOT_ASKED, item.value):
        checking.check(clerk, stage.place, ref, {item: (Verdict.MET, None)}, stage.now)


def test_notes_stay_with_their_writers_and_never_change(stage, ref, clerk):
    with one_event(Tag.REVIEW_NOTED) as event:
        note(stage, ref, clerk)

    kept = notes_of(stage.place, records.proposal_of(stage.place, ref).id)
    assert [(one.text, one.at, name) for one, name in kept] == [
        ("Баасын дүкөндөн сурадым.", stage.now, clerk.name)
    ]
    assert event.facts == "{}"
    with pytest.raises(Exception, match="final"), db.session.begin_nested():
        db.session.execute(ReviewNote.__table__.update().values(text="башка"))
