"""One whole round, from its draft to the printed protocol, through nothing but pages."""

import hashlib
from datetime import timedelta

from pb.records import documents
from pb.rules import calendar
from pb.rules.checklists import WORKED_OUT, Item
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.rules_adopted import adopt
from tests.web.browser import Browser, apart, say
from tests.web.forms import a_round, enter
from tests.web.proposal_pages import send

IDEAS = {
    "Суу түтүгүн жаңыртуу": "290 000",
    "Көпүрөнү оңдоо": "300 000",
    "Спорт аянтчасы": "250 000",
    "Мектептин чатыры": "280 000",
}
VOTES = [(1, 2), (1, 2), (1, 3), (3, 4), (1,)]
WINNERS = ["Суу түтүгүн жаңыртуу", "Спорт аянтчасы", "Көпүрөнү оңдоо"]
"""4, 2, 2 and 1 votes: of the tie the cheaper goes first; for the last one 60 000 som are left."""


def test_a_round_goes_from_its_draft_to_the_protocol_on_pages_alone(app, stage):
    def person(role, code, language="ky"):
        someone = stage.person(role, code=code)
        return someone, Browser(app, language).sign_in(code)

    _, clerk = person(Role.OPERATOR, "the-clerk-1")
    _, head = person(Role.HEAD, "the-head-1", "ru")
    _, commission = person(Role.COMMISSION, "commission-1", "ru")
    residents = [person(Role.RESIDENT, f"resident-{n}", ("ky", "ru")[n % 2]) for n in range(5)]

    # The rules are in force; the office drafts a round, its head announces it.
    adopt(stage)
    clerk.go("desk")
    clerk.click(say("Draft a round"))
    day = calendar.day_of(stage.now) + timedelta(days=1)
    clerk.send(a_round(stage, budget="900 000", ceiling="300 000", submission_from=day.isoformat()))
    head.go("desk")
    head.click(say("Open", "ru"))
    head.click(say("Announce the round", "ru"))
    head.send(press=say("Announce the round", "ru"))
    enter(stage, "2026", [someone for someone, _ in residents])

    # Residents write and send, the clerk admits all but one.
    stage.go_to(Phase.SUBMISSION)
    for (title, cost), (_, author) in zip(IDEAS.items(), residents, strict=False):
        language = author.accepts["Accept-Language"]
        author.go("")
        author.click(say("Write a proposal", language))
        ref = send(author, language, title=title, title_in_other=f"{title} (2)", cost=cost)
        assert say("Waits for review", language) in author.go(f"proposals/{ref}").text
    stage.go_to(Phase.REVIEW)
    for _ in IDEAS:
        clerk.go("desk")
        clerk.click(say("Review"))
        clerk.click(say("Answer the checklist"))
        clerk.send({item.value: "item_met" for item in Item if item not in WORKED_OUT})
        clerk.click(say("Put the decision down"))
        clerk.send({"outcome": "admitted"})
        clerk.send(press=say("Make it final and publish"))
    assert say("Nothing waits for you") in clerk.go("desk").text

    # Everyone on the roll votes.
    stage.go_to(Phase.VOTING)
    for (_, voter), choices in zip(residents, VOTES, strict=True):
        language = voter.accepts["Accept-Language"]
        voter.go("")
        voter.click(say("Vote", language))
        voter.send({"d": [str(choice) for choice in choices]})
        voter.send(press=say("Cast my vote", language))
        assert say("Your vote was taken", language) in voter.page.text
        voter.send(press=say("Done, sign out", language))

    # The clerk counts, the commission confirms.
    stage.go_to(Phase.COUNTING)
    clerk.go("desk")
    clerk.click(say("Open"))
    clerk.send(press=say("Count the ballots"))
    commission.go("desk")
    commission.click(say("Open", "ru"))
    commission.send(press=say("Confirm the result", "ru"))

    # A stranger finds the result on the home page, and the protocol as it was kept.
    stranger = Browser(app)
    stranger.go("")
    page = stranger.click(say("See the result"))
    won = [row for row in page.source.split("<tr")[1:] if 'class="win"' in row]
    assert [title for row in won for title in IDEAS if title in row] == WINNERS
    papers = documents.documents_of_round(stage.place, stage.round("2026").id)
    assert [paper.language for paper in papers] == ["ky", "ru"]
    for paper in papers:
        answer = apart(stranger.client.get, f"/togz-archa/documents/{paper.ref}.pdf")
        assert hashlib.sha256(answer.data).hexdigest() == paper.sha256
        assert paper.sha256 in page.text
