"""Calls after a vote: dice by one, the draw by another, answers without names, an end."""

import pytest
from sqlalchemy import select

from pb.acts import call_audits as acts
from pb.acts import evidence_sheets
from pb.records import boards
from pb.records.accounts import Account
from pb.records.base import db
from pb.records.call_audits import CallLine, took_part
from pb.records.privacy import PersonalAccess
from pb.rules import call_audits as rules
from pb.rules.call_audits import Answer
from pb.rules.privacy import Purpose
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.services import call_audits
from pb.services.audit import Tag
from tests.acts.test_trail import unguarded
from tests.documents.reading import Pdf, say, squeezed
from tests.fingerprint import one_event, refused
from tests.records.test_constraints import change, rows
from tests.records.test_constraints import refused as held
from tests.stage import KEYS

DICE = "3 5 1 6 6 2"
WHY = "Добуш бергениңизди сурап чалабыз."


@pytest.fixture
def round_over(stage):
    """A round in which 30 people voted by phone, one of them with a telephone we know."""
    people = stage.open_voting(100_000, 200_000, voters=30)
    account = db.session.get(Account, people[0].account_id)
    account.phone_tag = KEYS.phone_tag("+996555000001")
    account.phone_locked = KEYS.lock("phone", b"+996555000001")
    db.session.commit()
    for person in people:
        stage.vote(person, 1)
    stage.decided()
    return stage


@pytest.fixture
def watcher(stage):
    return stage.person(Role.MONITORING)


@pytest.fixture
def member(stage):
    return stage.person(Role.COMMISSION)


@pytest.fixture
def drawn(round_over, watcher, member):
    """A sample of ten, drawn by two people."""
    ref = acts.enter(watcher, round_over.place, "2026", DICE, 10, round_over.now)
    acts.draw(member, round_over.place, "2026", ref, round_over.now)
    return round_over


def lines():
    return list(db.session.scalars(select(CallLine).order_by(CallLine.place)))


def test_two_people_draw_and_a_stranger_gets_the_same_numbers(round_over, watcher, member):
    stage = round_over
    with one_event(Tag.CALLS_ENTERED):
        ref = acts.enter(watcher, stage.place, "2026", DICE, 10, stage.now)
    assert lines() == []
    with one_event(Tag.CALLS_DRAWN):
        acts.draw(member, stage.place, "2026", ref, stage.now)

    root = boards.board_of(stage.place, stage.round().id).root
    seed = rules.seed(root, "351662")
    assert [line.number for line in lines()] == list(rules.numbers(seed, 30, 10))
    keys = took_part(stage.place, stage.round().id)
    by_number = [keys[one] for one in rules.in_order(keys)]
    assert [line.roll_entry_id for line in lines()] == [by_number[n.number - 1] for n in lines()]
    assert call_audits.drawn_of(stage.round()).seed == seed


@pytest.mark.parametrize(("size", "number"), [(0, 30), (59, 30), (12, 12)])
def test_a_sample_is_never_larger_than_the_people(round_over, watcher, member, size, number):
    ref = acts.enter(watcher, round_over.place, "2026", DICE, size, round_over.now)
    acts.draw(member, round_over.place, "2026", ref, round_over.now)

    assert len(lines()) == number


def test_enter_is_refused_for_others_for_no_dice_and_before_the_result(stage, watcher, member):
    people = stage.open_voting(100_000, voters=2)
    stage.vote(people[0], 1)
    given = (stage.place, "2026")
    with refused(NotNow, Code.NOT_OPEN):
        acts.enter(watcher, *given, DICE, 0, stage.now)
    stage.decided()
    clerk = stage.person(Role.OPERATOR)
    with refused(NotAllowed, Code.NOT_ALLOWED):
        acts.enter(clerk, *given, DICE, 0, stage.now)
    with refused(NotValid, Code.DICE_UNREADABLE, "dice"):
        acts.enter(watcher, *given, "3 5 1", 0, stage.now)


def test_a_round_nobody_voted_in_has_nobody_to_call(stage, watcher):
    stage.open_voting(100_000, voters=2)
    stage.decided()

    with refused(Conflict, Code.NOBODY_TOOK_PART):
        acts.enter(watcher, stage.place, "2026", DICE, 0, stage.now)


