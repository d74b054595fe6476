"""Writing a proposal, sending it, sending it again."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from pb.acts import proposals
from pb.acts.proposals import ProposalFacts
from pb.records import proposals as records
from pb.rules import calendar
from pb.rules.access import Role
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.rounds import Phase
from pb.rules.texts import Bilingual
from pb.services.actors import PLATFORM, STRANGER
from pb.services.audit import Tag
from tests import reviewing
from tests.fingerprint import one_event, refused
from tests.stage import som

FACTS = ProposalFacts(
    language="ky",
    title="Көпүрөнү оңдоо",
    problem="Көпүрөнүн тактайлары чирип, балдар мектепке өтө албай калды.",
    solution="Тактайлардын ордуна темир-бетон плита коёбуз.\nКүзгө чейин бүтөт.",
    cost=som(250_000),
    own_cash=som(10_000),
    own_kind=som(5_000),
    own_labour=som(1),
    settlement="archa-tor",
    beneficiaries=400,
    title_in_other="Ремонт моста",
)


@pytest.fixture
def author(stage):
    """A resident, while submission is open."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return stage.person(Role.RESIDENT)


def save(stage, author, ref=None, slug="2026", **changes):
    return proposals.save(author, stage.place, slug, replace(FACTS, **changes), stage.now, ref)


def of(stage, ref):
    return records.proposal_of(stage.place, ref)


def test_save_keeps_a_draft_that_only_its_author_sees(stage, author):
    with one_event(Tag.PROPOSAL_SAVED) as event:
        ref = save(stage, author)

    kept = of(stage, ref)
    assert (kept.state, kept.author_id) == (ProposalState.DRAFT, author.account_id)
    assert kept.title == Bilingual("Көпүрөнү оңдоо", "Ремонт моста")
    assert kept.solution == Bilingual(FACTS.solution, None)
    assert (kept.cost, kept.own_contribution) == (som(250_000), som(15_001))
    assert kept.settlement.slug == "archa-tor"
    assert records.public_proposals(stage.place, stage.round().id) == []
    assert [one.ref for one in records.proposals_by(stage.place, author.account_id)] == [ref]
    assert json.loads(event.facts) == {"cost": som(250_000)}


def test_save_writes_a_draft_anew_when_its_author_changes_it(stage, author):
    ref = save(stage, author)

    again = save(stage, author, ref, language="ru", title="Ремонт моста", title_in_other=None,
                 settlement=None, beneficiaries=None)  # fmt: skip

    kept = of(stage, ref)
    assert again == ref
    assert kept.title == Bilingual(None, "Ремонт моста")
    assert (kept.settlement, kept.beneficiaries) == (None, None)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"title": "   "}, Code.TEXT_MISSING, "title"),
        ({"title": "К"}, Code.TEXT_TOO_SHORT, "title"),
        ({"title": "К" * 10_000}, Code.TEXT_TOO_LONG, "title"),
        ({"title": "Көпүрө\u202eнү"}, Code.TEXT_INVISIBLE, "title"),
        ({"title": "К" + "\u0300" * 60 + "өпүрө"}, Code.TEXT_TOO_MANY_MARKS, "title"),
        ({"title_in_other": "М"}, Code.TEXT_TOO_SHORT, "title_in_other"),
        ({"problem": "Жаман."}, Code.TEXT_TOO_SHORT, "problem"),
        ({"solution": ""}, Code.TEXT_MISSING, "solution"),
        ({"cost": som(0)}, Code.MONEY_ZERO, "cost"),
        ({"cost": som(-5)}, Code.MONEY_ZERO, "cost"),
        ({"cost": som(300_000) + 1}, Code.COST_ABOVE_CEILING, "cost"),
        ({"own_cash": -1}, Code.MONEY_NEGATIVE, "own_cash"),
        ({"own_kind": -1}, Code.MONEY_NEGATIVE, "own_kind"),
        ({"own_labour": -1}, Code.MONEY_NEGATIVE, "own_labour"),
        ({"settlement": "osh"}, Code.SETTLEMENT_UNKNOWN, "settlement"),
        ({"beneficiaries": 0}, Code.NUMBER_OUT_OF_RANGE, "beneficiaries"),
        ({"beneficiaries": 1_000_001}, Code.NUMBER_OUT_OF_RANGE, "beneficiaries"),
    ],
)
def test_save_is_refused_at_the_field_that_cannot_be(stage, author, changes, code, field):
    ref = save(stage, author)

    with refused(NotValid, code, field):
        save(stage, author, **changes)
    with refused(NotValid, code, field):
        save(stage, author, ref, **changes)


def test_save_is_refused_when_the_village_is_of_another_municipality(stage, author):
    with refused(NotValid, Code.SETTLEMENT_UNKNOWN, "settlement"):
        save(stage, author, settlement="elsewhere")


def test_save_is_refused_when_submission_is_not_open(stage, author):
    stage.clock.put(stage.round().submission_closes)

    with refused(NotNow, Code.NOT_OPEN):
        save(stage, author)


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.OPERATOR, Code.NOT_ALLOWED),
        (Role.COMMISSION, Code.NOT_ALLOWED),
        (None, Code.SIGN_IN_FIRST),
    ],
)
def test_save_is_refused_when_no_resident_writes(stage, author, role, code):
    person = stage.person(role) if role else STRANGER

    with refused(NotAllowed, code):
        save(stage, person)


