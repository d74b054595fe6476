"""A new app for codes, offered on a page: nothing is written before a code of it was shown."""

from wtforms import HiddenField

from pb.services import second_factor
from pb.web import qr, tokens


def secret_in(field: HiddenField, whose: str) -> str:
    """The secret the form offers to this person; a new one where it offers none, or another's."""
    secret = tokens.offered_secret(field.data or "", whose)
    if secret is None:
        field.data = tokens.offer_for(whose)
        secret = tokens.offered_secret(field.data, whose)
    return secret or ""


def picture(secret: str, name: str) -> str:
    """What an app is pointed at to take the secret."""
    return qr.picture(second_factor.address(secret, name))
