"""The unit of work: everything or nothing, on what the database holds now."""

import pytest
from sqlalchemy import text

from pb.records import rounds
from pb.records.base import db
from pb.services.work import unit_of_work
from tests.fingerprint import fingerprint


class Slip(Exception):  # noqa: N818 - made up
    """Something goes wrong half-way."""


def rename(stage, edition):
    rounds.round_of(stage.place, "2026").edition = edition
    db.session.flush()


def test_what_was_done_is_kept_when_all_of_it_was_done(stage):
    stage.draft()

    with unit_of_work():
        rename(stage, "new")
    db.session.rollback()

    assert stage.round().edition == "new"


def test_nothing_is_kept_when_something_goes_wrong(stage):
    stage.draft()
    before = fingerprint()

    def deed():
        with unit_of_work():
            rename(stage, "new")
            raise Slip

    with pytest.raises(Slip):
        deed()

    assert fingerprint() == before


def test_an_inner_deed_joins_the_outer_one(stage):
    stage.draft()
    before = fingerprint()

    def deed():
        with unit_of_work():
            with unit_of_work():
                rename(stage, "new")
            raise Slip

    with pytest.raises(Slip):
        deed()

    assert fingerprint() == before


def test_the_next_deed_works_when_the_last_one_went_wrong(stage):
    stage.draft()
    with pytest.raises(Slip), unit_of_work():
        raise Slip

    with unit_of_work():
        rename(stage, "new")

    assert stage.round().edition == "new"


def test_a_change_outside_a_deed_is_a_bug_and_is_told(stage):
    stage.draft()
    stage.round().edition = "unseen"

    with pytest.raises(RuntimeError, match="outside a unit of work"), unit_of_work():
        pass
    db.session.rollback()


@pytest.mark.parametrize("hold", [False, True])
def test_a_deed_reads_afresh_what_another_changed_since(stage, hold):
    stage.draft()
    known = stage.round()
    db.session.commit()
    db.engine.execute(text("UPDATE round SET edition = 'of another'"))

    with unit_of_work():
        found = rounds.round_of(stage.place, "2026", hold=hold)
        assert found.edition == "of another"
    assert known is found
