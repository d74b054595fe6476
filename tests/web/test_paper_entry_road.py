"""The road of a proposal on paper: typed by one clerk, compared and sent by another, the letter."""

import io

import pytest

from pb.acts import paper_entries as acts
from pb.records import paper_entries, proposals
from pb.records.base import db
from pb.rules.paper_entries import EntryState
from pb.rules.proposals import ProposalState
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests import reviewing
from tests.papers_brought import NAME, office, pin, scan
from tests.web.browser import say
from tests.web.proposal_pages import NAMES, answers_of

MOST = 10


@pytest.fixture
def taking(stage):
    """A round that takes proposals."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return stage


def who(number=None, **changes):
    """Who signed the form, as it is typed."""
    said = {"name": NAME, "pin": number or pin(), "village": "archa-tor"}
    return said | changes


def type_in(clerk, language, **changes):
    """Everything that stands on the form; leaves the page that looks it over open."""
    clerk.go("desk/paper-proposals")
    clerk.click(say("Enter a proposal", language))
    page = clerk.send({**answers_of("place", {}), **who(**changes)})
    for step in NAMES[1:6]:
        assert page.path.endswith(f"/steps/{step}"), (page.path, page.alerts)
        page = clerk.send(answers_of(step, {}))
    form = page.form_with(
        "to_bring", button=say("Save and go to step %(number)s", language, number=8)
    )
    clerk.send({"to_bring": ["paper_prices", "paper_commitment"]}, form=form)
    return clerk.send({})


def hand_over(clerk, content=None, **changes):
    """Attach the scan on the open page."""
    form = clerk.page.form_with("is_signed")
    sent = {**dict(form.filled({"is_signed": "y", **changes}))}
    sent = {name: value for name, value in sent.items() if value}
    sent["file"] = (io.BytesIO(scan() if content is None else content), "скан.jpg")
    return clerk._follow(
        clerk.open(form.action, "POST", data=sent, content_type="multipart/form-data")
    )


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_form_goes_from_one_clerk_to_another_to_the_office(taking, signed_in, language):
    clerk, other = (signed_in(Role.OPERATOR, language) for _ in range(2))
    page = type_in(clerk, language)
    assert page.path.endswith("/steps"), page.alerts
    assert say("Send to the office", language) not in page.text

    clerk.click(say("Attach the scan and hand it over", language))
    page = hand_over(clerk)

    assert say("Handed over. Another person compares it with the scan.", language) in page.text
    assert say("Confirm and send", language) not in page.text
    other.go("desk")
    assert "1" in other.page.text
    other.go("desk/paper-proposals")
    other.click("Жаңы көпүрө")
    assert "Эски көпүрөнү жыл сайын суу агызып кетет." in other.page.text
    page = other.send(press=say("Confirm and send", language))
    assert page.status == 400
    assert page.alerts
    page = other.send({"is_compared": "y"}, press=say("Confirm and send", language))
    assert say("Confirmed. Print the receipt and hand it over.", language) in page.text
    receipt = other.click(say("The receipt, to print", language))
    assert "2026-001" in receipt.text
    assert "Токтобаева" not in receipt.text


def test_a_draft_whose_paper_was_dropped_is_its_authors_alone(taking, signed_in):
    desk = office(taking)
    ref = desk.begun()
    paper, title = desk.paper(ref).ref, proposals.proposal_of(taking.place, ref).title.ky
    clerk = signed_in(Role.OPERATOR, "ru")
    assert title in clerk.go("desk/paper-proposals").text

    acts.drop(desk.clerk, taking.place, paper, taking.now)

    assert title not in clerk.go("desk/paper-proposals").text
    assert clerk.go(f"desk/paper-proposals/{paper}").status == 404


def test_the_second_person_opens_the_scan_with_a_reason(taking, signed_in):
    entry = office(taking).handed()
    other = signed_in(Role.OPERATOR, "ru")
    other.go(f"desk/paper-proposals/{entry}")
    other.click(say("Open the signed paper", "ru"))

    page = other.send({"reason": "мало"})
    assert page.status == 400
    page = other.send({"reason": "Сверить ответы с бумагой"})

    assert page.headers["Content-Type"] == "image/jpeg"
    assert page.headers["Content-Disposition"].startswith("attachment")


def test_what_differs_goes_back_and_is_mended(taking, signed_in):
    desk = office(taking)
    ref = desk.begun()
    entry = desk.handed(ref)
    other = signed_in(Role.OPERATOR, "ru")
    other.go(f"desk/paper-proposals/{entry}/send-back")

    assert other.send({"differs": "нет"}).status == 400
    page = other.send({"differs": "На бумаге другая улица, посмотрите второй лист."})

    assert "На бумаге другая улица" in page.text
    assert state_of(taking, ref) is EntryState.SENT_BACK


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": ""}, "name"),
        ({"pin": "123"}, "pin"),
        ({"village": ""}, "village"),
        ({"reason": "иш"}, "reason"),
        ({"title": ""}, "title"),
    ],
)
def test_a_form_that_is_not_whole_is_refused_and_kept_as_typed(taking, signed_in, wrong, code):
    clerk = signed_in(Role.OPERATOR, "ky")
    clerk.go("desk/rounds/2026/paper-proposals/new")

    page = clerk.send({**answers_of("place", {}), **who(), **wrong})

    assert page.status == 400
    assert f'href="#{code}"' in page.source
    kept = dict(page.forms[0].given)
    assert kept["title"] == wrong.get("title", "Жаңы көпүрө")
    assert kept["name"] == wrong.get("name", NAME)


def test_a_scan_that_is_none_is_refused(taking, signed_in):
    clerk = signed_in(Role.OPERATOR, "ru")
    type_in(clerk, "ru")
    clerk.click(say("Attach the scan and hand it over", "ru"))

    for content in (b"", b"GIF89a not a picture"):
        page = hand_over(clerk, content)
        assert page.status == 400
        assert 'href="#file"' in page.source


def test_the_decision_is_a_letter_in_the_language_of_the_author(taking, signed_in):
    desk = office(taking)
    ref = desk.sent()
    reviewing.refuse(taking, ref, taking.person(Role.OPERATOR))
    entry = desk.paper(ref).ref
    clerk = signed_in(Role.OPERATOR, "ru")

    clerk.go(f"desk/paper-proposals/{entry}")
    page = clerk.click(say("The decision as a letter, to print", "ru"))

    assert page.lang == "ky"
    assert reviewing.REASON in page.text
    assert say("The decision about your proposal", "ky") in page.text


def test_a_withdrawal_is_begun_and_handed_over_at_the_desk(taking, signed_in):
    desk = office(taking)
    ref = desk.sent()
    entry = desk.paper(ref).ref
    clerk, other = signed_in(Role.OPERATOR, "ru"), signed_in(Role.HEAD, "ru")

    clerk.go(f"desk/paper-proposals/{entry}")
    clerk.send(press=say("The author brought a request to withdraw", "ru"))
    clerk.click(say("Attach the scan and hand it over", "ru"))
    page = hand_over(clerk)
    other.open(page.address)
    other.send({"is_compared": "y"}, press=say("Confirm and withdraw", "ru"))

    db.session.expire_all()
    found = proposals.proposal_of(taking.place, ref)
    assert found.state is ProposalState.WITHDRAWN


def test_a_resident_finds_no_paper(taking, signed_in):
    entry = office(taking).handed()
    resident = signed_in(Role.RESIDENT, "ky")

    assert resident.open(f"/togz-archa/desk/paper-proposals/{entry}").status == 403
    assert resident.open("/togz-archa/desk/paper-proposals").status == 403


@pytest.mark.parametrize("tongue", ["ky", "ru"])
def test_the_blank_form_is_a_pdf_in_both_languages(taking, reader, tongue):
    page = reader().open(f"/togz-archa/rounds/2026/form-{tongue}.pdf")

    assert page.headers["Content-Type"] == "application/pdf"
    assert page.response.data.startswith(b"%PDF-")


def test_there_is_no_blank_form_in_another_language_or_before_the_announcement(stage, reader):
    stage.draft()

    assert reader().open("/togz-archa/rounds/2026/form-ky.pdf").status == 404
    stage.announced("2027")
    assert reader().open("/togz-archa/rounds/2027/form-de.pdf").status == 404


def test_a_long_list_of_papers_asks_no_more_than_a_short_one(taking, signed_in, statements):
    desk = office(taking)
    counts = []
    for number in (3, 12):
        for _ in range(number):
            desk.begun()
        clerk = signed_in(Role.OPERATOR, "ky")
        with statements() as found:
            clerk.go("desk/paper-proposals")
        counts.append(len(found))

    assert counts[0] == counts[1] <= MOST


def state_of(stage, ref):
    db.session.expire_all()
    key = proposals.proposal_of(stage.place, ref).id
    return paper_entries.last_of(stage.place, key).state