def test_save_is_refused_when_the_draft_is_anothers(stage, author):
    ref = save(stage, author)
    other = stage.person(Role.RESIDENT)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        save(stage, other, ref)


def test_save_is_refused_when_the_office_already_has_it(stage, author):
    ref = stage.submitted(author=author)

    with refused(Conflict, Code.PROPOSAL_MOVED_ON, state=ProposalState.SUBMITTED):
        save(stage, author, ref)


def test_save_finds_no_proposal_of_another_round(stage, author):
    ref = save(stage, author)
    stage.announced("2027")
    stage.go_to(Phase.SUBMISSION, "2027")

    with refused(NotFound, Code.NOT_FOUND):
        save(stage, author, ref, slug="2027")


def test_submit_gives_register_numbers_from_one(stage, author):
    refs = [save(stage, author) for _ in range(2)]

    with one_event(Tag.PROPOSAL_SUBMITTED) as event:
        assert proposals.submit(author, stage.place, refs[1], stage.now) == 1
    assert proposals.submit(author, stage.place, refs[0], stage.now) == 2

    kept = of(stage, refs[1])
    assert (kept.state, kept.submitted_at) == (ProposalState.SUBMITTED, stage.now)
    public = records.public_proposals(stage.place, stage.round().id)
    assert [one.ref for one in public] == refs[::-1]
    assert json.loads(event.facts) == {"register_number": 1, "cost": FACTS.cost}


def test_submit_is_refused_when_the_proposal_was_sent_before(stage, author):
    ref = stage.submitted(author=author)

    with refused(Conflict, Code.PROPOSAL_MOVED_ON):
        proposals.submit(author, stage.place, ref, stage.now)


def test_submit_is_refused_when_the_draft_is_anothers(stage, author):
    ref = save(stage, author)
    other = stage.person(Role.RESIDENT)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        proposals.submit(other, stage.place, ref, stage.now)
    with refused(NotAllowed, Code.NOT_ALLOWED):
        proposals.submit(PLATFORM, stage.place, ref, stage.now)
    with refused(NotAllowed, Code.SIGN_IN_FIRST):
        proposals.submit(STRANGER, stage.place, ref, stage.now)


def test_submit_is_refused_when_submission_closed_before_a_draft_was_sent(stage, author):
    ref = save(stage, author)
    stage.clock.put(stage.round().submission_closes)

    with refused(NotNow, Code.NOT_OPEN):
        proposals.submit(author, stage.place, ref, stage.now)


def returned(stage, author):
    ref = stage.submitted(author=author)
    stage.go_to(Phase.REVIEW)
    clerk, day = stage.person(Role.OPERATOR), calendar.day_of(stage.now)
    reason = "Смета тиркелген эмес, кошуп бериңиз."
    reviewing.give_back(stage, ref, clerk, reason, day)
    return ref


def test_submit_sends_a_returned_proposal_again_under_its_old_number(stage, author):
    ref = returned(stage, author)
    save(stage, author, ref, cost=som(200_000))

    assert proposals.submit(author, stage.place, ref, stage.now) == 1

    kept = of(stage, ref)
    assert (kept.state, kept.cost) == (ProposalState.SUBMITTED, som(200_000))
    assert (kept.reason, kept.reason_language, kept.mend_by) == (None, None, None)


def test_a_returned_proposal_is_mended_until_the_review_is_over(stage, author):
    ref = returned(stage, author)
    stage.clock.put(stage.round().review_closes)

    with refused(NotNow, Code.NOT_OPEN):
        save(stage, author, ref)
    with refused(NotNow, Code.NOT_OPEN):
        proposals.submit(author, stage.place, ref, stage.now)


def test_submit_is_refused_when_the_day_given_for_mending_is_over(stage, author):
    ref = returned(stage, author)
    last = of(stage, ref).mend_by
    stage.clock.put(calendar.end_of(last))

    save(stage, author, ref, cost=som(200_000))
    with refused(NotNow, Code.MENDING_TERM_OVER, day=last):
        proposals.submit(author, stage.place, ref, stage.now)


def test_a_returned_proposal_is_sent_in_the_last_second_of_its_last_day(stage, author):
    ref = returned(stage, author)
    stage.clock.put(calendar.end_of(of(stage, ref).mend_by) - timedelta(seconds=1))

    assert proposals.submit(author, stage.place, ref, stage.now) == 1


def test_a_proposal_is_not_found_when_it_is_another_municipalitys(stage, author):
    ref = save(stage, author)
    neighbour = stage.neighbour()
    neighbour.announced()
    other = neighbour.person(Role.RESIDENT)
    neighbour.go_to(Phase.SUBMISSION)

    for place in (stage.place, neighbour.place):
        for actor in (author, other):
            if (actor, place) == (author, stage.place):
                continue
            with refused(NotFound, Code.NOT_FOUND):
                proposals.save(actor, place, "2026", FACTS, stage.now, ref)
            with refused(NotFound, Code.NOT_FOUND):
                proposals.submit(actor, place, ref, stage.now)
