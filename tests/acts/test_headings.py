"""Money divided among villages or categories: drafted, frozen, and counted apart."""

import json

import pytest

from pb import lifecycle
from pb.acts import headings as acts
from pb.acts import rounds
from pb.acts.headings import HeadingFacts
from pb.records import headings
from pb.records import results as records
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter
from pb.rules.tally.election import Outcome
from pb.rules.terms import Terms
from pb.rules.texts import Bilingual
from pb.services.audit import Tag
from tests import reviewing
from tests.fingerprint import one_event, refused
from tests.records.test_constraints import change as force
from tests.records.test_constraints import refused as held
from tests.stage import KEYS, som

ROAD = Bilingual("Жол", "Дороги")
WATER = Bilingual("Суу", "Вода")


@pytest.fixture
def clerk(stage):
    return stage.person(Role.OPERATOR)


@pytest.fixture
def drafted(stage):
    stage.draft(terms=Terms(budget=som(600)))
    return stage


def category(name, amount, at=1):
    return HeadingFacts(f"category_{at}", som(amount), name=name)


def village(slug, amount):
    return HeadingFacts(f"village_{slug}", som(amount), slug)


def divide(stage, clerk, *facts):
    acts.divide(clerk, stage.place, "2026", facts, stage.now)


def standing(stage):
    found = headings.headings_of(stage.place, stage.round().id)
    return [(one.number, one.name.ru, one.budget) for one in found]


def test_divide_keeps_the_headings_of_a_draft_and_replaces_them(drafted, clerk):
    divide(drafted, clerk, category(ROAD, 100), category(WATER, 200, 2))

    with one_event(Tag.ROUND_DIVIDED) as event:
        divide(drafted, clerk, village("archa-tor", 300))

    assert standing(drafted) == [(1, "Арча-Тёр", som(300))]
    assert json.loads(event.facts) == {"headings": str(som(300))}
    divide(drafted, clerk)
    assert standing(drafted) == []


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ([category(ROAD, 0)], Code.MONEY_ZERO, "category_1_sum"),
        ([category(Bilingual("Жол", None), 1)], Code.TITLE_NEEDS_BOTH_LANGUAGES, "category_1_ru"),
        ([village("nowhere", 1)], Code.SETTLEMENT_UNKNOWN, "village_nowhere_sum"),
        ([village("archa-tor", 1), category(ROAD, 1)], Code.HEADINGS_MIXED, "kind"),
        ([category(ROAD, 1), category(ROAD, 1, 2)], Code.HEADING_TWICE, "kind"),
        ([category(ROAD, 601)], Code.HEADINGS_ABOVE_BUDGET, "kind"),
    ],
)
def test_divide_is_refused_where_it_is_wrong_and_keeps_what_stood(
    drafted, clerk, facts, code, field
):
    divide(drafted, clerk, category(WATER, 5))

    with refused(NotValid, code, field):
        divide(drafted, clerk, *facts)

    assert standing(drafted) == [(1, "Вода", som(5))]


def test_divide_is_the_clerks_and_only_of_a_draft_of_its_own_place(drafted, clerk):
    neighbour, head = drafted.neighbour(), drafted.person(Role.HEAD)
    with refused(NotAllowed, Code.NOT_ALLOWED):
        divide(drafted, head, category(ROAD, 1))
    with refused(NotFound, Code.NOT_FOUND):
        acts.divide(clerk, neighbour.place, "2026", [], drafted.now)
    rounds.announce(head, drafted.place, "2026", drafted.now)
    with refused(Conflict, Code.ROUND_FROZEN):
        divide(drafted, clerk, category(ROAD, 1))


def test_the_database_freezes_headings_with_the_announcement(drafted, clerk):
    divide(drafted, clerk, category(ROAD, 100))
    rounds.announce(drafted.person(Role.HEAD), drafted.place, "2026", drafted.now)

    with held("final"):
        force("heading", budget=1)
    with held("final"):
        headings.clear(drafted.place, drafted.round().id)


def test_the_database_knows_no_project_under_a_heading_that_is_not_there(stage):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    stage.submitted()

    with held("unknown heading"):
        force("proposal", heading_number=1)


def counted(stage, clerk):
    """Three villages, one vote each; the first has 300, the second 100, the pot is 200."""
    divide(stage, clerk, village("archa-tor", 300), village("kyzyl-kopuro", 100))
    rounds.announce(stage.person(Role.HEAD), stage.place, "2026", stage.now)
    stage.go_to(Phase.SUBMISSION)
    asked = (("archa-tor", 200), ("archa-tor", 150), ("kyzyl-kopuro", 100), (None, 250))
    refs = [
        stage.submitted(settlement=slug, cost=som(cost), title=f"Көпүрө оңдоо {cost}")
        for slug, cost in asked
    ]
    stage.go_to(Phase.REVIEW)
    for ref in refs:
        reviewing.admit(stage, ref, clerk)
    people = stage.voters(4)
    stage.go_to(Phase.VOTING)
    for voter, number in zip(people, (1, 1, 2, 4), strict=True):
        stage.vote(voter, number)
    stage.go_to(Phase.COUNTING)
    lifecycle.count(stage.person(Role.OPERATOR), stage.place, "2026", KEYS, stage.now)
    return records.result_of(stage.place, stage.round().id)


@pytest.mark.parametrize(
    ("to_pot", "won"),
    [
        # The pot has 200: the one that asks 250 does not fit.
        (False, {1, 3}),
        # 100 are left by the first village, so the pot has 300. Of two with one vote the larger
        # own share goes first: 150 fits, and 250 no longer.
        (True, {1, 2, 3}),
    ],
)
def test_count_shares_out_the_money_of_each_village_by_itself(stage, clerk, to_pot, won):
    stage.draft(terms=Terms(budget=som(600)), rules={Parameter.HEADING_LEFTOVER: to_pot})

    result = counted(stage, clerk)

    selected = {one.project.number for one in result.lines if one.outcome is Outcome.WON}
    assert selected == won
    assert result.cost + result.left == som(600)
    assert "Арча-Тёр" in result.explained_ru
