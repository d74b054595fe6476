"""What residents read while they sign in: the message with the code, and why it did not go on."""

import re

from pb.documents.words import N_, catalogue
from pb.rules.messages import PARTS, parts
from pb.rules.refusals import Code

SENTENCES: dict[Code, str] = {
    Code.CODE_SHAPE: N_(
        "The code is six figures. Write them as they stand in the message, for example: 482 913."
    ),
    Code.CODE_NOT_THIS: N_(
        "This is not the code of our last message. Compare the figures. Tries left: %(left)s."
    ),
    Code.CODE_OTHER_BROWSER: N_(
        "This code was asked for in another browser. Type it there, or ask for a new code here."
        " Nobody was signed in."
    ),
    Code.CODE_OVER: N_(
        "This code is used or more than five minutes old. Ask for a new code. Nobody was signed in."
    ),
    Code.CODE_TRIES_OVER: N_(
        "This code was mistyped five times, so it is no longer good. Ask for a new code."
    ),
    Code.PHONES_TOO_MANY: N_(
        "Codes were sent to %(most)s numbers from this browser today, and that is the most."
        " Use one of them, try tomorrow or come to the office. Nothing was sent now."
    ),
    Code.PHONE_FULL: N_(
        "%(most)s people sign in by this telephone already, and that is the most."
        " Use another number or come to the office with your passport. Nothing was saved."
    ),
    Code.PASSWORD_NEEDED: N_(
        "This account works here, so it signs in with a password: go back and choose"
        " “I work here”. Nobody was signed in."
    ),
    Code.ACCOUNT_CLOSED: N_(
        "This account was closed, so nobody was signed in. If you do not know why, call the office."
    ),
    Code.SMS_OFF: N_(
        "Codes are not sent from here yet. Sign in another way or come to the office."
        " Nothing was sent."
    ),
    Code.OPENID_OTHER_PERSON: N_(
        "The state's sign-in names one person, and our list has another one in that place."
        " Nobody was signed in and nothing was changed. Come to the office with your passport:"
        " people there will look into it."
    ),
    Code.OPENID_STALE: N_(
        "More than ten minutes passed since the state's sign-in. Nothing was saved:"
        " begin once more."
    ),
    Code.OPENID_STATE: N_(
        "This sign-in began in another browser, or more than ten minutes ago."
        " Nobody was signed in. Begin once more, and stay in the same window."
    ),
    Code.OPENID_TURNED_BACK: N_(
        "You turned back before the state's sign-in was finished, and that is all right."
        " Nothing was changed. You can begin once more or sign in another way."
    ),
    Code.OPENID_ANSWER: N_(
        "The answer of the state's sign-in does not prove who you are, so nobody was signed in."
        " Begin once more. If it stays so, call the office or sign in another way."
    ),
    Code.OPENID_DOWN: N_(
        "The state's sign-in does not answer now. That is not your fault, and nothing was lost."
        " Try again in five minutes or sign in another way."
    ),
    Code.ASSURANCE_LOW: N_(
        "To vote by telephone we have to know surely that it is you. Come to the office once with"
        " your passport, or sign in through the state's sign-in. You can also vote on paper."
        " Nothing was taken."
    ),
}

CODE = N_(
    # Translators: an SMS of at most 134 signs with the warning below it; Demilge is the site.
    "%(code)s – your code for Demilge. Tell nobody: the office never asks for it."
)
WARNING = N_("Tell nobody the code.")

_SITE = re.compile(r"[a-z0-9.-]+\.[a-z]{2,}")
"""A name; telephones fill nothing in at a bare address."""


def code_message(code: str, language: str, site: str) -> str:
    """The message that brings a code, with the warning in the other language too.

    Where it still fits, a last line lets the telephone fill the code in at this site only.
    Source: WICG, Origin-bound one-time codes delivered via SMS.
    """
    other = "ru" if language == "ky" else "ky"
    first = catalogue(language).gettext(CODE) % {"code": code}
    text = f"{first} {catalogue(other).gettext(WARNING)}"
    whole = f"{text}\n\n@{site} #{code}"
    return whole if _SITE.fullmatch(site) and parts(whole) <= PARTS else text
