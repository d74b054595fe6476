"""The road of a question: asked, answered, reported, hidden with a public reason."""

import pytest

from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.web.browser import say
from tests.web.forms import errors

BAD = "Телефону 0555 123 456, <script>alert(1)</script> javascript:alert(1)"


@pytest.fixture
def sent(stage):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return stage.submitted(author=stage.person(Role.RESIDENT, code="the-author-1"))


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_question_is_answered_reported_and_hidden_with_a_reason(
    sent, reader, signed_in, language
):
    citizen = signed_in(Role.RESIDENT, language)
    citizen.go(f"proposals/{sent}")
    citizen.click(say("Ask a question", language))
    page = citizen.send({"text": "Эмне?"})
    assert errors(page) == {"text"}
    assert dict(page.form_with("text").given)["text"] == "Эмне?"
    citizen.send({"text": BAD})
    clerk, author = signed_in(Role.OPERATOR, language), reader(language).sign_in("the-author-1")
    author.go(f"proposals/{sent}")
    author.click(say("Answer", language))
    author.send({"text": "Автор жооп берет: чыдайт."})
    clerk.go(f"proposals/{sent}")
    clerk.click(say("Answer", language))
    clerk.send({"text": "Өкмөт жооп берет: элүү жыл."})

    shown = reader(language).go(f"proposals/{sent}")
    assert shown.text.index("Өкмөт жооп берет") < shown.text.index("Автор жооп берет")
    assert "<script>alert" not in shown.source
    assert 'href="javascript' not in shown.source
    assert say("official answer", language) in shown.text

    other = signed_in(Role.RESIDENT, language)
    other.go(f"proposals/{sent}")
    other.click(say("This should not stand here", language))
    other.send({"text": "Бирөөнүн телефону жазылган."})
    clerk.go("desk")
    clerk.go("desk/reports")
    assert "Бирөөнүн телефону жазылган." in clerk.page.text
    clerk.click(say("Hide with a public reason", language))
    clerk.send({"reason": "Бирөөнүн телефон номери жазылган."})

    shown = reader(language).go(f"proposals/{sent}").text
    assert "0555 123 456" not in shown
    assert "Бирөөнүн телефон номери жазылган." in shown
    assert say("Nothing is reported.", language) in clerk.go("desk/reports").text
    clerk.go(f"proposals/{sent}")
    clerk.send(press=say("Show it again", language))
    assert "0555 123 456" in reader(language).go(f"proposals/{sent}").text


def test_a_report_is_settled_without_hiding(sent, reader, signed_in):
    citizen = signed_in(Role.RESIDENT)
    citizen.go(f"proposals/{sent}/ask")
    citizen.send({"text": "Эмнеге мынчалык кымбат?"})
    citizen.click(say("This should not stand here"))
    citizen.send({"text": "Мага жакпай калды бул."})
    clerk = signed_in(Role.OPERATOR)
    clerk.go("desk/reports")

    clerk.send(press=say("Let it stand"))

    assert say("Nothing is reported.") in clerk.page.text
    assert "Эмнеге мынчалык кымбат?" in reader().go(f"proposals/{sent}").text


def test_questions_come_in_pages_and_name_nobody(stage, sent, reader, signed_in):
    names = []
    for number in range(4):
        code = f"the-asker-{number}"
        names.append(stage.person(Role.RESIDENT, f"Сураган Киши {number}", code).name)
        citizen = reader().sign_in(code)
        for one in range(3):
            citizen.go(f"proposals/{sent}/ask")
            citizen.send({"text": f"Суроо номери {number}{one} канча?"})

    first = reader().go(f"proposals/{sent}").text
    second = reader().go(f"proposals/{sent}?page=2").text

    assert first.count("Суроо номери") == 10
    assert second.count("Суроо номери") == 2
    assert not any(name in first + second for name in names)


def test_who_asks_too_often_is_told_when_to_come_back(sent, signed_in):
    citizen = signed_in(Role.RESIDENT)
    for _ in range(4):
        citizen.go(f"proposals/{sent}/ask")
        page = citizen.send({"text": "Бул суроо канчанчы жолу?"})

    assert page.status == 429
    assert dict(page.form_with("text").given)["text"] == "Бул суроо канчанчы жолу?"


def test_a_stranger_is_led_to_the_sign_in(sent, reader):
    stranger = reader()
    stranger.go(f"proposals/{sent}")

    stranger.click(say("Sign in and ask"))

    assert "sign-in" in stranger.page.path
