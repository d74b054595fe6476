"""The answers a rule set chooses among, where no other part of the rules has a list of them."""

from enum import StrEnum


class Applicant(StrEnum):
    """Who may apply. Law: model regulation, order No. 01-18/84 of 05.09.2019."""

    RESIDENTS = "applicant_residents"
    GROUPS = "applicant_groups"
    ASSOCIATIONS = "applicant_associations"
    PERSONS = "applicant_persons"
    ENTITIES = "applicant_entities"


class Founding(StrEnum):
    """What an initiative group is founded by."""

    ASSEMBLY = "founding_assembly"
    MEETING = "founding_meeting"
    EITHER = "founding_either"


class InitiativeKind(StrEnum):
    """The two kinds of initiative the budget may finance. Law: the model regulation."""

    CO_FINANCING = "kind_co_financing"
    COMPLETION = "kind_completion"


class Paper(StrEnum):
    """What an application is made of, as real announcements ask for it."""

    APPLICATION = "paper_application"
    IDENTITY = "paper_identity"
    DESCRIPTION = "paper_description"
    BUDGET = "paper_budget"
    PLAN = "paper_plan"
    COMMITMENT = "paper_commitment"
    PRICES = "paper_prices"
    PROTOCOL = "paper_protocol"


class Contribution(StrEnum):
    """What applicants may add of their own. Law: the model regulation."""

    CASH = "contribution_cash"
    KIND = "contribution_kind"
    LABOUR = "contribution_labour"


class Return(StrEnum):
    """What happens to contributions of a project that is not carried out. Law: Resolution 779."""

    RETURN = "return_only"
    RETURN_OR_REUSE = "return_or_reuse"


class Selector(StrEnum):
    """Who selects."""

    RESIDENTS = "by_residents"
    COMMISSION = "by_commission"
    BOTH = "by_both"


class Sector(StrEnum):
    """Sectors that may get extra points. Law: Resolution 779 of 04.12.2025."""

    LANDSCAPING = "sector_landscaping"
    PLAYGROUNDS = "sector_playgrounds"
    WATER = "sector_water"
    SANITATION = "sector_sanitation"


class Seat(StrEnum):
    """Of whom at least one sits in the commission."""

    DEPUTY = "seat_deputy"
    RESIDENT = "seat_resident"
    WOMEN_OR_YOUTH = "seat_women_or_youth"


class AssemblyHands(StrEnum):
    """Whether hands raised at a village assembly count, and beside what."""

    NONE = "hands_none"
    BESIDE = "hands_beside"
    ALONE = "hands_alone"


class Residence(StrEnum):
    """How it is known that a person lives here."""

    DECLARED = "residence_declared"
    DECLARED_CHECKED = "residence_declared_checked"
    REGISTERED = "residence_registered"


class Identity(StrEnum):
    """How surely it has to be known who votes by telephone."""

    IN_PERSON = "identity_in_person"
    STATE = "identity_state"


class PersonKey(StrEnum):
    """What one person is told from another by."""

    PIN_OR_NAME = "key_pin_or_name"
    PIN_ONLY = "key_pin_only"


class Quorum(StrEnum):
    """How many deputies a session of the kenesh needs."""

    TWO_THIRDS = "quorum_two_thirds"
    HALF = "quorum_half"


class Majority(StrEnum):
    """Of whom more than half have to be for a resolution."""

    OF_ALL = "majority_of_all"
    OF_PRESENT = "majority_of_present"


class Languages(StrEnum):
    """In which languages protocols are made."""

    KY_AND_RU = "languages_ky_ru"


class ReportUnit(StrEnum):
    """What reports count money in."""

    SOM = "report_som"
    THOUSAND_SOM = "report_thousand_som"
