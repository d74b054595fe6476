"""One initiative from the founding of its group to its number on the ballot, and one on paper.

Nothing here runs a script, and every page fits the screen it is read on.
"""

import pytest

from pb.gateways.clock import FixedClock
from pb.records import proposals
from pb.records.base import db
from pb.rules import calendar
from pb.rules.checklists import WORKED_OUT, Item
from pb.rules.proposals import ProposalState
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.scoring import scoring_of
from tests import groups_made as groups
from tests.browser.walker import Walker
from tests.commission_stage import Panel
from tests.conftest import NOON
from tests.papers_brought import pin, scan
from tests.stage import som
from tests.web.browser import say
from tests.web.proposal_pages import STEPS

pytestmark = pytest.mark.browser

REASON = {
    "ky": "Смета жок: ар бир материалдын баасын көрсөтүңүз.",
    "ru": "Нет сметы: покажите цену каждого материала.",
}
LINES = {"line_1_title": "Темир-бетон", "line_1_amount": "180 000",
         "line_2_title": "Жол кум", "line_2_amount": "70 000"}  # fmt: skip
MARKS = ("8 7 9 6 10", "7 7 8 6 9", "9 8 9 7 10", "6 7 7 5 8", "8 8 9 6 10")
"""What the five members give the initiative, under the five criteria."""
OTHERS = "5 5 5 5 5"
GROUP = "Мост через Ак-Суу"
LOT = {
    "seed": "3 5 1 6 6 2",
    "manner_ky": "Клубда, эл алдында алты сөөк ташталды.",
    "manner_ru": "В клубе при людях бросили шесть костей.",
}


@pytest.fixture
def clock():
    """The server's clock, moved from phase to phase."""
    return FixedClock(NOON)


@pytest.fixture
def person(open_browser):
    """Somebody at a telephone, or at the desk of the office."""

    def at(who, language, code=None, *, wide=False):
        page = open_browser({"ky": "ky-KG", "ru": "ru-RU"}[language], wide=wide)
        walker = Walker(page, f"{who}-{language}-{'1366' if wide else '360'}", language)
        return walker.sign_in(code) if code else walker

    return at


def proposal(stage, ref):
    db.session.rollback()
    return proposals.whole_proposal(stage.place, ref)


def found_a_group(leader, others, clerk):
    """Begun by the leader, joined by code, closed, registered; its public id."""
    leader.go("my-groups").follow("Begin a group")
    facts = {"name": groups.FACTS.name, "aim": groups.FACTS.aim, "settlement": "archa-tor"}
    leader.answer(facts, "Begin the group")
    group = leader.path
    for other in others:
        leader.go(group).follow("Invite a person").press("Make a code")
        text = leader.page.locator("body").inner_text()
        code = text.partition("/my-groups/join/")[2].split()[0]
        other.go("my-groups").follow("I was given a code").answer({"code": code}, "Go on")
        other.press("I consent and join")
    leader.go(group).follow("Close the founding").press("Close the founding")
    leader.sees(leader.say("The founding is closed. The office registers the group now."))
    clerk.go("desk/groups").follow("Open").press("Register the group")
    return group.rsplit("/", 1)[1]


def write(author, steps):
    """The steps from the second on, the papers, no other language; then it is sent."""
    for answers in steps:
        author.answer(answers)
    for box in author.page.locator("[name=to_bring]").all():
        box.check()
    author.answer({})
    author.answer({})


def check_and_admit(clerk, ref):
    """The checklist answered, the decision put down and published."""
    clerk.go(f"desk/proposals/{ref}").follow("Answer the checklist")
    clerk.answer({item.value: "item_met" for item in Item if item not in WORKED_OUT})
    clerk.follow("Put the decision down").answer({"outcome": "admitted"})
    clerk.press("Make it final and publish")


