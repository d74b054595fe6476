"""The sentences of deeds about writing a proposal, refused."""

from pb.documents.words import N_
from pb.rules.refusals import Code

SENTENCES: dict[Code, str] = {
    Code.STEP_UNFINISHED: N_("This step is not finished yet."),
    Code.PAPERS_LACKING: N_(
        "The rules of the round ask for: %(papers)s. Add the paper, or tick that you bring it to"
        " the office."
    ),
    Code.LETTERS_LACKING: N_(
        "Contributions without a letter of whoever gives them: %(numbers)s. Add the letter of each,"
        " or tick that you bring the letters to the office."
    ),
    Code.LETTER_ONLY: N_(
        "Only a letter confirms a contribution. Choose the letter as the kind of the file, or leave"
        " the contribution open. Nothing was saved."
    ),
    Code.CONTRIBUTION_UNKNOWN: N_(
        "There is no such contribution any more. Look at the step “Who pays” and choose again."
        " Nothing was saved."
    ),
    Code.PROPOSAL_UNFINISHED: N_(
        "The proposal was not sent: steps that lack something: %(steps)s. They stand below; what"
        " you wrote is kept."
    ),
    Code.PROPOSAL_CHANGED_ELSEWHERE: N_(
        "This was changed meanwhile, in another window or by a co-author. Nothing was saved now:"
        " compare both texts and send the one that shall stand."
    ),
    Code.LEADER_ONLY: N_(
        "Only the one who began the proposal can do this. Ask that person. Nothing was changed."
    ),
    Code.CO_AUTHORS_TOO_MANY: N_(
        "A proposal has at most %(most)s co-authors and open invitations. Take one back first."
    ),
    Code.CO_AUTHOR_ALREADY: N_("You write on this proposal already. Nothing was changed."),
    Code.FILE_MISSING: N_("Choose a file first. Nothing was saved."),
    Code.FILE_UNREADABLE: N_(
        "This file cannot be taken: JPEG, PNG, WebP and PDF are, whole, without a password, without"
        " programs and other files inside. Save it anew or take a photo of it."
    ),
    Code.ATTACHMENT_TOO_LARGE: N_(
        "This file is larger than %(most)s MB. Choose a smaller one or take a photo of the paper."
    ),
    Code.FILE_TWICE: N_("This file is there already. Nothing was saved."),
    Code.FILES_TOO_MANY: N_(
        "A proposal has at most %(most)s files. Take one out before you add another."
    ),
    Code.FILES_TOO_LARGE: N_(
        "All the files of a proposal together have at most %(most)s MB. Take one out or choose a"
        " smaller one."
    ),
    Code.NUMBER_OF_ANOTHER: N_(
        "Under this personal number we know somebody with another name. Compare both with the"
        " passport. Nothing was saved."
    ),
    Code.ENTRY_MOVED_ON: N_("This paper has moved on meanwhile: %(state)s. Nothing was changed."),
    Code.ENTRY_UNDECIDED: N_(
        "Another paper of this proposal is on its way at the office. Finish that one first."
        " Nothing was saved."
    ),
    Code.PAPER_UNSEEN: N_(
        "Tick that the person signed the paper. Without the signature nothing can be handed over."
    ),
    Code.SCAN_UNSEEN: N_(
        "Open the scan, compare every answer with it, and tick that you did. Nothing was sent."
    ),
    Code.POINT_OFF_EARTH: N_(
        "Latitude is from -90 to 90 and longitude from -180 to 180 degrees, for example: 42,4581"
        " and 77,0912. Nothing was saved."
    ),
    Code.POINT_OUTSIDE: N_(
        "This point lies outside the municipality. If it is right all the same, tick it below and"
        " send it once more."
    ),
    Code.MAP_UNREADABLE: N_(
        "This is no map we can read: %(problem)s. Nothing was saved, the map stays as it was."
    ),
    Code.MAP_TOO_LARGE: N_(
        "The map is too large: at most %(most)s %(unit)s. Make it simpler in the program it was"
        " drawn with. Nothing was saved."
    ),
}
"""One sentence or two for each code."""
