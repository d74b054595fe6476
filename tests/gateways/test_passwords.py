"""Hashing passwords: argon2id, alike for those who exist and those who do not, a few at once."""

import threading

import pytest

from pb.gateways import passwords
from pb.gateways.passwords import Passwords
from pb.rules.refusals import Code, Unavailable


@pytest.fixture
def cheap():
    return Passwords(memory=8, time=1)


def test_a_password_fits_its_own_hash_only(cheap):
    kept = cheap.hash("жети токту")

    assert kept.startswith("$argon2id$")
    assert kept != cheap.hash("жети токту")
    assert cheap.fits("жети токту", kept)
    assert not cheap.fits("жети токту ", kept)


@pytest.mark.parametrize("kept", [None, "", "-", "$argon2id$broken"])
def test_nothing_fits_what_is_no_hash(cheap, kept):
    assert cheap.fits("nobody's", kept) is False


def test_production_hashes_as_owasp_asks():
    kept = Passwords().hash("жети токту")

    assert "$m=19456,t=2,p=1$" in kept
    assert not Passwords().is_outdated(kept)
    assert Passwords().is_outdated(Passwords(memory=8, time=1).hash("жети токту"))


def try_often(passwords):
    for _ in range(20):
        passwords.fits("x", "y")


def test_when_too_many_sign_in_at_once_the_rest_are_asked_to_wait(cheap, monkeypatch):
    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    held = [threading.Event(), threading.Event()]
    slow = cheap._hasher

    class Slow:
        def verify(self, *_):
            held[0].set()
            held[1].wait(5)
            return True

    cheap._hasher = Slow()
    threads = [
        threading.Thread(target=cheap.fits, args=("x", "y")) for _ in range(passwords.AT_ONCE)
    ]
    for thread in threads:
        thread.start()
    held[0].wait(5)
    try:
        with pytest.raises(Unavailable) as found:
            try_often(cheap)
    finally:
        held[1].set()
        for thread in threads:
            thread.join()
        cheap._hasher = slow
    assert found.value.code is Code.SERVER_BUSY
    assert cheap.fits("x", cheap.hash("x"))
