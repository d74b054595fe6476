"""Initiative groups of tests, made through the deeds themselves."""

import itertools
from dataclasses import replace

from pb.acts import residents
from pb.acts.groups import founding, invitations, membership, paper, register
from pb.acts.groups.paper import OnPaper, PaperFacts
from pb.records import groups
from pb.records.base import db
from pb.records.groups import members
from pb.rules import calendar
from pb.rules.roles import Role
from pb.rules.rule_sets.choices import Founding
from pb.services.actors import PLATFORM
from pb.services.groups import GroupFacts, Meeting
from tests.rules_adopted import PAPER
from tests.stage import KEYS

FACTS = GroupFacts(
    language="ky",
    name="Таза суу — Арча-Төргө",
    aim="Жогорку көчөгө таза суу жеткирүү үчүн чогулдук.",
    settlement="archa-tor",
)
NAMES = ("Абдылдаева Гүлзат", "Бекмурзаев Өмүрбек", "Сыдыкова Жаңыл", "Төлөгөнов Үсөн")
WHY = "Протоколду тизме менен салыштыруу"
_pins = itertools.count(1)


def pin():
    """One more personal number that no person has."""
    return f"1010119{90:02}{next(_pins):05}"


def resident(stage, name=NAMES[0], code=None):
    """Somebody the office has met."""
    return introduced(stage, stage.person(Role.RESIDENT, name, code))


def introduced(stage, person):
    """The same person, once the office has met them as a resident."""
    clerk = stage.person(Role.OPERATOR).account_id
    known = [(person.account_id, "archa-tor", pin())]
    residents.introduce(PLATFORM, stage.place, known, clerk, KEYS, stage.now)
    return person


def neighbours(stage, number=3):
    """So many residents, each with a name of their own."""
    return [resident(stage, NAMES[at % len(NAMES)]) for at in range(number)]


def meeting(stage, **changes):
    """A founding meeting of today."""
    return replace(Meeting(calendar.day_of(stage.now), Founding.MEETING, "1"), **changes)


def begun(stage, leader):
    """A group that its leader has begun."""
    return founding.start(leader, stage.place, FACTS, stage.now)


def invited(stage, leader, ref, phone=""):
    """The code of an invitation."""
    return invitations.invite(leader, stage.place, ref, phone, KEYS, stage.now).code


def joined(stage, leader, ref, *people):
    """Let these people join."""
    for person in people:
        code = invited(stage, leader, ref)
        invitations.join(person, stage.place, code, KEYS, stage.now)


def refs(stage, ref):
    """The public ids of everyone who is in a group, the leader first."""
    group = group_of(stage, ref)
    return [one.member.ref for one in members.standing(stage.place, group.id)]


def group_of(stage, ref):
    """The record of a group."""
    db.session.expire_all()
    return groups.group_of(stage.place, ref)


def founded(stage, *people):
    """A group founded online by these people (three new ones unless told), the first leads."""
    people = people or tuple(neighbours(stage))
    leader = people[0]
    ref = begun(stage, leader)
    joined(stage, leader, ref, *people[1:])
    close(stage, leader, ref)
    return ref


def close(stage, leader, ref, present=None, **changes):
    """Close the founding; everyone was there unless told."""
    there = refs(stage, ref) if present is None else present
    held = meeting(stage, **changes)
    founding.close(leader, stage.place, ref, held, there, stage.storage, stage.now)


def registered(stage, *people):
    """A group that is registered."""
    ref = founded(stage, *people)
    register.register(stage.person(Role.OPERATOR), stage.place, ref, stage.now)
    return ref


def lead_passed(stage, ref, leader, heir):
    """The second person of the group takes the lead of the first."""
    membership.offer_lead(leader, stage.place, ref, refs(stage, ref)[1], stage.now)
    membership.take_lead(heir, stage.place, ref, stage.now)
    db.session.expire_all()


def as_(role, person):
    """The same person in another role."""
    return replace(person, roles=frozenset({role}))


def on_paper(*people, leader=1, signed=True):
    """What a signed protocol says: these names, three unless told."""
    lines = people or tuple(OnPaper(at, name) for at, name in enumerate(NAMES[:3], start=1))
    return PaperFacts(lines, leader, signed)


def entered(stage, clerk, facts=FACTS, said=None, **changes):
    """A group entered from paper."""
    held = meeting(stage, **{"file": PAPER, **changes})
    said = said or on_paper()
    return paper.enter(clerk, stage.place, facts, held, said, stage.storage, KEYS, stage.now)
