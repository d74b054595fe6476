"""The sentences of deeds about rolls and enrolment that were refused."""

from pb.documents.words import N_
from pb.rules.refusals import Code

SENTENCES: dict[Code, str] = {
    Code.ROLL_FROZEN: N_(
        "The roll of this round is frozen: a line comes or goes only when the office proposes it"
        " and the commission agrees. Nothing was changed."
    ),
    Code.ROLL_NOT_FROZEN: N_(
        "The roll is not frozen yet, so it can be mended without a decision. Nothing was changed."
    ),
    Code.ROLL_MISSING: N_("There is nobody on the roll yet. Import it first."),
    Code.ROLL_INCOMPLETE: N_(
        "Lines without a personal number: %(number)s. Import the roll, then it can be frozen."
    ),
    Code.ROLL_IMPORT_RUNS: N_(
        "A roll of this round is being imported just now. Wait until that has ended."
        " Nothing was saved."
    ),
    Code.ROLL_FILE_MISSING: N_("Choose the file with the roll."),
    Code.ROLL_FILE_GONE: N_(
        "The file is not here any more: it was imported, or its day is over. Send it once more."
        " Nothing was changed."
    ),
    Code.ROLL_FAULTY: N_("There are rows to be mended in the file. Nothing was saved."),
    Code.FREEZE_NOT_PROPOSED: N_(
        "Nobody proposes to freeze the roll as it is now: it may have been changed meanwhile."
        " Nothing was changed."
    ),
    Code.ANOTHER_MEMBER_NEEDED: N_(
        "You proposed to freeze the roll, so another member of the commission has to confirm."
        " Nothing was changed."
    ),
    Code.PERSON_NOT_ON_ROLL: N_(
        "There is nobody with this number on the roll. Compare it with the passport. If it is"
        " right, the person may ask the commission to be added."
    ),
    Code.UNDER_AGE: N_(
        "By the personal number the person is not %(limit)s on the first day of voting, %(day)s."
        " One can vote from that age on."
    ),
    Code.LINE_STRUCK: N_("This line is struck off the roll. Nothing was changed."),
    Code.ON_ROLL_ALREADY: N_("This person is on the roll already. Nothing was changed."),
    Code.DECISION_WAITS: N_(
        "This was proposed already and waits for the commission. Nothing was changed."
    ),
    Code.DECISION_MADE: N_("The commission has decided about this already. Nothing was changed."),
    Code.LINE_VOTED: N_(
        "A vote was taken on this line already, so it cannot be struck. Nothing was changed."
    ),
    Code.REASON_NAMES_PERSON: N_(
        "Everyone can read the reason, so it may hold neither the name nor a number of the person."
        " Write it without them."
    ),
    Code.ENROLLED_ALREADY: N_("This person is enrolled already. Nothing was changed."),
    Code.PASSPORT_UNSEEN: N_(
        "Nobody is enrolled without the passport. Look at it, then tick this box."
    ),
    Code.PHONE_SAME: N_("This person votes by this telephone already. Nothing was changed."),
    Code.NOT_ENROLLED: N_(
        "This person is not enrolled, so there is no telephone to change. Nothing was changed."
    ),
    Code.ENROLMENT_CLOSED: N_(
        "Enrolment for this round ended on %(closed)s, a week before the voting. This person can"
        " vote on paper. Nothing was saved."
    ),
    Code.PHONE_RESTS: N_(
        "Your telephone was changed at the office a short while ago. You can vote by it from"
        " %(until)s on, and on paper at once. If you did not ask for the change, tell the"
        " commission."
    ),
    Code.PHONE_OF_NOBODY: N_(
        "Nobody signs in by this telephone yet. Take away the tick, then a new account is made."
    ),
    Code.PHONE_OF_ANOTHER: N_(
        "This telephone does not fit: it is another person's, or this person signs in by another"
        " one. Ask once more which it is."
    ),
}
"""One sentence or two for each code."""
