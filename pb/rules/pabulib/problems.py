"""Everything that can be wrong with a .pb file; the sentences are in `documents/problems.py`."""

from enum import StrEnum
from typing import Any

from pb.rules.refusals import Code, NotValid

LONGEST_GIVEN = 60
"""Characters of the file that are shown back in a sentence about it."""


class PabulibProblem(StrEnum):
    """A closed list: each problem has one sentence that says how to mend it.

    In brackets the facts that stand beside `line`.
    """

    # the file as a text
    NOT_UTF8 = "not_utf8"
    BYTE_ORDER_MARK = "byte_order_mark"
    CONTROL_CHARACTER = "control_character"
    """(character)"""
    LINE_TOO_LONG = "line_too_long"
    """(limit)"""
    BLANK_LINE = "blank_line"
    QUOTE_OPEN = "quote_open"
    QUOTE_STRAY = "quote_stray"
    # sections and rows
    NO_META = "no_meta"
    SECTION_MISSING = "section_missing"
    """(section)"""
    SECTION_TWICE = "section_twice"
    """(section)"""
    SECTION_OUT_OF_ORDER = "section_out_of_order"
    """(section)"""
    HEADER_WRONG = "header_wrong"
    """(section, expected)"""
    COLUMN_TWICE = "column_twice"
    """(column)"""
    CELLS_DIFFER = "cells_differ"
    """(expected, given)"""
    SPACES_AROUND = "spaces_around"
    """(given)"""
    # META
    META_MISSING = "meta_missing"
    """(key)"""
    META_TWICE = "meta_twice"
    """(key)"""
    META_UNCOUNTED = "meta_uncounted"
    """(key, given)"""
    NUMBER_UNREADABLE = "number_unreadable"
    """(what, given)"""
    DATE_UNREADABLE = "date_unreadable"
    """(what, given)"""
    DATES_OUT_OF_ORDER = "dates_out_of_order"
    CURRENCY_UNREADABLE = "currency_unreadable"
    """(given)"""
    VOTE_TYPE_UNKNOWN = "vote_type_unknown"
    """(given)"""
    BUDGET_ZERO = "budget_zero"
    # amounts: the budget and the costs of projects
    COST_UNREADABLE = "cost_unreadable"
    """(what, given)"""
    COST_COMMA = "cost_comma"
    """(what, given)"""
    COST_NEGATIVE = "cost_negative"
    """(what, given)"""
    COST_ZERO = "cost_zero"
    COST_TOO_FINE = "cost_too_fine"
    """(what, given)"""
    COST_TOO_LARGE = "cost_too_large"
    """(what, given)"""
    # PROJECTS
    NO_PROJECTS = "no_projects"
    PROJECT_ID_WRONG = "project_id_wrong"
    """(given)"""
    PROJECT_TWICE = "project_twice"
    """(project, first)"""
    HTML_IN_NAME = "html_in_name"
    """(given)"""
    NUM_PROJECTS_DIFFER = "num_projects_differ"
    """(given, counted)"""
    # VOTES
    VOTER_MISSING = "voter_missing"
    VOTER_TWICE = "voter_twice"
    """(first)"""
    PROJECT_UNKNOWN = "project_unknown"
    """(project)"""
    CHOICE_TWICE = "choice_twice"
    """(project)"""
    TOO_MANY_CHOICES = "too_many_choices"
    """(given, limit)"""
    TOO_FEW_CHOICES = "too_few_choices"
    """(given, limit)"""
    POINTS_UNEXPECTED = "points_unexpected"
    """(vote_type)"""
    POINTS_DIFFER = "points_differ"
    """(expected, given)"""
    CHANNEL_UNKNOWN = "channel_unknown"
    """(given)"""
    NUM_VOTES_DIFFER = "num_votes_differ"
    """(given, counted)"""
    VOTES_DIFFER = "votes_differ"
    """(project, given, counted)"""


def broken(problem: PabulibProblem, line: int, **facts: Any) -> NotValid:
    """The refusal of a file with this problem at this line, counted from 1.

    Facts taken from the file are cut to `LONGEST_GIVEN` characters, and those of them that cannot
    be printed, by which a file could command a terminal, are named: "U+001B".
    """
    shown = {
        name: _printable(fact[:LONGEST_GIVEN]) if isinstance(fact, str) else fact
        for name, fact in facts.items()
    }
    return NotValid(Code.FILE_BROKEN, line=line, problem=problem, **shown)


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in text)
