"""Writing a proposal step by step: what is kept, what is refused, what two windows do."""

import json
from dataclasses import replace
from datetime import date

import pytest

from pb.acts import drafting, proposals
from pb.records import proposal_parts
from pb.records import proposals as records
from pb.rules.contributions import BudgetLine, Kind, Party
from pb.rules.money import Tyiyn
from pb.rules.proposal_steps import (
    Costs,
    Place,
    Pledge,
    Problem,
    Sources,
    Translation,
    Upkeep,
    Work,
    fingerprint,
)
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets.choices import Applicant, InitiativeKind, Sector
from pb.rules.texts import Bilingual
from pb.services import writing
from pb.services.actors import STRANGER
from pb.services.audit import Tag
from tests import fingerprint as database
from tests.fingerprint import one_event, refused
from tests.proposals_made import Idea, draft
from tests.stage import som

PLACE = Place("Көпүрөнү оңдоо", "archa-tor", "Жогорку көчө, 12", Applicant.RESIDENTS,
              InitiativeKind.CO_FINANCING)  # fmt: skip


@pytest.fixture
def author(stage):
    """A resident, while submission is open."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return stage.person(Role.RESIDENT)


def start(stage, author, form="form-1", slug="2026", language="ky", **changes):
    place = replace(PLACE, **changes)
    return drafting.start(author, stage.place, slug, form, language, place, stage.now)


def save(stage, author, ref, facts, seen=None):
    drafting.save(author, stage.place, ref, facts, stage.now, seen)


def of(stage, ref):
    return records.whole_proposal(stage.place, ref)


def written(stage, ref):
    return writing.writing_of(of(stage, ref))


def test_start_keeps_a_draft_that_only_its_author_sees(stage, author):
    with one_event(Tag.PROPOSAL_SAVED) as event:
        ref = start(stage, author)

    kept = of(stage, ref)
    assert (kept.state, kept.author_id) == (ProposalState.DRAFT, author.account_id)
    assert (kept.title, kept.language) == (Bilingual("Көпүрөнү оңдоо", None), "ky")
    assert (kept.settlement.slug, kept.cost, kept.version) == ("archa-tor", None, 1)
    assert written(stage, ref).place == PLACE
    assert records.public_proposals(stage.place, stage.round().id) == []
    assert [one.ref for one in records.proposals_by(stage.place, author.account_id)] == [ref]
    assert json.loads(event.facts) == {"step": "place"}


def test_start_sent_twice_from_one_form_is_one_draft_with_what_was_sent_last(stage, author):
    first = start(stage, author)

    again = start(stage, author, title="Көпүрөнү жаңыдан куруу")

    assert again == first
    assert len(records.proposals_by(stage.place, author.account_id)) == 1
    assert of(stage, first).title.ky == "Көпүрөнү жаңыдан куруу"
    assert start(stage, author, form="form-2") != first


def test_start_from_an_old_form_is_refused_when_its_draft_was_sent(stage, author):
    ref = draft(author, stage.place, "2026", Idea(), stage.now, token="form-1")
    proposals.submit(author, stage.place, ref, stage.now)

    with refused(Conflict, Code.PROPOSAL_MOVED_ON):
        start(stage, author)


def test_each_step_is_kept_alone(stage, author):
    ref = start(stage, author)
    steps = (
        Problem("Көпүрөнүн тактайлары чирип кетти.", "Окуучулар", 120),
        Work("Жаңы тактай төшөйбүз, тутка коёбуз.", date(2027, 6, 1), date(2027, 7, 1), "Июнда."),
        Costs((BudgetLine("Тактай", som(100_000)), BudgetLine("Ташуу", som(20_000)))),
        Sources(som(70_000), (
            Pledge(Party.BUSINESS, Kind.CASH, som(10_000), "Дүкөн"),
            Pledge(Party.RESIDENTS, Kind.LABOUR, som(40_000), "Ашар", 25, 2, som(800)),
        )),
        Upkeep("Көчө комитети карайт.", "Суу ташкыны."),
        Translation(title="Ремонт моста"),
    )  # fmt: skip

    for number, facts in enumerate(steps, 2):
        save(stage, author, ref, facts)
        assert written(stage, ref).of(facts.step) == facts
        assert of(stage, ref).version == number

    kept = of(stage, ref)
    assert (kept.total_cost, kept.cost, kept.own_contribution) == (
        som(120_000), som(70_000), som(50_000),
    )  # fmt: skip
    assert kept.title == Bilingual("Көпүрөнү оңдоо", "Ремонт моста")


def test_a_step_sent_twice_changes_nothing_the_second_time(stage, author):
    ref = start(stage, author)
    problem = Problem("Көпүрөнүн тактайлары чирип кетти.")
    seen = fingerprint(None)
    save(stage, author, ref, problem, seen)
    before = database.fingerprint()

    save(stage, author, ref, problem, seen)

    assert database.fingerprint() == before


def test_a_step_changed_in_another_window_is_not_written_over(stage, author):
    ref = start(stage, author)
    opened = fingerprint(PLACE)
    save(stage, author, ref, replace(PLACE, title="Көпүрөнү биринчи терезе оңдоду"), opened)

    second = replace(PLACE, title="Көпүрөнү экинчи терезе оңдоду")
    with refused(Conflict, Code.PROPOSAL_CHANGED_ELSEWHERE):
        save(stage, author, ref, second, opened)

    assert of(stage, ref).title.ky == "Көпүрөнү биринчи терезе оңдоду"
    save(stage, author, ref, second, fingerprint(written(stage, ref).place))
    assert of(stage, ref).title.ky == "Көпүрөнү экинчи терезе оңдоду"


def test_windows_on_different_steps_do_not_hinder_each_other(stage, author):
    ref = start(stage, author)
    save(stage, author, ref, Problem("Көпүрөнүн тактайлары чирип кетти."), fingerprint(None))

    save(stage, author, ref, Upkeep("Көчө комитети карайт."), fingerprint(None))

    assert written(stage, ref).upkeep is not None


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"title": "   "}, Code.TEXT_MISSING, "title"),
        ({"title": "К"}, Code.TEXT_TOO_SHORT, "title"),
        ({"title": "К" * 10_000}, Code.TEXT_TOO_LONG, "title"),
        ({"title": "Көпүрө\u202eнү"}, Code.TEXT_INVISIBLE, "title"),
        ({"title": "К" + "\u0300" * 60 + "өпүрө"}, Code.TEXT_TOO_MANY_MARKS, "title"),
        ({"address": "а" * 201}, Code.TEXT_TOO_LONG, "address"),
        ({"settlement": "osh"}, Code.SETTLEMENT_UNKNOWN, "settlement"),
        ({"applicant": Applicant.GROUPS}, Code.RULE_NOT_OFFERED, "applicant"),
    ],
)
def test_a_place_that_cannot_be_is_refused_at_its_field(stage, author, changes, code, field):
    ref = start(stage, author)

    with refused(NotValid, code, field):
        start(stage, author, form="form-2", **changes)
    with refused(NotValid, code, field):
        save(stage, author, ref, replace(PLACE, **changes))


LINES = (BudgetLine("Тактай", som(100_000)),)


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        (Problem("Жаман."), Code.TEXT_TOO_SHORT, "problem"),
        (Problem("Көпүрөнүн тактайы чириди.", beneficiaries=0), Code.NUMBER_OUT_OF_RANGE,
         "beneficiaries"),
        (Problem("Көпүрөнүн тактайы чириди.", beneficiaries=1_000_001), Code.NUMBER_OUT_OF_RANGE,
         "beneficiaries"),
        (Problem("Көпүрөнүн тактайы чириди.", sector=Sector.WATER), Code.RULE_NOT_OFFERED,
         "sector"),
        (Work(""), Code.TEXT_MISSING, "solution"),
        (Work("Жаңы тактай төшөйбүз.", date(2027, 6, 2), date(2027, 6, 1)),
         Code.DATES_OUT_OF_ORDER, "works_to"),
        (Costs(()), Code.BUDGET_LINES_MISSING, "line_1_title"),
        (Costs((*LINES, BudgetLine("Мык", Tyiyn(0)))), Code.MONEY_ZERO, "line_2_amount"),
        (Costs((BudgetLine("Т", som(1)),)), Code.TEXT_TOO_SHORT, "line_1_title"),
        (Costs(LINES * 21), Code.NUMBER_OUT_OF_RANGE, "lines"),
        (Sources(som(0)), Code.MONEY_ZERO, "cost"),
        (Sources(som(-5)), Code.MONEY_ZERO, "cost"),
        (Sources(Tyiyn(som(300_000) + 1)), Code.COST_ABOVE_CEILING, "cost"),
        (Sources(som(100_000), (Pledge(Party.RESIDENTS, Kind.CASH, Tyiyn(-1)),)), Code.MONEY_ZERO,
         "pledge_1_amount"),
        (Upkeep("жок"), Code.TEXT_TOO_SHORT, "upkeep"),
        (Translation(title="М"), Code.TEXT_TOO_SHORT, "title"),
    ],
)  # fmt: skip
def test_a_step_that_cannot_be_is_refused_and_the_others_stay(stage, author, facts, code, field):
    ref = start(stage, author)
    save(stage, author, ref, Costs(LINES))

    with refused(NotValid, code, field):
        save(stage, author, ref, facts)


def test_sums_that_do_not_meet_by_a_tyiyn_are_refused_with_both(stage, author):
    ref = start(stage, author)
    save(stage, author, ref, Costs(LINES))

    with refused(NotValid, Code.SOURCES_DIFFER, "asked", difference=1, cost=som(100_000)):
        save(stage, author, ref, Sources(Tyiyn(som(100_000) - 1)))


def test_start_is_refused_when_submission_is_not_open(stage, author):
    ref = start(stage, author)
    stage.clock.put(stage.round().submission_closes)

    with refused(NotNow, Code.NOT_OPEN):
        start(stage, author, form="form-2")
    with refused(NotNow, Code.NOT_OPEN):
        save(stage, author, ref, Upkeep("Көчө комитети карайт."))


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.OPERATOR, Code.NOT_ALLOWED),
        (Role.COMMISSION, Code.NOT_ALLOWED),
        (None, Code.SIGN_IN_FIRST),
    ],
)
def test_start_is_refused_when_no_resident_writes(stage, author, role, code):
    person = stage.person(role) if role else STRANGER

    with refused(NotAllowed, code):
        start(stage, person)


def test_a_draft_is_written_by_nobody_else(stage, author):
    ref = start(stage, author)
    other = stage.person(Role.RESIDENT)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        save(stage, other, ref, Upkeep("Көчө комитети карайт."))


def test_a_step_is_refused_when_the_office_already_has_it(stage, author):
    ref = stage.submitted(author=author)

    with refused(Conflict, Code.PROPOSAL_MOVED_ON, state=ProposalState.SUBMITTED):
        save(stage, author, ref, Upkeep("Көчө комитети карайт."))


def test_the_other_language_is_added_until_the_vote_and_is_a_version_of_its_own(stage, author):
    ref = stage.submitted(author=author)
    stage.go_to(Phase.DISCUSSION)

    save(stage, author, ref, Translation(title="Замена водопровода"))

    kept = of(stage, ref)
    first, second = proposal_parts.versions_of(stage.place, kept.id)
    assert (kept.state, kept.title.ru) == (ProposalState.SUBMITTED, "Замена водопровода")
    assert (first.cost, second.cost) == (kept.cost, kept.cost)
    assert json.loads(second.facts)["title"]["ru"] == "Замена водопровода"
    assert json.loads(first.facts)["title"]["ru"] is None
    stage.go_to(Phase.VOTING)
    with refused(NotNow, Code.NOT_OPEN):
        save(stage, author, ref, Translation(title="Слишком поздно"))


def test_a_proposal_is_not_found_when_it_is_another_municipalitys(stage, author):
    ref = start(stage, author)
    neighbour = stage.neighbour()
    neighbour.announced()
    other = neighbour.person(Role.RESIDENT)
    neighbour.go_to(Phase.SUBMISSION)

    for place in (stage.place, neighbour.place):
        for actor in (author, other):
            if (actor, place) != (author, stage.place):
                with refused(NotFound, Code.NOT_FOUND):
                    drafting.save(actor, place, ref, PLACE, stage.now)
