"""The sentences of deeds about groups, the money of proposals, review and scoring, refused."""

from pb.documents import (
    commission_refusals,
    dispute_refusals,
    evidence_refusals,
    joint_refusals,
    paper_refusals,
    proposal_refusals,
)
from pb.documents.words import N_
from pb.rules.refusals import Code

SENTENCES: dict[Code, str] = {
    Code.DECIMAL_UNREADABLE: N_(
        "You wrote “%(given)s”. Write the number in figures, with at most %(decimals)s digits after"
        " the comma, for example: 7."
    ),
    Code.MARK_OUT_OF_RANGE: N_(
        "You gave %(given)s. A mark is from %(smallest)s to %(largest)s. Nothing was saved."
    ),
    Code.MARK_MISSING: N_("Give a mark here too: a sheet is handed in only when it is complete."),
    Code.STEPS_OUT_OF_ORDER: N_(
        "Step %(number)s begins no higher than the one before it. Put the steps in growing order."
    ),
    Code.RANGE_EMPTY: N_(
        "The end, %(end)s, has to be above the beginning, %(start)s. Change one of the two."
    ),
    Code.ALTERNATIVES_MISSING: N_("Give the points for at least two cases: met and not met."),
    Code.CRITERIA_MISSING: N_("Add at least one criterion: there is nothing to score by."),
    Code.CRITERIA_UNREADABLE: N_(
        "These criteria cannot be read: the text was changed or is not whole. Nothing was saved."
    ),
    Code.CRITERION_TWICE: N_("“%(key)s” stands twice. Leave it once."),
    Code.CRITERION_UNKNOWN: N_(
        "There is no criterion “%(given)s” in the rules of this round. Open the sheet anew."
    ),
    Code.CRITERION_WORTHLESS: N_(
        "No case of this criterion has any points. Give some to at least one case."
    ),
    Code.WEIGHT_OUT_OF_RANGE: N_(
        "You gave the weight %(given)s. A weight is above 0 and at most %(largest)s."
    ),
    Code.VALUE_MISSING: N_(
        "For one of the applications it is not known what “%(criterion)s” is. Write it in first."
    ),
    Code.MEMBER_TWICE: N_("Line %(number)s names a person who stands in the list already."),
    Code.COMMISSION_SIZE: N_(
        "A commission has from %(smallest)s to %(largest)s members; there are %(number)s now."
    ),
    Code.MEMBERS_EVEN: N_(
        "There are %(number)s members, an even number. Add one or leave one out, so that a vote"
        " cannot end in a draw."
    ),
    Code.COMMISSION_LACKS: N_(
        "Too few members who speak for: %(seats)s. There are %(number)s, and at least %(needed)s"
        " are needed."
    ),
    Code.COMMISSION_NOT_QUORATE: N_(
        "For one of the applications the marks of %(number)s members count, and %(needed)s are"
        " needed. Seat a substitute for those who have an interest. Nothing was counted."
    ),
    Code.CONFLICT_OF_INTEREST: N_(
        "You have an interest in this application, so you do not score it. Nothing was saved."
    ),
    Code.DECLARATION_MISSING: N_(
        "Declare first whether you have an interest in any of the applications: without that they"
        " are not shown."
    ),
    Code.MEMBER_EXCUSED: N_(
        "The chair has excused you from scoring. If that is a mistake, tell the secretary."
    ),
    Code.SHEET_HANDED_IN: N_("This sheet is handed in and can no longer be changed."),
    Code.SHEETS_SEALED: N_(
        "Sheets still to be handed in: %(number)s. All are opened together, when the last one has"
        " come."
    ),
    Code.LOT_NEEDED: N_(
        "Applications equal in everything the rules compare: %(number)s. Draw a lot before"
        " witnesses and write in what was drawn."
    ),
    Code.GROUP_MOVED_ON: N_(
        "Someone has already dealt with this group: it is “%(state)s” now. Nothing was changed."
    ),
    Code.GROUP_TOO_SMALL: N_(
        "Members who consented: %(number)s; at least %(fewest)s are needed. Did not answer yet:"
        " %(waiting)s."
    ),
    Code.GROUP_TOO_LARGE: N_("A group has at most %(most)s members; there are %(number)s here."),
    Code.LEADER_MISSING: N_("Say which of the members leads the group."),
    Code.LEADERS_SEVERAL: N_("A group has one leader; %(number)s are marked. Leave one."),
    Code.CONSENT_MISSING: N_("The leader has not consented yet. Ask for the consent first."),
    Code.FOUNDING_NOT_QUORATE: N_(
        "Members at the founding meeting: %(present)s; at least %(needed)s are needed. Hold the"
        " meeting once more."
    ),
    Code.FOUNDING_PAPER_MISSING: N_("Add the protocol of the founding meeting."),
    Code.INTEREST_KEPT: N_(
        "A conflict of interest that was noted stays for ever. Nothing was changed."
    ),
    Code.FOUNDING_IN_FUTURE: N_(
        "The founding meeting has to be held first: %(today)s or earlier. Nothing was saved."
    ),
    Code.FOUNDING_OTHERWISE: N_(
        "By the rules of this municipality a group is founded by this: %(wanted)s. Nothing was"
        " saved."
    ),
    Code.GROUP_NOT_REGISTERED: N_(
        "This group is “%(state)s”. Only a registered group can send a proposal."
    ),
    Code.GROUP_BELOW_MINIMUM: N_(
        "Members of the group now: %(number)s; at least %(fewest)s are needed. Invite more"
        " people first."
    ),
    Code.GROUP_CODE_OVER: N_(
        "This code opens nothing: it was mistyped, used before, withdrawn, or its time is over."
        " Ask the leader of the group for a new one."
    ),
    Code.GROUP_INVITATIONS_MANY: N_(
        "%(most)s invitations of this group wait already. Withdraw those that are not needed."
    ),
    Code.IN_GROUP_ALREADY: N_("You are a member of this group already. Nothing was changed."),
    Code.LEADER_STAYS: N_(
        "A group is never without a leader: pass the lead on first, and wait until the other"
        " person confirms it."
    ),
    Code.LEAVES_THEMSELVES: N_(
        "This person signs in by telephone and leaves on the page of the group. Nothing was"
        " changed."
    ),
    Code.LEAVING_MOVED_ON: N_(
        "That this person leaves was never written down, or is done already. Nothing was changed."
    ),
    Code.LEAD_MOVED_ON: N_(
        "The lead of this group is no longer offered, or somebody has taken it. Nothing was"
        " changed."
    ),
    Code.SIGNATURES_UNSEEN: N_(
        "Tick that each of these people signed the protocol: nobody is a member without consent."
    ),
    Code.BUDGET_LINES_MISSING: N_("Say what the money is for: add at least one line."),
    Code.BUDGET_LINES_DIFFER: N_(
        "The lines make up %(summed)s, but the cost is %(cost)s. The difference is %(difference)s:"
        " mend the lines or the cost."
    ),
    Code.SOURCES_DIFFER: N_(
        "%(asked)s from the budget and contributions of %(pledged)s do not make up the cost,"
        " %(cost)s. The difference is %(difference)s."
    ),
    Code.OWN_CONTRIBUTION_LOW: N_(
        "The own contribution is %(own)s. By the rules it is at least %(percent)s%% of the cost,"
        " that is %(least)s. What is missing: %(difference)s. Add money, things or labour."
    ),
    Code.RETURN_ABOVE_RECEIVED: N_(
        "%(left_over)s cannot be given back: %(received)s was received. Check the amount."
        " Nothing was saved."
    ),
    Code.LEGAL_GROUND_MISSING: N_(
        "Name the act and the article in at least %(shortest)s characters: nothing is refused"
        " without a legal ground."
    ),
    Code.APPEAL_TERM_OVER: N_(
        "An appeal could be filed until %(day)s. If there was a good reason for the delay, write it"
        " to the head of the aiyl okmotu."
    ),
    Code.APPEAL_MOVED_ON: N_(
        "Someone has already dealt with this appeal: it is “%(state)s” now. Nothing was changed."
    ),
    **proposal_refusals.SENTENCES,
    **joint_refusals.SENTENCES,
    Code.APPEAL_DAY_WRONG: N_("This day is too early: %(earliest)s or later is possible."),
    **commission_refusals.SENTENCES,
    **dispute_refusals.SENTENCES,
    **paper_refusals.SENTENCES,
    **evidence_refusals.SENTENCES,
    Code.APPEAL_EXISTS: N_(
        "There is an appeal against this refusal already: see how it stands on the page of the"
        " proposal."
    ),
    Code.APPEAL_NEEDS_ANOTHER: N_(
        "You decided the refusal, so another person answers the appeal: the head or another"
        " worker. Nothing was changed."
    ),
    Code.APPEAL_WITHOUT_REFUSAL: N_(
        "Only a refusal can be appealed against, and this proposal is not refused now."
    ),
    Code.ITEM_NOT_ASKED: N_("“%(item)s” is worked out from the figures, nobody answers it."),
    Code.ITEMS_NOT_MET: N_(
        "It cannot be admitted yet. Not met, or not answered by the reviewers: %(items)s. Answer"
        " these items, or return the proposal. Nothing was saved."
    ),
    Code.REVIEW_OF_OWN: N_(
        "You have a part in this proposal yourself, so another person reviews it."
    ),
    Code.OUTCOME_MISSING: N_("Put down first how the review shall end."),
    Code.OUTCOME_CHANGED: N_(
        "Another person has put the decision down anew meanwhile. Read it once more before you"
        " make it final. Nothing was published."
    ),
    Code.ESTIMATE_SAME: N_("%(cost)s is what the author asks. Write another cost, or none."),
    Code.ESTIMATE_ANSWERED: N_("You have answered this cost already; your answer stands."),
    Code.REPLY_EXISTS: N_("You have replied to this return already; your reply stands."),
    Code.REPLY_WITHOUT_RETURN: N_("The proposal was not returned, so there is nothing to reply."),
    Code.QUESTION_TOO_SOON: N_(
        "You have asked much in a short time. You can ask again from %(again)s on. Nothing was"
        " sent."
    ),
    Code.QUESTION_ANSWERED: N_("This question is answered by your side already."),
    Code.QUESTION_HIDDEN: N_("This is hidden already, with its reason. Nothing was changed."),
    Code.QUESTION_SHOWN: N_("This is not hidden. Nothing was changed."),
    Code.ANSWER_NOT_YOURS: N_("Only the author of the proposal and the aiyl okmotu answer here."),
    Code.REPORTED_ALREADY: N_("You have reported this already; the aiyl okmotu will look at it."),
}
"""One sentence or two for each code."""
