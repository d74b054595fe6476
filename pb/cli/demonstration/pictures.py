"""Drawings of a water stand-pipe, before and now: honest drawings, made anew at each run."""

import io

from PIL import Image, ImageDraw

SIZE = (960, 720)
SKY, FAR, NEAR, EARTH = (203, 222, 232), (150, 171, 163), (116, 141, 118), (176, 150, 112)
ICE, RUST, STEEL, CONCRETE = (233, 243, 248), (134, 84, 60), (44, 106, 148), (190, 188, 182)
WATER, BUCKET = (92, 160, 205), (214, 165, 42)


def before() -> bytes:
    """The old pipe: leaning, rusty, in ice; a PNG."""
    picture, draw = _valley(EARTH)
    draw.ellipse((300, 560, 700, 660), fill=ICE)
    draw.polygon([(462, 330), (500, 322), (540, 612), (498, 618)], fill=RUST)
    draw.polygon([(455, 318), (590, 286), (596, 318), (460, 348)], fill=RUST)
    for left, length in ((560, 46), (575, 70), (588, 38)):
        draw.polygon([(left, 312), (left + 12, 312), (left + 6, 312 + length)], fill=ICE)
    draw.line((470, 420, 528, 412), fill=(90, 52, 36), width=5)
    return _png(picture)


def now() -> bytes:
    """The new one: upright, on concrete, a bucket filling under it; a PNG."""
    picture, draw = _valley(NEAR)
    draw.polygon([(250, 600), (720, 600), (770, 672), (200, 672)], fill=CONCRETE)
    draw.rectangle((452, 270, 508, 612), fill=STEEL)
    draw.rectangle((440, 252, 520, 276), fill=STEEL)
    draw.rectangle((508, 330, 606, 362), fill=STEEL)
    draw.rectangle((580, 362, 606, 388), fill=STEEL)
    draw.line((430, 300, 452, 316), fill=(20, 50, 70), width=12)
    draw.rectangle((588, 388, 598, 540), fill=WATER)
    draw.polygon([(548, 520), (640, 520), (628, 612), (560, 612)], fill=BUCKET)
    draw.ellipse((548, 508, 640, 534), fill=WATER)
    return _png(picture)


def _valley(ground: tuple[int, int, int]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(picture)
    draw.polygon([(0, 420), (170, 190), (330, 380), (520, 130), (760, 400), (960, 250),
                  (960, 520), (0, 520)], fill=FAR)  # fmt: skip
    draw.rectangle((0, 470, *SIZE), fill=ground)
    draw.rectangle((60, 420, 210, 520), fill=(222, 214, 198))
    draw.polygon([(44, 424), (135, 362), (226, 424)], fill=(150, 74, 58))
    return picture, draw


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
