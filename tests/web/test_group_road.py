"""The road of an initiative group online: begun, each consents by a code, closed, registered."""

import pytest

from pb.acts import messages
from pb.documents.words import catalogue
from pb.records import groups
from pb.rules.messages import Tariff
from pb.rules.roles import Role
from tests.groups_made import NAMES
from tests.stage import KEYS
from tests.web.browser import say
from tests.web.telephones import asked

NUMBERS = ("0555 000 201", "0555 000 202", "0555 000 203")
NAME = {"ky": "Таза суу — Арча-Төргө №1 «Булак»", "ru": "Чистая вода для Арча-Тёра №1 «Булак»"}
AIM = {
    "ky": "Жогорку көчөгө таза суу жеткирүү үчүн чогулдук 🚰.",
    "ru": "Собрались, чтобы провести на верхнюю улицу чистую воду 🚰.",
}
WHY = "Протокол менен салыштыруу керек"


@pytest.fixture
def people(reader, code):
    """Three neighbours who signed in by their own telephones, in a language."""

    def come(language):
        found = []
        for name, number in zip(NAMES, NUMBERS, strict=False):
            browser = reader(language)
            asked(browser, number)
            browser.send({"code": code()})
            browser.send({"name": name, "village": "archa-tor"})
            found.append(browser)
        return found

    return come


def begin(leader, language="ky"):
    """Begin a group through the pages; the page it is on."""
    leader.go("my-groups")
    leader.click(say("Begin a group", language))
    return leader.send(
        {"name": NAME[language], "aim": AIM[language], "settlement": "archa-tor"},
        press=say("Begin the group", language),
    )


def invite(leader, group, language="ky", phone=""):
    """The code of an invitation, as the page shows it."""
    leader.go(group)
    leader.click(say("Invite a person", language))
    page = leader.send({"phone": phone}, press=say("Make a code", language))
    assert page.status == 200, page.text
    return page.text.partition("/my-groups/join/")[2].split()[0]


def consent(member, code, language="ky", press="I consent and join"):
    """Type the code, read, answer."""
    member.go("my-groups")
    member.click(say("I was given a code", language))
    page = member.send({"code": code}, press=say("Go on", language))
    if page.status != 200:
        return page
    assert say("What you consent to", language) in page.text
    return member.send(press=say(press, language))


def close(leader, group, language="ky", **changes):
    """Close the founding with everyone who is in the group there."""
    leader.go(group)
    leader.click(say("Close the founding", language))
    return leader.send(changes, press=say("Close the founding", language))


def groups_lacking(number, language):
    """The warning of a group that lacks so many people."""
    one, many = "The group lacks one person.", "The group lacks %(num)s people."
    return catalogue(language).ngettext(one, many, number) % {"num": number}


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_three_neighbours_found_a_group_online_and_the_office_registers_it(
    stage, people, reader, signed_in, phones, language
):
    leader, second, third = people(language)
    page = begin(leader, language)
    assert say("The group is begun. Invite its members now.", language) in page.text
    group = page.path

    first_code = invite(leader, group, language)
    page = consent(second, first_code, language)
    assert (page.path, page.lang) == (group, language)
    second_code = invite(leader, group, language, NUMBERS[2])
    messages.deliver(phones, KEYS, Tariff(), stage.now)
    [sent] = phones.take()
    assert second_code in sent.text
    page = third.go(f"my-groups/join/{second_code}")
    assert NAMES[0] in page.text
    third.send(press=say("I consent and join", language))

    page = close(leader, group, language)
    said = say("The founding is closed. The office registers the group now.", language)
    assert said in page.text
    page = leader.click(say("Print the founding protocol", language))
    assert all(name in page.text for name in NAMES[:3])
    assert reader(language).go(group.replace("my-groups", "groups")).status == 404

    clerk = signed_in(Role.OPERATOR, language)
    clerk.go("desk")
    assert "desk/groups" in clerk.page.link(say("Open", language))
    clerk.go("desk/groups")
    page = clerk.click(say("Open", language))
    assert "Абдылдаева Г." in page.text
    assert not any(name in page.text for name in NAMES[:3])
    page = clerk.send(press=say("Register the group", language))
    assert say("Registered under No. %(number)s.", language, number=1) in page.text
    clerk.click(say("Open the names", language))
    page = clerk.send({"reason": WHY}, press=say("Show the names", language))
    assert all(name in page.text for name in NAMES[:3])
    assert WHY in second.go("my-data").text

    page = reader(language).go("groups")
    assert NAME[language] in page.text
    page = reader(language).go(group.replace("my-groups", "groups"))
    assert (page.status, AIM[language] in page.text) == (200, True)


