"""What is told of kiosks within the votes by the internet: one figure, or none, wherever it is."""

import json
import re

import pytest

from pb import lifecycle
from pb.records import documents
from pb.rules.roles import Role
from tests.acts.test_kiosk_outcomes import counted, kiosk
from tests.documents.reading import Pdf
from tests.results_made import got
from tests.stage import KEYS
from tests.web.browser import say

__all__ = ["kiosk"]


def confirmed(kiosk, at_kiosk):
    counted(kiosk, at_kiosk)
    stage, member = kiosk.stage, kiosk.stage.person(Role.COMMISSION)
    lifecycle.confirm(member, stage.place, "2026", KEYS, stage.storage, stage.now)


def test_votes_at_kiosks_stand_below_those_by_the_internet_as_a_part_of_them(kiosk, reader):
    confirmed(kiosk, 5)

    page = reader("ky").go("rounds/2026/results")

    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="r">(\d+) ', page.source)
    assert rows[-2:] == [
        (say("By phone or computer"), "10"),
        (say("of them at a kiosk, by ticket"), "5"),
    ]


@pytest.mark.parametrize(("at_kiosk", "told"), [(5, 5), (4, None), (6, None), (0, None)])
def test_the_page_the_file_and_the_protocol_tell_the_same_of_kiosks(kiosk, reader, at_kiosk, told):
    confirmed(kiosk, at_kiosk)
    stage = kiosk.stage

    visitor = reader("ky")
    facts = json.loads(got(visitor, "togz-archa", "2026", "result.json").data)
    page = visitor.go("rounds/2026/results")
    paper = next(
        one
        for one in documents.documents_of_round(stage.place, stage.round().id)
        if one.language == "ky"
    )

    sentence = say("Of them at a kiosk, by ticket: %(number)s.", number=told).replace(" ", "")
    start = sentence[: sentence.index(":")]
    printed = "".join(Pdf(stage.storage.get(paper.sha256)).pages)
    assert facts["turnout"]["at_kiosks"] == told
    assert (say("of them at a kiosk, by ticket") in page.source) is (told is not None)
    assert (sentence in printed, start in printed) == ((told is not None),) * 2
