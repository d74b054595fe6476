"""WHO: the acts of the system, and the table of who may do them."""

from enum import StrEnum

from pb.rules.roles import EVERYONE, SIGNED_IN, STAFF, Role


class Act(StrEnum):
    """Everything a person can do here; each address declares one, and the deed asks again."""

    READ = "read"
    SIGN_IN = "sign_in"
    USE_ACCOUNT = "use_account"
    SUBMIT_PROPOSAL = "submit_proposal"
    MEND_PROPOSAL = "mend_proposal"
    TRANSLATE_PROPOSAL = "translate_proposal"
    """Add the other language, also to one that was sent."""
    WITHDRAW_PROPOSAL = "withdraw_proposal"
    ENTER_PROPOSAL = "enter_proposal"
    """Type a proposal from the signed form of somebody who came to the office."""
    CONFIRM_ENTRY = "confirm_entry"
    """Compare it with the form as the second person, and stand for it or send it back."""
    MERGE_PROPOSAL = "merge_proposal"
    """Offer one's own to be taken up by another, answer such an offer, take it back."""
    SUPPORT_PROPOSAL = "support_proposal"
    """Support a draft before it is sent, where the rules ask for it; take the support back."""
    DRAW_MAP = "draw_map"
    """Enter the outline of the municipality that proposals mark their place on."""
    CAST_BALLOT = "cast_ballot"
    USE_DESK = "use_desk"
    DRAFT_RULES = "draft_rules"
    """Draft and change the rules of the municipality, and the days it works."""
    ADOPT_RULES = "adopt_rules"
    DRAFT_ROUND = "draft_round"
    ANNOUNCE_ROUND = "announce_round"
    PROPOSE_CHANGE = "propose_change"
    """Of the days of an announced round."""
    CONFIRM_CHANGE = "confirm_change"
    REVIEW_PROPOSAL = "review_proposal"
    SEAT_COMMISSION = "seat_commission"
    """Enter who scores the proposals of a round, and by what."""
    SIGN_COMMISSION = "sign_commission"
    SCORE_PROPOSALS = "score_proposals"
    """Declare interests, fill in score sheets and hand them in, once every proposal is answered."""
    OPEN_SHEETS = "open_sheets"
    """Open all sheets together and work out the result: before the voting or after it, because
    what a commission thinks is no news to vote by."""
    ENTER_BALLOT_LOT = "enter_ballot_lot"
    DRAW_BALLOT_ORDER = "draw_ballot_order"
    """Stand for a public lot as the second person; the projects are numbered by it."""
    REVIEW_AGAIN = "review_again"
    """After an appeal that was right: it may end until the voting opens."""
    ANSWER_REVIEW = "answer_review"
    """The author's word on a return or on the office's cost."""
    FILE_APPEAL = "file_appeal"
    REGISTER_APPEAL = "register_appeal"
    ANSWER_APPEAL = "answer_appeal"
    UPHOLD_APPEAL = "uphold_appeal"
    """Answer it so that the proposal is looked at again."""
    ASK_QUESTION = "ask_question"
    ANSWER_QUESTION = "answer_question"
    REPORT_QUESTION = "report_question"
    HIDE_QUESTION = "hide_question"
    COUNT_BALLOTS = "count_ballots"
    CONFIRM_RESULT = "confirm_result"
    RECORD_EVALUATION = "record_evaluation"
    ANSWER_RECOMMENDATION = "answer_recommendation"
    FORM_GROUP = "form_group"
    FOUND_GROUP = "found_group"
    """An initiative group, and lead it; FORM_GROUP is about joint monitoring."""
    JOIN_GROUP = "join_group"
    """Be a member of an initiative group, or stop being one."""
    REGISTER_GROUP = "register_group"
    """Enter an initiative group from paper, confirm, register, return or dissolve it."""
    OPEN_GROUP = "open_group"
    """Read the names of its members, with a reason that they read."""
    NOTE_INTEREST = "note_interest"
    """Mark a conflict of interest of a member, for ever."""
    SEE_OWN_DATA = "see_own_data"
    COMPLAIN = "complain"
    ANSWER_COMPLAINT = "answer_complaint"
    OPEN_ACCOUNT = "open_account"
    MANAGE_STAFF = "manage_staff"
    CONFIRM_RECOVERY = "confirm_recovery"
    ADMINISTER = "administer"
    OVERSEE = "oversee"
    FOUND_MUNICIPALITY = "found_municipality"
    ENTER_ON_ROLL = "enter_on_roll"
    IMPORT_ROLL = "import_roll"
    LIST_ROLL = "list_roll"
    """See the lines of a roll with masked names."""
    LOOK_UP_ON_ROLL = "look_up_on_roll"
    """Open a line, with a reason that its person reads."""
    CORRECT_ROLL = "correct_roll"
    """Mend and strike lines; once the roll is frozen, propose it."""
    FREEZE_ROLL = "freeze_roll"
    DECIDE_ON_ROLL = "decide_on_roll"
    """Agree to an addition or a strike after the freeze, or decline it."""
    ENROL_RESIDENT = "enrol_resident"
    CHANGE_PHONE = "change_phone"
    SEE_OWN_LINE = "see_own_line"
    SET_UP_STATIONS = "set_up_stations"
    """Add the stations of a round that people vote at on paper."""
    PRINT_BALLOTS = "print_ballots"
    PRINT_ROLL_SHEETS = "print_roll_sheets"
    """Names with lines to sign on, for one station; everybody on them can see it."""
    MARK_ON_PAPER = "mark_on_paper"
    """Hand a ballot out and mark the person on the roll."""
    OPEN_BOX = "open_box"
    CONFIRM_BOX = "confirm_box"
    """Stand for the act of an opened box as the second person."""
    ENTER_PAPER_BALLOTS = "enter_paper_ballots"
    APPROVE_PAPER_BALLOTS = "approve_paper_ballots"
    """As the third person after two who entered them; or send them back."""
    SEE_DISPUTES = "see_disputes"
    """The decisions about disputed votes, and who holds the key; never whose vote it was."""
    HOLD_CEREMONY = "hold_ceremony"
    """Draw the key of a round before three holders, of whom any two open a reference."""
    FIND_DISPUTED = "find_disputed"
    """Find the person whose vote is disputed, by the passport, with a trace they read."""
    DECIDE_DISPUTE = "decide_dispute"
    """As two holders: open the reference of one vote, and take its ballot out of the count."""
    CHANGE_BALLOT = "change_ballot"
    """With a change code, by whoever holds it: the code knows no person."""
    UNDO_MARK = "undo_mark"
    """Ask that a person marked on paper by mistake be unmarked."""
    CONFIRM_UNDOING = "confirm_undoing"
    CORRECT_RESULT = "correct_result"
    """Count anew after a dispute; the former count stays."""
    CONFIRM_CORRECTION = "confirm_correction"
    ERASE_REFERENCES = "erase_references"
    """After the disputes, by two: from then on nobody can find a person's ballot."""
    CALL_ASSEMBLY = "call_assembly"
    """Announce a village assembly that votes by hands, or move it before it begins."""
    CANCEL_ASSEMBLY = "cancel_assembly"
    MARK_AT_ASSEMBLY = "mark_at_assembly"
    """Mark on the roll who votes by hand there."""
    TAKE_MARKS_BACK = "take_marks_back"
    """Of an assembly, with a reason, before its act is entered."""
    ENTER_ASSEMBLY_ACT = "enter_assembly_act"
    CONFIRM_ASSEMBLY_ACT = "confirm_assembly_act"
    """Stand for the act of an assembly as the second person, or send it back."""
    SEE_EVIDENCE = "see_evidence"
    """Watch how the voting goes: days that are over, what stands out in them, and papers of it."""
    NOTE_FINDING = "note_finding"
    """Write down what was found out about something that stood out."""
    DRAW_CALLS = "draw_calls"
    """Enter the public dice that draw who is called and asked whether they voted."""
    CONFIRM_CALLS = "confirm_calls"
    """Stand for the dice as the second person; the sample is drawn."""
    PRINT_CALLS = "print_calls"
    """Print the names and telephones of the sample."""
    CALL_PEOPLE = "call_people"
    """Write down what the people of the sample said, and close it."""
    PRINT_READ_ALOUD = "print_read_aloud"
    """Print the names of people marked who have no telephone, to be read at the assembly."""
    START_KIOSK = "start_kiosk"
    """Turn the browser into a kiosk of a station; whoever does it is signed out by it."""
    END_KIOSK = "end_kiosk"
    """From the desk; at the kiosk itself anybody may."""
    ISSUE_TICKET = "issue_ticket"
    """Give a person a ticket for the kiosk after a paper of identity was shown, or withdraw it."""
    VOTE_BY_TICKET = "vote_by_ticket"
    """At a kiosk, by whoever holds the ticket: nobody is signed in there."""
    SEAL_LOT = "seal_lot"
    IMPORT_ROUND = "import_round"
    TEND_MESSAGES = "tend_messages"
    CHECK_PAPERS = "check_papers"


