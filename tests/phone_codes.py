"""Codes of tests: asked for, given back, and what becomes of them."""

from datetime import timedelta

from pb.acts import signing_in_by_phone as acts
from pb.acts.accounts import grants
from pb.acts.signing_in_by_phone import Browser
from pb.records import codes
from pb.records import sessions as session_records
from pb.records.base import db
from pb.rules.roles import Role
from pb.services.actors import PLATFORM
from pb.services.sessions import Door, tag_of
from tests.stage import KEYS

PHONE = "+996555000001"
HERE, ELSEWHERE = Browser("a secret of this browser"), Browser("another")


def at(stage):
    return Door(stage.place, "Chrome, Android")


def ask(stage, phone="0555 000 001", browser=HERE, language="ky"):
    return acts.ask_code(phone, browser, at(stage), language, KEYS, stage.now)


def check(stage, asked, code=None, browser=HERE):
    code = code if code is not None else asked.text[:6]
    return acts.check_code(asked.ref, code, browser, at(stage), KEYS, stage.now)


def proved(stage, browser=HERE, phone="0555 000 001"):
    asked = ask(stage, phone, browser)
    check(stage, asked, browser=browser)
    return asked.ref


def join(stage, ref, name="Асанова Айгүл", village="archa-tor", browser=HERE):
    return acts.join(ref, name, village, browser, at(stage), KEYS, stage.now)


def sign_in(stage, ref, account_ref, browser=HERE):
    return acts.sign_in(ref, account_ref, browser, at(stage), KEYS, stage.now)


def wrong(asked, number=0):
    """A code that is not the one that was sent."""
    return f"{(int(asked.text[:6]) + 1 + number) % 1_000_000:06}"


def later(stage, **span):
    stage.clock.put(stage.now + timedelta(**span))


def tied(stage, name="Асанов Бакыт", phone=PHONE, role=Role.RESIDENT):
    return grants.open_account(PLATFORM, stage.place, name, role, stage.now, keys=KEYS, phone=phone)


def row(asked):
    db.session.expire_all()
    return db.session.query(codes.SignInCode).filter_by(ref=asked.ref).one()


def who(begun, stage):
    return session_records.signed_in_at(tag_of(begun.token), stage.slug, stage.now)[1]
