"""The voting day by day: whole days only, few people stand with others, hands are counted."""

from datetime import timedelta

import pytest

from pb.rules import calendar
from pb.rules.tally.election import Channel
from pb.services import daily
from tests.paper_stage import with_station

DAY = timedelta(days=1)


@pytest.fixture
def paper(stage):
    return with_station(stage, voters=60, stock=20)


def vote(paper, people):
    for person in people:
        paper.stage.vote(person, 1)


def later(stage, **more):
    stage.clock.put(stage.now + timedelta(**more))


def test_a_day_is_published_when_it_and_the_next_one_are_over(paper, stage):
    first = calendar.day_of(stage.now)
    vote(paper, paper.people[:6])
    assert daily.published(stage.round(), stage.now).days == ()
    later(stage, days=1)
    vote(paper, paper.people[6:13])
    assert daily.published(stage.round(), stage.now).days == ()
    later(stage, days=1)

    (day,) = daily.published(stage.round(), stage.now).days

    assert (day.first, day.last, day.total) == (first, first, 6)
    assert day.people[Channel.INTERNET] == 6
    assert day.hours == ()


def test_few_on_paper_stand_with_other_days_and_after_the_result_nobody_is_missing(paper, stage):
    first = calendar.day_of(stage.now)
    vote(paper, paper.people[:10])
    paper.mark(paper.people[10])
    later(stage, days=1)
    vote(paper, paper.people[11:21])
    for person in paper.people[21:26]:
        paper.mark(person)
    paper.open_box(0)
    stage.decided()
    later(stage, days=1)

    (days,) = daily.published(stage.round(), stage.now).days

    assert days.first == first
    assert days.last >= first + DAY
    assert days.people == {Channel.INTERNET: 20, Channel.PAPER: 6, Channel.ASSEMBLY: 0}


def test_hours_of_a_day_are_published_where_a_lot_of_people_are_in_them(paper, stage):
    vote(paper, paper.people[:25])
    later(stage, hours=3)
    vote(paper, paper.people[25:45])
    later(stage, hours=20)
    vote(paper, paper.people[45:50])
    later(stage, days=1)

    day = daily.published(stage.round(), stage.now).days[0]

    assert [people for _, _, people in day.hours] == [25, 20]
    assert day.hours[-1][1] == 24
    assert day.hours[0][1] == day.hours[1][0]


def test_a_day_that_is_watched_names_station_and_clerk_and_no_day_that_lasts(paper, stage):
    vote(paper, paper.people[:2])
    paper.mark(paper.people[2], by=paper.first)
    paper.mark(paper.people[3], by=paper.second)
    paper.mark(paper.people[4], by=paper.second)
    assert daily.days_over(stage.round(), stage.now) == []
    today = calendar.day_of(stage.now)
    later(stage, days=1)
    assert daily.days_over(stage.round(), stage.now) == [today]

    found = daily.watched(stage.round(), today)

    assert [(one.channel, one.station_number, one.clerk, one.people) for one in found.marked] == [
        (Channel.INTERNET, None, None, 2),
        (Channel.PAPER, 1, paper.first.name, 1),
        (Channel.PAPER, 1, paper.second.name, 2),
    ]
    assert found.total == 5
    assert daily.watched(stage.round(), today + DAY).marked == []


def test_nothing_of_another_municipality_is_counted(paper, stage):
    neighbour = stage.neighbour()
    for person in neighbour.open_voting(100_000, voters=7):
        neighbour.vote(person, 1)
    opened = neighbour.round().voting_opens
    later(stage, days=3)

    assert neighbour.round().id != stage.round().id
    assert daily.watched(stage.round(), calendar.day_of(opened)).marked == []
    assert daily.watched(neighbour.round(), calendar.day_of(opened)).total == 7
