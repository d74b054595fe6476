"""Deeds about rounds: drafting one, changing the draft, announcing it."""

from dataclasses import dataclass
from datetime import datetime

from pb.records import rounds, rule_sets
from pb.records.base import db
from pb.records.rule_sets import RuleSetVersion
from pb.rules import calendar
from pb.rules import rounds as rules
from pb.rules.access import Act
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, Conflict
from pb.rules.rounds import Schedule
from pb.rules.rule_sets.calendars import check_notice, check_terms
from pb.rules.terms import Terms
from pb.rules.texts import NAME_LENGTH, TITLE_LENGTH, Bilingual, both, clean
from pb.services import audit, hours
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


@dataclass(frozen=True)
class RoundFacts:
    """What a clerk says of a round before it is announced; the rest its rules say.

    `budget` and `ceiling` in tyiyn; without a ceiling that of the rules holds, or the budget.
    """

    slug: str
    edition: str
    title: Bilingual
    budget: Tyiyn
    ceiling: Tyiyn | None
    expected_ballots: int
    schedule: Schedule


def draft(actor: Actor, municipality_id: int, facts: RoundFacts, now: datetime) -> str:
    """Keep a round that nobody but the desk sees yet; returns its name in addresses.

    Raises:
        NotAllowed: as the table says.
        NotValid: a contradiction in its rules, dates or words, with the field it is in; money or
            days that the rules of the municipality do not let be.
        Conflict: SLUG_TAKEN; RULE_SET_MISSING where no rules are in force.
    """
    require(actor, Act.DRAFT_ROUND, municipality_id)
    with unit_of_work():
        slug = rules.slug(facts.slug)
        if rounds.slug_is_taken(municipality_id, slug):
            raise Conflict(Code.SLUG_TAKEN, "slug", slug=slug)
        round_ = rounds.Round(municipality_id=municipality_id, slug=slug, created_at=now)
        _write(round_, facts, _rules_of(municipality_id, now))
        db.session.add(round_)
        db.session.flush()
        _leave_trace(actor, round_, now)
        return slug


def redraft(
    actor: Actor, municipality_id: int, slug: str, facts: RoundFacts, now: datetime
) -> None:
    """Change a round that is not announced yet; its name in addresses stays.

    Raises:
        Conflict: ROUND_FROZEN once it is announced.
        NotFound, NotAllowed, NotValid: as for `draft`.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, slug, hold=True)
        require(actor, Act.DRAFT_ROUND, municipality_id, round_, now)
        _write(round_, facts, _rules_of(municipality_id, now))
        _leave_trace(actor, round_, now)


def announce(actor: Actor, municipality_id: int, slug: str, now: datetime) -> None:
    """Make a round public; from here on its rules and dates are frozen, by the database too.

    Raises:
        Conflict: ROUND_FROZEN if it was announced before; RULE_SET_MISSING where no rules are in
            force, RULE_SET_OUTDATED where others are than those it was drafted under.
        NotValid: DATE_IN_PAST, NOTICE_TOO_SHORT.
        Unavailable: CLOCK_WENT_BACK.
        NotFound, NotAllowed: as usual.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, slug, hold=True)
        require(actor, Act.ANNOUNCE_ROUND, municipality_id, round_, now)
        hours.require_steady(now)
        version = _rules_of(municipality_id, now)
        if round_.rule_set_id != version.id:
            raise Conflict(Code.RULE_SET_OUTDATED, version=version.version)
        rules.check_not_past(round_.schedule, now)
        check_notice(
            version.rule_set,
            calendar.day_of(now),
            calendar.day_of(round_.schedule.submission_opens),
            rule_sets.workdays_of(municipality_id),
        )
        round_.rule_set_hash = version.sha256
        round_.announced_at = now
        round_.announced_by = account_of(actor)
        audit.append(
            audit.Tag.ROUND_ANNOUNCED,
            actor,
            municipality_id,
            now,
            slug,
            budget=round_.budget,
            rule=round_.allocation_rule.value,
            ties=round_.ties,
            rule_set=version.sha256 or "",
            voting_opens=round_.voting_opens.isoformat(),
            voting_closes=round_.voting_closes.isoformat(),
        )


def _rules_of(municipality_id: int, now: datetime) -> RuleSetVersion:
    version = rule_sets.in_force(municipality_id, calendar.day_of(now))
    if version is None:
        raise Conflict(Code.RULE_SET_MISSING)
    return version


def _write(round_: rounds.Round, facts: RoundFacts, version: RuleSetVersion) -> None:
    terms = Terms.under(version.rule_set, facts.budget, facts.ceiling, facts.expected_ballots)
    terms.check()
    check_terms(version.rule_set, facts.schedule.days)
    title = both(facts.title.ky, facts.title.ru, "title", TITLE_LENGTH)
    round_.title_ky, round_.title_ru = title.ky or "", title.ru or ""
    round_.edition = clean(facts.edition, "edition", (1, NAME_LENGTH[1]))
    round_.rule_set_id = version.id
    schedule = facts.schedule
    round_.budget, round_.ceiling = terms.budget, terms.ceiling
    round_.vote_type = terms.vote_type
    round_.min_choices, round_.max_choices = terms.min_choices, terms.max_choices
    round_.allocation_rule, round_.threshold = terms.allocation_rule, terms.threshold
    round_.ties = ",".join(terms.ties)
    round_.expected_ballots = terms.expected_ballots
    round_.points, round_.within_budget = terms.points, terms.within_budget
    round_.by_heading, round_.hands = terms.by_heading, terms.hands
    round_.submission_opens = schedule.submission_opens
    round_.submission_closes = schedule.submission_closes
    round_.review_closes = schedule.review_closes
    round_.voting_opens = schedule.voting_opens
    round_.voting_closes = schedule.voting_closes
    round_.results_due = schedule.results_due


def _leave_trace(actor: Actor, round_: rounds.Round, now: datetime) -> None:
    audit.append(
        audit.Tag.ROUND_DRAFTED,
        actor,
        round_.municipality_id,
        now,
        round_.slug,
        budget=round_.budget,
        rule=round_.allocation_rule.value,
    )
