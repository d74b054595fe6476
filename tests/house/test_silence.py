"""A test talks to nobody but this machine: the guards in conftest.py stand, and they bite."""

import socket
from contextlib import closing, suppress

import pytest

from pb.gateways.sms import NullGateway
from tests.conftest import refuse_unasked

FAILED = pytest.fail.Exception
OUTSIDE = "192.0.2.1"
"""An address of RFC 5737, which nobody in the world has."""


@pytest.mark.parametrize("connect", ["connect", "connect_ex"])
@pytest.mark.parametrize(
    ("family", "address"),
    [
        (socket.AF_INET, (OUTSIDE, 443)),
        (socket.AF_INET, ("example.org", 80)),
        (socket.AF_INET, ("10.0.0.1", 5432)),
        (socket.AF_INET6, ("2001:db8::1", 443, 0, 0)),
    ],
)
def test_a_test_fails_when_it_reaches_beyond_this_machine(family, address, connect):
    with closing(socket.socket(family)) as plug, pytest.raises(FAILED, match="reached for"):
        getattr(plug, connect)(address)


def test_a_test_fails_even_when_the_code_swallows_its_errors():
    with closing(socket.socket()) as plug, pytest.raises(FAILED), suppress(Exception):
        plug.connect((OUTSIDE, 443))


def test_a_test_may_talk_to_its_own_machine(tmp_path):
    places = ((socket.AF_INET, ("127.0.0.1", 0)), (socket.AF_UNIX, f"{tmp_path}/socket"))
    for family, address in places:
        with closing(socket.socket(family)) as server, closing(socket.socket(family)) as plug:
            server.bind(address)
            server.listen()
            plug.connect(server.getsockname())

            assert plug.getpeername() == server.getsockname()


def test_a_test_fails_when_a_message_was_sent_that_it_does_not_ask_about():
    gateway = NullGateway()
    refuse_unasked(gateway)
    gateway.send("+996555123456", "салам", "key")

    with pytest.raises(FAILED, match="1 messages were sent"):
        refuse_unasked(gateway)


def test_a_test_passes_when_it_has_asked_about_every_message():
    gateway = NullGateway()
    gateway.send("+996555123456", "салам", "key")

    assert [taken.text for taken in gateway.take()] == ["салам"]
    refuse_unasked(gateway)
