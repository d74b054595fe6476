"""The sentences of deeds about ballots on paper, refused."""

from pb.documents.words import N_
from pb.rules.refusals import Code

SENTENCES: dict[Code, str] = {
    Code.PAPER_NOT_ALLOWED: N_("By the rules of this round nobody votes on paper."),
    Code.STATIONS_TOO_MANY: N_("A round has at most %(most)s stations. Nothing was added."),
    Code.STOCK_OUT_OF_RANGE: N_(
        "Between 1 and %(largest)s ballots are made at one go; make more of them in parts."
    ),
    Code.STOCK_MISSING: N_("No ballots were made for this station yet. Nothing was saved."),
    Code.BALLOTS_PRINTED: N_(
        "Ballots are printed already, so the numbers of the projects stay as they are."
    ),
    Code.PERSON_VOTED: N_(
        "This person has voted already: %(channel)s, %(hour)s. Hand out no ballot; nothing was"
        " marked."
    ),
    Code.BOX_OPENED: N_(
        "The box of this station is open already: nobody is marked and nothing is printed any more."
    ),
    Code.BOX_UNOPENED: N_(
        "The box of station No. %(station)s has no confirmed act yet. Open it, enter the act, and"
        " have another person confirm it."
    ),
    Code.BOX_CONFIRMED: N_("The act of this box is confirmed already. Nothing was changed."),
    Code.BOX_NEEDS_ANOTHER: N_("You entered this act, so another person confirms it."),
    Code.BOX_IS_VOID: N_("This box is not counted: it held more ballots than people were marked."),
    Code.BOX_OVER_MARKS: N_(
        "%(found)s ballots are in the box, but only %(marks)s people are marked. Compare with the"
        " signed sheets and mark who is missing. If that does not explain it, tick that the box is"
        " not counted and write why. Nothing was saved."
    ),
    Code.PAPERS_TOO_MANY: N_(
        "%(printed)s ballots were printed, but in the box, spoiled and unused there are"
        " %(together)s together. Count again; nothing was saved."
    ),
    Code.PAPERS_MISSING: N_(
        "%(printed)s ballots were printed, and %(together)s are here: %(missing)s are missing."
        " Count again, or write where they are. Nothing was saved."
    ),
    Code.BATCH_TOO_LARGE: N_(
        "A pile has between 1 and %(largest)s ballots now. Count the pile again."
    ),
    Code.BATCH_MOVED_ON: N_(
        "This pile has moved on meanwhile. Look at its page; nothing was changed."
    ),
    Code.BATCHES_WAIT: N_(
        "%(ballots)s ballots of station No. %(station)s are not approved yet. The count waits until"
        " they are."
    ),
    Code.LINE_EMPTY: N_("Type the control number, then the marked projects, for example: 117 3 5."),
    Code.LINE_UNREADABLE: N_(
        "“%(given)s” cannot be read here. Type digits with blanks between them, for example:"
        " 117 3 5."
    ),
    Code.LINE_WITHOUT_MARKS: N_(
        "After %(number)s nothing was typed. Type the marked projects; 0 if none is marked, x if"
        " the ballot is invalid."
    ),
    Code.LINE_OVER_MARKED: N_(
        "At most %(largest)s may be marked, %(chosen)s were typed. Look at the paper: if so many"
        " are marked, the ballot is invalid, type x."
    ),
    Code.LINE_UNDER_MARKED: N_(
        "At least %(smallest)s have to be marked, %(chosen)s were typed. Look at the paper: if no"
        " more are marked, the ballot is invalid, type x."
    ),
    Code.LINE_ENTERED: N_(
        "Line %(line)s was not kept: other lines were typed or taken back meanwhile. Look at the"
        " last lines below and go on from there."
    ),
    Code.NUMBER_NOT_PRINTED: N_(
        "No ballot of this station has the control number %(number)s. Look at the paper: if it"
        " stands there, the ballot is not ours, type x."
    ),
    Code.NUMBER_TOO_OFTEN: N_(
        "The control number %(number)s was printed %(copies)s times for this station, but the pile"
        " has more ballots with it. Send the pile back: the ballots that are not ours are typed as"
        " x."
    ),
    Code.NOTHING_TO_UNDO: N_("This is not the last line any more. Nothing was taken back."),
    Code.PASS_NEEDS_ANOTHER: N_("You read this pile once already, so another person reads it now."),
    Code.PASS_OF_ANOTHER: N_("Another person is reading this pile now. Take the next one."),
    Code.PASS_FULL: N_(
        "By the act the pile has %(size)s ballots, and all of them are typed. If there is one more"
        " paper, the pile was counted wrongly: tell the commission."
    ),
    Code.PASS_SHORT: N_(
        "By the act the pile has %(size)s ballots, %(entered)s were typed. Type the rest first."
    ),
    Code.PASS_FILE_BROKEN: N_(
        "Some lines of the file cannot be kept; they stand below. Nothing of the file was saved."
    ),
    Code.PASS_FILE_UNEVEN: N_(
        "By the act the pile has %(size)s ballots, but the file has %(entered)s lines. Each ballot"
        " is one line. Nothing of the file was saved."
    ),
    Code.PASS_FILE_LARGE: N_(
        "This file is larger than any pile: at most %(largest)s kB. Nothing of it was saved."
    ),
    Code.APPROVER_ENTERED: N_("You read this pile yourself, so another person approves it."),
}
"""One sentence or two for each code."""
