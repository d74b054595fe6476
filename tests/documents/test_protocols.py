"""The protocol says what its facts say, in its own language, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from pb.documents.facts import RulesMention
from pb.documents.protocols import page, passed_over, stopped_at, tie_groups, turnout
from pb.documents.words import catalogue
from pb.rules.money import Tyiyn
from pb.rules.tally.election import AllocationRule, Outcome, TieBreak
from pb.rules.texts import Bilingual
from tests.documents.reading import Rows, say
from tests.documents.samples import imported_facts, protocol_facts

LANGUAGES = ["ky", "ru"]


def som(amount: int) -> str:
    """Figures of whole som, written here anew: the test must not ask the code it tests."""
    return f"{amount // 100:,}".replace(",", "\u00a0") + (
        f",{amount % 100:02}" if amount % 100 else ""
    )


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def rows_of(html: str, table: str) -> list[list[str]]:
    """The rows of a table of the page, without its heading."""
    start = html.index(f'<table class="data {table}">')
    return Rows(html[start : html.index("</table>", start)]).rows[1:]


def annex_rows(html: str) -> list[list[str]]:
    """The rows of the table of all projects, the one of the totals last."""
    return rows_of(html, "all")


def test_the_kyrgyz_one_is_the_original_and_the_russian_one_says_it_is_a_translation():
    translation = "Translation. The original is in Kyrgyz."

    assert say("ky", "Original. There is a translation into Russian.") in page(
        protocol_facts(), "ky"
    )
    assert say("ru", translation) in page(protocol_facts(), "ru")
    assert say("ky", translation) not in page(protocol_facts(), "ky")


@given(
    st.lists(
        st.tuples(
            st.integers(1, 10**13),
            st.integers(0, 10**6),
            st.integers(0, 10**6),
            st.integers(0, 10**6),
        ),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(LANGUAGES),
)
@settings(max_examples=30, deadline=None)
def test_every_number_of_the_table_is_that_of_the_facts(numbers, language):
    lines = tuple(
        replace(
            line, cost=Tyiyn(cost), internet=one, paper=two, assembly=three, score=one + two + three
        )
        for line, (cost, one, two, three) in zip(protocol_facts().lines, numbers, strict=False)
    )
    facts = protocol_facts(lines=lines)

    *rows, totals = annex_rows(page(facts, language))

    assert [[row[0], *row[2:]] for row in rows] == [
        [str(line.number)]
        + [grouped(votes) for votes in (line.internet, line.paper, line.assembly, line.score)]
        + [som(line.cost)]
        for line in lines
    ]
    assert totals[2:] == [
        *(
            grouped(sum(getattr(line, column) for line in lines))
            for column in ("internet", "paper", "assembly", "score")
        ),
        som(sum(line.cost for line in lines)),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_winners_stand_in_order_with_a_running_total(language):
    html = page(protocol_facts(), language)
    rows = rows_of(html, "winners")

    assert [[row[0], row[1], *row[3:]] for row in rows] == [
        ["1", "1", "702", "298\u00a0000", "298\u00a0000"],
        ["2", "2", "671", "300\u00a0000", "598\u00a0000"],
        ["3", "6", "548", "216\u00a0000", "814\u00a0000"],
        ["4", "4", "421", "140\u00a0000", "954\u00a0000"],
        ["5", "3", "341", "185\u00a0000", "1\u00a0139\u00a0000"],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_project_is_told_why_it_did_not_win(language):
    rows = {row[0]: row[1] for row in annex_rows(page(protocol_facts(), language))}
    unit = {"ky": "сом", "ru": "сомов"}[language]

    assert say(language, "Won.") in rows["1"]
    assert (
        say(
            language,
            "Not enough money: it asks %(cost)s, what was left: %(left)s.",
            cost=f"290\u00a0000\u00a0{unit}",
            left=f"246\u00a0000\u00a0{unit}",
        )
        in rows["9"]
    )
    few = "Too few votes: it has %(votes)s, at least %(needed)s are needed."
    assert say(language, few, votes=63, needed=84) in rows["10"]


def test_projects_after_the_stop_are_told_where_the_count_ended():
    lines = tuple(
        replace(line, outcome=Outcome.AFTER_STOP) if line.place > 5 else line
        for line in protocol_facts().lines
    )
    facts = protocol_facts(lines=lines, rule=AllocationRule.GREEDY_NO_SKIP)

    rows = {row[0]: row[1] for row in annex_rows(page(facts, "ky"))}

    assert stopped_at(facts) == 9
    ended = "Not considered: the distribution had ended at № %(number)s."
    assert say("ky", ended, number=9) in rows["3"]
    assert stopped_at(protocol_facts()) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withdrawn_project_of_a_file_is_not_where_the_count_ended(language):
    lines = tuple(
        replace(line, outcome=Outcome.SITS_OUT) if line.place == 1 else line
        for line in protocol_facts().lines
    )
    facts = protocol_facts(lines=lines, rule=AllocationRule.GREEDY_NO_SKIP, source="a.pb")

    rows = {row[0]: row[1] for row in annex_rows(page(facts, language))}

    assert say(language, "It was withdrawn before the count.") in rows["1"]
    assert stopped_at(facts) == 9
    assert all(line.number != 1 for line in passed_over(facts.lines))


@pytest.mark.parametrize("language", LANGUAGES)
def test_ties_are_named_with_what_parted_them(language):
    html = page(protocol_facts(), language)

    [group] = tie_groups(protocol_facts())
    assert (group.numbers, group.score, group.broken_by) == ((7, 11), 131, (TieBreak.LOWER_COST,))
    named = html[html.index(str(escape(say(language, "EQUAL VOTES")))) :]
    assert "№&nbsp;7, №&nbsp;11" in named
    assert say(language, "the lower cost goes first") in named


def test_a_title_missing_in_the_language_is_shown_in_the_other_and_says_so():
    [row] = [row for row in annex_rows(page(protocol_facts(), "ru")) if row[0] == "11"]

    assert "Маданият үйүнүн чатырын оңдоо" in row[1]
    assert say("ru", "Not translated") in row[1]
    assert '<span lang="ky">Маданият үйүнүн' in page(protocol_facts(), "ru")
    assert say("ky", "Not translated") not in page(protocol_facts(), "ky")


def test_only_channels_with_ballots_have_a_column():
    html = page(protocol_facts(paper=0), "ky")

    assert len(annex_rows(html)[0]) == 6
    assert catalogue("ky").pgettext("ballots", "Paper") not in Rows(html).rows


@pytest.mark.parametrize("paper", [1, 19])
def test_no_channel_stands_apart_where_one_has_too_few_ballots_to_hide_anybody(paper):
    html = page(protocol_facts(paper=paper), "ky")

    assert len(annex_rows(html)[0]) == 4


@pytest.mark.parametrize(
    ("voters", "participants", "shown"),
    [(4_812, 1_684, "35,0\u00a0%"), (2_000, 1, "0,1\u00a0%"), (2_001, 1, "0,0\u00a0%"),
     (3, 2, "66,7\u00a0%"), (7, 7, "100,0\u00a0%"), (None, 5, None), (0, 0, None)],
)  # fmt: skip
def test_turnout_is_rounded_to_a_tenth_halves_up(voters, participants, shown):
    assert turnout(protocol_facts(voters=voters, participants=participants)) == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_named_who_did_not_stand_for_it(language):
    html = page(protocol_facts(counted_by=None, confirmed_by=None), language)

    assert "Сатарова" not in html
    assert '<table class="signs">' not in html
    assert str(escape(say(language, "by the programme, by the declared rule"))) in html


def test_a_count_without_a_winner_says_so():
    lines = tuple(replace(line, outcome=Outcome.BELOW_THRESHOLD) for line in protocol_facts().lines)
    facts = protocol_facts(lines=lines, cost=Tyiyn(0), left=Tyiyn(1_200_000_00))

    html = page(facts, "ky")

    assert say("ky", "No project won.") in html
    assert '<table class="data winners">' not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_election_from_elsewhere_is_no_paper_of_the_republic(language):
    html = page(imported_facts(12), language)

    assert say(language, "THE KYRGYZ REPUBLIC") not in html
    assert "poland_warszawa_2019_wawer.pb" in html
    assert str(escape(say(language, "DECIDED"))) not in html
    assert "PLN" in html
    assert say(language, "Not translated") not in annex_rows(html)[0][1]
    assert len(annex_rows(html)[0]) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_of_the_round_stand_on_it_with_their_resolution_and_hash(language):
    rules = RulesMention(2, "34-7-1", date(2026, 1, 20), "ab" * 32)

    shown = page(protocol_facts(rules=rules), language)

    assert say(language, "Rules of the municipality") in shown
    assert "34-7-1" in shown
    assert f"{'ab' * 16} {'ab' * 16}" in shown
    assert say(language, "Rules of the municipality") not in page(protocol_facts(), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facts", [protocol_facts(), imported_facts(12)])
def test_the_steps_of_the_count_are_told_in_the_language_of_the_paper(language, facts):
    told = Bilingual("Эң көп добуш алган долбоор.", "Проект с наибольшим числом голосов.")
    html = page(replace(facts, explained=(told,)), language)

    own, other = (told.ky, told.ru) if language == "ky" else (told.ru, told.ky)
    assert own in html
    assert other not in html
