"""The acts that ask who it is once more, with the second factor."""

from datetime import datetime, timedelta

from pb.rules.access import Act

STEP_UP: frozenset[Act] = frozenset(
    {
        Act.ADOPT_RULES,
        Act.CONFIRM_CHANGE,
        Act.SIGN_COMMISSION,
        Act.DRAW_BALLOT_ORDER,
        Act.CONFIRM_RESULT,
        Act.MANAGE_STAFF,
        Act.CONFIRM_RECOVERY,
        Act.FOUND_MUNICIPALITY,
        Act.IMPORT_ROLL,
        Act.LOOK_UP_ON_ROLL,
        Act.OPEN_GROUP,
        Act.FREEZE_ROLL,
        Act.DECIDE_ON_ROLL,
        Act.PRINT_ROLL_SHEETS,
        Act.CONFIRM_BOX,
        Act.APPROVE_PAPER_BALLOTS,
        Act.HOLD_CEREMONY,
        Act.DECIDE_DISPUTE,
        Act.CONFIRM_UNDOING,
        Act.CONFIRM_CORRECTION,
        Act.ERASE_REFERENCES,
        Act.TAKE_MARKS_BACK,
        Act.CONFIRM_ASSEMBLY_ACT,
        Act.CONFIRM_CALLS,
        Act.PRINT_CALLS,
        Act.PRINT_READ_ALOUD,
        Act.START_KIOSK,
    }
)
"""Acts that ask for the second factor anew unless it was shown in the last STEP_UP_LASTS."""

STEP_UP_LASTS = timedelta(minutes=5)


def is_fresh(stepped_up_at: datetime | None, now: datetime) -> bool:
    """Whether the second factor was shown lately enough for the acts of STEP_UP."""
    return stepped_up_at is not None and now - stepped_up_at < STEP_UP_LASTS
