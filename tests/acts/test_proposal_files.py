"""Photos and papers of a proposal: what is taken, what is refused, who opens them."""

import io
import json
import zlib

import pytest
from PIL import ExifTags, Image

from pb.acts import proposal_files as acts
from pb.acts import proposals
from pb.records import proposals as records
from pb.rules.proposal_files import MOST_BYTES, MOST_FILES, FileKind, check_quota, shown_name
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services import resolutions
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.proposals_made import Idea, draft

PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def photo(size=(640, 480), colour=(200, 120, 40), form="JPEG", **more):
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, form, **more)
    return file.getvalue()


@pytest.fixture
def author(stage):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return stage.person(Role.RESIDENT)


@pytest.fixture
def ref(stage, author):
    return draft(author, stage.place, "2026", Idea(), stage.now)


def add(stage, actor, ref, content, name="IMG_1.jpg", kind=FileKind.PHOTO, caption="Эски көпүрө"):
    return acts.add(actor, stage.place, ref, content, name, kind, caption, stage.storage, stage.now)


def files(stage, ref):
    return records.whole_proposal(stage.place, ref).files


def test_add_keeps_a_photo_written_anew_without_place_and_camera(stage, author, ref):
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Тест"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (42.0, 1.0, 2.0)
    content = photo((3_000, 2_000), exif=exif) + b"<script>alert(1)</script>"

    with one_event(Tag.PROPOSAL_FILE_ADDED) as event:
        sha256 = add(stage, author, ref, content)

    (kept,) = files(stage, ref)
    whole = stage.storage.get(sha256)
    picture = Image.open(io.BytesIO(whole))
    assert (kept.sha256, kept.media_type, kept.size) == (sha256, "image/jpeg", len(whole))
    assert max(picture.size) == 1_280
    assert not picture.getexif()
    assert b"script" not in whole
    assert max(Image.open(io.BytesIO(stage.storage.get(kept.small_sha256))).size) <= 480
    assert json.loads(event.facts) == {"sha256": sha256, "kind": "file_photo"}


def test_add_keeps_a_paper_as_it_is(stage, author, ref):
    sha256 = add(stage, author, ref, PDF, "баалар.pdf", FileKind.PRICES)

    (kept,) = files(stage, ref)
    assert (kept.name, kept.media_type, kept.small_sha256) == (
        "баалар.pdf", "application/pdf", None,
    )  # fmt: skip
    assert stage.storage.get(sha256) == PDF


PACKED = b"%PDF-1.5\n1 0 obj\n<</Filter/FlateDecode>>\nstream\n" + zlib.compress(
    b"<</S/JavaScript/JS(app.alert(1))>>"
) + b"\nendstream\n%%EOF\n"  # fmt: skip


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<svg onload=alert(1)></svg>", FileKind.PHOTO),
        (b"<html><script>alert(1)</script></html>", FileKind.OTHER),
        (b"MZ\x90\x00\x03" + b"\x00" * 200, FileKind.PHOTO),
        (b"<?php system($_GET[0]);", FileKind.PHOTO),
        (photo()[:600], FileKind.PHOTO),
        (photo(form="GIF"), FileKind.PHOTO),
        (PDF, FileKind.PHOTO),
        (PDF[:-6], FileKind.PRICES),
        (PDF.replace(b"/Type", b"/OpenAction/Type"), FileKind.PRICES),
        (PDF.replace(b"/Type", b"/JavaScript/Type"), FileKind.PRICES),
        (PDF.replace(b"/Type", b"/J#61vaScript/Type"), FileKind.PRICES),
        (PDF.replace(b"/Type", b"/EmbeddedFiles/Type"), FileKind.PRICES),
        (PDF.replace(b"trailer<<", b"trailer<</Encrypt 3 0 R"), FileKind.PRICES),
        (PACKED, FileKind.PRICES),
    ],
)
def test_a_file_that_is_no_whole_photo_and_no_harmless_paper_is_refused(
    stage, author, ref, content, kind
):
    with refused(NotValid, Code.FILE_UNREADABLE, "file"):
        add(stage, author, ref, content, kind=kind)
    assert files(stage, ref) == []


