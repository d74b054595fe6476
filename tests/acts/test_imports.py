"""Importing an election held elsewhere: a round of a place of its own, counted and decided."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pb import lifecycle
from pb.acts import imports
from pb.records import audit, ballots, documents, places, proposals, results, rounds
from pb.records.base import db
from pb.rules import calendar
from pb.rules.pabulib import parse
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.tally.election import Channel, VoteType
from pb.services.actors import PLATFORM

ELECTIONS = Path(__file__).resolve().parents[1] / "elections"
LATER = datetime(2027, 2, 1, 6, tzinfo=UTC)


@pytest.fixture
def bring(stage):
    """Import a fixture of an election through the lifecycle, changed where a test asks for it."""

    def bring(name, *changes, now=LATER):
        text = (ELECTIONS / name).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        content = text.encode()
        return lifecycle.import_round(
            parse(content), name, hashlib.sha256(content).hexdigest(), stage.storage, now
        )

    return bring


def round_of(counted):
    return rounds.round_of(counted.imported.municipality_id, counted.imported.round_slug)


@pytest.mark.parametrize(
    "name",
    [
        "kyzyl-ozon-greedy.pb",
        "ak-torpu-no-skip.pb",
        "kok-bulung-threshold.pb",
        "teng-dobush-ties.pb",
        "uch-emchek-choose-1.pb",
        "ak-ozon-mixed.pb",
    ],
)
def test_import_gives_the_published_winners_when_the_rule_is_counted(bring, name):
    counted = bring(name)

    assert counted.equals_published is True
    assert counted.winners == tuple(
        line.project.source_ref
        for line in results.result_of(counted.imported.municipality_id, round_of(counted).id).lines
        if line.outcome == "won"
    )
    papers = documents.documents_of_round(counted.imported.municipality_id, round_of(counted).id)
    assert [paper.language for paper in papers] == ["ky", "ru"]


def test_import_says_so_when_other_projects_win_than_the_file_says(bring):
    counted = bring("kyzyl-ozon-greedy.pb", ("Өрттөн коргонуу бурчу;0", "Өрттөн коргонуу бурчу;1"))

    assert counted.equals_published is False


def test_import_passes_over_a_project_the_file_gives_as_withdrawn(bring):
    counted = bring("ak-torpu-no-skip.pb", ("12;200000", "12;999999999"))

    assert counted.winners == ("13", "14")


def test_import_compares_with_nothing_when_the_file_names_no_winners(bring):
    counted = bring("kyzyl-ozon-greedy.pb", (";selected", ";chosen"))

    assert counted.equals_published is None
    assert {p.was_selected for p in proposals.projects_of(round_of(counted).id)} == {None}


def test_import_founds_a_municipality_of_its_own_under_the_name_in_the_file(bring):
    counted = bring("kok-bulung-threshold.pb")

    place = places.municipality_of(counted.imported.place_slug)
    assert place.id == counted.imported.municipality_id
    assert place.name_ky == place.name_ru
    assert place.raion_ky == "Kyrgyzstan"
    assert not place.is_fictional


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ("district;Көк-Суу\nsubunit;Төмөнкү", "Чоң-Арык, Көк-Суу, Төмөнкү"),
        ("district;Көк-Суу\nsubunit;Көк-Суу, 250", "Чоң-Арык, Көк-Суу, 250"),
        ("district;Көк-Суу\nsubunit;Көк-Суу", "Чоң-Арык, Көк-Суу"),
    ],
)
def test_import_names_the_place_by_its_parts_and_none_of_them_twice(bring, parts, name):
    unit = "unit;Көк-Бүлүң"

    counted = bring("kok-bulung-threshold.pb", (unit, f"unit;Чоң-Арык\n{parts}"))

    assert places.municipality_of(counted.imported.place_slug).name_ky == name


def test_import_takes_an_election_nobody_voted_in(bring):
    ballots_of_file = "d1;T3,T1\nd2;T3,T2\nd3;T1,T2\nd4;T4\n"
    no_totals = (";votes;", ";before;")

    counted = bring(
        "teng-dobush-ties.pb", ("num_votes;4", "num_votes;0"), (ballots_of_file, ""), no_totals
    )

    result = results.result_of(counted.imported.municipality_id, round_of(counted).id)
    assert (result.ballots, result.marks) == (0, 0)
    assert result.cost + result.left == result.budget


def test_import_makes_a_decided_round_with_the_days_of_the_file(bring):
    counted = bring("kok-bulung-threshold.pb")

    round_ = round_of(counted)
    assert round_.phase(LATER) is Phase.DECIDED
    assert calendar.day_of(round_.voting_opens).isoformat() == "2025-10-01"
    assert calendar.last_day_before(round_.voting_closes).isoformat() == "2025-10-15"
    assert round_.source.startswith("kok-bulung-threshold.pb, SHA-256 ")
    assert round_.ties == "listed-first"


def test_import_numbers_the_projects_in_the_order_of_the_file(bring):
    projects = proposals.projects_of(round_of(bring("kok-bulung-threshold.pb")).id)

    assert [(p.number, p.source_ref) for p in projects] == [(1, "K-01"), (2, "K-02"), (3, "K-03")]
    assert all(p.title_ky == p.title_ru for p in projects)
    assert all(p.proposal_id is None for p in projects)


def test_import_puts_every_ballot_into_the_box_and_nobody_on_a_roll(bring):
    counted = bring("uch-emchek-choose-1.pb")

    round_ = round_of(counted)
    result = results.result_of(round_.municipality_id, round_.id)
    assert round_.vote_type is VoteType.CHOOSE_1
    assert (round_.min_choices, round_.max_choices) == (1, 1)
    assert result.ballots == result.participants == 6
    assert result.voters is None
    assert ballots.participants(round_.id) == 0
    kept = db.session.query(ballots.Ballot).filter_by(round_id=round_.id).all()
    assert len({ballot.ballot_id for ballot in kept}) == 6
    assert {ballot.number for ballot in kept} == {None}
    assert {ballot.lot_id for ballot in kept} == {kept[0].lot_id}


def test_import_keeps_the_channels_of_the_file(bring):
    counted = bring("ak-ozon-mixed.pb")

    result = results.result_of(counted.imported.municipality_id, round_of(counted).id)
    told = {
        ballot.channel
        for ballot in parse((ELECTIONS / "ak-ozon-mixed.pb").read_bytes()).election.ballots
    }
    assert {
        channel
        for channel, number in (
            (Channel.INTERNET, result.internet),
            (Channel.PAPER, result.paper),
            (Channel.ASSEMBLY, result.assembly),
        )
        if number
    } == told


def test_import_keeps_nothing_of_the_people_who_voted(bring):
    counted = bring("kyzyl-ozon-greedy.pb")

    kept = db.session.query(ballots.Ballot).filter_by(round_id=round_of(counted).id).all()
    numbers = {row.ballot_id for row in kept}
    voters = {
        line.split(";")[0]
        for line in (ELECTIONS / "kyzyl-ozon-greedy.pb").read_text(encoding="utf-8").splitlines()
    }
    assert not numbers & voters


def test_import_leaves_one_trace_with_the_hash_of_the_file(bring):
    counted = bring("teng-dobush-ties.pb")

    (event,) = audit.events_of(counted.imported.municipality_id, "round.imported")
    assert '"ballots": 4' in event.facts
    assert event.actor_ref == PLATFORM.ref


def test_import_is_refused_when_the_same_file_was_imported_before(bring):
    bring("teng-dobush-ties.pb")

    with pytest.raises(Conflict) as refused:
        bring("teng-dobush-ties.pb")

    assert refused.value.code is Code.ELECTION_EXISTS


def test_import_gives_another_name_when_the_place_is_there_already(bring):
    first = bring("teng-dobush-ties.pb")

    second = bring("teng-dobush-ties.pb", ("Аялдама", "Жаңы аялдама"))

    assert second.imported.place_slug == f"{first.imported.place_slug}-2"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("rule;greedy", "rule;condorcet", Code.RULE_UNKNOWN),
        ("date_begin;10.11.2026", "date_begin;10.11.1026", Code.NUMBER_OUT_OF_RANGE),
    ],
)
def test_import_is_refused_and_nothing_is_kept_when_it_cannot_be_counted(bring, old, new, code):
    before = len(places.municipalities())

    with pytest.raises(NotValid) as refused:
        bring("kyzyl-ozon-greedy.pb", (old, new))

    assert refused.value.code is code
    assert len(places.municipalities()) == before


@pytest.mark.parametrize(
    "now", [datetime(2026, 11, 25, 6, tzinfo=UTC), datetime(2020, 1, 1, 6, tzinfo=UTC)]
)
def test_import_is_refused_when_the_voting_is_not_over(bring, now):
    with pytest.raises(NotNow) as refused:
        bring("kyzyl-ozon-greedy.pb", now=now)

    assert refused.value.code is Code.ELECTION_NOT_OVER
    assert refused.value.facts["last"] == "25.11.2026"


def test_import_takes_yesterday_when_the_file_tells_only_this_year(bring):
    counted = bring("ak-torpu-no-skip.pb", now=datetime(2026, 6, 2, 6, tzinfo=UTC))

    assert calendar.last_day_before(round_of(counted).voting_closes).isoformat() == "2026-06-01"


def test_import_keeps_nothing_when_the_count_fails_after_it(bring, stage, monkeypatch):
    def broken(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr(stage.storage, "put", broken)
    before = len(places.municipalities())

    with pytest.raises(OSError, match="disk"):
        bring("teng-dobush-ties.pb")

    assert len(places.municipalities()) == before


def test_import_cuts_what_is_too_long_and_takes_out_what_nobody_sees(bring):
    counted = bring("teng-dobush-ties.pb", ("Аялдама", "Аял\u200bдама " + "ө" * 200))

    titles = [project.title_ky for project in proposals.projects_of(round_of(counted).id)]
    assert max(map(len, titles)) == 150
    assert any(title.startswith("Аялдама ө") and title.endswith("…") for title in titles)


def test_import_is_refused_when_someone_else_than_the_platform_asks(stage):
    clerk = stage.person(Role.OPERATOR)
    file = parse((ELECTIONS / "teng-dobush-ties.pb").read_bytes())

    with pytest.raises(NotAllowed):
        imports.import_round(clerk, file, "a.pb", "0" * 64, LATER)
