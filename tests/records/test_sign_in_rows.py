"""The database itself holds a code and a person of the state's sign-in to what belongs to them."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from pb.acts import signing_in_by_phone as acts
from pb.acts.signing_in_by_phone import Browser
from pb.records import identities
from pb.records.base import Base, db
from pb.records.identities import StateIdentity
from pb.rules.roles import Role
from pb.services.sessions import Door
from pb.services.work import unit_of_work
from tests.stage import KEYS

CODES = Base.metadata.tables["sign_in_code"]


def change(values):
    with db.session.begin_nested():
        db.session.execute(CODES.update().values(**values))


@pytest.fixture
def asked(stage):
    acts.ask_code("0555 000 001", Browser("b"), Door(stage.place), "ky", KEYS, stage.now)
    return stage


@pytest.mark.parametrize(
    "values",
    [
        {"tries": 6},
        {"tries": -1},
        {"phone_locked": None},
        {"used_at": "now"},
        {"expires_at": "now"},
        {"code_tag": None},
        {"browser_tag": None},
    ],
)
def test_a_code_that_cannot_be_is_refused_by_the_database(asked, values):
    values = {name: asked.now if value == "now" else value for name, value in values.items()}

    with pytest.raises(DatabaseError):
        change(values)


def test_a_code_may_be_used_by_a_try_and_then_forget_the_phone(asked):
    change({"tries": 1, "used_at": asked.now + timedelta(minutes=1), "phone_locked": None})


def test_one_person_of_an_issuer_has_one_account(stage):
    first, second = (stage.person(Role.RESIDENT).account_id for _ in range(2))
    with unit_of_work():
        assert identities.tie(first, "https://esi.example", "s", stage.now)
        assert not identities.tie(second, "https://esi.example", "s", stage.now)
        assert identities.tie(second, "https://other.example", "s", stage.now)

    assert identities.account_of("https://esi.example", "s").id == first
    assert db.session.query(StateIdentity).count() == 2
