"""A .pb file written and read again: nothing is lost, and nobody is named."""

import random
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.rules.money import Tyiyn
from pb.rules.pabulib import About, Shown, file_of, parse, safe_to_show, write
from pb.rules.refusals import NotValid
from pb.rules.tally import (
    AllocationRule,
    Ballot,
    Channel,
    CountRules,
    Election,
    Project,
    TieBreak,
    VoteType,
    count,
)

ELECTIONS = sorted((Path(__file__).resolve().parents[1] / "elections").glob("*.pb"))
ABOUT = About(
    "Kyrgyzstan", "Ак-Өзөн айылы", "2026", date(2026, 11, 10), date(2026, 11, 25),
    more=(("edition", "3"), ("comment", "#1: Биринчи жолу.")),
)  # fmt: skip

names = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Z", "Cc", "Cf")), max_size=20
)


@st.composite
def ballots(draw, ids, vote_type):
    most = 1 if vote_type is VoteType.CHOOSE_1 else 3
    choices = tuple(draw(st.lists(st.sampled_from(ids), unique=True, max_size=most)))
    points = ()
    if vote_type in (VoteType.CUMULATIVE, VoteType.SCORING):
        least = 1 if vote_type is VoteType.CUMULATIVE else -3
        points = tuple(draw(st.integers(least, 5)) for _ in choices)
    channel = draw(st.sampled_from(Channel))
    return Ballot(choices, points, channel, draw(st.integers(1, 3)))


@st.composite
def elections(draw):
    vote_type = draw(st.sampled_from(VoteType))
    ids = [str(number) for number in range(1, draw(st.integers(2, 6)))]
    amount = st.integers(1, 10**9).map(Tyiyn)
    return Election(
        tuple(Project(ref, draw(amount), draw(names)) for ref in ids),
        tuple(draw(st.lists(ballots(ids, vote_type), max_size=6))),
        draw(amount),
        vote_type,
        rule=draw(st.sampled_from(AllocationRule)).value,
        max_choices=1 if vote_type is VoteType.CHOOSE_1 else draw(st.sampled_from([None, 3])),
        threshold=draw(st.integers(0, 3)),
        ties=tuple(draw(st.lists(st.sampled_from(TieBreak), unique=True))),
        title=draw(names),
        seed="17",
        options=CountRules(unit=Tyiyn(10**7)),
    )


@settings(max_examples=300, deadline=None, derandomize=True)
@given(elections())
def test_a_file_that_is_written_reads_as_it_was(election):
    rule = AllocationRule(election.rule)
    file = file_of(election, ABOUT, count(election, rule))

    text = write(file)

    assert parse(text) == file
    assert write(parse(text)) == text


@settings(max_examples=200, deadline=None, derandomize=True)
@given(elections())
def test_whoever_counts_a_written_file_comes_to_the_same_winners(election):
    allocation = count(election)
    read = parse(write(file_of(election, ABOUT, allocation)))

    asked = replace(read.election, options=election.options)
    again = count(asked, AllocationRule(election.rule))

    assert again.selected == allocation.selected
    assert set(read.published) == set(allocation.selected)
    assert (
        dict(again.scores)
        == dict(allocation.scores)
        == dict(read.published_scores or read.published_votes)
    )


def test_a_file_that_names_no_winners_is_written_without_them():
    text = next(file for file in ELECTIONS if "kyzyl" in file.name).read_text(encoding="utf-8")
    read = parse(text.replace(";selected\n", ";chosen\n"))

    again = parse(write(read))

    assert again.published is read.published is None
    assert again == read


@pytest.mark.parametrize("file", ELECTIONS, ids=lambda file: file.stem)
def test_a_file_that_was_read_is_written_with_all_that_counts(file):
    read = parse(file.read_bytes())

    again = parse(write(read))

    assert again.election == read.election
    assert dict(again.meta) == dict(read.meta)
    assert replace(again, meta=()) == replace(read, meta=())


def test_names_of_a_place_are_written_without_what_nobody_sees():
    about = replace(ABOUT, unit="\ufeffАк-Өзөн\u202e <b>", instance=" ", country="\u200b")
    election = an_election({Channel.INTERNET: 30})

    file = file_of(election, about, count(election))

    assert (file.unit, file.instance, file.country) == ("Ак-Өзөн ‹b>", "–", "–")
    assert parse(write(file)) == file


def an_election(numbers, **facts):
    """Approvals for A, B and C by channel: so many ballots each, no two channels alike."""
    cast = [
        Ballot(("A", "C") if at % 3 else ("B",), channel=channel)
        for channel, number in numbers.items()
        for at in range(number)
    ]
    random.Random(5).shuffle(cast)  # noqa: S311 - made-up ballots
    projects = tuple(Project(ref, Tyiyn(100 * 1_000)) for ref in "ABC")
    return Election(
        projects, tuple(cast), Tyiyn(200_000), VoteType.APPROVAL, rule="greedy", **facts
    )


