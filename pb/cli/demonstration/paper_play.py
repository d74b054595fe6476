"""A wish brought on paper: one person of the office types it, another compares it with the scan."""

import io
from datetime import date, timedelta

from PIL import Image, ImageDraw

from pb.acts import drafting, paper_entries
from pb.cli.demonstration import place as invented
from pb.cli.demonstration.wishes import Wish
from pb.cli.demonstration.world import World
from pb.documents.words import N_
from pb.records import paper_entries as records
from pb.records import proposals
from pb.rules.roles import Role
from pb.rules.texts import Bilingual
from pb.services.actors import Actor
from pb.services.paper_entries import OnForm

BROUGHT = N_("Brought on paper, entered by %(clerk)s, compared by %(head)s: “%(title)s”")

CLERK = ("Р. Дуйшеева", Bilingual("адис", "специалист"))
AUTHOR = "Абдылдаева Гүлсүн"
NUMBER = 900
"""Of her personal number: she is not on the list of the others."""

WHY = "Колу коюлган бланкты кеңсеге өзү алып келди."
_PAPER, _INK = (250, 249, 245), (40, 50, 110)


def bring(world: World, slug: str, wish: Wish, work_days: tuple[date, date]) -> tuple[str, Actor]:
    """Enter a wish for somebody without a telephone; its public id, and who typed it."""
    clerk = world.person(CLERK[0], Role.OPERATOR, CLERK[1])
    facts = wish.facts
    number = invented.resident_pin(NUMBER, world.today.year)
    number = f"1{number[1:]}"
    person = OnForm(AUTHOR, number, facts.settlement or "", WHY)
    said = ("demo-paper", facts.language, person, facts.first)
    ref = paper_entries.begin(clerk, world.place, slug, *said, world.keys, world.now)
    for step in facts.others(*work_days):
        drafting.save(clerk, world.place, ref, step, world.now)
    proposal = proposals.proposal_of(world.place, ref)
    entry = records.last_of(world.place, proposal.id)
    if entry is None:
        raise LookupError(ref)
    paper = entry.ref
    storage, now = world.storage, world.now
    paper_entries.hand_over(clerk, world.place, paper, _scan(), storage, now, is_signed=True)
    world.clock.put(now + timedelta(hours=1))
    paper_entries.confirm(world.head, world.place, paper, world.now, is_compared=True)
    world.tell(BROUGHT, clerk=clerk.name, head=world.head.name, title=facts.title)
    return ref, clerk


def _scan() -> bytes:
    """A drawing of a form filled in by hand; nobody signed it. A PNG."""
    picture = Image.new("RGB", (800, 1130), _PAPER)
    draw = ImageDraw.Draw(picture)
    for top in range(90, 1000, 46):
        draw.line((80, top, 720, top), fill=(150, 150, 150), width=1)
        for left in range(90, 640 - (top * 13) % 300, 26):
            draw.arc((left, top - 24, left + 24, top - 2), 200, 520, fill=_INK, width=2)
    draw.line((420, 1060, 700, 1040), fill=_INK, width=4)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
