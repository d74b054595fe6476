"""What the outbox and the work in the background are called for whoever looks after them."""

from enum import StrEnum

from pb.documents.words import N_, catalogue
from pb.rules.jobs import JobError, JobKind, JobState
from pb.rules.messages import MessageKind, MessageState, SendError

NAMES: dict[type[StrEnum], dict[str, str]] = {
    MessageKind: {
        MessageKind.SIGN_IN_CODE: N_("Code to sign in"),
        MessageKind.INVITATION: N_("Invitation"),
        MessageKind.PHONE_CHANGED: N_("Telephone was changed"),
        MessageKind.ACCESS_NOTICE: N_("A look at data"),
        MessageKind.ACCESS_DIGEST: N_("Looks of the day"),
        MessageKind.VOTE_MARKED: N_("A vote was marked"),
        MessageKind.PROPOSAL_ANSWERED: N_("The office answered a proposal"),
        MessageKind.APPEAL_ANSWERED: N_("An appeal was answered"),
    },
    MessageState: {
        MessageState.QUEUED: N_("Waits"),
        MessageState.SENT: N_("Sent"),
        MessageState.FAILED: N_("Not sent"),
        MessageState.DROPPED: N_("Taken out"),
    },
    SendError: {
        SendError.REFUSED: N_("The gateway does not take this message"),
        SendError.NOT_LET_IN: N_("The gateway does not let us in: check its address and token"),
        SendError.UNREACHABLE: N_("Nobody answers at the address of the gateway"),
        SendError.GATEWAY_BROKEN: N_("The gateway says that it cannot"),
        SendError.UNCLEAR: N_("No clear answer: it may have gone"),
        SendError.UNREADABLE: N_("It was locked under another pepper"),
        SendError.MONEY_SPENT: N_("The money of the day is spent"),
        SendError.EXPIRED: N_("It waited longer than it was good for"),
        SendError.TAKEN_OUT: N_("It was taken out by hand"),
    },
    JobKind: {
        JobKind.CHECK_PAPERS: N_("Compare every paper with its hash"),
        JobKind.IMPORT_ROLL: N_("Import a voter roll"),
    },
    JobState: {
        JobState.QUEUED: N_("Waits"),
        JobState.RUNNING: N_("Is being done"),
        JobState.DONE: N_("Done"),
        JobState.FAILED: N_("Not done"),
    },
    JobError: {
        JobError.WORKER_ENDED: N_("The worker ended in the middle; nothing of it was saved"),
        JobError.REFUSED: N_("It was refused; the report says why"),
        JobError.BROKEN: N_("Something broke on our side; the log says where"),
    },
}
"""By kind: values of two lists may be alike."""


def background_name(value: StrEnum, language: str) -> str:
    """The name of a value of one of these lists, in a language."""
    return catalogue(language).gettext(NAMES[type(value)][value])