def written(election, shown=Shown.BALLOTS):
    return write(file_of(election, ABOUT, count(election)), shown)


def test_ballots_stand_sorted_and_are_only_numbered():
    election = an_election({Channel.INTERNET: 30, Channel.PAPER: 25})
    rows = written(election).partition("VOTES\n")[2].splitlines()

    assert rows[0] == "voter_id;vote;voting_method"
    assert [row.split(";")[0] for row in rows[1:]] == [str(at) for at in range(1, 56)]
    said = [row.split(";", 1)[1] for row in rows[1:]]
    assert said == sorted(said)
    turned = replace(election, ballots=tuple(reversed(election.ballots)))
    assert written(turned) == written(election)


def test_hands_at_an_assembly_are_paper_to_others_and_hands_to_us():
    election = an_election({Channel.INTERNET: 21, Channel.ASSEMBLY: 22})

    text = written(election)

    assert "#1: Биринчи жолу. #2: Ballots from voter_id 22 on were given by hand at the" in text
    assert set(re.findall("internet|paper|assembly$", text, re.MULTILINE)) == {"internet", "paper"}
    read = parse(text)
    assert dict(read.meta)["comment"] == "#1: Биринчи жолу."
    assert sum(b.weight for b in read.election.ballots if b.channel is Channel.ASSEMBLY) == 22


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ({Channel.INTERNET: 20}, Shown.BALLOTS),
        ({Channel.INTERNET: 300, Channel.PAPER: 20}, Shown.BALLOTS),
        ({Channel.INTERNET: 300, Channel.PAPER: 19}, Shown.WITHOUT_CHANNELS),
        ({Channel.PAPER: 10, Channel.INTERNET: 10}, Shown.WITHOUT_CHANNELS),
        ({Channel.PAPER: 19}, Shown.TOTALS),
        ({}, Shown.BALLOTS),
    ],
)
def test_few_ballots_are_not_shown_by_themselves(numbers, shown):
    election = an_election(numbers)

    assert safe_to_show(election) is shown
    text = written(election, shown)
    assert ("voting_method" in text) is (shown is Shown.BALLOTS and len(numbers) > 1)
    if shown is not Shown.TOTALS:
        again = count(parse(text).election)
        assert dict(again.scores) == dict(count(election).scores)


def test_totals_alone_are_written_without_a_ballot():
    text = written(an_election({Channel.PAPER: 4, Channel.ASSEMBLY: 3}), Shown.TOTALS)

    assert text.endswith("VOTES\nvoter_id;vote\n")
    assert "num_votes;7\n" in text
    assert "A;100000;" not in text
    assert "A;1000;4;1\n" in text
    assert "comment;#1: Only totals are published, because there are few ballots.\n" in text


def test_what_a_rule_set_adds_is_told_in_the_comment():
    election = an_election(
        {Channel.INTERNET: 30},
        options=CountRules(quorum=12, complete=True),
        exclusive=(("A", "B"),),
        sits_out=("C",),
    )

    meta = dict(file_of(election, ABOUT, count(election)).meta)

    assert meta["rule"] == "greedy-custom"
    assert meta["comment"] == (
        "#1: Биринчи жолу. #2: Counted by greedy with: quorum 12,"
        " at most one of A and B, sits out C."
    )


def test_a_choice_that_can_do_nothing_here_leaves_the_rule_its_name():
    options = CountRules(complete=True, leftover_to_pot=True, top_places=3, unit=Tyiyn(500))
    election = an_election({Channel.INTERNET: 30}, options=options)

    meta = dict(parse(written(election)).meta)

    assert (meta["rule"], meta["comment"]) == ("greedy", "#1: Биринчи жолу.")


def test_a_rule_the_format_does_not_name_is_named_in_the_comment():
    election = replace(an_election({Channel.INTERNET: 3}), rule="greedy-cost-ratio")

    text = written(election)

    assert "rule;greedy-custom\n" in text
    assert "#2: Counted by greedy-cost-ratio.\n" in text
    assert parse(text).election.rule == "greedy-cost-ratio"


def test_a_short_ordinal_ballot_is_written_with_its_points():
    cast = (Ballot(("A", "B", "C")), Ballot(("C",)))
    election = replace(an_election({}), vote_type=VoteType.ORDINAL, ballots=cast, max_choices=3)

    text = written(election)

    assert text.endswith("VOTES\nvoter_id;vote;points\n1;C;3\n2;A,B,C;3,2,1\n")
    assert set(parse(text).election.ballots) == set(cast)
    with pytest.raises(NotValid) as refused:
        parse(text.replace("1;C;3", "1;C;1"))
    assert refused.value.facts["problem"] == "points_unexpected"
