"""The words of a ticket for the kiosk, in both languages: a slip of paper, or copied by hand."""

from dataclasses import dataclass

from pb.documents.words import LANGUAGES, N_, catalogue
from pb.rules.texts import Bilingual

HEADING = N_("Ticket to vote at the kiosk")
WHERE = N_("Station No. %(number)s: %(name)s")
UNTIL = N_("Good until %(clock)s, for one vote.")
STEPS = (
    N_("Go to the computer and type this code. Small letters will do."),
    N_("Choose the projects, look once more, and press “Cast my vote”."),
    N_("Show the code to nobody. Nobody has to know what you chose."),
)


@dataclass(frozen=True)
class SlipWords:
    """A ticket in one language."""

    language: str
    heading: str
    where: str
    until: str
    steps: tuple[str, ...]


def slip_words(number: int, name: Bilingual, clock: str) -> tuple[SlipWords, ...]:
    """The slip in Kyrgyz and in Russian."""
    return tuple(_in(language, number, name, clock) for language in LANGUAGES)


def _in(language: str, number: int, name: Bilingual, clock: str) -> SlipWords:
    say = catalogue(language).gettext
    return SlipWords(
        language,
        say(HEADING),
        say(WHERE) % {"number": number, "name": name.read(language)[0]},
        say(UNTIL) % {"clock": clock},
        tuple(say(step) for step in STEPS),
    )
