"""Workbooks and archives as offices and attackers make them."""

import io
import zipfile

from openpyxl import Workbook

HEADER = ["ПИН", "Аты-жөнү", "Айыл"]
PERSON = ["21503198500123", "Асанов Бакыт", "Ак-Суу"]


def saved(book):
    """The bytes of a workbook."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def book_of(*rows, header=HEADER):
    """A workbook with one sheet of these rows."""
    book = Workbook()
    book.active.title = "Тизме"
    for row in (header, *rows):
        book.active.append(row)
    return book


def workbook_of(*rows, header=HEADER):
    """Its bytes."""
    return saved(book_of(*rows, header=header))


def repacked(content, change, **more):
    """A workbook whose parts went through `change(name, bytes)`, and some more put in."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in more.items():
            new.writestr(name, part)
    return file.getvalue()


def with_part(name, part=b"x"):
    """A good workbook with one part more."""
    return repacked(workbook_of(PERSON), lambda _, old: old, **{name: part})


def with_sheet(change):
    """A good workbook whose sheet was changed as a text."""

    def changed(name, part):
        return change(part.decode()).encode() if name.endswith("sheet1.xml") else part

    return repacked(workbook_of(PERSON), changed)


def archive_of(number):
    """An archive of so many empty parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for place in range(number):
            archive.writestr(f"xl/{place}", b"")
    return file.getvalue()


def bomb(megabytes, parts=1):
    """A workbook whose sheet, and copies of it, unpack to so many megabytes of blanks each."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for part in range(parts):
            with archive.open(f"xl/worksheets/sheet{part + 1}.xml", "w") as sheet:
                for _ in range(megabytes):
                    sheet.write(b" " * 1_000_000)
    return file.getvalue()
