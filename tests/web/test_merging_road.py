"""Two authors make one proposal of two on their pages, in both languages."""

from datetime import timedelta

import pytest

from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.web.browser import say
from tests.web.proposal_pages import send

WORDS = {
    "ky": "Экөөбүз тең ошол эле көпүрө жөнүндө жазганбыз.",
    "ru": "Мы оба пишем об этом мосте.",
}
WHY = {
    "ky": "Биздики башка өзөндө, сметасы да өзүнчө.",
    "ru": "Наш мост на другой реке, смета иная.",
}


@pytest.fixture(params=["ky", "ru"])
def pair(request, stage, signed_in):
    """Two authors who have sent a proposal each, in one language; and what they sent."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    language = request.param
    authors = [signed_in(Role.RESIDENT, language) for _ in range(2)]
    refs = [
        send(author, language, title=title)
        for author, title in zip(authors, ("Жыгач көпүрө", "Темир көпүрө"), strict=True)
    ]
    return language, authors, refs


def offer(language, author, refs):
    author.go(f"proposals/{refs[0]}")
    author.click(say("Merging with another proposal", language))
    return author.send(
        {"into": refs[1], "words": WORDS[language]}, press=say("Offer to merge", language)
    )


def look(language, author, refs):
    page = author.go(f"proposals/{refs[1]}")
    assert say("Somebody offers to merge another proposal into this one.", language) in page.text
    page = author.click(say("Look at the offer", language))
    assert WORDS[language] in page.text
    return author.open(next(href for href, _ in page.links if href.endswith("/answer")))


def test_two_become_one_and_both_pages_say_so(pair, reader):
    language, (first, second), refs = pair
    page = offer(language, first, refs)
    assert say("You have offered to merge yours into this one", language) in page.text

    look(language, second, refs)
    page = second.send({"answer": "yes"}, press=say("Send my answer", language))

    assert say("Take in what merged into it", language) in page.text, page.alerts
    stranger = reader(language)
    page = stranger.go(f"proposals/{refs[0]}")
    assert say("Merged with another one", language) in page.text
    page = stranger.click("№ 2. Темир көпүрө")
    assert page.path == f"/togz-archa/proposals/{refs[1]}"
    assert stranger.click("№ 1. Жыгач көпүрө").path == f"/togz-archa/proposals/{refs[0]}"
    assert say("Merging with another proposal", language) not in stranger.page.text


def test_what_lives_on_is_had_back_and_sent_again(pair, stage):
    language, (first, second), refs = pair
    stage.clock.put(stage.now + timedelta(minutes=5))
    offer(language, first, refs)
    look(language, second, refs)
    second.send({"answer": "yes"}, press=say("Send my answer", language))

    page = second.send(press=say("Have it back to mend it", language))

    assert page.path == f"/togz-archa/proposals/{refs[1]}/steps", page.alerts
    stage.clock.put(stage.now + timedelta(minutes=5))
    page = second.send(press=say("Send to the office", language))
    assert page.path.endswith("/receipt"), page.alerts
    second.go(f"proposals/{refs[1]}/versions")
    assert say("Merged into it", language) in second.page.text


def test_who_declines_says_why_and_the_other_reads_it(pair):
    language, (first, second), refs = pair
    offer(language, first, refs)
    look(language, second, refs)

    page = second.send({"answer": "no", "reason": "жок"}, press=say("Send my answer", language))
    assert page.status == 400
    page = second.send({"answer": "no", "reason": WHY[language]})

    assert say("Declined", language) in page.text, page.alerts
    assert WHY[language] in first.go(f"proposals/{refs[0]}/merging").text


def test_an_offer_is_taken_back(pair):
    language, (first, second), refs = pair
    offer(language, first, refs)

    first.send(press=say("Take the offer back", language))

    page = second.go(f"proposals/{refs[1]}")
    assert say("Look at the offer", language) not in page.text


def test_the_pages_of_merging_are_for_the_two_sides_alone(pair, reader, signed_in):
    language, (first, _second), refs = pair
    offer(language, first, refs)

    stranger = signed_in(Role.RESIDENT, language)
    assert stranger.go(f"proposals/{refs[0]}/merging").status == 404
    assert first.go(f"proposals/{refs[1]}/merging").status == 404
