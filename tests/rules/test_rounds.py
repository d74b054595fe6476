"""WHEN: the phases of a round, and the acts open in each."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict, NotNow, NotValid
from pb.rules.rounds import Phase, Schedule, check_not_past, is_open, phase_of, require_open, slug

MOMENT = timedelta(microseconds=1)
DAYS = (
    date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 20),
    date(2026, 5, 1), date(2026, 5, 10), date(2026, 5, 15),
)  # fmt: skip
NAMES = (
    "submission_from", "submission_to", "review_to", "voting_from", "voting_to", "results_by",
)  # fmt: skip
SCHEDULE = Schedule.of_days(*DAYS)

# Rows: the acts that depend on the phase. Columns: draft, announced, submission, review,
# discussion, voting, counting, decided.
TABLE = """
    draft_round            x . . . . . . .
    announce_round         x . . . . . . .
    propose_change         . x x x x x x .
    confirm_change         . x x x x x x .
    submit_proposal        . . x . . . . .
    mend_proposal          . . x x . . . .
    translate_proposal     . . x x x . . .
    withdraw_proposal      . . x x x . . .
    enter_proposal         . . x . . . . .
    confirm_entry          . . x x . . . .
    merge_proposal         . . x x . . . .
    support_proposal       . . x . . . . .
    review_proposal        . . x x . . . .
    seat_commission        . x x x x . . .
    sign_commission        . x x x x . . .
    score_proposals        . . . . x x x .
    open_sheets            . . . . x . x .
    enter_ballot_lot       . . . . x . . .
    draw_ballot_order      . . . . x . . .
    review_again           . . x x x . . .
    uphold_appeal          . . x x x . . .
    answer_review          . . x x x . . .
    ask_question           . . x x x x . .
    enter_on_roll          x x x x x . . .
    import_roll            x x x x x . . .
    freeze_roll            x x x x x . . .
    look_up_on_roll        x x x x x x x .
    correct_roll           x x x x x x . .
    decide_on_roll         x x x x x x . .
    enrol_resident         x x x x x x . .
    change_phone           x x x x x x . .
    cast_ballot            . . . . . x . .
    set_up_stations        . x x x x x . .
    print_ballots          . . . . x x . .
    print_roll_sheets      . . . . x x . .
    mark_on_paper          . . . . . x x .
    open_box               . . . . . . x .
    confirm_box            . . . . . . x .
    enter_paper_ballots    . . . . . . x .
    approve_paper_ballots  . . . . . . x .
    hold_ceremony          . x x x x . . .
    find_disputed          . . . . . x x x
    decide_dispute         . . . . . x x x
    change_ballot          . . . . . x . .
    undo_mark              . . . . . x x .
    confirm_undoing        . . . . . x x .
    correct_result         . . . . . . x x
    confirm_correction     . . . . . . . x
    erase_references       . . . . . . . x
    call_assembly          . x x x x x . .
    cancel_assembly        . x x x x x x .
    mark_at_assembly       . . . . . x x .
    take_marks_back        . . . . . x x .
    enter_assembly_act     . . . . . x x .
    confirm_assembly_act   . . . . . x x .
    note_finding           . . . . . x x x
    draw_calls             . . . . . . . x
    confirm_calls          . . . . . . . x
    print_calls            . . . . . . . x
    call_people            . . . . . . . x
    print_read_aloud       . . . . . . x x
    start_kiosk            . . . . . x . .
    issue_ticket           . . . . . x . .
    vote_by_ticket         . . . . . x . .
    seal_lot               . . . . . x x .
    count_ballots          . . . . . . x .
    confirm_result         . . . . . . x .
    record_evaluation      . . . . . . . x
    answer_recommendation  . . . . . . . x
