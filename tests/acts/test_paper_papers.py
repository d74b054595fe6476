"""Papers of the vote on paper: printed ballots, roll sheets with a trace, acts, covers, scans."""

import re

import pytest

from pb.acts import ballot_order, box_acts, paper_approvals, roll_sheets, stations
from pb.documents.ballot_papers import MOST_ON_A5, BallotFacts
from pb.records import stations as station_records
from pb.records.base import db
from pb.records.privacy import PersonalAccess
from pb.rules.ballots import BallotRules
from pb.rules.paper_ballots import MOST_STATIONS
from pb.rules.privacy import Purpose
from pb.rules.refusals import Code, Conflict, NotFound, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.texts import Bilingual
from pb.services.audit import Tag
from pb.services.papers import letterhead
from tests.documents.reading import Pdf, say, squeezed
from tests.fingerprint import one_event, refused
from tests.paper_stage import SCHOOL, with_station
from tests.roll_stage import imported

WHY = "Добуш берүү үчүн тизме басылат."
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\n%%EOF\n"


@pytest.fixture
def paper(stage):
    return with_station(stage)


@pytest.fixture
def with_names(stage):
    """A station and a roll with five names on it."""
    stage.announced()
    imported(stage, 5)
    stage.on_ballot(100_000)
    stage.go_to(Phase.VOTING)
    clerk = stage.person(Role.OPERATOR)
    return clerk, stations.add(clerk, stage.place, "2026", SCHOOL, stage.now)


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_print_stock_prints_each_control_number_as_often_as_it_was_drawn(paper, stage, language):
    (stock,) = station_records.stocks_of(stage.place, stage.round().id)

    with one_event(Tag.BALLOTS_PRINTED):
        content = stations.print_stock(
            paper.first, stage.place, "2026", paper.station, stock.ref, language, stage.now
        )

    pages = Pdf(content).pages
    text = "".join(pages)
    assert re.findall(r"№(\d{5})", text) == ["00001", "00004", "00002", "00005", "00003", "00006"]
    before_ballot = re.findall(
        rf"(\d{{3}}){squeezed(say(language, 'Ballot'))}", text
    ) or re.findall(rf"{squeezed(say(language, 'control number'))}(\d{{3}})", text)
    assert sorted(map(int, before_ballot)) == paper.numbers
    assert squeezed(say(language, "Your control number: take this slip with you.")) in text
    assert len(pages) == 3


def test_a_long_ballot_has_a_sheet_of_its_own(stage):
    def facts(projects):
        one = Bilingual("Көпүрө", "Мост")
        return BallotFacts(
            letterhead(stage.municipality()), one, "2026", one, 1, stage.now.date(),
            stage.now.date(), BallotRules(1, 3),
            tuple((n, one, one, 100) for n in range(projects)), "KGS",
            ((1, 100), (2, 101), (3, 102)),
        )  # fmt: skip

    assert facts(MOST_ON_A5).sheets == [((1, 100), (3, 102)), ((2, 101),)]
    assert facts(MOST_ON_A5 + 1).sheets == [((1, 100),), ((2, 101),), ((3, 102),)]


def test_the_order_of_the_ballot_stays_once_ballots_are_printed(paper, stage):
    stage.go_to(Phase.DISCUSSION)
    manner = Bilingual("Сөөк ыргытылды, баары көрдү.", "Бросили кости при всех.")

    with refused(Conflict, Code.BALLOTS_PRINTED):
        ballot_order.enter(paper.first, stage.place, "2026", "6 1 4 2", manner, stage.now)


def test_print_sheets_shows_names_and_leaves_a_trace_at_each_of_them(with_names, stage):
    clerk, station = with_names

    with one_event(Tag.PERSONAL_DATA_OPENED) as event:
        content = roll_sheets.print_sheets(
            clerk, stage.place, "2026", station, 1, WHY, "ru", stage.now
        )

    text = "".join(Pdf(content).pages)
    assert text.count("Бек") == 5
    assert squeezed(say("ru", "Signature for the ballot")) in text
    looks = db.session.query(PersonalAccess).all()
    assert [(one.purpose, one.reason) for one in looks] == [(Purpose.PAPER_VOTE, WHY)] * 5
    assert "Бек" not in event.facts


