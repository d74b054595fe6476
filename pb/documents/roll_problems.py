"""The sentences about voter rolls: what a file or a row has wrong and how to mend it.

A personal number is never said, only its last four digits; a file is refused whole, so what stops
it ends with the sentence that nothing was saved.
"""

from datetime import date
from typing import Any

from pb.documents.words import N_, catalogue
from pb.rules import calendar
from pb.rules.money import grouped
from pb.rules.refusals import Refusal
from pb.rules.rolls import Column, FileProblem, Found, RollProblem, RollWarning

COLUMNS: dict[Column, str] = {
    Column.PIN: N_("Personal number"),
    Column.NAME: N_("Full name"),
    Column.SETTLEMENT: N_("Village"),
    Column.BORN: N_("Date of birth"),
    Column.SEX: N_("Sex"),
    Column.ADDRESS: N_("Address"),
    Column.PHONE: N_("Phone"),
}

DELIMITERS = {
    ";": N_("semicolon"),
    ",": N_("comma"),
    "\t": N_("tab"),
    "|": N_("vertical bar"),
}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1251": "Windows-1251",
}

FILES: dict[FileProblem, str] = {
    FileProblem.EMPTY: N_("There is nothing in the file. Check whether it is the right one."),
    FileProblem.TOO_LARGE: N_(
        "The file is larger than %(limit)s megabytes. Leave only the sheet with the roll in it."
    ),
    FileProblem.FORMAT_UNKNOWN: N_(
        "This file is not a table. Open it in the program it was made with, and save it as an"
        " Excel workbook (.xlsx) or as CSV."
    ),
    FileProblem.ENCODING_UNKNOWN: N_(
        "The letters of the file cannot be recognised. Save it once more as CSV in the encoding"
        " UTF-8, or as an Excel workbook (.xlsx)."
    ),
    FileProblem.ZERO_CHARACTER: N_(
        "Row %(row)s: there are zero characters in the file, so it is damaged or not a text. "
        "Save it once more as CSV in the encoding UTF-8."
    ),
    FileProblem.QUOTE_OPEN: N_(
        'Row %(row)s: a quotation mark " opens a cell and does not close it as it should. '
        "Close it, or delete it."
    ),
    FileProblem.OLD_EXCEL: N_(
        "This is a workbook of an old Excel (.xls). Open it and save it as .xlsx."
    ),
    FileProblem.PASSWORD: N_(
        "The workbook is locked with a password. Open it, take the password off and save it."
    ),
    FileProblem.MACROS: N_(
        "There are macros in the workbook: programs we do not let in. Save it as .xlsx."
    ),
    FileProblem.EXTERNAL_LINKS: N_(
        "The workbook takes figures from other files. Copy the roll into a new workbook as values."
    ),
    FileProblem.DOCTYPE: N_(
        "There are declarations in the workbook that Excel never writes, so it may be harmful. "
        "Copy the roll into a new workbook as values."
    ),
    FileProblem.TOO_LARGE_INSIDE: N_(
        "Unpacked, the workbook would take more than %(limit)s megabytes."
        " Leave only the sheet with the roll in it, or save it as CSV."
    ),
    FileProblem.TOO_DENSE: N_(
        "The workbook is packed more than %(limit)s times, as no true table is,"
        " so it may be harmful. Copy the roll into a new workbook as values."
    ),
    FileProblem.TOO_MANY_ENTRIES: N_(
        "There are more than %(limit)s parts in the workbook."
        " Copy the roll into a new workbook as values."
    ),
    FileProblem.NOT_A_WORKBOOK: N_(
        "This is an archive, but no Excel workbook in it. Save the table as .xlsx or as CSV."
    ),
    FileProblem.WORKBOOK_BROKEN: N_(
        "The workbook is damaged. Open it in Excel and save it once more, or send it again."
    ),
    FileProblem.WORKBOOK_TOO_HEAVY: N_(
        "The workbook takes too much time or memory to read. Copy the roll into a new workbook"
        " as values, or save it as CSV."
    ),
    FileProblem.NO_VISIBLE_SHEET: N_(
        "Every sheet of the workbook is hidden. Unhide the one with the roll."
    ),
}
"""Why a file is no table that can be read."""

