"""The sentences of deeds about commissions and the order of the ballot, refused."""

from pb.documents.words import N_
from pb.rules.refusals import Code

SENTENCES: dict[Code, str] = {
    Code.COMMISSION_NOT_ASKED: N_(
        "By the rules of this round the residents alone select, so no commission scores here."
    ),
    Code.COMMISSION_MISSING: N_(
        "This round has no commission yet: the clerk enters it, the head signs it."
    ),
    Code.COMMISSION_SIGNED: N_("This commission is signed already. Nothing was changed."),
    Code.SEATING_CHANGED: N_(
        "The commission was entered anew meanwhile. Look at it again before you sign."
    ),
    Code.SIGNATURE_NEEDS_ANOTHER: N_("You entered this commission, so another person signs it."),
    Code.MEMBER_UNKNOWN: N_(
        "One of these people is no member of a commission here any more. Open the page anew."
    ),
    Code.CHAIR_MISSING: N_("Say which of the members leads the commission."),
    Code.CRITERIA_LATE: N_(
        "Proposals are no longer taken, so what counts is chosen no more: the members mark it."
    ),
    Code.NOT_SEATED: N_(
        "You do not sit on the commission of this round. If that is a mistake, tell the clerk."
    ),
    Code.NOTHING_TO_SCORE: N_("No proposal was admitted in this round: there is nothing to score."),
    Code.INTEREST_UNSAID: N_("Say whether you have an interest in any of these proposals."),
    Code.INTEREST_CONTRADICTS: N_(
        "You said one thing and marked another. Say “no” and mark none, or say “yes” and mark"
        " which. Nothing was saved."
    ),
    Code.SHEETS_OPEN: N_("The sheets are open already, so nothing of this changes any more."),
    Code.SHEETS_NOT_OPEN: N_("The sheets are not open yet: there is nothing to work out."),
    Code.COMMISSION_RANKED: N_("The result of the commission stands already."),
    Code.FIGURES_UNREADABLE: N_(
        "The kept figures do not follow from the kept marks: somebody has changed them."
    ),
    Code.BALLOT_EMPTY: N_("No project stands on the ballot: there is nothing to number."),
    Code.BALLOT_LOT_CHANGED: N_(
        "Another lot was entered meanwhile. Look at it again before you confirm it."
    ),
    Code.BALLOT_LOT_NEEDS_ANOTHER: N_("You entered this lot, so another person confirms it."),
    Code.BALLOT_ORDER_DRAWN: N_("The order of the ballot is drawn and stays as it is."),
}
"""One sentence or two for each code."""
