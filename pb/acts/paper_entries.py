"""Deeds about proposals brought on paper: typed by one person, compared and sent by another."""

from dataclasses import dataclass
from datetime import datetime

from pb.gateways.keys import Keys
from pb.gateways.storage import Storage
from pb.records import involvement, paper_entries, proposals, rounds
from pb.records.base import db
from pb.records.paper_entries import PaperEntry
from pb.records.proposals import Proposal
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.paper_entries import DIFFERS_LENGTH, EntryDeed, EntryState, require_move
from pb.rules.privacy import Purpose
from pb.rules.proposal_steps import Place
from pb.rules.proposals import moved, require_in_term
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid
from pb.rules.rounds import require_open
from pb.rules.texts import clean
from pb.services import audit, drafts, resolutions, sending, writing
from pb.services.actors import Actor, account_of, require
from pb.services.paper_entries import FIELDS, OnForm, author_on_form, subject_of
from pb.services.privacy import Looking, opened
from pb.services.work import unit_of_work


@dataclass(frozen=True, repr=False)
class Scan:
    """The signed paper as it was kept."""

    content: bytes
    media_type: str
    sha256: str


def begin(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    token: str,
    language: str,
    person: OnForm,
    place: Place,
    keys: Keys,
    now: datetime,
) -> str:
    """Begin to type a proposal from a signed form; returns the public id of the proposal.

    The person on the form is its author; who types it only writes. The token is that of the form
    on the screen: sent twice, it is still one draft.

    Raises:
        NotAllowed, NotNow, NotFound: as the tables say; NOT_YOURSELF for one's own proposal.
        NotValid: what `services.paper_entries.author_on_form` and `services.drafts.begin` find.
        Conflict: ENTRY_UNDECIDED where another person types it already.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.ENTER_PROPOSAL, municipality_id, round_, now)
        author = author_on_form(actor, municipality_id, person, keys, now)
        proposal = drafts.begin(round_, author.id, token, language, place, now)
        if writing.typed_by(proposal, account_of(actor)) is None:
            _begun(actor, proposal, EntryDeed.SUBMIT, now)
        return proposal.ref


def open_again(
    actor: Actor, municipality_id: int, ref: str, deed: EntryDeed, now: datetime
) -> PaperEntry:
    """Take up another paper of an author who came on paper: mended after a return, or withdrawn.

    `ref` is that of the proposal.

    Raises:
        NotAllowed, NotNow, NotFound: as the tables say; a proposal that never came on paper is
            not found.
        Conflict: ENTRY_UNDECIDED where a paper is on its way; PROPOSAL_MOVED_ON.
    """
    with unit_of_work():
        require(actor, Act.ENTER_PROPOSAL, municipality_id)
        proposal = proposals.whole_proposal(municipality_id, ref, hold=True)
        if paper_entries.last_of(municipality_id, proposal.id) is None:
            raise NotFound(Code.NOT_FOUND)
        if proposal.author_id == account_of(actor):
            raise NotAllowed(Code.NOT_YOURSELF)
        _require_open(proposal, deed, now)
        return _begun(actor, proposal, deed, now)


def hand_over(
    actor: Actor,
    municipality_id: int,
    ref: str,
    content: bytes,
    storage: Storage,
    now: datetime,
    *,
    is_signed: bool,
) -> None:
    """Attach the scan of the signed paper and ask another person to compare.

    Raises:
        NotAllowed: NOT_ALLOWED for anyone but who types it.
        NotNow: as the tables say; MENDING_TERM_OVER.
        NotValid: what `resolutions.keep` finds at "file"; PAPER_UNSEEN at "is_signed";
            PROPOSAL_UNFINISHED.
        Conflict: ENTRY_MOVED_ON; PROPOSAL_MOVED_ON.
    """
    require(actor, Act.ENTER_PROPOSAL, municipality_id)
    if not is_signed:
        raise NotValid(Code.PAPER_UNSEEN, "is_signed")
    # Decoding a photo takes its time: nobody else waits for it.
    kept = resolutions.keep(content, "file", storage)
    with unit_of_work():
        entry, proposal, round_ = _held(actor, Act.ENTER_PROPOSAL, municipality_id, ref)
        if entry.entered_by != account_of(actor):
            raise NotAllowed(Code.NOT_ALLOWED, act=Act.ENTER_PROPOSAL)
        require_move(entry.state, EntryState.WAITING)
        _require_open(proposal, entry.deed, now)
        if entry.deed is EntryDeed.SUBMIT:
            sending.require_whole(proposal, round_)
        entry.state, entry.handed_at, entry.version = EntryState.WAITING, now, proposal.version
        entry.scan_sha256, entry.scan_media_type = kept.sha256, kept.media_type
        entry.scan_size = kept.size
        audit.append(
            audit.Tag.PAPER_HANDED_OVER, actor, municipality_id, now, entry.ref, sha256=kept.sha256
        )


def confirm(
    actor: Actor, municipality_id: int, ref: str, now: datetime, *, is_compared: bool
) -> int:
    """Stand, as the second person, for what was typed; returns the register number.

    The proposal is sent, or withdrawn, by this and by nothing before.

    Raises:
        NotAllowed: NOT_YOURSELF for whoever typed it, or is its author.
        NotNow: as the tables say.
        NotValid: SCAN_UNSEEN at "is_compared"; PROPOSAL_UNFINISHED.
        Conflict: ENTRY_MOVED_ON; PROPOSAL_CHANGED_ELSEWHERE since it was handed over.
    """
    if not is_compared:
        raise NotValid(Code.SCAN_UNSEEN, "is_compared")
    with unit_of_work():
        entry, proposal, round_ = _compared(actor, municipality_id, ref, EntryState.CONFIRMED, now)
        _require_confirmable(entry, round_, now)
        if entry.version != proposal.version and entry.deed is EntryDeed.SUBMIT:
            raise Conflict(Code.PROPOSAL_CHANGED_ELSEWHERE)
        # First the two people, then what they stand for: the guard of the database looks.
        db.session.flush()
        if entry.deed is EntryDeed.SUBMIT:
            sha256 = sending.send(proposal, round_, now).sha256
        else:
            sending.take_back(proposal, now)
            sha256 = entry.scan_sha256 or ""
        number = proposal.register_number or 0
        audit.append(
            audit.Tag.PAPER_CONFIRMED,
            actor,
            municipality_id,
            now,
            proposal.ref,
            deed=entry.deed.value,
            register_number=number,
            sha256=sha256,
        )
        return number


def send_back(actor: Actor, municipality_id: int, ref: str, differs: str, now: datetime) -> None:
    """Give a paper back to whoever typed it, saying what differs from it.

    Raises:
        NotAllowed: NOT_YOURSELF for whoever typed it, or is its author.
        NotValid: whatever a text may not be, at "differs".
        Conflict: ENTRY_MOVED_ON.
    """
    said = clean(differs, "differs", DIFFERS_LENGTH, lines=True)
    with unit_of_work():
        entry, _, _ = _compared(actor, municipality_id, ref, EntryState.SENT_BACK, now)
        entry.differs = said
        audit.append(audit.Tag.PAPER_SENT_BACK, actor, municipality_id, now, entry.ref)


def drop(actor: Actor, municipality_id: int, ref: str, now: datetime) -> None:
    """End a paper that was begun in error; what was typed is seen by nobody but its author.

    Raises:
        NotAllowed: as the tables say. Conflict: ENTRY_MOVED_ON.
    """
    with unit_of_work():
        entry, _, _ = _held(actor, Act.ENTER_PROPOSAL, municipality_id, ref)
        _decide(entry, EntryState.DROPPED, account_of(actor), now)
        audit.append(audit.Tag.PAPER_DROPPED, actor, municipality_id, now, entry.ref)


def open_scan(
    actor: Actor, municipality_id: int, ref: str, reason: str, storage: Storage, now: datetime
) -> Scan:
    """Open the signed paper, with a reason that its author reads.

    Raises:
        NotAllowed, NotFound: as the tables say; a paper that was not scanned yet is not found.
        NotValid: a reason that is missing or too short, at "reason".
    """
    with unit_of_work():
        require(actor, Act.CONFIRM_ENTRY, municipality_id)
        entry = paper_entries.entry_of(municipality_id, ref)
        if entry.scan_sha256 is None or entry.scan_media_type is None:
            raise NotFound(Code.NOT_FOUND)
        proposal = proposals.proposal_by_id(municipality_id, entry.proposal_id)
        looking = Looking(Purpose.PAPER_PROPOSAL, reason)
        opened(actor, municipality_id, [subject_of(entry, proposal)], looking, FIELDS, now)
        content = storage.get(entry.scan_sha256)
        return Scan(content, entry.scan_media_type, entry.scan_sha256)


def _begun(actor: Actor, proposal: Proposal, deed: EntryDeed, now: datetime) -> PaperEntry:
    place = proposal.municipality_id
    if paper_entries.undecided(place, proposal.id, hold=True) is not None:
        raise Conflict(Code.ENTRY_UNDECIDED)
    entry = PaperEntry(
        municipality_id=place,
        proposal_id=proposal.id,
        deed=deed,
        state=EntryState.OPEN,
        entered_by=account_of(actor),
        created_at=now,
    )
    db.session.add(entry)
    db.session.flush()
    audit.append(audit.Tag.PAPER_BEGUN, actor, place, now, entry.ref, deed=deed.value)
    return entry


def _held(
    actor: Actor, act: Act, municipality_id: int, ref: str
) -> tuple[PaperEntry, Proposal, Round]:
    require(actor, act, municipality_id)
    found = paper_entries.entry_of(municipality_id, ref)
    named = proposals.proposal_by_id(municipality_id, found.proposal_id)
    proposal = proposals.whole_proposal(municipality_id, named.ref, hold=True)
    round_ = rounds.round_by_id(municipality_id, proposal.round_id, hold=True)
    return paper_entries.entry_of(municipality_id, ref, hold=True), proposal, round_


def _compared(
    actor: Actor, municipality_id: int, ref: str, to: EntryState, now: datetime
) -> tuple[PaperEntry, Proposal, Round]:
    entry, proposal, round_ = _held(actor, Act.CONFIRM_ENTRY, municipality_id, ref)
    involved = involvement.people_in(municipality_id, proposal.id)
    if account_of(actor) in {entry.entered_by, *involved}:
        raise NotAllowed(Code.NOT_YOURSELF)
    _decide(entry, to, account_of(actor), now)
    return entry, proposal, round_


def _decide(entry: PaperEntry, to: EntryState, account_id: int, now: datetime) -> None:
    require_move(entry.state, to)
    entry.state, entry.decided_by, entry.decided_at = to, account_id, now


def _require_open(proposal: Proposal, deed: EntryDeed, now: datetime) -> None:
    """Refuse a paper of a deed that the author could not do now either."""
    moved(proposal.state, deed.deed)
    round_ = rounds.round_by_id(proposal.municipality_id, proposal.round_id)
    act = Act.WITHDRAW_PROPOSAL
    if deed is EntryDeed.SUBMIT:
        act = writing.act_of_writing(proposal, round_.phase(now))
        require_in_term(proposal.mend_by, calendar.day_of(now))
    require_open(act, round_.phase(now), round_.schedule)


def _require_confirmable(entry: PaperEntry, round_: Round, now: datetime) -> None:
    # The day the paper was brought counts, not the day somebody found time to compare it.
    submits = entry.deed is EntryDeed.SUBMIT
    act = Act.CONFIRM_ENTRY if submits else Act.WITHDRAW_PROPOSAL
    require_open(act, round_.phase(now), round_.schedule)
