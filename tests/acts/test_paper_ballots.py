"""Ballots on paper until the box is opened: stations, marks on the roll, the act of a box."""

import pytest

from pb import lifecycle
from pb.acts import box_acts, stations
from pb.rules.paper_ballots import BoxFacts
from pb.rules.refusals import Code, NotAllowed, NotNow, NotValid, Refusal
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter
from pb.rules.tally.election import Channel
from pb.services.audit import Tag
from tests.fingerprint import fingerprint, one_event
from tests.paper_stage import SCHOOL, with_station
from tests.stage import KEYS


@pytest.fixture
def paper(stage):
    return with_station(stage)


@pytest.fixture
def opened(paper):
    """Three people took a ballot; all three are in the box."""
    for person in paper.people[:3]:
        paper.mark(person)
    paper.open_box(3)
    return paper


def refusal_of(deed, *given):
    """What a deed is refused with; nothing of it stays."""
    before = fingerprint()
    with pytest.raises(Refusal) as found:
        deed(*given)
    assert fingerprint() == before
    return found.value


def test_add_is_refused_when_the_rules_have_no_paper(stage):
    stage.announced(rules={Parameter.PAPER_BALLOTS: False})

    refusal = refusal_of(
        stations.add, stage.person(Role.OPERATOR), stage.place, "2026", SCHOOL, stage.now
    )

    assert (type(refusal), refusal.code) == (NotNow, Code.PAPER_NOT_ALLOWED)


def test_draw_stock_counts_the_stubs_through_the_whole_round(paper, stage):
    other = stations.add(paper.first, stage.place, "2026", SCHOOL, stage.now)
    with one_event(Tag.STOCK_DRAWN) as event:
        stations.draw_stock(paper.first, stage.place, "2026", other, 5, stage.now)

    assert event.facts == '{"first": 7, "last": 11, "round": "2026", "station": 2}'
    assert len(paper.numbers) == 6
    space = stage.round().terms.number_space
    assert all(100 <= number < 100 + space for number in paper.numbers)


@pytest.mark.parametrize("size", [0, -1, 301])
def test_draw_stock_is_refused_when_it_is_not_a_number_of_ballots(paper, stage, size):
    refusal = refusal_of(
        stations.draw_stock, paper.first, stage.place, "2026", paper.station, size, stage.now
    )

    assert (refusal.code, refusal.field) == (Code.STOCK_OUT_OF_RANGE, "size")


def test_mark_takes_the_vote_of_a_person_once_over_all_channels(paper, stage):
    on_paper, by_phone = paper.people[:2]
    assert paper.mark(on_paper) == 1
    stage.vote(by_phone, 1)

    again = refusal_of(paper.mark, on_paper)
    after_phone = refusal_of(paper.mark, by_phone)
    after_paper = refusal_of(stage.vote, on_paper, 1)

    assert (again.code, again.facts["channel"]) == (Code.PERSON_VOTED, Channel.PAPER)
    assert (after_phone.code, after_phone.facts["channel"]) == (
        Code.PERSON_VOTED,
        Channel.INTERNET,
    )
    assert (after_paper.code, after_paper.facts["channel"]) == (Code.VOTED_ALREADY, Channel.PAPER)


def test_mark_leaves_a_trail_without_the_person_and_with_the_hour_only(paper, stage):
    with one_event(Tag.PAPER_MARKED) as event:
        paper.mark(paper.people[0])

    assert (event.actor_ref, event.facts) == (paper.first.ref, '{"round": "2026", "station": 1}')
    assert (event.at.minute, event.at.second) == (0, 0)


def test_mark_is_refused_when_no_ballots_were_made(stage):
    paper = with_station(stage, stock=0)

    assert refusal_of(paper.mark, paper.people[0]).code is Code.STOCK_MISSING


def test_mark_is_refused_when_the_box_is_open(opened):
    assert refusal_of(opened.mark, opened.people[3]).code is Code.BOX_OPENED


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.MONITORING, Role.RESIDENT])
def test_mark_is_refused_to_whoever_is_not_at_the_station(paper, stage, role):
    assert refusal_of(paper.mark, paper.people[0], stage.person(role)).code is Code.NOT_ALLOWED


def open_box(paper, found, spoiled=0, unused=0, **more):
    facts = BoxFacts(found, spoiled, unused, **more)
    box_acts.open_box(paper.first, paper.place, "2026", paper.station, facts, paper.stage.now)


def test_open_box_is_refused_while_people_vote(paper):
    refusal = refusal_of(open_box, paper, 0, 0, 6)

    assert (type(refusal), refusal.code) == (NotNow, Code.NOT_OPEN)


@pytest.mark.parametrize(
    ("numbers", "code", "field"),
    [
        ((1, 1, 5), Code.PAPERS_TOO_MANY, "found"),
        ((1, 1, 3), Code.PAPERS_MISSING, "explanation"),
        ((2, 0, 4), Code.BOX_OVER_MARKS, "is_void"),
        ((-1, 1, 5), Code.NUMBER_OUT_OF_RANGE, "found"),
    ],
)
def test_open_box_is_refused_when_the_papers_do_not_add_up(paper, stage, numbers, code, field):
    paper.mark(paper.people[0])
    stage.go_to(Phase.COUNTING)

    refusal = refusal_of(open_box, paper, *numbers)

    assert (type(refusal), refusal.code, refusal.field) == (NotValid, code, field)


def test_open_box_takes_an_explanation_for_a_paper_that_was_carried_away(paper, stage):
    paper.mark(paper.people[0])
    stage.go_to(Phase.COUNTING)

    with one_event(Tag.BOX_OPENED) as event:
        open_box(paper, 1, 1, 3, explanation="Бир бюллетень алынып кетти.")

    assert '"void": 0' in event.facts


def test_a_box_with_more_ballots_than_people_is_not_counted_and_holds_nothing_up(paper, stage):
    paper.open_box(2, explanation="Тизмеде бир гана белги бар.", is_void=True)

    refusal = refusal_of(paper.batch, 1)
    lifecycle.count(stage.person(Role.OPERATOR), stage.place, "2026", KEYS, stage.now)

    assert refusal.code is Code.BOX_IS_VOID


def test_confirm_is_refused_to_whoever_entered_the_act(paper, stage):
    stage.go_to(Phase.COUNTING)
    facts = BoxFacts(0, 0, 6)
    box_acts.open_box(paper.member, stage.place, "2026", paper.station, facts, stage.now)

    refusal = refusal_of(
        box_acts.confirm, paper.member, stage.place, "2026", paper.station, stage.now, stage.now
    )

    assert (type(refusal), refusal.code) == (NotAllowed, Code.BOX_NEEDS_ANOTHER)
