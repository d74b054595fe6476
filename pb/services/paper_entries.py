"""People who bring a proposal on paper, and the papers on their way between two of the office."""

from dataclasses import dataclass
from datetime import datetime

from pb.gateways.keys import Keys
from pb.records import accounts, paper_entries, places, residents
from pb.records.accounts import Account
from pb.records.base import db
from pb.records.paper_entries import PaperEntry
from pb.records.proposals import Proposal
from pb.records.residents import Resident
from pb.rules import calendar
from pb.rules.paper_entries import EntryState
from pb.rules.people import clean_name, masked, name_key, parse_pin
from pb.rules.privacy import Field, Purpose, Way
from pb.rules.refusals import Code, NotAllowed, NotValid
from pb.services.actors import Actor, account_of
from pb.services.privacy import Looking, Subject, opened
from pb.services.residents import make_resident, open_account

FIELDS = (Field.NAME, Field.SETTLEMENT)
"""What the office learns of the person from the form."""


@dataclass(frozen=True, repr=False)
class OnForm:
    """Who signed the form, as the clerk types it; of the number only a keyed hash is kept."""

    name: str
    pin: str
    village: str
    """Where the person lives."""
    reason: str
    """Why their data is looked at; the person reads it."""


def author_on_form(
    actor: Actor, municipality_id: int, person: OnForm, keys: Keys, now: datetime
) -> Account:
    """The account of the person on a form, one without a means to sign in where there was none.

    The look is written down: the person sees who entered a proposal in their name.

    Raises:
        NotValid: what a name, a number, a reason may not be; SETTLEMENT_UNKNOWN at "village";
            NUMBER_OF_ANOTHER at "name" where the number is somebody else's.
        NotAllowed: NOT_YOURSELF for one's own proposal.
    """
    name = masked(clean_name(person.name, "name"))
    tag = keys.pin_tag(parse_pin(person.pin, calendar.day_of(now), "pin").digits)
    village = places.settlement_of(municipality_id, person.village)
    if village is None:
        raise NotValid(Code.SETTLEMENT_UNKNOWN, "village")
    resident = residents.resident_by_pin(municipality_id, tag)
    if resident is None:
        resident = Resident(
            municipality_id=municipality_id, settlement_id=village.id, pin_tag=tag, created_at=now
        )
        db.session.add(resident)
        db.session.flush()
    account = _account(resident, name, now)
    if account.id == account_of(actor):
        raise NotAllowed(Code.NOT_YOURSELF)
    make_resident(municipality_id, account, now)
    looking = Looking(Purpose.PAPER_PROPOSAL, person.reason, Way.PIN)
    opened(actor, municipality_id, [Subject(resident.id)], looking, FIELDS, now)
    return account


def overtake(proposal: Proposal, now: datetime) -> None:
    """End a paper that is still on its way: the author does the deed from their own account."""
    entry = paper_entries.undecided(proposal.municipality_id, proposal.id, hold=True)
    if entry is not None:
        entry.state = EntryState.OVERTAKEN
        entry.decided_by, entry.decided_at = proposal.author_id, now
        db.session.flush()


def subject_of(entry: PaperEntry, proposal: Proposal) -> Subject:
    """Whose data stands on the scan of a paper."""
    return Subject(residents.resident_id_of(entry.municipality_id, proposal.author_id))


def _account(resident: Resident, name: str, now: datetime) -> Account:
    if resident.account_id is None:
        account = open_account(name, now)
        resident.account_id = account.id
        db.session.flush()
        return account
    account = accounts.account_by_id(resident.account_id)
    if name_key(masked(account.name)) != name_key(name):
        # A slip in the number would put the proposal in a stranger's name.
        raise NotValid(Code.NUMBER_OF_ANOTHER, "name")
    return account
