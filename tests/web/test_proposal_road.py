"""A proposal on its pages: two windows, a day that passes, a line that breaks, a receipt."""

from datetime import timedelta

import pytest

from pb.records import proposals as records
from pb.rules import calendar
from pb.rules.money import with_unit
from pb.rules.proposals import ProposalState
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests import reviewing
from tests.fingerprint import fingerprint
from tests.stage import som
from tests.web.browser import apart, say
from tests.web.proposal_pages import NAMES, answers_of, begin, send, write


@pytest.fixture
def author(stage, signed_in):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return signed_in(Role.RESIDENT)


def test_the_first_form_sent_twice_begins_one_draft(author):
    author.go("rounds/2026/proposals/new")
    form = author.page.form_with("title")

    first = author.send(answers_of("place", {}), form=form)
    second = author.send(answers_of("place", {}), form=form)

    assert first.path == second.path
    assert author.go("my-proposals").source.count('class="card"') == 1


def test_a_step_sent_twice_after_a_broken_line_is_kept_once(author):
    page = begin(author)
    form = page.form_with("problem")
    first = author.send(answers_of("problem", {}), form=form)
    before = fingerprint()

    second = author.send(answers_of("problem", {}), form=form)

    assert second.path == first.path
    assert fingerprint() == before


def test_two_windows_on_one_step_show_both_texts_and_lose_none(stage, author):
    begin(author)
    address = author.page.path
    form = author.page.form_with("problem")
    first = "Биринчи терезеде жазылган көйгөй."
    author.send({"problem": first, "gains": "Окуучулар"}, form=form)
    before = fingerprint()

    second = "Экинчи терезеде жазылган көйгөй."
    page = author.send({"problem": second, "gains": "Окуучулар"}, form=form)

    assert (page.status, page.path) == (409, address)
    assert say("What differs") in page.text
    assert "Биринчи терезеде жазылган көйгөй." in page.text
    assert dict(page.form_with("problem").given)["problem"].strip() == (
        "Экинчи терезеде жазылган көйгөй."
    )
    assert fingerprint() == before
    page = author.send({"problem": "Экинчи терезеде жазылган көйгөй.", "gains": "Окуучулар"})
    assert page.path.endswith("/steps/work")


def test_a_day_that_passes_while_the_form_is_open_keeps_what_was_typed_on_the_page(stage, author):
    ref = write(author)
    closes = stage.round().submission_closes
    stage.clock.put(closes - timedelta(minutes=1))
    form = author.go(f"proposals/{ref}/steps/work").form_with("solution")
    stage.clock.put(closes)
    before = fingerprint()

    page = author.send({"solution": "Мунун баарын түнү бою жаздым эле."}, form=form)

    assert page.status == 403
    assert dict(page.form_with("solution").given)["solution"].strip() == (
        "Мунун баарын түнү бою жаздым эле."
    )
    assert (
        say(
            "This step can no longer be saved. Copy what stands below if you want to keep it;"
            " what was saved before stays as it is."
        )
        in page.text
    )
    assert fingerprint() == before
    assert "Темир-бетондон" in author.go(f"proposals/{ref}").text


def test_a_step_skipped_by_address_opens_and_sending_says_what_lacks(author):
    begin(author)
    ref = author.page.path.split("/")[3]

    assert author.go(f"proposals/{ref}/steps/upkeep").status == 200
    page = author.go(f"proposals/{ref}/steps")
    page = author.send(press=say("Send to the office"))

    assert page.status == 400
    steps = {href.rpartition("/")[2] for href, _ in page.links if "/steps/" in href}
    assert steps == set(NAMES)
    assert page.text.count(say("This step is not finished yet.")) == 5
    assert author.go(f"proposals/{ref}/steps/nothing").status == 404


def test_one_more_row_keeps_what_was_typed_and_saves_nothing(author):
    ref = write(author)
    author.go(f"proposals/{ref}/steps/costs")
    before = fingerprint()

    page = author.send(
        {"line_1_title": "Плита", "line_1_amount": "алты миң"}, press=say("One more row")
    )

    assert page.status == 200
    given = dict(page.form_with("line_4_title").given)
    assert (given["line_1_title"], given["line_1_amount"]) == ("Плита", "алты миң")
    assert fingerprint() == before


