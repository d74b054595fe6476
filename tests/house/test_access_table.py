"""WHO may do what: the table of `rules/access.py`, printed in full."""

from itertools import combinations

import pytest

from pb.rules.access import WHO, Act, may
from pb.rules.roles import APART, EVERYONE, Role, fit_together
from pb.rules.step_up import STEP_UP

# Columns: public, resident, operator, head, deputy, commission, monitoring, observer,
# administrator, platform. What stands here is
# what the law and the municipality agreed to: changing it is a decision, never a repair.
TABLE = """
    read                   x x x x x x x x x x
    sign_in                x x x x x x x x x x
    use_account            . x x x x x x x x .
    submit_proposal        . x . . . . . . . .
    mend_proposal          . x x . . . . . . .
    translate_proposal     . x x . . . . . . .
    withdraw_proposal      . x . . . . . . . .
    enter_proposal         . . x . . . . . . .
    confirm_entry          . . x x . . . . . .
    merge_proposal         . x . . . . . . . .
    support_proposal       . x . . . . . . . .
    draw_map               . . x . . . . . . .
    cast_ballot            . x . . . . . . . .
    use_desk               . . x x . x . . . .
    draft_rules            . . x . . . . . . .
    adopt_rules            . . . x . . . . . .
    draft_round            . . x . . . . . . .
    announce_round         . . x x . . . . . .
    propose_change         . . x x . . . . . .
    confirm_change         . . . x . x . . . .
    review_proposal        . . x . . . . . . .
    seat_commission        . . x . . . . . . .
    sign_commission        . . . x . . . . . .
    score_proposals        . . . . . x . . . .
    open_sheets            . . . . . x . . . .
    enter_ballot_lot       . . x . . . . . . .
    draw_ballot_order      . . . x . x . . . .
    review_again           . . x . . . . . . .
    answer_review          . x . . . . . . . .
    file_appeal            . x . . . . . . . .
    register_appeal        . . x x . . . . . .
    answer_appeal          . . x x . . . . . .
    uphold_appeal          . . x x . . . . . .
    ask_question           . x . . . . . . . .
    answer_question        . x x . . . . . . .
    report_question        . x x x x x x x x .
    hide_question          . . x . . . . . . .
    count_ballots          . . x . . x . . . x
    confirm_result         . . x . . x . . . x
    record_evaluation      . . . . . . x . . .
    answer_recommendation  . . x x . . . . . .
    form_group             . . . . . . . . . x
    found_group            . x . . . . . . . .
    join_group             . x . . . . . . . .
    register_group         . . x . . . . . . .
    open_group             . . x . . . . . . .
    note_interest          . x x . . . . . . .
    see_own_data           . x . . . . . . . .
    complain               . x . . . . . . . .
    answer_complaint       . . . x . x . . . .
    open_account           . . . . . . . . . x
    manage_staff           . . . x . . . . x x
    confirm_recovery       . . . . . . . . x .
    administer             . . . . . . . . x .
    oversee                . . . . . . . x x .
    found_municipality     . . . . . . . . x x
    enter_on_roll          . . . . . . . . . x
    import_roll            . . x . . . . . . .
    list_roll              . . x . . x x . . .
    look_up_on_roll        . . x . . x x . . .
    correct_roll           . . x . . . . . . .
    freeze_roll            . . . . . x . . . .
    decide_on_roll         . . . . . x . . . .
    enrol_resident         . . x . . . . . . .
    change_phone           . . x . . . . . . .
    see_own_line           . x . . . . . . . .
    set_up_stations        . . x . . . . . . .
    print_ballots          . . x . . . . . . .
    print_roll_sheets      . . x . . x . . . .
    mark_on_paper          . . x . . x . . . .
    open_box               . . x . . x . . . .
    confirm_box            . . . . . x . . . .
    enter_paper_ballots    . . x . . . . . . .
    approve_paper_ballots  . . . . . x . . . .
    see_disputes           . . x x x x x . . .
    hold_ceremony          . . . . . x . . . .
    find_disputed          . . x . x x x . . .
    decide_dispute         . . . . x x x . . .
    change_ballot          x x x x x x x x x x
    undo_mark              . . x . . x . . . .
    confirm_undoing        . . . . . x . . . .
    correct_result         . . x . . x . . . .
    confirm_correction     . . x . . x . . . .
    erase_references       . . . . . x x . . .
    call_assembly          . . x . . . . . . .
    cancel_assembly        . . x . . x . . . .
    mark_at_assembly       . . x . . . . . . .
    take_marks_back        . . x . . x . . . .
    enter_assembly_act     . . x . . . . . . .
    confirm_assembly_act   . . x . . x . . . .
    see_evidence           . . . . . x x . . .
    note_finding           . . . . . x . . . .
    draw_calls             . . . . . x x . . .
    confirm_calls          . . . . . x x . . .
    print_calls            . . . . . x x . . .
    call_people            . . . . . x x . . .
    print_read_aloud       . . . . . x . . . .
    start_kiosk            . . x . . . . . . .
    end_kiosk              . . x . . x . . . .
    issue_ticket           . . x . . . . . . .
    vote_by_ticket         x x x x x x x x x x
    seal_lot               . . . . . . . . . x
    import_round           . . . . . . . . . x
    tend_messages          . . . . . . . . x x
    check_papers           . . . . . . . . x x
"""

