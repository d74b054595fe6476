"""When the disputes are over, two people erase every reference; after that nobody can dispute."""

from datetime import datetime

from pb.documents import dispute_papers
from pb.documents.dispute_papers import ErasureFacts
from pb.records import ceremonies, decisions, places, rounds, voids
from pb.records.base import db
from pb.records.decisions import Erasure
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.disputes import disputes_close
from pb.rules.refusals import Code, Conflict, NotNow
from pb.services import audit, disputes, papers
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


def ask(actor: Actor, municipality_id: int, round_slug: str, now: datetime) -> None:
    """Ask that the references of a round be erased, as the first person.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; STEP_UP_FIRST, DISPUTES_LAST.
        Conflict: REFERENCES_ERASED, ERASURE_WAITS.
    """
    with unit_of_work():
        round_ = _held(actor, municipality_id, round_slug, now)
        standing = decisions.erasure_of(municipality_id, round_.id)
        if standing is not None:
            if standing.erased_at is not None:
                raise Conflict(Code.REFERENCES_ERASED)
            raise Conflict(Code.ERASURE_WAITS)
        db.session.add(
            Erasure(
                municipality_id=municipality_id,
                round_id=round_.id,
                references=0,
                opened_by=account_of(actor),
                opened_at=now,
            )
        )
        db.session.flush()
        audit.append(
            audit.Tag.ERASURE_ASKED, actor, municipality_id, now, round_slug, round=round_slug
        )


def agree(actor: Actor, municipality_id: int, round_slug: str, now: datetime) -> int:
    """Erase them as the second person; how many people's references went.

    What was erased still lies in pages of the files until `lifecycle.sweep` has run.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; STEP_UP_FIRST, DISPUTES_LAST,
            AGREER_OPENED.
        Conflict: ERASURE_MISSING, REFERENCES_ERASED.
    """
    with unit_of_work():
        round_ = _held(actor, municipality_id, round_slug, now)
        erasure = decisions.erasure_of(municipality_id, round_.id, hold=True)
        if erasure is None:
            raise Conflict(Code.ERASURE_MISSING)
        if erasure.erased_at is not None:
            raise Conflict(Code.REFERENCES_ERASED)
        erasure.references = voids.references(municipality_id, round_.id)
        erasure.second_by = disputes.account_beside(actor, erasure.opened_by)
        erasure.erased_at = now
        # The guards let nothing go before the erasure stands.
        db.session.flush()
        voids.erase_references(municipality_id, round_.id)
        ceremonies.destroy_locks(municipality_id, round_.id)
        audit.append(
            audit.Tag.REFERENCES_ERASED,
            actor,
            municipality_id,
            now,
            round_slug,
            round=round_slug,
            references=erasure.references,
        )
        return erasure.references


def unswept() -> list[tuple[int, int]]:
    """Municipality and round of each erasure whose pages were not written anew yet, everywhere."""
    return decisions.unswept_everywhere()


def swept(municipality_id: int, round_id: int, now: datetime) -> None:
    """Write down that the pages under the tables were written anew."""
    with unit_of_work():
        erasure = decisions.erasure_of(municipality_id, round_id, hold=True)
        if erasure is not None:
            erasure.swept_at = now


def _held(actor: Actor, municipality_id: int, round_slug: str, now: datetime) -> Round:
    round_ = rounds.round_of(municipality_id, round_slug, hold=True)
    require(actor, Act.ERASE_REFERENCES, municipality_id, round_, now)
    until = disputes_close(round_.decided_at) if round_.decided_at else None
    if until is None or now < until:
        raise NotNow(Code.DISPUTES_LAST, until=until)
    return round_


def paper(round_: Round, erasure: Erasure, language: str) -> bytes:
    """The act of the erasure as a PDF to be signed; blank where the second has not agreed."""
    place = round_.municipality_id
    ceremony = ceremonies.ceremony_of(place, round_.id)
    return dispute_papers.erasure_act(
        ErasureFacts(
            letterhead=papers.letterhead(places.municipality_by_id(place)),
            title=round_.title,
            edition=round_.edition,
            references=erasure.references if erasure.erased_at else None,
            decisions=len(decisions.decided_of(place, round_.id)),
            public_key=ceremony.public_key.hex() if ceremony else None,
            holders=tuple(
                papers.signatory(place, holder.account_id)
                for holder, _ in ceremonies.holders_of(place, round_.id)
            ),
            erased_at=erasure.erased_at,
            opened_by=papers.signatory(place, erasure.opened_by),
            second_by=papers.signatory(place, erasure.second_by) if erasure.second_by else None,
        ),
        language,
    )
