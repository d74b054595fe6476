"""The sentences of deeds about calls after a vote, refused."""

from pb.documents.words import N_
from pb.rules.refusals import Code

SENTENCES: dict[Code, str] = {
    Code.DICE_UNREADABLE: N_(
        "Type from %(fewest)s to %(most)s digits of the dice, each from 1 to 6, in the order they"
        " fell, for example: 3 5 1 6 6 2. Nothing was saved."
    ),
    Code.DICE_NEED_ANOTHER: N_(
        "You entered these dice, so another person who saw them fall confirms them."
    ),
    Code.ROOT_MISSING: N_(
        "The board of this round is not published, so there is no final root to draw by. Nothing"
        " was saved."
    ),
    Code.NOBODY_TOOK_PART: N_("Nobody took part in this round, so there is nobody to call."),
    Code.CALLS_DRAWN: N_("The people to call are drawn already; they are drawn once only."),
    Code.CALLS_CHANGED: N_(
        "Dice were entered anew, or the board or the list of those who took part has changed"
        " meanwhile. Look at the page once more; nobody was drawn."
    ),
    Code.CALL_ANSWER_MOVED: N_(
        "Somebody else wrote an answer down for No. %(number)s while you had the page open. Nothing"
        " was saved. If your answer is the right one, keep the page once more."
    ),
    Code.NOBODY_ON_LIST: N_("There is nobody on this list, so nothing is printed."),
    Code.CALLS_NOT_DRAWN: N_("Nobody is drawn yet: enter the dice and have them confirmed first."),
    Code.CALLS_OVER: N_("The calls are closed; their answers stay as they are."),
    Code.CALLS_OPEN: N_(
        "For %(calls)s calls nothing is written down yet. Tick “not reached” for those you could"
        " not reach; nothing was closed."
    ),
}
"""One sentence or two for each code."""