def give_back(stage, clerk, ref):
    """Returned with what to mend."""
    last = calendar.last_day_before(stage.round().review_closes).isoformat()
    clerk.go(f"desk/proposals/{ref}/outcome")
    clerk.answer({"outcome": "returned", "reason": REASON[clerk.language], "mend_by": last})
    clerk.press("Make it final and publish")


def test_a_group_is_founded_and_its_initiative_gets_its_number(stage, person):
    panel = Panel(stage)
    panel.signed()
    for at, name in enumerate(groups.NAMES[:3]):
        groups.resident(stage, name, f"neighbour-00{at}")
    leader, *others = (person(f"resident-{at}", "ky", f"neighbour-00{at}") for at in range(3))
    clerk = person("clerk", "ky", "clerk-000001")
    group = found_a_group(leader, others, clerk)

    stage.go_to(Phase.SUBMISSION)
    rival = stage.submitted(cost=som(200_000))
    leader.sign_in().go("rounds/2026/proposals/new")
    leader.answer({**STEPS[0], "applicant": f"applicant_groups:{group}"})
    ref = leader.path.split("/")[1]
    write(leader, STEPS[1:])
    leader.press("Send to the office")
    leader.sees("2026-002", groups.FACTS.name)

    stage.go_to(Phase.REVIEW)
    give_back(stage, clerk.sign_in(), ref)
    leader.sign_in().go(f"proposals/{ref}")
    leader.sees(REASON["ky"])
    leader.go(f"proposals/{ref}/steps/costs").answer(LINES)
    leader.go(f"proposals/{ref}/steps").press("Send to the office")
    assert proposal(stage, ref).state is ProposalState.SUBMITTED
    check_and_admit(clerk, ref)
    check_and_admit(clerk, rival)
    leader.go(f"proposals/{ref}")
    leader.sees(say("Admitted to the ballot"))

    stage.go_to(Phase.DISCUSSION)
    score(stage, panel, ref, person)
    draw(stage, clerk.sign_in(), person("head", "ky", "head-0000001"))

    number = proposal(stage, ref).project.number
    leader.sign_in().go(f"proposals/{ref}")
    leader.sees(say("No. %(number)s on the ballot", number=number))
    leader.go("rounds/2026/order").sees(LOT["seed"])


def score(stage, panel, ref, person, language="ky", *, wide=False):
    """Each member marks; the first one's way is walked on pages. Then all sheets are opened."""
    db.session.rollback()  # what was read before is old: the server wrote meanwhile
    projects = proposals.projects_of(stage.round().id)
    panel.refs = [project.proposal.ref for project in projects]
    for at in (1, 2, 3, 4):
        panel.hand_in(at, *(MARKS[at] if one == ref else OTHERS for one in panel.refs))
    codes = scoring_of(stage.place, stage.round()).codes
    member = person("member", language, "member-00001", wide=wide)
    member.go("rounds/2026/scoring").answer({"has_interest": "no"})
    keys = ("importance", "participation", "sustainability", "justification", "contribution")
    for one in panel.refs:
        marks = (MARKS[0] if one == ref else OTHERS).split()
        member.go(f"rounds/2026/scoring/sheets/{codes[one]}")
        member.answer({f"mark_{key}": mark for key, mark in zip(keys, marks, strict=True)})
    member.go("rounds/2026/scoring/hand-in").press("Hand in all my sheets")
    member.press("Open all sheets").press("Work the result out")
    # A criterion has 20 of 100 and marks up to 10. The means are 7.6, 7.4, 8.4, 6 and 9.4, which
    # is 15.2 + 14.8 + 16.8 + 12 + 18.8 = 77.6; five fives are 50.
    member.go("rounds/2026/commission").sees("77,6", "50")


def draw(stage, clerk, head):
    """The public lot that numbers the ballot, by two people."""
    clerk.go("desk/rounds/2026/order/enter").answer(LOT)
    head.go("desk/rounds/2026/order").press("Confirm the lot and number the projects")


