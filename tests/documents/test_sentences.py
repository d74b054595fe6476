"""Every refusal has its sentence, in every language, with its facts said as people say them."""

import re
from datetime import UTC, date, datetime

import pytest

from pb.documents.names import NAMES, name_of
from pb.documents.sentences import OF_FILES, SENTENCES, explain
from pb.rules.refusals import Code, Conflict, NotNow, NotValid
from pb.rules.tally.election import Channel


def test_every_code_has_its_sentence():
    assert set(SENTENCES) | OF_FILES == set(Code)
    assert not set(SENTENCES) & OF_FILES
    assert len(set(SENTENCES.values())) == len(SENTENCES)


def test_explain_says_an_exclusive_end_as_the_day_before():
    end = datetime(2026, 11, 25, 18, tzinfo=UTC)

    said = explain(NotNow(Code.VOTING_CLOSED, closed=end, results_due=end), "en")

    assert "Voting ended on 25 November" in said


def test_explain_says_a_beginning_as_its_own_day():
    midnight = datetime(2026, 11, 15, 18, tzinfo=UTC)

    assert "16 November" in explain(NotNow(Code.VOTING_NOT_STARTED, opens=midnight), "en")


def test_explain_says_channel_and_hour_when_someone_voted_already():
    hour = datetime(2026, 11, 16, 3, tzinfo=UTC)

    said = explain(Conflict(Code.VOTED_ALREADY, channel=Channel.INTERNET, hour=hour), "en")

    assert "by the internet, 16 November, 09:00." in said


def test_explain_says_money_with_its_unit():
    refusal = NotValid(Code.COST_ABOVE_BUDGET, "cost", cost=150_000_00, budget=100_000_00)

    assert "You asked for 150\u00a0000\u00a0som" in explain(refusal, "en")


def test_explain_says_a_day():
    refusal = NotValid(Code.RETURN_DATE_MISSING, "mend_by", last=date(2026, 3, 9))

    assert "9 March" in explain(refusal, "en")


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_explain_leaves_files_to_their_own_sentences(language):
    said = explain(NotValid(Code.RULE_UNKNOWN, rule="lottery"), language)

    assert "lottery" in said
    assert "%(" not in said


def test_a_name_of_no_list_is_itself():
    assert name_of("Арча-Төр", "ky") == "Арча-Төр"
    assert name_of(Channel.PAPER, "en") == NAMES[Channel.PAPER] == "on paper"


@pytest.mark.parametrize("sentence", SENTENCES.values())
def test_a_sentence_begins_large_and_ends_with_a_stop(sentence):
    assert re.fullmatch(r"[A-Z%“].*\.", sentence, re.DOTALL)
