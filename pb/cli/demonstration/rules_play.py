"""The rules of the fictional municipality: begun from a preset, changed a little, adopted."""

import io
from collections.abc import Mapping
from datetime import timedelta

from PIL import Image, ImageDraw

from pb.acts import rule_sets as acts
from pb.acts.rule_sets import Resolution
from pb.cli.demonstration.world import World
from pb.documents.words import N_
from pb.rules import calendar
from pb.rules.rule_sets import Parameter, Preset, Value
from pb.rules.rule_sets.choices import AssemblyHands

ADOPTED = N_(
    "Rules drafted by %(clerk)s from a preset, adopted by resolution No. %(number)s of the kenesh,"
    " entered by %(head)s. SHA-256 %(sha256)s"
)

NUMBER = "62"
CHANGES: dict[Parameter, Value] = {Parameter.MAX_CHOICES: 3, Parameter.REPEAT_WINNER_PAUSE: 2}
"""What the kenesh changed of the preset."""
WITH_HANDS: dict[Parameter, Value] = {
    **CHANGES,
    Parameter.ASSEMBLY_HANDS: AssemblyHands.BESIDE.value,
}
"""The same, with assemblies that vote by hands beside the ballots."""

_PAPER, _INK = (252, 251, 246), (60, 66, 72)
_SIZE = (900, 1270)


def adopt(
    world: World,
    preset: Preset = Preset.CONTEST,
    changes: Mapping[Parameter, Value] = CHANGES,
    number: str = NUMBER,
) -> None:
    """The clerk drafts the rules, the head enters the resolution of the kenesh."""
    clerk, head = world.operator, world.head
    version = acts.begin(clerk, world.place, preset, world.now)
    acts.save(clerk, world.place, version, 1, changes, world.now)
    day = calendar.day_of(world.now)
    resolution = Resolution(number, day - timedelta(days=3), _resolution())
    sha256 = acts.adopt(head, world.place, version, resolution, day, world.storage, world.now)
    world.tell(ADOPTED, clerk=clerk.name, head=head.name, number=number, sha256=sha256)


def _resolution() -> bytes:
    """A drawing of a resolution, as it would be photographed; nobody signed it. A PNG."""
    picture = Image.new("RGB", _SIZE, _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 40, _SIZE[0] - 40, _SIZE[1] - 40), outline=_INK, width=3)
    for left, right in ((90, 400), (500, 810)):
        for top in range(90, 200, 28):
            draw.line((left, top, right, top), fill=_INK, width=6)
    draw.rectangle((330, 270, 570, 300), fill=_INK)
    for top in range(380, 1000, 34):
        draw.line((90, top, 810 - (top * 7) % 160, top), fill=_INK, width=5)
    draw.line((90, 1120, 380, 1120), fill=_INK, width=5)
    draw.ellipse((560, 1020, 720, 1180), outline=_INK, width=5)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