def test_draw_is_refused_to_whoever_entered_for_an_older_entry_and_twice(
    round_over, watcher, member
):
    given = (round_over.place, "2026")
    now = round_over.now
    first = acts.enter(watcher, *given, DICE, 10, now)
    with refused(NotAllowed, Code.DICE_NEED_ANOTHER):
        acts.draw(watcher, *given, first, now)
    second = acts.enter(watcher, *given, "1 2 3 4 5 6", 10, now)
    with refused(Conflict, Code.CALLS_CHANGED):
        acts.draw(member, *given, first, now)
    with refused(NotFound, Code.NOT_FOUND):
        acts.draw(member, *given, "nothing", now)
    acts.draw(member, *given, second, now)
    with refused(Conflict, Code.CALLS_DRAWN):
        acts.draw(member, *given, second, now)
    with refused(Conflict, Code.CALLS_DRAWN):
        acts.enter(member, *given, DICE, 10, now)


def test_answers_are_kept_taken_back_and_closed_with_what_they_prove(drawn, watcher):
    given = (watcher, drawn.place, "2026")
    answers = dict.fromkeys(range(1, 10), Answer.VOTED)
    with one_event(Tag.CALLS_ANSWERED):
        acts.write_down(*given, answers, {}, drawn.now)
    with refused(Conflict, Code.CALLS_OPEN, calls=1):
        acts.close(*given, drawn.storage, drawn.now)
    acts.write_down(*given, {9: Answer.DENIED, 1: None}, answers, drawn.now)
    acts.write_down(*given, {1: Answer.VOTED, 10: Answer.NOT_REACHED}, {}, drawn.now)
    with one_event(Tag.CALLS_CLOSED):
        acts.close(*given, drawn.storage, drawn.now)

    found = call_audits.drawn_of(drawn.round())
    assert (found.audit.answered, found.audit.denied) == (9, 1)
    assert found.bound == rules.bound(9, 1) == 430
    with refused(Conflict, Code.CALLS_OVER):
        acts.write_down(*given, {1: Answer.DENIED}, {1: Answer.VOTED}, drawn.now)
    with refused(Conflict, Code.CALLS_OVER):
        acts.close(*given, drawn.storage, drawn.now)


def test_draw_is_refused_when_the_board_has_another_root_than_the_dice_were_thrown_for(
    round_over, watcher, member
):
    given = (round_over.place, "2026")
    acts.enter(watcher, *given, DICE, 10, round_over.now)
    insert({**rows("call_audit")[0], "ref": "elsewhere", "root": b"x" * 32})
    db.session.commit()

    with refused(Conflict, Code.CALLS_CHANGED):
        acts.draw(member, *given, "elsewhere", round_over.now)


def test_enter_and_draw_are_refused_when_there_is_no_board(round_over, watcher, member):
    given = (round_over.place, "2026")
    ref = acts.enter(watcher, *given, DICE, 10, round_over.now)
    unguarded("board", "DELETE FROM board")
    db.session.commit()

    with refused(Conflict, Code.CALLS_CHANGED):
        acts.draw(member, *given, ref, round_over.now)
    with refused(Conflict, Code.ROOT_MISSING):
        acts.enter(watcher, *given, DICE, 10, round_over.now)


def test_write_down_leaves_alone_what_was_not_changed_and_what_another_wrote(
    drawn, watcher, member
):
    given = (drawn.place, "2026")
    with one_event(Tag.CALLS_ANSWERED):
        acts.write_down(watcher, *given, {1: Answer.DENIED, 2: None}, {}, drawn.now)
    blank = dict.fromkeys(range(1, 11))

    acts.write_down(member, *given, {**blank, 2: Answer.VOTED}, blank, drawn.now)
    with refused(Conflict, Code.CALL_ANSWER_MOVED, "call_1", number=1):
        acts.write_down(member, *given, {1: Answer.VOTED, 3: Answer.VOTED}, blank, drawn.now)

    assert [line.answer for line in lines()[:3]] == [Answer.DENIED, Answer.VOTED, None]
    assert [line.answered_by for line in lines()[:2]] == [watcher.account_id, member.account_id]


