"""What comes out of a good .pb file."""

from datetime import date
from pathlib import Path

import pytest

from pb.rules.pabulib import parse
from pb.rules.refusals import NotValid
from pb.rules.tally import Ballot, Channel, VoteType, count

ELECTIONS = Path(__file__).parents[1] / "elections"
GOOD = (ELECTIONS / "ak-ozon-mixed.pb").read_text(encoding="utf-8")


def test_parse_reads_an_election_when_the_file_is_good():
    read = parse(GOOD)

    election = read.election
    assert [(p.id, p.cost, p.name) for p in election.projects] == [
        ("1", 30_000_000, "Көпүрө"),
        ("2", 20_000_050, "Суу түтүгү"),
    ]
    assert (election.budget, election.vote_type) == (50_000_000, VoteType.APPROVAL)
    assert (election.rule, election.min_choices, election.max_choices) == ("greedy", 1, 2)
    assert (election.threshold, election.title, election.currency) == (0, "Ак-Өзөн", "KGS")
    assert (read.country, read.unit, read.instance) == ("Kyrgyzstan", "Ак-Өзөн айылы", "2026")
    assert (read.date_begin, read.date_end) == (date(2026, 11, 10), date(2026, 11, 25))
    assert (read.language, dict(read.meta)["budget"]) == ("ky", "500000")
    assert read.published == ("1",)
    assert read.published_votes == (("1", 3), ("2", 3))
    assert count(election).selected == ("1",)


def test_parse_groups_equal_ballots_when_only_their_order_differs():
    read = parse(GOOD)

    assert read.channel_told
    assert read.election.ballots == (
        Ballot(("1",), channel=Channel.PAPER),
        Ballot(("1", "2"), weight=2),
        Ballot(("2",), channel=Channel.ASSEMBLY),
    )


def test_parse_gives_the_same_when_rows_of_votes_come_in_another_order():
    head, votes = GOOD.split("voting_method\n")
    turned = head + "voting_method\n" + "\n".join(reversed(votes.splitlines())) + "\n"

    assert parse(turned) == parse(GOOD)


def test_parse_keeps_the_order_of_choices_when_votes_are_ordinal():
    ballots = parse(GOOD.replace("approval", "ordinal")).election.ballots

    assert [ballot.choices for ballot in ballots] == [("1",), ("1", "2"), ("2",), ("2", "1")]


@pytest.mark.parametrize("vote_type", ["cumulative", "scoring"])
def test_parse_pairs_points_with_choices_when_votes_have_points(vote_type):
    text = (
        GOOD.replace("approval", vote_type)
        .replace("voting_method", "points")
        .replace("2,1;internet", "2,1;7,3")
        .replace("а2;1;paper", "а2;1;10")
        .replace("а3;2;assembly", "а3;2;10")
        .replace("1,2;internet", "1,2;3,7")
    )

    assert parse(text).election.ballots == (
        Ballot(("1",), (10,)),
        Ballot(("1", "2"), (3, 7), weight=2),
        Ballot(("2",), (10,)),
    )
    for wrong, problem in (("7", "points_differ"), ("7,x", "number_unreadable")):
        with pytest.raises(NotValid) as refused:
            parse(text.replace("7,3", wrong))
        assert refused.value.facts["problem"] == problem


def test_parse_takes_an_empty_ballot_when_no_least_number_is_set():
    text = GOOD.replace("min_length;1\n", "").replace("num_votes;4", "num_votes;5")

    ballots = parse(text + "а5;;paper\n").election.ballots

    assert Ballot((), channel=Channel.PAPER) in ballots


def test_parse_says_nothing_of_results_when_the_file_has_no_such_columns():
    text = GOOD.replace(";votes;name;selected", "").replace("currency;KGS\n", "")
    text = text.replace("1;300000;3;Көпүрө;1", "1;300000").replace("language;ky\n", "")
    text = text.replace("2;200000.5;3;Суу түтүгү;0", "2;200000.5").replace(";voting_method", "")
    for method in (";internet", ";paper", ";assembly"):
        text = text.replace(method, "")

    read = parse(text)

    assert (read.published, read.published_votes, read.channel_told) == (None, None, False)
    assert (read.election.currency, read.language, read.election.projects[0].name) == ("", "", "")
    assert {ballot.channel for ballot in read.election.ballots} == {Channel.INTERNET}


