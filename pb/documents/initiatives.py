"""What the closed lists about groups, money, review and scoring are called for a reader."""

from pb.documents import checklists
from pb.documents.words import N_
from pb.rules.appeals import AppealAnswer, AppealState
from pb.rules.co_authors import Consent
from pb.rules.commissions.criteria import Usual
from pb.rules.commissions.members import Bar, Involvement, Seat
from pb.rules.commissions.ranking import TieRule
from pb.rules.commissions.terms import Measure
from pb.rules.contributions import Kind, Party
from pb.rules.groups import GroupState, InterestKind, Part, Way
from pb.rules.merging import MergeState
from pb.rules.proposal_files import FileKind
from pb.rules.proposals import ProposalState
from pb.rules.questions import Side
from pb.rules.reviews import CostConsent

NAMES: dict[str, str] = {
    GroupState.FOUNDED: N_("Founded"),
    GroupState.REGISTERED: N_("Registered"),
    GroupState.ACTIVE: N_("At work"),
    GroupState.DISSOLVED: N_("Dissolved"),
    Way.ONLINE: N_("founded online"),
    Way.PAPER: N_("founded on paper"),
    Part.LEADER: N_("leader"),
    Part.MEMBER: N_("member of the group"),
    InterestKind.FAMILY: N_("a relative"),
    InterestKind.WORK: N_("the same employer"),
    InterestKind.MONEY: N_("money or property"),
    InterestKind.POST: N_("a post in the office or a seat in the kenesh"),
    Party.RESIDENTS: N_("residents"),
    Party.BUSINESS: N_("businesses"),
    Party.ORGANISATION: N_("organisations"),
    Party.MUNICIPALITY: N_("the municipality"),
    Party.OTHER: N_("others"),
    Kind.CASH: N_("money"),
    Kind.KIND: N_("things"),
    Kind.LABOUR: N_("labour"),
    FileKind.PHOTO: N_("photo"),
    FileKind.OTHER: N_("another paper"),
    Consent.ASKED: N_("asked, no answer yet"),
    Consent.GIVEN: N_("consented"),
    Consent.DECLINED: N_("declined"),
    Consent.ENDED: N_("no longer"),
    "map_no_json": N_("the file is no JSON"),
    "map_no_geojson": N_("the file is no GeoJSON"),
    "map_no_outline": N_("there is no outline in it, a polygon of at least three corners"),
    "map_off_earth": N_("a corner lies off the earth: longitude comes first, in degrees"),
    "map_kilobytes": N_("kilobytes"),
    "map_vertices": N_("corners"),
    "map_villages": N_("villages on it"),
    "works_from": N_("First day of the work"),
    "works_to": N_("Last day of the work"),
    ProposalState.WITHDRAWN: N_("Withdrawn"),
    MergeState.OFFERED: N_("Offered, waits for an answer"),
    MergeState.ACCEPTED: N_("Accepted by both sides"),
    MergeState.DECLINED: N_("Declined"),
    MergeState.TAKEN_BACK: N_("Taken back"),
    ProposalState.MERGED: N_("Merged with another one"),
    AppealState.FILED: N_("Filed, not registered yet"),
    AppealState.REGISTERED: N_("Registered, waits for an answer"),
    AppealState.ANSWERED: N_("Answered"),
    AppealAnswer.UPHELD: N_("The appeal is right: the proposal is looked at again"),
    AppealAnswer.DISMISSED: N_("The refusal stands"),
    CostConsent.ACCEPTED: N_("The author agrees"),
    CostConsent.DECLINED: N_("The author does not agree"),
    Side.ASKER: N_("A resident asks"),
    Side.AUTHOR: N_("The author answers"),
    Side.OFFICE: N_("The aiyl okmotu answers"),
    **checklists.NAMES,
    Seat.WOMEN: N_("Representative of women"),
    Seat.YOUTH: N_("Representative of youth"),
    Seat.OFFICE: N_("Worker of the aiyl okmotu"),
    Seat.EXPERT: N_("Expert"),
    Bar.NO_DECLARATION: N_("interests were not declared"),
    Bar.CONFLICT: N_("conflict of interest"),
    Bar.EXCUSED: N_("excused by the chair"),
    Involvement.OWN: N_("my own proposal, or that of my group"),
    Measure.MARKED: N_("The members mark it, as they mark everything else"),
    Measure.EVENLY: N_("Worked out: evenly, all the points from a half of the whole cost on"),
    Measure.AMONG: N_("Worked out: evenly, all the points for the largest share in the round"),
    Measure.STEPS: N_(
        "Worked out by steps: a fifth of the points each at 1, 10, 20, 30 and 40 per cent"
    ),
    TieRule.BENEFICIARIES: N_("who helps more people for each som goes first"),
    TieRule.REGISTERED_FIRST: N_("who was registered earlier goes first"),
    Usual.IMPORTANCE: N_("Importance for the life of the community"),
    Usual.PARTICIPATION: N_("Part that citizens take in the work"),
    Usual.SUSTAINABILITY: N_("Sustainability"),
    Usual.JUSTIFICATION: N_("Justified and admissible costs"),
    Usual.CONTRIBUTION: N_("Own contribution and funds raised"),
}
"""Values that another list has too (a draft, a deputy, the own share) are named in `names.py`."""
