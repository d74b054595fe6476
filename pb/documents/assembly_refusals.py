"""The sentences of deeds about assemblies that vote by hands, refused."""

from pb.documents.words import N_
from pb.rules.refusals import Code

SENTENCES: dict[Code, str] = {
    Code.HANDS_NOT_WITH_TYPE: N_(
        "Hands do not go with a ballot that is marked like this: %(vote_type)s. Let projects be"
        " marked, or let hands not count."
    ),
    Code.HANDS_NOT_WITH_RULE: N_(
        "Hands do not go with this way of sharing the money out, because it needs the ballot of"
        " each person. Choose one that goes by the most votes, or let hands not count."
    ),
    Code.HANDS_NOT_ALLOWED: N_("By the rules of this round raised hands do not count."),
    Code.HANDS_ALONE: N_(
        "In this round people vote by hands at an assembly, and nowhere else. Where and when they"
        " meet stands in the announcement. Nothing was taken."
    ),
    Code.HANDS_ARE_NO_BALLOTS: N_(
        "This round counted raised hands, which are no ballots, so it cannot be written in the"
        " format of Pabulib. The table and the JSON file have every figure."
    ),
    Code.ASSEMBLIES_TOO_MANY: N_("A round has at most %(most)s assemblies. Nothing was added."),
    Code.ASSEMBLY_TWICE: N_(
        "These people are called already: assembly No. %(number)s, %(starts)s. Choose another day,"
        " or change that one. Nothing was saved."
    ),
    Code.ASSEMBLY_OUTSIDE_VOTING: N_(
        "An assembly is held while people vote: from %(opens)s to %(closed)s. Choose one of these"
        " days."
    ),
    Code.ASSEMBLY_LEFT_OUTSIDE: N_(
        "The days of the voting were moved, %(opens)s to %(closed)s now, and this assembly is not"
        " within them. It can only be cancelled; call another. Nothing was saved."
    ),
    Code.ASSEMBLY_IN_PAST: N_("%(starts)s is over. Choose a later day or hour."),
    Code.ASSEMBLY_BEGUN: N_(
        "This assembly has begun, so place and time stay as they were announced. Nothing was saved."
    ),
    Code.ASSEMBLY_NOT_BEGUN: N_(
        "This assembly begins on %(starts)s. Nobody is marked and nothing is entered before."
    ),
    Code.ASSEMBLY_CANCELLED: N_("This assembly is cancelled. Nothing was saved."),
    Code.ASSEMBLY_CANCEL_NEEDS_ANOTHER: N_(
        "This assembly has begun, so only a member of the commission who did not call it can cancel"
        " it. Nothing was saved."
    ),
    Code.ASSEMBLY_WAITS: N_(
        "Assembly No. %(assembly)s has no confirmed act yet. Enter its minutes and have another"
        " person confirm them, or cancel it with a reason. The count waits."
    ),
    Code.NOBODY_TICKED: N_("Nobody is ticked. Tick those who came and vote here."),
    Code.TICKED_VOTED: N_(
        "One of the people you ticked has voted already: %(channel)s, %(hour)s. Nobody was marked:"
        " the list below shows who it is. Tick the others once more."
    ),
    Code.TICKED_ELSEWHERE: N_(
        "One of these people is of a village that is not called to this assembly. Nobody was"
        " marked."
    ),
    Code.TICKED_UNMARKED: N_(
        "One of these people is not marked here any more. Nothing was taken back: look at the list"
        " again."
    ),
    Code.PEOPLE_MARKED: N_(
        "People are still marked as having voted here: %(marked)s. If nothing was voted on, take"
        " their marks back first; while the voting lasts they can then vote elsewhere. Nothing was"
        " saved."
    ),
    Code.ATTENDED_OVER_ROLL: N_(
        "%(people)s people came by this, but the village has %(on_roll)s on the roll. Count only"
        " those who may vote. Nothing was saved."
    ),
    Code.ATTENDED_UNDER_MARKED: N_(
        "%(people)s people came by this, but %(marked)s are marked on the roll as voting here."
        " Compare with the signed list: mend the numbers, or take a mark back. Nothing was saved."
    ),
    Code.QUORUM_SHORT: N_(
        "%(people)s people came, and the rules ask for %(needed)s. Say that there was no quorum, or"
        " mend the numbers. Nothing was saved."
    ),
    Code.QUORUM_REACHED: N_(
        "%(people)s people came, and the rules ask for %(needed)s, so there was a quorum. Say so,"
        " or mend the numbers. Nothing was saved."
    ),
    Code.QUORUM_MISSED: N_(
        "Without a quorum nothing is voted on, so no hands can be written down. Take them out, or"
        " say that there was a quorum."
    ),
    Code.HANDS_OVER_MARKED: N_(
        "Project No. %(number)s: for, against and abstained are %(hands)s together, but only"
        " %(marked)s people are marked as voting here. Count again, or mark who is missing. Nothing"
        " was saved."
    ),
    Code.HANDS_OVER_CHOICES: N_(
        "All hands for projects are %(hands)s together, but %(marked)s people with up to %(most)s"
        " choices each can raise %(largest)s at most. Count again. Nothing was saved."
    ),
    Code.HANDS_MISSING: N_(
        "Write the hands for project No. %(number)s; 0 where nobody raised one."
    ),
    Code.ASSEMBLY_ACT_STANDS: N_(
        "The act of this assembly is entered, so nobody is marked or unmarked any more. Whoever"
        " confirms it can send it back. Nothing was changed."
    ),
    Code.ASSEMBLY_ACT_MISSING: N_("There is no act to look at: its minutes are to be entered."),
    Code.ASSEMBLY_ACT_CONFIRMED: N_("The act of this assembly is confirmed. Nothing was changed."),
    Code.ACT_CHANGED: N_(
        "This act or its scan was changed while you looked at it. Look at it once more; nothing was"
        " confirmed."
    ),
    Code.ASSEMBLY_ACT_NEEDS_ANOTHER: N_(
        "You entered the act of this assembly, so another person confirms it."
    ),
}
"""By their codes; merged into the sentences about the vote."""
