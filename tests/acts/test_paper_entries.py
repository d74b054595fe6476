"""Proposals brought on paper: typed by one person, compared and sent by another, nothing by one."""

import pytest
from sqlalchemy import select

from pb.acts import drafting, paper_entries, proposals
from pb.records import accounts, proposal_parts, residents
from pb.records import privacy as looks
from pb.records import proposals as records
from pb.records.base import db
from pb.rules.paper_entries import EntryDeed, EntryState
from pb.rules.privacy import Purpose, Way
from pb.rules.proposal_steps import Upkeep
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests import reviewing
from tests.papers_brought import NAME, WHY, office, on_form, pin, scan
from tests.proposals_made import Idea
from tests.stage import KEYS


@pytest.fixture
def desk(stage):
    """Two clerks while proposals are taken."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return office(stage)


def refused(deed, *args, kind=Exception, **more):
    with pytest.raises(kind) as found:
        deed(*args, **more)
    return found.value


def proposal_of(stage, ref):
    db.session.expire_all()
    return records.whole_proposal(stage.place, ref)


def author_of(stage, ref):
    return residents.resident_of(stage.place, proposal_of(stage, ref).author_id)


def test_confirm_sends_the_proposal_when_two_people_stand_for_it(stage, desk):
    ref = desk.begun()
    entry = desk.handed(ref)

    assert proposal_of(stage, ref).state is ProposalState.DRAFT
    number = desk.confirm(entry)

    proposal, paper = proposal_of(stage, ref), desk.paper(ref)
    assert (proposal.state, proposal.register_number) == (ProposalState.SUBMITTED, number)
    assert (paper.entered_by, paper.decided_by) == (desk.clerk.account_id, desk.other.account_id)
    assert paper.state is EntryState.CONFIRMED
    assert len(proposal_parts.versions_of(stage.place, proposal.id)) == 1


def test_the_person_on_the_form_is_the_author_and_has_no_way_to_sign_in_yet(stage, desk):
    ref = desk.sent()

    account = accounts.account_by_id(proposal_of(stage, ref).author_id)
    assert (account.name, account.phone_tag) == ("Токтобаева Г.", None)
    assert author_of(stage, ref).account_id == account.id


def test_begin_leaves_a_trace_that_names_who_looked_why_and_how(stage, desk):
    ref = desk.begun()

    [look] = db.session.scalars(select(looks.PersonalAccess))
    assert look.resident_id == author_of(stage, ref).id
    assert (look.actor_id, look.purpose, look.way, look.reason) == (
        desk.clerk.account_id,
        Purpose.PAPER_PROPOSAL,
        Way.PIN,
        WHY,
    )


def test_begin_knows_the_same_person_again_and_refuses_a_number_of_another_name(stage, desk):
    number = pin()
    first = desk.begun(on_form(number=number))
    second = desk.begun(on_form(number=number))
    refusal = refused(desk.begun, on_form("Асанова Бермет", number), kind=NotValid)

    assert author_of(stage, first).id == author_of(stage, second).id
    assert (refusal.code, refusal.field) == (Code.NUMBER_OF_ANOTHER, "name")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"number": "123"}, "pin"),
        ({"village": "nowhere"}, "village"),
    ],
)
def test_begin_is_refused_and_keeps_nothing_when_the_person_is_not_whole(stage, desk, wrong, field):
    refusal = refused(desk.begun, on_form(**wrong), kind=NotValid)

    assert refusal.field == field
    assert db.session.scalar(select(looks.PersonalAccess)) is None


def test_begin_needs_a_reason_the_person_can_read(stage, desk):
    person = on_form()
    refusal = refused(
        desk.begun, type(person)(NAME, person.pin, "archa-tor", "керек"), kind=NotValid
    )

    assert (refusal.code, refusal.field) == (Code.TEXT_TOO_SHORT, "reason")


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.HEAD, Role.COMMISSION, Role.MONITORING])
def test_begin_is_for_the_clerk_alone(stage, desk, role):
    desk.clerk = stage.person(role)

    assert refused(desk.begun, kind=NotAllowed).code is Code.NOT_ALLOWED


def test_begin_is_refused_when_no_proposals_are_taken(stage, desk):
    stage.go_to(Phase.REVIEW)

    assert refused(desk.begun, kind=NotNow).code is Code.NOT_OPEN


def test_nobody_confirms_what_they_typed_and_no_author_confirms_their_own(stage, desk):
    entry = desk.handed()

    assert refused(desk.confirm, entry, desk.clerk, kind=NotAllowed).code is Code.NOT_YOURSELF


def test_confirm_is_refused_unless_it_was_handed_over_and_compared(stage, desk):
    ref = desk.begun()
    entry = desk.paper(ref).ref

    assert refused(desk.confirm, entry, kind=Conflict).code is Code.ENTRY_MOVED_ON
    desk.handed(ref)
    refusal = refused(
        paper_entries.confirm,
        desk.other,
        stage.place,
        entry,
        stage.now,
        is_compared=False,
        kind=NotValid,
    )

    assert (refusal.code, refusal.field) == (Code.SCAN_UNSEEN, "is_compared")
    assert proposal_of(stage, ref).state is ProposalState.DRAFT


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.COMMISSION, Role.MONITORING])
def test_confirm_is_for_the_office_alone(stage, desk, role):
    entry = desk.handed()

    refusal = refused(desk.confirm, entry, stage.person(role), kind=NotAllowed)
    assert refusal.code is Code.NOT_ALLOWED
    assert desk.confirm(entry, stage.person(Role.HEAD)) == 1


def test_hand_over_is_refused_when_something_is_missing(stage, desk):
    ref = paper_entries.begin(
        desk.clerk,
        stage.place,
        "2026",
        "t" * 20,
        "ky",
        on_form(),
        Idea().place,
        KEYS,
        stage.now,
    )
    entry = desk.paper(ref).ref
    args = (desk.clerk, stage.place, entry)

    def hand(content, signed):
        paper_entries.hand_over(*args, content, stage.storage, stage.now, is_signed=signed)

    assert refused(hand, scan(), False).code is Code.PAPER_UNSEEN
    assert refused(hand, b"", True).code is Code.RESOLUTION_FILE_MISSING
    assert refused(hand, b"GIF89a", True).code is Code.RESOLUTION_FILE_UNREADABLE
    assert refused(hand, scan(), True).code is Code.PROPOSAL_UNFINISHED


def test_send_back_says_what_differs_and_the_first_person_mends_it_after_the_deadline_too(
    stage, desk
):
    ref = desk.begun()
    entry = desk.handed(ref)
    stage.go_to(Phase.REVIEW)
    differs = "Кагазда карап турчу адам башка деп жазылган."

    paper_entries.send_back(desk.other, stage.place, entry, differs, stage.now)
    assert (desk.paper(ref).state, desk.paper(ref).differs) == (EntryState.SENT_BACK, differs)
    drafting.save(desk.clerk, stage.place, ref, Upkeep("Мектептин кароолчусу."), stage.now)
    desk.handed(ref)

    assert desk.confirm(entry) == 1


def test_send_back_needs_words(stage, desk):
    entry = desk.handed()

    refusal = refused(
        paper_entries.send_back, desk.other, stage.place, entry, "жок", stage.now, kind=NotValid
    )
    assert (refusal.code, refusal.field) == (Code.TEXT_TOO_SHORT, "differs")


def test_nothing_is_typed_while_the_second_person_compares(stage, desk):
    ref = desk.begun()
    desk.handed(ref)

    refusal = refused(drafting.save, desk.clerk, stage.place, ref, Upkeep("Башка адам."), stage.now)
    assert refusal.code is Code.NOT_ALLOWED


def test_another_clerk_does_not_write_on_a_paper_somebody_else_types(stage, desk):
    ref = desk.begun()

    refusal = refused(drafting.save, desk.other, stage.place, ref, Upkeep("Башка."), stage.now)
    assert refusal.code is Code.NOT_ALLOWED


def test_a_clerk_writes_on_nobody_elses_proposal(stage, desk):
    author = stage.person(Role.RESIDENT)
    ref = stage.submitted(author=author)
    reviewing.give_back(stage, ref, stage.person(Role.OPERATOR))

    refusal = refused(drafting.save, desk.clerk, stage.place, ref, Upkeep("Башка."), stage.now)
    assert refusal.code is Code.NOT_ALLOWED
    refusal = refused(
        paper_entries.open_again,
        desk.clerk,
        stage.place,
        ref,
        EntryDeed.SUBMIT,
        stage.now,
        kind=NotFound,
    )
    assert refusal.code is Code.NOT_FOUND


def test_drop_ends_a_paper_and_the_draft_is_sent_by_nobody_of_the_office(stage, desk):
    ref = desk.begun()
    entry = desk.paper(ref).ref

    paper_entries.drop(desk.other, stage.place, entry, stage.now)

    assert desk.paper(ref).state is EntryState.DROPPED
    gone = refused(proposals.submit, desk.clerk, stage.place, ref, stage.now)
    assert gone.code is Code.NOT_ALLOWED
    refusal = refused(paper_entries.drop, desk.clerk, stage.place, entry, stage.now, kind=Conflict)
    assert refusal.code is Code.ENTRY_MOVED_ON
