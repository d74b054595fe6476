"""The state's sign-in (ЕСИ, Түндүк): who a person is, by OpenID Connect."""

from pb.gateways.identity.claims import ClaimNames, Identity
from pb.gateways.identity.provider import Begun, OpenIdProvider
from pb.gateways.identity.published import Registration, is_safe

__all__ = ["Begun", "ClaimNames", "Identity", "OpenIdProvider", "Registration", "is_safe"]