def test_labour_is_reckoned_and_the_sums_have_to_meet(stage, author):
    ref = write(author)
    author.go(f"proposals/{ref}/steps/sources")
    labour = {"labour_1_what": "Ашар", "labour_1_people": "25", "labour_1_days": "2",
              "labour_1_rate": "800"}  # fmt: skip

    page = author.send({"cost": "210 000,01", **labour})
    assert page.status == 400
    assert "0,01" in page.alerts[0]
    page = author.send({"cost": "210 000", **labour})

    assert page.path.endswith("/steps/upkeep")
    kept = records.whole_proposal(stage.place, ref)
    (team,) = kept.contributions
    assert (team.people, team.days, team.rate, team.pledged) == (25, 2, som(800), som(40_000))
    public = author.go(f"proposals/{ref}").text
    assert "25" in public
    assert "40 000" in public.replace("\u00a0", " ")


def test_the_receipt_says_what_was_sent_and_can_be_opened_again(stage, author, reader):
    ref = send(author)
    receipt = author.page

    kept = author.go(f"proposals/{ref}/receipt")
    assert "2026-001" in receipt.text
    assert receipt.text.replace(say("Sent to the office. Its register number is %(number)s.",
                                    number=1), "").split() == kept.text.split()  # fmt: skip
    text = apart(reader().client.get, f"/togz-archa/proposals/{ref}/versions/1.json")
    assert text.headers["X-Content-SHA256"] in kept.text
    assert reader().open(f"/togz-archa/proposals/{ref}/receipt").status == 302


def test_versions_show_what_was_changed_as_text(stage, author, reader):
    ref = send(author)
    stage.go_to(Phase.REVIEW)
    last = calendar.last_day_before(stage.round().review_closes)
    clerk = stage.person(Role.OPERATOR)
    reviewing.give_back(stage, ref, clerk, "Тутканы да жазып коюңуз.", last)
    author.go(f"proposals/{ref}/steps/work")
    author.send({"solution": "Темир-бетондон жаңы <b>көпүрө</b> жана тутка куруп беребиз."})
    author.go(f"proposals/{ref}/steps")
    author.send(press=say("Send to the office"))

    page = reader().go(f"proposals/{ref}/versions")

    assert "<ins>&lt;" in page.source
    assert "<b>көпүрө" not in page.source
    assert say("The cost stayed the same: %(cost)s.", cost=with_unit(som(250_000), "ky")) in (
        page.source.replace("&nbsp;", "\u00a0")
    )
    assert page.source.count("SHA-256") == 2


def test_withdrawing_is_asked_once_more_and_said_on_the_page(stage, author, reader):
    ref = send(author)
    stage.go_to(Phase.REVIEW)
    reviewing.admit(stage, ref, stage.person(Role.OPERATOR))
    author.go(f"proposals/{ref}")
    page = author.click(say("Withdraw the proposal"))
    assert say("Withdraw the proposal?") in page.text

    author.send(press=say("Withdraw the proposal"))

    page = reader().go(f"proposals/{ref}")
    assert say("Withdrawn") in page.text
    assert records.numbers_on_ballot(stage.round().id) == frozenset()
    assert records.proposal_of(stage.place, ref).state is ProposalState.WITHDRAWN
    assert author.go(f"proposals/{ref}/withdraw").status == 409


def test_the_other_language_is_missed_in_words_until_it_is_added(stage, author, reader):
    ref = send(author)
    assert say("No translation", "ru") in reader("ru").go(f"proposals/{ref}").text
    author.go(f"proposals/{ref}")
    page = author.click(say("Add the other language"))
    assert author.go(f"proposals/{ref}/steps/problem").status == 409

    author.open(page.address)
    author.send({
        "title": "Новый мост", "problem": "Старый мост каждую весну уносит водой.",
        "gains": "Ученики школы", "solution": "Поставим новый мост из железобетона.",
        "upkeep": "Смотрит уличный комитет.",
    })  # fmt: skip

    russian = reader("ru").go(f"proposals/{ref}")
    assert "Старый мост каждую весну" in russian.text
    assert say("No translation", "ru") not in russian.text


def test_a_co_author_comes_by_the_link_and_writes(stage, author, signed_in):
    ref = write(author)
    author.go(f"proposals/{ref}/authors")
    page = author.send(press=say("Make a link for one more"))
    link = page.source.partition('class="secret long">')[2].partition("<")[0]
    friend = signed_in(Role.RESIDENT)
    assert friend.go(f"proposals/{ref}").status == 404

    friend.go(link.partition("/togz-archa/")[2])
    page = friend.send(press=say("I consent"))

    assert page.path.endswith(f"/{ref}/steps")
    assert say("Who began the proposal sends it.") in page.text
    assert say("Make a link for one more") not in friend.go(f"proposals/{ref}/authors").text
