"""What becomes of a proposal from paper: reviewed by others, mended, withdrawn, overtaken."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from pb.acts import appeals, drafting, enrolment, paper_entries, proposals
from pb.acts.enrolment import EnrolmentFacts
from pb.acts.reviews import checking
from pb.records import accounts, proposal_parts, residents
from pb.records import privacy as looks
from pb.records import proposals as records
from pb.records.base import db
from pb.records.personal import Sealed
from pb.records.residents import RollEntry
from pb.rules.appeals import AppealAnswer
from pb.rules.paper_entries import EntryDeed, EntryState
from pb.rules.people import Sex, name_key
from pb.rules.proposal_steps import Upkeep
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests import reviewing
from tests.papers_brought import NAME, author, office, on_form, pin
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


@pytest.mark.parametrize("who", ["clerk", "other"])
def test_whoever_had_a_hand_in_it_does_not_review_it(stage, desk, who):
    ref = desk.sent()

    refusal = refused(
        checking.check,
        getattr(desk, who),
        stage.place,
        ref,
        reviewing.ALL_MET,
        stage.now,
        kind=NotAllowed,
    )
    assert refusal.code is Code.REVIEW_OF_OWN
    assert reviewing.admit(stage, ref, stage.person(Role.OPERATOR)) == 1


@pytest.mark.parametrize("who", ["clerk", "other"])
def test_whoever_had_a_hand_in_it_does_not_answer_its_appeal(stage, desk, who):
    ref = desk.sent()
    reviewing.refuse(stage, ref, stage.person(Role.OPERATOR))
    writer = author(stage, ref)
    appeal = appeals.file(
        writer, stage.place, ref, "Смета бар: экинчи бетте.", "ky", stage.now, is_text_public=True
    )
    appeals.register(desk.clerk, stage.place, appeal, stage.now)
    said = (appeal, AppealAnswer.DISMISSED, "Смета дагы эле жок экен.", "ky", KEYS)

    refusal = refused(appeals.answer, getattr(desk, who), stage.place, *said, stage.now)
    assert refusal.code is Code.REVIEW_OF_OWN
    appeals.answer(stage.person(Role.OPERATOR), stage.place, *said, stage.now)


def test_the_author_who_is_enrolled_later_finds_the_proposal_among_their_own(stage, desk):
    number = pin()
    ref = desk.sent(on_form(number=number))
    entry = RollEntry(
        municipality_id=stage.place,
        round_id=stage.round().id,
        pin_tag=KEYS.pin_tag(number),
        settlement_id=author_of(stage, ref).settlement_id,
        **line_of(NAME),
    )
    db.session.add(entry)
    db.session.commit()

    enrolment.enrol(
        stage.person(Role.OPERATOR),
        stage.place,
        "2026",
        entry.ref,
        EnrolmentFacts("0555 123 456", passport_seen=True),
        KEYS,
        stage.now,
    )

    known = accounts.accounts_of_phone(KEYS.phone_tag("+996555123456"))
    assert [one.id for one in known] == [proposal_of(stage, ref).author_id]
    [own] = records.proposals_by(stage.place, known[0].id)
    assert own.ref == ref


def line_of(name):
    return {
        "name": Sealed(name),
        "name_key": Sealed(name_key(name)),
        "born": Sealed(date(1996, 1, 1)),
        "sex": Sex.FEMALE,
    }


def test_a_returned_proposal_is_mended_on_paper_by_the_same_two_ways(stage, desk):
    ref = desk.sent()
    reviewing.give_back(
        stage, ref, stage.person(Role.OPERATOR), mend_by=(stage.now + timedelta(days=3)).date()
    )

    paper_entries.open_again(desk.clerk, stage.place, ref, EntryDeed.SUBMIT, stage.now)
    drafting.save(desk.clerk, stage.place, ref, Upkeep("Мектептин кароолчусу."), stage.now)
    desk.confirm(desk.handed(ref))

    proposal = proposal_of(stage, ref)
    assert (proposal.state, proposal.review_number) == (ProposalState.SUBMITTED, 2)
    assert len(proposal_parts.versions_of(stage.place, proposal.id)) == 2


def test_a_proposal_from_paper_is_withdrawn_by_two_people_with_the_signed_request(stage, desk):
    ref = desk.sent()
    paper_entries.open_again(desk.clerk, stage.place, ref, EntryDeed.WITHDRAW, stage.now)

    refusal = refused(
        paper_entries.open_again,
        desk.other,
        stage.place,
        ref,
        EntryDeed.WITHDRAW,
        stage.now,
        kind=Conflict,
    )
    assert refusal.code is Code.ENTRY_UNDECIDED
    entry = desk.handed(ref)
    assert proposal_of(stage, ref).state is ProposalState.SUBMITTED
    desk.confirm(entry)

    assert proposal_of(stage, ref).state is ProposalState.WITHDRAWN


def test_the_author_with_an_account_overtakes_a_paper_on_its_way(stage, desk):
    ref = desk.begun()
    entry = desk.handed(ref)

    proposals.submit(author(stage, ref), stage.place, ref, stage.now)

    assert desk.paper(ref).state is EntryState.OVERTAKEN
    assert refused(desk.confirm, entry, kind=Conflict).code is Code.ENTRY_MOVED_ON


def test_confirm_is_refused_when_the_author_changed_it_after_the_hand_over(stage, desk):
    ref = desk.begun()
    entry = desk.handed(ref)
    drafting.save(author(stage, ref), stage.place, ref, Upkeep("Өзүбүз карайбыз."), stage.now)

    assert refused(desk.confirm, entry, kind=Conflict).code is Code.PROPOSAL_CHANGED_ELSEWHERE


def test_open_scan_gives_the_paper_and_leaves_a_trace(stage, desk):
    ref = desk.begun()
    entry = desk.handed(ref)

    opened = paper_entries.open_scan(
        desk.other, stage.place, entry, "Кагаз менен салыштыруу үчүн", stage.storage, stage.now
    )

    assert opened.media_type == "image/jpeg"
    assert opened.sha256 == desk.paper(ref).scan_sha256
    found = db.session.scalars(select(looks.PersonalAccess).order_by(looks.PersonalAccess.id))
    assert [look.actor_id for look in found] == [desk.clerk.account_id, desk.other.account_id]


def test_a_paper_of_a_neighbour_is_not_found(stage, desk):
    entry = desk.handed()
    stranger = stage.neighbour().person(Role.OPERATOR)

    refusal = refused(
        paper_entries.confirm,
        stranger,
        stranger.municipality_id,
        entry,
        stage.now,
        is_compared=True,
        kind=NotFound,
    )
    assert refusal.code is Code.NOT_FOUND
