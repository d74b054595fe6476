"""The sentences about marks that make no ballot."""

from pb.documents import assembly_refusals
from pb.documents.words import N_
from pb.rules.refusals import Code

SENTENCES: dict[Code, str] = {
    Code.CLOCK_WENT_BACK: N_(
        "The clock of the server has gone back: it says %(now)s, but %(struck)s has passed already."
        " Until somebody has looked after it, no vote is taken and nothing is opened, closed or"
        " counted. Nothing was saved; what was taken before stands. Please tell the municipality's"
        " office, and come back later."
    ),
    Code.BALLOT_FORM_STALE: N_(
        "This ballot form is out of date. Here is a new one with a new number;"
        " your choices are kept."
    ),
    Code.TOO_MANY_CHOICES: N_(
        "You may choose up to %(largest)s, but %(chosen)s are marked. Take the extra ones off."
    ),
    Code.TOO_FEW_CHOICES: N_("Choose at least %(smallest)s project."),
    Code.CHOICE_TWICE: N_("Project No. %(number)s is marked twice. Mark it once."),
    Code.CHOICE_UNKNOWN: N_("Project No. %(number)s does not stand on this ballot. Take it off."),
    Code.POINTS_OUT_OF_RANGE: N_(
        "Project No. %(number)s: give it from %(smallest)s to %(largest)s points, or none."
    ),
    Code.POINTS_TOO_MANY: N_(
        "You gave %(given)s points, but a ballot has %(largest)s. Take some back."
    ),
    Code.CHOICES_TOO_DEAR: N_(
        "Your choices cost %(cost)s together, but the round has %(budget)s. Take one off."
    ),
    Code.HEADING_FULL: N_(
        "Of one part of the money you may choose up to %(largest)s. Take No. %(number)s or another"
        " one of its part off."
    ),
    Code.PLACE_UNREADABLE: N_(
        "Write the place of project No. %(number)s in figures: 1 for the best, 2 for the next."
    ),
    Code.PLACE_TWICE: N_("The place %(place)s is given twice. Give each place to one project."),
    Code.PLACE_SKIPPED: N_(
        "A project has the place %(last)s, but none has the place %(place)s. Give the places one"
        " after another: 1, 2, 3."
    ),
    **assembly_refusals.SENTENCES,
}