SENTENCES: dict[RollProblem | RollWarning, str] = {
    RollProblem.HEADER_ABSENT: N_(
        "Row %(row)s: the names of the columns are missing, it is already somebody's row. "
        "Write a row with the names of the columns above it."
    ),
    RollProblem.COLUMN_MISSING: N_(
        "Row %(row)s: there is no column “%(column)s”. Found: %(found)s. "
        "Add it, or say which of these it is."
    ),
    RollProblem.COLUMN_TWICE: N_(
        "Row %(row)s: several columns may be “%(column)s”: %(found)s. "
        "Leave only one, or say which of them it is."
    ),
    RollProblem.COLUMN_UNKNOWN: N_(
        "Row %(row)s: there is no column called “%(given)s” to take “%(column)s” from."
        " Found: %(found)s."
    ),
    RollProblem.NO_ROWS: N_("There is nobody under the names of the columns."),
    RollProblem.TOO_MANY_ROWS: N_(
        "There are %(given)s rows, and there may be up to %(limit)s. Check whether it is the roll"
        " of one municipality."
    ),
    RollProblem.EXTRA_CELLS: N_(
        "Row %(row)s: something stands to the right of the last column. "
        "Delete it; if a cell broke in two, put it in quotation marks."
    ),
    RollProblem.FORMULA: N_(
        "Row %(row)s, “%(column)s”: this is a formula, or begins like one. Write the value itself."
    ),
    RollProblem.MERGED: N_(
        "Row %(row)s, “%(column)s”: the cell is merged with others. "
        "Unmerge it and fill in each row."
    ),
    RollProblem.CELL_ERROR: N_(
        "Row %(row)s, “%(column)s”: Excel shows an error here. Write the value itself."
    ),
    RollProblem.TEXT_MISSING: N_("Row %(row)s, “%(column)s”: the cell is empty. Fill it in."),
    RollProblem.TEXT_TOO_SHORT: N_(
        "Row %(row)s, “%(column)s”: the characters number %(length)s,"
        " and at least %(shortest)s are needed. Write it in full."
    ),
    RollProblem.TEXT_TOO_LONG: N_(
        "Row %(row)s, “%(column)s”: the characters number %(length)s,"
        " and there may be up to %(longest)s. Shorten it."
    ),
    RollProblem.TEXT_INVISIBLE: N_(
        "Row %(row)s, “%(column)s”: an invisible character stands at place %(place)s. "
        "Delete it and type the text again."
    ),
    RollProblem.TEXT_TOO_MANY_MARKS: N_(
        "Row %(row)s, “%(column)s”: a letter carries too many marks. Type the text plainly."
    ),
    RollProblem.PIN_CHARACTER: N_(
        "Row %(row)s: “%(character)s” stands at place %(place)s of the personal number,"
        " and a digit is needed. Type a digit from 0 to 9 there."
    ),
    RollProblem.PIN_LENGTH: N_(
        "Row %(row)s: a personal number has 14 digits, and here there are %(given)s."
        " Compare it with the document."
    ),
    RollProblem.PIN_FIRST_DIGIT: N_(
        "Row %(row)s: the personal number begins neither with 1 nor with 2."
        " Compare it with the document."
    ),
    RollProblem.PIN_DATE: N_(
        "Row %(row)s: the birthday in digits 2 to 9 of the personal number does not exist."
        " Compare it with the document."
    ),
    RollProblem.PIN_IN_FUTURE: N_(
        "Row %(row)s: the birthday in the personal number has not come yet."
        " Compare it with the document."
    ),
    RollProblem.PIN_SPOILED: N_(
        "Excel spoiled the personal numbers, rows: %(rows)s (%(number)s in all). "
        "Their last digits are lost: make the column a text and copy the numbers in again."
    ),
    RollProblem.PIN_TWICE: N_(
        "Rows %(rows)s: the same personal number %(pin)s. Villages: %(settlements)s. "
        "Find out whose it is and leave one row."
    ),
    RollProblem.NAME_WITHOUT_LETTERS: N_(
        "Row %(row)s: there is no letter in the name. Check whether columns have changed places."
    ),
    RollProblem.NAME_CHARACTER: N_(
        "Row %(row)s: “%(character)s” at place %(place)s does not belong in a name."
        " Leave letters, spaces, hyphens and apostrophes."
    ),
    RollProblem.BORN_UNREADABLE: N_(
        "Row %(row)s: the date of birth cannot be read. Write it as 15.03.1985."
    ),
    RollProblem.BORN_DIFFERS: N_(
        "Row %(row)s: the date of birth is not the one in the personal number."
        " Find out which is right."
    ),
    RollProblem.SEX_UNREADABLE: N_(
        "Row %(row)s: the sex is “%(given)s”. Write a word for woman or man, or leave it empty."
    ),
    RollProblem.SEX_DIFFERS: N_(
        "Row %(row)s: the sex is not the one in the first digit of the personal number"
        " (1 for a woman, 2 for a man). Find out which is right."
    ),
    RollProblem.SETTLEMENT_UNKNOWN: N_(
        "Row %(row)s: the municipality has no village “%(given)s”. Write it as it is called."
    ),
    RollWarning.MIXED_SCRIPT: N_(
        "Row %(row)s: in the word “%(marked)s” the letter “%(letter)s” is of another alphabet"
        " (place %(place)s). Type it again."
    ),
    RollWarning.VERY_OLD: N_(
        "Row %(row)s: by the personal number this person is older than %(limit)s."
        " Check whether the person is alive and the number right."
    ),
    RollWarning.TOO_YOUNG: N_(
        "Row %(row)s: on the first day of voting, %(day)s, the person is not %(limit)s yet."
        " The row is left out."
    ),
    RollWarning.ZEROS_AT_END: N_(
        "Rows %(rows)s: the personal number ends in five zeros. Make sure that Excel"
        " did not round it."
    ),
    RollWarning.LOOK_ALIKE: N_(
        "Rows %(rows)s: the names look the same and the birthdays are equal, but the personal"
        " numbers differ. Make sure that it is not one person."
    ),
    RollWarning.PHONE_UNREADABLE: N_(
        "Row %(row)s: the phone is not a number of Kyrgyzstan. The row is taken without it."
    ),
}
"""What is wrong in a roll, or should be looked at; rows are numbered as Excel shows them."""

