"""The count and its confirmation: two people, one protocol, nothing ever overwritten."""

from datetime import datetime
from functools import partial

from pb.documents.facts import ProtocolFacts, ProtocolLine, as_json
from pb.documents.protocols import protocol
from pb.documents.words import LANGUAGES
from pb.gateways.storage import Storage
from pb.records import accounts, boards, decisions, documents, places, results, rounds
from pb.records.base import db
from pb.records.documents import DocumentKind
from pb.records.results import Result, ResultLine
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict, NotAllowed
from pb.rules.roles import Role
from pb.rules.tally.election import TieBreak
from pb.services import assemblies, audit, counts, hours, paper_ballots, papers
from pb.services.actors import Actor, require
from pb.services.papers import Paper, Subject
from pb.services.work import unit_of_work


def check_may_count(actor: Actor, round_: Round, now: datetime) -> None:
    """Refuse, before anything is sealed, a count that may not be made.

    Raises:
        NotAllowed, NotNow: as the tables say.
        Conflict: RESULT_EXISTS; BOX_UNOPENED, BATCHES_WAIT while ballots on paper are not entered;
            ASSEMBLY_WAITS while an assembly has no confirmed act and is not cancelled.
        Unavailable: CLOCK_WENT_BACK.
    """
    require(actor, Act.COUNT_BALLOTS, round_.municipality_id, round_, now)
    hours.require_steady(now)
    if results.result_of(round_.municipality_id, round_.id) is not None:
        raise Conflict(Code.RESULT_EXISTS)
    paper_ballots.require_all_entered(round_)
    assemblies.require_all_settled(round_, now)


def count(actor: Actor, municipality_id: int, round_slug: str, now: datetime) -> int:
    """Count the ballots in the box by the declared rule and keep every step; returns the version.

    Raises:
        NotAllowed, NotNow: as the tables say; the phase is the one after the voting.
        Conflict: RESULT_EXISTS, BALLOTS_UNSEALED while ballots still wait in the inbox,
            or ROUND_WITHOUT_PROJECTS.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug, hold=True)
        check_may_count(actor, round_, now)
        result, selected = counts.counted(actor, round_, 1, now)
        _append_counted(actor, round_, result, selected, now)
        return result.version


def correct(actor: Actor, municipality_id: int, round_slug: str, now: datetime) -> int:
    """Count anew after votes were taken out by decision; the count before stays as it is.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        Conflict: RESULT_MISSING; RESULT_HOLDS where nothing was taken out since.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug, hold=True)
        require(actor, Act.CORRECT_RESULT, municipality_id, round_, now)
        before = counts.latest(round_)
        if not counts.is_stale(round_, before):
            raise Conflict(Code.RESULT_HOLDS)
        result, selected = counts.counted(actor, round_, before.version + 1, now)
        _append_counted(actor, round_, result, selected, now)
        return result.version


def confirm(
    actor: Actor, municipality_id: int, round_slug: str, storage: Storage, now: datetime
) -> list[Paper]:
    """A second person stands for the count; the round is decided and the protocol printed.

    One of the two must be of the commission, unless the platform itself counted.

    Raises:
        NotAllowed: SECOND_PERSON_NEEDED or COMMISSION_NEEDED, besides what the tables say.
        Conflict: RESULT_MISSING, RESULT_CONFIRMED.
    """
    with unit_of_work():
        round_, result = check_may_confirm(actor, municipality_id, round_slug, now)
        round_.decided_at = now
        return _confirmed(actor, round_, result, storage, now)


def confirm_correction(
    actor: Actor, municipality_id: int, round_slug: str, storage: Storage, now: datetime
) -> list[Paper]:
    """A second person stands for a corrected count: a protocol of its own names the one before.

    Raises:
        As `check_may_correct`.
    """
    with unit_of_work():
        round_, result = check_may_correct(actor, municipality_id, round_slug, now)
        return _confirmed(actor, round_, result, storage, now)


def check_may_correct(
    actor: Actor, municipality_id: int, round_slug: str, now: datetime
) -> tuple[Round, Result]:
    """The round, held, and the corrected count that waits for a second person.

    Raises:
        NotAllowed: SECOND_PERSON_NEEDED or COMMISSION_NEEDED, besides what the tables say.
        Conflict: RESULT_MISSING, RESULT_CONFIRMED, RESULT_STALE.
    """
    round_ = rounds.round_of(municipality_id, round_slug, hold=True)
    require(actor, Act.CONFIRM_CORRECTION, municipality_id, round_, now)
    result = counts.latest(round_)
    if result.confirmed_at is not None:
        raise Conflict(Code.RESULT_CONFIRMED)
    _require_two(actor, municipality_id, result)
    counts.require_fresh(round_, result)
    return round_, result


