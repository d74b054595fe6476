"""The sentences about files of elections that cannot be read or counted, for web and terminal.

Each problem says where it is, what is there and how to mend it; `explain` adds that nothing was
imported, because a broken file is refused whole.
"""

from pb.documents.words import N_, catalogue
from pb.rules.money import NBSP, grouped
from pb.rules.pabulib import PabulibProblem
from pb.rules.refusals import Code, Refusal
from pb.rules.tally import AllocationRule

SENTENCES: dict[PabulibProblem, str] = {
    PabulibProblem.NOT_UTF8: N_(
        "Line %(line)s: the text is not in UTF-8. Save the file once more in the encoding UTF-8."
    ),
    PabulibProblem.BYTE_ORDER_MARK: N_(
        "Line %(line)s: an invisible byte order mark (BOM) stands at the beginning. "
        "Save the file once more as UTF-8 without BOM."
    ),
    PabulibProblem.CONTROL_CHARACTER: N_(
        "Line %(line)s: there is an invisible control character, %(character)s. Delete it."
    ),
    PabulibProblem.LINE_TOO_LONG: N_(
        "Line %(line)s: the line has more than %(limit)s characters. "
        "Check whether a line break was lost."
    ),
    PabulibProblem.BLANK_LINE: N_("Line %(line)s: the line is blank. Delete it."),
    PabulibProblem.QUOTE_OPEN: N_(
        'Line %(line)s: a quotation mark " opens a cell and nothing closes it. Close it, '
        "or write it twice where it belongs to the text."
    ),
    PabulibProblem.QUOTE_STRAY: N_(
        'Line %(line)s: there is text after a closing quotation mark ". '
        "Write the mark twice where it belongs to the text."
    ),
    PabulibProblem.NO_META: N_(
        "Line %(line)s: the file must begin with a line META. Put the section META first."
    ),
    PabulibProblem.SECTION_MISSING: N_(
        "Line %(line)s: the section %(section)s should begin here, and it is missing. "
        "The file needs META, PROJECTS and VOTES, in this order."
    ),
    PabulibProblem.SECTION_TWICE: N_(
        "Line %(line)s: the section %(section)s begins a second time. Leave only one."
    ),
    PabulibProblem.SECTION_OUT_OF_ORDER: N_(
        "Line %(line)s: the section %(section)s stands too early. "
        "The order is META, PROJECTS, VOTES."
    ),
    PabulibProblem.HEADER_WRONG: N_(
        "Line %(line)s: the names of the columns of %(section)s are not right. "
        "In small letters, there must be: %(expected)s."
    ),
    PabulibProblem.COLUMN_TWICE: N_(
        "Line %(line)s: the column “%(column)s” stands twice. Leave only one."
    ),
    PabulibProblem.CELLS_DIFFER: N_(
        "Line %(line)s: the number of cells is %(given)s, and %(expected)s are needed. "
        "Check the semicolons; put a text with a semicolon in quotation marks."
    ),
    PabulibProblem.SPACES_AROUND: N_(
        "Line %(line)s: there are spaces before or after “%(given)s”. Delete them."
    ),
    PabulibProblem.META_MISSING: N_(
        "Line %(line)s: META does not give “%(key)s”. Add a line to META that begins with it."
    ),
    PabulibProblem.META_TWICE: N_(
        "Line %(line)s: META gives “%(key)s” a second time. Leave only one."
    ),
    PabulibProblem.META_UNCOUNTED: N_(
        "Line %(line)s: META gives “%(given)s” for “%(key)s”, and that cannot be counted here. "
        "Count ordinal ballots by Borda, and give no points to projects that were not marked."
    ),
    PabulibProblem.NUMBER_UNREADABLE: N_(
        "Line %(line)s: “%(what)s” is “%(given)s”, which is not a whole number. "
        "Write it in digits only, for example 35."
    ),
    PabulibProblem.DATE_UNREADABLE: N_(
        "Line %(line)s: “%(what)s” is “%(given)s”, which is not a date. "
        "Write it as 25.11.2026, or only the year."
    ),
    PabulibProblem.DATES_OUT_OF_ORDER: N_(
        "Line %(line)s: the voting ends before it begins. Check date_begin and date_end."
    ),
    PabulibProblem.CURRENCY_UNREADABLE: N_(
        "Line %(line)s: the currency is “%(given)s”. "
        "Write its code of three capital letters, for example KGS."
    ),
    PabulibProblem.VOTE_TYPE_UNKNOWN: N_(
        "Line %(line)s: there is no type of vote “%(given)s”. "
        "Write approval, choose-1, cumulative, scoring or ordinal."
    ),
    PabulibProblem.BUDGET_ZERO: N_("Line %(line)s: the budget is 0. Write an amount above zero."),
    PabulibProblem.COST_UNREADABLE: N_(
        "Line %(line)s: “%(what)s” is “%(given)s”, which is not an amount. "
        "Write it in digits only, without spaces, for example 300000 or 300000.50."
    ),
    PabulibProblem.COST_COMMA: N_(
        "Line %(line)s: there is a comma in the amount “%(given)s” (“%(what)s”). "
        "Write a point before the hundredths, and nothing between thousands."
    ),
    PabulibProblem.COST_NEGATIVE: N_(
        "Line %(line)s: the amount “%(given)s” (“%(what)s”) is below zero. "
        "Write an amount above zero."
    ),
    PabulibProblem.COST_ZERO: N_(
        "Line %(line)s: the project costs 0. Write its cost, or take the project out."
    ),
    PabulibProblem.COST_TOO_FINE: N_(
        "Line %(line)s: the amount “%(given)s” (“%(what)s”) has more than two digits "
        "after the point. Leave two."
    ),
    PabulibProblem.COST_TOO_LARGE: N_(
        "Line %(line)s: the amount “%(given)s” (“%(what)s”) is above a trillion. Check the zeros."
    ),
    PabulibProblem.NO_PROJECTS: N_(
        "Line %(line)s: there is no project in PROJECTS. Add at least one."
    ),
    PabulibProblem.PROJECT_ID_WRONG: N_(
        "Line %(line)s: “%(given)s” cannot be the number of a project. "
        "Write a short one, without commas and line breaks."
    ),
    PabulibProblem.PROJECT_TWICE: N_(
        "Line %(line)s: the project “%(project)s” stands in line %(first)s already. "
        "Give each project a number of its own."
    ),
    PabulibProblem.HTML_IN_NAME: N_(
        "Line %(line)s: there is HTML in the text “%(given)s”. Leave only plain text."
    ),
    PabulibProblem.NUM_PROJECTS_DIFFER: N_(
        "Line %(line)s: num_projects is %(given)s, but the projects in the file number "
        "%(counted)s. Check whether lines were lost, or mend num_projects."
    ),
    PabulibProblem.VOTER_MISSING: N_(
        "Line %(line)s: the ballot has no voter_id. Give each ballot one of its own."
    ),
    PabulibProblem.VOTER_TWICE: N_(
        "Line %(line)s: the same voter_id stands in line %(first)s already. "
        "One voter has one ballot; leave only one."
    ),
    PabulibProblem.PROJECT_UNKNOWN: N_(
        "Line %(line)s: the ballot chooses “%(project)s”, which is not in PROJECTS. "
        "Mend the number, or add the project."
    ),
    PabulibProblem.CHOICE_TWICE: N_(
        "Line %(line)s: the ballot chooses “%(project)s” twice. Leave it once."
    ),
    PabulibProblem.TOO_MANY_CHOICES: N_(
        "Line %(line)s: choices on the ballot: %(given)s; the most that may be: %(limit)s. "
        "Check the ballot and max_length."
    ),
    PabulibProblem.TOO_FEW_CHOICES: N_(
        "Line %(line)s: choices on the ballot: %(given)s; the fewest that may be: %(limit)s. "
        "Check the ballot and min_length."
    ),
    PabulibProblem.POINTS_UNEXPECTED: N_(
        "Line %(line)s: the ballot gives points, but the type of vote is %(vote_type)s. "
        "Take the points out, or mend vote_type."
    ),
    PabulibProblem.POINTS_DIFFER: N_(
        "Line %(line)s: choices on the ballot: %(expected)s; points: %(given)s. "
        "Give points to each choice."
    ),
    PabulibProblem.CHANNEL_UNKNOWN: N_(
        "Line %(line)s: there is no way of voting “%(given)s”. Write internet, paper or assembly."
    ),
    PabulibProblem.NUM_VOTES_DIFFER: N_(
        "Line %(line)s: num_votes is %(given)s, but the ballots in the file number %(counted)s. "
        "Check whether lines were lost, or mend num_votes."
    ),
    PabulibProblem.VOTES_DIFFER: N_(
        "Line %(line)s: the project “%(project)s” has %(given)s in the column votes, "
        "but the ballots give it %(counted)s. Find out which is right."
    ),
}
"""What is wrong and how to mend it; lines count from 1, other facts as PabulibProblem says."""