WHO: dict[Act, frozenset[Role]] = {
    Act.READ: EVERYONE,
    Act.SIGN_IN: EVERYONE,
    Act.USE_ACCOUNT: SIGNED_IN,
    Act.SUBMIT_PROPOSAL: frozenset({Role.RESIDENT}),
    # The operator only where they type it from a paper: `services/writing.py` asks.
    Act.MEND_PROPOSAL: frozenset({Role.RESIDENT, Role.OPERATOR}),
    Act.TRANSLATE_PROPOSAL: frozenset({Role.RESIDENT, Role.OPERATOR}),
    Act.WITHDRAW_PROPOSAL: frozenset({Role.RESIDENT}),
    Act.ENTER_PROPOSAL: frozenset({Role.OPERATOR}),
    Act.CONFIRM_ENTRY: frozenset({Role.OPERATOR, Role.HEAD}),
    Act.MERGE_PROPOSAL: frozenset({Role.RESIDENT}),
    Act.SUPPORT_PROPOSAL: frozenset({Role.RESIDENT}),
    Act.DRAW_MAP: frozenset({Role.OPERATOR}),
    Act.CAST_BALLOT: frozenset({Role.RESIDENT}),
    Act.USE_DESK: frozenset({Role.OPERATOR, Role.HEAD, Role.COMMISSION}),
    Act.DRAFT_RULES: frozenset({Role.OPERATOR}),
    Act.ADOPT_RULES: frozenset({Role.HEAD}),
    Act.DRAFT_ROUND: frozenset({Role.OPERATOR}),
    Act.ANNOUNCE_ROUND: frozenset({Role.OPERATOR, Role.HEAD}),
    Act.PROPOSE_CHANGE: frozenset({Role.OPERATOR, Role.HEAD}),
    Act.CONFIRM_CHANGE: frozenset({Role.HEAD, Role.COMMISSION}),
    Act.REVIEW_PROPOSAL: frozenset({Role.OPERATOR}),
    Act.SEAT_COMMISSION: frozenset({Role.OPERATOR}),
    Act.SIGN_COMMISSION: frozenset({Role.HEAD}),
    Act.SCORE_PROPOSALS: frozenset({Role.COMMISSION}),
    Act.OPEN_SHEETS: frozenset({Role.COMMISSION}),
    Act.ENTER_BALLOT_LOT: frozenset({Role.OPERATOR}),
    Act.DRAW_BALLOT_ORDER: frozenset({Role.HEAD, Role.COMMISSION}),
    Act.REVIEW_AGAIN: frozenset({Role.OPERATOR}),
    Act.ANSWER_REVIEW: frozenset({Role.RESIDENT}),
    Act.FILE_APPEAL: frozenset({Role.RESIDENT}),
    Act.REGISTER_APPEAL: frozenset({Role.OPERATOR, Role.HEAD}),
    Act.ANSWER_APPEAL: frozenset({Role.OPERATOR, Role.HEAD}),
    Act.UPHOLD_APPEAL: frozenset({Role.OPERATOR, Role.HEAD}),
    Act.ASK_QUESTION: frozenset({Role.RESIDENT}),
    Act.ANSWER_QUESTION: frozenset({Role.RESIDENT, Role.OPERATOR}),
    Act.REPORT_QUESTION: SIGNED_IN,
    Act.HIDE_QUESTION: frozenset({Role.OPERATOR}),
    Act.COUNT_BALLOTS: frozenset({Role.OPERATOR, Role.COMMISSION, Role.PLATFORM}),
    Act.CONFIRM_RESULT: frozenset({Role.OPERATOR, Role.COMMISSION, Role.PLATFORM}),
    Act.RECORD_EVALUATION: frozenset({Role.MONITORING}),
    Act.ANSWER_RECOMMENDATION: frozenset({Role.HEAD, Role.OPERATOR}),
    Act.FORM_GROUP: frozenset({Role.PLATFORM}),
    Act.FOUND_GROUP: frozenset({Role.RESIDENT}),
    Act.JOIN_GROUP: frozenset({Role.RESIDENT}),
    Act.REGISTER_GROUP: frozenset({Role.OPERATOR}),
    Act.OPEN_GROUP: frozenset({Role.OPERATOR}),
    Act.NOTE_INTEREST: frozenset({Role.RESIDENT, Role.OPERATOR}),
    Act.SEE_OWN_DATA: frozenset({Role.RESIDENT}),
    Act.COMPLAIN: frozenset({Role.RESIDENT}),
    Act.ANSWER_COMPLAINT: frozenset({Role.HEAD, Role.COMMISSION}),
    Act.OPEN_ACCOUNT: frozenset({Role.PLATFORM}),
    Act.MANAGE_STAFF: frozenset({Role.HEAD, Role.ADMINISTRATOR, Role.PLATFORM}),
    Act.CONFIRM_RECOVERY: frozenset({Role.ADMINISTRATOR}),
    Act.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    Act.OVERSEE: frozenset({Role.OBSERVER, Role.ADMINISTRATOR}),
    Act.FOUND_MUNICIPALITY: frozenset({Role.ADMINISTRATOR, Role.PLATFORM}),
    Act.ENTER_ON_ROLL: frozenset({Role.PLATFORM}),
    Act.IMPORT_ROLL: frozenset({Role.OPERATOR}),
    Act.LIST_ROLL: frozenset({Role.OPERATOR, Role.COMMISSION, Role.MONITORING}),
    Act.LOOK_UP_ON_ROLL: frozenset({Role.OPERATOR, Role.COMMISSION, Role.MONITORING}),
    Act.CORRECT_ROLL: frozenset({Role.OPERATOR}),
    Act.FREEZE_ROLL: frozenset({Role.COMMISSION}),
    Act.DECIDE_ON_ROLL: frozenset({Role.COMMISSION}),
    Act.ENROL_RESIDENT: frozenset({Role.OPERATOR}),
    Act.CHANGE_PHONE: frozenset({Role.OPERATOR}),
    Act.SEE_OWN_LINE: frozenset({Role.RESIDENT}),
    Act.SET_UP_STATIONS: frozenset({Role.OPERATOR}),
    Act.PRINT_BALLOTS: frozenset({Role.OPERATOR}),
    Act.PRINT_ROLL_SHEETS: frozenset({Role.OPERATOR, Role.COMMISSION}),
    Act.MARK_ON_PAPER: frozenset({Role.OPERATOR, Role.COMMISSION}),
    Act.OPEN_BOX: frozenset({Role.OPERATOR, Role.COMMISSION}),
    Act.CONFIRM_BOX: frozenset({Role.COMMISSION}),
    Act.ENTER_PAPER_BALLOTS: frozenset({Role.OPERATOR}),
    Act.APPROVE_PAPER_BALLOTS: frozenset({Role.COMMISSION}),
    Act.SEE_DISPUTES: STAFF,
    Act.HOLD_CEREMONY: frozenset({Role.COMMISSION}),
    Act.FIND_DISPUTED: STAFF - {Role.HEAD},
    Act.DECIDE_DISPUTE: frozenset({Role.DEPUTY, Role.COMMISSION, Role.MONITORING}),
    Act.CHANGE_BALLOT: EVERYONE,
    Act.UNDO_MARK: frozenset({Role.OPERATOR, Role.COMMISSION}),
    Act.CONFIRM_UNDOING: frozenset({Role.COMMISSION}),
    Act.CORRECT_RESULT: frozenset({Role.OPERATOR, Role.COMMISSION}),
    Act.CONFIRM_CORRECTION: frozenset({Role.OPERATOR, Role.COMMISSION}),
    Act.ERASE_REFERENCES: frozenset({Role.COMMISSION, Role.MONITORING}),
    Act.CALL_ASSEMBLY: frozenset({Role.OPERATOR}),
    Act.CANCEL_ASSEMBLY: frozenset({Role.OPERATOR, Role.COMMISSION}),
    Act.MARK_AT_ASSEMBLY: frozenset({Role.OPERATOR}),
    Act.TAKE_MARKS_BACK: frozenset({Role.OPERATOR, Role.COMMISSION}),
    Act.ENTER_ASSEMBLY_ACT: frozenset({Role.OPERATOR}),
    Act.CONFIRM_ASSEMBLY_ACT: frozenset({Role.OPERATOR, Role.COMMISSION}),
    Act.SEE_EVIDENCE: frozenset({Role.COMMISSION, Role.MONITORING}),
    Act.NOTE_FINDING: frozenset({Role.COMMISSION}),
    Act.DRAW_CALLS: frozenset({Role.COMMISSION, Role.MONITORING}),
    Act.CONFIRM_CALLS: frozenset({Role.COMMISSION, Role.MONITORING}),
    Act.PRINT_CALLS: frozenset({Role.COMMISSION, Role.MONITORING}),
    Act.CALL_PEOPLE: frozenset({Role.COMMISSION, Role.MONITORING}),
    Act.PRINT_READ_ALOUD: frozenset({Role.COMMISSION}),
    Act.START_KIOSK: frozenset({Role.OPERATOR}),
    Act.END_KIOSK: frozenset({Role.OPERATOR, Role.COMMISSION}),
    Act.ISSUE_TICKET: frozenset({Role.OPERATOR}),
    Act.VOTE_BY_TICKET: EVERYONE,
    Act.SEAL_LOT: frozenset({Role.PLATFORM}),
    Act.IMPORT_ROUND: frozenset({Role.PLATFORM}),
    Act.TEND_MESSAGES: frozenset({Role.ADMINISTRATOR, Role.PLATFORM}),
    Act.CHECK_PAPERS: frozenset({Role.ADMINISTRATOR, Role.PLATFORM}),
}


def may(roles: frozenset[Role], act: Act) -> bool:
    """Whether someone holding these roles may do the act at all; the phase is another question."""
    return bool((roles | {Role.PUBLIC}) & WHO[act])
