"""Why a sign-in through a provider ended without a person, in the words of the log."""

from enum import StrEnum


class Reason(StrEnum):
    """A closed list, so that nothing a stranger sends gets into the log."""

    # what came is not believed
    STATE = "state"
    RESPONSE_ISSUER = "response_issuer"
    NO_CODE = "no_code"
    PROVIDER_ERROR = "provider_error"
    CODE_REFUSED = "code_refused"
    TOKEN_ANSWER = "token_answer"  # noqa: S105 - a word of the log
    SIGNATURE = "signature"
    KEY_UNKNOWN = "key_unknown"
    CLAIMS = "claims"
    AT_HASH = "at_hash"
    SUBJECT = "subject"
    USERINFO = "userinfo"
    USERINFO_SUBJECT = "userinfo_subject"
    PIN_DIFFERS = "pin_differs"
    NAME = "name"
    # the provider cannot be asked
    CONNECTION = "connection"
    TOO_LARGE = "too_large"
    REDIRECT = "redirect"
    STATUS = "status"
    DISCOVERY = "discovery"
    KEYS = "keys"
    CLIENT_REFUSED = "client_refused"
    BUSY = "busy"


class Trouble(Exception):  # noqa: N818 - what happened, said plainly
    """A sign-in that ended, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class NotBelieved(Trouble):
    """The answer does not prove who the person is."""


class Down(Trouble):
    """The provider cannot be asked now, or does not answer as one."""
