"""What the doors are handed: the gateways, and how this installation is run."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app

from pb.gateways.clock import Clock
from pb.gateways.identity import OpenIdProvider
from pb.gateways.keys import Keys
from pb.gateways.passwords import Passwords
from pb.gateways.queue import Queue
from pb.gateways.sms import SmsGateway
from pb.gateways.storage import Storage
from pb.rules.messages import Tariff


@dataclass(frozen=True)
class Surroundings:
    """The outside world of the doors, chosen in `app.py`."""

    storage: Storage
    clock: Clock
    keys: Keys
    passwords: Passwords
    queue: Queue
    sms: SmsGateway | None
    """None where messages are sent nowhere."""
    tariff: Tariff
    is_demonstration: bool
    takes_passes: bool = False
    """Whether fictional places let people in by passes; never in production."""
    trusted_proxies: int = 0
    identity: OpenIdProvider | None = None
    """The state's sign-in; None where there is none."""


def surroundings() -> Surroundings:
    """Those of the application that serves this request."""
    return cast(Surroundings, current_app.extensions["pb"])


def now() -> datetime:
    """What the clock says; only doors ask it."""
    return surroundings().clock.now()
