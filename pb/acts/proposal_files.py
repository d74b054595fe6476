"""Deeds about the photos and papers of a proposal that is still being written."""

from datetime import datetime

from pb.gateways.storage import Storage
from pb.records import rounds
from pb.records.proposal_parts import ProposalFile
from pb.records.proposals import Proposal
from pb.rules.access import Act
from pb.rules.proposal_files import CAPTION_LENGTH, FileKind, check_quota, shown_name
from pb.rules.proposals import Deed, moved
from pb.rules.refusals import Code, NotFound, NotValid
from pb.rules.rounds import require_open
from pb.rules.texts import clean
from pb.services import attachments, audit, letters, writing
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


def add(
    actor: Actor,
    municipality_id: int,
    ref: str,
    content: bytes,
    name: str,
    kind: FileKind,
    caption: str,
    storage: Storage,
    now: datetime,
    contribution: int | None = None,
) -> str:
    """Attach a file; returns the SHA-256 of what is kept. A photo loses place and camera.

    A letter may confirm one contribution, by its number.

    Raises:
        NotAllowed, NotNow, NotFound, Conflict: as for writing a step.
        NotValid: what `attachments.taken` finds, at `file`; FILES_TOO_MANY, FILES_TOO_LARGE,
            FILE_TWICE; a caption that cannot be; what `letters.check_tie` finds.
    """
    require(actor, Act.MEND_PROPOSAL, municipality_id)
    words = clean(caption, "caption", CAPTION_LENGTH)
    # Decoding takes its time: nobody else waits for it.
    file = attachments.taken(content, "file", only_photo=kind is FileKind.PHOTO)
    with unit_of_work():
        proposal = _written(actor, municipality_id, ref, now)
        letters.check_tie(proposal, kind, contribution)
        check_quota([kept.size for kept in proposal.files], len(file.content))
        sha256, small = attachments.keep(file, storage)
        if any(kept.sha256 == sha256 for kept in proposal.files):
            raise NotValid(Code.FILE_TWICE, "file")
        proposal.files.append(
            ProposalFile(
                municipality_id=municipality_id,
                number=max((kept.number for kept in proposal.files), default=0) + 1,
                kind=kind,
                sha256=sha256,
                small_sha256=small,
                media_type=file.media_type,
                size=len(file.content),
                width=file.width,
                height=file.height,
                name=shown_name(name),
                caption=words,
                contribution=contribution,
                added_by=account_of(actor),
                added_at=now,
            )
        )
        proposal.version += 1
        audit.append(
            audit.Tag.PROPOSAL_FILE_ADDED,
            actor,
            municipality_id,
            now,
            ref,
            sha256=sha256,
            kind=kind.value,
        )
        return sha256


def move_up(actor: Actor, municipality_id: int, ref: str, sha256: str, now: datetime) -> None:
    """Show a file before the one it stood behind; the first one stays where it is.

    Raises:
        NotAllowed, NotNow, NotFound, Conflict: as for writing a step.
    """
    with unit_of_work():
        proposal = _written(actor, municipality_id, ref, now)
        at = proposal.files.index(_file(proposal, sha256))
        if at:
            earlier, later = proposal.files[at - 1], proposal.files[at]
            earlier.number, later.number = later.number, earlier.number
            proposal.version += 1
        audit.append(audit.Tag.PROPOSAL_FILE_MOVED, actor, municipality_id, now, ref, sha256=sha256)


def remove(actor: Actor, municipality_id: int, ref: str, sha256: str, now: datetime) -> None:
    """Take a file out; nothing leads to its bytes any more.

    Raises:
        NotAllowed, NotNow, NotFound, Conflict: as for writing a step.
    """
    with unit_of_work():
        proposal = _written(actor, municipality_id, ref, now)
        proposal.files.remove(_file(proposal, sha256))
        proposal.version += 1
        audit.append(
            audit.Tag.PROPOSAL_FILE_REMOVED, actor, municipality_id, now, ref, sha256=sha256
        )


def _written(actor: Actor, municipality_id: int, ref: str, now: datetime) -> Proposal:
    proposal = writing.held_by_writer(actor, municipality_id, ref, Act.MEND_PROPOSAL)
    round_ = rounds.round_by_id(municipality_id, proposal.round_id)
    phase = round_.phase(now)
    require_open(writing.act_of_writing(proposal, phase), phase, round_.schedule)
    moved(proposal.state, Deed.SUBMIT)
    return proposal


def _file(proposal: Proposal, sha256: str) -> ProposalFile:
    for file in proposal.files:
        if file.sha256 == sha256:
            return file
    raise NotFound(Code.NOT_FOUND)
