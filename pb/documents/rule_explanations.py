"""Why a parameter of a rule set is there: a sentence for whoever decides it."""

from pb.documents.words import N_, catalogue
from pb.rules.rule_sets.parameters import Parameter
from pb.rules.rule_sets.presets import Preset

EXPLANATIONS: dict[Parameter, str] = {
    Parameter.APPLICANT_TYPES: N_(
        "The model regulation lets residents, their groups and associations, other"
        " people and organisations apply. Leave out whom your kenesh does not admit."
    ),
    Parameter.GROUP_MIN_MEMBERS: N_("A group of fewer people is not registered."),
    Parameter.GROUP_FOUNDING: N_(
        "The protocol of this meeting is attached when the group is registered."
    ),
    Parameter.INITIATIVE_KINDS: N_(
        "Co-financing adds what an applicant lacks; completion continues what people"
        " have begun already."
    ),
    Parameter.REQUIRED_DOCUMENTS: N_(
        "Ask for no more than you will read: every paper keeps somebody away."
    ),
    Parameter.SUPPORT_SIGNATURES: N_(
        "The author opens the draft to everyone, and it can be sent once so many residents who"
        " signed in support it. 0: none are asked for. Many keep the weak away, too many everyone."
    ),
    Parameter.REPEAT_WINNER_PAUSE: N_(
        "A village that has won so many rounds running sits out the next one. 0: there is no pause."
    ),
    Parameter.NOTICE: N_(
        "So long people have to hear of the round before the first proposal may be sent."
    ),
    Parameter.SUBMISSION: N_("Too short a time leaves out those who hear of it last."),
    Parameter.SCREENING: N_(
        "Within it the office answers every proposal, and authors mend what was returned."
    ),
    Parameter.DISCUSSION: N_(
        "Between the review and the vote people read the ballot and talk about it."
    ),
    Parameter.VOTING: N_("It ends at 23:59 of the last day, Bishkek time."),
    Parameter.RESULT_PUBLICATION: N_(
        "Counted from the end of the vote; the calendar offers this day."
    ),
    Parameter.APPEAL_WINDOW: N_("Counted from the publication of the result."),
    Parameter.APPEAL_REGISTRATION: N_(
        "A complaint gets its number within this time; the law gives one working day."
    ),
    Parameter.APPEAL_ANSWER: N_("The law gives 14 working days; a bill of 2026 would make it 10."),
    Parameter.RECOMMENDATION_ANSWER: N_(
        "After it a recommendation is shown as overdue to everyone."
    ),
    Parameter.CEILING: N_(
        "0: each round says its own. Announcements of 2019 and 2020 had 10 000 and 47 000 som."
    ),
    Parameter.OWN_CONTRIBUTION_MIN: N_(
        "The share of the whole cost that applicants bring themselves. 0: there is no such limit."
    ),
    Parameter.OWN_CONTRIBUTION_SCORED: N_(
        "The fifth criterion of the announcements: what people add themselves counts for them."
    ),
    Parameter.CONTRIBUTION_KINDS: N_(
        "Work done together is worth as much as money: say by what price it is counted."
    ),
    Parameter.AUTO_WIN_SHARE: N_(
        "If residents pay this share, the project wins at once. 0: nothing wins without a vote."
    ),
    Parameter.CONTRIBUTION_RETURN: N_(
        "They go back in proportion and with a receipt; another use needs the consent"
        " of whoever gave."
    ),
    Parameter.SELECTED_BY: N_(
        "Residents by vote, the commission by criteria, or both with a weight for each."
    ),
    Parameter.RESIDENTS_WEIGHT: N_(
        "It counts only where both select; the rest is the weight of the commission."
    ),
    Parameter.WEIGHT_IMPORTANCE: N_("How much the initiative raises the standard of living."),
    Parameter.WEIGHT_PARTICIPATION: N_("How many people take part in the work itself."),
    Parameter.WEIGHT_SUSTAINABILITY: N_("Whether it will stand and be looked after in five years."),
    Parameter.WEIGHT_JUSTIFICATION: N_(
        "Whether the prices are shown and may be paid from the budget."
    ),
    Parameter.WEIGHT_CONTRIBUTION: N_("What applicants and others add to the money of the budget."),
    Parameter.SCORE_SCALE: N_("Members of the commission give each criterion from 0 to this mark."),
    Parameter.PRIORITY_SECTORS: N_(
        "Resolution 779 lets a municipality favour these; larger ones may set their own."
    ),
    Parameter.PRIORITY_BONUS: N_("Points on a total of 100, and never more than this."),
    Parameter.COMMISSION_SIZE_MIN: N_("An odd number, so that it can never split evenly."),
    Parameter.COMMISSION_SIZE_MAX: N_(
        "An odd number too; many members are hard to bring together."
    ),
    Parameter.COMMISSION_SEATS: N_("So that it is not the office alone that judges."),
    Parameter.BLIND_REVIEW: N_(
        "Members do not see whose application they mark; contests of 2016 and 2021 did so."
    ),
    Parameter.VOTE_TYPE: N_(
        "The simplest is to mark projects. Points and rankings say more, and are harder to fill in."
    ),
    Parameter.MIN_CHOICES: N_("0: an empty ballot may be cast after a question."),
    Parameter.MAX_CHOICES: N_("With more than one, villages do not only vote for themselves."),
    Parameter.POINTS: N_(
        "Where points are shared out: all that one ballot may give. Where projects are marked: the"
        " highest mark. 0: ballots give no points."
    ),
    Parameter.TOP_PLACES: N_(
        "Each of so many first places is one point. 0: the first place is worth the most, and each"
        " one after it a point less."
    ),
    Parameter.WITHIN_BUDGET: N_(
        "Whoever votes chooses as if they had the money: the projects marked may not cost more than"
        " the round has."
    ),
    Parameter.HEADING_CHOICES: N_(
        "So that a ballot does not go to one village or category alone. 0: there is no such limit."
    ),
    Parameter.ALLOCATION: N_("The rule of the count; every step of it is published."),
    Parameter.MIN_VOTES: N_(
        "A project with fewer does not win even if money is left. 0: there is no such limit."
    ),
    Parameter.MIN_VOTES_SHARE: N_(
        "A project marked on a smaller share of the ballots does not win. 0: there is no such"
        " limit."
    ),
    Parameter.VOTE_QUORUM: N_(
        "If a smaller share of the people on the roll vote, nothing wins. 0: there is no quorum."
    ),
    Parameter.PART_FUNDING: N_(
        "The best project that no longer fits gets what is left, if that is at least this share of"
        " its cost. 0: the rest stays in the budget."
    ),
    Parameter.HEADING_LEFTOVER: N_(
        "Where villages or categories have money of their own: those who lost there have one more"
        " turn in the common pot. No: the rest stays in the budget."
    ),
    Parameter.SHARES_COMPLETION: N_(
        "Money that no group of voters can spend together goes to the projects with the most votes"
        " that still fit. Only for the method of equal shares."
    ),
    Parameter.TIES: N_(
        "Declared beforehand, so that nobody chooses it afterwards; the number on the"
        " ballot is always the last."
    ),
    Parameter.PAPER_BALLOTS: N_(
        "Two people enter each ballot, the scan is attached, and a person counts once"
        " over all ways."
    ),
    Parameter.ASSEMBLY_HANDS: N_(
        "Whether an assembly (jyyyn) votes by hands. Beside ballots: whoever is marked there votes"
        " nowhere else. Alone: nobody votes by telephone or on paper. Only where ballots mark"
        " projects, and not with equal shares."
    ),
    Parameter.VOTING_AGE: N_("On the first day of the vote."),
    Parameter.RESIDENCE_TEST: N_("A stricter test leaves out people who live here without papers."),
    Parameter.IDENTITY_ASSURANCE: N_(
        "A code by SMS alone is not enough: a telephone says nothing of who holds it."
    ),
    Parameter.PERSON_KEY: N_("Of the personal number only a keyed print is kept."),
    Parameter.PEOPLE_PER_PHONE: N_(
        "A family often has one telephone; each of them comes to the office in person."
    ),
    Parameter.ASSEMBLY_QUORUM: N_("Take it from the charter. 0: not set yet."),
    Parameter.KENESH_QUORUM: N_("Take it from the rules of procedure of your kenesh."),
    Parameter.KENESH_MAJORITY: N_("More than half: of all deputies, or of those who are present."),
    Parameter.HEARINGS_A_YEAR: N_(
        "One on the execution (February, March), one on the draft (May to August)."
    ),
    Parameter.HEARING_NOTICE: N_("So long before it the draft has to be there to be read."),
    Parameter.RESOLUTION_NUMBERING: N_(
        "{n} is the next number, {session} the session, {item} the item on its agenda,"
        " for example {session}/{item}."
    ),
    Parameter.MONITORING_SIZE_MIN: N_("A group of fewer cannot visit and write at once."),
    Parameter.MONITORING_SIZE_MAX: N_("Members of a group that applied are never among them."),
    Parameter.MONITORING_TERM: N_("After it the group is formed anew."),
    Parameter.MONITORING_WOMEN: N_("Women see other things of water, school and road than men do."),
    Parameter.INDICATOR_SCALE: N_("From 1 to 5, or “could not be assessed” with the reason."),
    Parameter.SMALL_CELL: N_("In statistics nobody may be recognised by being the only one."),
    Parameter.ACCESS_NOTICE: N_("By SMS where there is a telephone, else on the page “My data”."),
    Parameter.PROTOCOL_LANGUAGES: N_("The law makes the Kyrgyz text the original."),
    Parameter.REPORT_UNIT: N_("Pages and protocols always show som; money is kept to the tyiyn."),
    Parameter.AGENCY_REPORT_DAY: N_("Of the month after the half-year: July and January."),
}