def test_an_answer_taken_back_from_denied_is_counted_in_the_trail(drawn, watcher):
    given = (watcher, drawn.place, "2026")
    first = {1: Answer.DENIED, 2: Answer.DENIED, 3: Answer.VOTED}
    acts.write_down(*given, first, {}, drawn.now)

    with one_event(Tag.CALLS_ANSWERED) as event:
        acts.write_down(*given, {1: Answer.VOTED, 2: Answer.DENIED, 3: None}, first, drawn.now)

    assert '"calls":2' in event.facts.replace(" ", "")
    assert '"undenied":1' in event.facts.replace(" ", "")


def test_answers_are_refused_before_the_draw_and_past_the_sheet(round_over, watcher, member):
    given = (watcher, round_over.place, "2026")
    with refused(Conflict, Code.CALLS_NOT_DRAWN):
        acts.write_down(*given, {1: Answer.VOTED}, {}, round_over.now)
    ref = acts.enter(*given, DICE, 10, round_over.now)
    acts.draw(member, round_over.place, "2026", ref, round_over.now)
    for place in (0, 11):
        with refused(NotFound, Code.NOT_FOUND):
            acts.write_down(*given, {place: Answer.VOTED}, {}, round_over.now)


def test_the_database_keeps_what_was_drawn_and_after_the_end_the_answers(drawn, watcher):
    other = drawn.person(Role.MONITORING).account_id
    for column, value in (("dice", "111111"), ("people", 99), ("entered_by", other)):
        with held("final"):
            change("call_audit", **{column: value})
    with held("final"):
        change("call_line", number=7)
    line = rows("call_line")[0] | {"place": 11}
    with held("final"):
        db.session.execute(CallLine.__table__.insert(), line)
    with held("two_people"):
        row = {**rows("call_audit")[0], "ref": "other"}
        row["confirmed_by"] = row["entered_by"]
        insert(row)
    places = range(1, 11)
    answers = dict.fromkeys(places, Answer.VOTED)
    acts.write_down(watcher, drawn.place, "2026", answers, {}, drawn.now)
    acts.close(watcher, drawn.place, "2026", drawn.storage, drawn.now)
    with held("final"):
        change("call_line", answer=Answer.DENIED)
    with held("final"):
        change("call_audit", denied=1)
    # A place the sheet has: it is the end that keeps the line out.
    with held("final"):
        db.session.execute(CallLine.__table__.insert(), line | {"place": 1})


def test_the_database_keeps_what_was_entered_before_anybody_confirms_it(round_over, watcher):
    acts.enter(watcher, round_over.place, "2026", DICE, 10, round_over.now)

    for column, value in (("dice", "111111"), ("size", 9), ("root", b"x" * 32)):
        with held("final"):
            change("call_audit", **{column: value})


def insert(row):
    from_table = CallLine.metadata.tables["call_audit"]
    row = {name: value for name, value in row.items() if name != "id"}
    db.session.execute(from_table.insert(), row)


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_sheet_has_telephones_and_leaves_a_trace_at_each_person(
    round_over, watcher, member, language
):
    given = (round_over.place, "2026")
    ref = acts.enter(watcher, *given, DICE, 0, round_over.now)
    acts.draw(member, *given, ref, round_over.now)

    with one_event(Tag.PERSONAL_DATA_OPENED):
        content = evidence_sheets.print_calls(
            watcher, *given, 1, WHY, language, KEYS, round_over.now
        )

    text = "".join(Pdf(content).pages)
    assert "0555000001" in text
    assert text.count(squeezed(say(language, "none: visit"))) == 29
    looks = db.session.query(PersonalAccess).all()
    assert {(one.purpose, one.reason, one.is_grave) for one in looks} == {
        (Purpose.CALL_AUDIT, WHY, True)
    }
    assert len(looks) == 30
    with refused(NotValid, Code.NUMBER_OUT_OF_RANGE, "part"):
        evidence_sheets.print_calls(watcher, *given, 2, WHY, "ky", KEYS, round_over.now)
    with refused(NotValid, Code.TEXT_TOO_SHORT, "reason"):
        evidence_sheets.print_calls(watcher, *given, 1, "жок", "ky", KEYS, round_over.now)
