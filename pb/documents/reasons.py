"""What a losing project lacked, in one sentence with its figures."""

import math
from fractions import Fraction
from typing import Any

from pb.documents.words import N_, catalogue
from pb.rules.money import Tyiyn, figures, grouped, with_unit
from pb.rules.tally import Election, Outcome, Score, Step

WHOLE_NAME = N_("No. %(id)s “%(name)s”")
NUMBER = N_("No. %(id)s")
ABOUT = N_("about %(amount)s")
SCORE_OF_100 = N_("%(score)s out of 100")

NO_MONEY = N_("It costs %(cost)s, and only %(left)s were left, so %(missing)s were lacking.")
TOO_DEAR = N_("It costs %(cost)s, which is more than the whole budget by %(missing)s.")
SUPPORTERS_SHORT = N_(
    "Those who chose it have %(money)s left together, and it costs %(cost)s, so %(missing)s were"
    " lacking."
)
NO_SUPPORTERS = N_("Nobody chose it, so there is nobody to pay for it.")
BELOW_THRESHOLD = N_("It lacked %(missing)s: it has %(score)s.")
AFTER_STOP = N_("Its turn did not come: the sharing out had stopped at a project above it.")
EXCLUDED = N_("It cannot stand beside %(rival)s, which won.")
SITS_OUT = N_("It sits out this time, because its place won before.")
WITHDRAWN = N_("It was withdrawn before the count.")
NO_QUORUM = N_("Too few people voted; ballots lacking: %(missing)s.")
PART_FUNDED = N_("It gets what is left, %(paid)s of %(cost)s; %(missing)s are still lacking.")


class Words:
    """How things of one election are said in one language."""

    def __init__(self, election: Election, language: str) -> None:
        self.language = language
        self._catalogue = catalogue(language)
        self._currency = election.currency
        self._names = {project.id: project.name for project in election.projects}
        self.in_points = not election.vote_type.is_marked
        self.withdrawn = election.withdrawn
        self._out_of_100 = bool(election.options.commission_weight)

    def say(self, sentence: str, **facts: Any) -> str:
        """A sentence with its facts."""
        return self._catalogue.gettext(sentence) % facts

    def number(self, ref: str) -> str:
        """A project by its number alone."""
        return self.say(NUMBER, id=ref)

    def project(self, ref: str) -> str:
        """A project by number and name."""
        name = self._names[ref]
        return self.say(WHOLE_NAME, id=ref, name=name) if name else self.number(ref)

    def money(self, amount: Tyiyn) -> str:
        """An amount with its unit."""
        return with_unit(amount, self.language, self._currency)

    def about(self, amount: Fraction) -> str:
        """An amount that may be no whole number of tyiyn, rounded to the nearest."""
        said = self.money(Tyiyn(round(amount)))
        return said if amount.denominator == 1 else self.say(ABOUT, amount=said)

    def rounded(self, hundredths: Fraction) -> str:
        """A number given in hundredths of it, rounded to the nearest."""
        said = figures(Tyiyn(round(hundredths)))
        return said if hundredths.denominator == 1 else self.say(ABOUT, amount=said)

    def score(self, score: Score) -> str:
        """Votes or points, or a mixed score out of 100."""
        if self._out_of_100:
            return self.say(SCORE_OF_100, score=self.rounded(Fraction(100 * score)))
        return self.votes(int(score))

    def votes(self, number: int) -> str:
        """So many votes, or points where ballots give points."""
        ngettext = self._catalogue.ngettext
        if self.in_points:
            said = ngettext("%(number)s point", "%(number)s points", number)
        else:
            said = ngettext("%(number)s vote", "%(number)s votes", number)
        return said % {"number": grouped(number)}


_SENTENCES: dict[Outcome, str] = {
    Outcome.NO_MONEY: NO_MONEY,
    Outcome.BELOW_THRESHOLD: BELOW_THRESHOLD,
    Outcome.AFTER_STOP: AFTER_STOP,
    Outcome.EXCLUDED: EXCLUDED,
    Outcome.SITS_OUT: SITS_OUT,
    Outcome.NO_QUORUM: NO_QUORUM,
    Outcome.SUPPORTERS_SHORT: SUPPORTERS_SHORT,
    Outcome.PART_FUNDED: PART_FUNDED,
}


def reason(step: Step, words: Words) -> str:
    """One sentence on what a project that did not win in full lacked.

    Raises:
        KeyError: the project won.
    """
    sentence = _SENTENCES[step.outcome]
    # Rounded up, so that what is said to be lacking would really have been enough.
    missing = Tyiyn(math.ceil(step.missing_money or 0))
    facts = {
        "cost": words.money(step.cost),
        "left": words.money(step.left_before),
        "missing": words.money(missing),
        "score": words.score(step.score),
        "rival": words.number(step.excluded_by or ""),
        "paid": words.money(Tyiyn(step.left_before - step.left_after)),
        "money": words.money(Tyiyn(step.cost - missing)),
    }
    if step.outcome is Outcome.BELOW_THRESHOLD:
        facts["missing"] = words.votes(step.missing_votes or 0)
    elif step.outcome is Outcome.NO_QUORUM:
        facts["missing"] = grouped(step.missing_votes or 0)
    elif step.outcome is Outcome.NO_MONEY and step.missing_money != step.cost - step.left_before:
        sentence = TOO_DEAR
    elif step.outcome is Outcome.SUPPORTERS_SHORT and not step.votes:
        sentence = NO_SUPPORTERS
    elif step.project_id in words.withdrawn and step.outcome is Outcome.SITS_OUT:
        sentence = WITHDRAWN
    return words.say(sentence, **facts)
