"""Deeds of merging two proposals: one side offers, the other answers; what lives on is mended."""

from datetime import datetime

from pb.documents import notices
from pb.gateways.keys import Keys
from pb.records import merging, proposals, rounds
from pb.records.base import db
from pb.records.merging import MergeOffer
from pb.records.places import municipality_by_id
from pb.records.proposals import Proposal
from pb.rules import merging as rules
from pb.rules.access import Act
from pb.rules.merging import MergeState
from pb.rules.messages import MessageKind
from pb.rules.proposals import Deed, ProposalState, moved
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.rules.reviews import reason
from pb.rules.texts import clean
from pb.services import audit, authors, versions, writing
from pb.services.actors import Actor, account_of, require
from pb.services.paper_entries import overtake
from pb.services.work import unit_of_work


def offer(
    actor: Actor,
    municipality_id: int,
    ref: str,
    into: str,
    words: str,
    language: str,
    keys: Keys,
    now: datetime,
) -> str:
    """Offer to let one's own proposal end in another of the same round; returns the offer's id.

    Raises:
        NotAllowed: NOT_ALLOWED, LEADER_ONLY; MERGE_OF_OWN. NotFound: as usual, another round too.
        NotNow: NOT_OPEN once the review is over.
        NotValid: MERGE_WITH_ITSELF at `into`; what a text may not be at `words`.
        Conflict: PROPOSAL_MOVED_ON where either is not waiting or returned; MERGE_WAITS.
    """
    with unit_of_work():
        require(actor, Act.MERGE_PROPOSAL, municipality_id)
        own, other = _held(municipality_id, ref, into)
        _require_led(own, actor)
        _require_now(own, actor, now)
        if other.round_id != own.round_id or other.state is ProposalState.DRAFT:
            raise NotFound(Code.NOT_FOUND)
        rules.check_mergeable(own.state, other.state, is_itself=own is other)
        rules.check_sides(own.author_id, other.author_id)
        if merging.standing_of(municipality_id, own.id) is not None:
            raise Conflict(Code.MERGE_WAITS)
        made = MergeOffer(
            municipality_id=municipality_id,
            round_id=own.round_id,
            proposal_id=own.id,
            into_id=other.id,
            state=MergeState.OFFERED,
            offered_by=account_of(actor),
            offered_at=now,
            words=clean(words, "words", rules.WORDS_LENGTH, lines=True),
            words_language=language,
        )
        db.session.add(made)
        db.session.flush()
        _tell(other, notices.of_merge_offer(_number(other), _number(own), _phone(own)), made, keys,
              now)  # fmt: skip
        tag = audit.Tag.MERGE_OFFERED
        audit.append(tag, actor, municipality_id, now, ref, into=other.ref)
        return made.ref


def take_back(actor: Actor, municipality_id: int, offer_ref: str, now: datetime) -> None:
    """Take an offer back that was not answered yet.

    Raises:
        NotAllowed: NOT_ALLOWED for whoever does not lead the proposal that was offered.
        NotFound: as usual. Conflict: MERGE_MOVED_ON.
    """
    with unit_of_work():
        require(actor, Act.MERGE_PROPOSAL, municipality_id)
        own, _other, found = _held_offer(municipality_id, offer_ref)
        _require_led(own, actor)
        rules.check_unanswered(found.state)
        found.state, found.ended_at = MergeState.TAKEN_BACK, now
        audit.append(audit.Tag.MERGE_TAKEN_BACK, actor, municipality_id, now, own.ref)


def accept(actor: Actor, municipality_id: int, offer_ref: str, keys: Keys, now: datetime) -> None:
    """Consent, as the other side: the one proposal ends, and the other lives on, as it is.

    What is public of the one that lives on is kept as a new version, which names the other.

    Raises:
        NotAllowed: NOT_ALLOWED for whoever does not lead the other one; MERGE_OF_OWN.
        NotNow: NOT_OPEN. NotFound: as usual.
        Conflict: MERGE_MOVED_ON; PROPOSAL_MOVED_ON where either has its answer or its end.
    """
    with unit_of_work():
        require(actor, Act.MERGE_PROPOSAL, municipality_id)
        ended, lives, found = _held_offer(municipality_id, offer_ref)
        _require_led(lives, actor)
        rules.check_unanswered(found.state)
        _require_now(lives, actor, now)
        for side in (found.offered_by, ended.author_id):
            rules.check_sides(side, account_of(actor))
        rules.check_merge(ended.state, lives.state, is_itself=False, consents=2)
        found.state, found.ended_at = MergeState.ACCEPTED, now
        found.answered_by = account_of(actor)
        overtake(ended, now)
        # The guard of the database looks for the consent before it lets the proposal end.
        db.session.flush()
        ended.state = moved(ended.state, Deed.MERGE)
        db.session.flush()
        version = versions.keep_version(lives, now)
        _tell(ended, notices.of_merge_answer(_number(ended), _number(lives), _phone(ended),
                                             accepted=True), found, keys, now)  # fmt: skip
        audit.append(
            audit.Tag.PROPOSALS_MERGED,
            actor,
            municipality_id,
            now,
            ended.ref,
            into=lives.ref,
            sha256=version.sha256,
        )


