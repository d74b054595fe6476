"""Deeds under a proposal: to ask, to answer, to report, to hide with a public reason."""

from datetime import datetime

from pb.records import proposals, questions, rounds
from pb.records.base import db
from pb.records.proposals import Proposal
from pb.records.questions import Remark, RemarkReport
from pb.rules import questions as rules
from pb.rules.access import Act
from pb.rules.proposals import ProposalState
from pb.rules.questions import Side
from pb.rules.refusals import Code, Conflict, NotFound
from pb.rules.reviews import reason
from pb.services import audit
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


def ask(
    actor: Actor, municipality_id: int, ref: str, text: str, language: str, now: datetime
) -> str:
    """Ask something under a proposal; returns the public id. Nobody is named on the page.

    Raises:
        NotAllowed: SIGN_IN_FIRST and as the tables say. NotFound: a draft, too.
        NotNow: NOT_OPEN once the round is counted; QUESTION_TOO_SOON.
        NotValid: what `texts.clean` finds, at `text`.
    """
    with unit_of_work():
        require(actor, Act.ASK_QUESTION, municipality_id)
        proposal = proposals.proposal_of(municipality_id, ref)
        if proposal.state is ProposalState.DRAFT:
            raise NotFound(Code.NOT_FOUND)
        round_ = rounds.round_by_id(municipality_id, proposal.round_id)
        require(actor, Act.ASK_QUESTION, municipality_id, round_, now)
        asker = account_of(actor)
        since = now - rules.LONGEST_SPAN
        rules.check_frequency(questions.asked_since(municipality_id, asker, since), now)
        said = _said(proposal, Side.ASKER, asker, rules.text(text), language, now)
        audit.append(audit.Tag.QUESTION_ASKED, actor, municipality_id, now, said, proposal=ref)
        return said


def answer(
    actor: Actor, municipality_id: int, ref: str, text: str, language: str, now: datetime
) -> str:
    """Answer a question, as its author or for the office; returns the public id of the answer.

    Raises:
        NotAllowed: ANSWER_NOT_YOURS and as the tables say.
        Conflict: QUESTION_ANSWERED, QUESTION_HIDDEN. NotFound: no question has this id.
        NotValid: what `texts.clean` finds, at `text`.
    """
    with unit_of_work():
        require(actor, Act.ANSWER_QUESTION, municipality_id)
        question, proposal = questions.remark_of(municipality_id, ref, hold=True)
        if question.question_id is not None:
            raise NotFound(Code.NOT_FOUND)
        given = {one.side for one in questions.answers_to(municipality_id, question.id)}
        mine = rules.side_of(actor.roles, is_author=actor.account_id == proposal.author_id)
        side = rules.check_answer(mine, given, is_hidden=question.is_hidden)
        who, words = account_of(actor), rules.text(text)
        said = _said(proposal, side, who, words, language, now, question.id)
        audit.append(
            audit.Tag.QUESTION_ANSWERED, actor, municipality_id, now, said, side=side.value
        )
        return said


def report(actor: Actor, municipality_id: int, ref: str, text: str, now: datetime) -> None:
    """Tell the office that a question or an answer should not stand there; once a person.

    Raises:
        NotAllowed, NotFound: as usual. Conflict: QUESTION_HIDDEN, REPORTED_ALREADY.
        NotValid: what `texts.clean` finds, at `text`.
    """
    with unit_of_work():
        require(actor, Act.REPORT_QUESTION, municipality_id)
        remark, _ = questions.remark_of(municipality_id, ref, hold=True)
        rules.check_hidden(is_hidden=remark.is_hidden, wanted=True)
        who = account_of(actor)
        if questions.report_of(municipality_id, remark.id, who) is not None:
            raise Conflict(Code.REPORTED_ALREADY)
        db.session.add(
            RemarkReport(
                municipality_id=municipality_id,
                remark_id=remark.id,
                reported_by=who,
                at=now,
                reason=rules.text(text),
            )
        )
        audit.append(audit.Tag.QUESTION_REPORTED, actor, municipality_id, now, ref)


def hide(
    actor: Actor, municipality_id: int, ref: str, why: str, language: str, now: datetime
) -> None:
    """Put a public reason in the place of a question or an answer; its reports are settled.

    Raises:
        NotAllowed, NotFound: as usual. Conflict: QUESTION_HIDDEN.
        NotValid: REASON_MISSING at `reason`.
    """
    with unit_of_work():
        require(actor, Act.HIDE_QUESTION, municipality_id)
        remark, _ = questions.remark_of(municipality_id, ref, hold=True)
        rules.check_hidden(is_hidden=remark.is_hidden, wanted=True)
        remark.hidden_reason, remark.hidden_language = reason(why, "reason"), language
        remark.hidden_at, remark.hidden_by = now, account_of(actor)
        settled = _settle(remark, now)
        audit.append(audit.Tag.QUESTION_HIDDEN, actor, municipality_id, now, ref, reports=settled)


def show(actor: Actor, municipality_id: int, ref: str, now: datetime) -> None:
    """Show again what was hidden.

    Raises:
        NotAllowed, NotFound: as usual. Conflict: QUESTION_SHOWN.
    """
    with unit_of_work():
        require(actor, Act.HIDE_QUESTION, municipality_id)
        remark, _ = questions.remark_of(municipality_id, ref, hold=True)
        rules.check_hidden(is_hidden=remark.is_hidden, wanted=False)
        remark.hidden_reason = remark.hidden_language = None
        remark.hidden_at = remark.hidden_by = None
        audit.append(audit.Tag.QUESTION_SHOWN, actor, municipality_id, now, ref)


def let_stand(actor: Actor, municipality_id: int, ref: str, now: datetime) -> None:
    """Settle the reports about a question or an answer without hiding it.

    Raises:
        NotAllowed, NotFound: as usual; NOT_FOUND where no report waits.
    """
    with unit_of_work():
        require(actor, Act.HIDE_QUESTION, municipality_id)
        remark, _ = questions.remark_of(municipality_id, ref, hold=True)
        if not (settled := _settle(remark, now)):
            raise NotFound(Code.NOT_FOUND)
        audit.append(audit.Tag.REPORTS_SETTLED, actor, municipality_id, now, ref, reports=settled)


def _settle(remark: Remark, now: datetime) -> int:
    reports = questions.open_reports(remark.municipality_id, remark.id)
    for one in reports:
        one.settled_at = now
    return len(reports)


def _said(
    proposal: Proposal,
    side: Side,
    account_id: int,
    words: str,
    language: str,
    now: datetime,
    question_id: int | None = None,
) -> str:
    remark = Remark(
        municipality_id=proposal.municipality_id,
        proposal_id=proposal.id,
        question_id=question_id,
        side=side,
        said_by=account_id,
        at=now,
        text=words,
        language=language,
    )
    db.session.add(remark)
    db.session.flush()
    return remark.ref
