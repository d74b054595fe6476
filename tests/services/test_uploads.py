"""Photos: what comes out is a small clean JPEG; what is no photo is refused with a clear answer."""

import contextlib
import io
import random
import struct
import zlib

import pytest
from PIL import Image, ImageFile

from pb.rules.refusals import Code, NotValid
from pb.services import uploads

GPS, ORIENTATION, MODEL = 0x8825, 0x0112, 0x0110
LATITUDE = (42.0, 29.0, 31.0)
CHANCE = random.Random(7)  # noqa: S311 - the same pictures every time
RED, BLUE, WHITE = (200, 30, 30), (30, 30, 200), (255, 255, 255)


def halves(size=(400, 300), left=RED, right=BLUE, mode="RGB") -> Image.Image:
    """A picture whose two halves tell how it is turned."""
    picture = Image.new(mode, size, left)
    picture.paste(right, (size[0] // 2, 0, size[0], size[1]))
    return picture


def noise(size: tuple[int, int]) -> Image.Image:
    """The picture that is hardest to pack."""
    return Image.frombytes("RGB", size, CHANCE.randbytes(size[0] * size[1] * 3))


def saved(picture: Image.Image, kind: str = "JPEG", **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def opened(picture: uploads.Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.content))


def near(seen, wanted) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(seen, wanted, strict=True))


def png_of_size(width: int, height: int) -> bytes:
    """A few bytes that say they are a huge picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_becomes_a_jpeg_in_two_sizes(kind):
    kept = uploads.photo(saved(halves((2_000, 1_500)), kind), "photo")

    assert (kept.whole.width, kept.whole.height) == (1_280, 960)
    assert (kept.small.width, kept.small.height) == (480, 360)
    for picture in (kept.whole, kept.small):
        assert opened(picture).format == "JPEG"
        assert opened(picture).size == (picture.width, picture.height)
        assert near(opened(picture).getpixel((5, 5)), RED)


def test_photo_that_is_small_already_is_not_blown_up():
    kept = uploads.photo(saved(halves((300, 200))), "photo")

    assert (kept.whole.width, kept.small.width) == (300, 300)


def test_photo_held_sideways_is_set_upright_and_its_place_is_gone():
    exif = Image.Exif()
    exif[ORIENTATION], exif[MODEL] = 6, "Redmi 12"
    exif.get_ifd(GPS).update({1: "N", 2: LATITUDE, 3: "E", 4: LATITUDE})
    sent = saved(halves((2_000, 1_500)), exif=exif, comment=b"Kok-Jar", dpi=(72, 72))
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(GPS)[2] == LATITUDE

    kept = uploads.photo(sent, "photo")

    for picture in (kept.whole, kept.small):
        seen = opened(picture)
        assert not seen.getexif()
        assert not {"exif", "comment", "dpi", "icc_profile"} & set(seen.info)
        assert b"Redmi" not in picture.content
        assert b"Kok-Jar" not in picture.content
        assert seen.width < seen.height
        assert near(seen.getpixel((5, 5)), RED)  # the left half is on top now
        assert near(seen.getpixel((5, seen.height - 5)), BLUE)


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, RED), (2, BLUE), (3, BLUE), (4, RED), (5, RED), (6, RED), (7, BLUE), (8, BLUE), (77, RED)],
)
def test_photo_is_set_upright_from_every_orientation(orientation, corner):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation

    kept = uploads.photo(saved(halves(), exif=exif), "photo")

    assert near(opened(kept.whole).getpixel((5, 5)), corner)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_photo_with_a_broken_note_on_its_orientation_is_taken_as_it_lies():
    sent = saved(halves(), exif=b"Exif\0\0" + b"MM\0\x2a\xff\xff\xff\xff")

    assert near(opened(uploads.photo(sent, "photo").whole).getpixel((5, 5)), RED)


def test_photo_with_a_page_hidden_behind_it_loses_the_page():
    sent = saved(halves()) + b"<html><script>alert(1)</script></html>"

    kept = uploads.photo(sent, "photo")

    assert b"<script>" not in kept.whole.content + kept.small.content
    assert kept.whole.content.endswith(b"\xff\xd9")


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_photo_with_clear_parts_is_laid_on_white(mode):
    clear = Image.new("RGBA", (200, 100), (*RED, 255))
    clear.paste((0, 0, 0, 0), (0, 0, 100, 100))

    seen = opened(uploads.photo(saved(clear.convert(mode), "PNG"), "photo").whole)

    assert seen.mode == "RGB"
    assert near(seen.getpixel((10, 50)), WHITE)


@pytest.mark.parametrize("mode", ["L", "1", "CMYK", "I;16"])
def test_photo_in_other_colours_is_read(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"

    kept = uploads.photo(saved(Image.new("L", (60, 60), 200).convert(mode), kind), "photo")

    assert opened(kept.whole).mode == "RGB"


def test_photo_for_the_page_stays_within_its_weight_whatever_it_shows():
    kept = uploads.photo(saved(noise((1_280, 1_280)), "PNG"), "photo")

    assert len(kept.small.content) <= 30_000
    assert len(kept.whole.content) <= 150_000
    assert kept.whole.width < 1_280  # quality alone was not enough


def test_photo_gives_the_same_bytes_twice():
    sent = saved(halves((2_000, 1_500)))

    assert uploads.photo(sent, "photo") == uploads.photo(sent, "photo")


def test_photo_of_a_phone_that_hides_a_second_picture_is_read():
    sent = saved(halves(), "MPO", save_all=True, append_images=[halves((100, 75), BLUE, RED)])
    assert Image.open(io.BytesIO(sent)).format == "MPO"

    assert near(opened(uploads.photo(sent, "photo").whole).getpixel((5, 5)), RED)


def test_photo_as_large_as_allowed_is_read():
    sent = saved(Image.new("RGB", (5_000, 5_000), RED))

    assert uploads.photo(sent, "photo").whole.width == 1_280


@pytest.mark.parametrize(
    "sent",
    [
        png_of_size(30_000, 30_000),
        png_of_size(5_001, 5_000),
        png_of_size(2**31 - 1, 2**31 - 1),
    ],
)
def test_photo_is_refused_by_its_header_when_it_has_too_many_pixels(sent):
    assert len(sent) < 100

    with pytest.raises(NotValid) as refused:
        uploads.photo(sent, "photo")

    assert refused.value.code is Code.PHOTO_TOO_LARGE
    assert refused.value.field == "photo"
    assert refused.value.facts == {"unit": "pixels", "limit": 25_000_000}


def test_photo_is_refused_when_the_file_is_too_heavy():
    sent = saved(halves()) + bytes(12_000_000)

    with pytest.raises(NotValid) as refused:
        uploads.photo(sent, "photo")

    assert refused.value.code is Code.PHOTO_TOO_LARGE
    assert refused.value.facts["unit"] == "bytes"


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_photo_is_refused_when_it_moves(kind):
    sent = saved(halves(), kind, save_all=True, append_images=[halves(left=BLUE)], duration=100)

    with pytest.raises(NotValid) as refused:
        uploads.photo(sent, "photo")

    assert refused.value.code is Code.PHOTO_UNREADABLE


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\xff",
        b"\xff\xd8\xff",
        "Бул сүрөт эмес".encode(),
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"MZ\x90\x00\x03\x00\x00\x00",
        saved(halves(), "GIF"),
        saved(halves(), "BMP"),
        saved(halves(), "TIFF"),
        png_of_size(0, 10),
        png_of_size(10, 10),  # and not one pixel
    ],
)
def test_photo_is_refused_when_it_is_something_else(sent):
    with pytest.raises(NotValid) as refused:
        uploads.photo(sent, "photo")

    assert refused.value.code is Code.PHOTO_UNREADABLE
    assert refused.value.field == "photo"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.9])
def test_photo_is_refused_when_it_is_cut_off(kind, part, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    sent = saved(noise((300, 200)), kind)

    with pytest.raises(NotValid) as refused:
        uploads.photo(sent[: int(len(sent) * part)], "photo")

    assert refused.value.code is Code.PHOTO_UNREADABLE


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_with_broken_bytes_is_read_or_refused_and_never_a_crash(kind):
    whole = saved(halves((90, 70)), kind)

    for _ in range(150):
        sent = bytearray(whole)
        for _ in range(CHANCE.randint(1, 6)):
            sent[CHANCE.randrange(len(sent))] = CHANCE.randrange(256)
        with contextlib.suppress(NotValid):
            uploads.photo(bytes(sent), "photo")
