"""What a reader of a .pb file should know beside its result, at the terminal."""

from collections.abc import Iterator, Mapping

from pb.documents.words import N_, catalogue
from pb.rules.pabulib import PabulibFile
from pb.rules.tally import AllocationRule

TOTALS_DIFFER = N_(
    "The ballots were counted, and the column “%(column)s” of the file says otherwise. Projects"
    " with another number there: %(number)s. The first is No. %(id)s: %(given)s in the column,"
    " %(counted)s by the ballots."
)
LEFT_ASIDE = N_(
    "The rule “%(rule)s” does not know these lines of META, and left them aside: %(keys)s."
)

PARTED = ("budget_per_category", "budget_per_neighborhood", "leftover_budget")
"""Keys of META by which some cities part the money; no rule of the format has them."""

Differing = dict[str, list[tuple[str, int, int]]]
"""By column of the file, the projects it gives another total: id, given, counted."""


def differing(read: PabulibFile, votes: Mapping[str, int], scores: Mapping[str, int]) -> Differing:
    """Where the totals in the file are not the votes and the scores counted, both by project id."""
    columns = {
        "votes": (read.published_votes, votes),
        "score": (read.published_scores, scores),
    }
    found = {
        column: [(ref, told, counted[ref]) for ref, told in given or () if told != counted[ref]]
        for column, (given, counted) in columns.items()
    }
    return {column: projects for column, projects in found.items() if projects}


def left_aside(read: PabulibFile) -> list[str]:
    """The keys of META that part the money and were not counted by."""
    return [key for key, _value in read.meta if key in PARTED]


def remarks(
    read: PabulibFile, differ: Differing, rule: AllocationRule, language: str
) -> Iterator[str]:
    """A sentence for each column that differs, and one for what was left aside."""
    _ = catalogue(language).gettext
    for column, projects in differ.items():
        ref, given, counted = projects[0]
        yield _(TOTALS_DIFFER) % {
            "column": column,
            "number": len(projects),
            "id": ref,
            "given": given,
            "counted": counted,
        }
    if aside := left_aside(read):
        yield _(LEFT_ASIDE) % {"rule": rule.value, "keys": ", ".join(aside)}
