"""The road of a round at the desk: drafted, changed, announced, frozen."""

from datetime import timedelta

import pytest

from pb.records import rounds
from pb.rules import calendar, money
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.fingerprint import fingerprint
from tests.rules_adopted import adopt
from tests.stage import som
from tests.web.browser import say
from tests.web.forms import a_round, errors

NOT_ALLOWED = "Your role does not let you do this here. Nothing was changed."
FROM_HERE = (
    "After this the rules are frozen, and days move only forward, by a public decision of two."
)
FROZEN = (
    "This round was announced, so its rules and dates can no longer be changed. Nothing was saved."
)


@pytest.fixture
def clerk(stage, signed_in):
    adopt(stage)
    return signed_in(Role.OPERATOR)


def test_a_round_is_drafted_announced_and_then_public(stage, clerk, reader):
    clerk.go("desk")
    clerk.click(say("Draft a round"))
    clerk.send(a_round(stage))
    assert say("This is a draft") in clerk.page.text

    clerk.click(say("Announce the round"))
    assert say(FROM_HERE) in clerk.page.text
    clerk.send(press=say("Announce the round"))

    round_ = stage.round("2026")
    assert round_.announced_at == stage.now
    assert (round_.budget, round_.ceiling) == (som(1_000_000), money.Tyiyn(30_000_050))
    assert round_.expected_ballots == 1_200
    assert round_.ties == "own-share,lower-cost,listed-first"
    assert calendar.last_day_before(round_.voting_closes) == calendar.day_of(stage.now) + timedelta(
        20
    )
    assert "Айылым үчүн" in reader("ky").go("").text
    assert "Для моего села" in reader("ru").go("").text


def test_a_draft_comes_back_into_its_form_as_it_was_typed(stage, clerk):
    answers = a_round(stage)
    clerk.go("desk/rounds/new")
    clerk.send(answers)

    form = clerk.go("desk/rounds/2026/edit").form_with("budget")

    shown = {name: value.replace(money.NBSP, " ") for name, value in form.given}
    answers.pop("slug")
    answers["expected_ballots"] = "1200"
    assert {name: shown[name] for name in answers} == answers


def test_a_draft_is_changed_as_often_as_needed(stage, clerk):
    clerk.go("desk/rounds/new")
    clerk.send(a_round(stage))

    clerk.click(say("Change the draft"))
    clerk.send({"budget": "2 000 000", "ceiling": ""})

    round_ = stage.round("2026")
    assert (round_.budget, round_.ceiling) == (som(2_000_000), None)
    assert len(rounds.all_rounds(stage.place)) == 1


@pytest.mark.parametrize(
    ("answers", "at"),
    [
        ({"budget": "бир миллион"}, {"budget"}),
        ({"budget": "-5"}, {"budget"}),
        ({"budget": "0"}, {"budget"}),
        ({"budget": "1e9"}, {"budget"}),
        ({"budget": "١٠"}, {"budget"}),
        ({"budget": "9" * 5_000}, {"budget"}),
        ({"budget": ""}, {"budget"}),
        ({"ceiling": "1 000 001"}, {"ceiling"}),
        ({"title_ru": ""}, {"title_ru"}),
        ({"title_ky": "   ", "title_ru": "  "}, {"title_ky", "title_ru"}),
        ({"title_ky": "Айыл\u202eым үчүн"}, {"title_ky"}),
        ({"title_ky": "А" * 151}, {"title_ky"}),
        ({"edition": ""}, {"edition"}),
        ({"slug": "Айыл"}, {"slug"}),
        ({"slug": "../../etc"}, {"slug"}),
        ({"expected_ballots": "0"}, {"expected_ballots"}),
        ({"expected_ballots": "үч"}, {"expected_ballots"}),
        ({"voting_to": "2026-02-30"}, {"voting_to"}),
        ({"voting_to": "9999-12-31"}, {"voting_to"}),
        ({"submission_from": "0001-01-01"}, {"submission_from"}),
        ({"results_by": ""}, {"results_by"}),
        ({"voting_from": "2026-03-01"}, {"voting_from"}),
        (
            {"budget": "x", "ceiling": "y", "edition": "", "voting_from": "эртең", "slug": ""},
            {"budget", "ceiling", "edition", "voting_from", "slug"},
        ),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, dict) else None,
)
def test_a_round_that_cannot_be_is_refused_at_its_field_and_nothing_typed_is_lost(
    stage, clerk, answers, at
):
    clerk.go("desk/rounds/new")
    before = fingerprint()

    page = clerk.send(a_round(stage, **answers))

    assert errors(page) == at
    assert len(page.alerts) == 1
    kept = dict(page.form_with("budget").given)
    for name, value in a_round(stage, **answers).items():
        assert kept[name] == value.replace("\r", ""), name
    assert page.title.startswith(say("Error:"))
    assert fingerprint() == before