# Acts that ask for the second factor anew.
CONFIRMED_ANEW = (
    "adopt_rules confirm_change sign_commission draw_ballot_order confirm_result manage_staff"
    " confirm_recovery found_municipality import_roll look_up_on_roll open_group freeze_roll"
    " decide_on_roll print_roll_sheets confirm_box approve_paper_ballots hold_ceremony"
    " decide_dispute confirm_undoing confirm_correction erase_references"
    " take_marks_back confirm_assembly_act confirm_calls print_calls print_read_aloud"
    " start_kiosk"
)

# Roles no two of which one person holds in one municipality.
NOT_TOGETHER = """
    commission      operator
    monitoring      operator
    commission      head
    head            monitoring
    administrator   commission
    administrator   deputy
    administrator   head
    administrator   monitoring
    administrator   operator
    administrator   resident
    commission      observer
    deputy          observer
    head            observer
    monitoring      observer
    observer        operator
    observer        resident
    commission      platform
    deputy          platform
    head            platform
    monitoring      platform
    operator        platform
    platform        resident
"""


def marks_of(act):
    return ["x" if may(frozenset({role}), act) else "." for role in Role]


def test_each_role_may_do_what_the_printed_table_says():
    assert {act.value: marks_of(act) for act in Act} == {
        row.split()[0]: row.split()[1:] for row in TABLE.strip().splitlines()
    }


def test_the_acts_that_weigh_most_ask_for_the_second_factor_anew():
    assert {act.value for act in STEP_UP} == set(CONFIRMED_ANEW.split())


def test_every_act_stands_in_the_table():
    assert set(WHO) == set(Act)
    assert frozenset(Role) == EVERYONE


@pytest.mark.parametrize("act", sorted(Act))
def test_nobody_signed_in_may_do_what_the_public_may_and_no_more(act):
    assert may(frozenset(), act) is (Role.PUBLIC in WHO[act])


@pytest.mark.parametrize(("one", "other"), list(combinations(Role, 2)))
def test_two_roles_let_a_person_do_what_either_does_and_no_more(one, other):
    both = frozenset({one, other})

    assert [may(both, act) for act in Act] == [
        may(frozenset({one}), act) or may(frozenset({other}), act) for act in Act
    ]


def test_the_roles_kept_apart_are_those_printed_here():
    printed = {frozenset(map(Role, row.split())) for row in NOT_TOGETHER.strip().splitlines()}

    assert set(APART) == printed
    for one, other in combinations(Role, 2):
        assert fit_together(frozenset({one, other})) is (frozenset({one, other}) not in printed)


def test_three_roles_do_not_fit_when_two_of_them_do_not():
    assert not fit_together(frozenset({Role.RESIDENT, Role.OPERATOR, Role.MONITORING}))
    assert fit_together(frozenset({Role.RESIDENT, Role.OPERATOR, Role.HEAD}))
    assert fit_together(frozenset())


def test_whoever_evaluates_a_project_is_never_who_answers_for_it():
    for person in (frozenset(pair) for pair in combinations(Role, 2)):
        if fit_together(person):
            assert not (
                may(person, Act.RECORD_EVALUATION) and may(person, Act.ANSWER_RECOMMENDATION)
            )
