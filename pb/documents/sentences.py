"""Words for every refusal, for web and terminal: what is wrong, how to mend it, what was kept."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from pb.documents import (
    ballot_refusals,
    initiative_refusals,
    kiosk_refusals,
    problems,
    roll_problems,
    roll_refusals,
    rule_refusals,
    signing_in,
)
from pb.documents.names import name_of
from pb.documents.words import N_, catalogue
from pb.rules import calendar, money
from pb.rules.commissions.rounding import shown
from pb.rules.refusals import Code, Refusal

MONEY = frozenset({
    "cost", "ceiling", "budget", "asked", "pledged", "summed", "difference", "own", "least",
    "left_over", "received", "dearest",
})  # fmt: skip
"""Facts in tyiyn, where the sentence speaks of money."""

ENDS = frozenset({"closed", "results_due"})
"""Facts that are exclusive ends."""

SENTENCES: dict[Code, str] = {
    Code.NOT_ALLOWED: N_("Your role does not let you do this here. Nothing was changed."),
    Code.SIGN_IN_FIRST: N_("Sign in first. Nothing was changed."),
    Code.SIGN_IN_UNKNOWN: N_(
        "We do not know this code. Check each sign and type it once more."
        " If it still does not fit, call the office."
    ),
    **signing_in.SENTENCES,
    Code.NOT_FOUND: N_("There is no such page here. Check the address or go to the start page."),
    Code.CHANGED_MEANWHILE: N_(
        "Somebody else changed this meanwhile. Nothing was changed now: look at the page again."
    ),
    Code.DATABASE_AWAY: N_("The database did not answer just now. Nothing was saved: try again."),
    Code.SERVER_BUSY: N_(
        "Many people are signing in just now. Wait half a minute and try again. Nothing was lost."
    ),
    Code.SIGN_IN_WRONG: N_(
        "This name and this password do not fit together. Check both and type them once more."
    ),
    Code.SIGN_IN_STALE: N_(
        "More than five minutes passed since the password. Begin again with name and password."
    ),
    Code.SIGN_IN_STOPPED: N_(
        "Too many tries failed under this name today, so it is closed until midnight. If it was"
        " not you, tell the head of the aiyl okmotu. A browser you used before still lets you in."
    ),
    Code.TOO_MANY_TRIES: N_("The last try failed. Wait %(seconds)s s, then try again."),
    Code.CODE_WRONG: N_(
        "This code does not fit. Each code works once: wait for the next one and check that the"
        " clock of your telephone is right."
    ),
    Code.NO_ROLE_HERE: N_("You have no role here. Go to the site of your own municipality."),
    Code.STEP_UP_FIRST: N_(
        "Show the code from your app once more first: it was more than five minutes ago."
        " Nothing was changed."
    ),
    Code.PASSWORD_TOO_SHORT: N_(
        "Make it at least %(shortest)s characters long; there are %(length)s now."
        " Several words in a row are good."
    ),
    Code.PASSWORD_TOO_LONG: N_("This is too long for a password: at most %(limit)s bytes."),
    Code.PASSWORD_COMMON: N_(
        "This password would be among the first to be tried: it is common, repeats itself or"
        " follows the keyboard. Take several words that do not belong together."
    ),
    Code.PASSWORD_WRONG: N_("This is not your present password. Type it once more."),
    Code.PASSWORDS_DIFFER: N_("The two passwords differ. Type the same one twice."),
    Code.SIGN_IN_NAME_UNREADABLE: N_(
        "Write 4 to 40 small Latin letters, figures, dots or hyphens, for example asanov.b."
    ),
    Code.SIGN_IN_NAME_TAKEN: N_("Somebody signs in by this name already. Choose another one."),
    Code.INVITATION_OVER: N_(
        "This invitation cannot be used any more: it was used, withdrawn or is too old."
        " Ask for a new one where you got it."
    ),
    Code.RECOVERY_EXISTS: N_("A recovery of this account was asked for already."),
    Code.ROLE_NOT_HERE: N_("This role is not given here."),
    Code.ROLE_HELD_ALREADY: N_("The person holds this role already."),
    Code.ROLES_APART: N_(
        "One person may not hold both: one of these roles watches over the other."
        " Nothing was changed."
    ),
    Code.NOT_YOURS_TO_GIVE: N_(
        "Your role does not let you give or take this one. Nothing was changed."
    ),
    Code.NOT_YOURSELF: N_(
        "Nobody does this for themselves: another person has to. Nothing was changed."
    ),
    Code.COMPLAINED_ALREADY: N_(
        "You have said that this is strange already; the answer will stand beside it."
    ),
    Code.COMPLAINT_ANSWERED: N_("This complaint was answered already. Nothing was changed."),
    Code.NOT_OPEN: N_("This cannot be done now: the round is at another step. Nothing was saved."),
    Code.VOTING_NOT_STARTED: N_(
        "Voting has not begun. It opens on %(opens)s. Your vote was not taken."
    ),
    Code.VOTING_CLOSED: N_(
        "Voting ended on %(closed)s. Your vote was not taken. The result comes by %(results_due)s."
    ),
    Code.TEXT_MISSING: N_("Write an answer here."),
    Code.TEXT_TOO_SHORT: N_(
        "Write at least %(shortest)s characters here. There are %(length)s now."
    ),
    Code.TEXT_TOO_LONG: N_("Shorten it to %(longest)s characters. There are %(length)s now."),
    Code.TEXT_INVISIBLE: N_(
        "There is an invisible character at place %(place)s. Delete it and type the text again."
    ),
    Code.TEXT_TOO_MANY_MARKS: N_("A letter here carries too many marks. Type the text plainly."),
    Code.MONEY_UNREADABLE: N_(
        "You wrote “%(given)s”. Write the amount in figures, for example: 300 000."
    ),
    Code.MONEY_NEGATIVE: N_("You wrote “%(given)s”. An amount cannot be below zero."),
    Code.MONEY_ZERO: N_("Write an amount above zero."),
    Code.MONEY_TOO_LARGE: N_("This amount is larger than any budget. Check the zeros."),
    Code.NUMBER_UNREADABLE: N_("Write the number in figures, for example: 35."),
    Code.NUMBER_OUT_OF_RANGE: N_("Write a number from %(smallest)s to %(largest)s."),
    Code.PIN_CHARACTER: N_(
        "A personal number is of digits only, but “%(character)s” stands at place %(place)s."
        " Type a digit there, from 0 to 9."
    ),
    Code.PIN_LENGTH: N_(
        "A personal number has 14 digits; there are %(given)s here. Compare it with the passport."
    ),
    Code.PIN_FIRST_DIGIT: N_(
        "A personal number begins with 1 for a woman and with 2 for a man."
        " Compare it with the passport."
    ),
    Code.PIN_DATE: N_(
        "Digits 2 to 9 of a personal number are the birthday, and there is no such day."
        " Compare it with the passport."
    ),
    Code.PIN_IN_FUTURE: N_(
        "The birthday in the personal number has not come yet. Compare it with the passport."
    ),
    Code.NAME_WITHOUT_LETTERS: N_("There is no letter in this name. Write the name in letters."),
    Code.NAME_CHARACTER: N_(
        "“%(character)s” at place %(place)s does not belong in a name."
        " Leave letters, spaces, hyphens and apostrophes."
    ),
    Code.DATES_OUT_OF_ORDER: N_(
        "%(later_day)s comes too early: “%(earlier)s” is on %(earlier_day)s."
        " Choose a later day here."
    ),
    Code.DATE_IN_PAST: N_("%(day)s is over. Submission can begin today (%(today)s) or later."),
    Code.CEILING_ABOVE_BUDGET: N_(
        "One project may not take more than the whole budget: %(budget)s. Lower the ceiling."
    ),
    Code.TITLE_NEEDS_BOTH_LANGUAGES: N_("Write it in both languages, Kyrgyz and Russian."),
    Code.SLUG_TAKEN: N_("The name “%(slug)s” is taken here. Choose another one."),
    Code.SLUG_UNREADABLE: N_("Use small Latin letters, digits and hyphens, for example: 2026."),
    Code.ROUND_FROZEN: N_(
        "This round was announced, so its rules and dates can no longer be changed."
        " Nothing was saved."
    ),
    Code.ROUND_WITHOUT_PROJECTS: N_("No project stands on the ballot: there is nothing to count."),
    Code.COST_ABOVE_CEILING: N_(
        "You asked for %(cost)s. One project may take up to %(ceiling)s:"
        " lower the amount or move the rest to your own contribution."
    ),
    Code.COST_ABOVE_BUDGET: N_(
        "You asked for %(cost)s, but the whole budget of the round is %(budget)s. Lower the amount."
    ),
    Code.PROPOSAL_MOVED_ON: N_(
        "Someone has already dealt with this proposal: it is “%(state)s” now. Nothing was changed."
    ),
    Code.MENDING_TERM_OVER: N_(
        "This proposal could be mended until %(day)s. What you wrote is kept, but it cannot be sent"
        " any more. If there was a reason, call the office."
    ),
    Code.REASON_MISSING: N_(
        "Give the reason in at least %(shortest)s characters: nothing is refused without one."
    ),
    Code.SETTLEMENT_UNKNOWN: N_("Choose a village from the list."),
    Code.RETURN_DATE_MISSING: N_("Say until when it can be mended: today up to %(last)s."),
    Code.NOT_ON_ROLL: N_(
        "We did not find you on the roll of this round."
        " Come to the office with your passport or call the commission."
    ),
    Code.VOTED_ALREADY: N_(
        "A vote in your name was taken already: %(channel)s, %(hour)s."
        " Your first vote stands, nothing was changed. If it was not you, call the commission."
    ),
    **ballot_refusals.SENTENCES,
    Code.BALLOTS_UNSEALED: N_("Some ballots still wait for the box. Try again in a minute."),
    Code.RESULT_EXISTS: N_("The ballots of this round have been counted already."),
    Code.RESULT_MISSING: N_("Count the ballots first: there is nothing to confirm yet."),
    Code.BOARD_EXISTS: N_("The board of this result is published already. Nothing was changed."),
    Code.RESULT_CONFIRMED: N_("This result was confirmed already. Nothing was changed."),
    Code.SECOND_PERSON_NEEDED: N_(
        "You counted the ballots, so another person has to confirm the result."
    ),
    Code.COMMISSION_NEEDED: N_(
        "One of the two, who counts or who confirms, has to be a member of the commission."
    ),
    Code.ELECTION_EXISTS: N_("This election was imported already. Nothing was imported twice."),
    Code.ELECTION_NOT_OVER: N_(
        "By this file the voting lasts until %(last)s. Import it when the voting is over."
        " Nothing was imported."
    ),
    Code.SCORE_UNREADABLE: N_("Choose a mark from 1 to 5, or say that it could not be assessed."),
    Code.SCORE_NEEDS_REASON: N_("Write why it could not be assessed, in at least 10 characters."),
    Code.INDICATOR_TWICE: N_("An indicator is assessed twice. Assess each of them once."),
    Code.INDICATORS_MISSING: N_("Assess every indicator, or say why one could not be assessed."),
    Code.PHOTO_MISSING: N_("Add at least one photo: what was seen has to be shown."),
    Code.PHOTO_UNREADABLE: N_(
        "This file is not a photo we can read. Send a JPEG, PNG or WebP. What you wrote is kept."
    ),
    Code.PHOTO_TOO_LARGE: N_("This photo is too large: at most 12 MB and 25 megapixels."),
    Code.ANSWER_NEEDS_REASONS: N_(
        "Give the reasons in at least 10 characters: no recommendation is refused without them."
    ),
    Code.ANSWERED_ALREADY: N_("This recommendation was answered already. Nothing was changed."),
    Code.EVALUATION_PUBLISHED: N_("This evaluation is published and can no longer be changed."),
    Code.NOT_A_WINNER: N_("Only a project that won a decided round can be evaluated."),
    Code.VISIT_OUT_OF_RANGE: N_(
        "You wrote %(given)s. A visit is between the end of the voting, %(earliest)s, and today,"
        " %(latest)s."
    ),
    Code.TOO_MANY_PHOTOS: N_("Add up to %(largest)s photos; this one was not added."),
    Code.PHONE_UNREADABLE: N_(
        "Write a mobile number in figures, with its code, for example: 0555 123 456."
    ),
    Code.PHONE_NOT_MOBILE: N_(
        "We send messages to mobile numbers of Kyrgyzstan only (+996)."
        " Without one, sign in through the state's sign-in, ESI (Tunduk)."
    ),
    Code.CODE_TOO_SOON: N_(
        "Codes were sent to this number a short while ago. Look for the last one,"
        " or ask for another after %(again)s. Nothing was sent now."
    ),
    Code.MESSAGE_MOVED_ON: N_(
        "This message was sent or taken out already, or it expired. Nothing was changed."
    ),
    **roll_refusals.SENTENCES,
    **initiative_refusals.SENTENCES,
    **rule_refusals.SENTENCES,
    **kiosk_refusals.SENTENCES,
}
"""One sentence or two for each code that speaks of a deed."""

OF_FILES = frozenset(
    {
        Code.FILE_BROKEN,
        Code.FILE_TOO_LARGE,
        Code.RULE_UNKNOWN,
        Code.VOTE_TYPE_UNCOUNTED,
        Code.LOT_SEED_MISSING,
        Code.QUORUM_OF_NOBODY,
        Code.COUNT_TOO_LONG,
        Code.TABLE_UNREADABLE,
    }
)
"""Codes that speak of a file; `problems` and `roll_problems` have their sentences."""


def explain(refusal: Refusal, language: str) -> str:
    """The sentence of a refusal in a language, its facts said as people say them."""
    if refusal.code is Code.TABLE_UNREADABLE:
        return roll_problems.explain(refusal, language)
    if refusal.code in OF_FILES:
        return problems.explain(refusal, language)
    sentence = catalogue(language).gettext(SENTENCES[refusal.code])
    return sentence % {
        name: _in_words(name, value, language) for name, value in refusal.facts.items()
    }


def _in_words(name: str, value: Any, language: str) -> Any:
    if isinstance(value, datetime):
        # An exclusive end at midnight is said as the day before it.
        ends = name in ENDS
        day = calendar.last_day_before(value) if ends else calendar.day_of(value)
        said = calendar.in_words(day, language)
        return said if ends or name == "opens" else f"{said}, {calendar.clock(value)}"
    if isinstance(value, date):
        return calendar.in_words(value, language)
    if name in MONEY and isinstance(value, int):
        return money.with_unit(money.Tyiyn(value), language)
    if isinstance(value, Fraction):
        return shown(value)
    if isinstance(value, tuple):
        return ", ".join(name_of(one, language) for one in value)
    return name_of(value, language) if isinstance(value, str) else value
