"""A clock that went back: told to the machine that watches, and to whoever votes meanwhile."""

from datetime import timedelta

import pytest

from pb import lifecycle
from pb.documents.sentences import SENTENCES
from pb.rules.refusals import Code
from tests.fingerprint import fingerprint
from tests.stage import KEYS
from tests.web.browser import say
from tests.web.test_ballot_refusals import at_review

WENT_BACK = SENTENCES[Code.CLOCK_WENT_BACK]


def test_readyz_tells_whether_the_clock_went_back(app, stage):
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    lifecycle.tick(KEYS, stage.now)
    stage.clock.put(stage.now - timedelta(hours=1))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.text) == (503, "clock\n")
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_vote_is_refused_in_words_while_the_clock_is_not_to_be_trusted(
    voting, reader, stage, language
):
    codes = voting(100_000, 200_000)
    voter = reader(language).sign_in(codes[0])
    form = at_review(voter, 1).form_with("paper")
    lifecycle.tick(KEYS, stage.now + timedelta(hours=1))
    before = fingerprint()

    page = voter.send(form=form, press=say("Cast my vote", language))

    assert page.status == 503
    assert say(WENT_BACK, language).partition("%")[0] in page.text
    assert fingerprint() == before
