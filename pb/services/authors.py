"""Writing to the author of a proposal, where a phone is known."""

from datetime import datetime

from pb.gateways.keys import Keys
from pb.records import accounts
from pb.records.proposals import Proposal
from pb.rules.messages import MessageKind
from pb.services import messages, phones


def tell(
    proposal: Proposal, kind: MessageKind, text: str, occasion: str, keys: Keys, now: datetime
) -> bool:
    """Queue a message to the author in the transaction of the deed; whether there is a phone.

    `occasion` names what it is about: the same is told once.
    """
    locked = accounts.account_by_id(proposal.author_id).phone_locked
    if locked is None:
        return False
    return messages.queue(
        proposal.municipality_id,
        kind,
        phones.unlock(locked, keys),
        text,
        f"{kind}:{proposal.ref}:{occasion}",
        keys,
        now,
    )
