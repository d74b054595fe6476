"""The pages of the act of an assembly: mended, sent back, confirmed, printed."""

from datetime import timedelta

from pb.acts import assembly_acts, assembly_papers
from pb.records import assemblies as records
from pb.records.base import db
from pb.rules.assemblies import Raised
from pb.rules.roles import Role
from tests.assembly_stage import with_assembly
from tests.documents.reading import Pdf, squeezed
from tests.web.browser import say
from tests.web.forms import errors

DESK = "desk/rounds/2026/assemblies"


def test_the_act_is_mended_from_what_was_entered(stage, signed_in):
    called = with_assembly(stage)
    called.mark(*called.people)
    called.enter(called.said((3, 1, 0), (0, 2, 2), (4, 0, 0), came=(1, 3)))
    clerk = signed_in(Role.OPERATOR, "ru")

    clerk.go(f"{DESK}/{called.ref}/act")
    clerk.send({"against_1": "0", "abstained_1": "1"})

    assert (called.act.chair, called.act.attended) == ("Төрага Төрагаев", 4)
    came = records.attendance_of(stage.place, called.assembly.id)["archa-tor"]
    assert (came.women, came.men) == (1, 3)
    hands = records.hands_of(stage.place, stage.round().id)[called.assembly.id]
    assert hands == {1: Raised(3, 0, 1), 2: Raised(0, 2, 2), 3: Raised(4, 0, 0)}


def test_without_a_quorum_no_hands_are_said_to_count(stage, signed_in):
    called = with_assembly(stage)
    called.enter(called.said(came=(1, 0), is_quorate=False))
    member = signed_in(Role.COMMISSION, "ru")

    member.go(f"{DESK}/{called.ref}/act/confirm")
    member.send(press=say("Confirm the act", "ru"))

    said = "The act is confirmed: there was no quorum, and nothing was voted on."
    assert say(said, "ru") in member.page.text


def test_where_the_days_were_moved_nothing_but_cancelling_is_offered(stage, signed_in):
    called = with_assembly(stage)
    called.assembly.starts_at = stage.round().voting_opens - timedelta(hours=1)
    db.session.commit()
    at = f"{DESK}/{called.ref}"

    clerk = signed_in(Role.OPERATOR, "ru").go(at)
    member = signed_in(Role.COMMISSION, "ru").go(at)

    for page in (clerk, member):
        assert not [href for href, _ in page.links if href.endswith(("/mark", "/act"))]
    assert not [href for href, _ in clerk.links if href.endswith("/cancel")]
    assert [href for href, _ in member.links if href.endswith("/cancel")]


def test_an_act_that_changed_meanwhile_is_not_confirmed(stage, signed_in):
    called = with_assembly(stage)
    called.mark(*called.people)
    called.enter(called.said((4, 0, 0), (0, 0, 0), (0, 0, 0)))
    member = signed_in(Role.COMMISSION, "ru")
    member.go(f"{DESK}/{called.ref}/act/confirm")

    stage.clock.put(stage.now + timedelta(minutes=1))
    called.enter(called.said((1, 3, 0), (0, 0, 0), (0, 0, 0)))
    page = member.send(press=say("Confirm the act", "ru"))

    assert page.status == 409
    assert say("Confirm the act of the assembly", "ru") in page.text
    member.send(press=say("Confirm the act", "ru"))
    assert called.act.confirmed_at is not None


def test_the_second_person_sends_it_back_with_a_reason(stage, signed_in):
    called = with_assembly(stage)
    called.mark(*called.people)
    called.enter(called.said((4, 0, 0), (0, 0, 0), (0, 0, 0)))
    member = signed_in(Role.COMMISSION, "ru")

    member.go(f"{DESK}/{called.ref}/act/confirm")
    page = member.send({"reason": "нет"}, press=say("Send it back", "ru"))
    assert (page.status, errors(page)) == (400, {"reason"})
    member.send({"reason": "Не сходится число против."}, press=say("Send it back", "ru"))

    assert "Не сходится число против." in member.page.text
    assert records.act_of(stage.place, called.assembly.id).returned_at is not None


def test_minutes_are_a_draft_until_confirmed_and_blank_when_sent_back(stage):
    called = with_assembly(stage)
    called.mark(*called.people)
    called.enter(called.said((3, 1, 0), (0, 2, 2), (4, 0, 0)))
    draft = say("DRAFT: the numbers are entered, but another person has not confirmed them yet.")

    def printed():
        content = assembly_papers.minutes(stage.round(), called.assembly, "ky")
        return squeezed(" ".join(Pdf(content).pages))

    assert squeezed(draft) in printed()
    reason = "Каршы чыккандардын саны башка."
    given = (called.second, stage.place, "2026", called.ref, called.seen(), reason)
    assembly_acts.send_back(*given, stage.now)
    assert squeezed("Төрага Төрагаев") not in printed()
    assert squeezed(draft) not in printed()
    called.enter(called.said((3, 1, 0), (0, 2, 2), (4, 0, 0)))
    called.confirm()
    assert squeezed("Төрага Төрагаев") in printed()
    assert squeezed(draft) not in printed()
