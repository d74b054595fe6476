"""Everyone tries every address: what may be met there is what the tables of WHO say.

Ten roles and a stranger, at home and in the neighbour's municipality, by every method an address
takes, before, during and after the voting; with objects of both municipalities in the addresses.
"""

import sys

import pytest

from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.commission_stage import BOTH, entered
from tests.fingerprint import fingerprint
from tests.web.browser import apart, say
from tests.web.walking import (
    CANARY,
    OPEN,
    SAFE,
    addresses,
    furnish,
    is_home,
    is_led_to_sign_in,
    may_here,
    meet,
    undone,
    walkers,
)

FORBIDDEN = {
    say("Your role does not let you do this here. Nothing was changed."),
    say("Sign in first. Nothing was changed."),
}
OF_THE_AUTHOR = {
    *("replies.reply", "replies.cost", "replies.appeal"),
    *("proposal_steps.edit", "proposal_steps.check", "proposal_steps.submit"),
    *("proposals.receipt", "proposals.withdraw", "co_authors.index", "co_authors.end"),
    "place_maps.point",
    *(f"proposal_files.{deed}" for deed in ("edit", "add", "bring", "remove", "up")),
}
"""A resident who is not the author is kept out of these as well, and an operator who does not type
it from a paper; tests of proposals hold that."""

FROM_ELSEWHERE = {"sign_in_by_state.back"}
"""The state's answer comes from its own site: it is held by state and nonce instead."""

PHASES = (Phase.SUBMISSION, Phase.VOTING, Phase.COUNTING)


def prepared(stage, phase):
    """The municipality and its neighbour, a round in a phase in each, the neighbour's marked."""
    neighbour = stage.neighbour()
    for town, mark in ((stage, "Эсенова"), (neighbour, CANARY)):
        town.announced(rules=BOTH)
        town.go_to(Phase.SUBMISSION)
        town.submitted(title=f"Көпүрө оңдоо {mark}")
        furnish(town, mark)
        entered(town, mark)
        town.clock.put(town.round().created_at)
    stage.go_to(phase)
    return neighbour


def refused_as_the_table_says(met, method):
    if method == "GET" and is_led_to_sign_in(met):
        return True
    return met.status == 403 and any(sentence in met.text for sentence in FORBIDDEN)


def wrong(walker, rule, town, home, act, met, method):
    """What should not have been met, in words; None where all is well."""
    if met.status >= 500:
        return "broke"
    if act in OPEN:
        return None
    asked = (walker.role, act)
    writes = walker.role is Role.RESIDENT or (walker.role is Role.OPERATOR and may_here(*asked))
    if rule.endpoint in OF_THE_AUTHOR and writes and town is home:
        return None
    allowed = is_home(walker.role, rule, town, home) and may_here(walker.role, act)
    if allowed and refused_as_the_table_says(met, method):
        return "was kept out"
    if not allowed and not refused_as_the_table_says(met, method):
        return f"got in ({met.status})"
    return None


@pytest.mark.parametrize("phase", PHASES)
def test_everyone_meets_at_every_address_what_the_tables_say(app, stage, reader, phase, capsys):
    neighbour = prepared(stage, phase)
    people = walkers(stage, reader)
    found, counts = [], {"GET": 0, "POST": 0}
    before = fingerprint()

    for town in (stage, neighbour):
        for rule, address, act in addresses(app, town):
            for method in ("GET", "POST"):
                if method not in rule.methods or rule.endpoint == "sign_in.sign_out":
                    continue
                for walker in people:
                    with undone(app):
                        met = apart(meet, walker, address, method)
                    counts[method] += 1
                    problem = wrong(walker, rule, town, stage, act, met, method)
                    if problem:
                        found.append(f"{walker.role} at {method} {address} {problem}")
                    public = act in OPEN or town is stage or "place" not in rule.arguments
                    if not public and CANARY in met.text:
                        found.append(f"{walker.role} at {method} {address} saw the neighbour's")

    assert not found, "\n".join(found[:40])
    assert fingerprint() == before
    with capsys.disabled():
        walked = f"{counts['GET']} pages and {counts['POST']} forms by {len(people)}"
        sys.stdout.write(f"\n  {phase}: {walked}\n")


def test_no_page_that_is_only_read_writes_anything(app, stage, reader):
    prepared(stage, Phase.VOTING)
    people = walkers(stage, reader)
    before = fingerprint()

    for rule, address, _act in addresses(app, stage):
        if "GET" in rule.methods:
            for walker in people:
                apart(meet, walker, address, "GET")

    assert fingerprint() == before


def test_no_form_is_taken_without_its_token_from_anyone(app, stage, reader):
    prepared(stage, Phase.VOTING)
    people = walkers(stage, reader)
    before = fingerprint()

    for rule, address, _act in addresses(app, stage):
        if rule.methods - SAFE and rule.endpoint not in FROM_ELSEWHERE:
            for walker in people:
                walker.token = ""
                assert apart(meet, walker, address, "POST").status == 400, address

    assert fingerprint() == before


def test_objects_of_the_neighbour_are_not_there(app, stage, reader):
    """At home with a foreign object in the address: not found, and nothing of it shown."""
    neighbour = prepared(stage, Phase.SUBMISSION)
    people = walkers(stage, reader)
    foreign = []

    for rule, address, act in addresses(app, neighbour):
        if "ref" not in rule.arguments or "place" not in rule.arguments or "nothing" in address:
            continue
        here = address.replace(f"/{neighbour.slug}/", f"/{stage.slug}/", 1)
        for walker in people:
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                at_home = is_home(walker.role, rule, stage, stage)
                if act in OPEN or (at_home and may_here(walker.role, act)):
                    with undone(app):
                        met = apart(meet, walker, here, method)
                    foreign.append((walker.role, method, here, met.status, CANARY in met.text))

    assert len(foreign) > 40
    assert {role for role, *_ in foreign} >= {Role.PUBLIC, Role.OPERATOR, Role.RESIDENT}
    assert [one for one in foreign if one[3] != 404 or one[4]] == []
