"""Every deed in every state: a group moves as the printed table says, or it stays as it was."""

import pytest

from pb.acts.groups import founding, paper, register
from pb.rules.groups import GROUP_MOVES, GroupState, Way
from pb.rules.refusals import Refusal
from pb.rules.roles import Role
from pb.services import groups as service
from pb.services.work import unit_of_work
from tests.groups_made import begun, close, entered, group_of, joined, neighbours

STATES = tuple(GroupState)
WHY = "Мөөнөтү бүткөндүктөн ушундай чечилди"

# What becomes of a group of a way in a state, deed by deed; a point: it is refused.
TABLE = """
                             close    confirm  register    work          refuse     dissolve   give_up
    founded_online draft         founded  .        .           .             .          .          dissolved
    founded_online founded       .        .        registered  .             draft      .          dissolved
    founded_online registered    .        .        .           active_group  .          dissolved  dissolved
    founded_online active_group  .        .        .           active_group  .          dissolved  dissolved
    founded_online dissolved     .        .        .           .             .          .          .
    founded_on_paper draft         .      founded  .           .             dissolved  .          .
    founded_on_paper founded       .      .        registered  .             dissolved  .          .
    founded_on_paper registered    .      .        .           active_group  .          dissolved  .
    founded_on_paper active_group  .      .        .           active_group  .          dissolved  .
    founded_on_paper dissolved     .      .        .           .             .          .          .
"""  # noqa: E501
DEEDS, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CASES = [
    (Way(row[0]), GroupState(row[1]), deed, becomes)
    for row in ROWS
    for deed, becomes in zip(DEEDS, row[2:], strict=True)
]


class Play:
    """A group brought into a state, and everyone who may try something with it."""

    def __init__(self, stage, way, state):
        self.stage = stage
        self.clerk, self.other = (stage.person(Role.OPERATOR) for _ in range(2))
        self.people = neighbours(stage)
        self.leader = self.people[0]
        if way is Way.PAPER:
            self.ref = entered(stage, self.clerk)
        else:
            self.ref = begun(stage, self.leader)
            joined(stage, self.leader, self.ref, *self.people[1:])
        if state is GroupState.DISSOLVED:
            self.do("refuse" if way is Way.PAPER else "give_up")
        for step, reached in (
            ("confirm" if way is Way.PAPER else "close", GroupState.FOUNDED),
            ("register", GroupState.REGISTERED),
            ("work", GroupState.ACTIVE),
        ):
            if STATES.index(state) >= STATES.index(reached) and state is not GroupState.DISSOLVED:
                self.do(step)
        assert self.state is state

    @property
    def state(self):
        return group_of(self.stage, self.ref).state

    def do(self, deed):
        place, now = self.stage.place, self.stage.now
        match deed:
            case "close":
                close(self.stage, self.leader, self.ref)
            case "confirm":
                paper.confirm(self.other, place, self.ref, now)
            case "register":
                register.register(self.clerk, place, self.ref, now)
            case "work":
                with unit_of_work():
                    service.put_to_work(service.groups.group_of(place, self.ref))
            case "refuse":
                register.refuse(self.clerk, place, self.ref, WHY, "ky", now)
            case "dissolve":
                register.dissolve(self.clerk, place, self.ref, WHY, "ky", now)
            case "give_up":
                founding.give_up(self.leader, place, self.ref, WHY, "ky", now)


def test_the_table_speaks_of_every_way_state_and_deed_once():
    assert (
        len(CASES) == len(Way) * len(GroupState) * len(DEEDS) == len({case[:3] for case in CASES})
    )


@pytest.mark.parametrize(("way", "state", "deed", "becomes"), CASES)
def test_a_group_moves_as_the_table_says_or_stays_as_it_was(stage, way, state, deed, becomes):
    play = Play(stage, way, state)

    if becomes == ".":
        with pytest.raises(Refusal):
            play.do(deed)
        assert play.state is state
    else:
        play.do(deed)
        assert play.state is GroupState(becomes)
        assert GroupState(becomes) is state or GroupState(becomes) in GROUP_MOVES[state]
