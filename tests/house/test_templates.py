"""Templates: each compiles, says what page it is, and runs nothing in the reader's browser."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

from pb.documents import render

ROOT = Path(__file__).parents[2]
PAGES, PAPERS = ROOT / "pb/web/templates", ROOT / "pb/documents/templates"
LAYOUT = "layout.html"

FORBIDDEN = {
    "a script": r"<script|javascript:|\bon[a-z]+\s*=\s*[\"']",
    "a style of its own": r"\sstyle\s*=|<style",
    "text let through unescaped": r"\|\s*safe\b|autoescape|Markup",
    "something from elsewhere": r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//",
}


def names_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.html"))


def source_of(folder, name):
    return (folder / name).read_text(encoding="utf-8")


def parsed(source):
    return Environment(extensions=["jinja2.ext.i18n"]).parse(source)  # noqa: S701 - only read


def forbidden_in(source):
    return [what for what, shape in FORBIDDEN.items() if re.search(shape, source, re.IGNORECASE)]


def unused_macros(source):
    """The names this template imports and never says."""
    tree = parsed(source)
    said = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    imported = set()
    for node in tree.find_all(nodes.FromImport):
        imported |= {name if isinstance(name, str) else name[1] for name in node.names}
    for node in tree.find_all(nodes.Import):
        imported.add(node.target)
    return sorted(imported - said)


def parts():
    """The templates that are no pages: included, imported or extended by others."""
    used = set()
    for name in names_in(PAGES):
        used |= set(meta.find_referenced_templates(parsed(source_of(PAGES, name)))) - {None}
    return used


def lacks_title(source):
    """What a page lacks of extending the layout and naming itself."""
    tree = parsed(source)
    extends = [node.template.value for node in tree.find_all(nodes.Extends)]
    blocks = {block.name: block.body for block in tree.find_all(nodes.Block)}
    if extends != [LAYOUT]:
        return f"it does not extend {LAYOUT}"
    missing = [name for name in ("title", "main") if not blocks.get(name)]
    return f"it has no {' and no '.join(missing)}" if missing else None


ALL = [(PAGES, name) for name in names_in(PAGES)] + [(PAPERS, name) for name in names_in(PAPERS)]
ONES = pytest.mark.parametrize(("folder", "name"), ALL, ids=[name for _, name in ALL])


@pytest.mark.parametrize("name", names_in(PAGES))
def test_a_page_compiles(application, name):
    assert application.jinja_env.get_template(name)


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("name", names_in(PAPERS))
def test_a_paper_compiles(name, language):
    assert render.environment(language).get_template(name)


@ONES
def test_a_template_runs_nothing_and_fetches_nothing(folder, name):
    assert not forbidden_in(source_of(folder, name))


@ONES
def test_a_template_uses_every_macro_it_imports(folder, name):
    assert not unused_macros(source_of(folder, name))


@pytest.mark.parametrize("name", sorted(set(names_in(PAGES)) - parts()))
def test_a_page_extends_the_layout_and_has_a_title(name):
    assert lacks_title(source_of(PAGES, name)) is None


def test_every_page_is_shown_by_some_view():
    code = "".join(path.read_text("utf-8") for path in (ROOT / "pb/web").rglob("*.py"))

    assert not [name for name in sorted(set(names_in(PAGES)) - parts()) if f'"{name}"' not in code]


def test_every_part_that_a_template_asks_for_is_there():
    assert not parts() - set(names_in(PAGES))


@pytest.mark.parametrize("name", names_in(PAGES))
def test_a_form_that_changes_something_carries_its_token(name):
    for form in re.findall(
        r"<form[^>]*method=.post.*?</form>", source_of(PAGES, name), re.DOTALL | re.IGNORECASE
    ):
        assert re.search(r"csrf_token|hidden_tag\(\)", form), form[:200]


@pytest.mark.parametrize(
    "planted",
    [
        "<SCRIPT src='/x.js'>",
        '<p onclick="x()">',
        '<p style="color: red">',
        "<style>p {}</style>",
        "{{ text|safe }}",
        "{{ text | safe }}",
        "{% autoescape false %}",
        '<img src="https://example.org/x.png">',
        '<a href="javascript:x()">',
    ],
)
def test_what_is_forbidden_is_found_when_planted(planted):
    assert forbidden_in(planted)


def test_an_unused_macro_is_found_when_planted():
    top = '{% from "a.html" import line, day as d %}{% import "b.html" as b %}'

    assert unused_macros(f"{top}{{{{ line() }}}}") == ["b", "d"]
    assert unused_macros(f"{top}{{{{ line() }}}}{{{{ d(b.x) }}}}") == []


@pytest.mark.parametrize(
    "planted",
    [
        "{% block title %}x{% endblock %}{% block main %}y{% endblock %}",
        '{% extends "layout.html" %}{% block main %}y{% endblock %}',
        '{% extends "layout.html" %}{% block title %}{% endblock %}{% block main %}y{% endblock %}',
    ],
)
def test_a_page_without_a_title_is_found_when_planted(planted):
    assert lacks_title(planted)
