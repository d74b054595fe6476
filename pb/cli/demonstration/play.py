"""The whole play: last year's round to its protocol and report, this year's into its voting."""

from datetime import timedelta

import click

from pb import lifecycle
from pb.acts import place_maps
from pb.cli import showing
from pb.cli.demonstration import (
    assembly_play,
    groups_play,
    last_year,
    monitoring_play,
    outline,
    rules_play,
    spring,
    this_year,
    watch_play,
)
from pb.cli.demonstration.round_play import RoundPlay
from pb.cli.demonstration.station_play import StationPlay
from pb.cli.demonstration.world import DEMONSTRATION_RESIDENTS, World
from pb.documents.words import N_
from pb.records import results as result_records

PLACE = N_("1. The municipality %(name)s: five villages, %(people)s residents, all invented.")
LAST = N_("2. The round of last year, %(year)s.")
COUNT = N_("3. The count.")
COUNTED = N_("Counted by %(clerk)s, confirmed by %(commission)s: %(ballots)s.")
MONITORING = N_("4. Joint monitoring: what became of it.")
SPRING = N_("5. A round of subsidies, %(year)s: residents and a commission select together.")
THIS = N_("6. The round of this year, %(year)s, is in its voting.")

TOO_EARLY = N_("a vote before the voting")
TOO_LATE = N_("a vote after the voting")
TWICE = N_("a second vote of the same person")
TOO_MANY = N_("four choices where three are allowed")
NOT_THERE = N_("a project of another round")
SAME_PERSON = N_("the person who counted wants to confirm too")

VOTERS_LAST_YEAR, VOTERS_THIS_YEAR = 210, 90
DAYS_OF_VOTING, DAYS_SO_FAR = 11, 7
AT_STATION = 14
"""People who come to last year's station; one of them votes by a ticket."""


def last_round(world: World) -> str:
    """From the draft to the confirmed result; returns the name of the round in addresses."""
    year = str(world.today.year - 1)
    play = RoundPlay(
        world,
        last_year.WISHES,
        last_year.RULES,
        year,
        world.today - timedelta(days=365 + DAYS_SO_FAR),
    )
    world.go_to(play.submission_from - timedelta(days=30))
    world.found()
    world.say(PLACE, name="Тогуз-Арча", people=len(world.residents))
    world.say(LAST, year=year)
    rules_play.adopt(world)
    place_maps.draw(world.operator, world.place, outline.geojson(), world.now)
    play.announce()
    play.propose()
    play.open_roll()
    voters = [actor for actor, _ in world.random.sample(world.residents, VOTERS_LAST_YEAR)]
    absent = next(actor for actor, _ in world.residents if actor not in voters)
    world.go_to(play.opens - timedelta(days=1), 20)
    world.show_refusal(TOO_EARLY, lambda: play.cast(absent, 1))
    world.go_to(play.opens, 8)
    # Number 12 stands on this year's ballot only.
    world.show_refusal(NOT_THERE, lambda: play.cast(absent, 1, 12))
    away = [
        (actor, pin)
        for (actor, _), pin in zip(world.residents, world.pins, strict=True)
        if actor not in voters and actor is not absent
    ]
    station = StationPlay(world, year, away[:AT_STATION])
    play.vote(voters, DAYS_OF_VOTING, (1, station.open_))
    world.go_to(play.closes, 22)
    world.show_refusal(TWICE, lambda: play.cast(voters[0], 2))
    world.go_to(play.closes + timedelta(days=1), 9)
    world.show_refusal(TOO_LATE, lambda: play.cast(absent, 1))
    station.count()
    _decide(world, play)
    watch_play.call(world, play.slug)
    return year


def _decide(world: World, play: RoundPlay) -> None:
    world.say(COUNT)
    world.go_to(play.closes + timedelta(days=1), 11)
    lifecycle.count(world.operator, world.place, play.slug, world.keys, world.now)
    world.show_refusal(
        SAME_PERSON,
        lambda: lifecycle.confirm(
            world.operator, world.place, play.slug, world.keys, world.storage, world.now
        ),
    )
    world.go_to(play.closes + timedelta(days=2), 15)
    lifecycle.confirm(
        world.commission, world.place, play.slug, world.keys, world.storage, world.now
    )
    result = result_records.result_of(world.place, play.record.id)
    if result is None:
        raise LookupError(play.slug)
    world.tell(
        COUNTED,
        clerk=world.operator.name,
        commission=world.commission.name,
        ballots=showing.ballots(result, world.language),
    )
    for line in showing.lines(result, world.language, "KGS"):
        click.echo(f"   {line}")
    click.echo(f"   {showing.money_line(result, world.language, 'KGS')}")


def monitored(world: World, round_slug: str) -> str:
    """The monitoring of last year's winner; returns the public id of the evaluation."""
    world.say(MONITORING)
    return monitoring_play.play(world, round_slug, last_year.STANDPIPE + 1)


def spring_round(world: World) -> None:
    """A smaller round between the two, scored by a commission too, its ballot numbered by lot."""
    play = spring.play_of(world)
    world.say(SPRING, year=play.slug)
    spring.play(world, play)
    _decide(world, play)


def this_round(world: World) -> str:
    """From the draft into the voting, where the visitor takes over; its name in addresses."""
    year = str(world.today.year)
    world.say(THIS, year=year)
    play = RoundPlay(
        world,
        this_year.WISHES,
        this_year.RULES,
        year,
        world.today - timedelta(days=DAYS_SO_FAR),
    )
    groups_play.play(world)
    play.announce()
    play.propose()
    play.open_roll()
    watch_play.hold_key(world, year, play.opens - timedelta(days=2))
    others = world.residents[DEMONSTRATION_RESIDENTS:]
    voters = [actor for actor, _ in world.random.sample(others, VOTERS_THIS_YEAR)]
    assembly = assembly_play.call(world, year, play.opens)
    held = (assembly_play.DAY + 1, lambda: assembly_play.hold(world, year, assembly, voters))
    play.vote(voters, DAYS_SO_FAR, held)
    visitor = world.residents[0][0]
    world.show_refusal(TOO_MANY, lambda: play.cast(visitor, 1, 2, 3, 4))
    return year
