"""The sentences about rules that cannot be, or cannot be adopted."""

from pb.documents.words import N_
from pb.rules.refusals import Code

SENTENCES: dict[Code, str] = {
    Code.RULE_NOT_OFFERED: N_(
        "This answer is not offered here. Choose among those that stand below."
    ),
    Code.RULE_EMPTY: N_("Choose at least one: without it nobody could take part."),
    Code.SHARE_UNREADABLE: N_("Write the share in figures, for example: 12,5."),
    Code.SHARE_OUT_OF_RANGE: N_("Write a share from 0 to %(largest)s %%."),
    Code.RULE_ABOVE_RULE: N_(
        "“%(least)s” is %(low)s and so above “%(most)s”, which is %(high)s. Lower the"
        " first or raise the second."
    ),
    Code.RULE_NEEDS_RULE: N_(
        "“%(asking)s” does not work without “%(missing)s”. Fill in the second, or take"
        " the first out."
    ),
    Code.RULE_NOT_WITH_TYPE: N_(
        "“%(parameter)s” says nothing of a ballot that is marked like this: %(vote_type)s. Take it"
        " out, or choose another kind of ballot."
    ),
    Code.COMMISSION_EVEN: N_("A commission of %(size)s can split evenly. Take an odd number."),
    Code.WEIGHTS_NOT_WHOLE: N_(
        "The weights of the five criteria make %(total)s %% together. Change them so"
        " that they make 100 %%."
    ),
    Code.WEIGHT_LEAVES_NOBODY: N_(
        "“%(selected_by)s” says both, but a weight of %(weight)s %% leaves one of them"
        " nothing. Write a share between 0 and 100, or let one of them select."
    ),
    Code.TIES_UNDECIDED: N_("Projects could stay equal. Put “%(last)s” last: it always decides."),
    Code.NUMBERING_WITHOUT_NUMBER: N_(
        "All resolutions would have the same number. Write {n} or {item} where the number stands."
    ),
    Code.RULE_SET_MISSING: N_(
        "A round cannot be drafted or announced without rules in force. The clerk"
        " drafts them, the kenesh adopts them, the head enters the resolution."
    ),
    Code.RULE_SET_OUTDATED: N_(
        "Other rules are in force since this draft was saved: version %(version)s. Open"
        " the draft, look at it and save it once more. Nothing was announced."
    ),
    Code.RULE_SET_ADOPTED: N_(
        "These rules are adopted and never change. Begin a new version as a copy of them."
    ),
    Code.RULE_DRAFT_EXISTS: N_(
        "A draft of rules waits already: version %(version)s. Finish or delete it"
        " first. Nothing was begun."
    ),
    Code.RESOLUTION_IN_FUTURE: N_(
        "The resolution cannot be of a day that has not come. Today is %(today)s."
    ),
    Code.RULES_BEFORE_RESOLUTION: N_(
        "Rules are not in force before the resolution, which is of %(day)s. Choose that"
        " day or a later one."
    ),
    Code.RESOLUTION_FILE_MISSING: N_(
        "Add the resolution itself: a PDF, or a photo of the signed paper."
    ),
    Code.RESOLUTION_FILE_UNREADABLE: N_(
        "This file is neither a whole PDF nor a photo, or it holds code, other files or"
        " a lock. Send a plain PDF, or a photo as JPEG, PNG or WebP. Nothing was saved."
    ),
    Code.RESOLUTION_FILE_TOO_LARGE: N_(
        "This file is too large: at most 12 MB, and a photo at most 25 megapixels."
    ),
    Code.CEILING_ABOVE_RULE: N_(
        "The rules of the municipality let one project take at most %(ceiling)s. Lower the amount."
    ),
    Code.TERM_SHORTER_THAN_RULE: N_(
        "“%(term)s” is %(days)s days by the rules, so this day comes too early. Choose"
        " %(earliest)s or later."
    ),
    Code.NOTICE_TOO_SHORT: N_(
        "Announced today, the round gives people less notice than the rules: working"
        " days, %(number)s. Open the draft and let submission begin on %(earliest)s or"
        " later. Nothing was announced."
    ),
    Code.DAY_MOVES_BACK: N_(
        "Days of an announced round move forward only. Choose %(day)s or later."
    ),
    Code.DAY_IS_OVER: N_(
        "%(day)s has come, so this day can no longer be moved. Leave it as it was."
    ),
    Code.NOTHING_MOVES: N_("No day was changed: choose a later one where people need more time."),
    Code.RANKING_MISSING: N_(
        "By the rules of this round the points of the commission count too, and they are not worked"
        " out yet. Have the commission open its sheets first. Nothing was counted."
    ),
    Code.HEADINGS_MIXED: N_(
        "Either villages have money of their own or categories do, not both. Leave one of the two"
        " empty. Nothing was saved."
    ),
    Code.HEADING_TWICE: N_(
        "Number %(number)s has a name that another one has too. Give each its own."
        " Nothing was saved."
    ),
    Code.HEADINGS_ABOVE_BUDGET: N_(
        "Together the amounts make %(summed)s, which is %(difference)s more than the budget of"
        " %(budget)s. Lower them. Nothing was saved."
    ),
    Code.HEADING_MISSING: N_(
        "All the money of this round belongs to villages or categories. Choose the one that your"
        " proposal is for."
    ),
    Code.HEADING_UNKNOWN: N_("There is no such category in this round. Choose one of the list."),
    Code.COST_ABOVE_HEADING: N_(
        "You ask for %(cost)s, and this village or category has %(budget)s. Lower the amount."
    ),
    Code.NOTHING_CHANGES: N_("Nothing was changed: give another value where one has to change."),
    Code.PROPOSALS_ASK_MORE: N_(
        "A proposal that was sent asks for %(dearest)s. The amount cannot be lower, or its authors"
        " would lose what they were promised. Nothing was saved."
    ),
    Code.VALUES_FIXED: N_(
        "The voting began on %(opens)s, so the money, the name and the number of choices stand now."
        " Nothing was saved."
    ),
    Code.ROUND_CANCELLED: N_(
        "This round was cancelled. The reason stands in its announcement. Nothing was saved."
    ),
    Code.CHANGE_WAITS: N_(
        "Another change of this round waits for the second person. Have it decided"
        " first. Nothing was saved."
    ),
    Code.CHANGE_DECIDED: N_("This change was decided already. Nothing was changed now."),
    Code.CHANGE_NEEDS_ANOTHER: N_(
        "You proposed this change, so another person has to decide on it."
    ),
    Code.DAY_ENTERED: N_("For %(day)s something was entered already. Take that back first."),
}
