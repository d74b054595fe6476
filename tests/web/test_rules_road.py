"""The road of rules: begun from a preset, changed part by part, adopted, read by everyone."""

import hashlib
import io

import pytest

from pb.records import rule_sets
from pb.rules.roles import Role
from pb.rules.rule_sets import Parameter, Preset, Subject
from tests.fingerprint import fingerprint
from tests.rules_adopted import PAPER, adopt
from tests.web.browser import say
from tests.web.forms import errors

P = Parameter


@pytest.fixture
def clerk(signed_in):
    return signed_in(Role.OPERATOR)


@pytest.fixture
def head(stage, signed_in):
    """The head, who showed the second factor just now."""
    return signed_in(Role.HEAD)


def begun(clerk, preset=Preset.SMALL_GRANTS, language="ky"):
    clerk.go("desk/rules")
    return clerk.send({"preset": preset.value}, press=say("Begin the draft", language))


def send_resolution(browser, **changes):
    """Fill the form of the resolution with its file and press the button."""
    form = browser.page.form_with("number")
    answers = {"number": "62", "day": "2026-03-01", "valid_from": "2026-03-02"}
    sent = dict(form.filled({**answers, **changes}))
    sent["file"] = (io.BytesIO(PAPER), "токтом.pdf")
    return browser._follow(
        browser.open(form.action, "POST", data=sent, content_type="multipart/form-data")
    )


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("preset", list(Preset))
def test_a_preset_is_shown_whole_with_its_reasons(signed_in, preset, language):
    page = begun(signed_in(Role.OPERATOR, language), preset, language)

    assert page.status == 200
    assert say("This is a draft: no round can be announced under it.", language) in page.text
    assert page.source.count('role="rowheader"') == len(Parameter)


@pytest.mark.parametrize("subject", list(Subject))
def test_every_part_of_a_draft_comes_back_into_its_form_and_is_saved_as_it_was(
    stage, clerk, subject
):
    begun(clerk)
    before = rule_sets.version_of(stage.place, 1).rule_set
    clerk.go(f"desk/rules/1/parts/{subject.value[8:]}")

    page = clerk.send(press=say("Save this part"))

    assert say("Your changes are saved.") in page.text
    kept = rule_sets.version_of(stage.place, 1)
    assert (kept.rule_set, kept.saved) == (before, 2)


def test_a_part_is_changed_and_the_difference_from_the_preset_is_marked(stage, clerk):
    begun(clerk)
    clerk.go("desk/rules/1/parts/terms")

    page = clerk.send({"voting_days": "12"})

    assert rule_sets.version_of(stage.place, 1).rule_set.number(P.VOTING) == 12
    marked = say("Changed. The preset says: %(value)s.", value="7 күн")
    assert marked in page.text


@pytest.mark.parametrize(
    ("part", "answers", "at"),
    [
        ("terms", {"voting_days": "0"}, {"voting_days"}),
        ("terms", {"voting_days": "он"}, {"voting_days"}),
        ("terms", {"voting_days": ""}, {"voting_days"}),
        ("terms", {"appeal_answer": "1", "appeal_registration": "2"}, {"appeal_registration"}),
        ("money", {"own_contribution_min": "101"}, {"own_contribution_min"}),
        ("money", {"own_contribution_min": "-1"}, {"own_contribution_min"}),
        ("money", {"own_contribution_min": "10,555"}, {"own_contribution_min"}),
        ("money", {"initiative_ceiling": "1e9"}, {"initiative_ceiling"}),
        ("money", {"contribution_return": "x"}, {"contribution_return"}),
        ("money", {"contribution_kinds": ["gold"]}, {"contribution_kinds"}),
        ("proposing", {"applicant_types": []}, {"applicant_types"}),
        ("selection", {"commission_size_max": "8"}, {"commission_size_max"}),
        ("selection", {"weight_importance": "30"}, {"weight_importance"}),
        ("selection", {"blind_review": "maybe"}, {"blind_review"}),
        ("vote", {"tie_order": "coin"}, {"tie_order"}),
        ("meetings", {"resolution_numbering": "№"}, {"resolution_numbering"}),
    ],
)
def test_a_value_that_cannot_be_is_refused_at_its_field_and_nothing_is_saved(
    clerk, part, answers, at
):
    begun(clerk)
    clerk.go(f"desk/rules/1/parts/{part}")
    before = fingerprint()

    page = clerk.send(answers)

    assert page.status == 400
    assert errors(page) == at
    assert page.title.startswith(say("Error:"))
    assert fingerprint() == before


def test_a_part_open_in_two_tabs_is_saved_once(stage, clerk):
    begun(clerk)
    first = clerk.go("desk/rules/1/parts/terms").form_with("voting_days")
    second = clerk.go("desk/rules/1/parts/terms").form_with("voting_days")
    clerk.send({"voting_days": "8"}, form=first)

    page = clerk.send({"voting_days": "9"}, form=second)

    assert page.status == 409
    assert dict(page.form_with("voting_days").given)["voting_days"] == "9"
    assert rule_sets.version_of(stage.place, 1).rule_set.number(P.VOTING) == 8


def test_rules_are_adopted_by_the_head_and_then_public(stage, clerk, head, reader):
    begun(clerk)
    assert reader().go("rules/1").status == 404
    head.go("desk/rules/1")
    head.click(say("Enter the resolution and adopt"))

    page = send_resolution(head)

    assert say("The rules are adopted. Everyone can read them now.") in page.text
    kept = rule_sets.version_of(stage.place, 1)
    for language in ("ky", "ru"):
        shown = reader(language).go("rules")
        assert shown.path.endswith("/rules/1")
        assert kept.sha256 in shown.text
        assert "62" in shown.text
    text = reader().open("/togz-archa/rules/1.txt").response.data
    assert hashlib.sha256(text).hexdigest() == kept.sha256
    file = reader().open("/togz-archa/rules/1/resolution").response
    assert file.data == PAPER
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in file.headers["Content-Security-Policy"]


def test_a_resolution_of_tomorrow_is_refused_and_what_was_typed_is_kept(stage, clerk, head):
    begun(clerk)
    head.go("desk/rules/1/adopt")
    before = fingerprint()

    page = send_resolution(head, day="2026-03-03", valid_from="2026-03-03")

    assert errors(page) == {"day"}
    assert dict(page.form_with("number").given)["number"] == "62"
    assert fingerprint() == before


def test_adopted_rules_are_copied_and_the_draft_is_deleted(stage, clerk):
    adopt(stage)
    clerk.go("desk/rules/1")
    assert clerk.go("desk/rules/1/parts/terms").status == 409

    clerk.go("desk/rules/1")
    page = clerk.send(press=say("Begin a new version as a copy"))
    assert page.path.endswith("/rules/2")
    clerk.send(press=say("Delete the draft"))

    assert [one.version for one in rule_sets.versions_of(stage.place)] == [1]


def test_a_round_without_rules_is_explained_before_it_is_typed(clerk, reader):
    page = clerk.go("desk/rounds/new")

    assert say("There are no rules in force yet, so a round cannot be drafted.") in page.text
    assert say("The kenesh has not adopted any rules here yet.") in reader().go("rules").text
