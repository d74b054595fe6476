"""How an application came by its points, in sentences a villager can check with a pencil."""

from collections.abc import Mapping
from fractions import Fraction

from pb.documents.names import name_of
from pb.documents.scoring_rules import rule_in_words
from pb.documents.words import N_, catalogue
from pb.rules import lots
from pb.rules.commissions.criteria import Block, Criterion
from pb.rules.commissions.ranking import TieRule
from pb.rules.commissions.results import (
    ApplicationFigures,
    BlockFigures,
    CommissionResult,
    MarkedFigures,
    MeasuredFigures,
)
from pb.rules.commissions.rounding import Mode, shown

TOTAL = N_(
    "Application %(application)s: %(total)s points of %(most)s at most, place %(place)s of"
    " %(number)s."
)
COUNTED = N_("Members whose marks count: %(number)s; at least %(needed)s were needed.")
LEFT_OUT = N_("The marks of %(member)s do not count: %(reason)s.")
MARKED = N_(
    "“%(criterion)s”: the members gave %(marks)s. The lowest mark is %(smallest)s, the highest"
    " %(largest)s, the one in the middle %(median)s. The mean is %(mean)s of %(full)s."
)
MEASURED = N_(
    "“%(criterion)s”: it is %(value)s here. The rule: %(rule)s. So it has %(points)s of %(full)s."
)
ROUNDED = N_("%(exact)s was rounded to %(rounded)s (%(way)s).")
WEIGHED = N_(
    "All of this criterion would be worth %(weight)s, so %(points)s of %(full)s are worth"
    " %(weighted)s."
)
BLOCK = N_("Together under “%(block)s”: %(sum)s.")
BLOCK_WEIGHED = N_(
    "Together under “%(block)s”: %(sum)s. It counts times %(weight)s, and that is %(points)s."
)
BONUS = N_(
    "“%(sector)s” is a sector that the rules of the round favour: that is %(points)s more, whatever"
    " the marks are."
)
TIED = N_("The same number of points: %(others)s. What decided between them: %(rule)s.")
DRAWN = N_(
    "The lot was drawn from “%(seed)s”, and anyone can draw it again: the SHA-256 of “%(signs)s”"
    " begins with %(ticket)s, and the smallest one goes first."
)

SHOWN_OF_TICKET = 12

WAYS: dict[Mode, str] = {
    Mode.HALF_UP: N_("to the nearest one, a half upwards"),
    Mode.HALF_EVEN: N_("to the nearest one, a half to the even digit"),
    Mode.UP: N_("always upwards"),
    Mode.DOWN: N_("always downwards"),
}


def explained(
    result: CommissionResult,
    application: str,
    language: str,
    members: Mapping[str, str],
    labels: Mapping[str, str],
) -> tuple[str, ...]:
    """The sentences about one application, from its place down to each mark.

    `members` are names by the reference of the member, `labels` what an application is called by
    its reference ("№ 3", or its code while the scoring is blind).

    Raises:
        KeyError: an application that is not in the result.
    """
    found = {one.application.ref: one for one in result.applications}[application]
    sentences = [_total(result, found, labels, language)]
    if result.needed:
        sentences.append(_say(COUNTED, language, number=len(found.counted), needed=result.needed))
    sentences += [
        _say(LEFT_OUT, language, member=members[ref], reason=name_of(bar, language))
        for ref, bar in found.left_out
    ]
    for block in found.blocks:
        for row in block.criteria:
            sentences.append(_criterion(row, language, members))
        if len(found.blocks) > 1 or block.block.weight != 1:
            sentences.append(_block(block, language))
    if found.bonus and found.application.sector is not None:
        sector = name_of(found.application.sector, language)
        sentences.append(_say(BONUS, language, sector=sector, points=shown(found.bonus)))
    if found.exact_total != found.total:
        mode = result.criteria.rounding.mode
        sentences.append(_rounded(found.exact_total, found.total, mode, language))
    return (*sentences, *_tie(result, found, labels, language))


def title_of(part: Criterion | Block, language: str) -> str:
    """What a criterion or a block is called: as the rule set names it, or by its usual name."""
    return part.title.read(language)[0] or name_of(part.key, language)


def _total(
    result: CommissionResult, found: ApplicationFigures, labels: Mapping[str, str], language: str
) -> str:
    return _say(
        TOTAL,
        language,
        application=labels[found.application.ref],
        total=shown(found.total),
        most=shown(result.criteria.most),
        place=found.place.number,
        number=len(result.applications),
    )


def _criterion(
    row: MarkedFigures | MeasuredFigures, language: str, members: Mapping[str, str]
) -> str:
    criterion = row.criterion
    full = shown(criterion.measure.largest)
    said = (
        _marks(row, full, language, members)
        if isinstance(row, MarkedFigures)
        else [
            _say(
                MEASURED,
                language,
                criterion=title_of(criterion, language),
                value=shown(row.value),
                rule=rule_in_words(row.function, row.field, language),
                points=shown(row.points),
                full=full,
            )
        ]
    )
    weighed = _say(
        WEIGHED,
        language,
        weight=shown(criterion.weight),
        points=shown(row.points),
        full=full,
        weighted=shown(row.weighted),
    )
    return " ".join([*said, weighed])


def _marks(row: MarkedFigures, full: str, language: str, members: Mapping[str, str]) -> list[str]:
    said = [
        _say(
            MARKED,
            language,
            criterion=title_of(row.criterion, language),
            marks="; ".join(f"{members[ref]} – {shown(mark)}" for ref, mark in row.marks),
            smallest=shown(row.spread.smallest),
            largest=shown(row.spread.largest),
            median=shown(row.spread.median),
            mean=shown(row.mean),
            full=full,
        )
    ]
    if row.points != row.mean:
        said.append(_rounded(row.mean, row.points, row.criterion.mean_rounding.mode, language))
    return said


def _rounded(exact: Fraction, rounded: Fraction, mode: Mode, language: str) -> str:
    return _say(
        ROUNDED,
        language,
        exact=shown(exact),
        rounded=shown(rounded),
        way=_say(WAYS[mode], language),
    )


def _block(block: BlockFigures, language: str) -> str:
    return _say(
        BLOCK if block.block.weight == 1 else BLOCK_WEIGHED,
        language,
        block=title_of(block.block, language),
        sum=shown(block.sum),
        weight=shown(block.block.weight),
        points=shown(block.points),
    )


def _tie(
    result: CommissionResult, found: ApplicationFigures, labels: Mapping[str, str], language: str
) -> list[str]:
    place = found.place
    if place.decided_by is None:
        return []
    others = ", ".join(labels[ref] for ref in place.tied_with)
    said = [_say(TIED, language, others=others, rule=name_of(place.decided_by, language))]
    if place.decided_by is TieRule.LOT:
        seed = result.seed or ""
        ticket = lots.ticket(place.ref, seed)[:SHOWN_OF_TICKET]
        said.append(
            _say(DRAWN, language, seed=seed, signs=lots.signs(place.ref, seed), ticket=ticket)
        )
    return said


def _say(sentence: str, language: str, **facts: object) -> str:
    return catalogue(language).gettext(sentence) % facts
