"""The pepper hashes and locks, each use apart from the others."""

import hashlib
import hmac

import pytest

from pb.gateways.keys import Keys, WrongKey

PEPPER = "p" * 40
PIN = "21503198500123"


@pytest.fixture
def keys():
    return Keys(PEPPER)


def test_a_pin_is_kept_as_a_hash_under_the_pepper(keys):
    made = hmac.digest(PEPPER.encode(), b"pin:v1:" + PIN.encode(), hashlib.sha256)

    assert keys.pin_tag(PIN) == made
    assert keys.pin_tag(PIN) != Keys("q" * 40).pin_tag(PIN)


def test_the_same_digits_have_another_tag_for_each_use(keys):
    assert len({keys.pin_tag(PIN), keys.phone_tag(PIN), keys.tag("code", PIN)}) == 3


def test_what_is_locked_opens_again_and_never_looks_the_same(keys):
    first, second = (keys.lock("phone", b"+996555123456") for _ in range(2))

    assert first != second
    assert b"555123456" not in first
    assert keys.unlock("phone", first) == keys.unlock("phone", second) == b"+996555123456"


def test_what_is_locked_opens_for_its_own_use_and_pepper_only(keys):
    locked = keys.lock("phone", b"+996555123456")

    for other, label in ((keys, "message"), (Keys("q" * 40), "phone")):
        with pytest.raises(WrongKey):
            other.unlock(label, locked)


@pytest.mark.parametrize("at", [5, 20, -1])
def test_a_changed_byte_does_not_open(keys, at):
    locked = bytearray(keys.lock("phone", b"+996555123456"))
    locked[at] ^= 1

    with pytest.raises(WrongKey):
        keys.unlock("phone", bytes(locked))


@pytest.mark.parametrize("broken", [b"", b"x", b"x" * 16, b"x" * 40])
def test_what_was_never_locked_does_not_open(keys, broken):
    with pytest.raises(WrongKey):
        keys.unlock("phone", broken)