"""
HELD = [phase for phase in Phase if phase is not Phase.CANCELLED]
"""The columns; of a cancelled round nothing in the table is open."""

OPEN = {Act(row.split()[0]): row.split()[1:] for row in TABLE.strip().splitlines()}


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("boundary", "before", "after"),
    [
        (at(2026, 2, 28, 18), Phase.ANNOUNCED, Phase.SUBMISSION),
        (at(2026, 3, 31, 18), Phase.SUBMISSION, Phase.REVIEW),
        (at(2026, 4, 20, 18), Phase.REVIEW, Phase.DISCUSSION),
        (at(2026, 4, 30, 18), Phase.DISCUSSION, Phase.VOTING),
        (at(2026, 5, 10, 18), Phase.VOTING, Phase.COUNTING),
        (at(2026, 5, 15, 18), Phase.COUNTING, Phase.COUNTING),
    ],
)
def test_phase_of_moves_on_at_midnight_of_bishkek_and_not_a_microsecond_before(
    boundary, before, after
):
    assert phase_of(SCHEDULE, boundary - MOMENT) is before
    assert phase_of(SCHEDULE, boundary) is after
    assert phase_of(SCHEDULE, boundary + MOMENT) is after


@pytest.mark.parametrize("now", [at(2020, 1, 1), at(2026, 5, 5), at(2040, 1, 1)])
def test_phase_of_asks_no_clock_when_a_deed_decides(now):
    assert phase_of(SCHEDULE, now, announced=False) is Phase.DRAFT
    assert phase_of(SCHEDULE, now, announced=False, decided=True) is Phase.DRAFT
    assert phase_of(SCHEDULE, now, decided=True) is Phase.DECIDED
    assert phase_of(SCHEDULE, now, cancelled=True) is Phase.CANCELLED
    assert phase_of(SCHEDULE, now, announced=False, cancelled=True) is Phase.DRAFT


def test_phase_of_passes_over_a_discussion_that_has_no_day():
    days = [*DAYS]
    days[2] = DAYS[3] - timedelta(days=1)
    schedule = Schedule.of_days(*days)

    assert phase_of(schedule, schedule.voting_opens - MOMENT) is Phase.REVIEW
    assert phase_of(schedule, schedule.voting_opens) is Phase.VOTING


def test_nothing_that_depends_on_the_phase_is_open_in_a_cancelled_round():
    for act in OPEN:
        with pytest.raises(NotNow) as refused:
            require_open(act, Phase.CANCELLED, SCHEDULE)
        assert refused.value.code is Code.ROUND_CANCELLED


def test_is_open_is_as_the_printed_table_says():
    read = {
        act: ["x" if is_open(act, phase) else "." for phase in HELD]
        for act in Act
        if not all(is_open(act, phase) for phase in Phase)
    }

    assert read == OPEN


@pytest.mark.parametrize("act", sorted(set(Act) - set(OPEN)))
def test_an_act_outside_the_table_is_open_in_every_phase(act):
    for phase in Phase:
        require_open(act, phase, SCHEDULE)


@pytest.mark.parametrize(
    ("act", "phase"),
    [
        (act, phase)
        for act, row in OPEN.items()
        for phase, mark in zip(HELD, row, strict=True)
        if mark == "."
    ],
)
def test_require_open_refuses_with_the_reason_when_the_phase_does_not_fit(act, phase):
    with pytest.raises((NotNow, Conflict)) as refused:
        require_open(act, phase, SCHEDULE)

    if act in (Act.DRAFT_ROUND, Act.ANNOUNCE_ROUND):
        assert refused.value.code is Code.ROUND_FROZEN
    elif act not in (Act.CAST_BALLOT, Act.CHANGE_BALLOT, Act.VOTE_BY_TICKET):
        assert refused.value.code is Code.NOT_OPEN
        assert refused.value.facts == {"act": act, "phase": phase}
    elif phase in (Phase.COUNTING, Phase.DECIDED):
        assert refused.value.code is Code.VOTING_CLOSED
        assert refused.value.facts["closed"] == SCHEDULE.voting_closes
    else:
        assert refused.value.code is Code.VOTING_NOT_STARTED
        assert refused.value.facts == {"opens": SCHEDULE.voting_opens}


def test_of_days_turns_inclusive_days_into_exclusive_instants():
    assert Schedule.of_days(*DAYS) == Schedule(
        at(2026, 2, 28, 18),
        at(2026, 3, 31, 18),
        at(2026, 4, 20, 18),
        at(2026, 4, 30, 18),
        at(2026, 5, 10, 18),
        at(2026, 5, 15, 18),
    )


@pytest.mark.parametrize("later", range(1, 6))
def test_of_days_refuses_at_the_day_that_comes_before_the_one_it_follows(later):
    days = [*DAYS]
    days[later] = days[later - 1] - timedelta(days=1)

    with pytest.raises(NotValid) as refused:
        Schedule.of_days(*days)

    assert refused.value.code is Code.DATES_OUT_OF_ORDER
    assert refused.value.field == NAMES[later]
    assert refused.value.facts == {
        "earlier": NAMES[later - 1],
        "earlier_day": days[later - 1],
        "later_day": days[later],
    }


@pytest.mark.parametrize("later", [1, 2, 4, 5])
def test_of_days_lets_a_phase_last_one_day(later):
    days = [*DAYS]
    days[later] = days[later - 1]

    assert Schedule.of_days(*days)


def test_of_days_refuses_a_voting_that_begins_on_the_last_day_of_the_review():
    days = [*DAYS]
    days[3] = days[2]

    with pytest.raises(NotValid) as refused:
        Schedule.of_days(*days)

    assert refused.value.field == "voting_from"


def test_check_not_past_refuses_when_submission_began_before_today():
    today = calendar.start_of(DAYS[0] + timedelta(days=1))

    check_not_past(SCHEDULE, today - MOMENT)
    with pytest.raises(NotValid) as refused:
        check_not_past(SCHEDULE, today)

    assert refused.value.code is Code.DATE_IN_PAST
    assert refused.value.facts == {"day": DAYS[0], "today": DAYS[0] + timedelta(days=1)}


@pytest.mark.parametrize("typed", ["2026", "a", "togz-archa", " 2026 ", "a" * 40])
def test_slug_is_what_was_typed_when_it_can_stand_in_an_address(typed):
    assert slug(typed) == typed.strip()


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "-", "-a", "a-", "A", "Тогуз", "a b", "a/b", "a_b", "a.b", "a" * 41, "a\nb", "١",
        "é", "../etc", "a%20b",
    ],
)  # fmt: skip
def test_slug_refuses_what_would_break_an_address(typed):
    with pytest.raises(NotValid) as refused:
        slug(typed, "round")

    assert refused.value.code is Code.SLUG_UNREADABLE
    assert refused.value.field == "round"
