"""Disputed votes on the pages: the ceremony, two holders at one table, a code, the erasure."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pb.acts import mark_undoing
from pb.records.annulments import BallotAnnulment
from pb.records.ballots import Participation
from pb.records.base import db
from pb.records.ceremonies import KeyHolder
from pb.rules.disputes import WINDOW
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.dispute_stage import PHRASES, REASON, with_key
from tests.fingerprint import fingerprint
from tests.paper_stage import with_station
from tests.roll_stage import give_passport
from tests.web.browser import say
from tests.web.conftest import counted_statements
from tests.web.forms import errors

DISPUTES = "desk/rounds/2026/disputes"
DEPUTY, MEMBER, WATCHER = (f"togz-archa-{side}" for side in ("deputy", "commission", "monitoring"))


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_three_people_draw_the_key_and_two_of_them_try_it(stage, reader, language):
    dispute = with_key(stage, key=False)
    stage.clock.put(stage.round().voting_opens - timedelta(hours=5))
    member = reader(language).sign_in(MEMBER)
    refs = [one.ref for one in dispute.holders]
    without = "No key yet. Without it no vote of this round can be traced, whatever happens."
    assert say(without, language) in member.go(DISPUTES).text
    member.click(say("Hold the ceremony", language))
    given = {f"holder_{seat}": refs[seat - 1] for seat in (1, 2, 3)}
    for seat in (1, 2, 3):
        given |= {f"passphrase_{seat}": PHRASES[seat - 1], f"again_{seat}": PHRASES[seat - 1]}
    wrong = member.send({**given, "again_2": "башка нерсе 12345"})
    assert (wrong.status, errors(wrong)) == (400, {"again_2"})
    # No passphrase stands in the page that comes back.
    assert not any(phrase in wrong.response.get_data(as_text=True) for phrase in PHRASES)

    member.send(given)

    assert len(db.session.scalars(select(KeyHolder)).all()) == 3
    member.click(say("Try the passphrases", language))
    page = member.send({"own": PHRASES[1], "beside": refs[0], "theirs": PHRASES[0]})
    assert say("The two passphrases open the key. Nothing was opened.", language) in page.text


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_two_holders_take_a_vote_out_and_everybody_sees_that_they_did(stage, reader, language):
    dispute = with_key(stage)
    dispute.vote(dispute.people[0], 1)
    deputy = reader(language).sign_in(DEPUTY)
    line = dispute.line_of(dispute.people[0])
    deputy.go(f"{DISPUTES}/lines/{line}/void")
    given = {"own": PHRASES[0], "beside": dispute.holders[2].ref, "reason": REASON}
    wrong = deputy.send({**given, "theirs": PHRASES[1]})
    assert (wrong.status, errors(wrong)) == (400, {"own"})
    assert dict(wrong.form_with("reason").given)["reason"] == REASON

    page = deputy.send({**given, "theirs": PHRASES[2]})

    assert say("Decision No. %(number)s is made.", language, number=1) in page.text
    assert REASON in page.text
    assert db.session.scalars(select(Participation)).all() == []
    public = reader(language).go("rounds/2026/board")
    assert say("Cast in another’s name", language) in public.text
    assert REASON not in public.text


def test_the_person_is_found_by_the_passport_and_the_way_on_is_said(stage, reader):
    with_key(stage)
    member = reader("ru").sign_in(MEMBER)
    member.go(DISPUTES)
    page = member.click(say("Find the person", "ru"))
    wrong = member.send({"pin": "1", "reason": REASON})

    assert page.status == 200
    assert (wrong.status, errors(wrong)) == (400, {"pin"})


def with_change_code(voter, language="ky"):
    """Vote for project 1, and read the code to change it from the page."""
    voter.go("rounds/2026/ballot")
    voter.send({"d": "1"})
    receipt = voter.send({"changeable": "1"}, press=say("Cast my vote", language)).response
    return receipt.get_data(as_text=True).split('<p class="hash"><code><b>')[1].split("<")[0]


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_vote_is_changed_with_its_code_and_without_signing_in(voting, reader, language):
    code, _ = voting(100_000, 200_000)
    key = with_change_code(reader(language).sign_in(code), language)
    assert len(key.replace(" ", "")) == 26

    stranger = reader(language)
    page = stranger.go("rounds/2026/change")
    assert "checked" not in page.response.get_data(as_text=True)
    wrong = stranger.send({"code": "abc", "d": "2"})
    assert wrong.status == 400
    assert "abc" in wrong.response.get_data(as_text=True)
    changed = stranger.send({"code": key.lower(), "d": "2"})

    assert changed.status == 200
    assert say("Your vote was taken", language) in changed.text
    assert len(db.session.scalars(select(BallotAnnulment)).all()) == 1
    assert say("Done, sign out", language) not in changed.text


def test_a_change_code_is_not_tried_again_and_again_nor_after_the_close(voting, reader, stage):
    voting(100_000, 200_000)
    stranger = reader()
    stranger.go("rounds/2026/change")
    before = fingerprint()

    tried = [stranger.send({"code": "A" * 26, "d": "2"}).status for _ in range(15)]
    last = stranger.send({"code": "A" * 26, "d": "2"})

    assert (tried, last.status) == ([400] * 15, 429)
    stage.go_to(Phase.COUNTING)
    late = reader().go("rounds/2026/change")
    assert late.status == 403
    assert say("Change a vote with its code") not in late.title
    assert fingerprint() == before


def test_only_codes_that_are_none_are_counted_as_tries(voting, reader):
    code, _ = voting(100_000, 200_000)
    key = with_change_code(reader().sign_in(code))
    stranger = reader()
    stranger.go("rounds/2026/change")

    tried = [stranger.send({"code": key}).status for _ in range(20)]

    assert tried == [400] * 20
    assert stranger.send({"code": key, "d": "2"}).status == 200


def test_a_form_that_changed_a_vote_gives_way_to_a_new_one(voting, reader):
    code, _ = voting(100_000, 200_000)
    key = with_change_code(reader().sign_in(code))
    stranger = reader()
    used = stranger.go("rounds/2026/change").form_with("paper")
    stranger.send({"code": key, "d": "2"}, form=used)

    again = stranger.send({"code": key, "d": "1"}, form=used)

    assert again.status == 409
    assert dict(again.form_with("paper").given)["paper"] != dict(used.given)["paper"]
    assert stranger.send({"code": key, "d": "1"}).status == 200


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_second_person_sees_whose_mark_is_undone(stage, reader, language):
    paper, holder = with_station(stage), reader(language)
    stage.person(Role.COMMISSION, code="togz-archa-commission")
    paper.mark(paper.people[0])
    line = paper.line_of(paper.people[0])
    give_passport(line, name=(name := "Тестов Бек"))
    ref = mark_undoing.ask(paper.first, stage.place, "2026", line, REASON, stage.now)
    holder.sign_in(MEMBER)
    page = holder.go(f"{DISPUTES}/decisions/{ref}")
    assert (REASON in page.text, name in page.text) == (True, False)
    assert say("Agree: undo the mark", language) not in page.text
    short = holder.send({"reason": "х"}, press=say("Show the person", language))
    assert (short.status, errors(short)) == (400, {"reason"})

    page = holder.send({"reason": REASON}, press=say("Show the person", language))

    assert name in page.text
    page = holder.send(press=say("Agree: undo the mark", language))
    assert say("The mark is undone, and the person is told.", language) in page.text
    assert db.session.scalars(select(Participation)).all() == []


def test_references_are_erased_by_two_and_the_act_is_printed(stage, reader):
    dispute = with_key(stage)
    for person in dispute.people:
        dispute.vote(person, 1)
    stage.decided()
    member, watcher = reader("ru").sign_in(MEMBER), reader("ky").sign_in(WATCHER)
    member.go(DISPUTES)
    assert say("Ask for the erasure", "ru") not in member.page.text
    stage.clock.put(stage.now + WINDOW + timedelta(hours=1))
    member, watcher = reader("ru").sign_in(MEMBER), reader("ky").sign_in(WATCHER)
    member.go(DISPUTES)

    member.send(press=say("Ask for the erasure", "ru"))
    assert say("Agree and erase", "ru") not in member.page.text
    watcher.go(DISPUTES)
    page = watcher.send(press=say("Agree and erase"))

    assert say("Erased: %(number)s references. Sign the act.", number=4) in page.text
    paper = watcher.go(f"{DISPUTES}/erasure.pdf")
    assert paper.response.data.startswith(b"%PDF")


def test_the_page_of_disputes_asks_few_questions(stage, reader):
    dispute = with_key(stage)
    for person in dispute.people:
        dispute.vote(person, 1)
        dispute.void(person)
    member = reader("ky").sign_in(MEMBER)

    with counted_statements() as asked:
        member.go(DISPUTES)

    assert len(asked) <= 10, asked


def test_a_stranger_and_a_resident_see_nothing_of_disputes(stage, reader, signed_in):
    with_key(stage)

    assert "sign-in" in reader().go(DISPUTES).path
    assert signed_in(Role.RESIDENT).go(DISPUTES).status == 403