def paper(name="scan.jpg"):
    """A photo of a signed paper."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": scan()}


def group_from_paper(clerk, other):
    """Entered with its protocol by one, confirmed by another, registered; the leader's number."""
    numbers = [pin() for _ in range(3)]
    clerk.go("desk/groups").follow("Enter a group from paper")
    lines = {f"member_{at}": name for at, name in enumerate(groups.NAMES[:3], 1)}
    pins = {f"pin_{at}": number for at, number in enumerate(numbers, 1)}
    clerk.type({
        "name": GROUP, "aim": "Собрались, чтобы починить мост к школе.", "settlement": "archa-tor",
        "met_on": "2026-03-01", "met_as": "founding_assembly", "number": "3-А", "leader": "1",
        "signed": "y", **lines, **pins,
    })  # fmt: skip
    clerk.page.locator("[name=file]").set_input_files(paper())
    clerk.answer({})
    ref = clerk.path.rpartition("/")[2]
    other.go(f"desk/groups/{ref}").follow("Open the names")
    other.answer({"reason": "Сверить протокол со списком"}, "Show the names")
    other.press("Confirm the paper")
    clerk.go(f"desk/groups/{ref}").press("Register the group")
    return ref, numbers[0]


def hand_over(clerk, other):
    """The scan is attached by one, compared by the other, and sent."""
    clerk.follow("Attach the scan and hand it over").type({"is_signed": "y"})
    clerk.page.locator("[name=file]").set_input_files(paper())
    clerk.answer({})
    other.go("desk/paper-proposals")
    other.page.get_by_role("link", name=STEPS[0]["title"]).first.click()
    other.answer({"is_compared": "y"}, "Confirm and send")


def test_the_same_goes_from_paper_by_the_office(stage, person):
    panel = Panel(stage)
    panel.signed()
    stage.person(Role.OPERATOR, "Т. Тургунова", "clerk-000002")
    clerk = person("clerk", "ru", "clerk-000001", wide=True)
    other = person("second", "ru", "clerk-000002", wide=True)
    third = person("head", "ru", "head-0000001", wide=True)
    group, number = group_from_paper(clerk, other)

    stage.go_to(Phase.SUBMISSION)
    rival = stage.submitted(cost=som(200_000))
    clerk.sign_in().go("desk/paper-proposals").follow("Enter a proposal")
    who = {"name": groups.NAMES[0], "pin": number, "village": "archa-tor"}
    clerk.answer({**STEPS[0], **who, "reason": "Принесли подписанное заявление."})
    ref = clerk.path.split("/")[1]
    clerk.go(f"proposals/{ref}/steps/place").answer({"applicant": f"applicant_groups:{group}"})
    write(clerk, STEPS[1:])
    hand_over(clerk, other.sign_in())
    other.sees("2026-002")
    person("stranger", "ru", wide=True).go(f"proposals/{ref}").sees(GROUP)

    stage.go_to(Phase.REVIEW)
    # Who typed or compared it may not review it: a third person of the office does.
    stage.person(Role.OPERATOR, "К. Касымова", "clerk-000003")
    reviewer = person("reviewer", "ru", "clerk-000003", wide=True)
    give_back(stage, reviewer, ref)
    clerk.sign_in().go("desk/paper-proposals")
    clerk.page.get_by_role("link", name=STEPS[0]["title"]).first.click()
    clerk.press("The author brought it mended")
    clerk.go(f"proposals/{ref}/steps/costs").answer(LINES)
    clerk.go(f"proposals/{ref}/steps")
    hand_over(clerk, other.sign_in())
    check_and_admit(reviewer, ref)
    check_and_admit(reviewer, rival)

    stage.go_to(Phase.DISCUSSION)
    score(stage, panel, ref, person, "ru", wide=True)
    draw(stage, clerk.sign_in(), third.sign_in())

    given = proposal(stage, ref).project.number
    clerk.go(f"proposals/{ref}").sees(clerk.say("No. %(number)s on the ballot", number=given))
