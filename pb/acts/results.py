"""The count and its confirmation: two people, one protocol, nothing ever overwritten."""

from datetime import datetime
from functools import partial

from pb.documents.facts import ProtocolFacts, ProtocolLine, as_json
from pb.documents.protocols import protocol
from pb.documents.words import LANGUAGES
from pb.gateways.storage import Storage
from pb.records import accounts, ballots, boards, places, proposals, results, rounds
from pb.records.base import db
from pb.records.documents import DocumentKind
from pb.records.results import Result, ResultLine
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict, NotAllowed
from pb.rules.roles import Role
from pb.rules.tally import count as tally
from pb.rules.tally.election import Channel, TieBreak
from pb.services import assemblies, audit, elections, paper_ballots, papers
from pb.services.actors import Actor, require
from pb.services.papers import Paper, Subject
from pb.services.work import unit_of_work


def check_may_count(actor: Actor, round_: Round, now: datetime) -> None:
    """Refuse, before anything is sealed, a count that may not be made.

    Raises:
        NotAllowed, NotNow: as the tables say.
        Conflict: RESULT_EXISTS; BOX_UNOPENED, BATCHES_WAIT while ballots on paper are not entered;
            ASSEMBLY_WAITS while an assembly has no confirmed act and is not cancelled.
    """
    require(actor, Act.COUNT_BALLOTS, round_.municipality_id, round_, now)
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
        if ballots.inbox_of(round_.id):
            raise Conflict(Code.BALLOTS_UNSEALED)
        projects = proposals.projects_of(round_.id)
        if not projects:
            raise Conflict(Code.ROUND_WITHOUT_PROJECTS)
        election = elections.election_of(round_, projects)
        allocation = tally(election)
        told = elections.told(round_, election, allocation, projects)
        by_channel = dict(allocation.ballots_by_channel)
        result = Result(
            municipality_id=municipality_id,
            round_id=round_.id,
            version=1,
            allocation_rule=allocation.rule,
            ties=",".join(allocation.ties),
            threshold=round_.threshold,
            budget=allocation.budget,
            voters=None if round_.source else rounds.voters_on_roll(round_.id),
            participants=(allocation.ballots if round_.source else ballots.participants(round_.id)),
            ballots=allocation.ballots,
            internet=by_channel[Channel.INTERNET],
            paper=by_channel[Channel.PAPER],
            assembly=by_channel[Channel.ASSEMBLY],
            at_assemblies=allocation.hand_voters,
            marks=sum(score for _, score in allocation.scores),
            cost=allocation.cost,
            left=allocation.left,
            counted=told.counted,
            explained_ky=told.explained["ky"],
            explained_ru=told.explained["ru"],
            counted_at=now,
            counted_by=actor.account_id,
        )
        db.session.add(result)
        db.session.flush()
        points = dict(allocation.scores)
        given = {channel: dict(scores) for channel, scores in allocation.scores_by_channel}
        key = {str(project.number): project.id for project in projects}
        for step in allocation.steps:
            db.session.add(
                ResultLine(
                    municipality_id=municipality_id,
                    result_id=result.id,
                    place=step.place,
                    project_id=key[step.project_id],
                    score=points[step.project_id],
                    internet=given[Channel.INTERNET][step.project_id],
                    paper=given[Channel.PAPER][step.project_id],
                    assembly=given[Channel.ASSEMBLY][step.project_id],
                    outcome=step.outcome,
                    heading_number=int(step.heading) if step.heading else None,
                    left_before=step.left_before,
                    left_after=step.left_after,
                    tied_with=",".join(step.tied_with),
                    tie_broken_by=step.tie_broken_by,
                )
            )
        audit.append(
            audit.Tag.RESULT_COUNTED,
            actor,
            municipality_id,
            now,
            round_slug,
            version=result.version,
            ballots=result.ballots,
            selected=",".join(allocation.selected),
            cost=result.cost,
        )
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
        result.confirmed_at = now
        result.confirmed_by = actor.account_id
        round_.decided_at = now
        db.session.flush()
        subject = Subject(municipality_id, round_.id)
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
            municipality_id,
            now,
            round_slug,
            version=result.version,
            protocol=number,
        )
        return kept


def check_may_confirm(
    actor: Actor, municipality_id: int, round_slug: str, now: datetime
) -> tuple[Round, Result]:
    """The round, held, and the count that waits for a second person; or the refusal of it.

    Raises:
        NotAllowed: SECOND_PERSON_NEEDED or COMMISSION_NEEDED, besides what the tables say.
        Conflict: RESULT_MISSING, RESULT_CONFIRMED.
    """
    round_ = rounds.round_of(municipality_id, round_slug, hold=True)
    require(actor, Act.CONFIRM_RESULT, municipality_id)
    if round_.decided_at is not None:
        raise Conflict(Code.RESULT_CONFIRMED)
    require(actor, Act.CONFIRM_RESULT, municipality_id, round_, now)
    result = results.result_of(municipality_id, round_.id)
    if result is None:
        raise Conflict(Code.RESULT_MISSING)
    _require_two(actor, municipality_id, result)
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
    )


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
