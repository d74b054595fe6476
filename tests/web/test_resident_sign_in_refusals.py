"""Numbers and codes that do not do: a page in words, nobody is in, nothing is saved."""

from datetime import timedelta

import pytest

from tests.fingerprint import fingerprint
from tests.web.browser import say
from tests.web.telephones import NUMBER, asked, known


def is_in(browser):
    return browser.go("account").path.endswith("/account")


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("given", ["12345", "letters", "1234567"])
def test_what_is_no_code_is_refused_in_words_and_costs_no_try(
    stage, reader, phones, language, given
):
    browser = reader(language)
    asked(browser)
    before = fingerprint()

    page = browser.send({"code": given})

    sentence = "The code is six figures. Write them as they stand in the message, for example:"
    assert page.status == 400
    assert say(f"{sentence} 482 913.", language) in page.text
    assert fingerprint() == before


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_right_code_in_another_browser_is_refused_in_words(stage, reader, code, language):
    browser, other = reader(language), reader(language)
    address = asked(browser).path
    other.go(address)
    assert "•••" not in other.page.source

    page = other.send({"code": code()})

    assert page.status == 400
    assert (
        say(
            "This code was asked for in another browser. Type it there, or ask for a new code here."
            " Nobody was signed in.",
            language,
        )
        in page.text
    )
    assert not is_in(other)


def test_the_sixth_try_is_one_too_many_and_a_new_code_helps(stage, reader, code):
    browser = reader("ru")
    page = asked(browser)
    right = code()
    for _ in range(5):
        page = browser.send({"code": f"{(int(right) + 1) % 1_000_000:06}"})
        assert page.status == 400

    page = browser.send({"code": right})

    assert page.status == 429
    stage.clock.put(stage.now + timedelta(seconds=61))
    browser.click(say("No message after a minute? Check the number and ask again", "ru"))
    browser.send({"phone": NUMBER})
    assert browser.send({"code": code()}).path.endswith("/join")


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("case", ["over", "used"])
def test_a_code_that_is_over_or_used_says_to_ask_for_a_new_one(stage, reader, code, language, case):
    known(stage, "Асанов Бакыт")
    known(stage, "Асанова Айгүл")
    browser = reader(language)
    form = asked(browser).form_with("code")
    right = code()
    if case == "used":
        browser.send({"code": right})
    else:
        stage.clock.put(stage.now + timedelta(minutes=5))

    page = browser.send({"code": right}, form=form)

    assert page.status == 400
    assert (
        say(
            "This code is used or more than five minutes old. Ask for a new code."
            " Nobody was signed in.",
            language,
        )
        in page.text
    )


@pytest.mark.parametrize("step", ["who", "join"])
def test_a_page_behind_the_code_opens_for_nobody_without_it(stage, reader, phones, step):
    address = asked(reader()).path
    assert reader().go(f"{address}/{step}").status == 400
    assert reader().go(f"/togz-archa/sign-in/phone/none/{step}").status == 400


def test_after_a_sign_out_the_pages_behind_the_code_are_closed_on_the_shared_telephone(
    stage, reader, code
):
    known(stage, "Асанов Бакыт")
    known(stage, "Асанова Айгүл")
    browser = reader()
    asked(browser)
    address = browser.send({"code": code()}).path
    ref = next(a["value"] for tag, a in browser.page.tags if a.get("type") == "radio")
    browser.send({"who": ref})
    browser.send(press=say("Sign out"))

    assert browser.go(address).status == 400


@pytest.mark.parametrize("number", ["+7 916 123-45-67", "0312 66 00 00", "12", "0555 12 34 5а"])
def test_a_number_that_gets_no_code_is_refused_at_its_field_and_stays_in_it(
    stage, reader, phones, number
):
    before = fingerprint()

    page = asked(reader("ru"), number)

    assert page.status == 400
    assert dict(page.form_with("phone").given)["phone"] == number
    assert fingerprint() == before


def test_asking_at_once_again_leads_back_to_the_code_and_from_elsewhere_is_too_soon(
    stage, reader, phones, code
):
    browser = reader()
    address = asked(browser).path

    assert asked(browser).path == address
    assert asked(reader()).status == 429
    assert code()


def test_the_answer_is_the_same_for_a_number_somebody_has_and_for_any_other(stage, reader, phones):
    known(stage, "Асанов Бакыт")
    pages = [asked(reader(), number) for number in (NUMBER, "0555 000 102")]

    first, second = (page.text.replace("101", "102") for page in pages)
    assert first == second
    assert pages[0].status == pages[1].status == 200


@pytest.mark.parametrize(
    "address", ["//evil.kg", "https://evil.kg", "/togz-archa\\evil", "/admin/", "/togz-archa/" * 99]
)
def test_nobody_is_led_elsewhere_after_the_code(stage, reader, code, address):
    known(stage, "Асанов Бакыт")
    browser = reader()
    browser.open("/togz-archa/sign-in/phone", query_string={"next": address})
    page = browser.send({"phone": NUMBER})

    page = browser.send({"code": code()})

    assert page.path == "/togz-archa/"
