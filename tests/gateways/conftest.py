"""The provider of identities that tests of the sign-in talk to, and our side of it."""

import pytest

from pb.gateways.identity import OpenIdProvider, Registration
from tests.openid.provider import CLIENT_ID, CLIENT_SECRET, PERSON, serving


@pytest.fixture(scope="module")
def served():
    with serving() as provider:
        yield provider


@pytest.fixture
def provider(served):
    served.fault, served.algorithm, served.person, served.claims = None, "RS256", dict(PERSON), {}
    served.published = [served.rsa, served.curve]
    served.patience.clear()
    yield served
    served.patience.set()


@pytest.fixture
def registration(provider):
    return Registration(provider.issuer, CLIENT_ID, CLIENT_SECRET, may_be_plain=True)


@pytest.fixture
def gateway(registration):
    return OpenIdProvider(registration)


@pytest.fixture
def hasty(registration):
    """The same, for the tests in which somebody has to wait until patience ends."""
    return OpenIdProvider(registration, patience=0.6)
