"""The sentences of deeds about disputed votes, refused."""

from pb.documents.words import N_
from pb.rules.refusals import Code

SENTENCES: dict[Code, str] = {
    Code.HOLDERS_NOT_THREE: N_("Choose all %(number)s holders of the key. Nothing was saved."),
    Code.HOLDER_TWICE: N_("This person has a seat already. Choose another one."),
    Code.HOLDER_UNFIT: N_(
        "A holder sits in the council, in the commission or in the monitoring group here."
    ),
    Code.HOLDERS_OF_ONE_SIDE: N_(
        "All three are of the same side. Choose somebody of the council, the commission or the"
        " monitoring group beside them, so that no side can use the key alone."
    ),
    Code.HOLDER_NEEDED: N_("Only a holder of the key of this round can do this."),
    Code.PASSPHRASES_DIFFER: N_("Typed twice, and not the same. Type it again both times."),
    Code.PASSPHRASE_TWICE: N_("Another holder has this passphrase. Each one needs their own."),
    Code.PASSPHRASE_WRONG: N_(
        "The two passphrases do not open the key. Check both, letters and blanks; nothing was done."
    ),
    Code.CEREMONY_MISSING: N_(
        "No key was drawn for this round before the voting, so no vote of it can be traced."
    ),
    Code.CHANGE_CODE_UNREADABLE: N_(
        "A code has 26 letters and digits; you typed %(length)s. Blanks do not matter."
    ),
    Code.CHANGE_CODE_UNKNOWN: N_(
        "There is no vote with this code here that counts. Check it letter by letter. If the"
        " commission took the vote out, the code is used up. Nothing was changed."
    ),
    Code.NOBODY_VOTED: N_("This person is not marked as having voted. Nothing was changed."),
    Code.VOTE_NOT_BY_PHONE: N_(
        "This person voted: %(channel)s. Only a ballot cast by telephone can be traced."
    ),
    Code.VOTE_NOT_ON_PAPER: N_(
        "This person voted: %(channel)s. Only a mark at a station can be undone here."
    ),
    Code.UNDOING_WAITS: N_("Undoing this mark was asked for already. It waits for another person."),
    Code.REFERENCE_MISSING: N_(
        "This vote carries no reference that could be opened. Nothing was changed."
    ),
    Code.REFERENCES_ERASED: N_(
        "The references of this round were erased: nobody can find a person’s ballot any more."
    ),
    Code.ERASURE_WAITS: N_("This was asked for already and waits for a second person."),
    Code.ERASURE_MISSING: N_("Nobody asked for it yet. One asks, another agrees."),
    Code.AGREER_OPENED: N_("You asked for this yourself, so another person agrees or declines."),
    Code.PERSON_UNSEEN: N_("Look first at whose mark it is, then agree. Nothing was changed."),
    Code.AGREED_ALREADY: N_("This was decided already. Nothing was changed."),
    Code.DISPUTES_CLOSED: N_("The time for disputes ended on %(closed)s. Nothing was changed."),
    Code.DISPUTES_LAST: N_(
        "Votes can still be disputed until %(until)s; the references are erased after that."
    ),
    Code.VOTING_NEAR: N_(
        "The voting opens on %(opens)s. No key is drawn in the last minute before it, so that every"
        " vote is locked with the same one. Nothing was saved."
    ),
    Code.RESULT_STALE: N_("Votes were taken out by decision since this count. Count again first."),
    Code.RESULT_HOLDS: N_("Nothing was taken out since the last count, so it stands."),
}