NOTHING_IMPORTED = N_("Nothing was imported.")

TOO_LARGE: dict[str, str] = {
    "bytes": N_("The file is larger than %(limit)s megabytes. Nothing was imported."),
    "votes": N_("There are more than %(limit)s ballots in the file. Nothing was imported."),
    "projects": N_("There are more than %(limit)s projects in the file. Nothing was imported."),
}

RULE_UNKNOWN = N_(
    "The rule “%(rule)s” cannot be counted here. The rules that can be counted: %(rules)s."
)
VOTE_TYPE_UNCOUNTED = N_(
    "A round cannot hold these ballots of the type “%(vote_type)s”: points below zero, or a ranking"
    " of which only the first places count. “pb count” counts them."
)
LOT_SEED_MISSING = N_(
    "Equal projects are to go by a public lot, but no seed of the lot is given. "
    "Give the seed that was published."
)
QUORUM_OF_NOBODY = N_(
    "A quorum is set in percent of the people with the right to vote, but their number is not "
    "given. Give the number."
)
COUNT_TOO_LONG = N_(
    "The count was stopped after %(limit)s steps: the amounts are too unequal for this rule. "
    "Check the budget and the costs, or raise shares by a larger unit. Nothing was counted."
)

BYTES_IN_MEGABYTE = 1_000_000


