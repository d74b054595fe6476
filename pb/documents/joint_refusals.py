"""The sentences of deeds people do together on proposals, refused: groups, merging, support."""

from pb.documents.words import N_
from pb.rules.refusals import Code

SENTENCES: dict[Code, str] = {
    Code.PERSON_IN_OTHER_GROUP: N_(
        "No. %(number)s of your group, counted from the leader, is also in another group that has"
        " a proposal in this round. By the rules one person is in one group a round: that person"
        " leaves one of the two first, or you propose as residents. Nothing was sent."
    ),
    Code.GROUP_HAS_PROPOSAL: N_(
        "This group has a proposal in a round that is not decided yet. Withdraw it first, or wait"
        " for the result. Nothing was changed."
    ),
    Code.MERGE_WITH_ITSELF: N_("Choose another proposal: one cannot be merged with itself."),
    Code.MERGE_NEEDS_CONSENT: N_(
        "Two proposals become one only when both groups consent. Consents missing: %(number)s."
    ),
    Code.MERGE_OF_OWN: N_(
        "You lead both proposals, so nobody else could consent. Take the parts of the one into the"
        " other yourself, and withdraw the one. Nothing was changed."
    ),
    Code.MERGE_MOVED_ON: N_(
        "This offer was dealt with already: it is “%(state)s” now. Nothing was changed."
    ),
    Code.MERGE_WAITS: N_(
        "An offer to merge this proposal waits for its answer. Take it back first, then you can"
        " offer it to another one. Nothing was sent."
    ),
    Code.NOTHING_MERGED: N_(
        "Nothing was merged into this proposal since it was sent, so it stays with the office."
        " Nothing was changed."
    ),
    Code.SUPPORT_NOT_ASKED: N_(
        "The rules of this round ask for no support beforehand: send the proposal as it is."
    ),
    Code.SUPPORT_OPEN_ALREADY: N_("Support is collected already. Nothing was changed."),
    Code.SUPPORT_CLOSED: N_("No support is collected for this draft. Nothing was changed."),
    Code.SUPPORT_COLLECTS: N_(
        "Residents support this draft as it stands: while support is collected its name, place,"
        " applicant and cost stay. Close the collecting first; the support given so far is lost"
        " then. Nothing was saved."
    ),
    Code.SUPPORT_LACKING: N_(
        "The proposal was not sent: %(number)s residents support it, and the rules ask for"
        " %(needed)s. Still missing: %(missing)s. Pass the address of its page on."
    ),
    Code.SUPPORT_OF_OWN: N_(
        "You have a part in this proposal yourself, so your support does not count. Nothing was"
        " changed."
    ),
    Code.SUPPORTED_ALREADY: N_("You support this proposal already; it counts once."),
    Code.SUPPORT_MISSING: N_("You do not support this proposal. Nothing was changed."),
}
"""One sentence or two for each code."""