def test_parse_leaves_out_what_other_money_paid_when_selected_is_two():
    read = parse(GOOD.replace("түтүгү;0", "түтүгү;2"))

    assert read.published == ("1",)


def test_parse_reads_whole_points_when_they_are_written_with_a_nought_behind():
    text = (ELECTIONS / "upai-cumulative.pb").read_text(encoding="utf-8")
    assert "c1;1,2;6,4;" in text

    assert parse(text.replace("c1;1,2;6,4;", "c1;1,2;6.0,4.00;")) == parse(text)


def test_parse_leaves_out_of_a_name_what_nobody_sees():
    read = parse(GOOD.replace("Көпүрө", "\ufeff\u202eКөпү\x84рө\u2028 жана\x0b\x07жол\u202c"))

    assert read.election.projects[0].name == "Көпүрө жана жол"


def test_parse_tells_the_totals_of_the_file_when_they_need_not_hold():
    read = parse(GOOD.replace("1;300000;3;", "1;300000;7;"), totals_hold=False)

    assert read.published_votes == (("1", 7), ("2", 3))
    assert dict(count(read.election).votes) == {"1": 3, "2": 3}


@pytest.mark.parametrize(
    ("begin", "end", "days"),
    [
        ("2026", "2026", (2026, 2026)),
        ("2025", "01.02.2026", (2025, date(2026, 2, 1))),
        ("31.12.2026", "2026", (date(2026, 12, 31), 2026)),
        ("10.11.2026", "10.11.2026", (date(2026, 11, 10), date(2026, 11, 10))),
        ("9.1.2026", "09.11.2026", (date(2026, 1, 9), date(2026, 11, 9))),
    ],
)
def test_parse_reads_days_and_years_when_both_may_stand(begin, end, days):
    text = GOOD.replace("begin;10.11.2026", f"begin;{begin}").replace(
        "end;25.11.2026", f"end;{end}"
    )

    read = parse(text)

    assert (read.date_begin, read.date_end) == days


@pytest.mark.parametrize(
    ("rule", "withdrawn"), [("greedy-no-skip", ("1",)), ("greedy", ()), ("equalshares", ())]
)
def test_parse_knows_a_withdrawn_project_by_its_cost_under_one_rule(rule, withdrawn):
    text = GOOD.replace("rule;greedy", f"rule;{rule}").replace("1;300000;", "1;999999999;")

    assert parse(text).election.withdrawn == withdrawn


def test_parse_takes_points_of_a_ranking_however_they_are_written():
    text = (ELECTIONS / "yraat-ordinal.pb").read_text(encoding="utf-8")
    header, ballots = text.split("voter_id;vote\n")
    rows = "".join(f"{row};3.0,2,1.00\n" for row in ballots.splitlines())

    assert parse(f"{header}voter_id;vote;points\n{rows}").election == parse(text).election


@pytest.mark.parametrize("default", ["0", "0.0", "0.00"])
def test_parse_takes_a_default_score_of_nothing_however_it_is_written(default):
    text = (ELECTIONS / "baa-scoring.pb").read_text(encoding="utf-8")

    read = parse(text.replace("language;", f"default_score;{default}\nlanguage;"))

    assert read.election == parse(text).election


@pytest.mark.parametrize(
    "text",
    [
        GOOD + "\n",
        GOOD.replace("language;ky", "language;ky\nvotes;"),
        GOOD.rstrip("\n"),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("Көпүрө", "Көпүрө, < 5 км, A<3"),
        GOOD.replace("META", "meta").replace("PROJECTS", "Projects ").replace("VOTES", "votes"),
        GOOD.replace("budget;500000", "budget;500000.0000"),
        GOOD.replace("paper", "Paper").replace("internet", "INTERNET"),
        GOOD.replace("approval", "ordinal\nscoring_fn;Borda"),
        GOOD.replace("approval", "approval\ndefault_score;3"),
        GOOD.replace("project_id;cost;votes;name", "project_id;votes;cost;name")
        .replace("1;300000;3", "1;3;300000")
        .replace("2;200000.5;3", "2;3;200000.5"),
    ],
)
def test_parse_accepts_when_the_file_is_only_written_another_way(text):
    assert parse(text).election.budget == 50_000_000
