"""The protocol of results: what was counted, by which rule, who won, who stands for it.

It says only what the facts hold. No sitting of a commission is kept yet, so the paper has no
attendance, no speeches and no vote of a commission: "heard" became "established".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from fractions import Fraction
from types import SimpleNamespace

from markupsafe import Markup

from pb.documents import render
from pb.documents.facts import ProtocolFacts, ProtocolLine
from pb.documents.names import name_of
from pb.documents.reasons import WITHDRAWN
from pb.documents.words import LANGUAGES, N_, catalogue
from pb.rules import calendar, money, numerals
from pb.rules.pabulib import Shown, shown_by
from pb.rules.tally.election import AllocationRule, Channel, Outcome, TieBreak

COUNTRY = N_("THE KYRGYZ REPUBLIC")

_TITLE = N_("Protocol № %(number)s: results of the vote")
_NO_MONEY = N_("Not enough money: it asks %(cost)s, what was left: %(left)s.")


@dataclass(frozen=True)
class TieGroup:
    """Projects with equal votes, in the order looked at, and the criteria that parted them."""

    numbers: tuple[int, ...]
    score: int
    broken_by: tuple[TieBreak, ...]


def protocol(facts: ProtocolFacts, language: str) -> bytes:
    """The protocol as PDF/A; the Kyrgyz one is the original, the Russian one a translation.

    Law: constitutional law No. 140 of 17.07.2023 on the state language.
    """
    return render.pdf(page(facts, language), facts.confirmed_at, render.packed(facts))


def page(facts: ProtocolFacts, language: str) -> str:
    """The protocol as HTML."""
    words = catalogue(language)
    body = render.part(
        "protocol.html",
        language,
        facts=facts,
        day=calendar.day_of(facts.confirmed_at),
        country=country(facts.source is None),
        unit=money.unit(money.Tyiyn(500), language, facts.currency),
        channels=channels_shown(facts),
        columns=columns_shown(facts),
        hands=sum(line.assembly for line in facts.lines) if facts.at_assemblies else 0,
        turnout=turnout(facts),
        choices=_choices(facts),
        passed_over=passed_over(facts.lines),
        stopped_at=stopped_at(facts),
        tied=tie_groups(facts),
        sums=_sums(facts.lines),
        rule=name_of(facts.rule, language),
        outcome_of=lambda line: name_of(line.outcome, language),
        withdrawn=facts.source is not None and words.gettext(WITHDRAWN),
        no_money=lambda line: _no_money(line, language, facts.currency),
        packed=render.packed(facts),
    )
    return render.page(
        words.gettext(_TITLE) % {"number": facts.number},
        render.full_name(facts.letterhead, language),
        [language],
        facts.confirmed_at.astimezone(UTC),
        [body],
    )


def country(is_ours: bool) -> dict[str, str]:
    """The name over a letterhead in each language; none over an election from elsewhere."""
    return {tongue: catalogue(tongue).gettext(COUNTRY) if is_ours else "" for tongue in LANGUAGES}


def channels_shown(facts: ProtocolFacts) -> list[str]:
    """The channels with ballots. A file that names no channel says nothing about them."""
    shown = [str(channel) for channel in Channel if getattr(facts, channel) > 0]
    return [] if facts.source and shown == [Channel.INTERNET] else shown


def columns_shown(facts: ProtocolFacts) -> list[str]:
    """The channels whose votes stand apart for each project: hands are one, and no ballots.

    Where a channel has so few ballots that somebody's could be told, none stand apart: the same
    as in the files of the result.
    """
    few = shown_by(getattr(facts, channel) for channel in Channel) is not Shown.BALLOTS
    shown = [] if few else channels_shown(facts)
    by_hand = [str(Channel.ASSEMBLY)] if facts.at_assemblies else []
    return shown + [channel for channel in by_hand if channel not in shown]


def turnout(facts: ProtocolFacts) -> str | None:
    """The share of the roll that voted, to a tenth of a percent, halves up; None without a roll."""
    if not facts.voters:
        return None
    share = Fraction(facts.participants * 100, facts.voters)
    return f"{numerals.one_decimal(share)}{money.NBSP}%"


def passed_over(lines: Sequence[ProtocolLine]) -> list[ProtocolLine]:
    """Who had more votes than the last winner and yet no money: the first thing people ask."""
    last = max((line.place for line in lines if line.outcome is Outcome.WON), default=0)
    return [line for line in lines if line.outcome is Outcome.NO_MONEY and line.place < last]


def stopped_at(facts: ProtocolFacts) -> int | None:
    """The number of the project that ended a count which stops; None where none did."""
    if facts.rule is not AllocationRule.GREEDY_NO_SKIP:
        return None
    unfit = (line.number for line in facts.lines if line.outcome is Outcome.NO_MONEY)
    return next(unfit, None)


def tie_groups(facts: ProtocolFacts) -> list[TieGroup]:
    """All projects that shared their votes with others, each group once."""
    by_score: dict[int, list[ProtocolLine]] = {}
    for line in facts.lines:
        if line.tied_with:
            by_score.setdefault(line.score, []).append(line)
    return [
        TieGroup(
            tuple(line.number for line in lines),
            score,
            tuple(tie for tie in facts.ties if tie in {line.tie_broken_by for line in lines}),
        )
        for score, lines in by_score.items()
    ]


def _no_money(line: ProtocolLine, language: str, currency: str) -> Markup:
    sentence = Markup.escape(catalogue(language).gettext(_NO_MONEY))
    return sentence % {
        "cost": money.with_unit(line.cost, language, currency),
        "left": money.with_unit(line.left_before, language, currency),
    }


def _choices(facts: ProtocolFacts) -> str:
    fewest, most = facts.min_choices, facts.max_choices
    return f"{most}" if fewest == most else f"{fewest}–{most}"


def _sums(lines: Sequence[ProtocolLine]) -> SimpleNamespace:
    fields = ("internet", "paper", "assembly", "score", "cost")
    return SimpleNamespace(
        **{field: sum(getattr(line, field) for line in lines) for field in fields}
    )