def _confirmed(
    actor: Actor, round_: Round, result: Result, storage: Storage, now: datetime
) -> list[Paper]:
    result.confirmed_at = now
    result.confirmed_by = actor.account_id
    db.session.flush()
    subject = Subject(round_.municipality_id, round_.id)
    number = papers.number_for(subject, DocumentKind.PROTOCOL, now)
    facts = protocol_facts(round_, result, number, now)
    kept = papers.keep(
        subject,
        DocumentKind.PROTOCOL,
        number,
        as_json(facts),
        {language: partial(protocol, facts, language) for language in LANGUAGES},
        storage,
        actor,
        now,
    )
    audit.append(
        audit.Tag.RESULT_CONFIRMED,
        actor,
        round_.municipality_id,
        now,
        round_.slug,
        version=result.version,
        protocol=number,
    )
    return kept


def _append_counted(
    actor: Actor, round_: Round, result: Result, selected: str, now: datetime
) -> None:
    audit.append(
        audit.Tag.RESULT_COUNTED,
        actor,
        round_.municipality_id,
        now,
        round_.slug,
        version=result.version,
        ballots=result.ballots,
        selected=selected,
        cost=result.cost,
    )


def check_may_confirm(
    actor: Actor, municipality_id: int, round_slug: str, now: datetime
) -> tuple[Round, Result]:
    """The round, held, and the count that waits for a second person; or the refusal of it.

    Raises:
        NotAllowed: SECOND_PERSON_NEEDED or COMMISSION_NEEDED, besides what the tables say.
        Conflict: RESULT_MISSING, RESULT_CONFIRMED, RESULT_STALE.
    """
    round_ = rounds.round_of(municipality_id, round_slug, hold=True)
    require(actor, Act.CONFIRM_RESULT, municipality_id)
    if round_.decided_at is not None:
        raise Conflict(Code.RESULT_CONFIRMED)
    require(actor, Act.CONFIRM_RESULT, municipality_id, round_, now)
    result = counts.latest(round_)
    _require_two(actor, municipality_id, result)
    counts.require_fresh(round_, result)
    return round_, result


def protocol_facts(round_: Round, result: Result, number: int, now: datetime) -> ProtocolFacts:
    """What the protocol of a confirmed result says."""
    place = places.municipality_by_id(round_.municipality_id)
    board = boards.board_of(round_.municipality_id, round_.id)
    return ProtocolFacts(
        letterhead=papers.letterhead(place),
        year=calendar.day_of(now).year,
        number=number,
        title=round_.title,
        edition=round_.edition,
        currency=round_.currency,
        voting_from=calendar.day_of(round_.voting_opens),
        voting_to=calendar.last_day_before(round_.voting_closes),
        rule=result.allocation_rule,
        ties=tuple(TieBreak(name) for name in result.ties.split(",")),
        threshold=result.threshold,
        min_choices=round_.min_choices,
        max_choices=round_.max_choices,
        vote_type=round_.vote_type,
        budget=result.budget,
        voters=result.voters,
        participants=result.participants,
        ballots=result.ballots,
        internet=result.internet,
        paper=result.paper,
        assembly=result.assembly,
        at_kiosks=result.at_kiosks,
        at_assemblies=result.at_assemblies,
        marks=result.marks,
        cost=result.cost,
        left=result.left,
        lines=tuple(_line(line) for line in result.lines),
        counted_at=result.counted_at,
        counted_by=papers.signatory(round_.municipality_id, result.counted_by),
        confirmed_at=result.confirmed_at or now,
        confirmed_by=papers.signatory(round_.municipality_id, result.confirmed_by),
        path=f"/{place.slug}/rounds/{round_.slug}/results",
        source=round_.source,
        rules=papers.rules_mention(round_),
        explained=result.explained,
        board=board.root.hex() if board else None,
        corrects=_corrected(round_, result),
        decisions=tuple(
            decision.number
            for decision in decisions.annulling_of(round_.municipality_id, round_.id)
        ),
    )


def _corrected(round_: Round, result: Result) -> int | None:
    """The number of the protocol that the one of a corrected count follows; None for the first."""
    if result.version == 1:
        return None
    made = documents.documents_of_round(round_.municipality_id, round_.id)
    return max((one.number for one in made if one.kind is DocumentKind.PROTOCOL), default=None)


def _require_two(actor: Actor, municipality_id: int, result: Result) -> None:
    if result.counted_by is None:
        return
    if actor.account_id == result.counted_by:
        raise NotAllowed(Code.SECOND_PERSON_NEEDED)
    of_counter = accounts.roles_of(municipality_id, result.counted_by)
    if Role.COMMISSION not in of_counter | actor.roles:
        raise NotAllowed(Code.COMMISSION_NEEDED)


def _line(line: ResultLine) -> ProtocolLine:
    return ProtocolLine(
        place=line.place,
        number=line.project.number,
        title=line.project.title,
        settlement=line.project.settlement,
        cost=line.project.cost,
        score=line.score,
        internet=line.internet,
        paper=line.paper,
        assembly=line.assembly,
        outcome=line.outcome,
        left_before=line.left_before,
        left_after=line.left_after,
        tied_with=tuple(int(number) for number in line.tied_with.split(",") if number),
        tie_broken_by=line.tie_broken_by,
    )
