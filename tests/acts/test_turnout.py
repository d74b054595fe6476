"""The turnout kept with a result: by village and by sex, where the numbers are large enough."""

import json

import pytest

from pb import lifecycle
from pb.acts import residents
from pb.records import results as records
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.actors import PLATFORM
from tests.stage import KEYS


def counted(stage, voted):
    """Twelve people on the roll of each of two villages; so many of each voted."""
    stage.announced()
    stage.on_ballot(100_000)
    people = {
        village: [stage.person(Role.RESIDENT) for _ in range(12)]
        for village in ("archa-tor", "kyzyl-kopuro")
    }
    lines = [(one.account_id, village) for village, some in people.items() for one in some]
    residents.enter_on_roll(PLATFORM, stage.place, stage.round().id, lines, stage.now)
    stage.go_to(Phase.VOTING)
    for some, number in zip(people.values(), voted, strict=True):
        for voter in some[:number]:
            stage.vote(voter, 1)
    stage.go_to(Phase.COUNTING)
    lifecycle.count(stage.person(Role.OPERATOR), stage.place, "2026", KEYS, stage.now)
    result = records.result_of(stage.place, stage.round().id)
    return json.loads(result.counted)["turnout"]


def test_villages_stand_with_their_turnout_when_nobody_can_be_recognised(stage):
    assert counted(stage, (5, 7))["villages"] == [
        [[["Арча-Төр", "Арча-Тёр"]], 12, 5],
        [[["Кызыл-Көпүрө", "Кызыл-Кёпюрё"]], 12, 7],
    ]


@pytest.mark.parametrize("voted", [(4, 7), (5, 8), (0, 6), (12, 6)])
def test_no_village_is_shown_when_one_of_the_two_would_give_somebody_away(stage, voted):
    found = counted(stage, voted)

    assert found == {"villages": [], "sexes": []}
