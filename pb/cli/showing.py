"""How results and papers are shown at the terminal: a winner a line, the money line, hashes."""

from collections.abc import Iterable, Iterator

from pb.documents.names import name_of
from pb.documents.words import N_, catalogue
from pb.gateways.storage import Storage
from pb.records.documents import Document
from pb.records.results import Result, ResultLine
from pb.rules.money import grouped, with_unit
from pb.rules.tally.election import Channel, Outcome

BALLOTS_BY_CHANNEL = N_("%(channel)s %(number)s")
MONEY = N_("Money: %(budget)s = %(cost)s for the winners + %(left)s left.")
PAPER = N_("PDF, %(language)s: %(path)s")

LANGUAGE_NAMES = {"ky": N_("Kyrgyz"), "ru": N_("Russian"), "ky+ru": N_("Kyrgyz and Russian")}


def ballots(result: Result, language: str, *, channels: bool = True) -> str:
    """How many ballots were counted, by channel where the channel is known."""
    words = catalogue(language)
    said = words.ngettext("%(number)s ballot", "%(number)s ballots", result.ballots) % {
        "number": grouped(result.ballots)
    }
    by_channel = {
        Channel.INTERNET: result.internet,
        Channel.PAPER: result.paper,
        Channel.ASSEMBLY: result.assembly,
    }
    told = ", ".join(
        words.gettext(BALLOTS_BY_CHANNEL)
        % {"channel": name_of(channel, language), "number": grouped(counted)}
        for channel, counted in by_channel.items()
        if counted
    )
    return f"{said}: {told}" if channels and told else said


def lines(result: Result, language: str, currency: str) -> Iterator[str]:
    """Every project in the order the money went: place, number, name, votes, cost, what became."""
    for line in result.lines:
        said = _line(line.place, line, language, currency)
        yield f"{said}. {name_of(line.outcome, language)}"


def winners(result: Result, language: str, currency: str) -> Iterator[str]:
    """The winners alone, in the order chosen."""
    won = (line for line in result.lines if line.outcome is Outcome.WON)
    for place, line in enumerate(won, start=1):
        yield _line(place, line, language, currency)


def money_line(result: Result, language: str, currency: str) -> str:
    """That the money adds up: budget = spent + left."""
    return catalogue(language).gettext(MONEY) % {
        "budget": with_unit(result.budget, language, currency),
        "cost": with_unit(result.cost, language, currency),
        "left": with_unit(result.left, language, currency),
    }


def papers(documents: Iterable[Document], storage: Storage, language: str) -> Iterator[str]:
    """Where each paper lies, and the hash people compare; two lines each."""
    say = catalogue(language).gettext
    for document in documents:
        named = say(LANGUAGE_NAMES[document.language])
        yield say(PAPER) % {"language": named, "path": storage.where(document.sha256)}
        yield f"  SHA-256 {document.sha256}"


def _line(place: int, line: ResultLine, language: str, currency: str) -> str:
    words = catalogue(language)
    project = line.project
    return words.gettext("%(place)s. No. %(id)s. %(name)s – %(votes)s, %(cost)s") % {
        "place": place,
        "id": project.source_ref or project.number,
        "name": project.title.read(language)[0],
        "votes": words.ngettext("%(number)s vote", "%(number)s votes", line.score)
        % {"number": grouped(line.score)},
        "cost": with_unit(project.cost, language, currency),
    }
