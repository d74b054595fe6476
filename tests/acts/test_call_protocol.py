"""The protocol of the calls: kept when they are closed, in both languages, and as on the page."""

import pytest

from pb.acts import call_audits as acts
from pb.rules.call_audits import Answer
from pb.rules.roles import Role
from pb.services import call_audits
from tests.documents.reading import Pdf, say, squeezed

WHOLE = {
    "If whoever was not reached is like those who answered": (
        "If whoever was not reached is like those who answered, then with 95 %% confidence false"
        " votes are fewer than %(share)s %%."
    )
}


@pytest.fixture
def drawn(stage):
    """A round of 30 voters that is over, with a sample of ten drawn by two people."""
    for person in stage.open_voting(100_000, 200_000, voters=30):
        stage.vote(person, 1)
    stage.decided()
    given = (stage.place, "2026")
    ref = acts.enter(stage.person(Role.MONITORING), *given, "3 5 1 6 6 2", 10, stage.now)
    acts.draw(stage.person(Role.COMMISSION), *given, ref, stage.now)
    return stage


@pytest.mark.parametrize("answer", list(Answer))
def test_close_keeps_a_protocol_that_says_what_the_page_says(drawn, answer):
    given = (drawn.person(Role.MONITORING), drawn.place, "2026")
    answers = dict.fromkeys(range(1, 11), answer)
    acts.write_down(*given, answers, {}, drawn.now)

    kept = acts.close(*given, drawn.storage, drawn.now)

    assert [(paper.number, paper.language) for paper in kept] == [(1, "ky"), (1, "ru")]
    found = call_audits.drawn_of(drawn.round())
    for paper in kept:
        text = "".join(Pdf(drawn.storage.get(paper.sha256)).pages)
        assert found.seed[:32] in text
        assert ",".join(map(str, call_audits.numbers_of(found))) in text
        if answer is Answer.VOTED:
            said = "If whoever was not reached is like those who answered"
            share = f"{found.bound // 10},{found.bound % 10}"
            assert squeezed(share) in text
        elif answer is Answer.DENIED:
            said = "Everybody who answered said that they did not vote: the calls set no bound."
        else:
            said = "Nobody answered, so the calls prove nothing."
        assert squeezed(say(paper.language, WHOLE.get(said, said)).split("%")[0]) in text
