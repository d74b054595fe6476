"""Every word stands in Kyrgyz and in Russian, and says what its source says."""

import ast
import re
from pathlib import Path

import pytest

from pb.documents.names import NAMES
from pb.documents.problems import SENTENCES as SENTENCES_OF_FILES
from pb.documents.sentences import OF_FILES, SENTENCES
from pb.rules.pabulib.problems import PabulibProblem
from pb.rules.proposals import Ground, ProposalState
from pb.rules.refusals import Code
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.tally.election import AllocationRule, Channel, Outcome, TieBreak
from scripts.catalogues import LANGUAGES, extracted, kept, translations_of, untranslated

ROOT = Path(__file__).parents[2]
HOLE = re.compile(r"%(?:\((\w+)\)[a-z]|%|.|$)")
HOW = "run scripts/words and translate what it lists"

FRESH = extracted()
KEPT = {language: kept(language) for language in LANGUAGES}


def key(message):
    return (message.context, message.id)


def named(message):
    """A message as one can search for it."""
    return message.id if isinstance(message.id, str) else message.id[0]


def holes(text):
    """The names a text has places for; a percent sign that is none stands for itself."""
    return {found[1] or found[0] for found in HOLE.finditer(text)} - {"%%"}


def sources(message):
    return (message.id,) if isinstance(message.id, str) else message.id


def wrong_holes(language, message):
    """What the forms of a translation fill in that the source does not, or leave out."""
    every = set().union(*map(holes, sources(message)))
    plural = holes(sources(message)[-1])
    for number, text in enumerate(translations_of(message)):
        # The first form of Kyrgyz is for one thing only; the first of Russian is for 21 as well.
        may_omit = {"num"} if language == "ky" and message.pluralizable and number == 0 else set()
        if text and not plural - may_omit <= holes(text) <= every:
            yield f"{text!r} fills in {sorted(holes(text))}, its source {sorted(every)}"


def test_the_code_has_words_to_translate():
    assert len(FRESH) > 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_of_the_code_stands_in_the_catalogue(language):
    missing = [named(m) for m in FRESH if key(m) not in {key(n) for n in KEPT[language]}]

    assert not missing, HOW


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_nothing_that_the_code_no_longer_says(language):
    known = {key(message) for message in FRESH}

    assert not [named(m) for m in KEPT[language] if key(m) not in known], HOW
    assert not KEPT[language].obsolete, HOW


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_in_all_its_forms_and_none_is_guessed(language):
    assert not [named(message) for message in untranslated(KEPT[language])], HOW


@pytest.mark.parametrize(("language", "forms"), [("ky", 2), ("ru", 3)])
def test_the_catalogue_knows_the_plural_forms_of_its_language(language, forms):
    assert KEPT[language].num_plurals == forms
    assert str(KEPT[language].locale) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_what_its_source_does(language):
    wrong = {
        named(message): found
        for message in KEPT[language]
        if message.id and (found := list(wrong_holes(language, message)))
    }

    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_ends_as_one_and_a_label_as_one(language):
    different = [
        text
        for message in KEPT[language]
        for text in translations_of(message)
        if message.id
        and " " in text  # a word alone may be an abbreviation
        and (text[-1] in ".:?") != (sources(message)[-1][-1] in ".:?")
    ]

    assert not different


@pytest.mark.parametrize(("language", "foreign"), [("ky", "[ґєіїў]"), ("ru", "[өүңґєіїў]")])
def test_a_translation_is_written_in_the_letters_of_its_language(language, foreign):
    found = [
        text
        for message in KEPT[language]
        for text in translations_of(message)
        if message.id and (re.search(foreign, text, re.IGNORECASE) or text != text.strip())
    ]

    assert not found


@pytest.mark.parametrize("code", sorted(set(Code) - OF_FILES))
def test_every_refusal_has_a_sentence(code):
    assert SENTENCES.get(code), f"write a sentence for Code.{code.name}"


@pytest.mark.parametrize("problem", list(PabulibProblem))
def test_every_problem_of_a_file_has_a_sentence_that_names_the_line(problem):
    assert "%(line)s" in SENTENCES_OF_FILES[problem]


def raised():
    """Each refusal raised in the code: where, its code, and the facts given by name."""
    for path in sorted(ROOT.glob("pb/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            match node.args[0]:
                case ast.Attribute(value=ast.Name(id="Code"), attr=name):
                    facts = {given.arg for given in node.keywords}
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", Code[name], facts


def test_every_refusal_is_raised_with_the_facts_its_sentence_tells():
    missing = {
        where: sorted(holes(SENTENCES[code]) - facts)
        for where, code, facts in raised()
        if code in SENTENCES and None not in facts and not holes(SENTENCES[code]) <= facts
    }

    assert not missing


def test_no_code_is_left_that_nothing_is_refused_with():
    assert set(Code) == {code for _, code, _ in raised()}


@pytest.mark.parametrize(
    "value",
    [
        value
        for kind in (Phase, ProposalState, Ground, Channel, Outcome, TieBreak, AllocationRule)
        for value in kind
    ],
)
def test_every_value_of_a_closed_list_has_a_name(value):
    assert NAMES.get(value), f"write a name for {type(value).__name__}.{value.name}"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PUBLIC, Role.PLATFORM}))
def test_every_role_a_person_holds_has_a_name(role):
    assert NAMES.get(role)