def explain(refusal: Refusal, language: str) -> str:
    """The sentences of a refusal to read or count a file of an election, in a language.

    Takes FILE_BROKEN, FILE_TOO_LARGE, RULE_UNKNOWN, VOTE_TYPE_UNCOUNTED, LOT_SEED_MISSING,
    QUORUM_OF_NOBODY and COUNT_TOO_LONG.

    Raises:
        KeyError: another refusal, which has its sentence elsewhere.
    """
    say = catalogue(language).gettext
    facts = refusal.facts
    if refusal.code is Code.FILE_BROKEN:
        what = say(SENTENCES[facts["problem"]]) % facts
        return f"{what} {say(NOTHING_IMPORTED)}"
    if refusal.code is Code.FILE_TOO_LARGE:
        in_bytes = facts["unit"] == "bytes"
        limit = facts["limit"] // BYTES_IN_MEGABYTE if in_bytes else facts["limit"]
        return say(TOO_LARGE[facts["unit"]]) % {"limit": f"{limit:,}".replace(",", NBSP)}
    sentences = {
        Code.RULE_UNKNOWN: RULE_UNKNOWN,
        Code.VOTE_TYPE_UNCOUNTED: VOTE_TYPE_UNCOUNTED,
        Code.LOT_SEED_MISSING: LOT_SEED_MISSING,
        Code.QUORUM_OF_NOBODY: QUORUM_OF_NOBODY,
        Code.COUNT_TOO_LONG: COUNT_TOO_LONG,
    }
    numbers = {"limit": grouped(facts["limit"])} if "limit" in facts else {}
    return say(sentences[refusal.code]) % {"rules": ", ".join(AllocationRule), **facts, **numbers}
