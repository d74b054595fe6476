"""What is said of something that stands out in a voting: what it is, may mean, and asks for."""

from dataclasses import dataclass

from pb.documents.words import N_
from pb.rules.anomalies import FlagKind


@dataclass(frozen=True)
class Finding:
    """The sentences of one kind; the first fills in the facts of its flag."""

    said: str
    means: str
    to_do: str


FINDINGS: dict[FlagKind, Finding] = {
    FlagKind.IDENTICAL_BALLOTS: Finding(
        N_(
            "Station No. %(station)s, pile No. %(pile)s: the same marks on %(run)s ballots in a"
            " row."
        ),
        N_(
            "Neighbours and families often choose alike. But one hand may also have filled in a"
            " pack of ballots."
        ),
        N_(
            "Look at these ballots before witnesses: the hand, the folds, the tear at the stub."
            " Compare their number with the signatures on the roll sheets."
        ),
    ),
    FlagKind.FAST_ENTRY: Finding(
        N_(
            "Station No. %(station)s, pile No. %(pile)s, reading %(turn)s: %(ballots)s ballots were"
            " typed in %(seconds)s seconds."
        ),
        N_(
            "A practised clerk is nearly as fast. But ballots that nobody looks at are typed at"
            " this pace too."
        ),
        N_("Take ten ballots of the pile and compare them with what the protocol counts there."),
    ),
    FlagKind.SHARED_PHONE: Finding(
        N_(
            "Telephones that several people voted by: %(phones)s. People who did: %(people)s; by"
            " one telephone at most %(most)s, and the rules allow %(allowed)s."
        ),
        N_(
            "Families share a telephone, and the office wrote it down when they came with their"
            " passports. But somebody may also have voted for others."
        ),
        N_(
            "See to it that some of them are called: the sample of calls asks people whether they"
            " voted. Compare their slips of enrolment."
        ),
    ),
    FlagKind.AGE_TURNOUT: Finding(
        N_(
            "Age from %(from_age)s on: %(share)s %% voted (%(people)s people), of all ages"
            " %(average)s %%."
        ),
        N_(
            "The old and the young may be eager. But a roll also holds people who died or moved"
            " away, and nobody complains of a vote in their name."
        ),
        N_("Compare the signatures of these people, and ask in the village who of them is here."),
    ),
    FlagKind.STATION_TURNOUT: Finding(
        N_(
            "Station No. %(station)s: %(share)s %% voted on paper, at the other stations"
            " %(average)s %% on the average."
        ),
        N_("A village may care more than the others. But ballots may also have been added."),
        N_(
            "Count the signatures on its roll sheets, the stubs and the unused ballots once more,"
            " and have people of this station called."
        ),
    ),
    FlagKind.CHANNEL_GAP: Finding(
        N_(
            "Project No. %(project)s: %(internet)s %% of the ballots by phone chose it, and"
            " %(paper)s %% of those on paper."
        ),
        N_(
            "The young vote by phone and the old on paper, and they want different things. But"
            " votes may also have been added in one of the two."
        ),
        N_("Look at the days and hours of both, and have people of both called."),
    ),
    FlagKind.ODD_HOURS: Finding(
        N_(
            "%(day)s, station No. %(station)s: people marked outside working hours or on a day off:"
            " %(people)s."
        ),
        N_(
            "Home visits and a Sunday that was announced are in order. But marks nobody could watch"
            " are made at such hours."
        ),
        N_("Ask who was at the station, and compare the signatures of that day."),
    ),
    FlagKind.LATE_JUMP: Finding(
        N_(
            "%(day)s: after %(hour)s o'clock %(people)s people voted, of %(in_all)s on the whole"
            " day."
        ),
        N_(
            "After work, and on the last evening, many vote. But votes that nobody watches are"
            " added then."
        ),
        N_("See by which channel and by whose hand they came, and have some of them called."),
    ),
}
"""For every kind."""
