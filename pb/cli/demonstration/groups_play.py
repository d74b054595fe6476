"""Two initiative groups of residents: one is registered, one waits for the clerk."""

from datetime import timedelta

from pb.acts.groups import founding, interests, invitations, register
from pb.cli.demonstration.world import World
from pb.documents.words import N_
from pb.rules import calendar
from pb.rules.groups import InterestKind
from pb.rules.rule_sets.choices import Founding
from pb.services.actors import Actor
from pb.services.groups import GroupFacts, Meeting
from pb.services.groups.people import seen_by

REGISTERED = N_(
    "The initiative group “%(name)s” is registered under No. %(number)s; “%(other)s” waits for the"
    " clerk."
)

WATER = GroupFacts(
    "ky",
    "Арча-Төргө таза суу",
    "Жогорку көчөнүн 214 үй-бүлөсүнө туруктуу таза суу жеткирүү үчүн чогулдук: эски түтүктү"
    " алмаштырып, кудуктарды чогуу карайбыз.",
    "archa-tor",
    "Чистая вода для Арча-Тёра",
)
BRIDGE = GroupFacts(
    "ru",
    "Мост к школе в Сары-Озёне",
    "Хотим починить пешеходный мост, по которому дети каждый день ходят в школу, и следить за ним.",
    "sary-ozon",
    "Сары-Өзөндө мектепке көпүрө",
)
FIRST_MEMBERS = 3, 8
"""Which residents join the first group, of those without a sign-in code; the rest the second."""


def play(world: World) -> None:
    """Found both before this year's round is announced; the clerk registers the first."""
    world.go_to(world.today - timedelta(days=95), 11)
    people = [actor for actor, _ in world.residents]
    first, last = FIRST_MEMBERS
    water = _founded(world, WATER, people[0], people[first:last])
    number = register.register(world.operator, world.place, water, world.now)
    interests.note_own(
        people[first], world.place, water, InterestKind.POST, "Айылдык кеңештин депутаты", world.now
    )
    _founded(world, BRIDGE, people[1], people[last : last + 3])
    world.tell(REGISTERED, name=WATER.name, number=number, other=BRIDGE.name)


def _founded(world: World, facts: GroupFacts, leader: Actor, others: list[Actor]) -> str:
    ref = founding.start(leader, world.place, facts, world.now)
    for person in others:
        made = invitations.invite(leader, world.place, ref, "", world.keys, world.now)
        invitations.join(person, world.place, made.code, world.keys, world.now)
    present = [one.ref for one in seen_by(leader, world.place, ref).people]
    meeting = Meeting(calendar.day_of(world.now), Founding.MEETING, "1")
    founding.close(leader, world.place, ref, meeting, present, world.storage, world.now)
    return ref
