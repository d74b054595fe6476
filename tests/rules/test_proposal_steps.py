"""What a round demands of a proposal, and what one still lacks."""

from dataclasses import replace
from datetime import date

import pytest

from pb.rules.contributions import BudgetLine, Kind, Party
from pb.rules.money import Tyiyn
from pb.rules.proposal_demands import Demands, Writing, lacking, papers_asked
from pb.rules.proposal_files import FileKind
from pb.rules.proposal_steps import (
    Costs,
    Papers,
    Place,
    Pledge,
    Problem,
    Sources,
    Step,
    Upkeep,
    Work,
    fingerprint,
)
from pb.rules.refusals import Code
from pb.rules.rule_sets import Parameter, RuleSet
from pb.rules.rule_sets.choices import Applicant, InitiativeKind, Sector
from pb.rules.texts import Bilingual

BUDGET = Tyiyn(100_000)
OURS = (("group-1", Bilingual("Таза суу", None)),)
DEFAULTS = Demands.of(RuleSet.of(), None, BUDGET)
WHOLE = Writing(
    Place("Көпүрө", None, None, Applicant.RESIDENTS, InitiativeKind.CO_FINANCING),
    Problem("Көпүрө чирип кетти, өтүү кооптуу.", "Окуучулар"),
    Work("Жаңы көпүрө курабыз, тутка коёбуз.", date(2027, 6, 1), date(2027, 7, 1)),
    Costs((BudgetLine("Тактай", Tyiyn(60_000)),)),
    Sources(Tyiyn(60_000)),
    Upkeep("Көчө комитети карайт."),
    Papers((FileKind.PRICES,)),
)
GIFT = Pledge(Party.BUSINESS, Kind.CASH, Tyiyn(10_000))


def codes(writing, demands=DEFAULTS):
    return {step: [one.code for one in lacks] for step, lacks in lacking(writing, demands).items()}


def test_a_whole_proposal_lacks_nothing():
    assert codes(WHOLE) == {}


def test_an_empty_one_lacks_every_step_but_the_other_language():
    found = codes(Writing())

    assert set(found) == set(Step) - {Step.TRANSLATION}
    assert found[Step.FILES] == [Code.PAPERS_LACKING]


@pytest.mark.parametrize(
    ("step", "changes", "code"),
    [
        (Step.PLACE, {"place": replace(WHOLE.place, applicant=None)}, Code.STEP_UNFINISHED),
        (Step.PLACE, {"place": replace(WHOLE.place, applicant=Applicant.GROUPS)},
         Code.RULE_NOT_OFFERED),
        (Step.PROBLEM, {"problem": replace(WHOLE.problem, gains=None)}, Code.STEP_UNFINISHED),
        (Step.WORK, {"work": replace(WHOLE.work, works_to=None)}, Code.STEP_UNFINISHED),
        (Step.SOURCES, {"costs": Costs((BudgetLine("Тактай", Tyiyn(60_001)),))},
         Code.SOURCES_DIFFER),
        (Step.SOURCES, {"sources": Sources(Tyiyn(100_001))}, Code.COST_ABOVE_BUDGET),
        (Step.FILES, {"papers": Papers()}, Code.PAPERS_LACKING),
    ],
)  # fmt: skip
def test_a_step_that_lacks_something_says_what(step, changes, code):
    assert codes(replace(WHOLE, **changes)) == {step: [code]}


def test_a_paper_is_there_when_it_is_attached_or_will_be_brought():
    attached = replace(WHOLE, papers=Papers(), attached=frozenset({FileKind.PRICES}))

    assert codes(attached) == {}


def test_letters_are_asked_only_where_somebody_promises_and_protocols_only_of_many():
    rules = RuleSet.of({Parameter.REQUIRED_DOCUMENTS: ("paper_commitment", "paper_protocol")})
    demands = Demands.of(rules, None, BUDGET, OURS)
    promised = replace(WHOLE, sources=Sources(Tyiyn(50_000), (GIFT,)))
    together = replace(WHOLE, place=replace(WHOLE.place, applicant=Applicant.GROUPS))

    assert papers_asked(WHOLE, demands) == ()
    assert papers_asked(promised, demands) == (FileKind.COMMITMENT,)
    assert papers_asked(together, demands) == (FileKind.PROTOCOL,)


def test_the_rules_say_what_is_offered():
    rules = RuleSet.of(
        {
            Parameter.CONTRIBUTION_KINDS: ("contribution_cash",),
            Parameter.PRIORITY_SECTORS: ("sector_water",),
            Parameter.INITIATIVE_KINDS: ("kind_completion",),
        }
    )

    demands = Demands.of(rules, None, BUDGET)

    assert (demands.kinds, demands.sectors) == ((Kind.CASH,), (Sector.WATER,))
    assert demands.initiatives == (InitiativeKind.COMPLETION,)
    assert Applicant.GROUPS not in demands.applicants
    assert Applicant.GROUPS in Demands.of(rules, None, BUDGET, OURS).applicants


@pytest.mark.parametrize(
    ("applicant", "group", "fits"),
    [
        (Applicant.GROUPS, "group-1", True),
        (Applicant.GROUPS, "group-2", False),
        (Applicant.GROUPS, None, False),
        (Applicant.RESIDENTS, "group-1", False),
        (Applicant.RESIDENTS, None, True),
    ],
)
def test_a_group_is_named_by_whoever_leads_it_and_by_no_other_applicant(applicant, group, fits):
    demands = Demands.of(RuleSet.of(), None, BUDGET, OURS)
    writing = replace(WHOLE, place=replace(WHOLE.place, applicant=applicant, group=group))

    assert codes(writing, demands) == ({} if fits else {Step.PLACE: [Code.RULE_NOT_OFFERED]})


def test_a_contribution_of_a_kind_that_is_not_let_in_is_lacking():
    rules = RuleSet.of({Parameter.CONTRIBUTION_KINDS: ("contribution_labour",)})
    demands = Demands.of(rules, None, BUDGET)
    writing = replace(WHOLE, sources=Sources(Tyiyn(50_000), (GIFT,)),
                      papers=Papers((FileKind.PRICES, FileKind.COMMITMENT)))  # fmt: skip

    assert codes(writing, demands) == {Step.SOURCES: [Code.RULE_NOT_OFFERED]}


def test_the_least_own_contribution_is_reckoned_without_the_municipality():
    rules = RuleSet.of({Parameter.OWN_CONTRIBUTION_MIN: 1_000})
    demands = Demands.of(rules, None, BUDGET)
    papers = Papers((FileKind.PRICES, FileKind.COMMITMENT))
    theirs = Pledge(Party.MUNICIPALITY, Kind.CASH, Tyiyn(10_000))
    given = {
        pledge.party: codes(
            replace(WHOLE, sources=Sources(Tyiyn(50_000), (pledge,)), papers=papers), demands
        )
        for pledge in (GIFT, theirs)
    }

    assert given[Party.BUSINESS] == {}
    assert given[Party.MUNICIPALITY] == {Step.SOURCES: [Code.OWN_CONTRIBUTION_LOW]}


def test_the_fingerprint_of_a_step_changes_with_every_answer():
    place = WHOLE.place

    assert fingerprint(place) == fingerprint(replace(place))
    assert len({fingerprint(one) for one in (None, place, replace(place, address="12"))}) == 3
