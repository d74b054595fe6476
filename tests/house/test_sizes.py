"""Files and views stay small enough to be read at one sitting."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE_LINES, CONFTEST_LINES, VIEW_LINES = 300, 150, 25
LISTS = {ROOT / "pb/rules/codes.py"}
"""A closed list of one word a line is looked up, not read, and cannot be cut in two."""


def excess_lines(name: str, source: str) -> str | None:
    """What is wrong with the length of this file, if anything."""
    limit = CONFTEST_LINES if name == "conftest.py" else FILE_LINES
    lines = len(source.splitlines())
    return f"{lines} lines, {limit} allowed" if lines > limit else None


def long_functions(source: str) -> list[str]:
    """The functions longer than a view may be, from `def` to their end, decorators not counted."""
    return [
        f"{node.name}: {length} lines, {VIEW_LINES} allowed"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > VIEW_LINES
    ]


@pytest.mark.parametrize("path", sorted(LISTS), ids=lambda path: path.name)
def test_a_list_that_may_be_long_is_nothing_but_a_list(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lists = [node for node in tree.body if not isinstance(node, ast.Expr | ast.ImportFrom)]

    assert [type(node) for node in lists] == [ast.ClassDef]
    words = [node for node in lists[0].body if not isinstance(node, ast.Expr)]
    assert words
    assert all(
        isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) for node in words
    )


def test_no_file_is_longer_than_allowed():
    files = {*ROOT.glob("pb/**/*.py"), *ROOT.glob("tests/**/*.py")} - LISTS

    found = {
        str(file.relative_to(ROOT)): wrong
        for file in files
        if (wrong := excess_lines(file.name, file.read_text(encoding="utf-8")))
    }

    assert not found


def test_no_view_is_longer_than_allowed():
    found = {
        str(file.relative_to(ROOT)): wrong
        for file in ROOT.glob("pb/web/views/**/*.py")
        if (wrong := long_functions(file.read_text(encoding="utf-8")))
    }

    assert not found


@pytest.mark.parametrize(
    ("name", "lines", "is_too_long"),
    [
        ("rounds.py", 300, False),
        ("rounds.py", 301, True),
        ("conftest.py", 150, False),
        ("conftest.py", 151, True),
    ],
)
def test_a_file_is_found_when_it_passes_its_limit(name, lines, is_too_long):
    assert bool(excess_lines(name, "x = 1\n" * lines)) is is_too_long


@pytest.mark.parametrize(("lines", "found"), [(25, 0), (26, 1)])
def test_a_view_is_found_when_it_passes_its_limit(lines, found):
    source = "@bp.get('/')\n@public\ndef show():\n" + "    x = 1\n" * (lines - 1)

    assert len(long_functions(source)) == found
