"""The clock is read in one file, and no fraction of a tyiyn is ever a float."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLOCK = ROOT / "pb/gateways/clock.py"
CLOCK_READS = {
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today",
    "datetime.date.today", "time.time", "time.time_ns", "time.localtime", "time.gmtime",
}  # fmt: skip


def imported_names(tree: ast.AST) -> dict[str, str]:
    """Each imported name as the file calls it, and what it is."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def full_name(node: ast.AST, names: dict[str, str]) -> str:
    """`dt.now` as `datetime.datetime.now`, or "" for what is not a name."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute) and (owner := full_name(node.value, names)):
        return f"{owner}.{node.attr}"
    return ""


def clock_reads(source: str) -> list[str]:
    """Where this source reads the clock, called or handed on."""
    tree = ast.parse(source)
    names = imported_names(tree)
    return [
        f"line {node.lineno}: {name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
        and (name := full_name(node, names)) in CLOCK_READS
    ]


def floats(source: str, may_divide: bool = False) -> list[str]:
    """Where this source makes a float: a literal, `float(…)`, a true division."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Constant(value=float() | complex()):
                found.append(f"line {node.lineno}: {node.value}")
            case ast.Call(func=ast.Name(id="float")):
                found.append(f"line {node.lineno}: float()")
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()) if not may_divide:
                found.append(f"line {node.lineno}: true division")
    return found


def test_only_the_clock_reads_the_clock():
    found = {
        str(file.relative_to(ROOT)): reads
        for file in ROOT.glob("pb/**/*.py")
        if file != CLOCK and (reads := clock_reads(file.read_text(encoding="utf-8")))
    }

    assert not found


def test_rules_make_no_float():
    rules = ROOT / "pb/rules"  # the tally divides Fractions
    found = {
        str(file.relative_to(ROOT)): made
        for file in rules.glob("**/*.py")
        if (made := floats(file.read_text(encoding="utf-8"), rules / "tally" in file.parents))
    }

    assert not found


@pytest.mark.parametrize(
    "planted",
    [
        "import datetime\ndatetime.datetime.now(datetime.UTC)",
        "from datetime import datetime as dt\ndt.utcnow()",
        "from datetime import date\ndate.today()",
        "import datetime as d\nstamp = Column(default=d.datetime.today)",
        "import time\ntime.time()",
        "from time import time as t\nt()",
    ],
)
def test_a_read_of_the_clock_is_found_when_planted(planted):
    assert clock_reads(planted)


def test_arithmetic_with_dates_is_no_read_of_the_clock():
    assert not clock_reads(
        "from datetime import date\ndate(2026, 1, 1)\nclock.now()\nround_.today()"
    )


@pytest.mark.parametrize("planted", ["share = 0.5", "float('1')", "a / b", "a /= 2", "1e3"])
def test_a_float_is_found_when_planted(planted):
    assert floats(planted)


def test_whole_numbers_are_no_floats():
    assert not floats("a // 2 + 10 ** 3")
    assert not floats("a / b", may_divide=True)
    assert floats("a / 2.0", may_divide=True)