DIFFERENCES: dict[tuple[Preset, Parameter], str] = {
    (Preset.SUBSIDISED, Parameter.INITIATIVE_KINDS): N_(
        "The state adds to what a community brings; what is finished already is not subsidised."
    ),
    (Preset.SUBSIDISED, Parameter.APPLICANT_TYPES): N_(
        "The resolution speaks of projects of the community itself."
    ),
    (Preset.SUBSIDISED, Parameter.SUBMISSION): N_(
        "A co-financed project has more papers, so people get more time."
    ),
    (Preset.SUBSIDISED, Parameter.DISCUSSION): N_(
        "Public discussion is a step of its own in the resolution."
    ),
    (Preset.SUBSIDISED, Parameter.OWN_CONTRIBUTION_MIN): N_(
        "The share is not in the text that was read; 10 % is what people can bring."
    ),
    (Preset.SUBSIDISED, Parameter.SELECTED_BY): N_(
        "Preliminary selection by people, competitive evaluation by a commission."
    ),
    (Preset.SUBSIDISED, Parameter.PRIORITY_SECTORS): N_("These four are named in the resolution."),
    (Preset.SUBSIDISED, Parameter.PRIORITY_BONUS): N_(
        "A small bonus decides between equals and not against the people."
    ),
    (Preset.SUBSIDISED, Parameter.MIN_VOTES): N_(
        "Uzbekistan raised its limit to 50 after winners with a handful of votes."
    ),
    (Preset.YOUTH, Parameter.APPLICANT_TYPES): N_(
        "Young people and their groups apply, not organisations for them."
    ),
    (Preset.YOUTH, Parameter.VOTING_AGE): N_(
        "Pupils of the upper classes decide on their own money."
    ),
    (Preset.YOUTH, Parameter.SCREENING): N_("Small projects are reviewed faster."),
    (Preset.YOUTH, Parameter.MAX_CHOICES): N_(
        "With three choices a class does not only vote for itself."
    ),
    (Preset.YOUTH, Parameter.CEILING): N_("Several small deeds instead of one big one."),
    (Preset.SMALL_GRANTS, Parameter.NOTICE): N_(
        "A small sum is announced and spent within a season."
    ),
    (Preset.SMALL_GRANTS, Parameter.SUBMISSION): N_(
        "The application is one page, so ten days are enough."
    ),
    (Preset.SMALL_GRANTS, Parameter.SCREENING): N_("A short application is reviewed in a week."),
    (Preset.SMALL_GRANTS, Parameter.DISCUSSION): N_("Three days, as in Uzbekistan."),
    (Preset.SMALL_GRANTS, Parameter.VOTING): N_("A week has every day of it, market day too."),
    (Preset.SMALL_GRANTS, Parameter.CEILING): N_("The ceiling of Chaek in 2020."),
    (Preset.SMALL_GRANTS, Parameter.MAX_CHOICES): N_("Many small projects are chosen at once."),
    (Preset.SMALL_GRANTS, Parameter.REPEAT_WINNER_PAUSE): N_(
        "So that small money goes round all villages."
    ),
}
"""Why a preset goes another way than the defaults."""


def explanation(parameter: Parameter, language: str) -> str:
    """The sentence about a parameter in a language."""
    return catalogue(language).gettext(EXPLANATIONS[parameter])


def difference(preset: Preset, parameter: Parameter, language: str) -> str | None:
    """Why a preset differs from the default here; None where it does not."""
    sentence = DIFFERENCES.get((preset, parameter))
    return catalogue(language).gettext(sentence) if sentence else None
