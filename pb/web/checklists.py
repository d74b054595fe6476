"""The checklist of a review for its reader: on what each item rests, and its figures in words."""

from flask import Flask

from pb.documents import checklists
from pb.rules.checklists import Finding, Item
from pb.rules.rule_sets import Parameter, RuleSet
from pb.web import names
from pb.web.language import language

_NAMED = {Item.APPLICANT: Parameter.APPLICANT_TYPES, Item.PAPERS: Parameter.REQUIRED_DOCUMENTS}


def set_up(app: Flask) -> None:
    """Give the templates the words of a finding."""
    app.jinja_env.globals.update(figures_of=figures_of, basis_of=basis_of)


def figures_of(finding: Finding) -> str:
    """The figures behind a finding; nothing for what people answer."""
    return checklists.figures(finding, language())


def basis_of(item: Item) -> str:
    """On what an item rests."""
    return checklists.basis(item, language())


def hints(rules: RuleSet) -> dict[Item, str]:
    """What the rules of the round name for an item: the applicants, the papers, the check."""
    said = {
        item: ", ".join(names.of(value) for value in rules.several(parameter))
        for item, parameter in _NAMED.items()
    }
    said[Item.RESIDENCE] = names.of(rules.chosen(Parameter.RESIDENCE_TEST))
    return {item: f"{words[:1].upper()}{words[1:]}." for item, words in said.items()}
