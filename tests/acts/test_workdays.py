"""Days a municipality enters into the calendar, and takes back."""

from datetime import date

import pytest

from pb.acts import workdays
from pb.records import rule_sets
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid
from pb.rules.roles import Role
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused

DAY = date(2026, 6, 5)
WHY = "Министрлер кабинетинин № 12 токтому"


@pytest.fixture
def clerk(stage):
    return stage.person(Role.OPERATOR)


def test_enter_makes_a_day_off_of_this_municipality_alone(stage, clerk):
    neighbour = stage.neighbour()

    with one_event(Tag.WORKDAY_ENTERED):
        workdays.enter(clerk, stage.place, DAY, False, WHY, "ky", stage.now)

    assert not rule_sets.workdays_of(stage.place).is_worked(DAY)
    assert rule_sets.workdays_of(neighbour.place).is_worked(DAY)
    assert rule_sets.workday_change_of(stage.place, DAY).reason.ky == WHY


def test_enter_makes_a_saturday_worked(stage, clerk):
    saturday = date(2026, 6, 6)

    workdays.enter(clerk, stage.place, saturday, True, WHY, "ru", stage.now)

    assert rule_sets.workdays_of(stage.place).is_worked(saturday)


def test_enter_is_refused_twice_and_without_a_decision(stage, clerk):
    workdays.enter(clerk, stage.place, DAY, False, WHY, "ky", stage.now)

    with refused(Conflict, Code.DAY_ENTERED, "day", day=DAY):
        workdays.enter(clerk, stage.place, DAY, True, WHY, "ky", stage.now)
    with refused(NotValid, Code.TEXT_MISSING, "reason"):
        workdays.enter(clerk, stage.place, date(2026, 6, 8), False, " ", "ky", stage.now)


def test_take_back_lets_the_calendar_of_the_country_hold_again(stage, clerk):
    workdays.enter(clerk, stage.place, DAY, False, WHY, "ky", stage.now)

    with one_event(Tag.WORKDAY_TAKEN_BACK):
        workdays.take_back(clerk, stage.place, DAY, stage.now)

    assert rule_sets.workdays_of(stage.place).is_worked(DAY)
    with refused(NotFound, Code.NOT_FOUND):
        workdays.take_back(clerk, stage.place, DAY, stage.now)


@pytest.mark.parametrize("role", [Role.HEAD, Role.COMMISSION, Role.RESIDENT])
def test_days_are_entered_by_the_clerk_alone(stage, role):
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        workdays.enter(person, stage.place, DAY, False, WHY, "ky", stage.now)
