"""Papers of an assembly: whoever prints the list with names leaves a trace at everybody on it."""

from datetime import datetime

from pb.documents import assembly_papers
from pb.documents.assembly_papers import Called, ListLine, Minutes
from pb.records import assemblies, assembly_marks, places, proposals, rounds
from pb.records.assemblies import Assembly
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.privacy import Field, Purpose
from pb.rules.refusals import Code, NotValid
from pb.rules.rule_sets.choices import AssemblyHands
from pb.services import assemblies as guards
from pb.services import rolls
from pb.services.actors import Actor, require
from pb.services.papers import letterhead, signatory
from pb.services.privacy import Looking, Subject, opened
from pb.services.work import unit_of_work

A_FILE = 300
"""Numbers of lines printed at one go; those struck since are left out."""
MOST_FILES = 1_000
FIELDS = (Field.NAME, Field.SETTLEMENT, Field.BORN, Field.ADDRESS)


def notice(round_: Round, assembly: Assembly, language: str) -> bytes:
    """The notice to hang up, as a PDF."""
    return assembly_papers.notice(_called(round_, assembly), language)


def blank_list(round_: Round, assembly: Assembly, language: str) -> bytes:
    """A list to sign on without anybody's name, as a PDF."""
    return assembly_papers.attendance(_called(round_, assembly), (), language)


def minutes(round_: Round, assembly: Assembly, language: str) -> bytes:
    """The minutes as a PDF: with the numbers of the act that stands, or with places for them."""
    place = round_.municipality_id
    entered = assemblies.act_of(place, assembly.id)
    act = entered if entered is not None and entered.stands else None
    known = guards.known_of(round_, assembly)
    came = assemblies.attendance_of(place, assembly.id) if act else {}
    hands = assemblies.hands_of(place, round_.id).get(assembly.id, {}) if act else {}
    said = Minutes(
        on_roll=act.on_roll if act else sum(known.on_roll.values()),
        villages=tuple(
            (
                one.name,
                came[one.slug].women if one.slug in came else None,
                came[one.slug].men if one.slug in came else None,
            )
            for one in guards.villages_called(round_, assembly)
        ),
        attended=act.attended if act else None,
        voters=act.voters if act else None,
        is_quorate=act.is_quorate if act else None,
        quorum=known.quorum,
        chair=act.chair if act else None,
        secretary=act.secretary if act else None,
        commission=act.commission if act else None,
        hands=hands,
        is_draft=act is not None and act.confirmed_at is None,
        entered_by=signatory(place, act.entered_by) if act else None,
        confirmed_by=signatory(place, act.confirmed_by) if act and act.confirmed_by else None,
    )
    return assembly_papers.minutes(_called(round_, assembly), said, language)


def print_list(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    part: int,
    reason: str,
    language: str,
    now: datetime,
) -> bytes:
    """One part (from 1) of those who are called, with lines to sign on, as a PDF.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; HANDS_NOT_ALLOWED, STEP_UP_FIRST.
        NotValid: the reason is missing or too short, at "reason"; NUMBER_OUT_OF_RANGE at "part"
            where nobody is on that part any more.
        Conflict: ROLL_NOT_FROZEN.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.PRINT_ROLL_SHEETS, municipality_id, round_, now)
        guards.require_allowed(round_)
        # Until then every correction of the roll would move the numbers.
        rolls.refuse_unfrozen(round_.id)
        assembly = assemblies.assembly_of(municipality_id, round_.id, ref)
        before = (part - 1) * A_FILE
        if not 1 <= part <= MOST_FILES:
            raise NotValid(Code.NUMBER_OUT_OF_RANGE, "part", smallest=1, largest=MOST_FILES)
        called = (municipality_id, round_.id, assembly.settlement_id)
        found = assembly_marks.called(*called, A_FILE, before)
        if not found:
            last = max(1, -(-assembly_marks.last_number(*called) // A_FILE))
            raise NotValid(Code.NUMBER_OUT_OF_RANGE, "part", smallest=1, largest=last)
        subjects = [Subject(one.entry.resident_id, one.entry.id, round_.id) for one in found]
        looking = Looking(Purpose.PAPER_VOTE, reason)
        opening = opened(actor, municipality_id, subjects, looking, FIELDS, now)
        lines = []
        for one in found:
            born = opening.read(Field.BORN, one.entry.born)
            lines.append(
                ListLine(
                    one.number,
                    opening.read(Field.NAME, one.entry.name) or "",
                    born.year if born else None,
                    opening.read(Field.ADDRESS, one.entry.address),
                    one.channel is not None and one.assembly_id != assembly.id,
                )
            )
        facts = _called(round_, assembly)
    return assembly_papers.attendance(facts, tuple(lines), language)


def _called(round_: Round, assembly: Assembly) -> Called:
    villages = guards.villages_called(round_, assembly)
    return Called(
        letterhead=letterhead(places.municipality_by_id(round_.municipality_id)),
        title=round_.title,
        edition=round_.edition,
        number=assembly.number,
        village=villages[0].name if assembly.settlement_id else None,
        meets_at=assembly.meets_at,
        starts_at=assembly.starts_at,
        projects=tuple(
            (one.number, one.title, one.settlement, one.cost)
            for one in proposals.projects_of(round_.id)
        ),
        currency=round_.currency,
        most_choices=round_.max_choices,
        alone=round_.hands is AssemblyHands.ALONE,
    )
