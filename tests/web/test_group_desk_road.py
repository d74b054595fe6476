"""The road of a group on paper: entered by a clerk, confirmed by another, registered, dissolved."""

import io

import pytest

from pb.records import groups
from pb.rules.roles import Role
from tests.groups_made import NAMES, founded, group_of, neighbours, registered
from tests.rules_adopted import PAPER
from tests.web.browser import say
from tests.web.forms import errors
from tests.web.test_bad_input import POISON, unescaped

WHY = "Сверить протокол со списком"
ANSWERS = {
    "name": "Мост через Ак-Суу",
    "aim": "Собрались, чтобы починить пешеходный мост к школе.",
    "settlement": "archa-tor",
    "met_on": "2026-03-01",
    "met_as": "founding_assembly",
    "number": "3-А",
    "member_1": NAMES[0],
    "member_2": NAMES[1],
    "member_3": NAMES[2],
    "leader": "2",
    "signed": "y",
}


def enter(clerk, file=PAPER, **changes):
    """Fill the form of a paper with its file and send it."""
    if not clerk.page.path.endswith("/desk/groups/new"):
        clerk.go("desk/groups/new")
    form = clerk.page.form_with("member_1")
    press = changes.pop("press", None)
    answers = {name: value for name, value in {**ANSWERS, **changes}.items() if value is not None}
    sent = dict(form.filled(answers))
    for name, value in changes.items():
        if value is None:
            sent.pop(name, None)
    if press:
        sent["then"] = press
    sent["file"] = (io.BytesIO(file), "протокол.pdf")
    return clerk._follow(
        clerk.open(form.action, "POST", data=sent, content_type="multipart/form-data")
    )


@pytest.fixture
def clerk(signed_in):
    """Somebody of the office."""
    clerk = signed_in(Role.OPERATOR, "ru")
    clerk.go("desk/groups")
    return clerk


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_paper_goes_from_one_clerk_to_another_into_the_register(signed_in, reader, language):
    clerk, other = (signed_in(Role.OPERATOR, language) for _ in range(2))
    clerk.go("desk/groups")
    clerk.click(say("Enter a group from paper", language))

    page = enter(clerk)

    assert say("The paper is entered. Another person has to confirm it.", language) in page.text
    assert say("Confirm the paper", language) not in page.text
    ref = page.path.rpartition("/")[2]
    other.go("desk/groups")
    other.click(say("Open", language))
    other.click(say("Open the names", language))
    page = other.send({"reason": WHY}, press=say("Show the names", language))
    assert all(name in page.text for name in NAMES[:3])
    page = other.send(press=say("Confirm the paper", language))
    assert say("The paper is confirmed. The group can be registered now.", language) in page.text
    clerk.go(f"desk/groups/{ref}")
    page = clerk.send(press=say("Register the group", language))
    assert say("Registered under No. %(number)s.", language, number=1) in page.text

    page = reader(language).go(f"groups/{ref}")
    assert (page.status, "3-А" in page.text) == (200, True)
    assert not any(word in page.source for word in " ".join(NAMES[:3]).split())
    clerk.click(say("Dissolve the group", language))
    page = clerk.send({"reason": "Мост построен, группа закончила работу."})
    assert say("The group is dissolved.", language) in page.text
    assert "Мост построен" in reader(language).go(f"groups/{ref}").text


def test_the_signed_protocol_is_a_download_behind_a_reason(clerk, signed_in):
    page = enter(clerk)
    other = signed_in(Role.OPERATOR, "ru")
    other.go(f"{page.path}/people")
    assert other.send({"reason": "x"}, press=say("Show the names", "ru")).status == 400

    page = other.send({"reason": WHY}, press=say("Download the signed protocol", "ru"))

    assert page.response.data == PAPER
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": "   "}),
        ("name", {"name": "А"}),
        ("name", {"name": "Ж" * 10_000}),
        ("name", {"name": "Көпүрө\u202e"}),
        ("name", {"name": "Суу\u200b өткөргүч"}),
        ("name", {"name": "С" + "\u0301" * 60 + "уу түтүгү"}),
        ("aim", {"aim": "кыска"}),
        ("met_on", {"met_on": "31.02.2026"}),
        ("met_on", {"met_on": "2026-12-31"}),
        ("member_2", {"member_2": "Иванов 1"}),
        ("member_3", {"member_3": NAMES[0].upper()}),
        ("pin_1", {"pin_1": "12"}),
        ("leader", {"leader": None}),
        ("signed", {"signed": None}),
        ("file", {"file": b""}),
        ("file", {"file": b"MZ\x90\x00"}),
    ],
)
def test_what_is_wrong_in_a_paper_is_shown_at_its_place_and_nothing_is_lost(
    stage, clerk, field, changes
):
    page = enter(clerk, **changes)

    assert page.status == 400
    assert field in errors(page), page.text
    given = dict(page.form_with("member_1").given)
    kept = {**ANSWERS, **{k: v for k, v in changes.items() if v is not None and k != "file"}}
    for name in ("name", "member_1", "member_2", "number"):
        assert given[name] == kept[name]
    assert groups.waiting(stage.place) == []