NEAREST = N_("Was it “%(nearest)s”?")
NOTHING_SAVED = N_("Nothing was saved.")


def explain(refusal: Refusal, language: str) -> str:
    """The sentences of TABLE_UNREADABLE: why a file is no table, and that nothing was saved."""
    say = catalogue(language).gettext
    what = say(FILES[refusal.facts["problem"]]) % _said(refusal.facts, language)
    return f"{what} {say(NOTHING_SAVED)}"


def sentence(found: Found, language: str) -> str:
    """What one finding of a check says."""
    say = catalogue(language).gettext
    facts = _said({"row": found.row, **found.facts}, language)
    if found.column is not None:
        facts["column"] = say(COLUMNS[found.column])
    said = say(SENTENCES[found.kind]) % facts
    return f"{said} {say(NEAREST) % facts}" if found.facts.get("nearest") else said


def _said(facts: Any, language: str) -> dict[str, str]:
    said = {name: _in_words(name, fact, language) for name, fact in facts.items()}
    if len(facts.get("rows", ())) < facts.get("number", 0):
        said["rows"] += " …"
    return said


def _in_words(name: str, fact: Any, language: str) -> str:
    if isinstance(fact, date):
        return calendar.in_words(fact, language, year=True)
    if isinstance(fact, tuple):
        marks = ("“{}”" if language == "en" else "«{}»") if name == "found" else "{}"
        return ", ".join(marks.format(part) for part in fact) or "–"
    # Rows are addresses and stand as Excel shows them.
    return grouped(fact) if isinstance(fact, int) and name != "row" else str(fact)
