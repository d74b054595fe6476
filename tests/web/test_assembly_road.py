"""The road of an assembly through the pages: announced, marked, its act, the count, the paper."""

import json
from datetime import timedelta

import pytest

from pb.acts import assemblies
from pb.acts.assemblies import AssemblyFacts
from pb.rules import calendar
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter
from pb.rules.rule_sets.choices import AssemblyHands
from tests.assembly_stage import CLUB, with_assembly
from tests.documents.reading import Pdf, squeezed
from tests.roll_stage import frozen
from tests.web.browser import say
from tests.web.conftest import counted_statements
from tests.web.forms import errors

DESK = "desk/rounds/2026/assemblies"
PLACE = {"place_ky": "Арча-Төр клубу", "place_ru": "Клуб Арча-Тёра", "settlement": "archa-tor"}


def prepared(stage, hands=AssemblyHands.BESIDE, voters=3):
    stage.announced(rules={Parameter.ASSEMBLY_HANDS: hands.value})
    stage.on_ballot(100_000, 200_000)
    people = stage.voters(voters)
    stage.go_to(Phase.VOTING)
    return people


def boxes(page):
    """The lines that can be ticked."""
    inputs = [attrs for tag, attrs in page.tags if tag == "input"]
    return [attrs["value"] for attrs in inputs if attrs.get("name") == "lines"]


def tick(browser, number, button, **more):
    """Tick so many boxes of the page, from the first, and press the button."""
    form = browser.page.form_with(button=button)
    given = [pair for pair in form.given if pair[0] not in ("lines", *more)]
    lines = [("lines", ref) for ref in boxes(browser.page)[:number]]
    return browser.post(form.action, [*given, *more.items(), *lines])


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_whole_road_from_the_announcement_to_the_protocol(stage, signed_in, reader, language):
    people = prepared(stage)
    stage.vote(people[2], 1)
    clerk = signed_in(Role.OPERATOR, language)

    assert say("No assembly is announced yet.", language) in clerk.go(DESK).text
    clerk.click(say("Call an assembly", language))
    day = calendar.day_of(stage.now)
    page = clerk.send({**PLACE, "day": (day - timedelta(days=9)).isoformat(), "hour": "15:00"})
    assert (page.status, errors(page)) == (400, {"day"})
    assert dict(page.form_with("place_ky").given)["place_ky"] == "Арча-Төр клубу"
    clerk.send({"day": day.isoformat(), "hour": "15:00"})
    at = clerk.page.path
    public = reader(language).go("rounds/2026/announcement")
    assert "Арча-Төр клубу" in public.text or "Клуб Арча-Тёра" in public.text

    # Nobody is marked before it begins, and those who voted already have no box.
    early = clerk.go(f"{at}/mark")
    assert (early.status, boxes(early)) == (409, [])
    stage.clock.put(stage.now + timedelta(hours=20))
    clerk.go(f"{at}/mark")
    assert say("has voted", language) in clerk.page.text
    tick(clerk, 2, say("Mark those who are ticked", language))
    said = say("Marked. People marked here: %(number)s.", language, number=2)
    assert said in clerk.page.text

    # The minutes: sums that do not fit are refused and what was typed is kept.
    clerk.go(f"{at}/act")
    facts = {
        "women_archa-tor": "1", "men_archa-tor": "1", "chair": "Төрага Т.",
        "secretary": "Катчы К.", "commission": "Биринчи Б., Экинчи Э.",
        "favour_1": "1", "against_1": "2", "favour_2": "2",
    }  # fmt: skip
    page = clerk.send(facts)
    assert (page.status, errors(page)) == (400, {"favour_1"})
    assert dict(page.form_with("chair").given)["secretary"] == "Катчы К."
    clerk.send({"against_1": "1"})
    assert clerk.go(f"{at}/act/confirm").status == 200
    page = clerk.send(press=say("Confirm the act", language))
    assert page.status == 403

    # No figure is public before the result is.
    stranger = reader(language)
    assert "Төрага Т." not in stranger.go("rounds/2026/announcement").text
    member = signed_in(Role.COMMISSION, language)
    member.go(f"{at}/act/confirm")
    member.send(press=say("Confirm the act", language))
    assert say("The act is confirmed: its hands count.", language) in member.page.text

    stage.go_to(Phase.COUNTING)
    clerk.go("desk/rounds/2026")
    clerk.send(press=say("Count the ballots", language))
    member.go("desk/rounds/2026")
    member.send(press=say("Confirm the result", language))

    page = stranger.go("rounds/2026/results")
    assert say("How people voted by hand", language) in page.text
    counted = "were counted: ballots %(ballots)s, by hand at assemblies %(people)s"
    assert say(counted, language, ballots=1, people=2) in page.text
    assert say("for researchers (Pabulib)", language) not in page.text
    assert stranger.go("rounds/2026/election.pb").status == 409
    found = json.loads(stranger.go("rounds/2026/result.json").response.data)
    assert {one["number"]: (one["score"], one["hands"]) for one in found["projects"]} == {
        1: (2, 1), 2: (2, 2),
    }  # fmt: skip
    protocol = next(href for href, _ in page.links if href.endswith(".pdf"))
    said = squeezed(" ".join(Pdf(stranger.go(protocol).response.data).pages))
    assert squeezed(say("Hands for projects", "ky")) in said


def test_marks_are_taken_back_with_a_reason(stage, signed_in):
    called = with_assembly(stage)
    called.mark(*called.people[:2])
    clerk = signed_in(Role.OPERATOR, "ky")

    clerk.go(f"{DESK}/{called.ref}/marked")
    button = say("Take the ticked marks back")
    assert tick(clerk, 1, button).status == 400
    tick(clerk, 1, button, reason="Катар жаңылыш белгиленди.")

    assert say("Taken back. People marked here: %(number)s.", number=1) in clerk.page.text


