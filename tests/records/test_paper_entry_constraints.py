"""The database itself lets nobody send a paper alone, whoever asks it."""

import pytest

from pb.acts import appeals
from pb.records.base import db
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests import reviewing
from tests.papers_brought import author, office
from tests.records.test_constraints import TABLES, change, refused, rows


@pytest.fixture
def desk(stage):
    """Two clerks while proposals are taken."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return office(stage)


def test_no_paper_is_confirmed_by_the_one_who_typed_it(stage, desk):
    desk.handed()

    with refused("check"):
        change(
            "paper_entry",
            state="entry_confirmed",
            decided_by=desk.clerk.account_id,
            decided_at=stage.now,
        )


@pytest.mark.parametrize("state", ["entry_waiting", "entry_sent_back", "entry_confirmed"])
def test_no_paper_is_handed_over_without_its_scan(stage, desk, state):
    desk.begun()

    with refused("check"):
        change(
            "paper_entry",
            state=state,
            decided_by=desk.other.account_id,
            decided_at=stage.now,
            differs="Кагазда башкача.",
        )


@pytest.mark.parametrize("state", ["entry_confirmed", "entry_sent_back", "entry_dropped"])
def test_no_paper_is_decided_by_nobody(desk, state):
    desk.handed()

    with refused("check"):
        change("paper_entry", state=state, differs="Кагазда башкача.")


def test_no_paper_goes_back_without_words(stage, desk):
    desk.handed()

    with refused("check"):
        change(
            "paper_entry",
            state="entry_sent_back",
            decided_by=desk.other.account_id,
            decided_at=stage.now,
        )


@pytest.mark.parametrize("state", ["submitted", "withdrawn"])
def test_no_proposal_moves_while_its_paper_waits_for_the_second_person(stage, desk, state):
    desk.handed()

    with refused("another person"):
        change("proposal", state=state, submitted_at=stage.now, review_number=1, register_number=1)


def test_nobody_but_the_author_overtakes_a_paper(stage, desk):
    desk.handed()

    with refused("another person"):
        change(
            "paper_entry",
            state="entry_overtaken",
            decided_by=desk.other.account_id,
            decided_at=stage.now,
        )


@pytest.mark.parametrize("who", ["clerk", "other"])
def test_no_review_is_final_by_whoever_had_a_hand_in_the_paper(stage, desk, who):
    desk.sent()

    with refused("another person"):
        change(
            "review",
            state="final_review",
            outcome="not_admitted",
            reason="Смета тиркелген эмес.",
            reason_language="ky",
            ground="not_local",
            legal_ground="ЖӨБ мыйзамы, 22-берене",
            decided_by=getattr(desk, who).account_id,
            final_at=stage.now,
        )


@pytest.mark.parametrize("who", ["clerk", "other"])
def test_no_appeal_is_answered_by_whoever_had_a_hand_in_the_paper(stage, desk, who):
    ref = desk.sent()
    reviewing.refuse(stage, ref, stage.person(Role.OPERATOR))
    writer = author(stage, ref)
    appeal = appeals.file(
        writer, stage.place, ref, "Смета бар эле.", "ky", stage.now, is_text_public=True
    )
    appeals.register(desk.clerk, stage.place, appeal, stage.now)

    with refused("another person"):
        change(
            "appeal",
            answered_on=stage.now.date(),
            answered_by=getattr(desk, who).account_id,
            answer="dismissed",
            reasons="Смета жок экен дагы.",
            reasons_language="ky",
        )


@pytest.mark.parametrize(
    ("column", "value"), [("entered_by", 1), ("scan_sha256", "f" * 64), ("state", "entry_open")]
)
def test_a_paper_that_is_decided_never_changes(desk, column, value):
    desk.sent()

    with refused("final"):
        change("paper_entry", **{column: value})
    with refused("final"):
        db.session.execute(TABLES["paper_entry"].delete())


def test_a_proposal_has_one_paper_on_its_way(desk):
    desk.handed()
    row = rows("paper_entry")[0]
    row.pop("id")

    with refused("unique"):
        db.session.execute(TABLES["paper_entry"].insert(), row | {"ref": "another"})