def test_more_lines_are_added_and_what_was_typed_stays(clerk):
    page = enter(clerk, press="more")

    given = dict(page.form_with("member_10").given)
    assert (given["rows"], given["member_3"], given["leader"]) == ("10", NAMES[2], "2")
    assert (page.status, given["present_10"]) == (200, "y")


@pytest.mark.parametrize("rows", ["", "x", "-1", "99999", "٣"])
def test_a_number_of_lines_nobody_offered_is_brought_into_its_bounds(clerk, rows):
    page = enter(clerk, rows=rows, press="more")

    assert page.status == 200
    assert int(dict(page.form_with("member_1").given)["rows"]) in (10, 60)


@pytest.mark.parametrize("poison", POISON)
def test_what_people_write_of_a_group_is_shown_as_text(stage, clerk, reader, poison):
    enter(clerk, name=poison, aim=f"{poison} ушул үчүн чогулдук, айылдаштар")
    page = clerk.page
    assert page.status == 200, page.text
    ref = page.path.rpartition("/")[2]
    clerk.click(say("Do not register it", "ru"))
    shown = [page, clerk.page, clerk.send({"reason": f"{poison} туура эмес жазылган"})]
    shown.append(clerk.go(f"desk/groups/{ref}"))

    assert [unescaped(one) for one in shown] == [(set(), [], [])] * 4
    assert poison in shown[0].text
    assert poison in shown[-1].text


@pytest.mark.parametrize("words", ["%", "_", "\\", "(a+)+$", "'; DROP TABLE", "ъ " * 1_000])
def test_the_register_is_searched_literally(stage, reader, words):
    registered(stage)

    page = reader().go(f"groups?q={words}")

    assert page.status == 200
    assert say("Nothing was found.") in page.text
    assert reader().go("groups?q=ТАЗА СУУ").text.count("Арча-Төр") >= 2


def test_the_desk_knows_no_draft_and_no_group_of_a_neighbour(stage, clerk, reader):
    neighbour = stage.neighbour()
    ref = registered(neighbour)

    assert clerk.go(f"desk/groups/{ref}").status == 404
    assert clerk.go(f"groups/{ref}").status == 404
    assert clerk.go(f"desk/groups/{'0' * 12}").status == 404


def test_a_clerk_notes_an_interest_that_nobody_can_take_back(stage, clerk, reader):
    people = neighbours(stage)
    ref = registered(stage, *people)
    clerk.go(f"desk/groups/{ref}")
    clerk.click(say("Note one", "ru"))
    assert clerk.send(press=say("Note it for ever", "ru")).status == 400

    page = clerk.send({"kind": "work_tie", "note": "Работает в айыл окмоту"})

    assert say("The conflict of interest is noted, for ever.", "ru") in page.text
    assert "Работает" not in page.text
    public = reader("ru").go(f"groups/{ref}")
    assert say("the same employer", "ru") in public.text
    clerk.go(f"desk/groups/{ref}")
    clerk.click(say("Note one", "ru"))
    page = clerk.send({"kind": "work_tie"})
    assert page.status == 409
    assert say(
        "A conflict of interest that was noted stays for ever. Nothing was changed.", "ru"
    ) in (page.text)


def test_a_group_that_is_not_registered_says_why_to_its_leader(stage, clerk, reader):
    people = neighbours(stage)
    ref = founded(stage, *people)
    clerk.go(f"desk/groups/{ref}")
    clerk.click(say("Do not register it", "ru"))
    assert clerk.send({"reason": "нет"}).status == 400

    page = clerk.send({"reason": "Не сказано, для какого села эта вода."})

    assert page.path.endswith("/desk/groups")
    assert group_of(stage, ref).state == "draft"
    assert clerk.go(f"desk/groups/{ref}/refuse").status in (404, 409)


def test_every_list_of_groups_asks_few_statements_and_pages_its_rows(
    stage, clerk, reader, statements
):
    people = neighbours(stage)
    for _ in range(27):
        registered(stage, *people)

    for browser, address in ((reader(), "groups"), (clerk, "desk/groups"), (clerk, "desk")):
        with statements() as asked:
            page = browser.open(f"/togz-archa/{address}")
        assert (page.status, len(asked) <= 10) == (200, True), (address, len(asked))
    assert say("Page %(page)s of %(pages)s", page=1, pages=2) in reader().go("groups").text
    assert "27" not in reader().go("groups?page=2").text


def test_a_member_without_a_telephone_leaves_by_two_clerks(stage, clerk, signed_in):
    other = signed_in(Role.OPERATOR, "ru")
    group = enter(clerk).path
    assert say("Write down a request to leave", "ru") not in clerk.page.text
    other.go(group)
    other.send(press=say("Confirm the paper", "ru"))
    clerk.go(group)
    clerk.click(say("Write down a request to leave", "ru"))
    page = clerk.send(press=say("Write it down", "ru"))
    assert say("Written down. Another person confirms it.", "ru") in page.text
    clerk.click(say("asks to leave: confirm it", "ru"))
    assert clerk.send(press=say("Confirm that the person leaves", "ru")).status == 403

    other.go(group)
    other.click(say("asks to leave: confirm it", "ru"))
    page = other.send(press=say("Confirm that the person leaves", "ru"))

    assert say("The person is no longer a member.", "ru") in page.text
    assert say("has left", "ru") in page.text