def test_a_packed_part_that_unpacks_to_too_much_is_dangerous():
    bomb = zlib.compress(b"\x00" * 2_000_000)
    content = PDF[:-6] + (b"stream\n" + bomb + b"\nendstream\n") * 60 + b"%%EOF\n"

    assert resolutions.is_dangerous(content)
    assert not resolutions.is_dangerous(PDF)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", Code.FILE_MISSING), (b"%PDF-" + b"0" * 12_000_000, Code.ATTACHMENT_TOO_LARGE)],
)
def test_a_file_of_no_size_or_too_large_is_refused(stage, author, ref, content, code):
    with refused(NotValid, code, "file"):
        add(stage, author, ref, content, kind=FileKind.OTHER)


def test_a_picture_of_too_many_pixels_is_refused_by_its_header(stage, author, ref):
    header = photo((100, 100), form="PNG")
    wide = (30_000).to_bytes(4, "big")
    chunk = b"IHDR" + wide + wide + header[24:29]
    bomb = header[:12] + chunk + zlib.crc32(chunk).to_bytes(4, "big") + header[33:]

    with refused(NotValid, Code.PHOTO_TOO_LARGE, "file", unit="pixels"):
        add(stage, author, ref, bomb)


def test_a_file_is_attached_once_and_a_caption_is_needed(stage, author, ref):
    add(stage, author, ref, photo())

    with refused(NotValid, Code.FILE_TWICE, "file"):
        add(stage, author, ref, photo(), "башка.jpg")
    with refused(NotValid, Code.TEXT_MISSING, "caption"):
        add(stage, author, ref, photo(colour=(0, 0, 0)), caption=" ")


def test_one_file_more_than_ten_and_one_byte_more_than_thirty_megabytes_are_refused():
    check_quota([1] * (MOST_FILES - 1), 1)
    check_quota([MOST_BYTES - 1], 1)
    for sizes, code in (
        ([1] * MOST_FILES, Code.FILES_TOO_MANY),
        ([MOST_BYTES], Code.FILES_TOO_LARGE),
    ):
        with pytest.raises(NotValid) as found:
            check_quota(sizes, 1)
        assert (found.value.code, found.value.field) == (code, "file")


def test_the_eleventh_file_is_refused(stage, author, ref):
    for number in range(MOST_FILES):
        add(stage, author, ref, PDF + b"\n" * number, kind=FileKind.OTHER)

    with refused(NotValid, Code.FILES_TOO_MANY, "file"):
        add(stage, author, ref, photo())


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\CON", "CON"),
        ('"><svg onload=alert(1)>.png', '"><svg onload=alert(1)>.png'),
        ("көпүрө\u202egnp.exe\x00", "көпүрөgnp.exe"),
        ("а" * 300 + ".jpg", "а" * 100),
        ("", ""),
    ],
)
def test_a_name_is_shown_without_folders_and_what_nobody_sees(sent, shown):
    assert shown_name(sent) == shown


def test_files_are_moved_and_taken_out_while_it_is_written(stage, author, ref):
    first, second = (add(stage, author, ref, photo(colour=(n, n, n))) for n in (10, 200))

    acts.move_up(author, stage.place, ref, second, stage.now)
    assert [file.sha256 for file in files(stage, ref)] == [second, first]
    acts.move_up(author, stage.place, ref, second, stage.now)
    assert [file.sha256 for file in files(stage, ref)] == [second, first]
    acts.remove(author, stage.place, ref, second, stage.now)
    assert [file.sha256 for file in files(stage, ref)] == [first]
    with refused(NotFound, Code.NOT_FOUND):
        acts.remove(author, stage.place, ref, second, stage.now)


def test_files_stay_as_they_are_once_the_office_has_them(stage, author, ref):
    sha256 = add(stage, author, ref, photo())
    proposals.submit(author, stage.place, ref, stage.now)

    stage.go_to(Phase.REVIEW)
    for deed in (acts.remove, acts.move_up):
        with refused(Conflict, Code.PROPOSAL_MOVED_ON):
            deed(author, stage.place, ref, sha256, stage.now)
    with refused(Conflict, Code.PROPOSAL_MOVED_ON):
        add(stage, author, ref, photo(colour=(0, 0, 0)))


def test_files_of_others_and_after_the_days_are_refused(stage, author, ref):
    other = stage.person(Role.RESIDENT)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        add(stage, other, ref, photo())
    stage.go_to(Phase.REVIEW)
    with refused(NotNow, Code.NOT_OPEN):
        add(stage, author, ref, photo())
