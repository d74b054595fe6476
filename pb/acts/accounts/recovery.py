"""Recovery: who lost a password or a telephone begins anew, when two people agree to it."""

import secrets
from datetime import datetime

from pb.acts.accounts.invitations import open_invitation
from pb.records import accounts, invitations
from pb.records.base import db
from pb.records.invitations import Invitation, Purpose
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.rules.roles import STAFF
from pb.rules.sessions import INVITATION_LASTS
from pb.services import audit
from pb.services.actors import Actor, account_of, require
from pb.services.sessions import tag_of
from pb.services.work import unit_of_work


def start_recovery(actor: Actor, municipality_id: int, account_ref: str, now: datetime) -> None:
    """Ask that someone who lost a password or a telephone may begin anew; a second person agrees.

    Raises:
        NotAllowed: NOT_ALLOWED, NOT_YOURSELF.
        NotFound: nobody of the staff here.
        Conflict: RECOVERY_EXISTS.
    """
    require(actor, Act.MANAGE_STAFF, municipality_id)
    asking = account_of(actor)
    with unit_of_work():
        account = accounts.account_by_ref(account_ref, hold=True)
        if account is None or not accounts.roles_of(municipality_id, account.id) & STAFF:
            raise NotFound(Code.NOT_FOUND)
        if account.id == asking:
            raise NotAllowed(Code.NOT_YOURSELF)
        for other in invitations.open_invitations(municipality_id, now):
            if other.purpose is Purpose.RECOVERY and other.account_id == account.id:
                raise Conflict(Code.RECOVERY_EXISTS)
        invitation = Invitation(
            municipality_id=municipality_id,
            purpose=Purpose.RECOVERY,
            name=account.name,
            account_id=account.id,
            invited_by=asking,
            created_at=now,
            expires_at=now + INVITATION_LASTS,
        )
        db.session.add(invitation)
        db.session.flush()
        audit.append(audit.Tag.RECOVERY_STARTED, actor, municipality_id, now, account.ref)


def confirm_recovery(actor: Actor, municipality_id: int, ref: str, now: datetime) -> str:
    """Agree to a recovery as its second person; returns the token of the link.

    Raises:
        NotAllowed: NOT_ALLOWED; NOT_YOURSELF for whoever asked, or would recover.
        Conflict: INVITATION_OVER.
    """
    require(actor, Act.CONFIRM_RECOVERY, municipality_id)
    token = secrets.token_urlsafe(24)
    with unit_of_work():
        invitation = open_invitation(municipality_id, ref, now)
        if invitation.purpose is not Purpose.RECOVERY or invitation.confirmed_by is not None:
            raise Conflict(Code.INVITATION_OVER)
        if actor.account_id in (invitation.invited_by, invitation.account_id):
            raise NotAllowed(Code.NOT_YOURSELF)
        invitation.confirmed_by = account_of(actor)
        invitation.tag = tag_of(token)
        invitation.expires_at = now + INVITATION_LASTS
        audit.append(audit.Tag.RECOVERY_CONFIRMED, actor, municipality_id, now, invitation.ref)
    return token
