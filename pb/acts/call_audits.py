"""The calls after a vote: dice entered by one, a sample drawn by another, answers, the end."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from pb.documents.call_protocols import CallsFacts, protocol
from pb.documents.facts import as_json
from pb.documents.words import LANGUAGES
from pb.gateways.storage import Storage
from pb.records import boards, call_audits, places, rounds
from pb.records.base import db
from pb.records.call_audits import CallAudit, CallLine
from pb.records.documents import DocumentKind
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules import call_audits as rules
from pb.rules.access import Act
from pb.rules.call_audits import Answer
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.services import audit, papers
from pb.services.actors import Actor, account_of, require
from pb.services.papers import Paper, Subject
from pb.services.work import unit_of_work


def enter(
    actor: Actor, municipality_id: int, round_slug: str, dice: str, size: int, now: datetime
) -> str:
    """Enter dice that were thrown in public; nobody is drawn before another person confirms them.

    `size` is how many people are called; 0 is everybody. Returns the public id of the entry.

    Raises:
        NotAllowed, NotFound, NotNow: as usual.
        NotValid: DICE_UNREADABLE at "dice".
        Conflict: CALLS_DRAWN, ROOT_MISSING, NOBODY_TOOK_PART.
    """
    thrown = rules.dice(dice)
    with unit_of_work():
        round_ = _round(actor, Act.DRAW_CALLS, municipality_id, round_slug, now)
        _refuse_drawn(round_)
        board = boards.board_of(municipality_id, round_.id)
        if board is None:
            raise Conflict(Code.ROOT_MISSING)
        refs = call_audits.took_part(municipality_id, round_.id)
        if not refs:
            raise Conflict(Code.NOBODY_TOOK_PART)
        entry = CallAudit(
            municipality_id=municipality_id,
            round_id=round_.id,
            dice=thrown,
            root=board.root,
            people=len(refs),
            fingerprint=rules.fingerprint(refs),
            size=min(size, len(refs)) if size > 0 else len(refs),
            entered_by=account_of(actor),
            entered_at=now,
        )
        db.session.add(entry)
        db.session.flush()
        _append(actor, audit.Tag.CALLS_ENTERED, entry, now, round=round_slug, dice=thrown)
        return entry.ref


def draw(actor: Actor, municipality_id: int, round_slug: str, ref: str, now: datetime) -> None:
    """Stand for the dice as the second person: the sample is drawn, once and for good.

    Raises:
        NotAllowed, NotFound, NotNow: as usual; DICE_NEED_ANOTHER, STEP_UP_FIRST.
        Conflict: CALLS_DRAWN; CALLS_CHANGED where dice were entered anew, or the final root or the
            list of those who took part is another one than was read aloud.
    """
    with unit_of_work():
        round_ = _round(actor, Act.CONFIRM_CALLS, municipality_id, round_slug, now)
        entered = call_audits.audits_of(municipality_id, round_.id, hold=True)
        if ref not in {one.ref for one in entered}:
            raise NotFound(Code.NOT_FOUND)
        _refuse_drawn(round_)
        entry = entered[0]
        keys = call_audits.took_part(municipality_id, round_.id)
        board = boards.board_of(municipality_id, round_.id)
        is_same_board = board is not None and board.root == entry.root
        is_same_list = entry.fingerprint == rules.fingerprint(keys)
        if entry.ref != ref or not is_same_board or not is_same_list:
            raise Conflict(Code.CALLS_CHANGED)
        if entry.entered_by == account_of(actor):
            raise NotAllowed(Code.DICE_NEED_ANOTHER)
        entry.confirmed_by, entry.confirmed_at = account_of(actor), now
        db.session.flush()
        seed, refs = rules.seed(entry.root, entry.dice), rules.in_order(keys)
        for place, number in enumerate(rules.numbers(seed, len(refs), entry.size), start=1):
            db.session.add(
                CallLine(
                    municipality_id=municipality_id,
                    audit_id=entry.id,
                    place=place,
                    number=number,
                    round_id=round_.id,
                    roll_entry_id=keys[refs[number - 1]],
                )
            )
        db.session.flush()
        _append(actor, audit.Tag.CALLS_DRAWN, entry, now, round=round_slug, people=entry.size)


def write_down(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    answers: Mapping[int, Answer | None],
    shown: Mapping[int, Answer | None],
    now: datetime,
) -> None:
    """Write down what came out of calls, by their place on the sheet; None takes an answer back.

    `shown` is what stood there when the answers were given: what is the same is left alone.

    Raises:
        NotAllowed, NotFound, NotNow: as usual.
        NotFound: NOT_FOUND for a place that is not on the sheet.
        Conflict: CALLS_NOT_DRAWN, CALLS_OVER; CALL_ANSWER_MOVED at "call_" and the place where
            another answer was written down meanwhile.
    """
    given = {place: one for place, one in answers.items() if one != shown.get(place)}
    with unit_of_work():
        entry = _held(actor, municipality_id, round_slug, now)
        if not all(1 <= place <= entry.size for place in answers):
            raise NotFound(Code.NOT_FOUND)
        held = call_audits.answers_at(municipality_id, entry.id, given)
        changes = {place: one for place, one in given.items() if one != held[place]}
        for place in changes:
            if held[place] != shown.get(place):
                raise Conflict(Code.CALL_ANSWER_MOVED, f"call_{place}", number=place)
        if not changes:
            return
        for place, answer in changes.items():
            by = account_of(actor)
            call_audits.write_answer(municipality_id, entry.id, place, answer, by)
        _append(
            actor,
            audit.Tag.CALLS_ANSWERED,
            entry,
            now,
            round=round_slug,
            calls=len(changes),
            undenied=sum(held[place] is Answer.DENIED for place in changes),
        )


def close(
    actor: Actor, municipality_id: int, round_slug: str, storage: Storage, now: datetime
) -> list[Paper]:
    """End the calls: how many answered and denied is public, with a protocol in each language.

    Raises:
        NotAllowed, NotFound, NotNow: as usual.
        Conflict: CALLS_NOT_DRAWN, CALLS_OVER; CALLS_OPEN where nothing is written down for some.
    """
    with unit_of_work():
        entry = _held(actor, municipality_id, round_slug, now)
        answers = call_audits.answers_of(municipality_id, entry.id)
        if answers.get(None):
            raise Conflict(Code.CALLS_OPEN, calls=answers[None])
        denied = answers.get(Answer.DENIED, 0)
        entry.answered, entry.denied = answers.get(Answer.VOTED, 0) + denied, denied
        entry.closed_by, entry.closed_at = account_of(actor), now
        db.session.flush()
        kept = _keep_protocol(actor, entry, storage, now)
        _append(
            actor,
            audit.Tag.CALLS_CLOSED,
            entry,
            now,
            round=round_slug,
            asked=entry.size,
            answered=entry.answered,
            denied=denied,
            protocol=kept[0].number,
        )
        return kept


def protocol_facts(entry: CallAudit, number: int, now: datetime) -> CallsFacts:
    """What the protocol of calls that were closed says."""
    place, answered, denied = entry.municipality_id, entry.answered or 0, entry.denied or 0
    round_ = rounds.round_by_id(place, entry.round_id)
    board = boards.board_of(place, round_.id)
    return CallsFacts(
        letterhead=papers.letterhead(places.municipality_by_id(place)),
        year=calendar.day_of(now).year,
        number=number,
        title=round_.title,
        edition=round_.edition,
        root=entry.root.hex(),
        people=entry.people,
        fingerprint=entry.fingerprint.hex(),
        dice=entry.dice,
        seed=rules.seed(entry.root, entry.dice),
        numbers=tuple(call_audits.numbers_of(place, entry.id)),
        answered=answered,
        denied=denied,
        bound=rules.bound(answered, denied) if answered else None,
        drawn_at=entry.confirmed_at or now,
        closed_at=now,
        entered_by=papers.signatory(place, entry.entered_by),
        confirmed_by=papers.signatory(place, entry.confirmed_by),
        closed_by=papers.signatory(place, entry.closed_by),
        is_corrected=board is not None and board.root != entry.root,
    )


def _keep_protocol(actor: Actor, entry: CallAudit, storage: Storage, now: datetime) -> list[Paper]:
    subject = Subject(entry.municipality_id, entry.round_id, entry.ref)
    number = papers.number_for(subject, DocumentKind.CALLS, now)
    facts = protocol_facts(entry, number, now)
    return papers.keep(
        subject,
        DocumentKind.CALLS,
        number,
        as_json(facts),
        {language: partial(protocol, facts, language) for language in LANGUAGES},
        storage,
        actor,
        now,
    )


def _round(actor: Actor, act: Act, municipality_id: int, round_slug: str, now: datetime) -> Round:
    round_ = rounds.round_of(municipality_id, round_slug, hold=True)
    require(actor, act, municipality_id, round_, now)
    return round_


def _refuse_drawn(round_: Round) -> None:
    entered = call_audits.audits_of(round_.municipality_id, round_.id)
    if any(one.confirmed_at for one in entered):
        raise Conflict(Code.CALLS_DRAWN)


def _held(actor: Actor, municipality_id: int, round_slug: str, now: datetime) -> CallAudit:
    round_ = _round(actor, Act.CALL_PEOPLE, municipality_id, round_slug, now)
    entered = call_audits.audits_of(municipality_id, round_.id, hold=True)
    drawn = next((one for one in entered if one.confirmed_at), None)
    if drawn is None:
        raise Conflict(Code.CALLS_NOT_DRAWN)
    if drawn.closed_at is not None:
        raise Conflict(Code.CALLS_OVER)
    return drawn


def _append(
    actor: Actor, tag: audit.Tag, entry: CallAudit, now: datetime, **facts: str | int
) -> None:
    audit.append(tag, actor, entry.municipality_id, now, entry.ref, **facts)
