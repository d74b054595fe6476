"""Deeds about rounds: drafting one, changing the draft, announcing it."""

from dataclasses import dataclass
from datetime import datetime

from pb.records import rounds
from pb.records.base import db
from pb.rules import rounds as rules
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict
from pb.rules.rounds import RuleSet, Schedule
from pb.rules.texts import NAME_LENGTH, TITLE_LENGTH, Bilingual, both, clean
from pb.services import audit
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


@dataclass(frozen=True)
class RoundFacts:
    """What a clerk says of a round before it is announced."""

    slug: str
    edition: str
    title: Bilingual
    rule_set: RuleSet
    schedule: Schedule


def draft(actor: Actor, municipality_id: int, facts: RoundFacts, now: datetime) -> str:
    """Keep a round that nobody but the desk sees yet; returns its name in addresses.

    Raises:
        NotAllowed: as the table says.
        NotValid: a contradiction in its rules, dates or words, with the field it is in.
        Conflict: SLUG_TAKEN.
    """
    require(actor, Act.DRAFT_ROUND, municipality_id)
    with unit_of_work():
        slug = rules.slug(facts.slug)
        if rounds.slug_is_taken(municipality_id, slug):
            raise Conflict(Code.SLUG_TAKEN, "slug", slug=slug)
        round_ = rounds.Round(municipality_id=municipality_id, slug=slug, created_at=now)
        _write(round_, facts)
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
        _write(round_, facts)
        _leave_trace(actor, round_, now)


def announce(actor: Actor, municipality_id: int, slug: str, now: datetime) -> None:
    """Make a round public; from here on its rules and dates are frozen, by the database too.

    Raises:
        Conflict: ROUND_FROZEN if it was announced before.
        NotValid: DATE_IN_PAST.
        NotFound, NotAllowed: as usual.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, slug, hold=True)
        require(actor, Act.ANNOUNCE_ROUND, municipality_id, round_, now)
        rules.check_not_past(round_.schedule, now)
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
            voting_opens=round_.voting_opens.isoformat(),
            voting_closes=round_.voting_closes.isoformat(),
        )


def _write(round_: rounds.Round, facts: RoundFacts) -> None:
    facts.rule_set.check()
    title = both(facts.title.ky, facts.title.ru, "title", TITLE_LENGTH)
    round_.title_ky, round_.title_ru = title.ky or "", title.ru or ""
    round_.edition = clean(facts.edition, "edition", (1, NAME_LENGTH[1]))
    rule_set, schedule = facts.rule_set, facts.schedule
    round_.budget, round_.ceiling = rule_set.budget, rule_set.ceiling
    round_.vote_type = rule_set.vote_type
    round_.min_choices, round_.max_choices = rule_set.min_choices, rule_set.max_choices
    round_.allocation_rule, round_.threshold = rule_set.allocation_rule, rule_set.threshold
    round_.ties = ",".join(rule_set.ties)
    round_.expected_ballots = rule_set.expected_ballots
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
