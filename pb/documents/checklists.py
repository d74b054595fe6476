"""The items of a review in words: what each says, on what it rests, what its figures are."""

from typing import Any

from pb.documents.words import N_, catalogue
from pb.rules import money
from pb.rules.checklists import Finding, Item, Verdict
from pb.rules.money import Tyiyn

NAMES: dict[str, str] = {
    Item.LOCAL: N_("It is a question of local significance"),
    Item.APPLICANT: N_("Such an applicant may take part"),
    Item.RESIDENCE: N_("The author belongs to the local community"),
    Item.PAPERS: N_("The papers that are asked for are there"),
    Item.LAWFUL: N_("It is not against the law"),
    Item.FEASIBLE: N_("It can be done"),
    Item.JUSTIFIED: N_("The cost is justified"),
    Item.SUMS: N_("The estimate adds up"),
    Item.CEILING: N_("The cost is within the ceiling"),
    Item.OWN_SHARE: N_("The own contribution is large enough"),
    Item.CONTRIBUTIONS: N_("The own contribution is of the kinds that are allowed"),
    Verdict.MET: N_("Met"),
    Verdict.NOT_MET: N_("Not met"),
    Verdict.NOT_SURE: N_("Not sure yet"),
}

BASIS: dict[Item, str] = {
    Item.LOCAL: N_(
        "The model regulation (order No. 01-18/84 of 05.09.2019): an initiative solves questions of"
        " local significance."
    ),
    Item.APPLICANT: N_("The rules of the round say who may apply."),
    Item.RESIDENCE: N_("The rules of the round say how residence is checked."),
    Item.PAPERS: N_("The rules of the round list the papers of an application."),
    Item.LAWFUL: N_("Money of the local budget is spent by law only (the Budget Code)."),
    Item.FEASIBLE: N_(
        "It has to be possible in the place and in the time of the budget year; say what was"
        " looked at."
    ),
    Item.JUSTIFIED: N_(
        "The model regulation has the justification of costs among its criteria: compare the"
        " prices."
    ),
    Item.SUMS: N_("The lines of the estimate make up what is asked and promised."),
    Item.CEILING: N_("The announcement of the round names the most that one project may take."),
    Item.OWN_SHARE: N_(
        "The rules of the round name the least own contribution, as a share of the whole cost."
    ),
    Item.CONTRIBUTIONS: N_("The rules of the round name the kinds: money, things, labour."),
}

_FIGURES: dict[tuple[Item, Verdict], str] = {
    (Item.CEILING, Verdict.MET): N_("Asked: %(asked)s; the most that is allowed: %(ceiling)s."),
    (Item.CEILING, Verdict.NOT_MET): N_(
        "Asked: %(asked)s, which is above the most that is allowed, %(ceiling)s."
    ),
    (Item.OWN_SHARE, Verdict.MET): N_(
        "Own contribution: %(own)s; the least of the whole cost, %(whole)s, is %(least)s."
    ),
    (Item.OWN_SHARE, Verdict.NOT_MET): N_(
        "Own contribution: %(own)s, which is below the least of the whole cost, %(whole)s, that is"
        " %(least)s."
    ),
    (Item.CONTRIBUTIONS, Verdict.MET): N_("Nothing of another kind is promised."),
    (Item.CONTRIBUTIONS, Verdict.NOT_MET): N_("Of kinds that are not allowed: %(strange)s."),
    (Item.SUMS, Verdict.MET): N_(
        "The lines make up %(lines)s, as what is asked and promised does."
    ),
    (Item.SUMS, Verdict.NOT_MET): N_(
        "The lines make up %(lines)s, but what is asked and promised makes up %(asked)s."
    ),
}


def basis(item: Item, language: str) -> str:
    """On what an item rests, in a language."""
    return catalogue(language).gettext(BASIS[item])


def figures(finding: Finding, language: str) -> str:
    """The figures behind a finding, in a sentence; nothing for what people answer."""
    if not finding.is_worked_out or finding.verdict is None:
        return ""
    said: dict[str, Any] = {
        name: money.with_unit(Tyiyn(amount), language) for name, amount in finding.facts
    }
    return catalogue(language).gettext(_FIGURES[finding.item, finding.verdict]) % said