def test_no_public_page_names_a_member(stage, people, reader, signed_in):
    leader, second, third = people("ky")
    group = begin(leader).path
    for member in (second, third):
        consent(member, invite(leader, group))
    close(leader, group)
    clerk = signed_in(Role.OPERATOR)
    clerk.go(group.replace("my-groups", "desk/groups"))
    clerk.send(press=say("Register the group"))
    second.go(group)
    second.click(say("Note a conflict of interest of mine"))
    second.send({"kind": "post_tie", "note": f"{NAMES[1]} — кеңештин депутаты"})

    for language in ("ky", "ru"):
        stranger = reader(language)
        for address in ("", "groups", group.replace("my-groups", "groups"), "groups?q=суу"):
            page = stranger.go(address)
            assert page.status == 200
            for word in " ".join(NAMES).split():
                assert word not in page.source, (address, word)
    public = reader("ru").go(group.replace("my-groups", "groups"))
    assert say("a post in the office or a seat in the kenesh", "ru") in public.text
    for own in (second.go(group), second.go("my-groups")):
        assert NAMES[2] not in own.source


def test_a_code_is_good_once_and_a_wrong_one_is_kept_in_the_form(stage, people):
    leader, second, third = people("ky")
    group = begin(leader).path
    code = invite(leader, group)
    consent(second, code)

    for typed in (code, "aaaaa-bbbbb", "<script>", "%", "х" * 300):
        page = consent(third, typed)
        assert (page.status, page.path) == (400, "/togz-archa/my-groups/join")
        assert dict(page.form_with("code").given)["code"] == typed
    assert third.go(f"my-groups/join/{code}").status == 400
    assert third.go(group).status == 404


def test_whoever_declines_is_not_named_to_the_leader(stage, people):
    leader, second, _ = people("ky")
    group = begin(leader).path
    page = consent(second, invite(leader, group), press="I decline")

    assert say("You said no. The leader does not learn who it was.") in page.text
    page = leader.go(group)
    assert say("Declined") in page.text
    assert NAMES[1] not in page.text


def test_the_answer_to_an_invitation_by_phone_is_the_same_for_every_phone(stage, people, phones):
    leader, _, _ = people("ky")
    group = begin(leader).path
    said = []
    for phone in (NUMBERS[1], "0700 999 999"):
        code = invite(leader, group, phone=phone)
        text = leader.page.text.replace(code, "…")
        said.append(text.replace("№ 1 ", "№ … ").replace("№ 2 ", "№ … "))
    messages.deliver(phones, KEYS, Tariff(), stage.now)

    assert said[0] == said[1]
    assert len(phones.take()) == 2


def test_a_member_leaves_and_the_lead_is_passed_on_through_the_pages(stage, people):
    leader, second, third = people("ru")
    group = begin(leader, "ru").path
    for member in (second, third):
        consent(member, invite(leader, group, "ru"), "ru")

    leader.go(group)
    leader.click(say("Pass the lead on", "ru"))
    refs = [
        a["value"] for tag, a in leader.page.tags if tag == "input" and a.get("name") == "member"
    ]
    page = leader.send({"member": refs[0]}, press=say("Offer the lead", "ru"))
    assert say("The lead is offered to %(name)s.", "ru", name=NAMES[1]) in page.text
    second.go(group)
    page = second.send(press=say("I agree to lead it", "ru"))
    assert say("You lead the group now.", "ru") in page.text
    leader.go(group)
    leader.click(say("Leave the group", "ru"))
    page = leader.send(press=say("Leave the group", "ru"))
    assert page.path.endswith("/my-groups")
    assert leader.go(group).status == 404
    assert groups_lacking(1, "ru") in second.go(group).text


def test_a_step_skipped_by_address_is_refused_and_changes_nothing(stage, people):
    leader, second, third = people("ky")
    group = begin(leader).path
    for member in (second, third):
        consent(member, invite(leader, group))
    assert leader.go(f"{group}/protocol").status == 404
    assert second.go(f"{group}/protocol").status == 403
    assert second.go(f"{group}/close").status == 403
    close(leader, group)

    for step in ("edit", "close"):
        assert leader.go(f"{group}/{step}").status == 409
    assert leader.go(f"{group}/leave").status == 409
    found = groups.waiting(stage.place)
    assert [one.members for one in found] == [3]