def test_print_sheets_is_refused_without_a_reason_and_past_the_last_name(with_names, stage):
    clerk, station = with_names
    given = (clerk, stage.place, "2026", station)

    with refused(NotValid, Code.TEXT_TOO_SHORT, "reason"):
        roll_sheets.print_sheets(*given, 1, "добуш", "ru", stage.now)
    for part in (0, 2, 10**9):
        with refused(NotValid, Code.NUMBER_OUT_OF_RANGE, "part"):
            roll_sheets.print_sheets(*given, part, WHY, "ru", stage.now)


def test_sheets_of_a_station_for_all_villages_have_everybody(with_names, stage):
    clerk, _ = with_names
    everywhere = stations.StationFacts(SCHOOL.kind, SCHOOL.name)
    station = stations.add(clerk, stage.place, "2026", everywhere, stage.now)

    content = roll_sheets.print_sheets(clerk, stage.place, "2026", station, 1, WHY, "ky", stage.now)

    assert "".join(Pdf(content).pages).count("Бек") == 5


def test_add_is_refused_for_a_village_that_is_not_there_and_after_the_last_station(paper, stage):
    given = (paper.first, stage.place, "2026")
    nowhere = stations.StationFacts(SCHOOL.kind, SCHOOL.name, "nowhere")
    with refused(NotValid, Code.SETTLEMENT_UNKNOWN, "settlement"):
        stations.add(*given, nowhere, stage.now)

    for _ in range(MOST_STATIONS - 1):
        stations.add(*given, SCHOOL, stage.now)
    with refused(Conflict, Code.STATIONS_TOO_MANY):
        stations.add(*given, SCHOOL, stage.now)


def record(paper):
    return station_records.station_of(paper.place, paper.stage.round().id, paper.station)


def test_the_act_of_a_box_is_printed_blank_and_as_it_was_entered(paper, stage):
    paper.mark(paper.people[0])
    blank = "".join(Pdf(box_acts.paper(stage.round(), record(paper), "ru")).pages)
    paper.open_box(2, explanation="Бир белги жетпейт, барак жоголду.", is_void=True)
    entered = "".join(Pdf(box_acts.paper(stage.round(), record(paper), "ky")).pages)

    assert "________" in blank
    assert squeezed(say("ru", "Explanation")) in blank
    assert "________" not in entered
    assert squeezed("Бир белги жетпейт") in entered
    assert squeezed(paper.member.name) in entered
    not_counted = (
        "The box holds more ballots than people were marked. None of its ballots is counted."
    )
    assert squeezed(say("ky", not_counted)) in entered


def test_a_cover_names_the_pile(paper, stage):
    paper.mark(paper.people[0])
    paper.open_box(1)
    batch = paper.record(paper.batch(1))

    text = "".join(Pdf(stations.cover(stage.round(), batch, "ru")).pages)

    assert "1/1" in text
    assert squeezed(say("ru", "Read second by")) in text


def test_the_scan_of_a_cover_is_kept_until_the_pile_is_approved(paper, stage):
    paper.mark(paper.people[0])
    paper.open_box(1)
    ref = paper.entered(f"{paper.numbers[0]} 1")
    given = (paper.first, stage.place, "2026", ref)
    round_id = stage.round().id

    with refused(NotFound, Code.NOT_FOUND):
        paper_approvals.scan(stage.place, round_id, ref, stage.storage)
    with refused(NotValid, Code.RESOLUTION_FILE_UNREADABLE, "file"):
        paper_approvals.attach_scan(*given, b"no scan", stage.storage, stage.now)
    with one_event(Tag.SCAN_ADDED):
        paper_approvals.attach_scan(*given, PDF, stage.storage, stage.now)
    paper.approve(ref)
    with refused(Conflict, Code.BATCH_MOVED_ON):
        paper_approvals.attach_scan(*given, PDF, stage.storage, stage.now)

    kept, content = paper_approvals.scan(stage.place, round_id, ref, stage.storage)
    assert (kept.media_type, content) == ("application/pdf", PDF)
