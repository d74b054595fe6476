"""Uploads: a photo is decoded, set upright, shrunk and written anew; nothing else of it stays."""

import io
import warnings
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageFile

from pb.rules.refusals import Code, NotValid

MEDIA_TYPE = "image/jpeg"
MOST_BYTES = 12_000_000
MOST_PIXELS = 25_000_000
WHOLE_SIDE, WHOLE_BYTES = 1_280, 150_000
SMALL_SIDE, SMALL_BYTES = 480, 30_000
"""The longer side in pixels, and what the file may weigh; the small one is for pages."""

QUALITIES = (82, 74, 66, 58, 50, 42, 34)
"""Tried from the best on; a picture too heavy even at the last one is shrunk by an eighth."""

_READABLE = ("JPEG", "PNG", "WEBP")
_WHITE = (255, 255, 255)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What sets a picture upright, by the orientation its EXIF gives."""

# What Pillow's decoders raise for files that are not what they say.
_BROKEN = (OSError, ValueError, SyntaxError)

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
# Pillow only warns up to twice the limit; here the header alone decides, before any decoding.
warnings.simplefilter("error", Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Picture:
    """One JPEG; sides in pixels."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Photo:
    """A photo as it is kept: whole, and small for the page."""

    whole: Picture
    small: Picture


def photo(content: bytes, field: str) -> Photo:
    """The photo in a file someone sent, whatever the file is called.

    The same file gives the same bytes on one machine. Place, camera and hour, which phones write
    into their files, are gone with everything else that is not the picture.

    Raises:
        NotValid: PHOTO_TOO_LARGE (`unit` says bytes or pixels), PHOTO_UNREADABLE (not a JPEG, PNG
            or WebP, broken, cut off, or moving).
    """
    if len(content) > MOST_BYTES:
        raise NotValid(
            Code.PHOTO_TOO_LARGE, field, unit="bytes", limit=MOST_BYTES, given=len(content)
        )
    try:
        picture = _decoded(content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotValid(Code.PHOTO_TOO_LARGE, field, unit="pixels", limit=MOST_PIXELS) from error
    except _BROKEN as error:
        raise NotValid(Code.PHOTO_UNREADABLE, field) from error
    return Photo(
        _written(picture, WHOLE_SIDE, WHOLE_BYTES), _written(picture, SMALL_SIDE, SMALL_BYTES)
    )


def _decoded(content: bytes) -> Image.Image:
    """The picture upright, in three colours on white paper, no larger than it is kept."""
    # WeasyPrint tells Pillow, for the whole process, to make grey areas of what is cut off.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with Image.open(io.BytesIO(content), formats=_READABLE) as file:
        # A phone may hide a second picture behind a JPEG ("MPO"); the first one is the photo.
        if file.format != "MPO" and getattr(file, "is_animated", False):
            raise OSError("a moving picture")
        turn = _TURNS.get(_orientation(file))
        # A JPEG can be decoded at a fraction of its size at once, in a fraction of the memory.
        file.draft("RGB", (WHOLE_SIDE, WHOLE_SIDE))
        picture = file.convert("RGBA" if file.has_transparency_data else "RGB")
    picture.thumbnail((WHOLE_SIDE, WHOLE_SIDE), Image.Resampling.LANCZOS)
    # A picture of our own: it carries nothing of what stood beside the old one.
    paper = Image.new("RGB", picture.size, _WHITE)
    paper.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    return paper.transpose(turn) if turn is not None else paper


def _orientation(file: Image.Image) -> int:
    """How the phone was held; a broken note about it does not spoil the picture."""
    try:
        return int(file.getexif().get(ExifTags.Base.Orientation, 1))
    except _BROKEN:
        return 1


def _written(picture: Image.Image, side: int, most_bytes: int) -> Picture:
    """The picture as a JPEG of these bounds, as good as fits into them."""
    while True:
        shrunk = picture.copy()
        shrunk.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            file = io.BytesIO()
            shrunk.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
            if file.tell() <= most_bytes:
                return Picture(file.getvalue(), shrunk.width, shrunk.height)
        side = side * 7 // 8
