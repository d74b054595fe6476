"""The page of a result tells of kiosks within the votes by the internet, as the protocol counts."""

import re

from pb import lifecycle
from pb.rules.roles import Role
from tests.acts.test_kiosk_outcomes import counted, kiosk
from tests.stage import KEYS
from tests.web.browser import say

__all__ = ["kiosk"]


def test_votes_at_kiosks_stand_below_those_by_the_internet_as_a_part_of_them(kiosk, reader):
    counted(kiosk, 5)
    stage, member = kiosk.stage, kiosk.stage.person(Role.COMMISSION)
    lifecycle.confirm(member, stage.place, "2026", KEYS, stage.storage, stage.now)

    page = reader("ky").go("rounds/2026/results")

    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="r">(\d+) ', page.source)
    assert rows[-2:] == [
        (say("By phone or computer"), "10"),
        (say("of them at a kiosk, by ticket"), "5"),
    ]
