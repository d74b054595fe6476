"""The two verifiers of a stranger say the same sentences, and the page needs nothing but itself."""

import json
import re
from pathlib import Path

import pytest

import pb
from pb import verify

TEXT = Path(pb.__file__).with_name("verify.html").read_text(encoding="utf-8")
LARGEST = 44 * 1024
"""Bytes; it is downloaded over slow lines."""
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"
HOLE = re.compile(r"\{(\w+)\}")


def words_of(name):
    """A table of sentences of the page; it is written as JSON."""
    return json.loads(re.search(rf"^const {name} = (\{{.*?^\}});", TEXT, re.M | re.S)[1])


def test_both_verifiers_know_the_same_sentences():
    assert words_of("WORDS") == verify.WORDS
    assert json.loads(re.search(r"^const LANGUAGES = (.*);", TEXT, re.M)[1]) == [*verify.LANGUAGES]


@pytest.mark.parametrize("name", ["WORDS", "PAGE"])
def test_every_sentence_of_the_page_is_told_in_three_languages_with_the_same_facts(name):
    for key, told in words_of(name).items():
        languages = told.split(" | ")
        assert len(languages) == len(verify.LANGUAGES), key
        assert all(text and text == text.strip() for text in languages), key
        assert len({frozenset(HOLE.findall(text)) for text in languages}) == 1, key


def test_every_text_the_page_asks_for_is_there_and_none_is_left_over():
    asked = {*re.findall(r'data-word="(\w+)"', TEXT), *re.findall(r'\bword\("(\w+)"', TEXT)}

    assert asked == set(words_of("PAGE"))


def test_the_page_is_one_small_file_that_asks_nothing_of_anyone():
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', TEXT)

    assert len(TEXT.encode()) <= LARGEST
    assert policy.startswith(POLICY)
    assert not re.findall(r"\b(?:src|href|action)=|https?:|url\(|@import|\bimport\b", TEXT)
    assert not re.findall(r"fetch\(|XMLHttpRequest|WebSocket|sendBeacon|localStorage", TEXT)
    assert not re.findall(r"innerHTML|insertAdjacentHTML|document\.write|\beval\b", TEXT)


def test_the_page_is_written_for_browsers_of_cheap_telephones():
    script = TEXT.partition("<script>")[2]

    newer = r"\b\d+n\b|\?\?|\?\.\w|\basync\b|\w \*\* \w|\{\.\.\.|catch \{|\bcrypto\b"
    assert not re.findall(newer, script)
