"""The trail of deeds takes a closed list of tags, each with exactly its facts."""

import json

import pytest

from pb.records.audit import events_of
from pb.services import audit
from pb.services.actors import PLATFORM
from pb.services.audit import FACTS, Tag

PERSONAL = {"name", "phone", "pin", "account", "resident", "choices", "marks", "ballot"}


def test_every_tag_says_which_facts_it_takes():
    assert set(FACTS) == set(Tag)


@pytest.mark.parametrize("tag", sorted(Tag))
def test_no_tag_takes_a_person_or_a_choice(tag):
    assert not FACTS[tag] & PERSONAL


@pytest.mark.parametrize(
    "facts", [{}, {"role": "head", "name": "Айжан"}, {"roles": "head"}, {"name": "Айжан"}]
)
def test_append_takes_no_other_facts_than_the_tags_own(stage, facts):
    with pytest.raises(ValueError, match="takes exactly the facts"):
        audit.append(Tag.ROLE_GRANTED, PLATFORM, stage.place, stage.now, **facts)


def test_append_writes_the_facts_as_sorted_json(stage):
    facts = {"version": 2, "protocol": 7}
    audit.append(Tag.RESULT_CONFIRMED, PLATFORM, stage.place, stage.now, "2026", **facts)

    [event] = events_of(stage.place, Tag.RESULT_CONFIRMED)

    assert event.facts == '{"protocol": 7, "version": 2}'
    assert json.loads(event.facts) == facts
    assert (event.actor_ref, event.object_ref, event.at) == ("platform", "2026", stage.now)


def test_the_trail_is_read_by_municipality(stage):
    neighbour = stage.neighbour()

    tags = [[event.tag for event in events_of(place)] for place in (stage.place, neighbour.place)]

    assert tags == [[Tag.MUNICIPALITY_FOUNDED], [Tag.MUNICIPALITY_FOUNDED]]
    assert events_of(None) == []
