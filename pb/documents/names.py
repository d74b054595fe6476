"""What the closed lists of the rules are called for a reader: phases, states, grounds, roles."""

from pb.documents import initiatives, rule_names
from pb.documents.words import N_, catalogue
from pb.rules.assemblies import AssemblyState
from pb.rules.call_audits import Answer
from pb.rules.disputes import DisputeKind
from pb.rules.kiosks import IdentityPaper
from pb.rules.paper_ballots import BatchState, StationKind
from pb.rules.paper_entries import EntryDeed, EntryState
from pb.rules.people import Sex
from pb.rules.privacy import Field, Notice, Purpose
from pb.rules.proposals import Ground, ProposalState
from pb.rules.roles import Assurance, Role
from pb.rules.rolls.states import DecisionKind, DecisionState, EntryStatus, RollState
from pb.rules.rounds import Phase
from pb.rules.sessions import Ending, Means
from pb.rules.tally.election import AllocationRule, Channel, Outcome, TieBreak, VoteType

NAMES: dict[str, str] = {
    Phase.DRAFT: N_("Draft"),
    Phase.ANNOUNCED: N_("Announcement"),
    Phase.SUBMISSION: N_("Taking proposals"),
    Phase.REVIEW: N_("Review"),
    Phase.DISCUSSION: N_("Discussion"),
    Phase.VOTING: N_("Voting"),
    Phase.COUNTING: N_("Counting"),
    Phase.DECIDED: N_("Result"),
    Phase.CANCELLED: N_("Cancelled"),
    ProposalState.SUBMITTED: N_("Waits for review"),
    ProposalState.ADMITTED: N_("Admitted to the ballot"),
    ProposalState.RETURNED: N_("Returned to be mended"),
    ProposalState.NOT_ADMITTED: N_("Not admitted"),
    Ground.NOT_LOCAL: N_("It is not a question of local significance"),
    Ground.COST_UNJUSTIFIED: N_("The cost is not justified"),
    Ground.AGAINST_LAW: N_("It goes against the law"),
    Ground.NOT_FEASIBLE: N_("It cannot be carried out in time or at this place"),
    Ground.PAPERS_MISSING: N_("Required papers are missing"),
    DisputeKind.VOID: N_("Cast in another’s name"),
    DisputeKind.OVERRIDE: N_("Paper instead of the telephone"),
    DisputeKind.UNMARK: N_("Mark on paper undone"),
    StationKind.POLLING: N_("Polling station"),
    StationKind.HOME: N_("Home visits"),
    IdentityPaper.CARD: N_("Passport of a citizen (ID card)"),
    IdentityPaper.PASSPORT: N_("Passport for travel abroad"),
    IdentityPaper.MILITARY: N_("Military card"),
    BatchState.FIRST: N_("First reading"),
    BatchState.SECOND: N_("Second reading"),
    BatchState.DIFFERENCES: N_("Differences to look up"),
    BatchState.RESOLVED: N_("Waits for approval"),
    BatchState.APPROVED: N_("Approved"),
    AssemblyState.CALLED: N_("announced"),
    AssemblyState.HELD: N_("the minutes are to be entered"),
    AssemblyState.ENTERED: N_("waits for the second person"),
    AssemblyState.RETURNED: N_("sent back: something differs"),
    AssemblyState.COUNTED: N_("confirmed by two people"),
    AssemblyState.NO_QUORUM: N_("too few people came, nothing was voted on"),
    AssemblyState.CANCELLED: N_("cancelled"),
    EntryDeed.SUBMIT: N_("To send the proposal"),
    EntryDeed.WITHDRAW: N_("To withdraw the proposal"),
    EntryState.OPEN: N_("is being entered"),
    EntryState.WAITING: N_("waits for the second person"),
    EntryState.SENT_BACK: N_("sent back: something differs"),
    EntryState.CONFIRMED: N_("confirmed by two people"),
    EntryState.DROPPED: N_("dropped"),
    EntryState.OVERTAKEN: N_("the author did it by phone"),
    Channel.INTERNET: N_("by the internet"),
    Channel.PAPER: N_("on paper"),
    Channel.ASSEMBLY: N_("at the assembly"),
    Outcome.WON: N_("Won"),
    Outcome.NO_MONEY: N_("Not enough money"),
    Outcome.BELOW_THRESHOLD: N_("Too few votes"),
    Outcome.AFTER_STOP: N_("Its turn did not come"),
    Outcome.EXCLUDED: N_("Cannot stand beside a winner"),
    Outcome.SITS_OUT: N_("Sits out this time"),
    Outcome.NO_QUORUM: N_("Too few people voted"),
    Outcome.SUPPORTERS_SHORT: N_("Its voters' shares do not reach"),
    Outcome.PART_FUNDED: N_("Paid in part"),
    TieBreak.LOWER_COST: N_("the lower cost goes first"),
    TieBreak.OWN_SHARE: N_("the larger own contribution goes first"),
    TieBreak.MORE_VOTES: N_("the one with more votes goes first"),
    TieBreak.LISTED_FIRST: N_("the smaller number goes first"),
    TieBreak.LOT: N_("a public lot decides"),
    VoteType.APPROVAL: N_("Projects are marked, all marks are worth the same"),
    VoteType.CHOOSE_1: N_("One project is marked"),
    VoteType.CUMULATIVE: N_("Points are shared out among projects"),
    VoteType.SCORING: N_("Each project gets a mark in points"),
    VoteType.ORDINAL: N_("Projects are put in order, the best first"),
    AllocationRule.GREEDY: N_(
        "Money goes to the project with the most votes first; one that does not fit is passed"
        " over and the next is looked at."
    ),
    AllocationRule.GREEDY_NO_SKIP: N_(
        "Money goes to the project with the most votes first; at the first one that does not fit"
        " the sharing out stops."
    ),
    AllocationRule.GREEDY_THRESHOLD: N_(
        "Only projects with enough votes take part; money goes to the one with the most votes"
        " first, and one that does not fit is passed over."
    ),
    AllocationRule.GREEDY_EXCLUSIVE: N_(
        "Money goes to the project with the most votes first; of projects that cannot stand beside"
        " each other only the first one wins, and one that does not fit is passed over."
    ),
    AllocationRule.COST_RATIO: N_(
        "Money goes first to the project with the most votes for each som of its cost; one that"
        " does not fit is passed over and the next is looked at."
    ),
    AllocationRule.EQUAL_SHARES: N_(
        "Every voter has an equal share of the money; a project wins if those who chose it can"
        " pay for it together, and the one that costs each of them least for its size goes first."
    ),
    AllocationRule.EQUAL_SHARES_COMPARED: N_(
        "Every voter has an equal share of the money; if more voters are better off with the"
        " projects that have the most votes, those win instead."
    ),
    AllocationRule.EQUAL_SHARES_ADD1: N_(
        "Every voter has an equal share of the money; the shares are raised step by step for as"
        " long as the winners still fit in the budget."
    ),
    AllocationRule.EQUAL_SHARES_ADD1_COMPARED: N_(
        "Every voter has an equal share of the money, raised step by step while the winners fit;"
        " if more voters are better off with the projects that have the most votes, those win"
        " instead."
    ),
    Role.RESIDENT: N_("Resident"),
    Role.OPERATOR: N_("Clerk of the aiyl okmotu"),
    Role.HEAD: N_("Head of the aiyl okmotu"),
    Role.COMMISSION: N_("Member of the commission"),
    Role.MONITORING: N_("Member of the monitoring group"),
    Role.DEPUTY: N_("Deputy of the aiyl kenesh"),
    Role.OBSERVER: N_("Observer"),
    Role.ADMINISTRATOR: N_("Administrator of the platform"),
    Assurance.PHONE: N_("Your telephone is confirmed"),
    Assurance.IN_PERSON: N_("The office saw your passport"),
    Assurance.STATE: N_("The state's sign-in named you"),
    Means.PASSWORD: N_("password and code"),
    Means.SMS: N_("code by SMS"),
    Means.OPENID: N_("the state's sign-in"),
    Means.PASS: N_("pass of the demonstration"),
    Ending.SIGNED_OUT: N_("You signed out"),
    Ending.REPLACED: N_("You signed in elsewhere"),
    Ending.ENDED_BY_OWNER: N_("You ended it"),
    Ending.CREDENTIALS_CHANGED: N_("Password, app or telephone was changed"),
    Ending.ROLES_CHANGED: N_("Your roles were changed"),
    Ending.DISABLED: N_("The account was closed"),
    Purpose.ENROLMENT: N_("to enrol for voting by telephone"),
    Purpose.ROLL_CORRECTION: N_("to correct the roll"),
    Purpose.ROLL_QUESTION: N_("to answer a question about the roll"),
    Purpose.PAPER_VOTE: N_("to let somebody vote at a station"),
    Purpose.PHONE_CHANGE: N_("to change the telephone"),
    Purpose.COMPLAINT: N_("to look into a complaint"),
    Purpose.CALL_AUDIT: N_("to check the voting by calls"),
    Purpose.GROUP: N_("to register an initiative group"),
    Purpose.PAPER_PROPOSAL: N_("to enter a proposal from a signed paper"),
    Purpose.EXPORT: N_("to hand data over"),
    Field.NAME: N_("name"),
    Field.SETTLEMENT: N_("village"),
    Field.BORN: N_("day of birth"),
    Field.SEX: N_("sex"),
    Field.ADDRESS: N_("address"),
    Field.PHONE: N_("telephone"),
    Notice.SMS: N_("by SMS at once"),
    Notice.DIGEST: N_("with the SMS of the day"),
    Notice.LIST: N_("only in this list: there is no telephone"),
    Sex.FEMALE: N_("woman"),
    Sex.MALE: N_("man"),
    Answer.VOTED: N_("voted"),
    Answer.DENIED: N_("did not vote"),
    Answer.NOT_REACHED: N_("not reached"),
    RollState.OPEN: N_("Not frozen"),
    RollState.PROPOSED: N_("Proposed to be frozen"),
    RollState.FROZEN: N_("Frozen"),
    EntryStatus.ACTIVE: N_("On the roll"),
    EntryStatus.STRUCK: N_("Struck"),
    DecisionKind.ADD: N_("Addition"),
    DecisionKind.STRIKE: N_("Strike"),
    DecisionState.WAITING: N_("Waits for the commission"),
    DecisionState.AGREED: N_("Agreed to"),
    DecisionState.DECLINED: N_("Declined"),
    "submission_from": N_("Submission from"),
    "submission_to": N_("Submission until"),
    "review_to": N_("Review until"),
    "voting_from": N_("Voting from"),
    "voting_to": N_("Voting until"),
    "results_by": N_("Result by"),
    **initiatives.NAMES,
    **rule_names.NAMES,
}
"""`draft` is a phase and a state alike, and is called the same."""


def name_of(value: str, language: str) -> str:
    """The name of a value of a closed list in a language; any other text is itself."""
    return catalogue(language).gettext(NAMES[value]) if value in NAMES else str(value)
