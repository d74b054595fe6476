"""A count told in sentences: every figure of it is a figure of the allocation."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from pb.documents.explanation import explained
from pb.documents.reasons import Words, reason
from pb.rules.money import Tyiyn
from pb.rules.tally import (
    AllocationRule,
    Ballot,
    Channel,
    CountRules,
    Election,
    Heading,
    Outcome,
    Project,
    TieBreak,
    VoteType,
    count,
)


def som(number):
    return Tyiyn(number * 100)


ELECTION = Election(
    (
        Project("1", som(40_000), "Жарык"),
        Project("2", som(60_000), "Көпүрө"),
        Project("3", som(30_000), "Аянтча"),
        Project("4", som(30_000), "Аялдама", som(20_000)),
        Project("5", som(5_000)),
    ),
    (
        Ballot(("1", "2"), weight=5),
        Ballot(("1", "3"), channel=Channel.PAPER, weight=2),
        Ballot(("3", "4"), channel=Channel.ASSEMBLY),
        Ballot(("4",), weight=2),
    ),
    som(100_000),
    VoteType.APPROVAL,
    rule="greedy",
)


def told(election, language="en", rule=None):
    lines = explained(election, count(election, rule), language)
    return [line.replace("\u00a0", " ") for line in lines]


def test_a_greedy_count_is_told_from_the_first_project_to_the_last():
    assert told(replace(ELECTION, threshold=1)) == [
        "Money goes to the project with the most votes first; one that does not fit is passed over"
        " and the next is looked at.",
        "Ballots counted: 10. Money to share out: 100 000 som.",
        "Of them by the internet: 7.",
        "Of them on paper: 2.",
        "Of them at the assembly: 1.",
        "A project with less than 1 vote cannot win.",
        "First the project that stands highest: No. 1 “Жарык” – 7 votes, 40 000 som."
        " It fits and wins; what is left: 60 000 som.",
        "Next: No. 2 “Көпүрө” – 5 votes, 60 000 som. It fits and wins; what is left: 0 som.",
        "Next: No. 3 “Аянтча” – 3 votes, 30 000 som. It costs 30 000 som, and only 0 som were"
        " left, so 30 000 som were lacking. It is passed over.",
        "Next: No. 4 “Аялдама” – 3 votes, 30 000 som. It costs 30 000 som, and only 0 som were"
        " left, so 30 000 som were lacking. It is passed over.",
        "Next: No. 5 – 0 votes, 5 000 som. It lacked 1 vote: it has 0 votes.",
        "In all the winners cost 100 000 som; what is left: 0 som.",
        "What the others lacked:",
        "No. 3 “Аянтча”: It costs 30 000 som, and only 0 som were left, so 30 000 som were"
        " lacking.",
        "No. 4 “Аялдама”: It costs 30 000 som, and only 0 som were left, so 30 000 som were"
        " lacking.",
        "No. 5: It lacked 1 vote: it has 0 votes.",
    ]


def test_equal_shares_are_told_with_what_each_vote_was_worth():
    lines = told(ELECTION, rule=AllocationRule.EQUAL_SHARES)

    assert lines[5:] == [
        "Voters: 10. Each of them has an equal share: 10 000 som.",
        "First the project that stands highest: No. 1 “Жарык” – 7 votes, 40 000 som. Effective"
        " vote count: 7. Its voters pay for it together, each at most about 5 714,29 som, so it"
        " wins; what is left of the budget: 60 000 som.",
        "Next: No. 4 “Аялдама” – 3 votes, 30 000 som. Effective vote count: 3. Its voters pay for"
        " it together, each at most 10 000 som, so it wins; what is left of the budget:"
        " 30 000 som.",
        "In all the winners cost 70 000 som; what is left: 30 000 som.",
        "What the others lacked:",
        "No. 2 “Көпүрө”: Those who chose it have 21 428,57 som left together, and it costs"
        " 60 000 som, so 38 571,43 som were lacking.",
        "No. 3 “Аянтча”: Those who chose it have 8 571,42 som left together, and it costs"
        " 30 000 som, so 21 428,58 som were lacking.",
        "No. 5: Nobody chose it, so there is nobody to pay for it.",
    ]


def test_money_nobody_could_join_for_is_told_to_go_by_the_most_votes():
    completed = replace(ELECTION, rule="equalshares", options=CountRules(complete=True))

    lines = told(completed)

    at = lines.index(
        "What nobody could pay for together goes by the most votes, as far as it reaches."
    )
    assert lines[at + 1].startswith("Next: No. 2 “Көпүрө” – 5 votes, 60 000 som. It costs 60 000")
    assert lines[at + 2].endswith("30 000 som. It fits and wins; what is left: 0 som.")


def test_a_missed_quorum_is_told_at_the_beginning():
    lines = told(replace(ELECTION, options=CountRules(quorum=11)))

    assert "Ballots needed for the quorum: 11. It is not met, so nothing wins." in lines
    assert "Nothing is selected." in lines


def test_a_tie_is_told_with_what_decided_it():
    asked = replace(ELECTION, budget=som(30_000), seed="17", ties=(TieBreak.LOT,))

    lines = told(asked, rule=AllocationRule.EQUAL_SHARES_ADD1)
    by_lot = told(replace(asked, options=CountRules(), threshold=3))

    assert any("The public lot has the seed “17”." in line for line in lines)
    assert any("what decided: a public lot decides." in line for line in by_lot)


def test_every_option_of_a_rule_set_is_told():
    asked = replace(
        ELECTION,
        projects=(
            *(replace(p, heading="Ак-Суу") if p.id in "34" else p for p in ELECTION.projects[:4]),
            ELECTION.projects[4],
        ),
        options=CountRules(
            quorum=3,
            early_win_share=6_000,
            part_funding=5_000,
            headings=(Heading("Ак-Суу", som(35_000)),),
            leftover_to_pot=True,
            commission_weight=4_000,
        ),
        exclusive=(("1", "5"),),
        commission=(("1", 9), ("2", 6)),
        sits_out=("3",),
    )

    said = "\n".join(told(asked))

    for part in (
        "Ballots needed for the quorum: 3. It is met.",
        "The score is 40 percent the points of the commission and 60 percent the vote",
        "The heading “Ак-Суу” has 35 000 som of its own.",
        "Before the votes are looked at: No. 4 “Аялдама”, 30 000 som,",
        "The common pot has 70 000 som.",
        "First the project that stands highest: No. 1 “Жарык” – 100 out of 100, 40 000 som.",
        "about 69,52 out of 100",
        "It gets what is left, 30 000 som of 60 000 som; 30 000 som are still lacking.",
        "No. 5: It cannot stand beside No. 1, which won.",
    ):
        assert part in said, said


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"options": CountRules(quorum=40)}, "Too few people voted; ballots lacking: 30."),
        ({"sits_out": ("5",)}, "It sits out this time, because its place won before."),
        (
            {"rule": "greedy-no-skip", "budget": som(50_000)},
            "Its turn did not come: the sharing out had stopped at a project above it.",
        ),
        (
            {"rule": "equalshares", "budget": som(4_000)},
            "It costs 5 000 som, which is more than the whole budget by 1 000 som.",
        ),
    ],
)
def test_a_loser_is_told_why_it_lost(change, sentence):
    election = replace(ELECTION, **change)
    allocation = count(election)
    step = next(step for step in allocation.steps if step.project_id == "5")

    said = reason(step, Words(election, "en")).replace("\u00a0", " ")

    assert said.startswith(sentence) or step.outcome is Outcome.NO_MONEY


def test_what_is_said_to_be_lacking_would_have_been_enough():
    election = replace(ELECTION, rule="equalshares")
    step = next(step for step in count(election).steps if step.project_id == "3")

    said = reason(step, Words(election, "en")).replace("\u00a0", "")

    assert step.missing_money == som(30_000) - 2 * (som(10_000) - Fraction(som(40_000), 7))
    assert "21428,58som were lacking" in said


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
@pytest.mark.parametrize("rule", list(AllocationRule))
def test_every_rule_is_told_in_every_language_without_a_hole(rule, language):
    lines = told(ELECTION, language, rule)

    assert len(lines) >= 10
    assert not [line for line in lines if "%" in line or not line.endswith((".", ":"))]
    if language != "en":
        assert not [line for line in lines if re.search("[a-z]{3}", line)]


def test_points_are_told_as_points():
    election = replace(
        ELECTION,
        vote_type=VoteType.CUMULATIVE,
        ballots=(Ballot(("1", "3"), (3, 2), weight=4), Ballot(("3",), (5,))),
        rule="equalshares",
    )

    said = "\n".join(told(election))

    assert "No. 3 “Аянтча” – 13 points" in said
    assert "Effective score: 13." in said
    assert "2 307,69 som for every point given to it" in said


def test_explained_says_of_a_withdrawn_project_that_it_was_and_does_not_stop():
    election = replace(ELECTION, rule="greedy-no-skip", withdrawn=("1",))

    said = list(explained(election, count(election), "en"))

    of_it = [line for line in said if "Жарык" in line]
    assert all(line.endswith("It was withdrawn before the count.") for line in of_it)
    assert len(of_it) == 2