def test_a_name_that_is_taken_is_refused(stage, clerk):
    stage.draft("2026")
    clerk.go("desk/rounds/new")

    page = clerk.send(a_round(stage))

    assert errors(page) == {"slug"}
    assert say("The name “%(slug)s” is taken here. Choose another one.", slug="2026") in page.text


def test_a_round_whose_days_are_over_is_not_announced(stage, clerk):
    stage.draft("2026")
    stage.clock.put(stage.now + timedelta(days=3))
    clerk.go("desk/rounds/2026/announce")
    before = fingerprint()

    page = clerk.send(press=say("Announce the round"))

    assert page.alerts
    assert stage.round("2026").announced_at is None
    assert fingerprint() == before


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.HEAD])
def test_the_clerk_and_the_head_announce(stage, signed_in, role):
    stage.draft("2026")
    someone = signed_in(role)
    someone.go("desk/rounds/2026")

    someone.click(say("Announce the round"))
    someone.send(press=say("Announce the round"))

    assert stage.round("2026").announced_at == stage.now


@pytest.mark.parametrize(
    ("role", "addresses"),
    [
        (Role.COMMISSION, ["desk/rounds/2026/announce", "desk/rounds/new"]),
        (Role.HEAD, ["desk/rounds/new", "desk/rounds/2026/edit"]),
        (Role.RESIDENT, ["desk", "desk/rounds/new", "desk/rounds/2026"]),
        (Role.MONITORING, ["desk", "desk/rounds/2026"]),
    ],
)
def test_whoever_may_not_is_told_so_in_words(stage, signed_in, role, addresses):
    stage.draft("2026")
    someone = signed_in(role, "ru")

    for address in addresses:
        page = someone.go(address)

        assert page.status == 403
        assert say(NOT_ALLOWED, "ru") in page.text


def test_an_announced_round_is_frozen(stage, clerk):
    stage.draft("2026")
    clerk.go("desk/rounds/2026/edit")
    edit = clerk.page.form_with("budget")
    clerk.go("desk/rounds/2026/announce")
    announce = clerk.page.form_with(button=say("Announce the round"))
    clerk.post(announce.action, announce.filled({}))
    clerk.go("desk/rounds/2026")
    assert say("Change the draft") not in clerk.page.text
    before = fingerprint()

    # Pages that were open in another tab, and addresses that were kept.
    edited = clerk.post(edit.action, edit.filled({"budget": "5 000 000"}))
    announced = clerk.post(announce.action, announce.filled({}))
    asked = [clerk.go(f"desk/rounds/2026/{page}") for page in ("edit", "announce")]

    assert [page.status for page in (edited, announced, *asked)] == [409] * 4
    assert all(say(FROZEN) in page.text for page in (edited, announced, *asked))
    assert fingerprint() == before


def test_a_draft_is_seen_by_nobody_but_the_desk(stage, reader, signed_in):
    stage.announced("2025")
    stage.draft("2026")

    for someone in (reader(), signed_in(Role.RESIDENT)):
        assert "2026/" not in someone.go("").source
        for address in ("results", "proposals"):
            assert someone.go(f"rounds/2026/{address}").status == 404
    assert signed_in(Role.RESIDENT).go("rounds/2026/proposals/new").status == 404


def test_another_municipality_is_out_of_reach(stage, clerk):
    neighbour = stage.neighbour()
    neighbour.announced("2026")
    neighbour.go_to(Phase.SUBMISSION)
    ref = neighbour.submitted()
    token = clerk.token()
    before = fingerprint()

    for address in ("desk", "desk/rounds/2026", f"desk/proposals/{ref}", "desk/rounds/new"):
        # Who signed in here is a stranger there.
        assert "/neighbour/sign-in" in clerk.open(f"/neighbour/{address}").headers["Location"]
        posted = clerk.post(f"/neighbour/{address}", [("csrf_token", token)])
        assert posted.status in (403, 405)
    assert clerk.go("desk/rounds/2026").status == 404
    assert clerk.go(f"desk/proposals/{ref}").status == 404
    assert clerk.go(f"proposals/{ref}").status == 404
    assert fingerprint() == before
