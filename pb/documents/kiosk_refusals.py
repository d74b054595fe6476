"""The sentences of deeds at kiosks and about their tickets, refused."""

from pb.documents.words import N_
from pb.rules.refusals import Code

SENTENCES: dict[Code, str] = {
    Code.KIOSK_ENDED: N_(
        "This computer takes no tickets now: the kiosk was ended, or its day is over. An operator"
        " starts it anew. Who saw no receipt asks the operator: typed at another kiosk, the code of"
        " the ticket tells whether a vote was taken."
    ),
    Code.KIOSK_WAITS: N_(
        "Too many codes were wrong, so this computer takes none until %(clock)s. Ask the operator"
        " to look at your ticket. Your ticket stays good for its time."
    ),
    Code.KIOSK_OVER: N_("This kiosk is ended already. Nothing was changed."),
    Code.IDENTITY_UNSEEN: N_(
        "Look at the passport or the card first, compare the face, and tick that you did. No ticket"
        " was made."
    ),
    Code.TICKET_VOTED: N_(
        "This person has voted already: %(channel)s, %(hour)s. No ticket was made."
    ),
    Code.TICKET_OVER: N_("This ticket was used or withdrawn already. Nothing was changed."),
    Code.TICKET_MADE: N_(
        "A ticket was made for this person since you looked them up, and nothing was changed now."
        " Make another one only if its slip is lost: the first is withdrawn by it."
    ),
    Code.TICKET_UNSEEN: N_(
        "Look the person up by the personal number first, then make the ticket. No ticket was made."
    ),
    Code.TICKET_UNREADABLE: N_(
        "The code has 8 letters and digits, %(length)s were typed, or one of them is in no code."
        " Compare it with your ticket. Letters: A C E H K M P T X Y, digits: 2 3 4 6 7 9."
    ),
    Code.TICKET_UNKNOWN: N_(
        "There is no ticket with this code. Compare it with your ticket, letter by letter."
    ),
    Code.TICKET_ELSEWHERE: N_(
        "This ticket is for station No. %(station)s. Go there, or ask the operator here for another"
        " one."
    ),
    Code.TICKET_EXPIRED: N_(
        "This ticket was good until %(clock)s. No vote was taken. Ask the operator for another one."
    ),
    Code.TICKET_USED: N_(
        "Somebody has voted by this ticket already, so it is used up. If it was not you, tell the"
        " operator or call the commission."
    ),
    Code.TICKET_WITHDRAWN: N_(
        "This ticket was withdrawn, perhaps because you were given another one. No vote was taken."
        " Ask the operator."
    ),
    Code.TICKET_STRUCK: N_(
        "Your line was struck off the roll meanwhile, so no vote was taken. Ask the operator or"
        " call the commission."
    ),
    Code.SITTING_OVER: N_(
        "Your time at this computer was over. Did you see no receipt? Type the code of your ticket"
        " once more: you are told whether a vote was taken, and if none was, you can vote."
    ),
}
"""One sentence or two for each code."""