@pytest.mark.parametrize("case", ["not begun", "entered", "confirmed", "cancelled"])
def test_nobody_is_listed_when_nobody_can_be_marked(stage, signed_in, case):
    called = with_assembly(stage)
    if case == "not begun":
        called.ref = called.call(called.assembly.starts_at + timedelta(days=1))
    elif case == "cancelled":
        why = "Бороон болуп, эч ким келген жок."
        assemblies.cancel(called.member, stage.place, "2026", called.ref, why, stage.now)
    else:
        called.mark(*called.people[:2])
        called.enter(called.said((1, 0, 0), (0, 0, 0), (0, 0, 0)))
    if case == "confirmed":
        called.confirm()
    clerk = signed_in(Role.OPERATOR, "ky")

    for end in ("mark", "marked"):
        page = clerk.go(f"{DESK}/{called.ref}/{end}")
        assert (page.status, boxes(page)) == (409, [])
        assert say("The lines of the roll") not in page.text


def test_an_assembly_is_moved_and_cancelled(stage, signed_in, reader):
    called = with_assembly(stage)
    ref = called.call(called.assembly.starts_at + timedelta(days=1))
    clerk = signed_in(Role.OPERATOR, "ru")

    clerk.go(f"{DESK}/{ref}")
    clerk.click(say("Change place or time", "ru"))
    clerk.send({"hour": "18:30"})
    assert say("Changed. Hang the new notice up.", "ru") in clerk.page.text
    clerk.click(say("Cancel the assembly", "ru"))
    clerk.send({"reason": "В клубе отключили свет на весь день."})

    assert "отключили свет" in reader("ru").go("rounds/2026/announcement").text


@pytest.mark.parametrize("paper", ["notice", "list", "minutes"])
@pytest.mark.parametrize("language", ["ky", "ru"])
def test_papers_are_made_in_both_languages(stage, signed_in, paper, language):
    called = with_assembly(stage)
    called.mark(*called.people)
    called.enter(called.said((3, 1, 0), (0, 2, 2), (4, 0, 0)))
    clerk = signed_in(Role.OPERATOR, "ky")

    answer = clerk.go(f"{DESK}/{called.ref}/{paper}.pdf?language={language}")

    said = squeezed(" ".join(Pdf(answer.response.data).pages))
    words = {"notice": "NOTICE", "list": "List of those who came", "minutes": "PROTOCOL"}
    assert squeezed(say(words[paper], language)) in said
    if paper == "minutes":
        assert squeezed("Төрага Төрагаев") in said
    assert clerk.go(f"{DESK}/{called.ref}/other.pdf").status == 404


def test_the_list_with_names_leaves_a_trace_and_has_an_end(stage, signed_in):
    stage.announced(rules={Parameter.ASSEMBLY_HANDS: AssemblyHands.BESIDE.value})
    stage.on_ballot(100_000)
    frozen(stage)
    clerk, starts = stage.person(Role.OPERATOR), stage.round().voting_opens + timedelta(hours=9)
    facts = AssemblyFacts(CLUB, starts, "archa-tor")
    ref = assemblies.announce(clerk, stage.place, "2026", facts, stage.now)
    stage.go_to(Phase.VOTING)
    member = signed_in(Role.COMMISSION, "ru")

    member.go(f"{DESK}/{ref}/names")
    page = member.send({"part": "2", "reason": "Список для схода в селе."})
    assert (page.status, errors(page)) == (400, {"part"})
    answer = member.send({"part": "1"})
    assert answer.response.data.startswith(b"%PDF")


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_where_hands_count_alone_no_page_offers_a_ballot(stage, reader, signed_in, language):
    prepared(stage, AssemblyHands.ALONE)
    code = "voter-alone"
    voter = stage.person(Role.RESIDENT, code=code)
    del voter
    home = reader(language).go("")

    assert "/ballot" not in home.source
    assert say("Where and when the assemblies are", language) in home.text
    resident = reader(language).sign_in(code)
    page = resident.go("rounds/2026/ballot")
    assert page.status == 403
    assert say(
        "In this round people vote by hands at an assembly, and nowhere else. Where and when they"
        " meet stands in the announcement. Nothing was taken.",
        language,
    ) in page.text  # fmt: skip


def test_a_round_without_hands_says_so_at_the_desk(stage, signed_in):
    stage.open_voting(100_000)
    clerk = signed_in(Role.OPERATOR, "ru")

    assert say("By the rules of this round raised hands do not count.", "ru") in clerk.go(DESK).text
    assert clerk.go(f"{DESK}/new").status == 403
    assert say("Voting by hands", "ru") not in clerk.go("desk/rounds/2026").text


def test_list_pages_take_few_statements(stage, signed_in):
    called = with_assembly(stage, voters=60)
    called.mark(*called.people[:40])
    called.call(called.assembly.starts_at + timedelta(days=1))
    clerk = signed_in(Role.OPERATOR, "ky")

    for address in (DESK, f"{DESK}/{called.ref}/mark", f"{DESK}/{called.ref}/marked"):
        clerk.go(address)
        with counted_statements() as asked:
            clerk.go(address)
        assert len(asked) <= 10, (address, asked)


def test_a_page_of_another_round_or_place_is_not_found(stage, signed_in):
    with_assembly(stage)
    clerk = signed_in(Role.OPERATOR, "ky")

    for end in ("", "/mark", "/act", "/act/confirm", "/minutes.pdf", "/act/scan"):
        assert clerk.go(f"{DESK}/nothing{end}").status == 404