def decline(
    actor: Actor,
    municipality_id: int,
    offer_ref: str,
    why: str,
    language: str,
    keys: Keys,
    now: datetime,
) -> None:
    """Decline, as the other side, with a reason that whoever offered reads.

    Raises:
        NotAllowed: NOT_ALLOWED for whoever does not lead the other one. NotFound: as usual.
        NotValid: REASON_MISSING at `reason`. Conflict: MERGE_MOVED_ON.
    """
    with unit_of_work():
        require(actor, Act.MERGE_PROPOSAL, municipality_id)
        own, lives, found = _held_offer(municipality_id, offer_ref)
        _require_led(lives, actor)
        rules.check_unanswered(found.state)
        rules.check_sides(found.offered_by, account_of(actor))
        found.reason, found.reason_language = reason(why, "reason"), language
        found.state, found.ended_at = MergeState.DECLINED, now
        found.answered_by = account_of(actor)
        _tell(own, notices.of_merge_answer(_number(own), _number(lives), _phone(own),
                                           accepted=False), found, keys, now)  # fmt: skip
        audit.append(audit.Tag.MERGE_DECLINED, actor, municipality_id, now, own.ref)


def take_in(actor: Actor, municipality_id: int, ref: str, now: datetime) -> None:
    """Have a proposal back from the office, to take in what merged into it since it was sent.

    It is mended and sent again like a returned one, while the review lasts; the office begins anew.

    Raises:
        NotAllowed: NOT_ALLOWED, LEADER_ONLY. NotFound, NotNow: as usual.
        Conflict: NOTHING_MERGED; PROPOSAL_MOVED_ON where the office has decided.
    """
    with unit_of_work():
        proposal = writing.held_by_leader(actor, municipality_id, ref, Act.MEND_PROPOSAL)
        round_ = rounds.round_by_id(municipality_id, proposal.round_id, hold=True)
        require(actor, Act.MEND_PROPOSAL, municipality_id, round_, now)
        to = moved(proposal.state, Deed.TAKE_IN)
        if not merging.may_take_in(proposal):
            raise Conflict(Code.NOTHING_MERGED)
        proposal.state = to
        audit.append(audit.Tag.PROPOSAL_TAKEN_BACK, actor, municipality_id, now, ref)


def _held(municipality_id: int, ref: str, into: str) -> tuple[Proposal, Proposal]:
    """Both proposals, held in the order everyone holds two in."""
    found = {one.ref: one for one in proposals.held_together(municipality_id, (ref, into))}
    if not {ref, into} <= set(found):
        raise NotFound(Code.NOT_FOUND)
    return found[ref], found[into]


def _held_offer(municipality_id: int, offer_ref: str) -> tuple[Proposal, Proposal, MergeOffer]:
    own, lives = _held(municipality_id, *merging.sides_of(municipality_id, offer_ref))
    return own, lives, merging.held_offer(municipality_id, offer_ref)


def _require_led(proposal: Proposal, actor: Actor) -> None:
    if proposal.author_id == account_of(actor):
        return
    writes = writing.writes(proposal, actor.account_id)
    raise NotAllowed(Code.LEADER_ONLY if writes else Code.NOT_ALLOWED, act=Act.MERGE_PROPOSAL)


def _require_now(proposal: Proposal, actor: Actor, now: datetime) -> None:
    round_ = rounds.round_by_id(proposal.municipality_id, proposal.round_id, hold=True)
    require(actor, Act.MERGE_PROPOSAL, proposal.municipality_id, round_, now)


def _tell(to: Proposal, text: str, about: MergeOffer, keys: Keys, now: datetime) -> None:
    authors.tell(to, MessageKind.PROPOSAL_ANSWERED, text, f"{about.ref}:{about.state}", keys, now)


def _number(proposal: Proposal) -> int:
    return proposal.register_number or 0


def _phone(proposal: Proposal) -> str | None:
    return municipality_by_id(proposal.municipality_id).phone
